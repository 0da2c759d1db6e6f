//! Facts made of records, kept as bytes in parts that are named by their digests. All of them can be dropped and made
//! again; what they were made of stands in the versions.

use std::collections::BTreeSet;

use clew_journal::Digest;

use super::{erasing, maybe, run};
use crate::connection::{Connection, Value};
use crate::{Store, StoreError};

/// What is said of facts that are kept.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct KeptFacts {
    /// The last entry that they have.
    pub sequence: u64,
    /// That entry's hash, so that facts of another journal are recognised.
    pub hash: Digest,
    /// The form of their bytes, which only their reader knows.
    pub format: u32,
    /// The part that lists the others.
    pub root: Digest,
}

/// Takes all of them away, in the transaction that erases something: they hold it too.
pub(super) fn erase(connection: &mut Connection, sequence: u64) -> Result<(), StoreError> {
    let sql = "UPDATE kept_facts SET sequence = 0, hash = NULL, root = NULL, erased = $1";
    run(connection, sql, &[maybe(Some(sequence))])?;
    run(connection, "DELETE FROM kept_fact_parts", &[])
}

/// Whether nothing was erased after an entry. Until the transaction ends, nothing is.
fn nothing_erased_since(connection: &mut Connection, sequence: u64) -> Result<bool, StoreError> {
    let sql = "UPDATE kept_facts SET one = 1 WHERE erased <= $1";
    Ok(connection.execute(sql, &[maybe(Some(sequence))])? == 1)
}

fn parts_there(connection: &mut Connection) -> Result<BTreeSet<Digest>, StoreError> {
    let sql = "SELECT digest FROM kept_fact_parts";
    let found = connection.query(sql, &[], &mut |cells| digest(&cells.bytes(0)?))?;
    Ok(found.into_iter().collect())
}

fn digest(bytes: &[u8]) -> Result<Digest, StoreError> {
    let digest = Digest::from_bytes(bytes);
    digest.ok_or_else(|| StoreError::damaged("the digest of kept facts is not 32 bytes long"))
}

impl Store {
    /// What is said of the facts that are kept; none where there are none.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn kept_facts(&self) -> Result<Option<KeptFacts>, StoreError> {
        let sql = "SELECT sequence, hash, format, root FROM kept_facts WHERE root IS NOT NULL";
        self.reading(|connection| {
            connection.query_one(sql, &[], &mut |cells| {
                Ok(KeptFacts {
                    sequence: cells.number(0)?,
                    hash: digest(&cells.bytes(1)?)?,
                    format: cells.number(2)?,
                    root: digest(&cells.bytes(3)?)?,
                })
            })
        })
    }

    /// A part of kept facts.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when it is not there or its bytes are others than its digest says, and when the
    /// database cannot be read.
    pub fn kept_fact_part(&self, named: &Digest) -> Result<Vec<u8>, StoreError> {
        let sql = "SELECT bytes FROM kept_fact_parts WHERE digest = $1";
        let values = [Value::Bytes(named.as_bytes())];
        let found = self.reading(|connection| {
            connection.query_one(sql, &values, &mut |cells| cells.bytes(0))
        })?;
        let sound = found.filter(|bytes| Digest::of(bytes) == *named);
        sound.ok_or_else(|| StoreError::damaged("a part of the kept facts is not what it was"))
    }

    /// The parts that are there.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn kept_fact_parts(&self) -> Result<BTreeSet<Digest>, StoreError> {
        self.reading(parts_there)
    }

    /// Keeps parts of facts that were made after an entry; says whether that was done, which it is not where something
    /// was erased since. Nothing uses them before [`Store::keep_facts`] names them.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn keep_fact_parts(
        &self,
        sequence: u64,
        parts: &[(Digest, Vec<u8>)],
    ) -> Result<bool, StoreError> {
        let sql = "INSERT INTO kept_fact_parts (digest, bytes) VALUES ($1, $2) \
                   ON CONFLICT (digest) DO NOTHING";
        self.writing(|connection| {
            connection.transaction(|connection| {
                if !nothing_erased_since(connection, sequence)? {
                    return Ok(false);
                }
                parts.iter().try_for_each(|(digest, bytes)| {
                    let values = [Value::Bytes(digest.as_bytes()), Value::Bytes(bytes)];
                    run(connection, sql, &values)
                })?;
                Ok(true)
            })
        })
    }

    /// Says which facts are kept from now on, and takes every part away that they do not have; says whether that was
    /// done, which it is not where something was erased since, where a part is missing, or where later facts are kept.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn keep_facts(
        &self,
        facts: &KeptFacts,
        parts: &BTreeSet<Digest>,
    ) -> Result<bool, StoreError> {
        self.writing(|connection| {
            erasing::overwriting(connection, |connection| put(connection, facts, parts))
        })
    }

    /// Takes these facts away, so that they are made anew; nothing where others are kept by now.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn forget_kept_facts(&self, facts: &KeptFacts) -> Result<(), StoreError> {
        let forgotten =
            "UPDATE kept_facts SET sequence = 0, hash = NULL, root = NULL WHERE root = $1";
        let root = [Value::Bytes(facts.root.as_bytes())];
        self.writing(|connection| {
            erasing::overwriting(connection, |connection| {
                match connection.execute(forgotten, &root)? {
                    0 => Ok(()),
                    _ => run(connection, "DELETE FROM kept_fact_parts", &[]),
                }
            })
        })
    }
}

fn put(
    connection: &mut Connection,
    facts: &KeptFacts,
    parts: &BTreeSet<Digest>,
) -> Result<bool, StoreError> {
    if !nothing_erased_since(connection, facts.sequence)? {
        return Ok(false);
    }
    let there = parts_there(connection)?;
    if !parts.is_subset(&there) {
        return Ok(false);
    }
    // What is said to be later than the last entry is no facts of this journal.
    let sql = "UPDATE kept_facts SET sequence = $1, hash = $2, format = $3, root = $4 \
               WHERE sequence <= $1 OR sequence > (SELECT max(sequence) FROM entries)";
    let values = [
        maybe(Some(facts.sequence)),
        Value::Bytes(facts.hash.as_bytes()),
        Value::Integer(i64::from(facts.format)),
        Value::Bytes(facts.root.as_bytes()),
    ];
    if connection.execute(sql, &values)? == 0 {
        return Ok(false);
    }
    let sql = "DELETE FROM kept_fact_parts WHERE digest = $1";
    there
        .difference(parts)
        .try_for_each(|digest| run(connection, sql, &[Value::Bytes(digest.as_bytes())]))?;
    Ok(true)
}
