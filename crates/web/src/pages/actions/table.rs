//! The list of actions as a table to take away.

use clew_plan::Book;
use clew_report::{Cell, Column, Row, StatusMark, Table, words};
use clew_service::TimelineRow;
use rust_decimal::Decimal;

use super::words::capital;

/// Every row with every column of the list.
pub(super) fn of(book: &Book, rows: &[TimelineRow]) -> Table {
    let columns = vec![
        Column::words("Plan", 3),
        Column::words("No", 1),
        Column::names("Action", 6),
        Column::words("Theme", 3),
        Column::words("Service", 3),
        Column::words("Lead", 3),
        Column::words("Start", 2),
        Column::words("End", 2),
        Column::words("End at first", 2),
        Column::numbers("Days late", 1),
        Column::words("Status", 2),
        Column::marks("Colour", 2),
        Column::numbers("Done", 1),
        Column::words("Milestones", 5),
    ];
    let mut table = Table::new("Actions", words::count(rows.len(), "action"), columns);
    table.rows = rows.iter().map(|row| body(book, row)).collect();
    table
}

fn body(book: &Book, row: &TimelineRow) -> Row {
    let when = |period: Option<clew_calendar::Period>| {
        Cell::text(period.map(words::period).unwrap_or_default())
    };
    let plan = book
        .plan(&row.plan)
        .map_or(row.plan.as_str(), |plan| &plan.title);
    let unit = row.unit.as_ref().map(|unit| book.unit_name(unit));
    let milestones: Vec<String> = row.milestones.iter().map(milestone).collect();
    let colour = row.colour.map(|status| StatusMark { status, note: None });
    Row::body(vec![
        Cell::text(plan),
        Cell::text(row.action.as_str()),
        Cell::text(&row.title),
        Cell::maybe(row.theme.as_deref()),
        Cell::maybe(unit),
        Cell::maybe(row.owner.as_deref()),
        when(row.start),
        when(row.end),
        when(row.original_end),
        Cell::number(Decimal::from(row.late_by), row.late_by.to_string()),
        Cell::text(
            row.status
                .map(|status| capital(status.word()))
                .unwrap_or_default(),
        ),
        colour.map_or_else(Cell::empty, Cell::status_mark),
        row.percent.map_or_else(Cell::empty, |done| {
            Cell::number(done, format!("{}%", done.normalize()))
        }),
        Cell::text(milestones.join("; ")),
    ])
}

fn milestone(row: &clew_service::MilestoneRow) -> String {
    let due = row.due.map(|due| format!(" by {}", words::period(due)));
    let done = row.done.map_or_else(
        || "not reached".to_owned(),
        |done| format!("reached {}", words::day(done)),
    );
    format!("{}{} ({done})", row.title, due.unwrap_or_default())
}
