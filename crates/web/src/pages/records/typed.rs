//! Between a record and what is typed in its form.

use clew_calendar::Day;
use clew_exchange::cells::{join_list, split_list};
use clew_exchange::columns::{CellType, Column, Entry, Table, columns};
use clew_exchange::{ColumnProblem, Severity, read_one, texts_of};
use clew_plan::{Book, Kind, Record};

use crate::Form;

/// The fields of a record as its form has them: a list with one entry a line.
pub(super) fn texts(record: &Record) -> Vec<(&'static str, String)> {
    let all = columns(Table::Records(record.kind())).iter();
    let in_lines = |(column, (name, text)): (&'static Column, (&'static str, String))| {
        let text = match column.cell {
            CellType::List(_) => split_list(&text).join("\n"),
            _ => text,
        };
        (name, text)
    };
    all.zip(texts_of(record)).map(in_lines).collect()
}

/// Puts a record's fields into a form, each day in its three parts.
pub(super) fn fill(form: &mut Form, record: &Record) {
    let all = columns(Table::Records(record.kind())).iter();
    for (column, (name, text)) in all.zip(texts(record)) {
        match (column.cell, text.parse::<Day>()) {
            (CellType::Day, Ok(day)) => form.fields.set_day(name, day),
            (CellType::YesNo, _) if text.is_empty() => form.fields.set(name, "no"),
            _ => form.fields.set(name, text),
        }
    }
}

/// Reads what was typed as a record; none when something is wrong, which then stands at its field.
pub(super) fn read(form: &mut Form, kind: Kind, book: &Book) -> Option<Record> {
    let all = columns(Table::Records(kind)).iter();
    let given: Vec<(&str, String)> = all.map(|column| (column.name, one(form, column))).collect();
    if !form.is_sound() {
        return None;
    }
    let text = |name: &str| {
        let found = given.iter().find(|(column, _)| *column == name);
        found.map_or_else(String::new, |(_, text)| text.clone())
    };
    match read_one(kind, &text, book) {
        Ok((record, _)) => Some(record),
        Err(problems) => {
            refuse(form, problems);
            None
        }
    }
}

/// What was typed for a column, as a cell of a sheet would have it.
fn one(form: &mut Form, column: &Column) -> String {
    match column.cell {
        CellType::Day => form
            .day(column.name)
            .map(|day| day.to_string())
            .unwrap_or_default(),
        CellType::List(entry) => join_list(&entries(form.fields.text(column.name), entry)),
        _ => form.fields.text(column.name).to_owned(),
    }
}

/// The entries of a list: one a line, and codes also with commas or semicolons between.
fn entries(text: &str, entry: Entry) -> Vec<String> {
    let between: fn(char) -> bool = match entry {
        Entry::Text => |letter| letter == '\n',
        Entry::Measure | Entry::Id(_) => |letter| matches!(letter, '\n' | ',' | ';'),
    };
    let entries = text.split(between).map(|entry| entry.trim().to_owned());
    entries.filter(|entry| !entry.is_empty()).collect()
}

/// Puts what is wrong at its field.
pub(super) fn refuse(form: &mut Form, problems: Vec<ColumnProblem>) {
    for problem in problems
        .into_iter()
        .filter(|it| it.severity == Severity::Error)
    {
        let words = format!("{}: {}", sentence(&problem.message), problem.suggestion);
        form.refuse(problem.column, words);
    }
}

fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters
        .next()
        .map(|letter| letter.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn every_record_comes_back_from_its_form_as_it_was() {
        for name in clew_exchange::examples::names() {
            let book = clew_exchange::examples::load(name).unwrap();
            for kind in Kind::ALL {
                for place in 0..book.count(*kind).min(5) {
                    let record = book.record(*kind, place).unwrap();
                    let mut form = Form::default();
                    fill(&mut form, &record);
                    let back = read(&mut form, *kind, &book);
                    assert_eq!(back.as_ref(), Some(&record), "{:?}", form.problems);
                }
            }
        }
    }

    #[test]
    fn codes_may_stand_on_one_line_and_sentences_may_have_commas() {
        assert_eq!(
            entries("a1, a2;a3\nb", Entry::Measure),
            ["a1", "a2", "a3", "b"]
        );
        assert_eq!(
            entries("one, two; three\n\nfour", Entry::Text),
            ["one, two; three", "four"]
        );
    }

    #[test]
    fn what_is_wrong_stands_at_its_field() {
        let book = Book::default();
        let mut form = Form::showing(&[
            ("id", "p1".to_owned()),
            ("title", "Plan".to_owned()),
            ("period", "some day".to_owned()),
            ("approved_on-day", "31".to_owned()),
            ("approved_on-month", "2".to_owned()),
            ("approved_on-year", "2026".to_owned()),
        ]);
        assert!(read(&mut form, Kind::Plan, &book).is_none());
        assert!(form.problem("approved_on").is_some());
        form.fields.set("approved_on-day", "28");
        form.problems.clear();
        assert!(read(&mut form, Kind::Plan, &book).is_none());
        assert!(form.problem("period").is_some());
    }
}
