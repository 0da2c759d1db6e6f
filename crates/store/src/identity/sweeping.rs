//! Taking away what has been kept for long enough, as `privacy.toml` says.

use super::run;
use crate::connection::Value;
use crate::{Store, StoreError};

/// The times before which each kind of thing has been kept for long enough.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Before {
    /// Now: links that have ended go.
    pub now: i64,
    /// A day ago: ended sessions, held forms and counts of tries go.
    pub day: i64,
    /// Ninety days ago: what was typed, files chosen and not handed in, mail, and the network
    /// addresses in the log of sign-ins go.
    pub ninety_days: i64,
    /// A year ago: devices, and what happened to sign-ins, go.
    pub year: i64,
}

impl Store {
    /// Takes away whatever has been kept for long enough.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn forget_expired(&self, before: &Before) -> Result<(), StoreError> {
        let steps = [
            ("DELETE FROM links WHERE ends <= $1", before.now),
            ("DELETE FROM sessions WHERE ends <= $1", before.day),
            ("DELETE FROM held_forms WHERE held <= $1", before.day),
            ("DELETE FROM attempts WHERE since <= $1", before.day),
            ("DELETE FROM typed WHERE saved <= $1", before.ninety_days),
            (
                "DELETE FROM held_files WHERE held <= $1",
                before.ninety_days,
            ),
            ("DELETE FROM outbox WHERE made <= $1", before.ninety_days),
            ("DELETE FROM known_devices WHERE seen <= $1", before.year),
            ("DELETE FROM identity_log WHERE at <= $1", before.year),
            (
                "UPDATE identity_log SET address = NULL WHERE address IS NOT NULL AND at <= $1",
                before.ninety_days,
            ),
        ];
        self.writing(|connection| {
            connection.transaction(|connection| {
                let mut steps = steps.iter();
                steps.try_for_each(|(sql, before)| run(connection, sql, &[Value::Integer(*before)]))
            })
        })
    }
}
