//! The archive: the whole journal in open text formats, with a description, and back again.
//!
//! Written by `clew export --everything`. From `journal.jsonl` and `attachments/` the very same
//! journal is built again, hash for hash; the other files say what it comes to, for those without Clew.

mod reading;
mod schema;
mod writing;

use clew_journal::{Digest, Row};
use serde::{Deserialize, Serialize};

pub use reading::read;
pub use writing::write;

use crate::failure::Failure;

/// The journal, one row a line.
const JOURNAL: &str = "journal.jsonl";
/// What is known of each attachment, one a line.
const ATTACHMENTS: &str = "attachments.jsonl";
/// The folder with each attachment's bytes, named after its digest.
const ATTACHMENT_FOLDER: &str = "attachments";
/// The description of every file and column.
const SCHEMA: &str = "SCHEMA.md";

/// A row of the journal as a line of `journal.jsonl`: every column, its texts unchanged.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    sequence: u64,
    id: String,
    recorded_at: i64,
    event_date: Option<String>,
    actor: String,
    subject: String,
    version: u32,
    change: String,
    body: String,
    reason: Option<String>,
    origin: Option<String>,
    previous: Digest,
    hash: Digest,
}

impl From<Row> for Line {
    fn from(row: Row) -> Self {
        Self {
            sequence: row.sequence,
            id: row.id,
            recorded_at: row.recorded_at,
            event_date: row.event_date,
            actor: row.actor,
            subject: row.subject,
            version: row.version,
            change: row.change,
            body: row.body,
            reason: row.reason,
            origin: row.origin,
            previous: row.previous,
            hash: row.hash,
        }
    }
}

impl From<Line> for Row {
    fn from(line: Line) -> Self {
        Self {
            sequence: line.sequence,
            id: line.id,
            recorded_at: line.recorded_at,
            event_date: line.event_date,
            actor: line.actor,
            subject: line.subject,
            version: line.version,
            change: line.change,
            body: line.body,
            reason: line.reason,
            origin: line.origin,
            previous: line.previous,
            hash: line.hash,
        }
    }
}

/// What is known of an attachment besides its bytes.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kept {
    digest: Digest,
    media_type: String,
    name: Option<String>,
}

/// The failure to do something with a file of the archive.
fn with_file(what: &str, path: &std::path::Path) -> impl FnOnce(std::io::Error) -> Failure {
    let message = format!("could not {what} {}", path.display());
    move |error| {
        Failure::new(format!("{message}: {error}"))
            .hint("check the path, that you may use it and that the disk has room")
    }
}
