//! Figures in long form (one row a figure) from any table, through a saved mapping of columns.
//!
//! ```toml
//! code = "Indicator"
//! period = "Year"
//! value = "Result"
//! numerator = "Num"            # as are denominator, unit, from, state, as_at, ...
//!
//! sheet = "Data"               # only this sheet of a workbook; every sheet when absent
//!
//! [constants]                  # the same value in every row
//! from = "imported"
//!
//! [codes]                      # the table's codes that are called otherwise here
//! "PI-7" = "SW7"
//!
//! [[skip]]                     # rows that are left out
//! column = "Area"
//! is = ["Scotland", "Total"]
//! ```

use std::collections::BTreeMap;
use std::path::Path;

use clew_plan::Kind;
use serde::Deserialize;
use serde_json::Value;

use crate::cells::plain;
use crate::columns::{Column, Table, columns};
use crate::grid::{Cell, Grid, Row};
use crate::import::{Imported, Options};
use crate::issue::{Issues, Problem};
use crate::{ExchangeError, import};

/// How the columns of a table of figures are named.
#[derive(Clone, Debug)]
pub struct Mapping {
    kind: Kind,
    sheet: Option<String>,
    /// Our column and the table's heading.
    headings: Vec<(&'static Column, String)>,
    constants: Vec<(&'static Column, String)>,
    codes: BTreeMap<String, String>,
    units: BTreeMap<String, String>,
    skip: Vec<Skip>,
}

/// Rows that are left out.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Skip {
    /// The table's heading of the column looked at.
    column: String,
    /// The texts that leave a row out, whatever their case and spaces.
    #[serde(default)]
    is: Vec<String>,
    /// Whether an empty cell leaves it out.
    #[serde(default)]
    empty: bool,
}

#[derive(Deserialize)]
struct Written {
    #[serde(default)]
    sheet: Option<String>,
    #[serde(default)]
    constants: BTreeMap<String, toml::Value>,
    #[serde(default)]
    codes: BTreeMap<String, String>,
    #[serde(default)]
    units: BTreeMap<String, String>,
    #[serde(default)]
    skip: Vec<Skip>,
    #[serde(flatten)]
    headings: BTreeMap<String, String>,
}

impl Mapping {
    /// Reads a mapping from its TOML text.
    ///
    /// # Errors
    /// When the text is not TOML, names a column that figures do not have, or names none for the
    /// code or the period.
    pub fn parse(text: &str) -> Result<Self, ExchangeError> {
        let refused = |message: String| ExchangeError::Mapping { message };
        let written: Written =
            toml::from_str(text).map_err(|error| refused(error.message().to_owned()))?;
        let kind = Kind::Figure;
        let headings: Result<Vec<_>, _> = written
            .headings
            .into_iter()
            .map(|(name, heading)| Ok((column_named(kind, &name)?, heading)))
            .collect();
        let constant = |(name, value): (String, toml::Value)| {
            Ok((column_named(kind, &name)?, constant_text(value)))
        };
        let constants: Result<Vec<_>, _> = written.constants.into_iter().map(constant).collect();
        let mapping = Self {
            kind,
            sheet: written.sheet,
            headings: headings?,
            constants: constants?,
            codes: written.codes,
            units: written.units,
            skip: written.skip,
        };
        for needed in ["measure", "period", "value"] {
            let mut named = mapping
                .headings
                .iter()
                .map(|(column, _)| *column)
                .chain(mapping.constants.iter().map(|(column, _)| *column));
            if !named.any(|column| column.name == needed) {
                let name = if needed == "measure" { "code" } else { needed };
                return Err(refused(format!(
                    "it says nothing of the {name}; add {name} = \"the table's heading\""
                )));
            }
        }
        Ok(mapping)
    }

    /// Reads a mapping from a file.
    ///
    /// # Errors
    /// When the file cannot be read or is no mapping.
    pub fn read(path: &Path) -> Result<Self, ExchangeError> {
        let text = std::fs::read_to_string(path).map_err(ExchangeError::io("read", path))?;
        Self::parse(&text)
    }

