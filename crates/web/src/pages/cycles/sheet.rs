//! The returns of a cycle as a table to download.

use clew_calendar::Day;
use clew_measure::{StatusBasis, show_value};
use clew_report::{Cell, Column, Row, StatusMark, Table, words};
use clew_service::{Overview, ReturnOwed};

/// The table: each return with its owner, where it has got to, and its figure.
pub(super) fn table(overview: &Overview, cycle: &str, returns: &[ReturnOwed], today: Day) -> Table {
    let columns = vec![
        Column::words("Code", 2),
        Column::names("Measure", 8),
        Column::words("Part", 4),
        Column::words("Period", 2),
        Column::words("Owner", 4),
        Column::words("Due", 3),
        Column::words("Stands", 3),
        Column::numbers("Days late", 2),
        Column::numbers("Value", 2),
        Column::marks("Status", 2),
        Column::words("Reason of the last move", 6),
    ];
    let mut table = Table::new("Returns", format!("Returns of {cycle}"), columns);
    let rows = returns.iter().map(|owed| row(overview, owed, today));
    table.rows = rows.collect();
    table
}

fn row(overview: &Overview, owed: &ReturnOwed, today: Day) -> Row {
    let unit = owed.unit.as_ref();
    let late = owed.overdue_days(today);
    let late = (late > 0).then(|| Cell::number(late.into(), late.to_string()));
    let mut cells = vec![
        Cell::text(&owed.code),
        Cell::text(&owed.title),
        Cell::maybe(unit.map(|unit| overview.book().unit_name(unit))),
        Cell::text(words::period(owed.period)),
        Cell::maybe(owed.owner.as_deref()),
        owed.due
            .map_or_else(Cell::empty, |due| Cell::text(words::day(due))),
        Cell::text(owed.stage.words()),
        late.unwrap_or_else(Cell::empty),
    ];
    cells.extend(figure(overview, owed));
    cells.push(Cell::maybe(owed.reason.as_deref()));
    Row::body(cells)
}

/// The value and its status; empty while nothing came in.
fn figure(overview: &Overview, owed: &ReturnOwed) -> [Cell; 2] {
    let facts = overview.measure_facts(&owed.key.measure);
    let unit = owed.key.unit.as_ref();
    let measure = overview.measure(&owed.key.measure);
    let Some(measure) = measure.filter(|_| facts.figure_for(owed.period, unit).is_some()) else {
        return [Cell::empty(), Cell::empty()];
    };
    let judged = facts.judge(measure, owed.period, unit);
    let value = judged.value.map_or_else(Cell::empty, |value| {
        let shown = show_value(value, measure.unit_of_measure, measure.decimals);
        Cell::number(value, shown)
    });
    let status = judged.shown(StatusBasis::ByRule);
    [value, Cell::status_mark(StatusMark { status, note: None })]
}
