//! What happened to sign-ins: who signed in, who could not, whose means of signing in changed.

use super::{run, without_nul};
use crate::connection::{Cells, Value};
use crate::{Store, StoreError};

/// One thing that happened.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct IdentityLogRow {
    /// Its id.
    pub id: String,
    /// When it happened.
    pub at: i64,
    /// Whose sign-in it is about; none where nobody has the name that was given.
    pub account: Option<String>,
    /// What happened, in the service's word.
    pub event: String,
    /// Who did it, where it was somebody else.
    pub actor: Option<String>,
    /// The network address that it came from, where it is known.
    pub address: Option<String>,
    /// What more there is to say: a token's name, or the file that was opened.
    pub about: Option<String>,
}

/// Which of them to read.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct IdentityLogFilter {
    /// Only those about this account.
    pub account: Option<String>,
    /// Only those of this kind, in the service's word.
    pub event: Option<String>,
    /// At most so many.
    pub limit: u32,
    /// So many of the latest are passed over.
    pub skip: u32,
}

impl Store {
    /// Notes that something happened.
    ///
    /// # Errors
    /// [`StoreError::Nul`], and when the database cannot be written.
    pub fn note_identity(&self, row: &IdentityLogRow) -> Result<(), StoreError> {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        without_nul(&[
            ("the account", &text(&row.account)),
            ("the address", &text(&row.address)),
            ("what it is about", &text(&row.about)),
        ])?;
        let sql = "INSERT INTO identity_log (id, at, account, event, actor, address, about) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7)";
        let values = [
            Value::Text(Some(&row.id)),
            Value::Integer(row.at),
            Value::Text(row.account.as_deref()),
            Value::Text(Some(&row.event)),
            Value::Text(row.actor.as_deref()),
            Value::Text(row.address.as_deref()),
            Value::Text(row.about.as_deref()),
        ];
        self.writing(|connection| run(connection, sql, &values))
    }

    /// What happened, the latest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn identity_log(
        &self,
        filter: &IdentityLogFilter,
    ) -> Result<Vec<IdentityLogRow>, StoreError> {
        let sql = "SELECT id, at, account, event, actor, address, about FROM identity_log \
                   WHERE ($1 = '' OR account = $1) AND ($2 = '' OR event = $2) \
                   ORDER BY at DESC, id DESC LIMIT $3 OFFSET $4";
        let values = [
            Value::Text(Some(filter.account.as_deref().unwrap_or_default())),
            Value::Text(Some(filter.event.as_deref().unwrap_or_default())),
            Value::Integer(i64::from(filter.limit)),
            Value::Integer(i64::from(filter.skip)),
        ];
        self.reading(|connection| connection.query(sql, &values, &mut read))
    }
}

fn read(cells: &Cells<'_>) -> Result<IdentityLogRow, StoreError> {
    Ok(IdentityLogRow {
        id: cells.whole_text(0)?,
        at: cells.number(1)?,
        account: cells.text(2)?,
        event: cells.whole_text(3)?,
        actor: cells.text(4)?,
        address: cells.text(5)?,
        about: cells.text(6)?,
    })
}
