//! Writing the archive.

use std::fs::{self, File, Permissions};
use std::io::{self, BufWriter, Write};
use std::ops::ControlFlow;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use clew_exchange::export::{self, Existing, Form};
use clew_plan::AccountId;
use serde::Serialize;
use serde_json::json;

use super::{
    ATTACHMENT_FOLDER, ATTACHMENTS, BOOK, CSV, FORMAT, JOURNAL, Kept, SCHEMA, SEAL, Seal, schema,
    with_file,
};
use crate::safeguarding::{private_file, private_folder};
use crate::{Act, KnownAt, Memory, Service, ServiceError, authorise};

/// Writes the archive to a folder that is not there yet or empty, and gives the number of entries.
/// `progress` is told how many of all are written.
///
/// # Errors
/// When the account may not, the folder holds something, it cannot be written, or the journal cannot
/// be read.
pub fn write(
    service: &Service,
    actor: &AccountId,
    folder: &Path,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<u64, ServiceError> {
    authorise(service.memory().state(), actor, Act::Safeguard, None)?;
    let holds_something = fs::read_dir(folder).is_ok_and(|mut there| there.next().is_some());
    if holds_something || folder.is_file() {
        return Err(ServiceError::invalid(
            format!("{} cannot hold the archive", folder.display()),
            "",
            "it is there already and not empty; name a new folder",
        ));
    }
    for part in [ATTACHMENT_FOLDER, BOOK, CSV] {
        private_folder(&folder.join(part)).map_err(with_file("make", folder))?;
    }
    let head = service.store().head()?;
    rows(service, folder, head.sequence, progress)?;
    let attachments = attachments(service, folder)?;
    let kept = super::practice::write(service.store(), folder, head.sequence)?;
    let memory = service.known_at(KnownAt::Entry(head.sequence))?;
    state(&memory, folder)?;
    let book = memory.book();
    export::export(book, &folder.join(BOOK), Form::Workspace, Existing::Keep)?;
    export::export(book, &folder.join(CSV), Form::Csv, Existing::Keep)?;
    let path = folder.join(SCHEMA);
    write_file(&path, schema::text().as_bytes())?;
    settle(folder).map_err(with_file("finish", folder))?;
    let seal = Seal {
        format: FORMAT,
        entries: head.sequence,
        hash: head.hash,
        attachments,
        kept,
    };
    lines(&folder.join(SEAL), std::iter::once(seal))?;
    settle(folder).map_err(with_file("finish", folder))?;
    Ok(head.sequence)
}

/// Brings everything in a folder to the disk, readable by its owner alone.
fn settle(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let mode = if path.is_dir() {
            settle(&path)?;
            0o700
        } else {
            0o600
        };
        fs::set_permissions(&path, Permissions::from_mode(mode))?;
        File::open(&path)?.sync_all()?;
    }
    File::open(folder)?.sync_all()
}

fn write_file(path: &Path, bytes: &[u8]) -> Result<(), ServiceError> {
    let written = private_file(path).and_then(|mut file| file.write_all(bytes));
    written.map_err(with_file("write", path))
}

fn rows(
    service: &Service,
    folder: &Path,
    all: u64,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<(), ServiceError> {
    let path = folder.join(JOURNAL);
    let mut file = BufWriter::new(private_file(&path).map_err(with_file("write", &path))?);
    let mut ended: Result<(), ServiceError> = Ok(());
    service.store().rows(0, Some(all), &mut |row| {
        let written = row
            .map_err(|fault| ServiceError::Journal {
                sequence: fault.sequence,
                message: fault.to_string(),
            })
            .and_then(|row| {
                let sequence = row.sequence;
                write_line(&mut file, &row).map_err(with_file("write", &path))?;
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

/// Writes every attachment, and says how many there are.
fn attachments(service: &Service, folder: &Path) -> Result<usize, ServiceError> {
    let mut kept = Vec::new();
    for digest in service.store().attachment_digests()? {
        let Some(attachment) = service.store().attachment(&digest)? else {
            continue;
        };
        let path = folder.join(ATTACHMENT_FOLDER).join(digest.to_string());
        write_file(&path, &attachment.bytes)?;
        kept.push(Kept {
            digest,
            media_type: attachment.media_type,
            name: attachment.name,
        });
    }
    lines(&folder.join(ATTACHMENTS), kept.iter())?;
    Ok(kept.len())
}

/// How accounts, returns and freezes stand.
fn state(memory: &Memory, folder: &Path) -> Result<(), ServiceError> {
    let state = memory.state();
    let accounts = state
        .accounts()
        .map(|(id, account)| json!({ "id": id, "account": account }));
    lines(&folder.join("accounts.jsonl"), accounts)?;
    let returns = state
        .returns()
        .map(|(key, stands)| json!({ "return": key, "stands": stands }));
    lines(&folder.join("returns.jsonl"), returns)?;
    lines(&folder.join("evidence.jsonl"), state.evidence())?;
    lines(&folder.join("freezes.jsonl"), state.freezes())
}

fn lines<T: Serialize>(path: &Path, records: impl Iterator<Item = T>) -> Result<(), ServiceError> {
    let mut text = Vec::new();
    let written = { records }.try_for_each(|record| write_line(&mut text, &record));
    written.map_err(with_file("write", path))?;
    write_file(path, &text)
}

fn write_line(file: &mut dyn Write, record: &impl Serialize) -> std::io::Result<()> {
    serde_json::to_writer(&mut *file, record)?;
    file.write_all(b"\n")
}
