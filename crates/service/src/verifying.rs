//! Verifying: everything that can be checked of a journal, from its first row to its head.

mod compare;
mod practice;
mod walk;

use clew_plan::AccountId;
use clew_store::{Store, StoreError};

pub(crate) use compare::first_difference;
use walk::Walk;

use crate::{Act, Memory, Progress, Service, ServiceError, authorise};

/// Faults that are listed; more are counted.
pub const MOST_FAULTS: usize = 100;

/// Something that is wrong with a journal.
#[derive(Clone, Debug, Eq, PartialEq, serde::Serialize)]
pub struct Fault {
    /// The entry at which it was found; none when it is about the whole.
    pub entry: Option<u64>,
    /// What is wrong.
    pub what: String,
    /// What to do about it.
    pub advice: String,
}

/// What verifying a journal came to.
#[derive(Clone, Debug, Default, Eq, PartialEq, serde::Serialize)]
pub struct Verification {
    /// Entries that were read.
    pub entries: u64,
    /// Checkpoints that were compared with the fold.
    pub checkpoints: usize,
    /// Attachments that entries name and that were read.
    pub attachments: usize,
    /// Versions of people, records and what belongs to them that were compared with their entries; left out where
    /// there are none.
    #[serde(skip_serializing_if = "is_none_kept")]
    pub kept: u64,
    /// What is wrong, in the order in which it was found: at most [`MOST_FAULTS`].
    pub faults: Vec<Fault>,
    /// Faults beyond those listed.
    pub more: usize,
}

fn is_none_kept(kept: &u64) -> bool {
    *kept == 0
}

impl Verification {
    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.faults.is_empty()
    }

    pub(crate) fn add(&mut self, entry: Option<u64>, what: String, advice: &str) {
        if self.faults.len() >= MOST_FAULTS {
            self.more += 1;
            return;
        }
        let advice = advice.to_owned();
        self.faults.push(Fault {
            entry,
            what,
            advice,
        });
    }
}

/// Verifies a journal, also one that is damaged: the chain from its first row to its head, that every
/// entry can be read and applied, that every checkpoint is what the entries come to, that every
/// attachment is there with its bytes, and what the database finds wrong with itself. Carries on
/// after a fault where it can.
///
/// # Errors
/// When the database cannot be read at all.
pub fn verify_store(
    store: &Store,
    progress: &mut dyn FnMut(Progress),
) -> Result<Verification, StoreError> {
    verify(store, None, progress)
}

fn verify(
    store: &Store,
    memory: Option<&Memory>,
    progress: &mut dyn FnMut(Progress),
) -> Result<Verification, StoreError> {
    let mut walk = Walk::new(store, memory)?;
    walk.read_all(progress)?;
    let mut verification = walk.finish()?;
    practice::walk(store, &mut verification)?;
    for what in lasting_faults(store)? {
        let known = verification.faults.iter().any(|fault| fault.what == what);
        if !known {
            verification.add(None, what, RESTORE);
        }
    }
    Ok(verification)
}

/// What to do about damage that cannot be made good in place.
pub(crate) const RESTORE: &str = "keep this database as it is for whoever looks into it, and restore \
    the latest backup that verifies (`clew restore`)";

/// What to do about kept facts that are not those of the records.
const DROPPED: &str = "they are dropped and made again of the records; figures that were asked for meanwhile may have been \
    wrong: find out what altered them";

/// What the database finds wrong with itself. Asked again where there is something: an entry that was
/// appended between two of its questions is no fault.
fn lasting_faults(store: &Store) -> Result<Vec<String>, StoreError> {
    let first = store.faults()?;
    if first.is_empty() {
        return Ok(first);
    }
    let again = store.faults()?;
    Ok(first
        .into_iter()
        .filter(|fault| again.contains(fault))
        .collect())
}

impl Service {
    /// Verifies the journal as [`verify_store`] does, that what is in memory is what the entries come to, and
    /// that facts which are kept are those of the records; others are dropped.
    ///
    /// # Errors
    /// When the account may not, or the database cannot be read at all.
    pub fn verify(
        &self,
        actor: &AccountId,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Verification, ServiceError> {
        let memory = self.memory();
        authorise(memory.state(), actor, Act::Safeguard, None)?;
        let mut verification = verify(self.store(), Some(&memory), progress)?;
        match self.other_kept_facts() {
            Ok(None) => {}
            Ok(Some(what)) => verification.add(None, what, DROPPED),
            // Why is among the faults by now, where it is one.
            Err(_) if !verification.is_sound() => {}
            Err(error) => return Err(error),
        }
        Ok(verification)
    }
}
