//! Exporting a Book: as a workspace, a folder of CSV files, one JSON file or a workbook. Importing
//! what was exported gives the same Book.

use std::fs;
use std::path::Path;

use clew_plan::{Book, Kind};
use serde_json::{Map, Value};

use crate::cells::join_list;
use crate::columns::{CellType, Column, Entry, Table, columns};
use crate::issue::Issue;
use crate::workbook::{self, field};
use crate::{ExchangeError, read, workspace};

/// The forms a Book is written in.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Form {
    /// A workspace: a folder of JSON lines.
    Workspace,
    /// A folder of CSV files, one a kind of record.
    Csv,
    /// One JSON file.
    Json,
    /// One workbook, a sheet a kind of record.
    Workbook,
}

impl Form {
    /// The form that a path's extension asks for; a workspace when it has none.
    #[must_use]
    pub fn of_path(path: &Path) -> Self {
        match read::extension_of(&path.to_string_lossy()).as_str() {
            "xlsx" => Self::Workbook,
            "json" => Self::Json,
            _ => Self::Workspace,
        }
    }

    /// The form with a name: `workspace`, `csv`, `json` or `xlsx`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "workspace" => Some(Self::Workspace),
            "csv" => Some(Self::Csv),
            "json" => Some(Self::Json),
            "xlsx" => Some(Self::Workbook),
            _ => None,
        }
    }
}

/// Writes the Book to a path in a form. Issues tell what the form could not hold.
///
/// # Errors
/// When the path cannot be written, or a record does not fit the form at all.
pub fn export(book: &Book, to: &Path, form: Form) -> Result<Vec<Issue>, ExchangeError> {
    match form {
        Form::Workspace => workspace::write(book, to).map(|()| Vec::new()),
        Form::Json => write_file(to, json(book).as_bytes()).map(|()| Vec::new()),
        Form::Csv => write_csv(book, to).map(|()| Vec::new()),
        Form::Workbook => {
            let (bytes, issues) = workbook::from_book(book, &to.display().to_string())?;
            write_file(to, &bytes).map(|()| issues)
        }
    }
}

/// The Book as one JSON object, with a list for each kind that has records.
#[must_use]
pub fn json(book: &Book) -> String {
    let mut object = Map::new();
    object.insert("format".to_owned(), Value::from(workspace::FORMAT));
    for table in Table::all() {
        let mut records = workbook::records(book, table);
        let value = match table {
            Table::Organisation => records.pop(),
            Table::Records(_) => Some(Value::Array(records))
                .filter(|list| list.as_array().is_some_and(|list| !list.is_empty())),
        };
        if let Some(value) = value {
            object.insert(table.name().to_owned(), value);
        }
    }
    let mut text = serde_json::to_string_pretty(&Value::Object(object)).unwrap_or_default();
    text.push('\n');
    text
}

/// The Book as CSV files: the name and text of each, for the kinds that have records. The text
/// begins with a byte-order mark, without which Excel spoils pound signs and accents.
///
/// # Errors
/// When a file cannot be put together.
pub fn csv_files(book: &Book) -> Result<Vec<(String, String)>, ExchangeError> {
    let mut files = Vec::new();
    for table in Table::all() {
        let records = workbook::records(book, table);
        if !records.is_empty() {
            files.push((csv_name(table), csv_text(table, &records)?));
        }
    }
    Ok(files)
}

fn csv_name(table: Table) -> String {
    format!("{}.csv", table.name())
}

fn csv_text(table: Table, records: &[Value]) -> Result<String, ExchangeError> {
    let unwritable = |message: String| ExchangeError::Unwritable {
        what: csv_name(table),
        message,
    };
    let mut writer = csv::Writer::from_writer(Vec::new());
    let headings = columns(table)
        .iter()
        .map(|column| column.heading().into_owned());
    writer
        .write_record(headings)
        .map_err(|error| unwritable(error.to_string()))?;
    for record in records {
        let cells = columns(table)
            .iter()
            .map(|column| csv_cell(column, field(record, column.name)));
        writer
            .write_record(cells)
            .map_err(|error| unwritable(error.to_string()))?;
    }
    let bytes = writer
        .into_inner()
        .map_err(|error| unwritable(error.to_string()))?;
    let text = String::from_utf8(bytes).map_err(|error| unwritable(error.to_string()))?;
    Ok(format!("\u{feff}{text}"))
}

fn csv_cell(column: &Column, value: Option<&Value>) -> String {
    let text = match value {
        None | Some(Value::Null) => return String::new(),
        Some(Value::Bool(truth)) => if *truth { "yes" } else { "no" }.to_owned(),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(entries)) => {
            join_list(&entries.iter().filter_map(Value::as_str).collect::<Vec<_>>())
        }
        Some(other) => other.to_string(),
    };
    match column.cell {
        CellType::Text | CellType::List(Entry::Text | Entry::Id(_)) => read::write_guarded(&text),
        _ => text,
    }
}

/// Writes the CSV files of a Book to a folder; files of kinds that have become empty go.
fn write_csv(book: &Book, folder: &Path) -> Result<(), ExchangeError> {
    fs::create_dir_all(folder).map_err(ExchangeError::io("make the folder", folder))?;
    let files = csv_files(book)?;
    for (name, text) in &files {
        write_file(&folder.join(name), text.as_bytes())?;
    }
    let empty = Kind::ALL.iter().map(|kind| csv_name(Table::Records(*kind)));
    for name in empty.filter(|name| files.iter().all(|(written, _)| written != name)) {
        let path = folder.join(name);
        if path.exists() {
            fs::remove_file(&path).map_err(ExchangeError::io("remove", path))?;
        }
    }
    Ok(())
}

/// Writes a file beside its place and then moves it there, so that a half-written file never
/// replaces a good one.
pub(crate) fn write_file(path: &Path, bytes: &[u8]) -> Result<(), ExchangeError> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".writing");
    fs::write(&beside, bytes).map_err(ExchangeError::io("write", path))?;
    fs::rename(&beside, path).map_err(ExchangeError::io("write", path))
}
