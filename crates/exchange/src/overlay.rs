//! What an import does to records that are there already: fields that the file has no column for
//! stay, and figures, targets and statuses never change in silence.

use std::collections::HashMap;

use clew_plan::{Book, Kind};
use rust_decimal::Decimal;
use serde_json::{Map, Value};

use crate::columns::{CellType, Column, Table, columns};
use crate::import::Origin;
use crate::issue::{Issues, Place, Problem, Severity};
use crate::kinds;
use crate::merge::Pairs;
use crate::workbook::field;

/// Kinds whose numbers and statuses are told of when they change.
const TOLD: [Kind; 4] = [
    Kind::Figure,
    Kind::Target,
    Kind::ProfilePoint,
    Kind::BenchmarkFigure,
];

/// What incoming records are compared with.
pub(crate) struct Known<'book> {
    /// The Book that they go into.
    pub(crate) existing: &'book Book,
    /// The Book that they were made from, where that is known.
    pub(crate) made_from: Option<&'book Book>,
    /// Whether every changed field is told of.
    pub(crate) every_change: bool,
}

/// The records of a kind that an incoming one may have been before.
struct Earlier {
    there: Vec<Value>,
    pairs: Pairs,
}

impl Earlier {
    fn of(book: &Book, kind: Kind) -> Self {
        let there = kinds::values(book, kind);
        let pairs = Pairs::new(kind, &there);
        Self { there, pairs }
    }

    fn find(&mut self, record: &Value) -> Option<&Value> {
        let place = self.pairs.place_of(record)?;
        self.there.get(place)
    }
}

/// Completes incoming records with what is known of them and the file has no column for, and warns
/// of every known value that the file changes or blanks.
pub(crate) fn keep_earlier(
    incoming: &mut Book,
    known: &Known<'_>,
    origins: &HashMap<Kind, Vec<Origin>>,
    issues: &mut Issues,
) {
    for kind in Kind::ALL {
        let Some(origins) = origins.get(kind) else {
            continue;
        };
        let mut existing = Earlier::of(known.existing, *kind);
        let mut made_from = known.made_from.map(|book| Earlier::of(book, *kind));
        let mut completed = Vec::new();
        kinds::each(incoming, *kind, |place, record| {
            let now = existing.find(record);
            let then = made_from.as_mut().and_then(|then| then.find(record));
            let earlier = then.or(now);
            let (Some(earlier), Some(origin)) = (earlier, origins.get(place)) else {
                return;
            };
            let whole = complete(*kind, record, earlier, origin.columns.as_deref());
            if known.every_change || TOLD.contains(kind) {
                let table = Table::Records(*kind);
                let both = (earlier, &whole);
                tell(table, known.every_change, both, &origin.place, issues);
            }
            if whole != *record {
                completed.push((place, whole));
            }
        });
        for (place, record) in completed {
            // Were it left as the file has it, the earlier fields would go in silence.
            if let (Err(error), Some(origin)) = (
                kinds::replace(incoming, *kind, place, record),
                origins.get(place),
            ) {
                issues.error(&origin.place, not_completed(&error));
            }
        }
    }
}

/// Warns of what a file changes of the organisation, where every change is told of.
pub(crate) fn tell_of_organisation(
    incoming: &Book,
    known: &Known<'_>,
    place: &Place,
    issues: &mut Issues,
) {
    let (Some(now), Some(earlier)) = (&incoming.organisation, &known.existing.organisation) else {
        return;
    };
    if !known.every_change {
        return;
    }
    let as_value = |organisation| serde_json::to_value(organisation).unwrap_or(Value::Null);
    tell(
        Table::Organisation,
        true,
        (&as_value(earlier), &as_value(now)),
        place,
        issues,
    );
}

/// The record with the earlier one's fields where the file has no column.
fn complete(kind: Kind, record: &Value, earlier: &Value, named: Option<&[&str]>) -> Value {
    let (Some(named), Some(fields), Some(before)) =
        (named, record.as_object(), earlier.as_object())
    else {
        return record.clone();
    };
    let mut fields = fields.clone();
    let table = columns(Table::Records(kind));
    for column in table {
        let outer = outer_of(column);
        // The parts of an override belong together: a file has all of them or none.
        let has = named
            .iter()
            .any(|name| *name == outer || name.split('.').next() == Some(outer));
        if !has && !describes_another_cell(table, column, named, &fields, before) {
            match before.get(outer) {
                Some(value) => fields.insert(outer.to_owned(), value.clone()),
                None => fields.remove(outer),
            };
        }
    }
    Value::Object(fields)
}

/// The field of the record that the column is, or is a part of.
fn outer_of(column: &Column) -> &'static str {
    column.name.split('.').next().unwrap_or(column.name)
}

/// Whether the column keeps the text of a cell that the file has and that now holds something else:
/// then the earlier text would be wrong.
fn describes_another_cell(
    table: &[Column],
    column: &Column,
    named: &[&str],
    fields: &Map<String, Value>,
    before: &Map<String, Value>,
) -> bool {
    table.iter().any(|other| {
        other.text_kept_in == Some(column.name)
            && named.contains(&other.name)
            && (fields.get(column.name).is_some_and(|text| !text.is_null())
                || !same(fields.get(other.name), before.get(other.name)))
    })
}

