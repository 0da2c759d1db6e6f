//! The cycles: those that are open, with how far they have got, and those that are past.

use axum::response::Response;
use clew_plan::Cycle;
use clew_report::words;
use clew_service::{Act, Overview};
use maud::{Markup, html};

use super::is_locked;
use crate::components::{empty, link_button, stacked_table as table};
use crate::layout::{Page, Section};
use crate::{Visit, WebError, links};

/// The list.
pub(super) async fn show(visit: Visit) -> Result<Response, WebError> {
    let overview = visit.overview().await?;
    let mut cycles: Vec<&Cycle> = overview.book().cycles.iter().collect();
    cycles.sort_by_key(|cycle| std::cmp::Reverse(cycle.period.last()));
    let is_open = |cycle: &&&Cycle| {
        !cycle.imported && cycle.published.is_none() && !is_locked(&overview, cycle)
    };
    let (open, past): (Vec<&Cycle>, Vec<&Cycle>) = cycles.iter().partition(|cycle| is_open(cycle));
    let body = html! {
        h1 class="govuk-heading-l" { "Cycles" }
        (crate::pages::reports::views(links::CYCLES))
        p class="govuk-body" { "A cycle is one reporting round: returns open, come in, are checked, signed off and locked." }
        @if visit.may(Act::RunCycle) { div class="clew-actions" { (link_button("Open a cycle", links::OPEN_CYCLE)) } }
        @if open.is_empty() {
            (empty(&html! { p class="govuk-body" { strong { "No cycle is open." } " Open one for the next period of a plan, and its owners see what they owe in My work." } }))
        } @else { (open_cycles(&visit, &overview, &open)) }
        @if !past.is_empty() { (past_cycles(&overview, &past)) }
    };
    Ok(Page::new(&visit, Section::Reports, "Cycles").show(body))
}

fn open_cycles(visit: &Visit, overview: &Overview, cycles: &[&Cycle]) -> Markup {
    let rows = html! {
        @for cycle in cycles {
            @let board = overview.board(&cycle.plan, &cycle.id, visit.today());
            @let total = board.total;
            @let came_in = total.returned + total.checked + total.signed_off;
            tr {
                (named(overview, cycle))
                td class="whole" { @match cycle.due { Some(due) => { (words::day(due)) } None => "–" } }
                td class="end" { (came_in) " of " (total.total()) }
                td class="end" { (total.signed_off) }
                td class="end" { @if total.overdue > 0 { span class="clew-late" { (total.overdue) } } @else { "0" } }
            }
        }
    };
    let headings = [
        ("Cycle", ""),
        ("Plan", ""),
        ("Due", ""),
        ("Came in", "end"),
        ("Signed off", "end"),
        ("Overdue", "end"),
    ];
    table("Open", &headings, &rows)
}

fn past_cycles(overview: &Overview, cycles: &[&Cycle]) -> Markup {
    let rows = html! {
        @for cycle in cycles {
            tr {
                (named(overview, cycle))
                td {
                    @if cycle.imported { "came with a published document" }
                    @else if let Some(day) = cycle.published { "published " (words::day(day)) }
                    @else { "locked" }
                }
            }
        }
    };
    table(
        "Past",
        &[("Cycle", ""), ("Plan", ""), ("How it ended", "")],
        &rows,
    )
}

fn named(overview: &Overview, cycle: &Cycle) -> Markup {
    let plan = overview.book().plan(&cycle.plan);
    html! {
        th scope="row" class="whole" { a href=(links::cycle(&cycle.plan, &cycle.id)) { (words::period(cycle.period)) } }
        td { (plan.map_or(cycle.plan.as_str(), |plan| &plan.title)) }
    }
}
