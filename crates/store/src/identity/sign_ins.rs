//! How each account signs in: its address, the hash of its password, its second step.

use super::{run, without_nul};
use crate::connection::{Cells, Connection, Value};
use crate::{Store, StoreError};

const COLUMNS: &str = "SELECT account, email, password_hash, second_step, second_step_begun, \
                       last_counter, made, last_signed_in FROM sign_ins";

/// How an account signs in.
#[derive(Clone, Eq, PartialEq)]
pub struct SignInRow {
    /// The account.
    pub account: String,
    /// Its e-mail address, in lower case; no two accounts have the same.
    pub email: Option<String>,
    /// The hash of its password, as a PHC string; none until it has chosen one.
    pub password_hash: Option<String>,
    /// The secret of its second step; none where it has none.
    pub second_step: Option<Vec<u8>>,
    /// The secret of a second step that is being set up.
    pub second_step_begun: Option<Vec<u8>>,
    /// The counter of the last code that was accepted; 0 before the first.
    pub last_counter: i64,
    /// When the row was made.
    pub made: i64,
    /// When it last signed in.
    pub last_signed_in: Option<i64>,
}

impl std::fmt::Debug for SignInRow {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "the sign-in of {}", self.account)
    }
}

/// Another account has the e-mail address.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct EmailTaken;

