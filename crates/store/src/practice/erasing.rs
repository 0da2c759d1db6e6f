//! Erasing: what was kept of people goes, and that it was there and when it went stays.

use clew_journal::Digest;

use super::{kept_facts, maybe, run};
use crate::connection::{Connection, Value};
use crate::{Store, StoreError};

/// What is to be erased.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Erasure {
    /// Whose.
    pub people: Vec<u64>,
    /// The place of the entry that erases it.
    pub sequence: u64,
    /// Files that hung on their records, and that nothing in the journal names. One that hangs on somebody
    /// else's record too is left.
    pub files: Vec<Digest>,
}

/// From here on SQLite overwrites what is deleted, and not only forgets where it was.
pub(super) fn begin(connection: &mut Connection) -> Result<(), StoreError> {
    match connection {
        Connection::Sqlite(_) => connection.batch("PRAGMA secure_delete = ON"),
        Connection::Postgres(_) => Ok(()),
    }
}

/// Back to the usual; what the log of SQLite still has of it goes with the log. PostgreSQL forgets dead rows when
/// it is vacuumed.
pub(super) fn end(connection: &mut Connection) -> Result<(), StoreError> {
    match connection {
        Connection::Sqlite(_) => {
            connection.batch("PRAGMA secure_delete = OFF; PRAGMA wal_checkpoint(TRUNCATE)")
        }
        Connection::Postgres(_) => Ok(()),
    }
}

/// Does some work in one transaction that overwrites what it deletes.
pub(super) fn overwriting<T>(
    connection: &mut Connection,
    work: impl FnOnce(&mut Connection) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    begin(connection)?;
    let done = connection.transaction(work);
    if let Connection::Sqlite(_) = connection {
        connection.batch("PRAGMA secure_delete = OFF")?;
    }
    done
}

pub(super) fn erase(connection: &mut Connection, erasure: &Erasure) -> Result<(), StoreError> {
    // The erasing entries themselves say nothing that could go, and are marked as the rest.
    let kept = "UPDATE practice_versions SET person = NULL, record = NULL, episode = NULL, \
                merged_into = NULL, process = NULL, team = NULL, account = NULL, event_date = NULL, \
                event_year = NULL, form = NULL, standing = NULL, file = NULL, content = NULL, \
                salt = NULL, erased = $2 WHERE person = $1";
    for person in &erasure.people {
        let values = [maybe(Some(*person)), maybe(Some(erasure.sequence))];
        run(connection, kept, &values)?;
        for table in ["people_known_by", "episodes", "practice_drafts"] {
            let sql = format!("DELETE FROM {table} WHERE person = $1");
            run(connection, &sql, &values[..1])?;
        }
    }
    kept_facts::erase(connection, erasure.sequence)?;
    let unused = "DELETE FROM attachments WHERE digest = $1 AND NOT EXISTS \
                  (SELECT 1 FROM practice_versions WHERE file = $1)";
    erasure
        .files
        .iter()
        .try_for_each(|digest| run(connection, unused, &[Value::Bytes(digest.as_bytes())]))
}

impl Store {
    /// The people of whom nothing happened after a day, as far as is kept: who may be due to be erased.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn people_not_touched_since(&self, day: i64) -> Result<Vec<u64>, StoreError> {
        let sql = "SELECT person FROM practice_versions WHERE latest = 1 AND person IS NOT NULL \
                   GROUP BY person HAVING coalesce(max(event_date), 0) <= $1 \
                   AND coalesce(max(CASE WHEN act IN ('take-over-record', 'take-over-person') THEN 0 \
                   ELSE recorded_at END), 0) < $2 ORDER BY person";
        // The day after, by any clock on earth.
        let end = (day + 2).saturating_mul(86_400_000_000);
        let values = [Value::Integer(day), Value::Integer(end)];
        self.reading(|connection| connection.query(sql, &values, &mut |cells| cells.number(0)))
    }

    /// The kinds and numbers of which another version is marked as the one that stands than the last.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn kept_out_of_place(&self) -> Result<Vec<u64>, StoreError> {
        let sql = "SELECT v.sequence FROM practice_versions v WHERE v.latest = CASE WHEN EXISTS \
                   (SELECT 1 FROM practice_versions later WHERE later.kind = v.kind \
                   AND later.number = v.number AND later.version = v.version + 1) \
                   THEN 1 ELSE 0 END ORDER BY v.sequence LIMIT 100";
        self.reading(|connection| connection.query(sql, &[], &mut |cells| cells.number(0)))
    }
}
