//! Every way in which this crate refuses to go on at all. What is wrong inside a file that can be
//! read is an issue, not an error.

use std::path::PathBuf;

use thiserror::Error;

/// A file or folder that cannot be read or written.
#[derive(Debug, Error)]
pub enum ExchangeError {
    /// The operating system refused.
    #[error("cannot {doing} {}: {cause}", path.display())]
    Io {
        /// What was being done: "read", "write", ...
        doing: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// The system's own reason.
        cause: std::io::Error,
    },
    /// The folder holds no workspace.
    #[error("{} is not a workspace: it has no file workspace.toml; make one with `clew import FILE --data {}`", path.display(), path.display())]
    NotAWorkspace {
        /// The folder.
        path: PathBuf,
    },
    /// Writing would replace something that this program may not have written.
    #[error("cannot write {}: it is there already; choose another place, or add --force to write over it", path.display())]
    AlreadyThere {
        /// The file that is there.
        path: PathBuf,
    },
    /// A file of a workspace cannot be understood.
    #[error("{file} line {line}: {message}; put the line right, or restore the file from a copy")]
    Line {
        /// The file's path, or its path inside the program for an example.
        file: String,
        /// The line, counted from 1.
        line: usize,
        /// What is wrong with it.
        message: String,
    },
    /// The workspace was written by a later version.
    #[error("{file} says format = {format}; this version reads format {known}: use a later Clew")]
    LaterFormat {
        /// The file.
        file: String,
        /// The format it names.
        format: u32,
        /// The format this version reads.
        known: u32,
    },
    /// No embedded example has this name.
    #[error("there is no example \"{name}\"; there are {known}")]
    NoSuchExample {
        /// The name asked for.
        name: String,
        /// The names that exist, separated by commas.
        known: String,
    },
    /// A record cannot be written in the form asked for.
    #[error("cannot write {what}: {message}")]
    Unwritable {
        /// The record or file.
        what: String,
        /// Why not, and what to do.
        message: String,
    },
    /// A column mapping cannot be understood.
    #[error("the column mapping cannot be used: {message}")]
    Mapping {
        /// What is wrong, and what would be right.
        message: String,
    },
}

impl ExchangeError {
    /// Wraps an error of the operating system with what was being done to which path.
    pub(crate) fn io(
        doing: &'static str,
        path: impl Into<PathBuf>,
    ) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |cause| Self::Io { doing, path, cause }
    }
}