/// Warns of each number and status, or of each field, that was known and becomes another or goes.
fn tell(
    table: Table,
    every: bool,
    (earlier, record): (&Value, &Value),
    place: &Place,
    issues: &mut Issues,
) {
    for column in columns(table) {
        let matters = every
            || matches!(column.cell, CellType::Decimal | CellType::Goal)
            || column.name.contains("status");
        let (old, new) = (field(earlier, column.name), field(record, column.name));
        if matters && !column.identifies && is_known(old) && !same(old, new) {
            let heading = column.heading();
            let problem = replaced(&heading, &shown(old), is_known(new).then(|| shown(new)));
            issues.add(Severity::Warning, place, Some(&heading), problem);
        }
    }
}

fn not_completed(error: &serde_json::Error) -> Problem {
    Problem::new(
        "record-not-completed",
        format!("the row does not go together with what the workspace holds of it: {error}"),
        "give every column of the row, or mend the record in the workspace first",
    )
}

fn replaced(heading: &str, old: &str, new: Option<String>) -> Problem {
    let message = match new {
        Some(new) => format!("\"{heading}\" was {old} and becomes {new}"),
        None => format!("\"{heading}\" was {old} and becomes empty"),
    };
    Problem::new(
        "replaces-known-value",
        message,
        "look whether that is meant; to keep what is there, write it in the row or leave the column out",
    )
}

fn is_known(value: Option<&Value>) -> bool {
    value.is_some_and(|value| !value.is_null())
}

/// Whether two fields say the same; `78` and `78.0` do.
fn same(left: Option<&Value>, right: Option<&Value>) -> bool {
    let number = |value: Option<&Value>| shown(value).parse::<Decimal>().ok();
    match (is_known(left), is_known(right)) {
        (true, true) => {
            left == right || number(left).is_some_and(|left| number(right) == Some(left))
        }
        (left, right) => left == right,
    }
}

fn shown(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use clew_plan::Book;

    use crate::import::{Imported, Options, from_bytes};
    use crate::merge;

    const MEASURES: &str = "Code,Title,Unit of measure\nA1,Visits in time,percent\n";
    const FIGURES: &str = "Measure,Period,Value,Numerator,Denominator,State,Text as written,Reported status,\
        Override status,Override reason\n\
        A1,2023-24,78,78,100,provisional,78 to date,green,amber,Late returns\n";

    fn read(book: &Book, name: &str, csv: &str) -> Imported {
        let options = Options {
            existing: Some(book),
            ..Options::default()
        };
        from_bytes(name, csv.as_bytes(), &options)
    }

    fn book() -> Book {
        let mut book = Book::default();
        for (name, csv) in [("measures.csv", MEASURES), ("figures.csv", FIGURES)] {
            let imported = read(&book, name, csv);
            assert_eq!(imported.issues, []);
            merge(&mut book, imported.book);
        }
        book
    }

    fn told(imported: &Imported) -> Vec<String> {
        let issues = imported.issues.iter();
        issues
            .filter(|issue| issue.rule == "replaces-known-value")
            .map(|issue| format!("{:?}: {}", issue.row, issue.message))
            .collect()
    }

    #[test]
    fn fields_that_a_file_has_no_column_for_stay() {
        let before = book();
        let imported = read(
            &before,
            "figures.csv",
            "Measure,Period,Value\nA1,2023-24,78.0\n",
        );
        assert_eq!(told(&imported), Vec::<String>::new());
        let (mut expected, figure) = (before.figures[0].clone(), &imported.book.figures[0]);
        expected.value = figure.value;
        assert_eq!(figure, &expected);
        let mut after = before.clone();
        merge(&mut after, imported.book);
        assert_eq!(
            after.figures[0].reported_status,
            before.figures[0].reported_status
        );
    }

    #[test]
    fn a_measure_that_is_read_again_with_fewer_columns_keeps_the_others() {
        let before = book();
        let imported = read(
            &before,
            "measures.csv",
            "Code,Title,Owner\nA1,Visits on time,Head of Adults\n",
        );
        let measure = &imported.book.measures[0];
        assert_eq!(measure.unit_of_measure, before.measures[0].unit_of_measure);
        assert_eq!(measure.title, "Visits on time");
    }

    #[test]
    fn values_and_statuses_that_change_or_go_are_told_with_row_old_and_new() {
        let before = book();
        let imported = read(
            &before,
            "figures.csv",
            "Measure,Period,Value,Numerator,Reported status,Override status\nA1,2023-24,79,,,\n",
        );
        assert_eq!(
            told(&imported),
            [
                "Some(2): \"Value\" was 78 and becomes 79",
                "Some(2): \"Numerator\" was 78 and becomes empty",
                "Some(2): \"Reported status\" was Green and becomes empty",
                "Some(2): \"Override status\" was Amber and becomes empty",
                "Some(2): \"Override reason\" was Late returns and becomes empty",
            ]
        );
        let figure = &imported.book.figures[0];
        assert_eq!(figure.denominator, Some(100.into()));
        assert_eq!(
            (&figure.override_status, &figure.as_written),
            (&None, &None)
        );
    }

    #[test]
    fn reading_the_same_again_tells_nothing() {
        let before = book();
        let imported = read(&before, "figures.csv", FIGURES);
        assert_eq!(imported.issues, []);
        assert_eq!(imported.book.figures, before.figures);
    }
}
