//! Freezes: what forums were shown, and what has changed since.

mod changes;
mod changes_file;
mod new;
mod shown;

use axum::response::Response;
use clew_journal::Freeze;
use clew_plan::{Book, ForumId, FreezeId, PlanId};
use clew_report::words;
use clew_service::{Act, Memory};
use maud::{Markup, html};

use crate::components::{empty, link_button, pagination, stacked_table as table};
use crate::fields::Asked;
use crate::layout::{Page, Section};
use crate::routes::{Needs, Routes};
use crate::{Visit, WebError, links};

/// Freezes on a page.
const A_PAGE: usize = 50;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/freezes", Needs::SignedIn, show)
        .post("/freezes", Needs::May(Act::Freeze), new::send)
        .get("/freezes/new", Needs::May(Act::Freeze), new::show)
        .get("/freezes/{id}", Needs::SignedIn, shown::show)
        .get("/freezes/{id}/changes", Needs::SignedIn, changes::show)
        .get(
            "/freezes/{id}/reports/{kind}",
            Needs::SignedIn,
            shown::report,
        )
        .get(
            "/freezes/{id}/reports/{kind}/{format}",
            Needs::SignedIn,
            shown::download,
        )
}

/// The name of a forum; its id where the Book no longer knows it.
pub(super) fn forum_name<'book>(book: &'book Book, id: &'book ForumId) -> &'book str {
    let found = book.forums.iter().find(|forum| forum.id == *id);
    found.map_or(id.as_str(), |forum| &forum.name)
}

/// The title of a plan; its id where the Book no longer knows it.
pub(super) fn plan_title<'book>(book: &'book Book, id: &'book PlanId) -> &'book str {
    book.plan(id).map_or(id.as_str(), |plan| &plan.title)
}

/// The freeze with this id.
fn called<'memory>(memory: &'memory Memory, id: &FreezeId) -> Result<&'memory Freeze, WebError> {
    let found = memory.state().freeze(id);
    found.ok_or_else(|| WebError::not_found("There is no such freeze."))
}

/// Whom it was shown to, and when.
fn heading(book: &Book, freeze: &Freeze) -> String {
    let forum = forum_name(book, &freeze.forum);
    format!("{forum}, {}", words::day(freeze.meeting))
}

/// Every freeze, the latest first.
async fn show(visit: Visit, Asked(asked): Asked) -> Result<Response, WebError> {
    let memory = visit.memory()?;
    let freezes: Vec<&Freeze> = memory.state().freezes().rev().collect();
    let pages = freezes.len().div_ceil(A_PAGE).max(1);
    let page = asked.text("page").parse().unwrap_or(1).clamp(1, pages);
    let here = freezes.iter().skip((page - 1) * A_PAGE).take(A_PAGE);
    let rows = html! { @for freeze in here { (row(memory.book(), freeze)) } };
    let address = |page: usize| {
        links::with_query(
            links::FREEZES,
            &links::query(&[("page", &page.to_string())]),
        )
    };
    let body = html! {
        h1 class="govuk-heading-l" { "What forums were shown" }
        (super::reports::views(links::FREEZES))
        p class="govuk-body" { "Each freeze keeps its reports as they were, whatever has been corrected since." }
        @if visit.may(Act::Freeze) { div class="clew-actions" { (link_button("Freeze for a meeting", links::NEW_FREEZE)) } }
        @if freezes.is_empty() {
            (empty(&html! { "Nothing has been frozen yet." }))
        } @else {
            (table("Freezes, the latest first", HEADINGS, &rows))
            (pagination(page, pages, &address))
        }
    };
    Ok(Page::new(&visit, Section::Reports, "What forums were shown").show(body))
}

const HEADINGS: &[(&str, &str)] = &[
    ("Forum and meeting", ""),
    ("Plan", ""),
    ("Period", "whole"),
    ("Reports", ""),
    ("Since", ""),
];

fn row(book: &Book, freeze: &Freeze) -> Markup {
    html! {
        tr {
            th scope="row" { a href=(links::freeze(&freeze.id)) { (heading(book, freeze)) } }
            td { (plan_title(book, &freeze.plan)) }
            td class="whole" { (words::period(freeze.period)) }
            td {
                @for (place, report) in freeze.reports.iter().enumerate() {
                    @if place > 0 { ", " }
                    (kind_title(&report.kind))
                }
            }
            td {
                a href=(links::changes_since(&freeze.id)) {
                    "What changed" span class="govuk-visually-hidden" { " since " (heading(book, freeze)) }
                }
            }
        }
    }
}

/// What a frozen report is called; its kind's name where this version makes no such report.
fn kind_title(name: &str) -> &str {
    match super::reports::kind_called(name) {
        Some(kind) => super::reports::title(kind),
        None => name,
    }
}
