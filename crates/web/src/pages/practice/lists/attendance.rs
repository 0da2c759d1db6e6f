//! Who came to conferences and meetings, agency by agency.

use axum::response::Response;
use clew_calendar::{Period, PeriodKind};
use clew_report::{Cell, Column, Row, Table, words};
use clew_service::Attendance;
use maud::html;

use super::super::page_of;
use super::{Part, count, ways};
use crate::components::{Choice, empty, select};
use crate::downloads::{download, download_links};
use crate::fields::Asked;
use crate::pages::measures::grid::grid;
use crate::{Form, Visit, WebError, links};

/// Financial years that are offered.
const YEARS: usize = 6;

pub(super) async fn show(visit: Visit, Asked(asked): Asked) -> Result<Response, WebError> {
    let memory = visit.memory()?;
    let part = Part::chosen(&visit, &memory, &asked)?;
    let years = years(&visit);
    let year: Option<i32> = asked.text("year").parse().ok();
    let year = year.filter(|year| years.iter().any(|(one, _)| one == year));
    let (year, of) = years
        .iter()
        .find(|(one, _)| year.is_none_or(|year| year == *one))
        .cloned()
        .ok_or_else(|| WebError::internal("there is no financial year of this day"))?;
    let (account, at, whose) = (visit.account()?.clone(), visit.at, part.of());
    let all = visit
        .app
        .blocking(move |service| service.attendance(&account, at, &whose, year))
        .await?;
    let written = year.to_string();
    let query = part.query(&[("year", &written)]);
    if let Some(format) = asked.given("format") {
        let of = format!("{} {of}", part.name);
        return download(&visit.app, table(&all), format.parse()?, &of).await;
    }
    let form = Form::showing(&[("year", written)]);
    let choices: Vec<Choice> = years
        .iter()
        .map(|(year, words)| Choice::new(year.to_string(), words))
        .collect();
    let field = select(&form, "year", "Financial year", "", &choices);
    let body = html! {
        h1 class="govuk-heading-l" { "Attendance by agency" }
        (ways(&part, links::ATTENDANCE))
        (part.form(links::ATTENDANCE, &field))
        @if all.is_empty() {
            (empty(&html! { p class="govuk-body" { "No invitation to a conference or a meeting of " (of) " is recorded in " (part.name) "." } }))
        } @else {
            (grid(&by_form(&all), &|_| None))
            p class="govuk-body clew-quiet" { "Invitations that were recorded for " (of) "; an agency that was invited twice counts twice." }
            (download_links("the attendance", links::ATTENDANCE, &query))
        }
    };
    Ok(page_of(&visit, "Attendance by agency").show(body))
}

/// The last financial years, this one first: the calendar year in which each begins, and its words.
fn years(visit: &Visit) -> Vec<(i32, String)> {
    let this = Period::containing(PeriodKind::FinancialYear, visit.today());
    let all = std::iter::successors(this, |period| period.previous());
    let years = all.take(YEARS);
    years
        .map(|period| (period.first().year(), words::period(period)))
        .collect()
}

/// The table of a page: what they were invited to stands over its agencies.
fn by_form(all: &[Attendance]) -> Table {
    let mut table = table(all);
    table.columns.remove(FORM);
    let mut rows = Vec::new();
    let mut last = None;
    for (one, mut row) in all.iter().zip(table.rows) {
        if last != Some(&one.form) {
            rows.push(Row::group(&one.form));
            last = Some(&one.form);
        }
        row.cells.remove(FORM);
        rows.push(row);
    }
    table.rows = rows;
    table
}

/// The column of what they were invited to.
const FORM: usize = 1;

fn table(all: &[Attendance]) -> Table {
    let ways = ways_of_coming(all);
    let mut columns = vec![
        Column::names("Agency", 4),
        Column::words("Invited to", 5),
        Column::numbers("Invited", 1),
    ];
    columns.extend(ways.iter().map(|way| Column::numbers(way, 1)));
    let mut table = Table::new("Attendance", "Attendance by agency", columns);
    let row = |one: &Attendance| {
        let mut cells = vec![
            Cell::text(&one.agency),
            Cell::text(&one.form),
            count(one.invited),
        ];
        cells.extend(ways.iter().map(|way| {
            let found = one.came.iter().find(|(known, _)| known == way);
            found.map_or_else(Cell::empty, |(_, many)| count(*many))
        }));
        Row::body(cells)
    };
    table.rows = all.iter().map(row).collect();
    table
}

/// Every attendance that a form knows, in the order of their choices.
fn ways_of_coming(all: &[Attendance]) -> Vec<String> {
    let mut ways: Vec<String> = Vec::new();
    for (way, _) in all.iter().flat_map(|one| &one.came) {
        if !ways.contains(way) {
            ways.push(way.clone());
        }
    }
    ways
}
