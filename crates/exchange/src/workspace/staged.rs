//! Writing several files as if they were one.
//!
//! The files are written to `.writing`, which becomes `.complete` in one step when all are there;
//! only then are they moved into place. A reader that finds `.complete` finishes the moves; what is
//! in `.writing` was never finished and counts for nothing.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::Path;

use super::beside;
use crate::ExchangeError;

const WRITING: &str = ".writing";
const COMPLETE: &str = ".complete";
/// Lists, inside the staged folder, the files that the workspace no longer has.
const GONE: &str = "gone.txt";

/// Whether a finished write waits to be moved into place.
pub(super) fn is_complete(folder: &Path) -> bool {
    beside(folder, COMPLETE).is_dir()
}

/// Writes every file that has a text and removes every one that has none, all or nothing.
pub(super) fn write(
    folder: &Path,
    files: &[(String, Option<String>)],
) -> Result<(), ExchangeError> {
    finish(folder)?;
    let staging = beside(folder, WRITING);
    remove_folder(&staging)?;
    fs::create_dir_all(&staging).map_err(ExchangeError::io("make the folder", &staging))?;
    let mut gone = String::new();
    for (name, text) in files {
        match text {
            Some(text) => write_file(&staging.join(name), text)?,
            None => {
                gone.push_str(name);
                gone.push('\n');
            }
        }
    }
    write_file(&staging.join(GONE), &gone)?;
    let complete = beside(folder, COMPLETE);
    fs::rename(&staging, &complete).map_err(ExchangeError::io("move into place", &staging))?;
    finish(folder)
}

/// Moves into place what a complete write left, if there is any.
pub(super) fn finish(folder: &Path) -> Result<(), ExchangeError> {
    let complete = beside(folder, COMPLETE);
    if !complete.is_dir() {
        return Ok(());
    }
    let gone = fs::read_to_string(complete.join(GONE)).unwrap_or_default();
    for name in gone.lines() {
        remove_file(&folder.join(name))?;
    }
    let entries = fs::read_dir(&complete).map_err(ExchangeError::io("read", &complete))?;
    for entry in entries {
        let entry = entry.map_err(ExchangeError::io("read", &complete))?;
        if entry.file_name() != GONE {
            let target = folder.join(entry.file_name());
            fs::rename(entry.path(), &target)
                .map_err(ExchangeError::io("move into place", target))?;
        }
    }
    remove_folder(&complete)
}

fn write_file(path: &Path, text: &str) -> Result<(), ExchangeError> {
    let write = || -> std::io::Result<()> {
        let mut file = fs::File::create(path)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()
    };
    write().map_err(ExchangeError::io("write", path))
}

fn remove_file(path: &Path) -> Result<(), ExchangeError> {
    match fs::remove_file(path) {
        Err(cause) if cause.kind() != ErrorKind::NotFound => {
            Err(ExchangeError::io("remove", path)(cause))
        }
        _ => Ok(()),
    }
}

fn remove_folder(path: &Path) -> Result<(), ExchangeError> {
    match fs::remove_dir_all(path) {
        Err(cause) if cause.kind() != ErrorKind::NotFound => {
            Err(ExchangeError::io("remove", path)(cause))
        }
        _ => Ok(()),
    }
}
