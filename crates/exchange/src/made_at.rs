//! The entry of the journal that an export was made at: what an import needs to tell what was
//! changed in the file from what others have changed since.

use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::export;
use crate::grid::{Cell, Grid, Row};
use crate::issue::Place;

/// The last entry of the journal that an export has, and the beginning of its hash.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct MadeAt {
    /// The entry's place in the journal, from 1.
    #[serde(rename = "journal_entry")]
    pub entry: u64,
    /// The first twelve letters of the entry's hash, by which another journal is told from this
    /// one; none when somebody wrote the entry by hand.
    #[serde(
        rename = "journal_hash",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub hash: Option<String>,
}

/// The sheet of a workbook that says which entry it was made at. Spreadsheets keep a sheet that
/// nobody touches; document properties of its own not every program keeps.
pub const ABOUT: &str = "About this export";
/// The label, and the name in JSON and TOML, of the entry.
pub(crate) const ENTRY: [&str; 2] = ["Journal entry", "journal_entry"];
/// The label, and the name in JSON and TOML, of its hash.
pub(crate) const HASH: [&str; 2] = ["Hash of that entry", "journal_hash"];
/// The file beside the CSV files of an export that says which entry they were made at.
pub(crate) const BESIDE: &str = "export.toml";

impl MadeAt {
    /// What the text of a `workspace.toml` or `export.toml` says.
    pub(crate) fn of_toml(text: &str) -> Option<Self> {
        toml::from_str(text).ok()
    }

    /// What stands beside a CSV file, where an export wrote both.
    pub(crate) fn beside(file: &Path) -> Option<Self> {
        let (folder, name) = (file.parent()?, file.file_name()?.to_str()?);
        if !export::written_before(folder).iter().any(|one| one == name) {
            return None;
        }
        let text = std::fs::read_to_string(folder.join(BESIDE)).ok()?;
        Self::of_toml(&text)
    }

    /// What the sheet of a workbook says, or the sheet made of the fields of a JSON file.
    pub(crate) fn of_sheet(grid: &Grid) -> Option<Self> {
        if grid.name != ABOUT {
            return None;
        }
        let of = |labels: [&str; 2]| {
            let mut rows = grid.rows.iter();
            let row = rows.find(|row| labels.contains(&text_at(row, 0).as_str()))?;
            Some(text_at(row, 1)).filter(|text| !text.is_empty())
        };
        Some(Self {
            entry: of(ENTRY)?.parse().ok()?,
            hash: of(HASH),
        })
    }

    /// Adds the fields of a JSON file.
    pub(crate) fn put_in(&self, object: &mut Map<String, Value>) {
        if let Ok(Value::Object(fields)) = serde_json::to_value(self) {
            object.extend(fields);
        }
    }
}

/// The fields of a JSON file as the sheet that a workbook has.
pub(crate) fn sheet_of(fields: &Map<String, Value>, place: &Place) -> Option<Grid> {
    let row = |number, name: &str| {
        let value = match fields.get(name)? {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        let cells = vec![Cell::Text(name.to_owned()), Cell::Text(value)];
        Some(Row { number, cells })
    };
    let rows = [row(1, ENTRY[1]), row(2, HASH[1])];
    fields.contains_key(ENTRY[1]).then(|| Grid {
        place: place.sheet(ABOUT),
        name: ABOUT.to_owned(),
        rows: rows.into_iter().flatten().collect(),
        merged: Vec::new(),
        guarded: false,
    })
}

fn text_at(row: &Row, place: usize) -> String {
    row.cells
        .get(place)
        .map_or_else(String::new, |cell| match cell {
            Cell::Number(number) => number.normalize().to_string(),
            other => other.shown().trim().to_owned(),
        })
}
