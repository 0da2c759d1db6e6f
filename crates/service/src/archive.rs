//! The archive: the whole journal in open text formats, with a description, and back again.
//!
//! Written by `clew export --everything`. From `journal.jsonl` and `attachments/` the very same
//! journal is built again, hash for hash, once it is as `archive.json` says; the other files say what
//! it comes to, for those without Clew. Only its owner may read what is written.

mod practice;
mod reading;
mod schema;
mod writing;

use clew_journal::Digest;
use serde::{Deserialize, Serialize};

pub use reading::read;
pub use writing::write;

use crate::ServiceError;

/// The journal, one row a line.
const JOURNAL: &str = "journal.jsonl";
/// What is known of each attachment, one a line.
const ATTACHMENTS: &str = "attachments.jsonl";
/// The folder with each attachment's bytes, named after its digest.
const ATTACHMENT_FOLDER: &str = "attachments";
/// The folder with the Book as a workspace.
const BOOK: &str = "book";
/// The folder with the Book as CSV files.
const CSV: &str = "csv";
/// What the archive says of itself. Written last: without it the archive is not whole.
const SEAL: &str = "archive.json";
/// The form of the archive that this release writes and reads.
const FORMAT: u32 = 1;
/// The description of every file and column.
const SCHEMA: &str = "SCHEMA.md";

/// Where the archive ends, so that one that was cut short is told from a whole one.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Seal {
    format: u32,
    entries: u64,
    /// The last entry's.
    hash: Digest,
    attachments: usize,
    /// How many versions of people, records and what belongs to them; left out where there are none.
    #[serde(default, skip_serializing_if = "is_none_kept")]
    kept: u64,
}

fn is_none_kept(kept: &u64) -> bool {
    *kept == 0
}

/// What is known of an attachment besides its bytes.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kept {
    digest: Digest,
    media_type: String,
    name: Option<String>,
}

/// The error of doing something with a file of the archive.
fn with_file(what: &str, path: &std::path::Path) -> impl FnOnce(std::io::Error) -> ServiceError {
    let what = format!("{what} {}", path.display());
    move |cause| ServiceError::File { what, cause }
}

/// The error of an archive that is not what was written.
fn damaged(problem: impl Into<String>) -> ServiceError {
    ServiceError::invalid(
        "the archive is damaged; nothing was made; use another copy of it",
        "",
        problem,
    )
}
