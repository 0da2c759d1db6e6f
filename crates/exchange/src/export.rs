//! Exporting a Book: as a workspace, a folder of CSV files, one JSON file or a workbook. Importing
//! what was exported gives the same Book.

use std::fs;
use std::path::Path;

use clew_plan::Book;
use serde_json::{Map, Value};

use crate::cells::join_list;
use crate::columns::{Column, Table, columns};
use crate::issue::Issue;
use crate::made_at::{self, MadeAt};
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

/// What becomes of files that are where an export goes, unless an earlier export wrote them.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Existing {
    /// They stay and nothing is written.
    Keep,
    /// Those with the name of a file that is written are written over; no other is touched.
    Replace,
}

/// Writes the Book to a path in a form. Issues tell what the form could not hold.
///
/// # Errors
/// When the path cannot be written, a record does not fit the form at all, or a file is there
/// already that may not be replaced.
pub fn export(
    book: &Book,
    to: &Path,
    form: Form,
    existing: Existing,
) -> Result<Vec<Issue>, ExchangeError> {
    export_made_at(book, to, form, existing, None)
}

/// As [`export`], of a Book from a database: what is written says which entry of the journal it was
/// made at, so that an import can tell what was changed in it from what others have changed since.
///
/// # Errors
/// As [`export`].
pub fn export_made_at(
    book: &Book,
    to: &Path,
    form: Form,
    existing: Existing,
    made_at: Option<&MadeAt>,
) -> Result<Vec<Issue>, ExchangeError> {
    if existing == Existing::Keep {
        match form {
            Form::Workspace => workspace::names().try_for_each(|name| refuse(&to.join(name)))?,
            Form::Json | Form::Workbook => refuse(to)?,
            Form::Csv => {}
        }
    }
    match form {
        Form::Workspace => workspace::write_made_at(book, to, made_at).map(|()| Vec::new()),
        Form::Json => write_file(to, json_made_at(book, made_at).as_bytes()).map(|()| Vec::new()),
        Form::Csv => write_csv(book, to, existing, made_at).map(|()| Vec::new()),
        Form::Workbook => {
            let (bytes, issues) =
                workbook::from_book_made_at(book, &to.display().to_string(), made_at)?;
            write_file(to, &bytes).map(|()| issues)
        }
    }
}

/// The Book as one JSON object, with a list for each kind that has records.
#[must_use]
pub fn json(book: &Book) -> String {
    json_made_at(book, None)
}

fn json_made_at(book: &Book, made_at: Option<&MadeAt>) -> String {
    let mut object = Map::new();
    object.insert("format".to_owned(), Value::from(workspace::FORMAT));
    if let Some(made_at) = made_at {
        made_at.put_in(&mut object);
    }
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
    if column.cell.is_guarded() {
        read::write_guarded(&text)
    } else {
        text
    }
}

/// An error when there is anything at the path, be it a link to nowhere.
fn refuse(path: &Path) -> Result<(), ExchangeError> {
    match path.symlink_metadata() {
        Ok(_) => Err(ExchangeError::AlreadyThere {
            path: path.to_owned(),
        }),
        Err(_) => Ok(()),
    }
}

/// Lists, in a folder of CSV files, the files that the export wrote.
const WRITTEN: &str = "clew-export.txt";

/// The CSV files that an earlier export wrote to the folder.
pub(crate) fn written_before(folder: &Path) -> Vec<String> {
    let listed = fs::read_to_string(folder.join(WRITTEN)).unwrap_or_default();
    let names = Table::all().map(csv_name);
    let is_listed = |name: &String| listed.lines().any(|line| line == name);
    names.filter(is_listed).collect()
}

/// Writes the CSV files of a Book to a folder; files that an earlier export wrote there, of kinds
/// that have become empty, go. Nothing else is removed.
fn write_csv(
    book: &Book,
    folder: &Path,
    existing: Existing,
    made_at: Option<&MadeAt>,
) -> Result<(), ExchangeError> {
    let files = csv_files(book)?;
    let before = written_before(folder);
    if existing == Existing::Keep {
        if made_at.is_some() && !folder.join(WRITTEN).exists() {
            refuse(&folder.join(made_at::BESIDE))?;
        }
        for (name, _) in files.iter().filter(|(name, _)| !before.contains(name)) {
            refuse(&folder.join(name))?;
        }
    }
    fs::create_dir_all(folder).map_err(ExchangeError::io("make the folder", folder))?;
    for (name, text) in &files {
        write_file(&folder.join(name), text.as_bytes())?;
    }
    let is_written = |name: &String| files.iter().any(|(written, _)| written == name);
    for name in before.iter().filter(|name| !is_written(name)) {
        let path = folder.join(name);
        if path.exists() {
            fs::remove_file(&path).map_err(ExchangeError::io("remove", path))?;
        }
    }
    write_beside(folder, made_at)?;
    let mut listed = String::new();
    for (name, _) in &files {
        listed.push_str(name);
        listed.push('\n');
    }
    write_file(&folder.join(WRITTEN), listed.as_bytes())
}

