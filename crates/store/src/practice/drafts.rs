//! Drafts of records: as they were typed, until they are completed or thrown away.

use super::row::place;
use super::{maybe, run, text, without_nul};
use crate::connection::{Cells, Connection, Value};
use crate::{Store, StoreError};

/// A draft of a record, or of a correction of one.
#[derive(Clone, Eq, PartialEq)]
pub struct DraftRow {
    /// Its id.
    pub id: String,
    /// Who writes it.
    pub account: String,
    /// Its form.
    pub form: String,
    /// The process it is to belong to.
    pub process: Option<String>,
    /// The episode it is to belong to; none when it is to open one.
    pub episode: Option<u64>,
    /// The person it is about.
    pub person: u64,
    /// The team that records it.
    pub team: String,
    /// The record that it is to correct, if any.
    pub record: Option<u64>,
    /// The version of that record that was seen; 0 where there is none.
    pub seen: u32,
    /// The fields as typed, as JSON.
    pub typed: String,
    /// When it was last saved.
    pub saved: i64,
}

impl std::fmt::Debug for DraftRow {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "draft of {} by {}", self.form, self.account)
    }
}

const SELECT: &str = "SELECT id, account, form, process, episode, person, team, record, seen, typed, saved \
     FROM practice_drafts";

/// Forgets a draft, in the transaction that completes it.
pub(super) fn forget(connection: &mut Connection, id: &str) -> Result<(), StoreError> {
    let sql = "DELETE FROM practice_drafts WHERE id = $1";
    run(connection, sql, &[Value::Text(Some(id))])
}

impl Store {
    /// Keeps a draft, in place of what was kept of it before.
    ///
    /// # Errors
    /// [`StoreError::Nul`], and when the database cannot be written.
    pub fn put_draft(&self, draft: &DraftRow) -> Result<(), StoreError> {
        without_nul([
            ("what was typed", draft.typed.as_str()),
            ("the form", &draft.form),
            ("the team", &draft.team),
        ])?;
        let sql = "INSERT INTO practice_drafts (id, account, form, process, episode, person, team, record, seen, \
                   typed, saved) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) \
                   ON CONFLICT (id) DO UPDATE SET typed = excluded.typed, saved = excluded.saved, \
                   account = excluded.account, team = excluded.team, seen = excluded.seen";
        let values = [
            Value::Text(Some(&draft.id)),
            Value::Text(Some(&draft.account)),
            Value::Text(Some(&draft.form)),
            text(&draft.process),
            maybe(draft.episode),
            maybe(Some(draft.person)),
            Value::Text(Some(&draft.team)),
            maybe(draft.record),
            Value::Integer(i64::from(draft.seen)),
            Value::Text(Some(&draft.typed)),
            Value::Integer(draft.saved),
        ];
        self.writing(|connection| run(connection, sql, &values))
    }

    /// A draft.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn draft(&self, id: &str) -> Result<Option<DraftRow>, StoreError> {
        if id.contains('\0') {
            return Ok(None);
        }
        let sql = format!("{SELECT} WHERE id = $1");
        let values = [Value::Text(Some(id))];
        self.reading(|connection| connection.query_one(&sql, &values, &mut read))
    }

    /// The drafts of an account, the last saved first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn drafts_of(&self, account: &str) -> Result<Vec<DraftRow>, StoreError> {
        let sql = format!("{SELECT} WHERE account = $1 ORDER BY saved DESC, id");
        let values = [Value::Text(Some(account))];
        self.reading(|connection| connection.query(&sql, &values, &mut read))
    }

    /// The drafts about a person, the last saved first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn drafts_about(&self, person: u64) -> Result<Vec<DraftRow>, StoreError> {
        let sql = format!("{SELECT} WHERE person = $1 ORDER BY saved DESC, id");
        let values = [maybe(Some(person))];
        self.reading(|connection| connection.query(&sql, &values, &mut read))
    }

    /// Throws a draft away.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn forget_draft(&self, id: &str) -> Result<(), StoreError> {
        without_nul([("the draft's id", id)])?;
        self.writing(|connection| forget(connection, id))
    }

    /// Takes away drafts that were last saved before a time; how many there were.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn forget_drafts(&self, before: i64) -> Result<u64, StoreError> {
        let sql = "DELETE FROM practice_drafts WHERE saved < $1";
        self.writing(|connection| connection.execute(sql, &[Value::Integer(before)]))
    }
}

fn read(cells: &Cells<'_>) -> Result<DraftRow, StoreError> {
    Ok(DraftRow {
        id: cells.whole_text(0)?,
        account: cells.whole_text(1)?,
        form: cells.whole_text(2)?,
        process: cells.text(3)?,
        episode: place(cells, 4)?,
        person: cells.number(5)?,
        team: cells.whole_text(6)?,
        record: place(cells, 7)?,
        seen: cells.number(8)?,
        typed: cells.whole_text(9)?,
        saved: cells.number(10)?,
    })
}
