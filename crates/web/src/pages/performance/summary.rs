//! The first page of performance: how a plan stands, and what is off track and why.

use std::sync::Arc;

use axum::response::Response;
use clew_calendar::Day;
use clew_measure::{StatusBasis, Summary, SummarySource};
use clew_plan::Status;
use clew_report::words;
use clew_service::{DueState, Filter, Overview, ScorecardRow};
use maud::{Markup, html};

use super::attention;
use super::filters::filters;
use super::matrix;
use super::view::View;
use crate::components::{empty, inset, status_key, tabs};
use crate::downloads::{download, download_links};
use crate::fields::Asked;
use crate::layout::{Page, Section, kept};
use crate::{Visit, WebError, links};

/// The page, or its matrix as a file.
pub(super) async fn show(visit: Visit, Asked(asked): Asked) -> Result<Response, WebError> {
    let overview = visit.overview().await?;
    if let Some(page) = kept(&visit, &overview) {
        return Ok(page);
    }
    let Some(view) = View::read(&overview, &asked)? else {
        return Ok(nothing(&visit));
    };
    let summary = overview.matrix(view.plan.as_ref(), view.period, &view.filter, visit.today());
    if let Some(format) = asked.given("format") {
        let table = matrix::table(&summary);
        return download(&visit.app, table, format.parse()?, &view.title(&overview)).await;
    }
    let body = body(&view, &overview, &summary, visit.today());
    let title = format!("Performance: {}", view.title(&overview));
    Ok(Page::new(&visit, Section::Performance, title).show_and_keep(&overview, body))
}

/// The page of a Book that has no plan yet.
pub(super) fn nothing(visit: &Visit) -> Response {
    let body = html! {
        h1 class="govuk-heading-l" { "Performance" }
        (empty(&html! {
            p class="govuk-body" { "There is no plan with a period yet." }
            p class="govuk-body" { a class="govuk-link" href=(links::PLANS) { "Go to the plans" } " to add one, or take a workbook in." }
        }))
    };
    Page::new(visit, Section::Performance, "Performance").show(body)
}

/// The heading of the pages of performance, and the way between them.
pub(super) fn heading(view: &View, overview: &Overview, here: &str) -> Markup {
    let query = view.query();
    let entry = |title, path| (title, links::with_query(path, &query), path == here);
    html! {
        h1 class="govuk-heading-l" { "Performance" span class="clew-under" { (view.title(overview)) } }
        (tabs("Performance", &[
            entry("Summary", links::PERFORMANCE),
            entry("Scorecard", links::SCORECARD),
            ("Compare", links::COMPARE.to_owned(), here == links::COMPARE),
        ]))
        @if let Some(newer) = overview.newer_period(view.plan.as_ref(), view.period) {
            p class="govuk-body" {
                "Newer: " a class="govuk-link" href=(links::with_query(here, &view.query_in(newer.period))) { (words::period(newer.period)) }
                ", " (newer.returned) " of " (newer.due) " returned."
            }
        }
    }
}

fn body(view: &View, overview: &Overview, summary: &Summary, today: Day) -> Markup {
    let every = view.all_rows(overview, today);
    let rows = if view.filter.is_empty() {
        every.clone()
    } else {
        view.rows(overview, today)
    };
    html! {
        (heading(view, overview, links::PERFORMANCE))
        (filters(view, overview, &every, links::PERFORMANCE))
        @if rows.is_empty() {
            (empty(&html! { p class="govuk-body" { "No measure of this plan answers to these filters in this period." } }))
        } @else {
            (key_figures(view, overview, summary, &rows, today))
            section class="clew-part" {
                h2 class="govuk-heading-m" { "How the outcomes stand" }
                (matrix::matrix(view, summary))
                (notes(view, overview, summary))
                (not_signed_off(&rows))
                (download_links("the summary", links::PERFORMANCE, &view.query()))
            }
            (attention::section(view, overview, &rows))
        }
    }
}

