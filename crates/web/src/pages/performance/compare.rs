//! Measures side by side: up to six, in one chart or in charts of one scale of time, with a table.

pub(super) mod chosen;
mod drawing;
mod lines;

use std::sync::Arc;

use axum::response::{IntoResponse, Redirect, Response};
use clew_calendar::Period;
use clew_service::{Filter, Overview, ScorecardRow};
use maud::{Markup, html};

use self::chosen::{Chosen, MOST, Which};
use self::lines::Lines;
use super::rows::Rows;
use super::view::readable;
use crate::components::{empty, tabs};
use crate::downloads::{download, download_links};
use crate::fields::Asked;
use crate::layout::{Page, Section};
use crate::{Visit, WebError, links};

/// The page, its table as a file, or the way to the page with one more measure.
pub(super) async fn show(visit: Visit, Asked(asked): Asked) -> Result<Response, WebError> {
    let overview = visit.overview().await?;
    let chosen = Chosen::read(&overview, &asked);
    let period = match asked.given("period") {
        Some(label) => Some(readable(label)?),
        None => {
            let plan = chosen.keys.first().and_then(|which| {
                let measure = overview.measure(&which.key)?;
                measure.plan.as_ref()
            });
            overview.first_period(plan)
        }
    };
    if let Some(address) = chosen.with_the_one_asked_for(&asked) {
        return Ok(Redirect::to(&address).into_response());
    }
    let lines = Lines::of(&overview, &chosen.keys);
    if let Some(format) = asked.given("format") {
        return download(&visit.app, lines.table(), format.parse()?, "").await;
    }
    let body = html! {
        h1 class="govuk-heading-l" { "Compare measures" }
        (tabs("Performance", &[
            ("Summary", links::PERFORMANCE.to_owned(), false),
            ("Scorecard", links::SCORECARD.to_owned(), false),
            ("Compare", links::COMPARE.to_owned(), true),
        ]))
        (chosen.form(&asked))
        @match period {
            Some(period) if !chosen.keys.is_empty() => (compared(&visit, &overview, &chosen, &lines, period, asked.text("show"))),
            _ => (empty(&html! { p class="govuk-body" { "Add two measures or more, up to " (MOST) "." } })),
        }
    };
    Ok(Page::new(&visit, Section::Performance, "Compare measures").show(body))
}

fn compared(
    visit: &Visit,
    overview: &Overview,
    chosen: &Chosen,
    lines: &Lines<'_>,
    period: Period,
    show: &str,
) -> Markup {
    let rows = rows_of(visit, overview, &chosen.keys, period);
    let made = Rows {
        overview,
        period,
        today: visit.today(),
        compared_by: "",
        has_returns: false,
    };
    html! {
        section class="clew-part" {
            h2 class="govuk-heading-m" { "Over time" }
            (drawing::drawn(chosen, lines, overview, show))
        }
        section class="clew-part" {
            h2 class="govuk-heading-m" { "How they stand" }
            table class="clew-table clew-rows" {
                caption { (clew_report::words::period(period)) }
                thead { tr { @for (words, class, _) in made.headings() { th scope="col" class=[(!class.is_empty()).then_some(class)] { (words) } } } }
                tbody { @for (place, (which, row)) in rows.iter().enumerate() { (standing(&made, which, row, place)) } }
            }
        }
        section class="clew-part" {
            h2 class="govuk-heading-m" { "Figures" }
            (lines.shown())
            (download_links("these figures", links::COMPARE, &chosen.query()))
        }
    }
}

fn standing(made: &Rows<'_>, which: &Which, row: &ScorecardRow, place: usize) -> Markup {
    match &which.unit {
        Some(unit) => made.part(row, unit, place, true),
        None => made.row(row),
    }
}

/// The rows of these measures in the order they were chosen.
fn rows_of<'chosen>(
    visit: &Visit,
    overview: &Overview,
    keys: &'chosen [Which],
    period: Period,
) -> Vec<(&'chosen Which, Arc<ScorecardRow>)> {
    // Of its own plan, so that its status is the one that the plan's scorecard shows.
    let of = |which: &'chosen Which| {
        let plan = overview.measure(&which.key)?.plan.as_ref();
        let rows = overview.scorecard(&Filter::default(), period, plan, visit.today());
        let row = rows.iter().find(|row| row.measure == which.key);
        Some((which, Arc::clone(row?)))
    };
    keys.iter().filter_map(of).collect()
}