    /// The kind of record that rows become.
    pub(crate) const fn kind(&self) -> Kind {
        self.kind
    }

    /// The sheet with our headings, without the rows to be left out; none when the mapping is for
    /// another sheet or the sheet lacks a column the mapping names.
    pub(crate) fn apply(&self, grid: &Grid, issues: &mut Issues) -> Option<Grid> {
        if self
            .sheet
            .as_ref()
            .is_some_and(|sheet| plain(sheet) != plain(&grid.name))
        {
            return None;
        }
        let (below, places) = self.find_heading(grid, issues)?;
        let skip = self.skip_places(grid, below, issues)?;
        let names = self
            .headings
            .iter()
            .chain(&self.constants)
            .map(|(column, _)| Cell::Text(column.name.to_owned()));
        let mut rows = vec![Row {
            number: 0,
            cells: names.collect(),
        }];
        for row in grid.rows.iter().skip(below) {
            let filled = places
                .iter()
                .any(|place| row.cells.get(*place).is_some_and(|cell| !cell.is_empty()));
            if filled && !self.is_skipped(row, &skip) {
                let found = places
                    .iter()
                    .map(|place| row.cells.get(*place).cloned().unwrap_or(Cell::Empty));
                let constants = self
                    .constants
                    .iter()
                    .map(|(_, text)| Cell::Text(text.clone()));
                rows.push(Row {
                    number: row.number,
                    cells: found.chain(constants).collect(),
                });
            }
        }
        Some(Grid {
            place: grid.place.clone(),
            name: grid.name.clone(),
            rows,
            merged: Vec::new(),
            guarded: grid.guarded,
        })
    }

    /// The first row that has every heading the mapping names: the place of the row after it, and
    /// the places of the columns.
    fn find_heading(&self, grid: &Grid, issues: &mut Issues) -> Option<(usize, Vec<usize>)> {
        let place_in = |row: &Row, heading: &str| {
            row.cells
                .iter()
                .position(|cell| plain(&cell.shown()) == plain(heading))
        };
        for (index, row) in grid.rows.iter().enumerate().take(20) {
            let places: Option<Vec<usize>> = self
                .headings
                .iter()
                .map(|(_, heading)| place_in(row, heading))
                .collect();
            if let Some(places) = places {
                return Some((index + 1, places));
            }
        }
        let wanted: Vec<&str> = self
            .headings
            .iter()
            .map(|(_, heading)| heading.as_str())
            .collect();
        issues.error(
            &grid.place,
            Problem::new(
                "no-heading",
                format!(
                    "no row among the first 20 has all the headings of the mapping: {}",
                    wanted.join(", ")
                ),
                "compare the headings of the file with the mapping",
            ),
        );
        None
    }

    fn skip_places(&self, grid: &Grid, below: usize, issues: &mut Issues) -> Option<Vec<usize>> {
        let heading = grid.rows.get(below.checked_sub(1)?)?;
        let place = |skip: &Skip| {
            let place = heading
                .cells
                .iter()
                .position(|cell| plain(&cell.shown()) == plain(&skip.column));
            if place.is_none() {
                let message = format!(
                    "there is no column \"{}\", by which the mapping leaves rows out",
                    skip.column
                );
                issues.error(
                    &grid.place,
                    Problem::new(
                        "no-heading",
                        message,
                        "compare the headings of the file with the mapping",
                    ),
                );
            }
            place
        };
        self.skip.iter().map(place).collect()
    }

    fn is_skipped(&self, row: &Row, places: &[usize]) -> bool {
        self.skip.iter().zip(places).any(|(skip, place)| {
            let cell = row.cells.get(*place).unwrap_or(&Cell::Empty);
            let text = plain(&cell.shown());
            (skip.empty && cell.is_empty()) || skip.is.iter().any(|listed| plain(listed) == text)
        })
    }

