//! What changed since a freeze, as a table to download.

use clew_plan::UnitId;
use clew_report::{Cell, Column, Row, Table};
use clew_service::{Cause, Difference, LineCause, ReportDifference, Restatement};

use super::kind_title;

/// The table: a row for each thing that is not as it was shown.
pub(super) fn table(difference: &Difference, caption: &str) -> Table {
    let columns = vec![
        Column::words("Where", 5),
        Column::words("Code", 2),
        Column::names("Measure or place", 8),
        Column::words("Part", 3),
        Column::words("What", 4),
        Column::words("As it was shown", 6),
        Column::words("Now", 6),
        Column::words("Because of", 10),
    ];
    let mut table = Table::new("What changed", caption, columns);
    table
        .rows
        .extend(difference.restated.iter().flat_map(restated));
    let one_sided = [
        ("not shown then", &difference.new),
        ("not shown now", &difference.gone),
    ];
    for (what, lines) in one_sided {
        table
            .rows
            .extend(lines.iter().map(|line| line_of(what, line)));
    }
    table.rows.extend(difference.reports.iter().map(in_report));
    table
}

fn restated(found: &Restatement) -> Vec<Row> {
    let rows = found.changes.iter().map(|change| {
        Row::body(vec![
            Cell::text("Measure"),
            Cell::text(&found.code),
            Cell::text(&found.title),
            part(found.unit.as_ref()),
            Cell::text(change.aspect.to_string()),
            Cell::text(&change.was),
            Cell::text(&change.now),
            because(&change.causes),
        ])
    });
    rows.collect()
}

fn line_of(what: &str, line: &LineCause) -> Row {
    Row::body(vec![
        Cell::text("Measure"),
        Cell::text(&line.code),
        Cell::text(&line.title),
        part(line.unit.as_ref()),
        Cell::text(what),
        Cell::empty(),
        Cell::empty(),
        because(&line.causes),
    ])
}

fn in_report(found: &ReportDifference) -> Row {
    Row::body(vec![
        Cell::text(kind_title(&found.report)),
        Cell::empty(),
        Cell::text(&found.place),
        Cell::maybe(found.row.as_deref()),
        Cell::maybe(found.column.as_deref()),
        Cell::text(&found.was),
        Cell::text(&found.now),
        because(&found.causes),
    ])
}

fn part(unit: Option<&UnitId>) -> Cell {
    Cell::maybe(unit.map(UnitId::as_str))
}

fn because(causes: &[Cause]) -> Cell {
    let said = causes.iter().map(|cause| match cause {
        Cause::Entry(step) => format!("entry {}: {}", step.entry, step.sentence),
        other => other.to_string(),
    });
    Cell::text(said.collect::<Vec<_>>().join("; "))
}
