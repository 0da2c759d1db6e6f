//! Counting what fails, so that guessing is slow.

use clew_journal::Digest;

use super::run;
use crate::connection::Value;
use crate::{Store, StoreError};

/// How often something was tried of late.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct AttemptRow {
    /// How often, this time included.
    pub count: i64,
    /// When the count began.
    pub since: i64,
}

impl Store {
    /// Counts a try of something; a count that began before `oldest` begins anew. Counting first and
    /// looking afterwards, in one statement, leaves nothing for many tries at once to slip through.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn count_attempt(
        &self,
        what: &Digest,
        at: i64,
        oldest: i64,
    ) -> Result<AttemptRow, StoreError> {
        let sql = "INSERT INTO attempts (what, count, since) VALUES ($1, 1, $2) ON CONFLICT (what) DO UPDATE SET \
                   count = CASE WHEN attempts.since < $3 THEN 1 ELSE attempts.count + 1 END, \
                   since = CASE WHEN attempts.since < $3 THEN $2 ELSE attempts.since END \
                   RETURNING count, since";
        let values = [
            Value::Bytes(what.as_bytes()),
            Value::Integer(at),
            Value::Integer(oldest),
        ];
        let counted = self.writing(|connection| {
            connection.query_one(sql, &values, &mut |cells| {
                Ok(AttemptRow {
                    count: cells.number(0)?,
                    since: cells.number(1)?,
                })
            })
        })?;
        counted.ok_or_else(|| StoreError::other("a count was asked for, and none was given"))
    }

    /// Takes back one try, which has succeeded.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn take_back_attempt(&self, what: &Digest) -> Result<(), StoreError> {
        let sql = "UPDATE attempts SET count = count - 1 WHERE what = $1 AND count > 0";
        self.writing(|connection| run(connection, sql, &[Value::Bytes(what.as_bytes())]))
    }

    /// Forgets every try of something.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn forget_attempts(&self, what: &Digest) -> Result<(), StoreError> {
        let sql = "DELETE FROM attempts WHERE what = $1";
        self.writing(|connection| run(connection, sql, &[Value::Bytes(what.as_bytes())]))
    }
}
