//! Checkpoints: a state made from the journal, kept so that reading need not start at its beginning.
//! Every one of them can be dropped and made again.

use clew_journal::Digest;

use crate::StoreError;
use crate::connection::{Connection, Value};
use crate::rows::stored;

/// Bytes of a checkpoint kept in one row.
const PART: usize = 8 << 20;

/// A state made from the journal up to one entry.
#[derive(Clone, Eq, PartialEq)]
pub struct Checkpoint {
    /// The last entry it covers.
    pub sequence: u64,
    /// That entry's hash, so that a checkpoint of another journal is recognised.
    pub hash: Digest,
    /// The form of its bytes, which only its reader knows.
    pub format: u32,
    /// The state.
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for Checkpoint {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            sequence,
            hash,
            format,
            bytes,
        } = self;
        write!(
            formatter,
            "checkpoint at {sequence} ({}), format {format}, {} bytes",
            hash.short(),
            bytes.len()
        )
    }
}

/// What is known of a checkpoint without reading it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct CheckpointSummary {
    /// The last entry it covers.
    pub sequence: u64,
    /// Its size in bytes.
    pub size: u64,
    /// The form of its bytes.
    pub format: u32,
}

/// What the table says of one.
struct Line {
    sequence: u64,
    hash: Option<Digest>,
    format: u32,
    size: u64,
    crc32: u32,
}

/// The latest at or before a place.
pub(crate) fn before(
    connection: &mut Connection,
    sequence: u64,
) -> Result<Option<Checkpoint>, StoreError> {
    let sql = "SELECT sequence, hash, format, size, crc32 FROM checkpoints WHERE sequence <= $1 \
               ORDER BY sequence DESC LIMIT 1";
    let line = connection.query_one(sql, &[Value::Integer(stored(sequence))], &mut |cells| {
        let sequence = cells.number(0)?;
        let damaged = |_| StoreError::DamagedCheckpoint { sequence };
        Ok(Line {
            sequence,
            hash: Digest::from_bytes(&cells.bytes(1).map_err(damaged)?),
            format: cells.number(2).map_err(damaged)?,
            size: cells.number(3).map_err(damaged)?,
            crc32: cells.number(4).map_err(damaged)?,
        })
    })?;
    line.map(|line| whole(connection, &line)).transpose()
}

fn whole(connection: &mut Connection, line: &Line) -> Result<Checkpoint, StoreError> {
    let bytes = joined(connection, line.sequence)?;
    let (Some(hash), true) = (
        line.hash,
        bytes.len() as u64 == line.size && crc32fast::hash(&bytes) == line.crc32,
    ) else {
        return Err(StoreError::DamagedCheckpoint {
            sequence: line.sequence,
        });
    };
    Ok(Checkpoint {
        sequence: line.sequence,
        hash,
        format: line.format,
        bytes,
    })
}

fn joined(connection: &mut Connection, sequence: u64) -> Result<Vec<u8>, StoreError> {
    let sql = "SELECT bytes FROM checkpoint_parts WHERE sequence = $1 ORDER BY part";
    let mut whole = Vec::new();
    connection.query(sql, &[Value::Integer(stored(sequence))], &mut |cells| {
        whole.append(&mut cells.bytes(0)?);
        Ok(())
    })?;
    Ok(whole)
}

/// Writes one, in place of one that stands at the same entry.
pub(crate) fn put(connection: &mut Connection, checkpoint: &Checkpoint) -> Result<(), StoreError> {
    connection.transaction(|connection| {
        let sequence = Value::Integer(stored(checkpoint.sequence));
        connection.execute(
            "INSERT INTO checkpoints (sequence, hash, format, size, crc32) VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT (sequence) DO UPDATE SET hash = excluded.hash, format = excluded.format, \
             size = excluded.size, crc32 = excluded.crc32",
            &[
                sequence,
                Value::Bytes(checkpoint.hash.as_bytes()),
                Value::Integer(i64::from(checkpoint.format)),
                Value::Integer(stored(checkpoint.bytes.len() as u64)),
                Value::Integer(i64::from(crc32fast::hash(&checkpoint.bytes))),
            ],
        )?;
        connection.execute("DELETE FROM checkpoint_parts WHERE sequence = $1", &[sequence])?;
        for (part, bytes) in (0..).zip(checkpoint.bytes.chunks(PART)) {
            let sql = "INSERT INTO checkpoint_parts (sequence, part, bytes) VALUES ($1, $2, $3)";
            connection.execute(sql, &[sequence, Value::Integer(part), Value::Bytes(bytes)])?;
        }
        Ok(())
    })
}

/// What is known of each, the earliest first.
pub(crate) fn all(connection: &mut Connection) -> Result<Vec<CheckpointSummary>, StoreError> {
    let sql = "SELECT sequence, size, format FROM checkpoints ORDER BY sequence";
    connection.query(sql, &[], &mut |cells| {
        Ok(CheckpointSummary {
            sequence: cells.number(0)?,
            size: cells.number(1)?,
            format: cells.number(2)?,
        })
    })
}

/// Takes one away, if it is there.
pub(crate) fn drop(connection: &mut Connection, sequence: u64) -> Result<(), StoreError> {
    let sql = "DELETE FROM checkpoints WHERE sequence = $1";
    connection
        .execute(sql, &[Value::Integer(stored(sequence))])
        .map(|_| ())
}
