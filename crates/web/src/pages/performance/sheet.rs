//! The scorecard as a table to download: every row that the filter lets through, with more columns.

use std::sync::Arc;

use clew_measure::{TrendPart, show_value};
use clew_plan::Goal;
use clew_report::{Cell, Column, Row, Table, words};
use clew_service::{Overview, ScorecardRow};
use rust_decimal::Decimal;

/// The table.
pub(super) fn table(rows: &[Arc<ScorecardRow>], overview: &Overview, caption: &str) -> Table {
    let columns = vec![
        Column::words("Outcome", 8),
        Column::words("Code", 2),
        Column::names("Measure", 8),
        Column::words("Kind", 2),
        Column::words("Service", 4),
        Column::words("Owner", 4),
        Column::words("Categories", 3),
        Column::words("Period of the figure", 2),
        Column::numbers("Value", 2),
        Column::numbers("Numerator", 2),
        Column::numbers("Denominator", 2),
        Column::numbers("Target", 2),
        Column::marks("Status", 2),
        Column::marks("Status by rule", 2),
        Column::numbers("Forecast", 2),
        Column::marks("Forecast status", 2),
        Column::words("Short trend", 4),
        Column::words("Long trend", 4),
        Column::words("Return", 3),
        Column::words("Return due", 2),
        Column::words("Why the rule gives its status", 10),
    ];
    let mut table = Table::new("Scorecard", caption, columns);
    table.rows = rows
        .iter()
        .map(|row| Row::body(cells(row, overview)))
        .collect();
    table
}

fn cells(row: &ScorecardRow, overview: &Overview) -> Vec<Cell> {
    let path: Vec<&str> = row.path.iter().map(|step| step.title.as_str()).collect();
    let figure = row.figure_period.map(words::period);
    let number = |value: Decimal| Cell::number(value, words::number(value.normalize()));
    let count = |count: Option<Decimal>| count.map_or_else(Cell::empty, number);
    let returned = row.returns.first();
    let due = returned.and_then(|owed| owed.due);
    let said =
        |part: &Option<TrendPart>| Cell::maybe(part.as_ref().map(|part| part.words.as_str()));
    vec![
        Cell::text(path.join(" › ")),
        Cell::text(&row.code),
        Cell::text(&row.title),
        Cell::text(row.kind.word()),
        Cell::maybe(row.unit_name.as_deref()),
        Cell::maybe(row.owner.as_deref()),
        Cell::text(row.categories.join(", ")),
        Cell::maybe(figure.as_deref()),
        value(row, overview),
        count(row.counts.map(|(met, _)| met)),
        count(row.counts.map(|(_, all)| all)),
        target(row),
        Cell::status(row.status),
        Cell::status(row.by_rule),
        Cell::maybe(
            row.forecast
                .as_ref()
                .map(|forecast| forecast.shown.as_str()),
        ),
        row.forecast
            .as_ref()
            .map_or_else(Cell::empty, |forecast| Cell::status(forecast.status)),
        said(&row.trend.short),
        said(&row.trend.long),
        Cell::maybe(returned.map(|owed| owed.stage.words())),
        due.map_or_else(Cell::empty, |day| Cell {
            content: clew_report::CellContent::Date(day),
        }),
        Cell::text(&row.why),
    ]
}

fn value(row: &ScorecardRow, overview: &Overview) -> Cell {
    let Some(exact) = row.exact else {
        return Cell::empty();
    };
    let value = exact.to_decimal();
    let shown = row.shown.clone().unwrap_or_else(|| {
        let decimals = overview
            .measure(&row.measure)
            .and_then(|measure| measure.decimals);
        show_value(value, row.unit_of_measure, decimals)
    });
    Cell::number(value, shown)
}

fn target(row: &ScorecardRow) -> Cell {
    let shown = row.target_shown.clone().unwrap_or_default();
    match row.target {
        Some(Goal::Value(value)) => Cell::number(value, shown),
        Some(Goal::Range { .. }) => Cell::text(shown),
        None => Cell::empty(),
    }
}
