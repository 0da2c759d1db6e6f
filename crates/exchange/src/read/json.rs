//! JSON: an object with a list for each kind of record.

use std::collections::HashMap;

use rust_decimal::Decimal;
use serde_json::{Map, Value};

use crate::grid::{Cell, Grid, Row};
use crate::issue::{Issues, Place, Problem};
use crate::made_at;

/// Reads the lists of a JSON file: `{"organisation": {…}, "measures": [{…}], …}`. A bare list of
/// objects is one sheet with the file's name.
pub(super) fn grids(text: &str, place: &Place, issues: &mut Issues) -> Vec<Grid> {
    match serde_json::from_str::<Value>(text) {
        Ok(Value::Object(lists)) => {
            let about = made_at::sheet_of(&lists, place);
            let lists = lists.into_iter().filter(|(name, _)| !explains(name));
            let grids = lists.filter_map(|(name, value)| list(name, value, place, issues));
            about.into_iter().chain(grids).collect()
        }
        Ok(value @ Value::Array(_)) => {
            let name = super::stem_of(&place.file).to_owned();
            list(name, value, place, issues).into_iter().collect()
        }
        Ok(_) => {
            issues.error(place, no_lists());
            Vec::new()
        }
        Err(error) => {
            let message = format!("the file is not JSON: {error}");
            issues.error(
                place,
                Problem::new("not-json", message, "export it again from where it came"),
            );
            Vec::new()
        }
    }
}

/// Whether a field is about the file and holds no records.
fn explains(name: &str) -> bool {
    matches!(name, "format" | "title" | "$schema")
        || [made_at::ENTRY, made_at::HASH]
            .iter()
            .any(|known| known[1] == name)
}

fn list(name: String, value: Value, place: &Place, issues: &mut Issues) -> Option<Grid> {
    let place = place.sheet(&name);
    let entries = match value {
        Value::Array(entries) => entries,
        Value::Null => Vec::new(),
        // The organisation is a single object.
        Value::Object(_) => vec![value],
        _ => {
            issues.error(&place, no_lists());
            return None;
        }
    };
    let mut columns = Columns::default();
    let mut rows = Vec::new();
    for (number, entry) in (1_u32..).zip(entries) {
        match entry {
            Value::Object(fields) => rows.push(Row {
                number,
                cells: columns.cells(fields),
            }),
            _ => issues.error(&place.row(number), no_lists()),
        }
    }
    let heading = Row {
        number: 0,
        cells: columns.names.into_iter().map(Cell::Text).collect(),
    };
    rows.insert(0, heading);
    Some(Grid {
        place,
        name,
        rows,
        merged: Vec::new(),
        guarded: false,
    })
}

/// The fields met so far, each with the column it stands in.
#[derive(Default)]
struct Columns {
    names: Vec<String>,
    places: HashMap<String, usize>,
}

impl Columns {
    fn cells(&mut self, fields: Map<String, Value>) -> Vec<Cell> {
        let mut cells = Vec::new();
        self.add("", fields, &mut cells);
        cells
    }

    fn add(&mut self, before: &str, fields: Map<String, Value>, cells: &mut Vec<Cell>) {
        for (name, value) in fields {
            let name = format!("{before}{name}");
            match value {
                Value::Object(inner) if before.is_empty() => {
                    self.add(&format!("{name}."), inner, cells)
                }
                value => {
                    let place = self.place(name);
                    if cells.len() <= place {
                        cells.resize(place + 1, Cell::Empty);
                    }
                    if let Some(cell) = cells.get_mut(place) {
                        *cell = cell_of(value);
                    }
                }
            }
        }
    }

    fn place(&mut self, name: String) -> usize {
        let next = self.names.len();
        *self.places.entry(name).or_insert_with_key(|name| {
            self.names.push(name.clone());
            next
        })
    }
}

fn cell_of(value: Value) -> Cell {
    match value {
        Value::Null => Cell::Empty,
        Value::Bool(truth) => Cell::YesNo(truth),
        Value::Number(number) => {
            let text = number.to_string();
            let exact = text
                .parse::<Decimal>()
                .or_else(|_| Decimal::from_scientific(&text));
            exact.map_or(Cell::Text(text), Cell::Number)
        }
        Value::String(text) => Cell::Text(text),
        Value::Array(entries) => Cell::List(entries.into_iter().map(entry_text).collect()),
        object @ Value::Object(_) => Cell::Text(object.to_string()),
    }
}

fn entry_text(entry: Value) -> String {
    match entry {
        Value::String(text) => text,
        other => other.to_string(),
    }
}

fn no_lists() -> Problem {
    Problem::new(
        "not-a-list",
        "a list of records is wanted here",
        "write {\"measures\": [{\"code\": \"A1\", \"title\": \"...\"}], ...} as `clew export --form json` does",
    )
}
