//! Sessions, and the devices on which an account has signed in.

use clew_journal::Digest;

use super::run;
use crate::connection::{Cells, Connection, Value};
use crate::{Store, StoreError};

/// A session, by the digest of its token.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SessionRow {
    /// The digest of its token.
    pub token: Digest,
    /// Whose it is.
    pub account: String,
    /// When it was made.
    pub made: i64,
    /// When it was last used, to the minute.
    pub seen: i64,
    /// When it ends unless it is used.
    pub ends: i64,
    /// The digest of the device's token.
    pub device: Digest,
}

impl Store {
    /// Keeps a new session.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn put_session(&self, session: &SessionRow) -> Result<(), StoreError> {
        let sql = "INSERT INTO sessions (token, account, made, seen, ends, device) VALUES ($1, $2, $3, $4, $5, $6)";
        let values = [
            Value::Bytes(session.token.as_bytes()),
            Value::Text(Some(&session.account)),
            Value::Integer(session.made),
            Value::Integer(session.seen),
            Value::Integer(session.ends),
            Value::Bytes(session.device.as_bytes()),
        ];
        self.writing(|connection| run(connection, sql, &values))
    }

    /// The session with a token, also when it has ended.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn session(&self, token: &Digest) -> Result<Option<SessionRow>, StoreError> {
        let sql = "SELECT token, account, made, seen, ends, device FROM sessions WHERE token = $1";
        let values = [Value::Bytes(token.as_bytes())];
        self.reading(|connection| connection.query_one(sql, &values, &mut read))
    }

    /// Notes that a session that has not ended was used, and moves its end. Whether it had not ended.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn use_session(&self, token: &Digest, seen: i64, ends: i64) -> Result<bool, StoreError> {
        let sql = "UPDATE sessions SET seen = $2, ends = $3 WHERE token = $1 AND ends > $2";
        let values = [
            Value::Bytes(token.as_bytes()),
            Value::Integer(seen),
            Value::Integer(ends),
        ];
        self.writing(|connection| Ok(connection.execute(sql, &values)? == 1))
    }

    /// Ends a session, where it has not ended. It is kept for a day.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn end_session(&self, token: &Digest, at: i64) -> Result<(), StoreError> {
        let sql = "UPDATE sessions SET ends = $2 WHERE token = $1 AND ends > $2";
        let values = [Value::Bytes(token.as_bytes()), Value::Integer(at)];
        self.writing(|connection| run(connection, sql, &values))
    }

    /// Takes every session of an account away, save one.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn drop_sessions(&self, account: &str, save: Option<&Digest>) -> Result<(), StoreError> {
        let sql = "DELETE FROM sessions WHERE account = $1 AND token <> $2";
        // No token has the digest of zeros.
        let save = save.unwrap_or(&Digest::ZERO);
        let values = [Value::Text(Some(account)), Value::Bytes(save.as_bytes())];
        self.writing(|connection| run(connection, sql, &values))
    }

    /// The accounts that have signed in on a device.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn accounts_known_on(&self, device: &Digest) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT account FROM known_devices WHERE device = $1";
        let values = [Value::Bytes(device.as_bytes())];
        self.reading(|connection| connection.query(sql, &values, &mut |cells| cells.whole_text(0)))
    }

    /// Notes that an account has signed in on a device.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn know_device(&self, device: &Digest, account: &str, at: i64) -> Result<(), StoreError> {
        let sql = "INSERT INTO known_devices (device, account, seen) VALUES ($1, $2, $3) \
                   ON CONFLICT (device, account) DO UPDATE SET seen = excluded.seen";
        let values = [
            Value::Bytes(device.as_bytes()),
            Value::Text(Some(account)),
            Value::Integer(at),
        ];
        self.writing(|connection| run(connection, sql, &values))
    }

    /// Takes away everything that is kept of an account beside the journal.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn erase_account(&self, account: &str) -> Result<(), StoreError> {
        self.writing(|connection| connection.transaction(|connection| erase(connection, account)))
    }
}

/// Every table that has an account's rows.
const OF_ACCOUNTS: &[&str] = &[
    "sign_ins",
    "sessions",
    "known_devices",
    "links",
    "typed",
    "held_forms",
    "held_files",
    "api_tokens",
    "outbox",
];

fn erase(connection: &mut Connection, account: &str) -> Result<(), StoreError> {
    OF_ACCOUNTS.iter().try_for_each(|table| {
        let sql = format!("DELETE FROM {table} WHERE account = $1");
        run(connection, &sql, &[Value::Text(Some(account))])
    })
}

fn read(cells: &Cells<'_>) -> Result<SessionRow, StoreError> {
    Ok(SessionRow {
        token: digest(cells, 0)?,
        account: cells.whole_text(1)?,
        made: cells.number(2)?,
        seen: cells.number(3)?,
        ends: cells.number(4)?,
        device: digest(cells, 5)?,
    })
}

/// The digest at a place.
pub(super) fn digest(cells: &Cells<'_>, index: usize) -> Result<Digest, StoreError> {
    let bytes = cells.bytes(index)?;
    Digest::from_bytes(&bytes).ok_or_else(|| {
        StoreError::damaged(format!(
            "a digest was expected, and {} bytes found",
            bytes.len()
        ))
    })
}