/// The counts that matter first, each a link to what it counts.
fn key_figures(
    view: &View,
    overview: &Overview,
    summary: &Summary,
    rows: &[Arc<ScorecardRow>],
    today: Day,
) -> Markup {
    let total = &summary.total;
    let of = |statuses: &[Status]| view.with_statuses(statuses);
    let overdue = rows.iter().filter(|row| is_overdue(row, today)).count();
    let worsening = rows.iter().filter(|row| row.is_worsening()).count();
    let late = Filter {
        due: Some(DueState::Overdue),
        ..view.filter.clone()
    };
    let worse = Filter {
        worsening: true,
        ..view.filter.clone()
    };
    let many = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    html! {
        ul class="clew-cards clew-key" aria-label="Key figures" {
            (card(view, total.red, "Red", Some(Status::Red), &of(&[Status::Red])))
            (card(view, total.amber, "Amber", Some(Status::Amber), &of(&[Status::Amber])))
            (card(view, total.green, "Green", Some(Status::Green), &of(&[Status::Green])))
            @if total.blue > 0 { (card(view, total.blue, "Blue (complete)", Some(Status::Blue), &of(&[Status::Blue]))) }
            (card(view, total.later_or_contextual(), "Report later or Contextual", Some(Status::ReportLater), &of(matrix::counted(Status::ReportLater))))
            (card(view, many(worsening), "Worsening", None, &worse))
            @if has_returns(view, overview) { (card(view, many(overdue), "With a return overdue", None, &late)) }
            (card(view, total.total(), "Measures in all", None, &view.filter))
        }
    }
}

/// Whether returns are made for the period; one that was taken from a published document has none.
pub(super) fn has_returns(view: &View, overview: &Overview) -> bool {
    overview.basis(view.plan.as_ref(), view.period) == StatusBasis::ByRule
}

fn is_overdue(row: &ScorecardRow, today: Day) -> bool {
    row.returns
        .iter()
        .any(|owed| DueState::Overdue.is_of(owed, today))
}

fn card(view: &View, count: u32, words: &str, status: Option<Status>, filter: &Filter) -> Markup {
    html! {
        li class=[status.map(|status| format!("k-{}", status_key(status)))] {
            @if count == 0 { strong { "0" } (words) }
            @else { a href=(view.scorecard(filter)) { strong { (grouped(count)) } (words) } }
        }
    }
}

/// A count with its thousands parted.
pub(super) fn grouped(count: u32) -> String {
    clew_report::words::number(count.into())
}

/// What a reader has to know about the counts.
fn notes(view: &View, overview: &Overview, summary: &Summary) -> Markup {
    html! {
        p class="clew-quiet clew-notes" {
            @match summary.basis {
                StatusBasis::AsReported => "Statuses are shown as they were reported; where none was, by the rule. ",
                StatusBasis::ByRule => "Statuses are those that the rule gives, save where a person set one with a reason. ",
            }
            "Shares are rounded to a tenth, so they may add up to a tenth more or less than 100%."
        }
        @if let Some(printed) = printed(view, overview) { (inset(&html! { (printed) })) }
    }
}

/// How many of the figures counted are not signed off yet.
fn not_signed_off(rows: &[Arc<ScorecardRow>]) -> Markup {
    let marked = rows.iter().filter(|row| row.return_mark.is_some());
    html! {
        @match marked.count() {
            0 => {}
            1 => { p class="govuk-body" { "1 of these figures is not signed off." } }
            more => { p class="govuk-body" { (more) " of these figures are not signed off." } }
        }
    }
}

/// What a published document counts, where it counts more measures than are listed here.
fn printed(view: &View, overview: &Overview) -> Option<String> {
    // Looking for print takes a pass over the whole Book, which few Books have any in.
    if overview.book().reported_counts.is_empty() || !view.filter.is_empty() {
        return None;
    }
    let summary = overview.committee_summary(view.plan.as_ref(), view.period);
    let SummarySource::Printed { document } = &summary.source else {
        return None;
    };
    let documents = overview.book().documents.iter();
    let title = documents
        .filter(|known| known.id == *document)
        .map(|known| known.title.as_str())
        .next()
        .unwrap_or(document.as_str());
    let total = &summary.total;
    Some(format!(
        "The summary printed in “{title}” counts {} measures: {} Blue, {} Green, {} Amber, {} Red, {} to be reported later or contextual. {} of them are listed here.",
        total.total(),
        total.blue,
        total.green,
        total.amber,
        total.red,
        total.later_or_contextual(),
        summary.listed,
    ))
}
