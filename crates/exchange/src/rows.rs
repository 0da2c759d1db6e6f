//! From a sheet of cells to the records of a table.

use serde_json::{Map, Value};

use crate::cell_value::{self, Reading};
use crate::columns::{Column, Table, columns};
use crate::grid::{Grid, Row};
use crate::heading::Heading;
use crate::issue::{Issues, Place, Problem, Severity};

/// Reads the records of a sheet and hands each, in its JSON form, to `take` with its place. A row
/// with an error gives an issue and no record; the answer is the number of those rows.
pub(crate) fn read(
    grid: Grid,
    table: Table,
    heading: &Heading,
    issues: &mut Issues,
    mut take: impl FnMut(Value, Place, &mut Issues),
) -> usize {
    let mut refused = report_merged(&grid, heading, issues);
    for row in grid.rows.into_iter().skip(heading.below) {
        let mut cells = heading.columns.iter().zip(&row.cells);
        if !cells.any(|(column, cell)| column.is_some() && !cell.is_empty()) {
            continue;
        }
        let place = grid.place.row(row.number);
        match read_row(&row, table, heading, grid.guarded, &place, issues) {
            Some(value) => take(value, place, issues),
            None => refused += 1,
        }
    }
    refused
}

/// Cells merged in the table hide which rows a value belongs to; each is an error.
fn report_merged(grid: &Grid, heading: &Heading, issues: &mut Issues) -> usize {
    let first = grid
        .rows
        .get(heading.below)
        .map_or(u32::MAX, |row| row.number);
    let last = grid.rows.last().map_or(0, |row| row.number);
    let mut count = 0;
    for merged in &grid.merged {
        let (column, _) = merged.columns;
        let known = heading.columns.get(column as usize).copied().flatten();
        if merged.rows.1 >= first
            && merged.rows.0 <= last
            && let Some(known) = known
        {
            count += 1;
            let problem = Problem::new(
                "merged-cells",
                format!(
                    "rows {} to {} have merged cells",
                    merged.rows.0, merged.rows.1
                ),
                "unmerge them and write the value in every row it belongs to",
            );
            issues.add(
                Severity::Error,
                &grid.place.row(merged.rows.0),
                Some(&known.heading()),
                problem,
            );
        }
    }
    count
}

pub(crate) fn read_row(
    row: &Row,
    table: Table,
    heading: &Heading,
    guarded: bool,
    place: &Place,
    issues: &mut Issues,
) -> Option<Value> {
    let mut fields = Map::new();
    let mut sound = true;
    for (column, cell) in heading.columns.iter().zip(&row.cells) {
        let Some(column) = column else { continue };
        if cell.is_empty() {
            continue;
        }
        match cell_value::read(column, cell, guarded) {
            Ok(reading) => take(column, reading, &mut fields, place, issues),
            Err(problem) => {
                sound = false;
                issues.add(Severity::Error, place, Some(&column.heading()), problem);
            }
        }
    }
    let complete = sound && fill(table, &mut fields, place, issues);
    (sound && complete).then_some(Value::Object(fields))
}

/// Puts what a cell gave into the record.
fn take(
    column: &Column,
    reading: Reading,
    fields: &mut Map<String, Value>,
    place: &Place,
    issues: &mut Issues,
) {
    if let Some(doubt) = reading.doubt {
        issues.add(Severity::Warning, place, Some(&column.heading()), doubt);
    }
    if let (Some(kept), Some(written)) = (column.text_kept_in, reading.written) {
        fields.entry(kept).or_insert(Value::from(written));
    }
    if let Some(value) = reading.value {
        set(fields, column.name, value);
    }
}

/// Sets a field, or a field of the object that the name's first part names.
fn set(fields: &mut Map<String, Value>, name: &str, value: Value) {
    match name.split_once('.') {
        None => {
            fields.insert(name.to_owned(), value);
        }
        Some((outer, inner)) => {
            let object = fields
                .entry(outer)
                .or_insert_with(|| Value::Object(Map::new()));
            if let Value::Object(object) = object {
                object.insert(inner.to_owned(), value);
            }
        }
    }
}

/// Gives empty cells their value where there is one, and reports those that must not be empty.
fn fill(table: Table, fields: &mut Map<String, Value>, place: &Place, issues: &mut Issues) -> bool {
    let mut complete = true;
    let mut missing = |column: &Column| {
        complete = false;
        let heading = column.heading();
        let problem = Problem::new(
            "missing-value",
            format!("\"{heading}\" is empty"),
            format!("every row needs one: {}", column.note),
        );
        issues.add(Severity::Error, place, Some(&heading), problem);
    };
    for column in columns(table) {
        if let Some((outer, inner @ ("status" | "reason"))) = column.name.split_once('.') {
            let object = fields.get(outer).and_then(Value::as_object);
            if object.is_some_and(|object| !object.contains_key(inner)) {
                missing(column);
            }
        } else if !fields.contains_key(column.name) {
            if let Some(otherwise) = column.otherwise {
                fields.insert(column.name.to_owned(), Value::from(otherwise));
            } else if column.required {
                missing(column);
            }
        }
    }
    complete
}
