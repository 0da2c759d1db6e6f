//! The summary: key figures, matrix of outcome by status, counts by kind, and the chart of both.

use clew_measure::{Counts, Summary};
use clew_plan::Status;
use rust_decimal::Decimal;

use crate::{
    Block, Cell, Chart, ChartKind, Column, Inline, KeyFigure, Row, Series, SeriesRole, StatusMark,
    Table,
};

/// The judged statuses and, last, Report later, which stands for contextual too.
const SHOWN: [Status; 5] = [
    Status::Blue,
    Status::Green,
    Status::Amber,
    Status::Red,
    Status::ReportLater,
];

/// The summary as key figures, chart and matrix.
pub(crate) fn blocks(summary: &Summary) -> Vec<Block> {
    let mut blocks = vec![Block::KeyFigures(key_figures(&summary.total))];
    if let Some(note) = &summary.note {
        blocks.push(Block::Paragraph(vec![Inline::Text(format!("{note}."))]));
    }
    if summary.rows.is_empty() {
        blocks.push(Block::Table(by_kind(summary)));
    } else {
        blocks.push(Block::Chart(chart(summary)));
    }
    blocks
}

fn count_of(counts: &Counts, status: Status) -> u32 {
    if status == Status::ReportLater {
        counts.later_or_contextual()
    } else {
        counts.of(status)
    }
}

/// A status's name where it stands for later and contextual together.
fn name(status: Status) -> &'static str {
    if status == Status::ReportLater {
        "Report later or contextual"
    } else {
        status.word()
    }
}

/// Statuses that at least one measure has; Blue is left out of summaries that never use it.
fn used(total: &Counts) -> impl Iterator<Item = Status> + '_ {
    SHOWN
        .into_iter()
        .filter(|status| *status != Status::Blue || total.blue > 0)
}

/// How many of each status, large.
pub(crate) fn key_figures(total: &Counts) -> Vec<KeyFigure> {
    let mut figures: Vec<KeyFigure> = used(total)
        .map(|status| KeyFigure {
            shown: count_of(total, status).to_string(),
            label: name(status).to_owned(),
            status: Some(status),
        })
        .collect();
    figures.push(KeyFigure {
        shown: total.total().to_string(),
        label: "measures in all".to_owned(),
        status: None,
    });
    figures
}

/// Outcome by status.
pub(crate) fn matrix(summary: &Summary) -> Table {
    let mut columns = vec![Column::names("Outcome", 8)];
    columns.extend(used(&summary.total).map(|status| Column::numbers(name(status), 2)));
    columns.push(Column::numbers("Total", 2));
    let caption = format!(
        "Measures by outcome and status, {}",
        crate::words::period(summary.period)
    );
    let mut table = Table::new("Summary", caption, columns);
    table.rows = summary
        .rows
        .iter()
        .map(|row| Row::body(cells(&row.title, &row.counts, &summary.total)))
        .collect();
    table
        .rows
        .push(Row::total(cells("Total", &summary.total, &summary.total)));
    table
}

fn cells(title: &str, counts: &Counts, total: &Counts) -> Vec<Cell> {
    let mut cells = vec![Cell::text(title)];
    cells.extend(used(total).map(|status| blank_if_none(count_of(counts, status))));
    cells.push(blank_if_none(counts.total()));
    cells
}

/// A count; nothing where there is none, so that a matrix shows what there is.
fn blank_if_none(count: u32) -> Cell {
    if count == 0 {
        Cell::empty()
    } else {
        Cell::count(count)
    }
}

/// Status by kind of measure, with percentages that add up.
pub(crate) fn by_kind(summary: &Summary) -> Table {
    let columns = vec![
        Column::names("Status", 4),
        Column::numbers("Statistical", 2),
        Column::numbers("Project", 2),
        Column::numbers("Total", 2),
        Column::numbers("Share", 2),
    ];
    let mut table = Table::new("Summary by kind", "Measures by status and kind", columns);
    for (status, share) in SHOWN.into_iter().zip(&summary.percentages) {
        let mark = StatusMark {
            status,
            note: (status == Status::ReportLater).then(|| "or contextual".to_owned()),
        };
        table.rows.push(Row::body(vec![
            Cell::status_mark(mark),
            Cell::count(count_of(&summary.by_kind.statistical, status)),
            Cell::count(count_of(&summary.by_kind.project, status)),
            Cell::count(share.count),
            Cell::number(share.exact_percent, format!("{}%", share.exact_percent)),
        ]));
    }
    table.rows.push(Row::total(vec![
        Cell::text("Total"),
        Cell::count(summary.by_kind.statistical.total()),
        Cell::count(summary.by_kind.project.total()),
        Cell::count(summary.total.total()),
        Cell::number(Decimal::ONE_HUNDRED, "100%"),
    ]));
    table.note = Some(
        "Shares are worked out from the counts and rounded to one decimal place, so they may add up to a tenth more or less than 100."
            .to_owned(),
    );
    table
}

fn chart(summary: &Summary) -> Chart {
    let rows: Vec<_> = summary
        .rows
        .iter()
        .filter(|row| row.counts.total() > 0)
        .collect();
    let series = used(&summary.total)
        .map(|status| Series {
            name: name(status).to_owned(),
            role: SeriesRole::Status(status),
            values: rows
                .iter()
                .map(|row| Some(Decimal::from(count_of(&row.counts, status))))
                .collect(),
        })
        .collect();
    Chart {
        title: "How measures stand, by outcome".to_owned(),
        description: described(&summary.total),
        value_axis: "Number of measures".to_owned(),
        kind: ChartKind::StackedBar,
        labels: rows.iter().map(|row| row.title.clone()).collect(),
        series,
        table: matrix(summary),
        over_time: None,
    }
}

/// The counts as a sentence.
pub(crate) fn described(total: &Counts) -> String {
    let parts: Vec<String> = used(total)
        .filter(|status| count_of(total, *status) > 0)
        .map(|status| format!("{} {}", count_of(total, status), name(status)))
        .collect();
    format!("Of {} measures: {}.", total.total(), parts.join(", "))
}
