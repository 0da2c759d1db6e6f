//! Caseloads: who holds what, how much it weighs, and how the loads spread. The whole distribution, since a mean hides
//! both ends.

use std::collections::BTreeMap;

use axum::response::Response;
use clew_practice::due::{Case, Caseload, WorkerLoad};
use clew_practice::occasion::Timing;
use clew_practice::record::RecordNumber;
use clew_report::{Cell, Column, Row, Table, words};
use clew_service::{Memory, OpenCase, OpenWork};
use maud::html;
use rust_decimal::Decimal;

use super::super::{account_name, page_of, unit_name};
use super::{Part, bars, count, drawn, open_work, ways};
use crate::components::empty;
use crate::downloads::{download, download_links};
use crate::fields::Asked;
use crate::pages::measures::grid::grid;
use crate::{Visit, WebError, links};

/// Widths of a band of the distribution, in ordinary cases; the first that gives few enough bands is taken.
const WIDTHS: [u32; 6] = [1, 2, 5, 10, 20, 50];
/// Bands that can be taken in at a glance.
const MOST_BANDS: u32 = 10;
/// The word in an address for the table of the spread.
const SPREAD: &str = "spread";

pub(super) async fn show(visit: Visit, Asked(asked): Asked) -> Result<Response, WebError> {
    let memory = visit.memory()?;
    let part = Part::chosen(&visit, &memory, &asked)?;
    let work = open_work(&visit, &part).await?;
    if let Some(format) = asked.given("format") {
        let table = match asked.text("table") {
            SPREAD => spreads(&work, &memory),
            _ => holders(&work, &memory),
        };
        return download(&visit.app, table, format.parse()?, &part.name).await;
    }
    let nowhere = |_: usize| None;
    let body = html! {
        h1 class="govuk-heading-l" { "Caseloads" }
        (ways(&part, links::CASELOADS))
        (part.form(links::CASELOADS, &html! {}))
        @if work.cases.is_empty() {
            (empty(&html! { p class="govuk-body" { "No case is open in " (part.name) "." } }))
        } @else {
            section class="clew-part" {
                h2 class="govuk-heading-m" { "How the loads spread" }
                @if !work.caseload.workers.is_empty() { (drawn(&distribution(&work.caseload), "loads")) }
                (grid(&spreads(&work, &memory), &nowhere))
                p class="govuk-body clew-quiet" { "Weights are in ordinary cases, as the pack weighs each kind of work. A quarter of the workers have no more than the lower quarter, half no more than the middle." }
                (download_links("how the loads spread", links::CASELOADS, &part.query(&[("table", SPREAD)])))
            }
            section class="clew-part" {
                h2 class="govuk-heading-m" { "Who holds what" }
                (grid(&holders(&work, &memory), &nowhere))
                (download_links("who holds what", links::CASELOADS, &part.query(&[])))
            }
        }
    };
    Ok(page_of(&visit, "Caseloads").show(body))
}

/// How many workers have loads of which weight.
fn distribution(load: &Caseload) -> clew_report::Chart {
    let weights: Vec<u32> = load.workers.iter().map(|one| one.weight / 100).collect();
    let most = weights.iter().copied().max().unwrap_or(0);
    let width = WIDTHS.into_iter().find(|width| most / width < MOST_BANDS);
    let width = width.unwrap_or(most / MOST_BANDS + 1);
    let band = |place: u32| {
        let (from, to) = (place * width, (place + 1) * width);
        let within = |weight: &&u32| from <= **weight && **weight < to;
        let words = format!("{from} to under {to}");
        (words, weights.iter().filter(within).count())
    };
    let bands: Vec<(String, usize)> = (0..=most / width).map(band).collect();
    let heaviest = load.workers.first().map_or(0, |one| one.weight);
    let lightest = load.workers.last().map_or(0, |one| one.weight);
    let description = format!(
        "{}: the lightest load weighs {}, the heaviest {} ordinary cases.",
        words::count(load.workers.len(), "worker"),
        shown(weight(lightest)),
        shown(weight(heaviest)),
    );
    bars(
        "Workers by the weight of what they hold, in ordinary cases",
        "workers",
        &bands,
        description,
    )
}

