//! One waiting list: how it grew or shrank, beside what the plan says; and who waits.

use axum::extract::Path;
use axum::response::Response;
use clew_calendar::Day;
use clew_report::{
    Cell, CellContent, Chart, ChartKind, Column, Row, Series, SeriesRole, Table, words,
};
use clew_service::WaitingOverTime;
use maud::{Markup, html};
use rust_decimal::Decimal;

use super::super::page_of;
use super::{Lines, Part, count, drawn, open_work, ways};
use crate::components::empty;
use crate::downloads::{download, download_links};
use crate::fields::Asked;
use crate::pages::measures::grid::grid;
use crate::{Visit, WebError, links};

/// Months that are shown besides the day.
const MONTHS: i32 = 12;
/// The word in an address for the table over time.
const OVER_TIME: &str = "over-time";

pub(super) async fn show(
    visit: Visit,
    Path(clock): Path<String>,
    Asked(asked): Asked,
) -> Result<Response, WebError> {
    let memory = visit.memory()?;
    let part = Part::chosen(&visit, &memory, &asked)?;
    let over_time = over_time(&visit, &part, &clock).await?;
    let work = open_work(&visit, &part).await?;
    let lines = Lines {
        all: work.waiting_for(&clock),
        work: &work,
    };
    let path = links::waiting_for(&clock);
    if let Some(format) = asked.given("format") {
        let table = match asked.text("table") {
            OVER_TIME => table(&over_time),
            _ => lines.table(&memory, &over_time.title),
        };
        return download(&visit.app, table, format.parse()?, &part.name).await;
    }
    let page = |page: &str| part.address(&path, &[("page", page)]);
    let body = html! {
        span class="govuk-caption-l" { "Waiting list, " (part.name) }
        h1 class="govuk-heading-l" { (over_time.title) }
        (ways(&part, links::WAITING))
        (part.form(&path, &html! {}))
        (shown_over_time(&over_time, &path, &part))
        section class="clew-part" {
            h2 class="govuk-heading-m" { "Who waits" }
            @if lines.all.is_empty() {
                (empty(&html! { p class="govuk-body" { "Nobody waits for it now." } }))
            } @else {
                (lines.shown(&visit, &asked, ("Who waits, the first due first", &page)).await?)
                p class="govuk-body clew-quiet" { "You are told the names of those whom you may look at; that you looked is noted. The file has the numbers of the cases and no names." }
                (download_links("who waits", &path, &part.query(&[])))
            }
        }
    };
    Ok(page_of(&visit, &over_time.title)
        .crumb("Waiting lists", part.address(links::WAITING, &[]))
        .show(body))
}

/// The list at the end of each of the last months, and on the day.
async fn over_time(visit: &Visit, part: &Part, clock: &str) -> Result<WaitingOverTime, WebError> {
    let today = visit.today();
    let months = (1..=MONTHS).rev();
    let ends = months.map(|back| today.first_of_month().plus_months(-back).last_of_month());
    let days: Vec<Day> = ends.chain([today]).collect();
    let (account, at, of) = (visit.account()?.clone(), visit.at, part.of());
    let clock = clock.to_owned();
    visit
        .app
        .blocking(move |service| {
            service.waiting_over_time(&account, at, (&of, clock.as_str()), &days)
        })
        .await
}

fn shown_over_time(over_time: &WaitingOverTime, path: &str, part: &Part) -> Markup {
    html! {
        section class="clew-part" {
            h2 class="govuk-heading-m" { "Over time" }
            (drawn(&chart(over_time), "waiting"))
            @if let Some(plan) = &over_time.plan {
                p class="govuk-body" { "The plan's line is the target of " a class="govuk-link" href=(links::measure(&plan.measure, None)) { (plan.title) } "." }
            } @else {
                p class="govuk-body clew-quiet" { "No plan has a target for this list of this part of the organisation." }
            }
            details class="govuk-details" {
                summary class="govuk-details__summary" { span class="govuk-details__summary-text" { "The chart as a table" } }
                div class="govuk-details__text" {
                    (grid(&table(over_time), &|_| None))
                    (download_links("the list over time", path, &part.query(&[("table", OVER_TIME)])))
                }
            }
        }
    }
}

fn chart(over_time: &WaitingOverTime) -> Chart {
    let days = &over_time.days;
    let mut series = vec![Series {
        name: "Waiting".to_owned(),
        role: SeriesRole::Value,
        values: days.iter().map(|on| Some(on.count.into())).collect(),
    }];
    if over_time.plan.is_some() {
        series.push(Series {
            name: "Plan: at the most".to_owned(),
            role: SeriesRole::Target,
            values: days.iter().map(|on| on.planned).collect(),
        });
    }
    Chart {
        title: format!("{}: how many waited", over_time.title),
        description: described(over_time),
        value_axis: "cases".to_owned(),
        kind: ChartKind::Measure,
        labels: days.iter().map(|on| words::day(on.day)).collect(),
        series,
        table: Table::default(),
        over_time: Some(Box::default()),
    }
}

/// What the chart shows, in a sentence.
fn described(over_time: &WaitingOverTime) -> String {
    let said = |on: &clew_service::WaitingOn| {
        format!(
            "{} on {}",
            words::number(on.count.into()),
            words::day(on.day)
        )
    };
    let first = over_time.days.first().map_or_else(String::new, said);
    let last = over_time.days.last();
    let planned = last.and_then(|on| on.planned).map(|planned| {
        let planned = words::number(planned.normalize());
        format!(", where the plan says {planned} at the most")
    });
    let last = last.map_or_else(String::new, said);
    format!(
        "{first}, and {last}{}. Counted by what is recorded now.",
        planned.unwrap_or_default()
    )
}

fn table(over_time: &WaitingOverTime) -> Table {
    let mut columns = vec![Column::names("Day", 3), Column::numbers("Waiting", 1)];
    if over_time.plan.is_some() {
        columns.push(Column::numbers("Plan: at the most", 1));
    }
    let mut table = Table::new("Over time", "How many waited on each day", columns);
    table.rows = over_time
        .days
        .iter()
        .map(|on| {
            let mut cells = vec![
                Cell {
                    content: CellContent::Date(on.day),
                },
                count(on.count),
            ];
            if over_time.plan.is_some() {
                cells.push(on.planned.map_or_else(Cell::empty, decimal));
            }
            Row::body(cells)
        })
        .collect();
    table
}

fn decimal(value: Decimal) -> Cell {
    Cell::number(value, words::number(value.normalize()))
}
