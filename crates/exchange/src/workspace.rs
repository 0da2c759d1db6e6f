//! A workspace on disk: a folder of plain text, one line a record, that shows well in a
//! comparison of versions.
//!
//! `workspace.toml` says whose it is; each kind of record that has any has a file
//! `<kind>.jsonl`, in the order of the Book. Writing is all or nothing: everything is first
//! written to one side, and what was left half done is finished or thrown away by the next reader.

mod numbers;
mod staged;
mod summary;

use std::fs;
use std::path::{Path, PathBuf};

use clew_plan::{Book, Kind};

use crate::{ExchangeError, MadeAt, kinds};

/// The file that makes a folder a workspace.
pub const SUMMARY_FILE: &str = "workspace.toml";
/// The format that this version reads and writes.
pub const FORMAT: u32 = 1;

/// Whether the folder holds a workspace.
#[must_use]
pub fn exists(folder: &Path) -> bool {
    folder.join(SUMMARY_FILE).is_file() || staged::is_complete(folder)
}

/// Reads the workspace in a folder.
///
/// # Errors
/// When the folder is no workspace, a file cannot be read, or a line is not a record of its kind;
/// the error names the file, the line and what to do.
pub fn read(folder: &Path) -> Result<Book, ExchangeError> {
    staged::finish(folder)?;
    if !folder.join(SUMMARY_FILE).is_file() {
        return Err(ExchangeError::NotAWorkspace {
            path: folder.to_owned(),
        });
    }
    read_with(&folder.display().to_string(), |name| {
        let path = folder.join(name);
        match fs::read_to_string(&path) {
            Ok(text) => Ok(Some(text)),
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(cause) => Err(ExchangeError::io("read", path)(cause)),
        }
    })
}

/// Writes the Book to a folder, made if need be; files of kinds that have become empty go.
///
/// Other files in the folder are left alone. The same Book always gives the same bytes.
///
/// # Errors
/// When the folder cannot be written; what was there before is then still there.
pub fn write(book: &Book, folder: &Path) -> Result<(), ExchangeError> {
    write_made_at(book, folder, made_at(folder).as_ref())
}

/// As [`write()`], and says which entry of a journal the Book was made at; [`write()`] leaves what the
/// folder says of that as it is.
///
/// # Errors
/// As [`write()`].
pub fn write_made_at(
    book: &Book,
    folder: &Path,
    made_at: Option<&MadeAt>,
) -> Result<(), ExchangeError> {
    let files = files(book, summary::title_in(folder), made_at)?;
    staged::write(folder, &files)
}

/// The entry of a journal that the workspace in a folder was made at; none when it was not exported
/// from a database.
#[must_use]
pub fn made_at(folder: &Path) -> Option<MadeAt> {
    summary::made_at(folder)
}

/// Reads a workspace through a function that gives the text of the file with a name, if there is
/// one. `place` is how errors name the folder.
pub(crate) fn read_with<F>(place: &str, mut text_of: F) -> Result<Book, ExchangeError>
where
    F: FnMut(&str) -> Result<Option<String>, ExchangeError>,
{
    let mut book = Book::default();
    if let Some(text) = text_of(SUMMARY_FILE)? {
        book.organisation = summary::read(&format!("{place}/{SUMMARY_FILE}"), &text)?;
    }
    for kind in Kind::ALL {
        let name = file_name(*kind);
        if let Some(text) = text_of(&name)? {
            read_lines(&mut book, *kind, &format!("{place}/{name}"), &text)?;
        }
    }
    Ok(book)
}

/// Reads the lines of one kind into the Book; empty lines are passed over.
///
/// # Errors
/// When a line is not a record of the kind, or holds a number beyond [`crate::limits`].
pub fn read_lines(
    book: &mut Book,
    kind: Kind,
    file: &str,
    text: &str,
) -> Result<(), ExchangeError> {
    for (index, line) in text.lines().enumerate() {
        if !line.trim().is_empty() {
            let wrong = |message: String| ExchangeError::Line {
                file: file.to_owned(),
                line: index + 1,
                message,
            };
            kinds::push_line(book, kind, line).map_err(|error| wrong(error.to_string()))?;
            if let Some(message) = numbers::beyond_limits(kind, line) {
                return Err(wrong(message));
            }
        }
    }
    Ok(())
}

/// The name of the file that holds a kind, for example `figures.jsonl`.
#[must_use]
pub fn file_name(kind: Kind) -> String {
    format!("{}.jsonl", kind.name())
}

/// The names of every file that a workspace can have; the one that makes it a workspace comes last.
pub(crate) fn names() -> impl Iterator<Item = String> {
    let kinds = Kind::ALL.iter().map(|kind| file_name(*kind));
    kinds.chain(std::iter::once(SUMMARY_FILE.to_owned()))
}

/// Every file of a workspace with its text; none for a file that has nothing to hold.
fn files(
    book: &Book,
    title: Option<String>,
    made_at: Option<&MadeAt>,
) -> Result<Vec<(String, Option<String>)>, ExchangeError> {
    let mut files = Vec::with_capacity(Kind::ALL.len() + 1);
    for kind in Kind::ALL {
        let text = kinds::lines(book, *kind).map_err(|error| ExchangeError::Unwritable {
            what: kind.name().to_owned(),
            message: error.to_string(),
        })?;
        files.push((file_name(*kind), Some(text).filter(|text| !text.is_empty())));
    }
    // The file that makes the folder a workspace comes last.
    files.push((
        SUMMARY_FILE.to_owned(),
        Some(summary::write(book, title, made_at)?),
    ));
    Ok(files)
}

