//! The summary matrix: outcome by status, each count a link to the measures it counts.

use clew_measure::{Counts, Summary, SummaryRow};
use clew_plan::Status;
use clew_report::{Cell, Column, Row, Table, words};
use clew_service::Filter;
use maud::{Markup, html};

use super::summary::grouped;
use super::view::View;
use crate::components::{status_key, status_mark};

/// The columns, in the order in which committees read them; Report later stands for Contextual too.
const COLUMNS: [Status; 5] = [
    Status::Blue,
    Status::Green,
    Status::Amber,
    Status::Red,
    Status::ReportLater,
];

fn count(counts: &Counts, column: Status) -> u32 {
    match column {
        Status::ReportLater => counts.later_or_contextual(),
        status => counts.of(status),
    }
}

/// The statuses that a column counts.
pub(super) fn counted(column: Status) -> &'static [Status] {
    match column {
        Status::Blue => &[Status::Blue],
        Status::Green => &[Status::Green],
        Status::Amber => &[Status::Amber],
        Status::Red => &[Status::Red],
        Status::ReportLater | Status::Contextual => &[Status::ReportLater, Status::Contextual],
    }
}

/// The matrix as it is shown. Outcomes without a measure are named beneath it, unless a filter hides
/// measures.
pub(super) fn matrix(view: &View, summary: &Summary) -> Markup {
    let counted = summary.rows.iter().map(|row| row.counts.total());
    let most = counted.max().unwrap_or(0);
    let (rows, empty): (Vec<&SummaryRow>, Vec<&SummaryRow>) =
        summary.rows.iter().partition(|row| row.counts.total() > 0);
    html! {
        div class="clew-scroll" role="region" aria-labelledby="matrix-caption" tabindex="0" {
            table class="clew-table clew-matrix" {
                caption id="matrix-caption" { "Measures by outcome and status" }
                thead {
                    tr {
                        th scope="col" { "Outcome" }
                        @for column in COLUMNS {
                            th scope="col" class="end" {
                                (status_mark(column))
                                @if column == Status::ReportLater { span class="clew-matrix__also" { "or Contextual" } }
                            }
                        }
                        th scope="col" class="end" { "Total" }
                        td class="clew-matrix__bars" aria-hidden="true" {}
                    }
                }
                tbody { @for row in &rows { (outcome(view, row, most)) } }
                tfoot { (totals(view, summary)) (shares(summary)) }
            }
        }
        @if view.filter.is_empty() { (unserved(&empty)) }
    }
}

/// The outcomes that no measure serves.
fn unserved(rows: &[&SummaryRow]) -> Markup {
    let titles: Vec<&str> = rows.iter().map(|row| row.title.as_str()).collect();
    html! {
        @if !titles.is_empty() { p class="clew-notes clew-quiet" { "No measure serves: " (titles.join("; ")) "." } }
    }
}

fn outcome(view: &View, row: &SummaryRow, most: u32) -> Markup {
    let narrowed = |statuses: &[Status]| Filter {
        outcome: row.outcome.clone(),
        no_outcome: row.outcome.is_none(),
        ..view.with_statuses(statuses)
    };
    let all = Filter {
        statuses: view.filter.statuses.clone(),
        ..narrowed(&[])
    };
    html! {
        tr {
            th scope="row" { (row.title) }
            @for column in COLUMNS {
                (cell(view, count(&row.counts, column), &narrowed(counted(column)), Some(column), &row.title))
            }
            (cell(view, row.counts.total(), &all, None, &row.title))
            td class="clew-matrix__bars" aria-hidden="true" { (bar(&row.counts, most)) }
        }
    }
}

/// A count as a link to what it counts; a quiet nought where there is nothing.
fn cell(view: &View, count: u32, filter: &Filter, column: Option<Status>, of: &str) -> Markup {
    let status = column.map_or("", Status::word);
    html! {
        @if count == 0 { td class="end quiet" data-label=(short(column)) { "0" } }
        @else {
            td class={ "end" @if let Some(column) = column { " clew-cell s-" (status_key(column)) } } data-label=(short(column)) {
                a href=(view.scorecard(filter)) {
                    (grouped(count)) span class="govuk-visually-hidden" { " " (status) ": " (of) }
                }
            }
        }
    }
}

/// The name of a column where each count stands by itself, on a telephone.
const fn short(column: Option<Status>) -> &'static str {
    match column {
        Some(Status::ReportLater) => "Later",
        Some(status) => status.word(),
        None => "Total",
    }
}

/// The row's counts as one bar; its length is that of the largest row where it has as many measures.
fn bar(counts: &Counts, most: u32) -> Markup {
    let mut start = 0;
    let parts: Vec<(Status, u32, u32)> = COLUMNS
        .into_iter()
        .map(|column| {
            let (from, width) = (start, count(counts, column));
            start += width;
            (column, from, width)
        })
        .filter(|(_, _, width)| *width > 0)
        .collect();
    html! {
        svg class="clew-bar" viewBox={ "0 0 " (most.max(1)) " 1" } preserveAspectRatio="none" width="160" height="14" focusable="false" {
            @for (column, from, width) in parts {
                rect class={ "b-" (status_key(column)) } x=(from) y="0" width=(width) height="1" {}
            }
        }
    }
}

fn totals(view: &View, summary: &Summary) -> Markup {
    html! {
        tr class="total" {
            th scope="row" { "Total" }
            @for column in COLUMNS {
                (cell(view, count(&summary.total, column), &view.with_statuses(counted(column)), Some(column), "all outcomes"))
            }
            (cell(view, summary.total.total(), &view.filter, None, "all outcomes"))
            td class="clew-matrix__bars" aria-hidden="true" {}
        }
    }
}

fn shares(summary: &Summary) -> Markup {
    html! {
        tr {
            th scope="row" { "Share of the total" }
            @for share in &summary.percentages { td class="end" data-label=(share_name(&share.name)) { (share.exact_percent) "%" } }
            td class="end" { @if summary.total.total() > 0 { "100%" } }
            td class="clew-matrix__bars" aria-hidden="true" {}
        }
    }
}

fn share_name(name: &str) -> &str {
    name.split_once(' ').map_or(name, |_| "Later")
}

/// The matrix as a table to download.
pub(super) fn table(summary: &Summary) -> Table {
    let mut columns = vec![Column::names("Outcome", 8)];
    columns.extend(COLUMNS.map(|column| match column {
        Status::ReportLater => Column::numbers("Report later or Contextual", 2),
        status => Column::numbers(status.word(), 2),
    }));
    columns.push(Column::numbers("Total", 2));
    let caption = format!(
        "Measures by outcome and status, {}",
        words::period(summary.period)
    );
    let mut table = Table::new("Summary", caption, columns);
    let cells = |title: &str, counts: &Counts| {
        let mut cells = vec![Cell::text(title)];
        cells.extend(COLUMNS.map(|column| Cell::count(count(counts, column))));
        cells.push(Cell::count(counts.total()));
        cells
    };
    let rows = summary.rows.iter();
    table.rows = rows
        .map(|row| Row::body(cells(&row.title, &row.counts)))
        .collect();
    table.rows.push(Row::total(cells("Total", &summary.total)));
    let shares = summary
        .percentages
        .iter()
        .map(|share| Cell::number(share.exact_percent, format!("{}%", share.exact_percent)));
    let mut last = vec![Cell::text("Share of the total")];
    last.extend(shares);
    last.push(Cell::empty());
    table.rows.push(Row::body(last));
    table
}
