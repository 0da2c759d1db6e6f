//! What is sent to somebody to be used once: invitations, resets, the second half of signing in.

use clew_journal::Digest;

use super::run;
use crate::connection::Value;
use crate::{Store, StoreError};

/// Something to be used once, by the digest of its token.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct LinkRow {
    /// The digest of its token.
    pub token: Digest,
    /// Whom it is for.
    pub account: String,
    /// What it is for, in the service's word.
    pub purpose: String,
    /// When it can no longer be used.
    pub ends: i64,
    /// How often it was tried and not used up.
    pub tries: i64,
}

impl Store {
    /// Keeps one.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn put_link(&self, link: &LinkRow) -> Result<(), StoreError> {
        let sql =
            "INSERT INTO links (token, account, purpose, ends, tries) VALUES ($1, $2, $3, $4, $5)";
        let values = [
            Value::Bytes(link.token.as_bytes()),
            Value::Text(Some(&link.account)),
            Value::Text(Some(&link.purpose)),
            Value::Integer(link.ends),
            Value::Integer(link.tries),
        ];
        self.writing(|connection| run(connection, sql, &values))
    }

    /// The one with a token, where it has not been used; also when it has ended.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn link(&self, token: &Digest) -> Result<Option<LinkRow>, StoreError> {
        let sql = "SELECT account, purpose, ends, tries FROM links WHERE token = $1";
        self.reading(|connection| {
            connection.query_one(sql, &[Value::Bytes(token.as_bytes())], &mut |cells| {
                Ok(LinkRow {
                    token: *token,
                    account: cells.whole_text(0)?,
                    purpose: cells.whole_text(1)?,
                    ends: cells.number(2)?,
                    tries: cells.number(3)?,
                })
            })
        })
    }

    /// Uses one up. Whether it was there: of two that come at once, one is told so.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn use_link(&self, token: &Digest) -> Result<bool, StoreError> {
        let sql = "DELETE FROM links WHERE token = $1";
        let values = [Value::Bytes(token.as_bytes())];
        self.writing(|connection| Ok(connection.execute(sql, &values)? == 1))
    }

    /// Counts a try. Whether it was one of the first `most`.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn try_link(&self, token: &Digest, most: i64) -> Result<bool, StoreError> {
        let sql = "UPDATE links SET tries = tries + 1 WHERE token = $1 AND tries < $2";
        let values = [Value::Bytes(token.as_bytes()), Value::Integer(most)];
        self.writing(|connection| Ok(connection.execute(sql, &values)? == 1))
    }

    /// Takes away every one for an account; of one purpose, where it is given.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn drop_links(&self, account: &str, purpose: Option<&str>) -> Result<(), StoreError> {
        let account = Value::Text(Some(account));
        self.writing(|connection| match purpose {
            None => run(
                connection,
                "DELETE FROM links WHERE account = $1",
                &[account],
            ),
            Some(purpose) => {
                let sql = "DELETE FROM links WHERE account = $1 AND purpose = $2";
                run(connection, sql, &[account, Value::Text(Some(purpose))])
            }
        })
    }
}
