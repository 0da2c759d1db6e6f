//! Tokens with which programs act for an account.

use clew_journal::Digest;

use super::sessions::digest;
use super::{run, without_nul};
use crate::connection::{Cells, Value};
use crate::{Store, StoreError};

const COLUMNS: &str =
    "SELECT token, id, account, name, scopes, made, ends, used, revoked FROM api_tokens";

/// A token of a program, by its digest.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ApiTokenRow {
    /// The digest of the token.
    pub token: Digest,
    /// Its id, which names it and opens nothing.
    pub id: String,
    /// The account that it acts for.
    pub account: String,
    /// What its owner calls it.
    pub name: String,
    /// What it may do, in the service's words.
    pub scopes: String,
    /// When it was made.
    pub made: i64,
    /// When it ends; none where it does not.
    pub ends: Option<i64>,
    /// When it was last used, to the minute.
    pub used: Option<i64>,
    /// When it was revoked.
    pub revoked: Option<i64>,
}

impl Store {
    /// Keeps a new token.
    ///
    /// # Errors
    /// [`StoreError::Nul`], and when the database cannot be written.
    pub fn put_api_token(&self, token: &ApiTokenRow) -> Result<(), StoreError> {
        without_nul(&[("the name", &token.name)])?;
        let sql = "INSERT INTO api_tokens (token, id, account, name, scopes, made, ends, used, revoked) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
        let values = [
            Value::Bytes(token.token.as_bytes()),
            Value::Text(Some(&token.id)),
            Value::Text(Some(&token.account)),
            Value::Text(Some(&token.name)),
            Value::Text(Some(&token.scopes)),
            Value::Integer(token.made),
            Value::MaybeInteger(token.ends),
            Value::MaybeInteger(token.used),
            Value::MaybeInteger(token.revoked),
        ];
        self.writing(|connection| run(connection, sql, &values))
    }

    /// The token with a digest, also when it has ended or was revoked.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn api_token(&self, token: &Digest) -> Result<Option<ApiTokenRow>, StoreError> {
        let sql = format!("{COLUMNS} WHERE token = $1");
        let values = [Value::Bytes(token.as_bytes())];
        self.reading(|connection| connection.query_one(&sql, &values, &mut read))
    }

    /// The tokens of an account, the latest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn api_tokens(&self, account: &str) -> Result<Vec<ApiTokenRow>, StoreError> {
        let sql = format!("{COLUMNS} WHERE account = $1 ORDER BY made DESC, id");
        self.reading(|connection| connection.query(&sql, &[Value::Text(Some(account))], &mut read))
    }

    /// Notes that a token was used.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn use_api_token(&self, token: &Digest, at: i64) -> Result<(), StoreError> {
        let sql = "UPDATE api_tokens SET used = $2 WHERE token = $1";
        let values = [Value::Bytes(token.as_bytes()), Value::Integer(at)];
        self.writing(|connection| run(connection, sql, &values))
    }

    /// Revokes a token of an account. Whether there was one that was not revoked.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn revoke_api_token(&self, account: &str, id: &str, at: i64) -> Result<bool, StoreError> {
        let sql =
            "UPDATE api_tokens SET revoked = $3 WHERE account = $1 AND id = $2 AND revoked IS NULL";
        let values = [
            Value::Text(Some(account)),
            Value::Text(Some(id)),
            Value::Integer(at),
        ];
        self.writing(|connection| Ok(connection.execute(sql, &values)? == 1))
    }

    /// Revokes every token of an account that was not revoked.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn revoke_api_tokens(&self, account: &str, at: i64) -> Result<(), StoreError> {
        let sql = "UPDATE api_tokens SET revoked = $2 WHERE account = $1 AND revoked IS NULL";
        let values = [Value::Text(Some(account)), Value::Integer(at)];
        self.writing(|connection| run(connection, sql, &values))
    }
}

fn read(cells: &Cells<'_>) -> Result<ApiTokenRow, StoreError> {
    Ok(ApiTokenRow {
        token: digest(cells, 0)?,
        id: cells.whole_text(1)?,
        account: cells.whole_text(2)?,
        name: cells.whole_text(3)?,
        scopes: cells.whole_text(4)?,
        made: cells.number(5)?,
        ends: cells.maybe_number(6)?,
        used: cells.maybe_number(7)?,
        revoked: cells.maybe_number(8)?,
    })
}
