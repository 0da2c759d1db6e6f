//! The list of actions, with its filters.

use clew_plan::{ActionStatus, Book, PlanId};
use clew_report::words;
use clew_service::TimelineRow;
use maud::{Markup, html};

use axum::response::Response;

use super::filters::Wanted;
use super::words::{late_mark, or_dash, standing, when};
use super::{dangling, table};
use crate::components::{empty, pagination, stacked_table as columns, tabs};
use crate::downloads::{download, download_links};
use crate::fields::Asked;
use crate::layout::{Page, Section, kept};
use crate::{Visit, WebError, links};

/// Actions on one page.
const ON_A_PAGE: usize = 100;

/// The list, or its rows as a file.
pub(super) async fn show(visit: Visit, Asked(asked): Asked) -> Result<Response, WebError> {
    let wanted = Wanted::read(&asked);
    let overview = visit.overview().await?;
    if let Some(page) = kept(&visit, &overview) {
        return Ok(page);
    }
    let mut rows = overview.timeline(&wanted.filter(), visit.today());
    wanted.sort(&mut rows);
    if let Some(format) = asked.given("format") {
        let table = table::of(overview.book(), &rows);
        return download(&visit.app, table, format.parse()?, "").await;
    }
    let book = overview.book();
    let body = html! {
        h1 class="govuk-heading-l" { "Actions" }
        (views(&wanted, links::ACTIONS))
        (wanted.form(book, links::ACTIONS))
        @if rows.is_empty() { (nothing(&wanted)) } @else { (found(book, &rows, &wanted)) }
        (dangling::details(book, wanted.filter().plan.as_ref()))
    };
    Ok(Page::new(&visit, Section::Actions, "Actions").show_and_keep(&overview, body))
}

/// The two views of the same actions.
pub(super) fn views(wanted: &Wanted, shown: &str) -> Markup {
    let entry = |name, path: &str| (name, wanted.address(path, 1), path == shown);
    tabs(
        "Views of the actions",
        &[
            entry("List", links::ACTIONS),
            entry("Timeline", links::ACTIONS_TIMELINE),
        ],
    )
}

pub(super) fn nothing(wanted: &Wanted) -> Markup {
    empty(&html! {
        p class="govuk-body" {
            @if wanted.is_filtered() { "No action is as you asked. Take a condition away, or "
                a class="govuk-link" href=(links::ACTIONS) { "show all" } "." }
            @else { "There are no actions yet. They come in with a plan, or are added in its page." }
        }
    })
}

fn found(book: &Book, rows: &[TimelineRow], wanted: &Wanted) -> Markup {
    let pages = rows.len().div_ceil(ON_A_PAGE);
    let page = wanted.page.min(pages);
    let shown: Vec<&TimelineRow> = (rows.iter())
        .skip((page - 1) * ON_A_PAGE)
        .take(ON_A_PAGE)
        .collect();
    let headings = [
        ("No", ""),
        ("Action", ""),
        ("Lead", ""),
        ("End", ""),
        ("Status", ""),
        ("Done", "end"),
        ("Milestones", ""),
    ];
    html! {
        (counts(rows, wanted))
        (columns(&words::count(rows.len(), "action"), &headings, &body_rows(book, &shown, wanted)))
        (pagination(page, pages, &|page| wanted.address(links::ACTIONS, page)))
        (download_links("this list", links::ACTIONS, &wanted.query()))
    }
}