impl Store {
    /// How an account signs in; none where it cannot yet.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn sign_in_of(&self, account: &str) -> Result<Option<SignInRow>, StoreError> {
        let sql = format!("{COLUMNS} WHERE account = $1");
        self.reading(|connection| {
            connection.query_one(&sql, &[Value::Text(Some(account))], &mut read)
        })
    }

    /// The account that has an e-mail address, in lower case.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn account_with_email(&self, email: &str) -> Result<Option<String>, StoreError> {
        let sql = "SELECT account FROM sign_ins WHERE email = $1";
        self.reading(|connection| {
            let values = [Value::Text(Some(email))];
            connection.query_one(sql, &values, &mut |cells| cells.whole_text(0))
        })
    }

    /// How every account signs in, by account.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn sign_ins(&self) -> Result<Vec<SignInRow>, StoreError> {
        let sql = format!("{COLUMNS} ORDER BY account");
        self.reading(|connection| connection.query(&sql, &[], &mut read))
    }

    /// Gives an account an e-mail address, in lower case, or none; makes its row where it has none.
    ///
    /// # Errors
    /// When the database cannot be written. That another account has the address is no error of the store.
    pub fn set_email(
        &self,
        account: &str,
        email: Option<&str>,
        at: i64,
    ) -> Result<Result<(), EmailTaken>, StoreError> {
        without_nul(&[
            ("the account", account),
            ("the e-mail address", email.unwrap_or_default()),
        ])?;
        let values = [
            Value::Text(Some(account)),
            Value::Text(email),
            Value::Integer(at),
        ];
        self.writing(|connection| {
            connection.transaction(|connection| {
                if let Connection::Postgres(_) = connection {
                    // Two at once: the second waits here, and then sees the first one's row. SQLite
                    // lets only one in to begin with.
                    connection.batch("LOCK TABLE sign_ins IN SHARE ROW EXCLUSIVE MODE")?;
                }
                let others = "SELECT account FROM sign_ins WHERE email = $2 AND account <> $1";
                let other = connection.query_one(others, &values[..2], &mut |_| Ok(()))?;
                if other.is_some() {
                    return Ok(Err(EmailTaken));
                }
                let sql = "INSERT INTO sign_ins (account, email, last_counter, made) VALUES ($1, $2, 0, $3) \
                           ON CONFLICT (account) DO UPDATE SET email = excluded.email";
                run(connection, sql, &values).map(Ok)
            })
        })
    }

    /// Gives an account the hash of a password; makes its row where it has none.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn set_password_hash(&self, account: &str, hash: &str, at: i64) -> Result<(), StoreError> {
        without_nul(&[("the account", account)])?;
        let sql = "INSERT INTO sign_ins (account, password_hash, last_counter, made) VALUES ($1, $2, 0, $3) \
                   ON CONFLICT (account) DO UPDATE SET password_hash = excluded.password_hash";
        let values = [
            Value::Text(Some(account)),
            Value::Text(Some(hash)),
            Value::Integer(at),
        ];
        self.writing(|connection| run(connection, sql, &values))
    }

    /// Puts another hash of the same password in place of one, where that one still stands.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn renew_password_hash(
        &self,
        account: &str,
        was: &str,
        now: &str,
    ) -> Result<(), StoreError> {
        let sql =
            "UPDATE sign_ins SET password_hash = $3 WHERE account = $1 AND password_hash = $2";
        let values = [account, was, now].map(|text| Value::Text(Some(text)));
        self.writing(|connection| run(connection, sql, &values))
    }

    /// Notes that an account has signed in.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn note_signed_in(&self, account: &str, at: i64) -> Result<(), StoreError> {
        let sql = "UPDATE sign_ins SET last_signed_in = $2 WHERE account = $1";
        let values = [Value::Text(Some(account)), Value::Integer(at)];
        self.writing(|connection| run(connection, sql, &values))
    }

    /// Begins a second step with a secret that is still to be confirmed. Whether it was begun: not
    /// where the account cannot sign in, or has a second step.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn begin_second_step(&self, account: &str, secret: &[u8]) -> Result<bool, StoreError> {
        let sql =
            "UPDATE sign_ins SET second_step_begun = $2 WHERE account = $1 AND second_step IS NULL";
        let values = [Value::Text(Some(account)), Value::Bytes(secret)];
        self.writing(|connection| Ok(connection.execute(sql, &values)? == 1))
    }

    /// Makes the secret that was begun the account's second step, with the counter of the code that
    /// confirmed it. Whether it was still the one that was begun.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn finish_second_step(
        &self,
        account: &str,
        secret: &[u8],
        counter: i64,
    ) -> Result<bool, StoreError> {
        let sql = "UPDATE sign_ins SET second_step = $2, second_step_begun = NULL, last_counter = $3 \
                   WHERE account = $1 AND second_step_begun = $2";
        let values = [
            Value::Text(Some(account)),
            Value::Bytes(secret),
            Value::Integer(counter),
        ];
        self.writing(|connection| Ok(connection.execute(sql, &values)? == 1))
    }

    /// Keeps an account's second step in another way, where it is still kept as it was.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn keep_second_step(
        &self,
        account: &str,
        was: &[u8],
        now: &[u8],
    ) -> Result<(), StoreError> {
        let sql = "UPDATE sign_ins SET second_step = $3 WHERE account = $1 AND second_step = $2";
        let values = [
            Value::Text(Some(account)),
            Value::Bytes(was),
            Value::Bytes(now),
        ];
        self.writing(|connection| run(connection, sql, &values))
    }

    /// Takes an account's second step away.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn clear_second_step(&self, account: &str) -> Result<(), StoreError> {
        let sql =
            "UPDATE sign_ins SET second_step = NULL, second_step_begun = NULL WHERE account = $1";
        self.writing(|connection| run(connection, sql, &[Value::Text(Some(account))]))
    }

    /// Takes a code's counter as used. Whether it was later than every one before: two that come
    /// with the same code at the same time cannot both be told so.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn accept_counter(&self, account: &str, counter: i64) -> Result<bool, StoreError> {
        let sql = "UPDATE sign_ins SET last_counter = $2 WHERE account = $1 AND last_counter < $2";
        let values = [Value::Text(Some(account)), Value::Integer(counter)];
        self.writing(|connection| Ok(connection.execute(sql, &values)? == 1))
    }
}

fn read(cells: &Cells<'_>) -> Result<SignInRow, StoreError> {
    Ok(SignInRow {
        account: cells.whole_text(0)?,
        email: cells.text(1)?,
        password_hash: cells.text(2)?,
        second_step: cells.maybe_bytes(3)?,
        second_step_begun: cells.maybe_bytes(4)?,
        last_counter: cells.number(5)?,
        made: cells.number(6)?,
        last_signed_in: cells.maybe_number(7)?,
    })
}
