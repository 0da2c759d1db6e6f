//! Finding the heading of a sheet, and what its columns are.

use clew_plan::Kind;

use crate::columns::{Column, Table, column_called, columns, table_also_called, table_called};
use crate::grid::{Cell, Grid, Row, column_letters};
use crate::issue::{Issues, Problem, Severity};

/// How many rows are looked at for the heading: reports often have a title above it.
const ROWS_TRIED: usize = 20;

/// The heading of a sheet.
pub(crate) struct Heading {
    /// The place of the first row after it in the grid.
    pub(crate) below: usize,
    /// What each column of the sheet is; none for one that is not understood.
    pub(crate) columns: Vec<Option<&'static Column>>,
}

/// The table that a sheet holds: by its own name, else by its headings, else by another name that
/// people give such a sheet.
pub(crate) fn table_of(grid: &Grid) -> Option<Table> {
    let fits = |table: Table| {
        let row = best_row(grid, table)?;
        let known = recognised(grid.rows.get(row)?, table);
        let has = |column: &Column| {
            known
                .iter()
                .flatten()
                .any(|found| found.name == column.name)
        };
        let complete = columns(table)
            .iter()
            .filter(|column| column.required)
            .all(has);
        let count = known.iter().flatten().count();
        (complete && count >= 3).then_some((count, table))
    };
    // Of those that fit equally well, the first in a reader's order.
    let better = |best: Option<(usize, Table)>, next: (usize, Table)| {
        Some(best.filter(|(most, _)| *most >= next.0).unwrap_or(next))
    };
    let by_headings = || {
        let best = Table::all().filter_map(fits).fold(None, better);
        best.map(|(_, table)| table)
    };
    table_called(&grid.name)
        .or_else(by_headings)
        .or_else(|| table_also_called(&grid.name))
}

/// Reads the heading of a sheet that holds a table, with issues for columns that are missing, twice
/// there or not understood. None when the sheet cannot be read as the table.
pub(crate) fn read(grid: &Grid, table: Table, issues: &mut Issues) -> Option<Heading> {
    let Some(index) = best_row(grid, table) else {
        if grid
            .rows
            .iter()
            .any(|row| row.cells.iter().any(|cell| !cell.is_empty()))
        {
            issues.error(&grid.place, no_heading(table));
        }
        return None;
    };
    let row = grid.rows.get(index)?;
    let known = recognised(row, table);
    let sound =
        report_twice(grid, row, &known, issues) & report_missing(grid, row, &known, table, issues);
    report_unknown(grid, index, table, &known, issues);
    sound.then_some(Heading {
        below: index + 1,
        columns: known,
    })
}

/// The row, among the first, that names most columns of the table.
fn best_row(grid: &Grid, table: Table) -> Option<usize> {
    let mut best = None;
    for (index, row) in grid.rows.iter().take(ROWS_TRIED).enumerate() {
        let count = recognised(row, table).iter().flatten().count();
        if count > 0 && best.is_none_or(|(most, _)| count > most) {
            best = Some((count, index));
        }
    }
    best.map(|(_, index)| index)
}

fn recognised(row: &Row, table: Table) -> Vec<Option<&'static Column>> {
    let column_of = |cell: &Cell| match cell {
        Cell::Text(text) if !text.trim().is_empty() => column_called(table, text),
        _ => None,
    };
    row.cells.iter().map(column_of).collect()
}

fn report_twice(
    grid: &Grid,
    row: &Row,
    known: &[Option<&'static Column>],
    issues: &mut Issues,
) -> bool {
    let mut sound = true;
    for (index, column) in known.iter().enumerate() {
        let earlier = known.iter().take(index).flatten();
        if let Some(column) = column
            && earlier.clone().any(|other| other.name == column.name)
        {
            sound = false;
            issues.error(
                &grid.place.row(row.number),
                Problem::new(
                    "column-twice",
                    format!(
                        "two columns are both understood as \"{}\"",
                        column.heading()
                    ),
                    format!("keep one of them; the second is column {}", letters(index)),
                ),
            );
        }
    }
    sound
}

fn report_missing(
    grid: &Grid,
    row: &Row,
    known: &[Option<&'static Column>],
    table: Table,
    issues: &mut Issues,
) -> bool {
    let has_rows = grid
        .rows
        .iter()
        .any(|other| other.number > row.number && other.cells.iter().any(|cell| !cell.is_empty()));
    let missing: Vec<_> = columns(table)
        .iter()
        .filter(|column| {
            column.required
                && !known
                    .iter()
                    .flatten()
                    .any(|found| found.name == column.name)
        })
        .collect();
    // Where there are no rows nothing is lost, but someone may think that there was something.
    let severity = if has_rows {
        Severity::Error
    } else {
        Severity::Warning
    };
    let is_list_without_entries = row.number == 0 && !has_rows;
    for column in &missing {
        if !is_list_without_entries {
            let heading = column.heading();
            issues.add(
                severity,
                &grid.place.row(row.number),
                None,
                Problem::new(
                    "missing-column",
                    format!(
                        "there is no column \"{heading}\", which every row of {} needs",
                        table.sheet()
                    ),
                    format!("add the column \"{heading}\": {}", column.note),
                ),
            );
        }
    }
    missing.is_empty()
}

fn report_unknown(
    grid: &Grid,
    index: usize,
    table: Table,
    known: &[Option<&'static Column>],
    issues: &mut Issues,
) {
    let Some(row) = grid.rows.get(index) else {
        return;
    };
    let below = || grid.rows.iter().skip(index + 1);
    let widest = below()
        .map(|row| row.cells.len())
        .max()
        .unwrap_or(0)
        .max(row.cells.len());
    for place in 0..widest {
        if known.get(place).copied().flatten().is_some() {
            continue;
        }
        let heading = row.cells.get(place).map(Cell::shown).unwrap_or_default();
        let in_use = below().any(|row| row.cells.get(place).is_some_and(|cell| !cell.is_empty()));
        let used_otherwise =
            table == Table::Records(Kind::BenchmarkFigure) && crate::lgbf::uses(&heading);
        if !in_use || used_otherwise {
            continue;
        }
        let problem = if heading.trim().is_empty() {
            Problem::new(
                "column-without-heading",
                format!(
                    "column {} has values but no heading, and is not read",
                    letters(place)
                ),
                "give it a heading, or clear it",
            )
        } else {
            Problem::new(
                "unknown-column",
                format!(
                    "the column \"{}\" is not known and is not read",
                    heading.trim()
                ),
                "rename it if it is one of the template's columns; otherwise leave it",
            )
        };
        issues.warn(&grid.place.row(row.number), problem);
    }
}

fn letters(index: usize) -> String {
    column_letters(u32::try_from(index).unwrap_or(u32::MAX))
}

fn no_heading(table: Table) -> Problem {
    let needed: Vec<String> = columns(table)
        .iter()
        .filter(|column| column.required)
        .map(|column| format!("\"{}\"", column.heading()))
        .collect();
    Problem::new(
        "no-heading",
        format!(
            "no row among the first {ROWS_TRIED} is a heading of {}",
            table.sheet()
        ),
        format!(
            "put a heading above the rows with at least {}",
            needed.join(", ")
        ),
    )
}