/// Hundredths as ordinary cases.
fn weight(hundredths: u32) -> Decimal {
    Decimal::new(hundredths.into(), 2).normalize()
}

fn weights(cases: &[Case]) -> Decimal {
    weight(
        cases
            .iter()
            .map(|case| case.weight)
            .fold(0, u32::saturating_add),
    )
}

/// To a hundredth: a quarter may lie between two loads.
fn shown(weight: Decimal) -> String {
    words::number(weight.round_dp(2).normalize())
}

fn cell(weight: Decimal) -> Cell {
    Cell::number(weight, shown(weight))
}

/// How the loads spread, team by team.
fn spreads(work: &OpenWork, memory: &Memory) -> Table {
    let headings = [
        "Workers",
        "Open cases",
        "Held by nobody",
        "Weight",
        "Lightest load",
        "Lower quarter",
        "Middle",
        "Upper quarter",
        "Heaviest load",
    ];
    let mut columns = vec![Column::names("Team", 5)];
    columns.extend(headings.map(|heading| Column::numbers(heading, 1)));
    let mut table = Table::new(
        "Spread",
        "How loads spread over the workers of teams",
        columns,
    );
    let teams = work.caseloads.iter();
    table.rows = teams
        .map(|(team, load)| Row::body(spread(unit_name(memory, team.as_str()), load)))
        .collect();
    if work.caseloads.len() > 1 {
        let all = spread("Together".to_owned(), &work.caseload);
        table.rows.push(Row::total(all));
    }
    table
}

fn spread(name: String, load: &Caseload) -> Vec<Cell> {
    let held: usize = load.workers.iter().map(|one| one.cases.len()).sum();
    let heavy = load.workers.iter().map(|one| weight(one.weight));
    let whole = heavy.sum::<Decimal>() + weights(&load.unallocated);
    let mut cells = vec![
        Cell::text(name),
        count(load.workers.len()),
        count(held + load.unallocated.len()),
        count(load.unallocated.len()),
        cell(whole.normalize()),
    ];
    let spread = load.spread.as_ref().map(|spread| {
        [
            spread.least,
            spread.lower_quartile,
            spread.median,
            spread.upper_quartile,
            spread.most,
        ]
    });
    match spread {
        Some(spread) => cells.extend(spread.map(cell)),
        None => cells.extend((0..5).map(|_| Cell::empty())),
    }
    cells
}

/// Who holds what, the heaviest load first; what nobody holds comes last.
fn holders(work: &OpenWork, memory: &Memory) -> Table {
    let columns = vec![
        Column::names("Worker", 5),
        Column::numbers("Cases", 1),
        Column::numbers("Weight", 1),
        Column::numbers("Heaviest case", 1),
        Column::numbers("Cases with something overdue", 1),
        Column::numbers("Cases with something at risk", 1),
    ];
    let mut table = Table::new("Who holds what", "Open cases by who holds them", columns);
    let by_number: BTreeMap<RecordNumber, &OpenCase> =
        work.cases.iter().map(|case| (case.episode, case)).collect();
    let row = |name: String, cases: &[Case]| {
        let stands = |timing: Timing| {
            let has = |case: &&Case| {
                let case = by_number.get(&case.episode);
                case.is_some_and(|case| case.due.iter().any(|item| item.timing == timing))
            };
            count(cases.iter().filter(has).count())
        };
        let heaviest = cases.iter().map(|case| case.weight).max();
        Row::body(vec![
            Cell::text(name),
            count(cases.len()),
            cell(weights(cases)),
            heaviest.map_or_else(Cell::empty, |one| cell(weight(one))),
            stands(Timing::Overdue),
            stands(Timing::AtRisk),
        ])
    };
    let workers = work.caseload.workers.iter();
    let of_worker = |load: &WorkerLoad| {
        row(
            account_name(memory, &load.worker.as_str().into()),
            &load.cases,
        )
    };
    table.rows = workers.map(of_worker).collect();
    if !work.caseload.unallocated.is_empty() {
        table
            .rows
            .push(row("Nobody yet".to_owned(), &work.caseload.unallocated));
    }
    table
}
