//! The inspections, each with how its findings stand.

use axum::response::Response;
use clew_plan::Inspection;
use clew_report::words;
use clew_service::{Coverage, InspectionCovered, Uncovered, coverage_with_files};
use maud::{Markup, html};

use crate::components::{empty, stacked_table as table, tabs};
use crate::layout::{Page, Section};
use crate::pages::actions::words::or_dash;
use crate::{Visit, WebError, links};

/// The page.
pub(super) async fn show(visit: Visit) -> Result<Response, WebError> {
    let memory = visit.memory()?;
    let book = memory.book();
    let found = coverage_with_files(&memory, visit.today());
    let body = html! {
        h1 class="govuk-heading-l" { "Improvement" }
        (views(links::IMPROVEMENT))
        @if found.inspections.is_empty() {
            (empty(&html! { p class="govuk-body" { "There are no inspections or audits yet. They come in with an improvement plan." } }))
        } @else {
            (counts(&found))
            (list(&found, &book.inspections))
        }
    };
    Ok(Page::new(&visit, Section::Improvement, "Improvement").show(body))
}

/// The two views of improvement.
pub(super) fn views(shown: &str) -> Markup {
    let entry = |name, path: &str| (name, path.to_owned(), path == shown);
    tabs(
        "Views of improvement",
        &[
            entry("Inspections", links::IMPROVEMENT),
            entry("Coverage", links::COVERAGE),
        ],
    )
}

fn counts(found: &Coverage) -> Markup {
    let findings: usize = found.inspections.iter().map(|it| it.findings.len()).sum();
    let lacking = |what| -> usize { found.inspections.iter().map(|it| it.lacking(what)).sum() };
    let uncovered = links::with_query(links::COVERAGE, "show=uncovered");
    let card = |count: usize, name: &str| {
        html! {
            li { strong { (count) } @if count > 0 { a href=(uncovered) { (name) } } @else { (name) } }
        }
    };
    html! {
        ul class="clew-cards" {
            li { strong { (findings) } @if findings == 1 { "finding" } @else { "findings" } }
            li { strong { (closed(&found.inspections)) } "closed by evidence" }
            (card(lacking(Uncovered::NoAnswer), "with no action yet"))
            (card(lacking(Uncovered::NoEvidence), "with no evidence yet"))
            (card(lacking(Uncovered::Late), "with something late"))
        }
    }
}

fn closed(inspections: &[InspectionCovered]) -> usize {
    let findings = inspections.iter().flat_map(|it| &it.findings);
    findings
        .filter(|finding| finding.closed_on.is_some())
        .count()
}

fn list(found: &Coverage, listed: &[Inspection]) -> Markup {
    let headings = [
        ("Inspection or audit", ""),
        ("By", ""),
        ("Published", ""),
        ("Grade", ""),
        ("Findings", "end"),
        ("Closed", "end"),
        ("No action yet", "end"),
        ("No evidence yet", "end"),
        ("Late", "end"),
    ];
    let rows = html! {
        @for row in &found.inspections {
            @let about = listed.iter().find(|it| it.id == row.inspection);
            tr {
                th scope="row" {
                    a href=(links::inspection(&row.inspection)) { (row.title) }
                    @if about.is_none() { " " span class="clew-lack" { "Not listed" } }
                }
                td { (or_dash(about.and_then(|it| it.body.as_deref()))) }
                td class="whole" { (or_dash(about.and_then(|it| it.published_on).map(words::day).as_deref())) }
                td { (or_dash(about.and_then(|it| it.grade.as_deref()))) }
                td class="end" { (row.findings.len()) }
                td class="end" { (closed(std::slice::from_ref(row))) }
                @for what in [Uncovered::NoAnswer, Uncovered::NoEvidence, Uncovered::Late] {
                    td class="end" { (row.lacking(what)) }
                }
            }
        }
    };
    html! {
        (table("Inspections and audits", &headings, &rows))
        @if found.inspections.iter().any(|row| row.findings.is_empty()) {
            p class="govuk-body clew-quiet" { "An inspection without findings has its findings still to be entered." }
        }
    }
}
