//! Building the very same journal from an archive.

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, ErrorKind};
use std::path::Path;

use clew_journal::{Digest, Head, Row};
use clew_store::{Appended, Attachment, Location, Store};

use super::{
    ATTACHMENT_FOLDER, ATTACHMENTS, FORMAT, JOURNAL, Kept, SEAL, Seal, damaged, with_file,
};
use crate::safeguarding::{made, verified};
use crate::{Service, ServiceError};

/// Rows that are appended in one transaction.
const ROWS_AT_ONCE: usize = 1_000;

/// Builds the journal at a place that has none, and gives its end. Before anything is written, every
/// row is checked against the one before it, every attachment against its digest, and the whole
/// against what the archive says of itself; what was built is verified. On any fault no file is
/// left behind; on a server a part may be, and the error says so. `progress` is told how many of all
/// rows are written.
///
/// # Errors
/// When the folder is no archive, it is damaged or not all there, or the database cannot be made.
pub fn read(
    folder: &Path,
    location: &Location,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Head, ServiceError> {
    let path = folder.join(JOURNAL);
    if !path.is_file() {
        return Err(ServiceError::NotFound {
            what: "archive",
            name: folder.display().to_string(),
            hint: Some(format!(
                "it has no {JOURNAL}; name a folder that `clew export --everything` wrote"
            )),
        });
    }
    let seal = seal(folder)?;
    let end = checked(&path)?;
    let attachments = attachments(folder)?;
    seal.refuse_other(&end, attachments.len())?;
    let made = made(location, |store| {
        append_all(store, &path, attachments, end.sequence, progress)?;
        let kept = super::practice::read(store, folder)?;
        if kept != seal.kept {
            return Err(damaged(format!(
                "{} holds {kept} versions, and {SEAL} says {}",
                super::practice::PRACTICE,
                seal.kept
            )));
        }
        let what = "the journal of the archive is damaged; nothing was made".to_owned();
        verified(store, end, what, &mut |_| {})
    })?;
    // The journal stands and is whole; a checkpoint only makes the first start quick.
    let _ = Service::open(location).and_then(|service| service.checkpoint());
    Ok(made.head)
}

/// What the archive says of itself; it was written last.
fn seal(folder: &Path) -> Result<Seal, ServiceError> {
    let path = folder.join(SEAL);
    let text = match fs::read_to_string(&path) {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            return Err(damaged(format!(
                "it has no {SEAL}, which is written last: the export was not finished, or not all of it was copied"
            )));
        }
        text => text.map_err(with_file("read", &path))?,
    };
    serde_json::from_str(&text).map_err(|error| damaged(format!("{}: {error}", path.display())))
}

impl Seal {
    /// Refuses a journal or a number of attachments other than was written.
    fn refuse_other(&self, end: &Head, attachments: usize) -> Result<(), ServiceError> {
        if self.format != FORMAT {
            return Err(damaged(format!(
                "{SEAL} says that its form is {}, and this release reads form {FORMAT}",
                self.format
            )));
        }
        if (self.entries, self.hash) != (end.sequence, end.hash) {
            return Err(damaged(format!(
                "{JOURNAL} ends at entry {} ({}), and {SEAL} says that it ends at entry {} ({})",
                end.sequence,
                end.hash.short(),
                self.entries,
                self.hash.short()
            )));
        }
        if self.attachments != attachments {
            return Err(damaged(format!(
                "{ATTACHMENTS} names {attachments} attachments, and {SEAL} says {}",
                self.attachments
            )));
        }
        Ok(())
    }
}

/// The end of the journal in the file, when every row continues the chain.
fn checked(path: &Path) -> Result<Head, ServiceError> {
    let mut head = Head::default();
    each_row(path, |row| {
        if let Some(fault) = row.fault_after(&head) {
            return Err(damaged(format!("{}: {fault}", path.display())));
        }
        head = row.as_head();
        Ok(())
    })?;
    Ok(head)
}

fn each_row(
    path: &Path,
    mut take: impl FnMut(Row) -> Result<(), ServiceError>,
) -> Result<(), ServiceError> {
    let file = BufReader::new(File::open(path).map_err(with_file("read", path))?);
    for (number, line) in (1_u64..).zip(file.lines()) {
        let line = line.map_err(with_file("read", path))?;
        let row = serde_json::from_str(&line)
            .map_err(|error| damaged(format!("{}, line {number}: {error}", path.display())))?;
        take(row)?;
    }
    Ok(())
}

fn attachments(folder: &Path) -> Result<Vec<Attachment>, ServiceError> {
    let path = folder.join(ATTACHMENTS);
    let text = fs::read_to_string(&path).map_err(with_file("read", &path))?;
    let mut attachments = Vec::new();
    for line in text.lines() {
        let kept: Kept = serde_json::from_str(line)
            .map_err(|error| damaged(format!("{}: {error}", path.display())))?;
        let file = folder.join(ATTACHMENT_FOLDER).join(kept.digest.to_string());
        let bytes = fs::read(&file).map_err(with_file("read", &file))?;
        if Digest::of(&bytes) != kept.digest {
            let file = file.display();
            return Err(damaged(format!(
                "{file} was altered: its bytes do not give its digest"
            )));
        }
        attachments.push(Attachment {
            digest: kept.digest,
            media_type: kept.media_type,
            name: kept.name,
            bytes,
        });
    }
    Ok(attachments)
}

fn append_all(
    store: &Store,
    path: &Path,
    attachments: Vec<Attachment>,
    all: u64,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<(), ServiceError> {
    let (mut head, mut attachments) = (Head::default(), attachments);
    let mut batch: Vec<Row> = Vec::new();
    let mut append = |batch: &mut Vec<Row>| -> Result<(), ServiceError> {
        let Some(last) = batch.last().map(Row::as_head) else {
            return Ok(());
        };
        match store.append(&head, batch, &std::mem::take(&mut attachments))? {
            Appended::Done => {}
            Appended::Behind => {
                return Err(ServiceError::Internal {
                    message: "someone else wrote to the new database meanwhile".to_owned(),
                });
            }
        }
        head = last;
        batch.clear();
        progress(head.sequence, all);
        Ok(())
    };
    each_row(path, |row| {
        batch.push(row);
        if batch.len() >= ROWS_AT_ONCE {
            append(&mut batch)
        } else {
            Ok(())
        }
    })?;
    append(&mut batch)
}
