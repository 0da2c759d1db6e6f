//! Writing the archive.

use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::ops::ControlFlow;
use std::path::Path;

use clew_exchange::export::{self, Existing, Form};
use clew_service::{Memory, Service};
use serde::Serialize;
use serde_json::json;

use super::{ATTACHMENT_FOLDER, ATTACHMENTS, JOURNAL, Kept, Line, SCHEMA, schema, with_file};
use crate::failure::Failure;

/// Writes the archive to a folder that is not there yet or empty, and gives the number of entries.
/// `progress` is told how many of all are written.
///
/// # Errors
/// When the folder holds something, it cannot be written, or the journal cannot be read.
pub fn write(
    service: &Service,
    folder: &Path,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<u64, Failure> {
    let holds_something = fs::read_dir(folder).is_ok_and(|mut there| there.next().is_some());
    if holds_something || folder.is_file() {
        return Err(Failure::new(format!(
            "{} is there already and not empty",
            folder.display()
        ))
        .hint("name a new folder with --to"));
    }
    fs::create_dir_all(folder.join(ATTACHMENT_FOLDER)).map_err(with_file("make", folder))?;
    let head = service.store().head()?;
    rows(service, folder, head.sequence, progress)?;
    attachments(service, folder)?;
    let memory = service.known_at(clew_service::KnownAt::Entry(head.sequence))?;
    state(&memory, folder)?;
    let book = memory.book();
    export::export(book, &folder.join("book"), Form::Workspace, Existing::Keep)?;
    export::export(book, &folder.join("csv"), Form::Csv, Existing::Keep)?;
    let path = folder.join(SCHEMA);
    fs::write(&path, schema::text()).map_err(with_file("write", &path))?;
    Ok(head.sequence)
}

fn rows(
    service: &Service,
    folder: &Path,
    all: u64,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<(), Failure> {
    let path = folder.join(JOURNAL);
    let mut file = BufWriter::new(File::create(&path).map_err(with_file("write", &path))?);
    let mut ended: Result<(), Failure> = Ok(());
    service.store().rows(0, Some(all), &mut |row| {
        let written = row
            .map_err(|fault| Failure::new(format!("{fault}; run `clew verify`")))
            .and_then(|row| {
                let sequence = row.sequence;
                serde_json::to_writer(&mut file, &Line::from(row))?;
                file.write_all(b"\n")?;
                progress(sequence, all);
                Ok(())
            });
        ended = written;
        if ended.is_ok() {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        }
    })?;
    ended?;
    file.flush().map_err(with_file("write", &path))
}

fn attachments(service: &Service, folder: &Path) -> Result<(), Failure> {
    let mut kept = Vec::new();
    for digest in service.store().attachment_digests()? {
        let Some(attachment) = service.store().attachment(&digest)? else {
            continue;
        };
        let path = folder.join(ATTACHMENT_FOLDER).join(digest.to_string());
        fs::write(&path, &attachment.bytes).map_err(with_file("write", &path))?;
        kept.push(Kept {
            digest,
            media_type: attachment.media_type,
            name: attachment.name,
        });
    }
    lines(&folder.join(ATTACHMENTS), kept.iter())
}

/// How accounts, returns and freezes stand.
fn state(memory: &Memory, folder: &Path) -> Result<(), Failure> {
    let state = memory.state();
    let accounts = state
        .accounts()
        .map(|(id, account)| json!({ "id": id, "account": account }));
    lines(&folder.join("accounts.jsonl"), accounts)?;
    let returns = state
        .returns()
        .map(|(key, stands)| json!({ "return": key, "stands": stands }));
    lines(&folder.join("returns.jsonl"), returns)?;
    lines(&folder.join("freezes.jsonl"), state.freezes())
}

fn lines<T: Serialize>(path: &Path, records: impl Iterator<Item = T>) -> Result<(), Failure> {
    let mut text = String::new();
    for record in records {
        text.push_str(&serde_json::to_string(&record)?);
        text.push('\n');
    }
    fs::write(path, text).map_err(with_file("write", path))
}
