//! Writing: entries of practice and what is kept of them, in one transaction.

use clew_journal::{Head, Row};

use super::row::{COLUMNS, COUNT, values};
use super::{
    EpisodeRow, Erasure, KeptRow, KnownBy, drafts, episodes, erasing, found, run, without_nul,
};
use crate::append::{self, Appended};
use crate::attachments::Attachment;
use crate::connection::{Connection, Value};
use crate::rows::stored;
use crate::{Store, StoreError};

/// What is written beside entries of practice.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct PracticeWrites {
    /// What is kept: one row for each entry.
    pub kept: Vec<KeptRow>,
    /// By what people are found from now on.
    pub known_by: Vec<(u64, Vec<KnownBy>)>,
    /// Cases that are opened, or held by others from now on.
    pub episodes: Vec<EpisodeRow>,
    /// Drafts that are completed.
    pub drafts: Vec<String>,
    /// What is erased.
    pub erasure: Option<Erasure>,
}

impl Store {
    /// Appends entries of practice with what is kept of them, in one durable transaction, as
    /// [`Store::append`] does: onto exactly the state that they were decided on.
    ///
    /// # Errors
    /// As [`Store::append`].
    pub fn append_practice(
        &self,
        expected: &Head,
        rows: &[Row],
        attachments: &[Attachment],
        writes: &PracticeWrites,
    ) -> Result<Appended, StoreError> {
        for kept in &writes.kept {
            let texts = [&kept.content, &kept.team, &kept.form, &kept.account];
            let texts = texts.into_iter().flatten();
            without_nul(texts.map(|text| ("what is kept", text.as_str())))?;
        }
        self.writing(|connection| {
            let erases = writes.erasure.is_some();
            if erases {
                erasing::begin(connection)?;
            }
            let done = append::append_with(connection, expected, rows, attachments, |connection| {
                put(connection, writes)
            });
            if erases {
                erasing::end(connection)?;
            }
            done
        })
    }
}

fn put(connection: &mut Connection, writes: &PracticeWrites) -> Result<(), StoreError> {
    writes
        .kept
        .iter()
        .try_for_each(|row| put_kept(connection, row))?;
    writes
        .known_by
        .iter()
        .try_for_each(|(person, known_by)| found::put(connection, *person, known_by))?;
    writes
        .episodes
        .iter()
        .try_for_each(|row| episodes::put(connection, row))?;
    writes
        .drafts
        .iter()
        .try_for_each(|id| drafts::forget(connection, id))?;
    let erasure = writes.erasure.as_ref();
    erasure.map_or(Ok(()), |erasure| erasing::erase(connection, erasure))
}

fn put_kept(connection: &mut Connection, row: &KeptRow) -> Result<(), StoreError> {
    if row.version > 1 {
        let earlier = "UPDATE practice_versions SET latest = 0 \
                       WHERE kind = $1 AND number = $2 AND version = $3";
        let of = [
            Value::Text(Some(&row.kind)),
            Value::Integer(stored(row.number)),
            Value::Integer(i64::from(row.version) - 1),
        ];
        run(connection, earlier, &of)?;
    }
    add(connection, row)
}

/// Adds a row as it is.
pub(super) fn add(connection: &mut Connection, row: &KeptRow) -> Result<(), StoreError> {
    let places: Vec<String> = (1..=COUNT).map(|number| format!("${number}")).collect();
    let sql = format!(
        "INSERT INTO practice_versions ({COLUMNS}) VALUES ({})",
        places.join(", ")
    );
    run(connection, &sql, &values(row))
}
