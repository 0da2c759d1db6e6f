//! What is kept of people and records in an archive: one version a line.

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, BufWriter, Write as _};
use std::ops::ControlFlow;
use std::path::Path;

use clew_journal::PracticeKind;
use clew_practice::person::Person;
use clew_store::Store;
use clew_store::practice::{KeptFilter, KeptRow};
use serde::{Deserialize, Serialize};

use super::{damaged, with_file};
use crate::ServiceError;
use crate::practice::{Columns, known_by, read_kept};
use crate::safeguarding::private_file;

/// Every version of what is kept of people and records, one a line; left out where there is none.
pub(super) const PRACTICE: &str = "practice.jsonl";
/// Versions that are added in one transaction.
const ROWS_AT_ONCE: usize = 1_000;

/// One version.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    sequence: u64,
    kind: String,
    number: u64,
    version: u32,
    latest: bool,
    act: String,
    recorded_at: i64,
    recorded_by: String,
    of: Columns,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    salt: Option<Vec<u8>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    content: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    erased: Option<u64>,
}

impl From<KeptRow> for Line {
    fn from(row: KeptRow) -> Self {
        Self {
            of: Columns::standing_in(&row),
            sequence: row.sequence,
            kind: row.kind,
            number: row.number,
            version: row.version,
            latest: row.latest,
            act: row.act,
            recorded_at: row.recorded_at,
            recorded_by: row.recorded_by,
            salt: row.salt,
            content: row.content,
            erased: row.erased,
        }
    }
}

impl From<Line> for KeptRow {
    fn from(line: Line) -> Self {
        let mut row = Self {
            sequence: line.sequence,
            kind: line.kind,
            number: line.number,
            version: line.version,
            latest: line.latest,
            act: line.act,
            recorded_at: line.recorded_at,
            recorded_by: line.recorded_by,
            salt: line.salt,
            content: line.content,
            erased: line.erased,
            ..Self::default()
        };
        line.of.put_into(&mut row);
        row
    }
}

/// Writes everything that is kept up to an entry, and says how many versions there are.
pub(super) fn write(store: &Store, folder: &Path, up_to: u64) -> Result<u64, ServiceError> {
    if store.kept_count()? == 0 {
        return Ok(0);
    }
    let path = folder.join(PRACTICE);
    let mut file = BufWriter::new(private_file(&path).map_err(with_file("write", &path))?);
    let (mut count, mut failed) = (0, None);
    store.each_kept(&KeptFilter::default(), &mut |row| {
        if row.sequence > up_to {
            return ControlFlow::Break(());
        }
        let written = serde_json::to_writer(&mut file, &Line::from(row))
            .map_err(std::io::Error::from)
            .and_then(|()| file.write_all(b"\n"));
        match written {
            Ok(()) => {
                count += 1;
                ControlFlow::Continue(())
            }
            Err(error) => {
                failed = Some(error);
                ControlFlow::Break(())
            }
        }
    })?;
    let ended = failed.map_or_else(|| file.flush(), Err);
    ended.map_err(with_file("write", &path))?;
    Ok(count)
}

/// Reads everything that was kept into a store that has none, and says how many versions there were.
pub(super) fn read(store: &Store, folder: &Path) -> Result<u64, ServiceError> {
    let path = folder.join(PRACTICE);
    if !fs::exists(&path).map_err(with_file("read", &path))? {
        return Ok(0);
    }
    let file = BufReader::new(File::open(&path).map_err(with_file("read", &path))?);
    let (mut count, mut batch) = (0, Vec::new());
    for line in file.lines() {
        let line = line.map_err(with_file("read", &path))?;
        let line: Line = serde_json::from_str(&line)
            .map_err(|error| damaged(format!("{}: {error}", path.display())))?;
        batch.push(KeptRow::from(line));
        count += 1;
        if batch.len() >= ROWS_AT_ONCE {
            store.restore_kept(&batch)?;
            batch.clear();
        }
    }
    store.restore_kept(&batch)?;
    store.restore_cases()?;
    people(store)?;
    Ok(count)
}

/// Says again by what each person is found.
fn people(store: &Store) -> Result<(), ServiceError> {
    let filter = KeptFilter {
        latest: true,
        kind: Some(PracticeKind::Person.name()),
        ..KeptFilter::default()
    };
    let mut failed = None;
    store.each_kept(&filter, &mut |row| {
        let found = read_kept::<Person>(&row).and_then(|kept| match kept {
            Some(kept) => Ok(store.restore_known_by(row.number, &known_by(&kept.what))?),
            None => Ok(()),
        });
        match found {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                failed = Some(error);
                ControlFlow::Break(())
            }
        }
    })?;
    failed.map_or(Ok(()), Err)
}