/// What stands out among the rows, each a link to them.
fn counts(rows: &[TimelineRow], wanted: &Wanted) -> Markup {
    let count = |is: &dyn Fn(&TimelineRow) -> bool| rows.iter().filter(|row| is(row)).count();
    let complete = count(&|row| row.status == Some(ActionStatus::Complete));
    let at = |name, value| links::with_query(links::ACTIONS, &wanted.with(name, value));
    let late = count(&|row| row.late_by > 0);
    let moved = count(&|row| row.moved_by > 0);
    let leaderless = count(&|row| row.owner.is_none());
    html! {
        ul class="clew-cards" {
            li { strong { (rows.len()) } @if rows.len() == 1 { "action" } @else { "actions" } }
            li { strong { (late) } @if late > 0 { a href=(at("late", "yes")) { "late" } } @else { "late" } }
            li { strong { (complete) } @if complete > 0 { a href=(at("status", "complete")) { "complete" } } @else { "complete" } }
            li { strong { (moved) } "with a later end than at first" }
            li { strong { (leaderless) } "with no lead named" }
        }
    }
}

fn body_rows(book: &Book, rows: &[&TimelineRow], wanted: &Wanted) -> Markup {
    let several = several_plans(rows);
    let grouped = wanted.in_order_of_plan();
    let theme_of = |row: &&TimelineRow| row.theme.clone().filter(|_| grouped);
    let before = std::iter::once(None).chain(rows.iter().map(theme_of));
    html! {
        @for (row, before) in rows.iter().zip(before) {
            @let theme = theme_of(row);
            @if theme.is_some() && theme != before {
                tr class="group" { th colspan="7" scope="colgroup" { (theme.unwrap_or_default()) } }
            }
            (body_row(book, row, several))
        }
    }
}

fn several_plans(rows: &[&TimelineRow]) -> bool {
    let first: Option<&PlanId> = rows.first().map(|row| &row.plan);
    rows.iter().any(|row| Some(&row.plan) != first)
}

fn body_row(book: &Book, row: &TimelineRow, several: bool) -> Markup {
    let plan = || {
        book.plan(&row.plan)
            .map_or(row.plan.as_str(), |plan| &plan.title)
    };
    html! {
        tr {
            td class="whole" data-label="No" { (row.action) }
            th scope="row" {
                a href=(links::action(&row.plan, &row.action)) { (row.title) }
                @if let Some(unit) = &row.unit { div class="clew-quiet" { (book.unit_name(unit)) } }
                @if several { div class="clew-quiet" { (plan()) } }
            }
            td data-label="Lead" class=[none(row.owner.is_none())] { (or_dash(row.owner.as_deref())) }
            td data-label="End" class=[none(row.end.is_none())] { (end(row)) }
            td data-label="Status" class=[none(row.colour.is_none() && row.status.is_none())] { (standing(row.colour, row.status)) }
            td data-label="Done" class={ "end" @if row.percent.is_none() { " clew-none" } } { (percent(row)) }
            td data-label="Milestones" class=[none(row.milestones.is_empty())] { (milestones(row)) }
        }
    }
}

/// The class of a cell with nothing in it, which a phone leaves out.
fn none(is_none: bool) -> Option<&'static str> {
    is_none.then_some("clew-none")
}

/// The end, how late it is, and what it was at first.
pub(super) fn end(row: &TimelineRow) -> Markup {
    html! {
        span class="whole" { (when(row.end)) }
        @if row.late_by > 0 { br; (late_mark(row.late_by)) }
        @if let Some(first) = row.original_end.filter(|_| row.moved_by != 0) {
            div class="clew-quiet" { "at first " (words::period(first)) }
        }
    }
}

pub(super) fn percent(row: &TimelineRow) -> Markup {
    let percent = row
        .percent
        .map(|percent| format!("{}%", percent.normalize()));
    or_dash(percent.as_deref())
}

fn milestones(row: &TimelineRow) -> Markup {
    let reached = row.milestones.iter().filter(|it| it.done.is_some()).count();
    let late = row.milestones.iter().filter(|it| it.late_by > 0).count();
    html! {
        @if row.milestones.is_empty() { (or_dash(None)) }
        @else {
            (reached) " of " (row.milestones.len()) " reached"
            @if late > 0 { " " span class="clew-lack" { (late) " late" } }
        }
    }
}