    /// Gives codes and units the names they have here.
    pub(crate) fn rename(&self, record: &mut Value) {
        let codes = |code: &str| {
            let same =
                |(theirs, _): &(&String, &String)| crate::identity::normalised(theirs) == code;
            self.codes
                .iter()
                .find(same)
                .map(|(_, ours)| crate::identity::normalised(ours))
        };
        let units = |unit: &str| {
            let same = |(theirs, _): &(&String, &String)| plain(theirs) == plain(unit);
            self.units.iter().find(same).map(|(_, ours)| ours.clone())
        };
        let renamed = |field: &str, name: &dyn Fn(&str) -> Option<String>, record: &mut Value| {
            if let Some(Value::String(text)) = record.get_mut(field)
                && let Some(ours) = name(text)
            {
                *text = ours;
            }
        };
        renamed("measure", &codes, record);
        renamed("unit", &units, record);
    }
}

fn constant_text(value: toml::Value) -> String {
    match value {
        toml::Value::String(text) => text,
        other => other.to_string(),
    }
}

fn column_named(kind: Kind, name: &str) -> Result<&'static Column, ExchangeError> {
    let known = columns(Table::Records(kind));
    known
        .iter()
        .find(|column| column.is_called(name))
        .ok_or_else(|| ExchangeError::Mapping {
            message: format!(
                "figures have no column \"{name}\"; there are code, {}",
                known
                    .iter()
                    .skip(1)
                    .map(|column| column.name)
                    .collect::<Vec<_>>()
                    .join(", ")
            ),
        })
}

/// Reads figures in long form from a CSV file or workbook through a mapping.
#[must_use]
pub fn read_long(path: &Path, mapping: &Mapping, options: &Options<'_>) -> Imported {
    let options = Options {
        mapping: Some(mapping),
        ..*options
    };
    import::read(&[path.to_owned()], &options)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use clew_plan::{Book, FigureSource};
    use proptest::prelude::*;

    const MAPPING: &str = r#"
        code = "Indicator"
        period = "Year"
        value = "Result"
        denominator = "Base"
        [constants]
        from = "imported"
        [codes]
        "PI-7" = "SW7"
        [[skip]]
        column = "Area"
        is = ["Scotland"]
    "#;

    fn read(csv: &str) -> Imported {
        let mapping = Mapping::parse(MAPPING).unwrap();
        let options = Options {
            mapping: Some(&mapping),
            ..Options::default()
        };
        import::from_bytes("feed.csv", csv.as_bytes(), &options)
    }

    #[test]
    fn figures_are_read_through_a_mapping_with_renamed_codes_and_rows_left_out() {
        let imported = read(
            "A report,,,,\nArea,Indicator,Year,Result,Base\nWest Lothian,PI-7,2019/20,78%,\"1,200\"\nScotland,PI-7,2019/20,80%,\nWest Lothian,SW01,2019/20,No Data,\n",
        );
        let figures = &imported.book.figures;
        assert_eq!(figures.len(), 2);
        assert_eq!(figures[0].measure.as_str(), "SW7");
        assert_eq!(figures[0].denominator, Some(1_200.into()));
        assert_eq!(figures[0].from, FigureSource::Imported);
        assert_eq!(
            (figures[1].measure.as_str(), figures[1].value),
            ("SW1", None)
        );
        assert_eq!(figures[1].as_written.as_deref(), Some("No Data"));
    }

    #[test]
    fn a_file_without_the_headings_of_the_mapping_gives_an_issue_and_no_figures() {
        let imported = read("Code,Year,Result\nSW1,2019/20,5\n");
        assert_eq!(imported.book, Book::default());
        assert_eq!(imported.issues[0].rule, "no-heading");
    }

    #[test]
    fn a_mapping_that_cannot_be_used_says_why() {
        let table = [
            (
                "period = \"Year\"\nvalue = \"V\"",
                "says nothing of the code",
            ),
            (
                "code = \"C\"\nperiod = \"P\"\nvalue = \"V\"\ncolour = \"X\"",
                "no column \"colour\"",
            ),
            ("code = ", "cannot be used"),
        ];
        for (text, expected) in table {
            let message = Mapping::parse(text).unwrap_err().to_string();
            assert!(message.contains(expected), "{message}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_refused_or_read_without_a_panic(text in ".{0,200}") {
            let _ = Mapping::parse(&text);
        }
    }
}
