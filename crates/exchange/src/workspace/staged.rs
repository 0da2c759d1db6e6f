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
    let found = beside(folder, COMPLETE).symlink_metadata();
    found.is_ok_and(|found| found.is_dir())
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
///
/// Only files that a workspace can have are removed or moved: a folder may come from anywhere, and
/// what its `.complete` names must not reach outside it.
pub(super) fn finish(folder: &Path) -> Result<(), ExchangeError> {
    let complete = beside(folder, COMPLETE);
    if !is_complete(folder) {
        return Ok(());
    }
    let gone = fs::read_to_string(complete.join(GONE)).unwrap_or_default();
    for name in super::names() {
        let (staged, target) = (complete.join(&name), folder.join(&name));
        if gone.lines().any(|line| line == name) {
            remove_file(&target)?;
        }
        if staged.symlink_metadata().is_ok_and(|found| found.is_file()) {
            fs::rename(staged, &target).map_err(ExchangeError::io("move into place", target))?;
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
