//! Proving: each row of what is kept beside its entry, and entries that have none.

use super::row::{COLUMNS, COUNT, read};
use super::{KeptRow, maybe};
use crate::connection::Value;
use crate::rows::stored;
use crate::{Store, StoreError};

/// Rows read at once.
const BATCH: u64 = 1_000;
/// Entries without a row that are told of at once.
const MOST_MISSING: i64 = 100;

/// What stands in the journal at the place of a row.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct KeptEntry {
    /// The entry's subject.
    pub subject: String,
    /// The version of the subject after it.
    pub version: u32,
    /// The name of its change.
    pub change: String,
    /// Its body.
    pub body: String,
    /// Who made it.
    pub actor: String,
    /// When.
    pub recorded_at: i64,
}

impl Store {
    /// The next rows after a place, each with the entry at its place, if there is one.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn kept_with_entries(
        &self,
        after: u64,
    ) -> Result<Vec<(KeptRow, Option<KeptEntry>)>, StoreError> {
        let columns: Vec<String> = COLUMNS
            .split(", ")
            .map(|column| format!("v.{}", column.trim()))
            .collect();
        let sql = format!(
            "SELECT {}, e.subject, e.version, e.change, e.body, e.actor, e.recorded_at \
             FROM practice_versions v LEFT JOIN entries e ON e.sequence = v.sequence \
             WHERE v.sequence > $1 ORDER BY v.sequence LIMIT $2",
            columns.join(", ")
        );
        let values = [maybe(Some(after)), Value::Integer(stored(BATCH))];
        self.reading(|connection| {
            connection.query(&sql, &values, &mut |cells| {
                let row = read(cells)?;
                let Some(subject) = cells.text(COUNT)? else {
                    return Ok((row, None));
                };
                let entry = KeptEntry {
                    subject,
                    version: cells.number(COUNT + 1)?,
                    change: cells.whole_text(COUNT + 2)?,
                    body: cells.whole_text(COUNT + 3)?,
                    actor: cells.whole_text(COUNT + 4)?,
                    recorded_at: cells.number(COUNT + 5)?,
                };
                Ok((row, Some(entry)))
            })
        })
    }

    /// The first entries about subjects of a kind that have no row.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn entries_not_kept(&self, kind: &str) -> Result<Vec<u64>, StoreError> {
        let sql = "SELECT e.sequence FROM entries e \
                   LEFT JOIN practice_versions v ON v.sequence = e.sequence \
                   WHERE e.subject >= $1 AND e.subject < $2 AND v.sequence IS NULL \
                   ORDER BY e.sequence LIMIT $3";
        let (from, to) = (format!("{kind}/"), format!("{kind}0"));
        let values = [
            Value::Text(Some(&from)),
            Value::Text(Some(&to)),
            Value::Integer(MOST_MISSING),
        ];
        self.reading(|connection| connection.query(sql, &values, &mut |cells| cells.number(0)))
    }

    /// How many versions are kept, the erased ones included.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn kept_count(&self) -> Result<u64, StoreError> {
        let sql = "SELECT count(*) FROM practice_versions";
        let count = self
            .reading(|connection| connection.query_one(sql, &[], &mut |cells| cells.number(0)))?;
        Ok(count.unwrap_or(0))
    }
}
