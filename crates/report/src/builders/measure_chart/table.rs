//! The table beneath the chart of a measure.

use clew_measure::show_goal;
use rust_decimal::Decimal;

use super::control::Control;
use super::points::{Point, Points};
use crate::builders::made;
use crate::builders::measure_rows::{MeasureRows, RETURN};
use crate::{Cell, Column, Row, Series, Table, words};

/// Everything the chart draws, one row a period; columns with nothing in them are left out.
pub(super) fn table(
    points: &Points<'_, '_>,
    control: Option<&Control>,
    compared: &[Series],
) -> Table {
    let rows = MeasureRows::new(points.request);
    let caption = format!("Figures of {}", points.measure.code.body());
    let mut table = Table::new("Figures", caption, columns(compared));
    table.rows = points
        .points
        .iter()
        .enumerate()
        .map(|(place, point)| {
            let mut cells = vec![Cell::text(points.label(place))];
            cells.extend(judged(&rows, points, point));
            cells.push(number(points, points.expected_at(place)));
            cells.extend(
                compared
                    .iter()
                    .map(|one| number(points, one.values.get(place).copied().flatten())),
            );
            cells.extend(controlled(points, control, place));
            cells.push(Cell::text(noted(points, place)));
            cells.push(Cell::maybe(point.figure.map(made::source).as_deref()));
            Row::body(cells)
        })
        .collect();
    table.note = control.map(|control| control.caption.clone());
    table.without_empty_columns()
}

fn columns(compared: &[Series]) -> Vec<Column> {
    let mut columns = vec![
        Column::names("Period", 3),
        Column::numbers("Value", 2),
        Column::words(RETURN, 2),
        Column::numbers("Numerator", 2),
        Column::numbers("Denominator", 2),
        Column::numbers("Target", 2),
        Column::marks("Status", 3),
        Column::numbers("Forecast", 2),
    ];
    columns.extend(
        compared
            .iter()
            .map(|one| Column::numbers(one.name.clone(), 2)),
    );
    columns.extend([
        Column::numbers("Mean", 2),
        Column::numbers("Lower limit", 2),
        Column::numbers("Upper limit", 2),
        Column::words("Signal", 3),
        Column::words("Note", 3),
        Column::words("Source", 4),
    ]);
    columns
}

/// Value, counts, target and status of a period.
fn judged(rows: &MeasureRows<'_, '_>, points: &Points<'_, '_>, point: &Point<'_>) -> Vec<Cell> {
    let plain = |value: Option<Decimal>| {
        value.map_or_else(Cell::empty, |value| {
            Cell::number(value, words::number(value.normalize()))
        })
    };
    let value = point.value.zip(points.shown(point));
    let status = match &value {
        Some(_) => rows.status(points.measure, &point.judgement),
        None => Cell::empty(),
    };
    vec![
        value
            .clone()
            .map_or_else(Cell::empty, |(value, shown)| Cell::number(value, shown)),
        match value {
            Some(_) => rows.returned(points.measure, &point.judgement),
            None => Cell::empty(),
        },
        plain(point.figure.and_then(|figure| figure.numerator)),
        plain(point.figure.and_then(|figure| figure.denominator)),
        goal(points, point),
        status,
    ]
}

fn goal(points: &Points<'_, '_>, point: &Point<'_>) -> Cell {
    let Some(goal) = point.goal else {
        return Cell::empty();
    };
    let shown = show_goal(
        goal,
        points.measure.unit_of_measure,
        points.measure.decimals,
    );
    match goal {
        clew_plan::Goal::Value(value) => Cell::number(value, shown),
        clew_plan::Goal::Range { .. } => Cell::text(shown),
    }
}

fn number(points: &Points<'_, '_>, value: Option<Decimal>) -> Cell {
    value.map_or_else(Cell::empty, |value| Cell::number(value, points.show(value)))
}

fn controlled(points: &Points<'_, '_>, control: Option<&Control>, place: usize) -> Vec<Cell> {
    let lines = control.and_then(|control| control.at(place));
    let signal = control.and_then(|control| control.signal(place));
    vec![
        number(points, lines.map(|(centre, _, _)| centre)),
        number(points, lines.map(|(_, lower, _)| lower)),
        number(points, lines.map(|(_, _, upper)| upper)),
        Cell::maybe(signal.map(|signal| signal_words(&signal)).as_deref()),
    ]
}

fn signal_words(signal: &crate::PointSignal) -> String {
    let meaning = match signal.direction {
        crate::Direction::Up => "improvement: ",
        crate::Direction::Down => "concern: ",
        crate::Direction::Level => "",
    };
    format!("{meaning}{}", signal.words)
}

/// The breaks before a period.
fn noted(points: &Points<'_, '_>, place: usize) -> String {
    let breaks = points.breaks.iter().filter(|one| one.before == place);
    let said: Vec<String> = breaks
        .map(|one| format!("New series: {}", one.reason))
        .collect();
    said.join("; ")
}