/// The path of a file beside the ones of the workspace.
fn beside(folder: &Path, name: &str) -> PathBuf {
    folder.join(name)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use clew_plan::{Organisation, Unit};

    fn scratch(name: &str) -> PathBuf {
        let folder =
            std::env::temp_dir().join(format!("clew-workspace-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        folder
    }

    fn unit(id: &str, name: &str) -> Unit {
        Unit {
            id: id.into(),
            name: name.to_owned(),
            parent: None,
            kind: None,
            manager: None,
            source: None,
        }
    }

    fn small_book() -> Book {
        Book {
            organisation: Some(Organisation {
                name: "Example Council".to_owned(),
                short_name: None,
                calendar: Some("scotland-council".to_owned()),
                family_group: None,
                source: None,
            }),
            units: vec![
                unit("justice", "Justice"),
                unit("adults", "Adult \"services\"\nnorth"),
            ],
            ..Book::default()
        }
    }

    fn bytes(folder: &Path) -> Vec<(String, Vec<u8>)> {
        let mut all: Vec<_> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .map(|path| {
                (
                    path.file_name().unwrap().to_str().unwrap().to_owned(),
                    fs::read(path).unwrap(),
                )
            })
            .collect();
        all.sort();
        all
    }

    #[test]
    fn a_workspace_reads_back_what_was_written_and_writes_the_same_bytes_again() {
        let folder = scratch("again");
        write(&small_book(), &folder).unwrap();
        let first = bytes(&folder);
        let book = read(&folder).unwrap();
        assert_eq!(book, small_book());
        write(&book, &folder).unwrap();
        assert_eq!(bytes(&folder), first);
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_kind_that_became_empty_loses_its_file_and_other_files_stay() {
        let folder = scratch("empty");
        write(&small_book(), &folder).unwrap();
        fs::write(folder.join("notes.txt"), "mine").unwrap();
        write(&Book::default(), &folder).unwrap();
        assert!(!folder.join("units.jsonl").exists());
        assert!(folder.join("notes.txt").exists());
        assert_eq!(read(&folder).unwrap(), Book::default());
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_write_that_stopped_before_it_was_complete_changes_nothing() {
        let folder = scratch("stopped");
        write(&small_book(), &folder).unwrap();
        fs::create_dir_all(folder.join(".writing")).unwrap();
        fs::write(folder.join(".writing/units.jsonl"), "{\"id\":").unwrap();
        assert_eq!(read(&folder).unwrap(), small_book());
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_write_that_stopped_after_it_was_complete_is_finished_by_the_next_reader() {
        let (folder, other) = (scratch("finish"), scratch("finish-other"));
        write(&Book::default(), &folder).unwrap();
        write(&small_book(), &other).unwrap();
        fs::rename(&other, folder.join(".complete")).unwrap();
        assert_eq!(read(&folder).unwrap(), small_book());
        assert!(!folder.join(".complete").exists());
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn finishing_a_write_touches_only_files_that_a_workspace_can_have() {
        let outer = scratch("foreign");
        let folder = outer.join("work");
        write(&small_book(), &folder).unwrap();
        let (beside, absolute) = (outer.join("beside.txt"), outer.join("absolute.txt"));
        let (mine, inside) = (folder.join("mine.txt"), folder.join("notes.txt"));
        for victim in [&beside, &absolute, &mine, &inside] {
            fs::write(victim, "mine").unwrap();
        }
        let complete = folder.join(".complete");
        fs::create_dir(&complete).unwrap();
        let gone = format!(
            "../beside.txt\n{}\nmine.txt\nunits.jsonl\n",
            absolute.display()
        );
        fs::write(complete.join("gone.txt"), gone).unwrap();
        fs::write(complete.join("notes.txt"), "foreign").unwrap();
        assert_eq!(read(&folder).unwrap().units, []);
        for victim in [&beside, &absolute, &mine, &inside] {
            assert_eq!(fs::read_to_string(victim).unwrap(), "mine", "{victim:?}");
        }
        assert!(!complete.exists());
        fs::remove_dir_all(outer).unwrap();
    }

    #[test]
    fn a_wrong_line_is_named_with_its_file_and_number() {
        let folder = scratch("wrong");
        write(&small_book(), &folder).unwrap();
        fs::write(
            folder.join("units.jsonl"),
            "{\"id\":\"a\",\"name\":\"A\"}\n\n{\"id\":\"b\"}\n",
        )
        .unwrap();
        let message = read(&folder).unwrap_err().to_string();
        assert!(
            message.contains("units.jsonl line 3: missing field `name`"),
            "{message}"
        );
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_folder_without_the_summary_is_no_workspace() {
        let folder = scratch("none");
        assert!(matches!(
            read(&folder),
            Err(ExchangeError::NotAWorkspace { .. })
        ));
    }

    #[test]
    fn a_later_format_is_refused() {
        let folder = scratch("later");
        write(&Book::default(), &folder).unwrap();
        fs::write(folder.join(SUMMARY_FILE), "format = 2\n").unwrap();
        assert!(matches!(
            read(&folder),
            Err(ExchangeError::LaterFormat { format: 2, .. })
        ));
        fs::remove_dir_all(folder).unwrap();
    }
}
