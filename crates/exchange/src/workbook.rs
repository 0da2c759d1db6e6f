//! Workbooks: the annotated template that a plan is written in, and a Book in the same form.

mod guide;
mod sheet;

pub(crate) use guide::about;
pub(crate) use sheet::field;

use std::path::Path;

use clew_plan::Book;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};
use serde_json::Value;

use crate::columns::Table;
use crate::issue::{Issue, Issues, Place};
use crate::{ExchangeError, MadeAt, kinds};

/// The sheet that explains the others.
pub const GUIDE: &str = "Read me first";
/// The sheet, hidden, with the words of the longer drop-down lists.
pub const WORDS: &str = "Words";

/// The template: a sheet for each kind of record with headings, notes and drop-down lists, and
/// nothing filled in.
///
/// # Errors
/// When the workbook cannot be put together.
pub fn template() -> Result<Vec<u8>, ExchangeError> {
    let mut issues = Issues::default();
    build(
        &Book::default(),
        None,
        &Place::file("template"),
        &mut issues,
    )
    .map_err(|error| unwritable("the template", &error))
}

/// The Book as a workbook in the form of the template. Sheets of kinds that have no records are
/// left out. What a workbook cannot hold (control characters) is left out with an issue.
///
/// # Errors
/// When a text is longer than a cell holds (32,767 characters) or a kind has more records than a
/// sheet has rows.
pub fn from_book(book: &Book, name: &str) -> Result<(Vec<u8>, Vec<Issue>), ExchangeError> {
    from_book_made_at(book, name, None)
}

/// As [`from_book`], with a sheet that says which entry of a journal it was made at.
///
/// # Errors
/// As [`from_book`].
pub fn from_book_made_at(
    book: &Book,
    name: &str,
    made_at: Option<&MadeAt>,
) -> Result<(Vec<u8>, Vec<Issue>), ExchangeError> {
    let mut issues = Issues::default();
    let bytes = build(book, made_at, &Place::file(name), &mut issues)
        .map_err(|error| unwritable(name, &error))?;
    Ok((bytes, issues.finish()))
}

fn build(
    book: &Book,
    made_at: Option<&MadeAt>,
    place: &Place,
    issues: &mut Issues,
) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // Without a fixed date the same Book would give other bytes every time.
    let epoch = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(
        &DocProperties::new()
            .set_title("Clew plan")
            .set_creation_datetime(&epoch),
    );
    let is_template = *book == Book::default();
    let tables: Vec<(Table, Vec<Value>)> = Table::all()
        .map(|table| (table, records(book, table)))
        .filter(|(_, records)| is_template || !records.is_empty())
        .collect();
    guide::write(
        workbook.add_worksheet(),
        tables.iter().map(|(table, _)| *table),
    )?;
    let shown: Vec<Table> = tables.iter().map(|(table, _)| *table).collect();
    let mut words = guide::Words::default();
    for (table, records) in &tables {
        let place = place.sheet(&table.sheet());
        let sheet = workbook.add_worksheet();
        sheet::write(sheet, *table, records, &shown, &mut words, &place, issues)?;
    }
    if let Some(made_at) = made_at {
        about(workbook.add_worksheet(), made_at)?;
    }
    words.write(workbook.add_worksheet())?;
    workbook.save_to_buffer()
}

/// The records of a table in their JSON form.
pub(crate) fn records(book: &Book, table: Table) -> Vec<Value> {
    match table {
        Table::Organisation => {
            let organisation = book.organisation.iter();
            organisation
                .map(|organisation| serde_json::to_value(organisation).unwrap_or(Value::Null))
                .collect()
        }
        Table::Records(kind) => kinds::values(book, kind),
    }
}

fn unwritable(what: &str, error: &XlsxError) -> ExchangeError {
    ExchangeError::Unwritable {
        what: what.to_owned(),
        message: format!("{error}; export it as CSV or JSON, which have no such limit"),
    }
}

/// Writes the template to a file.
///
/// # Errors
/// When the file cannot be written.
pub fn write_template(path: &Path) -> Result<(), ExchangeError> {
    crate::export::write_file(path, &template()?)
}
