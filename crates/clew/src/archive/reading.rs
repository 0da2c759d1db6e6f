//! Building the very same journal from an archive.

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader};
use std::path::Path;

use clew_journal::{Digest, Head, Row};
use clew_service::Service;
use clew_store::{Appended, Attachment, Location, Store};

use super::{ATTACHMENT_FOLDER, ATTACHMENTS, JOURNAL, Kept, Line, with_file};
use crate::commands::give_up;
use crate::failure::Failure;

/// Rows that are appended in one transaction.
const ROWS_AT_ONCE: usize = 1_000;

/// Builds the journal at a place that has none, and gives its end. Every row is checked against the
/// one before it, and every attachment against its digest, before anything is written; on any fault
/// no database is left behind. `progress` is told how many of all rows are written.
///
/// # Errors
/// When the folder is no archive, it is damaged, or the database cannot be made.
pub fn read(
    folder: &Path,
    location: &Location,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Head, Failure> {
    let path = folder.join(JOURNAL);
    if !path.is_file() {
        return Err(Failure::not_found(format!(
            "{} is no archive: it has no {JOURNAL}",
            folder.display()
        ))
        .hint("name a folder that `clew export --everything` wrote"));
    }
    let end = checked(&path)?;
    let attachments = attachments(folder)?;
    let store = Store::create(location)?;
    let built = append_all(&store, &path, attachments, end.sequence, progress);
    drop(store);
    let opened = built.and_then(|()| {
        let service = Service::open(location)?;
        Ok(service.checkpoint()?)
    });
    match opened {
        Ok(()) => Ok(end),
        Err(failure) => Err(give_up(location, failure)),
    }
}

/// The end of the journal in the file, when every row continues the chain.
fn checked(path: &Path) -> Result<Head, Failure> {
    let mut head = Head::default();
    each_row(path, |row| {
        if let Some(fault) = row.fault_after(&head) {
            return Err(Failure::new(format!("{}: {fault}", path.display()))
                .hint("the archive is damaged; nothing was made; use another copy of it"));
        }
        head = row.as_head();
        Ok(())
    })?;
    Ok(head)
}

fn each_row(path: &Path, mut take: impl FnMut(Row) -> Result<(), Failure>) -> Result<(), Failure> {
    let file = BufReader::new(File::open(path).map_err(with_file("read", path))?);
    for (number, line) in (1_u64..).zip(file.lines()) {
        let line = line.map_err(with_file("read", path))?;
        let read: Line = serde_json::from_str(&line).map_err(|error| {
            Failure::new(format!("{}, line {number}: {error}", path.display()))
                .hint("the archive is damaged; nothing was made; use another copy of it")
        })?;
        take(read.into())?;
    }
    Ok(())
}

fn attachments(folder: &Path) -> Result<Vec<Attachment>, Failure> {
    let path = folder.join(ATTACHMENTS);
    let text = fs::read_to_string(&path).map_err(with_file("read", &path))?;
    let mut attachments = Vec::new();
    for line in text.lines() {
        let kept: Kept = serde_json::from_str(line)
            .map_err(|error| Failure::new(format!("{}: {error}", path.display())))?;
        let file = folder.join(ATTACHMENT_FOLDER).join(kept.digest.to_string());
        let bytes = fs::read(&file).map_err(with_file("read", &file))?;
        if Digest::of(&bytes) != kept.digest {
            return Err(Failure::new(format!(
                "{} was altered: its bytes do not give its digest",
                file.display()
            ))
            .hint("the archive is damaged; nothing was made; use another copy of it"));
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
) -> Result<(), Failure> {
    let (mut head, mut attachments) = (Head::default(), attachments);
    let mut batch: Vec<Row> = Vec::new();
    let mut append = |batch: &mut Vec<Row>| -> Result<(), Failure> {
        let Some(last) = batch.last().map(Row::as_head) else {
            return Ok(());
        };
        match store.append(&head, batch, &std::mem::take(&mut attachments))? {
            Appended::Done => {}
            Appended::Behind => {
                return Err(Failure::new(
                    "someone else wrote to the new database meanwhile",
                ));
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
