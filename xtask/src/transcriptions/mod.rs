//! Makes workspaces from the transcribed tables of published documents.
//!
//! Each document has a module with a function `book` that turns its table into a Book with the
//! document's own wording and figures. Nothing that a table holds is repeated in the code.

use std::fs;
use std::path::{Path, PathBuf};

use clew_exchange::workspace;
use clew_plan::Book;
use serde_json::Value;
use thiserror::Error;

mod cells;
mod edinburgh;
mod measures;
mod paragraphs;
mod reading;
mod shares;
mod south_lanarkshire_plan;
mod south_lanarkshire_quarter;
mod south_lanarkshire_report;
mod west_lothian;

/// Why a transcription could not be made.
#[derive(Debug, Error)]
pub(crate) enum TranscriptionError {
    /// A file or folder could not be read or written.
    #[error("{path}: {problem}")]
    File {
        /// The file or folder.
        path: PathBuf,
        /// What went wrong.
        problem: String,
    },
    /// The table does not hold what is expected.
    #[error("{document}.json at {place}: {problem}")]
    Content {
        /// The document, for example `003`.
        document: String,
        /// The path inside the JSON, for example `measures[5].status`.
        place: String,
        /// What is wrong.
        problem: String,
    },
}

/// Makes the Book of one document from its transcribed table.
type Builder = fn(&Value) -> Result<Book, TranscriptionError>;

/// Each document and the function that makes its Book.
const DOCUMENTS: &[(&str, Builder)] = &[
    ("000", south_lanarkshire_plan::book),
    ("001", south_lanarkshire_report::book),
    ("002", west_lothian::book),
    ("003", south_lanarkshire_quarter::book),
    ("004", edinburgh::book),
];

/// Writes one workspace folder per document, `to/000` and so on.
pub(crate) fn run(seeds: &Path, to: &Path) -> Result<(), TranscriptionError> {
    for (document, builder) in DOCUMENTS {
        let folder = to.join(document);
        let book = builder(&load(seeds, document)?)?;
        workspace::write(&book, &folder).map_err(|error| TranscriptionError::File {
            path: folder,
            problem: error.to_string(),
        })?;
    }
    Ok(())
}

/// Reads `document`.json in the folder.
fn load(seeds: &Path, document: &str) -> Result<Value, TranscriptionError> {
    let path = seeds.join(format!("{document}.json"));
    let problem = |problem: String| TranscriptionError::File {
        path: path.clone(),
        problem,
    };
    let text = fs::read_to_string(&path).map_err(|error| problem(error.to_string()))?;
    let mut table = serde_json::from_str(&text).map_err(|error| problem(error.to_string()))?;
    add_published_text(seeds, &mut table);
    Ok(table)
}

/// Puts the document's whole text, where it stands beside the tables, under `published_text`:
/// a table does not repeat every paragraph.
fn add_published_text(seeds: &Path, table: &mut Value) {
    let file = table["document"]["source_file"].as_str();
    let path = file.map(|file| seeds.join("../../seeds").join(file));
    let text = path.and_then(|path| fs::read_to_string(path).ok());
    if let (Some(text), Some(object)) = (text, table.as_object_mut()) {
        object.insert("published_text".to_owned(), Value::String(text));
    }
}

/// Says, past the capture of passing tests' output, that a test had nothing to read.
#[cfg(test)]
fn skipped(wanted: &Path) {
    use std::io::Write;
    let line = writeln!(
        std::io::stderr(),
        "SKIPPED: {} is not there",
        wanted.display()
    );
    line.expect("standard error can be written to");
}

/// The table of a document for a test, or none (with a line that says so) where it is not there.
#[cfg(test)]
fn published(document: &str) -> Option<Value> {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/seeds");
    if !seeds.join(format!("{document}.json")).exists() {
        skipped(&seeds);
        return None;
    }
    Some(load(&seeds, document).expect("a table"))
}
