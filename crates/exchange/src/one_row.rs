//! One record as the text of its columns, for a form: read as a row of a sheet is, and written back.

use clew_plan::{Book, Kind, Record};
use serde_json::Value;

use crate::cells::join_list;
use crate::columns::{Column, Table, columns};
use crate::grid::{Cell, Row};
use crate::heading::Heading;
use crate::issue::{Issues, Place, Problem, Severity};
use crate::workbook::field;
use crate::{rows, soundness};

/// What is wrong with, or doubtful about, one column of a record.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ColumnProblem {
    /// The column's name; empty when it is about the record as a whole.
    pub column: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub suggestion: String,
}

/// Reads one record of a kind from the text of its columns, as strictly as a row of a sheet, and looks
/// whether it is sound beside what the Book holds: what it refers to is there, nothing is part of
/// itself, no number is impossible. Given with it are warnings: it can be taken in, but someone
/// should look.
///
/// # Errors
/// Everything that is wrong with it, column by column.
pub fn read_one(
    kind: Kind,
    text: &dyn Fn(&str) -> String,
    existing: &Book,
) -> Result<(Record, Vec<ColumnProblem>), Vec<ColumnProblem>> {
    let all = columns(Table::Records(kind));
    let mut issues = Issues::default();
    let row = Row {
        number: 1,
        cells: all.iter().map(|it| Cell::Text(text(it.name))).collect(),
    };
    let heading = Heading {
        below: 0,
        columns: all.iter().map(Some).collect(),
    };
    let place = Place::file(kind.name());
    let table = Table::Records(kind);
    let read = rows::read_row(&row, table, &heading, false, &place, &mut issues);
    let mut problems: Vec<ColumnProblem> = (issues.finish().into_iter())
        .map(|it| of_issue(all, it))
        .collect();
    let record = read.map(|value| kind.read(value));
    let record = match record {
        Some(Ok(record)) => record,
        Some(Err(error)) => {
            problems.push(of_whole(error.to_string()));
            return Err(problems);
        }
        None => return Err(problems),
    };
    problems.extend(beside(&record, existing));
    match problems.iter().any(|it| it.severity == Severity::Error) {
        true => Err(problems),
        false => Ok((record, problems)),
    }
}

/// The text of each column of a record, in the order of the columns; empty where it has no value.
#[must_use]
pub fn texts_of(record: &Record) -> Vec<(&'static str, String)> {
    let value = serde_json::to_value(record).unwrap_or(Value::Null);
    let all = columns(Table::Records(record.kind())).iter();
    all.map(|column| (column.name, text_of(field(&value, column.name))))
        .collect()
}

fn text_of(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::Bool(truth)) => if *truth { "yes" } else { "no" }.to_owned(),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(entries)) => {
            join_list(&entries.iter().filter_map(Value::as_str).collect::<Vec<_>>())
        }
        Some(other) => other.to_string(),
    }
}

fn beside(record: &Record, existing: &Book) -> Vec<ColumnProblem> {
    let mut alone = Book::default();
    alone.push(record.clone());
    let faults = soundness::faults(&alone, existing).into_iter();
    faults
        .map(|fault| ColumnProblem {
            column: fault.column,
            severity: fault.severity,
            message: fault.problem.message,
            suggestion: fault.problem.suggestion,
        })
        .collect()
}

fn of_issue(all: &'static [Column], issue: crate::Issue) -> ColumnProblem {
    let heading = issue.column.unwrap_or_default();
    let column = all.iter().find(|column| column.heading() == heading);
    ColumnProblem {
        column: column.map_or("", |column| column.name),
        severity: issue.severity,
        message: issue.message,
        suggestion: issue.suggestion,
    }
}

fn of_whole(message: String) -> ColumnProblem {
    let problem = Problem::new("not-a-record", message, "look at what was typed");
    ColumnProblem {
        column: "",
        severity: Severity::Error,
        message: problem.message,
        suggestion: problem.suggestion,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn read(kind: Kind, given: &[(&str, &str)]) -> Result<Record, Vec<ColumnProblem>> {
        let text = |name: &str| {
            let found = given.iter().find(|(column, _)| *column == name);
            found.map_or_else(String::new, |(_, text)| (*text).to_owned())
        };
        let book = crate::examples::load("west-lothian-2021-22").unwrap();
        read_one(kind, &text, &book).map(|(record, _)| record)
    }

    #[test]
    fn every_record_of_the_examples_is_read_back_from_its_texts() {
        for name in crate::examples::names() {
            let book = crate::examples::load(name).unwrap();
            for kind in Kind::ALL {
                for place in 0..book.count(*kind).min(5) {
                    let record = book.record(*kind, place).unwrap();
                    let texts = texts_of(&record);
                    let text = |name: &str| {
                        let found = texts.iter().find(|(column, _)| *column == name);
                        found.unwrap().1.clone()
                    };
                    let (back, _) = read_one(*kind, &text, &book).unwrap();
                    assert_eq!(back, record, "{name} {kind:?}");
                }
            }
        }
    }

    #[test]
    fn what_is_wrong_is_told_by_column() {
        let problems = read(
            Kind::Target,
            &[("measure", "NOSUCH1"), ("period", "soon"), ("goal", "")],
        );
        let columns: Vec<&str> = problems.unwrap_err().iter().map(|it| it.column).collect();
        assert_eq!(columns, ["period"]);
        let problems = read(
            Kind::Target,
            &[("measure", "NOSUCH1"), ("period", "2021-22")],
        );
        assert_eq!(problems.unwrap_err()[0].column, "measure");
    }

    #[test]
    fn an_empty_form_lacks_what_a_record_cannot_do_without() {
        let problems = read(Kind::Outcome, &[]).unwrap_err();
        let columns: Vec<&str> = problems.iter().map(|it| it.column).collect();
        assert_eq!(columns, ["id", "plan", "level", "title"]);
    }
}