/// Writes beside the CSV files which entry they were made at; what an earlier export said goes.
fn write_beside(folder: &Path, made_at: Option<&MadeAt>) -> Result<(), ExchangeError> {
    let path = folder.join(made_at::BESIDE);
    match made_at {
        Some(made_at) => {
            let text = toml::to_string(made_at).map_err(|error| ExchangeError::Unwritable {
                what: made_at::BESIDE.to_owned(),
                message: error.to_string(),
            })?;
            write_file(&path, text.as_bytes())
        }
        None if folder.join(WRITTEN).exists() && path.exists() => {
            fs::remove_file(&path).map_err(ExchangeError::io("remove", path))
        }
        None => Ok(()),
    }
}

/// Writes a file beside its place and then moves it there, so that a half-written file never
/// replaces a good one.
pub(crate) fn write_file(path: &Path, bytes: &[u8]) -> Result<(), ExchangeError> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".writing");
    fs::write(&beside, bytes).map_err(ExchangeError::io("write", path))?;
    fs::rename(&beside, path).map_err(ExchangeError::io("write", path))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use clew_plan::FamilyMember;

    fn scratch(name: &str) -> std::path::PathBuf {
        let folder =
            std::env::temp_dir().join(format!("clew-export-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        folder
    }

    fn book() -> Book {
        let member = FamilyMember {
            group: "people 3".to_owned(),
            council: "Fife".to_owned(),
            source: None,
        };
        Book {
            families: vec![member],
            ..Book::default()
        }
    }

    #[test]
    fn a_folder_of_csv_files_keeps_what_no_export_wrote() {
        let folder = scratch("csv");
        fs::write(folder.join("risks.csv"), "mine").unwrap();
        let to_csv = |book: &Book, existing| export(book, &folder, Form::Csv, existing);
        to_csv(&book(), Existing::Keep).unwrap();
        to_csv(&book(), Existing::Keep).unwrap();
        let family = folder.join(csv_name(Table::Records(clew_plan::Kind::FamilyMember)));
        assert!(family.exists());
        to_csv(&Book::default(), Existing::Keep).unwrap();
        assert!(!family.exists(), "an earlier export wrote it");
        assert_eq!(
            fs::read_to_string(folder.join("risks.csv")).unwrap(),
            "mine"
        );
        fs::write(&family, "mine").unwrap();
        let refused = to_csv(&book(), Existing::Keep).unwrap_err();
        assert!(refused.to_string().contains("--force"), "{refused}");
        assert_eq!(fs::read_to_string(&family).unwrap(), "mine");
        to_csv(&book(), Existing::Replace).unwrap();
        assert!(fs::read_to_string(&family).unwrap().contains("Fife"));
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_list_of_written_files_that_names_others_removes_none_of_them() {
        let folder = scratch("listed");
        fs::write(folder.join("mine.txt"), "mine").unwrap();
        let inner = folder.join("inner");
        fs::create_dir(&inner).unwrap();
        fs::write(inner.join(WRITTEN), "../mine.txt\nnotes.csv\n").unwrap();
        fs::write(inner.join("notes.csv"), "mine").unwrap();
        export(&book(), &inner, Form::Csv, Existing::Replace).unwrap();
        assert!(folder.join("mine.txt").exists() && inner.join("notes.csv").exists());
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn files_and_workspaces_that_are_there_stay_unless_they_may_be_replaced() {
        let folder = scratch("there");
        for (form, name, mine) in [
            (Form::Json, "plan.json", "plan.json"),
            (Form::Workbook, "plan.xlsx", "plan.xlsx"),
            (Form::Workspace, ".", "risks.jsonl"),
            (Form::Workspace, ".", "workspace.toml"),
        ] {
            let (to, mine) = (folder.join(name), folder.join(mine));
            fs::write(&mine, "mine").unwrap();
            let refused = export(&book(), &to, form, Existing::Keep).unwrap_err();
            assert!(
                matches!(refused, ExchangeError::AlreadyThere { .. }),
                "{refused}"
            );
            assert_eq!(fs::read_to_string(&mine).unwrap(), "mine");
            export(&book(), &to, form, Existing::Replace).unwrap();
            assert!(fs::read(&mine).map_or(true, |bytes| bytes != b"mine"));
            let _ = fs::remove_file(mine);
        }
        fs::remove_dir_all(folder).unwrap();
    }
}
