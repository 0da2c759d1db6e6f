//! The page that lists what programs can ask for, made from the same list as everything else.

use axum::response::Response;
use maud::{Markup, html};

use super::openapi::meaning;
use super::operations::{Gives, Operation, all};
use crate::Visit;
use crate::components::table;
use crate::layout::{Page, Section};
use crate::routes::Needs;

/// Every operation, by group.
pub(super) async fn show(visit: Visit) -> Response {
    let operations = all(&visit.app);
    let mut groups: Vec<&str> = operations.iter().map(|operation| operation.group).collect();
    groups.dedup();
    let body = html! {
        h1 class="govuk-heading-l" { "For programs" }
        (introduction())
        @for group in &groups {
            (table(group, &[("Ask for", ""), ("What it does", ""), ("Parameters", ""), ("Needs", "")], &rows(&operations, group)))
        }
    };
    Page::new(&visit, Section::Elsewhere, "For programs").show(body)
}

fn introduction() -> Markup {
    html! {
        div class="clew-reading" {
            p class="govuk-body" {
                "Everything that these pages show and do can be had as JSON. A program shows who it acts for by a token, which you make under "
                a class="govuk-link" href="/account/tokens" { "Your account, Tokens for programs" }
                "; it may do what your account may, and no more."
            }
            pre class="clew-sample" { code { "curl -H 'Authorization: Bearer clew_…' …/api/v1/measures?limit=10" } }
            p class="govuk-body" {
                "Excel and Power BI read the tables at the end of this page: give any name, and the token as the password. A whole description for tools is the "
                a class="govuk-link" href="/api/openapi.json" { "OpenAPI document" } "."
            }
            ul class="govuk-list govuk-list--bullet" {
                li { "Lists come in pages: follow " code { "next" } ", or the " code { "Link" } " header." }
                li { "Every answer has an " code { "ETag" } ": send it in " code { "If-None-Match" } " and a page that is still so costs nothing." }
                li { "Who changes a record says which version in " code { "If-Match" } ", so that nobody's work is overwritten." }
                li { "Send an " code { "Idempotency-Key" } " of your own with what you change: sent twice, it is done once." }
                li { "What cannot be taken is answered with every problem at its field." }
            }
        }
    }
}

fn rows(operations: &[Operation], group: &str) -> Markup {
    html! {
        @for operation in operations.iter().filter(|operation| operation.group == group) {
            tr {
                th scope="row" class="clew-operation" {
                    span class="clew-method" { (operation.method) } " " code { (operation.path) }
                    @if operation.gives == Gives::Csv { " " span class="clew-quiet" { "CSV" } }
                }
                td { (operation.does) }
                td { (parameters(operation)) }
                td { (needed(operation.needs)) }
            }
        }
    }
}

fn parameters(operation: &Operation) -> Markup {
    let named: Vec<&&str> = operation
        .takes
        .iter()
        .filter(|name| !matches!(**name, "limit" | "after"))
        .collect();
    html! {
        @for (place, name) in named.iter().enumerate() {
            @if place > 0 { ", " }
            code title=(meaning(name)) { (name) }
        }
        @if named.is_empty() { "–" }
    }
}

fn needed(needs: Needs) -> String {
    match needs {
        Needs::May(act) => format!("may {act}"),
        Needs::SignedIn => "a token".to_owned(),
        Needs::Anyone => "nothing".to_owned(),
    }
}
