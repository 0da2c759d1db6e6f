//! Attachments: bytes kept under their digest, outside the journal's table.

use clew_journal::Digest;

use crate::StoreError;
use crate::connection::{Cells, Connection, Value};

/// A file that an entry refers to by its digest.
#[derive(Clone, Eq, PartialEq)]
pub struct Attachment {
    /// The digest of its bytes, which is its name in the store.
    pub digest: Digest,
    /// What kind of file it is, for example `application/pdf`.
    pub media_type: String,
    /// What it was called where it came from.
    pub name: Option<String>,
    /// The file itself, at most 1 GB.
    pub bytes: Vec<u8>,
}

impl Attachment {
    /// An attachment of these bytes.
    #[must_use]
    pub fn new(media_type: &str, name: Option<&str>, bytes: Vec<u8>) -> Self {
        Self {
            digest: Digest::of(&bytes),
            media_type: media_type.to_owned(),
            name: name.map(str::to_owned),
            bytes,
        }
    }
}

impl std::fmt::Debug for Attachment {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Attachment")
            .field("digest", &self.digest)
            .field("media_type", &self.media_type)
            .field("name", &self.name)
            .field("bytes", &self.bytes.len())
            .finish()
    }
}

/// Refuses one that would be found damaged as soon as it is read.
pub(crate) fn check(attachment: &Attachment) -> Result<(), StoreError> {
    let Attachment {
        digest,
        media_type,
        name,
        bytes,
    } = attachment;
    if Digest::of(bytes) != *digest {
        return Err(StoreError::DamagedAttachment { digest: *digest });
    }
    if media_type.contains('\0') || name.as_ref().is_some_and(|name| name.contains('\0')) {
        return Err(StoreError::Nul {
            what: format!(
                "the name or media type of the attachment {}",
                digest.short()
            ),
        });
    }
    Ok(())
}

/// Writes one; one that is there already stays as it is.
pub(crate) fn put(connection: &mut Connection, attachment: &Attachment) -> Result<(), StoreError> {
    let sql = "INSERT INTO attachments (digest, media_type, name, bytes) VALUES ($1, $2, $3, $4) \
               ON CONFLICT (digest) DO NOTHING";
    let values = [
        Value::Bytes(attachment.digest.as_bytes()),
        Value::Text(Some(&attachment.media_type)),
        Value::Text(attachment.name.as_deref()),
        Value::Bytes(&attachment.bytes),
    ];
    connection.execute(sql, &values).map(|_| ())
}

/// The attachment with this digest, its bytes checked against it.
pub(crate) fn get(
    connection: &mut Connection,
    digest: &Digest,
) -> Result<Option<Attachment>, StoreError> {
    let sql = "SELECT media_type, name, bytes FROM attachments WHERE digest = $1";
    let damaged = || StoreError::DamagedAttachment { digest: *digest };
    let found = connection.query_one(sql, &[Value::Bytes(digest.as_bytes())], &mut |cells| {
        Ok(Attachment {
            digest: *digest,
            media_type: cells.text(0)?.ok_or_else(damaged)?,
            name: cells.text(1)?,
            bytes: cells.bytes(2)?,
        })
    })?;
    match found {
        Some(attachment) if Digest::of(&attachment.bytes) != *digest => Err(damaged()),
        found => Ok(found),
    }
}

/// Every digest, in order.
pub(crate) fn digests(connection: &mut Connection) -> Result<Vec<Digest>, StoreError> {
    let sql = "SELECT digest FROM attachments ORDER BY digest";
    connection.query(sql, &[], &mut |cells: &Cells<'_>| {
        let bytes = cells.bytes(0)?;
        Digest::from_bytes(&bytes)
            .ok_or_else(|| StoreError::damaged("an attachment's digest is not 32 bytes long"))
    })
}
