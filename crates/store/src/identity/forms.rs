//! What people typed and have not handed in: fields as they were typed, and whole forms that came
//! after their session had ended.

use super::{run, without_nul};
use crate::connection::Value;
use crate::{Store, StoreError};

/// What was typed into a form that is not handed in.
#[derive(Clone, Eq, PartialEq)]
pub struct TypedRow {
    /// Which form.
    pub place: String,
    /// The fields, as JSON.
    pub fields: String,
    /// When it was saved.
    pub saved: i64,
}

/// A form that came after its session had ended.
#[derive(Clone, Eq, PartialEq)]
pub struct HeldFormRow {
    /// Its id.
    pub id: String,
    /// Who sent it.
    pub account: String,
    /// Where it was sent to.
    pub path: String,
    /// What its body is, as the browser said.
    pub content_type: String,
    /// Its body.
    pub body: Vec<u8>,
    /// When it came.
    pub held: i64,
}

impl std::fmt::Debug for TypedRow {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            formatter,
            "typed at {} ({} bytes)",
            self.place,
            self.fields.len()
        )
    }
}

impl std::fmt::Debug for HeldFormRow {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            formatter,
            "form for {} ({} bytes)",
            self.path,
            self.body.len()
        )
    }
}

impl Store {
    /// Keeps what an account typed, in place of what it typed there before, and of everything it
    /// typed only the latest, so that there are at most `most`.
    ///
    /// # Errors
    /// [`StoreError::Nul`], and when the database cannot be written.
    pub fn put_typed(&self, account: &str, typed: &TypedRow, most: u32) -> Result<(), StoreError> {
        without_nul(&[
            ("the place", &typed.place),
            ("what was typed", &typed.fields),
        ])?;
        let sql = "INSERT INTO typed (account, place, fields, saved) VALUES ($1, $2, $3, $4) \
                   ON CONFLICT (account, place) DO UPDATE SET fields = excluded.fields, saved = excluded.saved";
        let values = [
            Value::Text(Some(account)),
            Value::Text(Some(&typed.place)),
            Value::Text(Some(&typed.fields)),
            Value::Integer(typed.saved),
        ];
        let thin = "DELETE FROM typed WHERE account = $1 AND place NOT IN \
                    (SELECT place FROM typed WHERE account = $1 ORDER BY saved DESC, place LIMIT $2)";
        let latest = [values[0], Value::Integer(i64::from(most))];
        self.writing(|connection| {
            connection.transaction(|connection| {
                run(connection, sql, &values)?;
                run(connection, thin, &latest)
            })
        })
    }

    /// What an account typed somewhere.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn typed(&self, account: &str, place: &str) -> Result<Option<TypedRow>, StoreError> {
        let sql = "SELECT place, fields, saved FROM typed WHERE account = $1 AND place = $2";
        let values = [Value::Text(Some(account)), Value::Text(Some(place))];
        Ok(self.typed_rows(sql, &values)?.pop())
    }

    /// Everything that an account typed, the latest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn all_typed(&self, account: &str) -> Result<Vec<TypedRow>, StoreError> {
        let sql =
            "SELECT place, fields, saved FROM typed WHERE account = $1 ORDER BY saved DESC, place";
        self.typed_rows(sql, &[Value::Text(Some(account))])
    }

    fn typed_rows(&self, sql: &str, values: &[Value<'_>]) -> Result<Vec<TypedRow>, StoreError> {
        self.reading(|connection| {
            connection.query(sql, values, &mut |cells| {
                Ok(TypedRow {
                    place: cells.whole_text(0)?,
                    fields: cells.whole_text(1)?,
                    saved: cells.number(2)?,
                })
            })
        })
    }

    /// Forgets what an account typed somewhere.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn forget_typed(&self, account: &str, place: &str) -> Result<(), StoreError> {
        let sql = "DELETE FROM typed WHERE account = $1 AND place = $2";
        let values = [Value::Text(Some(account)), Value::Text(Some(place))];
        self.writing(|connection| run(connection, sql, &values))
    }

    /// Keeps a form, and of the account's earlier ones only the latest, so that there are at most `most`.
    ///
    /// # Errors
    /// [`StoreError::Nul`], and when the database cannot be written.
    pub fn put_held_form(&self, form: &HeldFormRow, most: u32) -> Result<(), StoreError> {
        without_nul(&[
            ("the path", &form.path),
            ("the content type", &form.content_type),
        ])?;
        let sql = "INSERT INTO held_forms (id, account, path, content_type, body, held) VALUES ($1, $2, $3, $4, $5, $6)";
        let values = [
            Value::Text(Some(&form.id)),
            Value::Text(Some(&form.account)),
            Value::Text(Some(&form.path)),
            Value::Text(Some(&form.content_type)),
            Value::Bytes(&form.body),
            Value::Integer(form.held),
        ];
        let thin = "DELETE FROM held_forms WHERE account = $1 AND id NOT IN \
                    (SELECT id FROM held_forms WHERE account = $1 ORDER BY held DESC, id DESC LIMIT $2)";
        let latest = [
            Value::Text(Some(&form.account)),
            Value::Integer(i64::from(most)),
        ];
        self.writing(|connection| {
            connection.transaction(|connection| {
                run(connection, sql, &values)?;
                run(connection, thin, &latest)
            })
        })
    }

    /// A form that an account sent.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn held_form(&self, account: &str, id: &str) -> Result<Option<HeldFormRow>, StoreError> {
        let sql = "SELECT id, account, path, content_type, body, held FROM held_forms WHERE account = $1 AND id = $2";
        let values = [Value::Text(Some(account)), Value::Text(Some(id))];
        self.reading(|connection| {
            connection.query_one(sql, &values, &mut |cells| {
                Ok(HeldFormRow {
                    id: cells.whole_text(0)?,
                    account: cells.whole_text(1)?,
                    path: cells.whole_text(2)?,
                    content_type: cells.whole_text(3)?,
                    body: cells.bytes(4)?,
                    held: cells.number(5)?,
                })
            })
        })
    }

    /// Forgets a form. Whether it was there.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn forget_held_form(&self, account: &str, id: &str) -> Result<bool, StoreError> {
        let sql = "DELETE FROM held_forms WHERE account = $1 AND id = $2";
        let values = [Value::Text(Some(account)), Value::Text(Some(id))];
        self.writing(|connection| Ok(connection.execute(sql, &values)? == 1))
    }
}
