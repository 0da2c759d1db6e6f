//! The outbox: mail that is to be sent, and what became of it.

use super::{run, without_nul};
use crate::connection::{Cells, Value};
use crate::{Store, StoreError};

const COLUMNS: &str = "SELECT id, account, address, subject, body, purpose, made, due, tries, sent, failure FROM outbox";

/// A mail.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct MailRow {
    /// Its id.
    pub id: String,
    /// The account that it is for.
    pub account: Option<String>,
    /// Where it goes.
    pub address: String,
    /// Its subject.
    pub subject: String,
    /// Its text, without the secret of a link.
    pub body: String,
    /// The purpose of the link that it carries, in the service's word.
    pub purpose: Option<String>,
    /// When it was put here.
    pub made: i64,
    /// When it is next to be tried.
    pub due: i64,
    /// How often it was tried and failed.
    pub tries: i64,
    /// When it went.
    pub sent: Option<i64>,
    /// Why it could not go the last time.
    pub failure: Option<String>,
}

impl Store {
    /// Puts a mail in the outbox, unless one with its id is there or was sent. Whether it did.
    ///
    /// # Errors
    /// [`StoreError::Nul`], and when the database cannot be written.
    pub fn put_mail(&self, mail: &MailRow) -> Result<bool, StoreError> {
        without_nul(&[
            ("the id", &mail.id),
            ("the address", &mail.address),
            ("the subject", &mail.subject),
            ("the mail", &mail.body),
        ])?;
        let sql = "INSERT INTO outbox (id, account, address, subject, body, purpose, made, due, tries, sent, failure) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (id) DO NOTHING";
        let values = [
            Value::Text(Some(&mail.id)),
            Value::Text(mail.account.as_deref()),
            Value::Text(Some(&mail.address)),
            Value::Text(Some(&mail.subject)),
            Value::Text(Some(&mail.body)),
            Value::Text(mail.purpose.as_deref()),
            Value::Integer(mail.made),
            Value::Integer(mail.due),
            Value::Integer(mail.tries),
            Value::MaybeInteger(mail.sent),
            Value::Text(mail.failure.as_deref()),
        ];
        self.writing(|connection| Ok(connection.execute(sql, &values)? == 1))
    }

    /// Mail that is to be tried by a time, the earliest first, with fewer than `tries` failures.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn mails_due(&self, by: i64, tries: i64, most: i64) -> Result<Vec<MailRow>, StoreError> {
        let sql = format!(
            "{COLUMNS} WHERE sent IS NULL AND due <= $1 AND tries < $2 ORDER BY due, id LIMIT $3"
        );
        let values = [
            Value::Integer(by),
            Value::Integer(tries),
            Value::Integer(most),
        ];
        self.reading(|connection| connection.query(&sql, &values, &mut read))
    }

    /// Takes a mail on, so that nobody else tries it before a time. Whether nobody else had.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn take_mail(&self, mail: &MailRow, until: i64) -> Result<bool, StoreError> {
        let sql = "UPDATE outbox SET due = $3 WHERE id = $1 AND due = $2 AND sent IS NULL";
        let values = [
            Value::Text(Some(&mail.id)),
            Value::Integer(mail.due),
            Value::Integer(until),
        ];
        self.writing(|connection| Ok(connection.execute(sql, &values)? == 1))
    }

    /// Takes away the mail to an account that carries a link and has not gone; of one purpose, where it
    /// is given.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn drop_link_mail(&self, account: &str, purpose: Option<&str>) -> Result<(), StoreError> {
        let sql = "DELETE FROM outbox WHERE account = $1 AND sent IS NULL AND purpose IS NOT NULL \
                   AND purpose = COALESCE($2, purpose)";
        let values = [Value::Text(Some(account)), Value::Text(purpose)];
        self.writing(|connection| run(connection, sql, &values))
    }

    /// Takes one mail away that has not gone.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn drop_mail(&self, id: &str) -> Result<(), StoreError> {
        let sql = "DELETE FROM outbox WHERE id = $1 AND sent IS NULL";
        self.writing(|connection| run(connection, sql, &[Value::Text(Some(id))]))
    }

    /// Notes that a mail went. Whether there was such a mail, still to be sent.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn mail_sent(&self, id: &str, at: i64) -> Result<bool, StoreError> {
        let sql = "UPDATE outbox SET sent = $2, failure = NULL WHERE id = $1 AND sent IS NULL";
        let values = [Value::Text(Some(id)), Value::Integer(at)];
        self.writing(|connection| Ok(connection.execute(sql, &values)? == 1))
    }

    /// Notes why a mail could not go, and when to try again. Whether there was such a mail.
    ///
    /// # Errors
    /// [`StoreError::Nul`], and when the database cannot be written.
    pub fn mail_failed(&self, id: &str, why: &str, due: i64) -> Result<bool, StoreError> {
        without_nul(&[("the reason", why)])?;
        let sql = "UPDATE outbox SET tries = tries + 1, failure = $2, due = $3 WHERE id = $1 AND sent IS NULL";
        let values = [
            Value::Text(Some(id)),
            Value::Text(Some(why)),
            Value::Integer(due),
        ];
        self.writing(|connection| Ok(connection.execute(sql, &values)? == 1))
    }

    /// One mail.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn mail(&self, id: &str) -> Result<Option<MailRow>, StoreError> {
        let sql = format!("{COLUMNS} WHERE id = $1");
        self.reading(|connection| connection.query_one(&sql, &[Value::Text(Some(id))], &mut read))
    }

    /// The latest mail, sent or not, the last first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn mails(&self, most: i64) -> Result<Vec<MailRow>, StoreError> {
        let sql = format!("{COLUMNS} ORDER BY made DESC, id LIMIT $1");
        self.reading(|connection| connection.query(&sql, &[Value::Integer(most)], &mut read))
    }
}

fn read(cells: &Cells<'_>) -> Result<MailRow, StoreError> {
    Ok(MailRow {
        id: cells.whole_text(0)?,
        account: cells.text(1)?,
        address: cells.whole_text(2)?,
        subject: cells.whole_text(3)?,
        body: cells.whole_text(4)?,
        purpose: cells.text(5)?,
        made: cells.number(6)?,
        due: cells.number(7)?,
        tries: cells.number(8)?,
        sent: cells.maybe_number(9)?,
        failure: cells.text(10)?,
    })
}
