//! Files that were chosen in a form that is not handed in yet.

use super::{run, without_nul};
use crate::connection::Value;
use crate::{Store, StoreError};

/// A file that waits for its form to be handed in.
#[derive(Clone, Eq, PartialEq)]
pub struct HeldFileRow {
    /// Its id.
    pub id: String,
    /// Who chose it.
    pub account: String,
    /// In which form.
    pub place: String,
    /// What it was called on the machine it came from.
    pub name: String,
    /// What kind of file it is.
    pub media_type: String,
    /// The file itself.
    pub bytes: Vec<u8>,
    /// When it was chosen.
    pub held: i64,
}

impl std::fmt::Debug for HeldFileRow {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let bytes = self.bytes.len();
        write!(formatter, "file held at {} ({bytes} bytes)", self.place)
    }
}

impl Store {
    /// Keeps a file, where the account holds fewer than `most` there; whether it was kept.
    ///
    /// # Errors
    /// [`StoreError::Nul`], and when the database cannot be written.
    pub fn put_held_file(&self, file: &HeldFileRow, most: u32) -> Result<bool, StoreError> {
        without_nul(&[
            ("the place", &file.place),
            ("the name", &file.name),
            ("the media type", &file.media_type),
        ])?;
        let sql = "INSERT INTO held_files (id, account, place, name, media_type, bytes, held) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7)";
        let count = "SELECT count(*) FROM held_files WHERE account = $1 AND place = $2";
        let values = [
            Value::Text(Some(&file.id)),
            Value::Text(Some(&file.account)),
            Value::Text(Some(&file.place)),
            Value::Text(Some(&file.name)),
            Value::Text(Some(&file.media_type)),
            Value::Bytes(&file.bytes),
            Value::Integer(file.held),
        ];
        self.writing(|connection| {
            connection.transaction(|connection| {
                let there =
                    connection.query_one(count, &values[1..3], &mut |cells| cells.number(0))?;
                if there.unwrap_or(0) >= most {
                    return Ok(false);
                }
                run(connection, sql, &values).map(|()| true)
            })
        })
    }

    /// The files that an account holds in a form, in the order in which they were chosen.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn held_files(&self, account: &str, place: &str) -> Result<Vec<HeldFileRow>, StoreError> {
        let sql = "SELECT id, account, place, name, media_type, bytes, held FROM held_files \
                   WHERE account = $1 AND place = $2 ORDER BY held, id";
        let values = [Value::Text(Some(account)), Value::Text(Some(place))];
        self.reading(|connection| {
            connection.query(sql, &values, &mut |cells| {
                Ok(HeldFileRow {
                    id: cells.whole_text(0)?,
                    account: cells.whole_text(1)?,
                    place: cells.whole_text(2)?,
                    name: cells.whole_text(3)?,
                    media_type: cells.whole_text(4)?,
                    bytes: cells.bytes(5)?,
                    held: cells.number(6)?,
                })
            })
        })
    }

    /// Forgets one file of an account, or (without an id) every one in a form.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn forget_held_files(
        &self,
        account: &str,
        place: &str,
        id: Option<&str>,
    ) -> Result<(), StoreError> {
        let sql = "DELETE FROM held_files WHERE account = $1 AND place = $2 AND id = $3";
        let all = "DELETE FROM held_files WHERE account = $1 AND place = $2";
        let values = [
            Value::Text(Some(account)),
            Value::Text(Some(place)),
            Value::Text(id),
        ];
        self.writing(|connection| match id {
            Some(_) => run(connection, sql, &values),
            None => run(connection, all, &values[..2]),
        })
    }
}
