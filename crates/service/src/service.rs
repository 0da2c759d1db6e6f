//! The service: the journal's state in memory, and the one way to add to it.

mod commit;
mod folding;
mod following;
mod known;
mod practising;
mod proving;
mod thinning;

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, RwLock, RwLockWriteGuard};

use clew_journal::{CHECKPOINT_FORMAT, Digest, Head, Row, State, from_checkpoint, to_checkpoint};
use clew_plan::AccountId;
use clew_store::{Checkpoint, Location, Store, StoreError};

pub use commit::{Decide, Decision, Done};
use following::Behind;
pub use following::Following;
pub use known::KnownAt;
pub(crate) use practising::Settled;

use crate::identity::{AsRead, Believed, Hashing, SecretKey, Typed};
use crate::reading::FrozenKept;
use crate::{Memory, ServiceError};

/// Entries after which a new checkpoint is worth writing, at the least.
const ENTRIES_A_CHECKPOINT: u64 = 20_000;
/// Of the entries that a checkpoint has, the share that may follow it before another is written: one
/// in so many. A start then folds a tenth of the journal at the most; the benchmark starts so.
const SHARE_A_CHECKPOINT: u64 = 10;
/// Entries after which one is written however many there are: those of practice are millions, and leave a
/// checkpoint as small as it is.
const MOST_WITHOUT_CHECKPOINT: u64 = 200_000;
/// Entries that are taken into the memory where it stands; more are taken into a copy.
const FEW_ROWS: usize = ROWS_AT_ONCE;
/// Rows that are read before they are folded.
const ROWS_AT_ONCE: usize = 1_024;

/// Clew over one journal. Shared between threads.
///
/// What a person is shown comes from a [`crate::Reader`]. Reading what is in memory never waits for
/// the database, for a decision, or for the memory to be copied; at the most it waits some
/// milliseconds while a batch of entries is taken in where it stands, which is so only when nobody reads.
#[derive(Debug)]
pub struct Service {
    store: Store,
    memory: RwLock<Arc<Memory>>,
    /// Held while this process adds to its memory, so that its own threads take turns.
    writing: Mutex<()>,
    /// The last entry that a checkpoint has.
    checkpointed: AtomicU64,
    /// The entry of the checkpoint that the memory was begun from; 0 where it was begun from none.
    begun_from: u64,
    pub(crate) hashing: Hashing,
    /// The key under which the secrets of second steps are kept, once it was needed.
    pub(crate) secret_key: OnceLock<SecretKey>,
    /// Sessions as they were just read.
    pub(crate) sessions: Believed<Digest, AsRead>,
    /// What accounts typed, as it was just read.
    pub(crate) typed: Believed<AccountId, Arc<[Typed]>>,
    /// Why following does not keep up, where it does not.
    behind: Mutex<Option<Behind>>,
    /// Why what is in memory is not to be believed, where it is not.
    disproved: OnceLock<String>,
    /// What freezes keep, once it was read.
    frozen: FrozenKept,
    pub(crate) packs_read: crate::practice::PacksRead,
    /// Facts made from records, once they were asked for.
    pub(crate) computing: crate::computing::Computing,
}

impl Service {
    /// Opens the journal at a place that has one.
    ///
    /// # Errors
    /// When there is none, it cannot be read, or it holds something that cannot be so.
    pub fn open(location: &Location) -> Result<Self, ServiceError> {
        Self::over(Store::open(location)?)
    }

    /// Makes an empty journal at a place that has none.
    ///
    /// # Errors
    /// When there is one already, or the place cannot be written.
    pub fn create(location: &Location) -> Result<Self, ServiceError> {
        Self::over(Store::create(location)?)
    }

    /// Opens the journal at a place that has one to read it only: not a byte of it is altered.
    ///
    /// # Errors
    /// As [`Service::open`], and when its tables are those of an earlier release.
    pub fn open_read_only(location: &Location) -> Result<Self, ServiceError> {
        Self::over(Store::open_read_only(location)?)
    }

    fn over(store: Store) -> Result<Self, ServiceError> {
        let state = latest_checkpoint(&store, u64::MAX)?.unwrap_or_default();
        let checkpointed = state.head.sequence;
        let state = folding::folded(&store, state, None)?;
        let service = Self {
            checkpointed: AtomicU64::new(checkpointed),
            begun_from: checkpointed,
            hashing: Hashing::default(),
            secret_key: OnceLock::new(),
            sessions: Believed::default(),
            typed: Believed::default(),
            behind: Mutex::default(),
            disproved: OnceLock::new(),
            store,
            memory: RwLock::new(Arc::new(Memory::of(state))),
            writing: Mutex::new(()),
            frozen: FrozenKept::default(),
            packs_read: crate::practice::PacksRead::default(),
            computing: crate::computing::Computing::default(),
        };
        service.follow()?;
        Ok(service)
    }

    /// Where the journal is.
    #[must_use]
    pub fn location(&self) -> &Location {
        self.store.location()
    }

    /// The ids of the open accounts, for a person to say which is theirs: all that is told of a
    /// journal before it is known who asks.
    #[must_use]
    pub fn open_accounts(&self) -> Vec<AccountId> {
        let memory = self.memory();
        let accounts = memory.state().accounts();
        let open = accounts.filter(|(_, account)| !account.closed);
        open.map(|(id, _)| id.clone()).collect()
    }

    /// The store itself, of which nothing asks who is reading. Hidden, and public only so that tests
    /// can look at rows and damage them.
    #[doc(hidden)]
    #[must_use]
    pub const fn store(&self) -> &Store {
        &self.store
    }

    pub(crate) const fn frozen_kept(&self) -> &FrozenKept {
        &self.frozen
    }

    /// What was known when this process last looked: an immutable value, swapped whole.
    ///
    /// It asks nobody who they are: for tests, and for what a caller has been authorised to do.
    /// A person is given it by [`crate::Reader::memory`].
    #[doc(hidden)]
    #[must_use]
    pub fn memory(&self) -> Arc<Memory> {
        Arc::clone(&self.memory.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Takes in what other processes have added since, and returns what is known then. It waits while
    /// another thread of this process commits; who only wants to read need not call it where
    /// [`Service::follow_every`] is at work.
    ///
    /// # Errors
    /// When the journal cannot be read, or holds something that cannot be so.
    #[doc(hidden)]
    pub fn follow(&self) -> Result<Arc<Memory>, ServiceError> {
        let turn = self.turn();
        self.follow_in(&turn)?;
        Ok(self.memory())
    }

    fn turn(&self) -> MutexGuard<'_, ()> {
        self.writing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn follow_in(&self, turn: &MutexGuard<'_, ()>) -> Result<(), ServiceError> {
        let known = self.memory().state().head;
        let head = self.store.head()?;
        if head == known {
            return Ok(());
        }
        if head.sequence <= known.sequence {
            return Err(ServiceError::Journal {
                sequence: known.sequence,
                message: format!(
                    "the journal now ends at entry {}, and is not the one that was read: it was replaced",
                    head.sequence
                ),
            });
        }
        let mut last = known;
        for_rows(&self.store, known.sequence, None, |rows| {
            last = chained(last, rows)?;
            self.take_in(turn, rows)
        })?;
        if last.sequence >= head.sequence {
            self.keep_facts_current();
            return Ok(());
        }
        // Without this a writer would take it for a faster one, and try again for ever.
        Err(ServiceError::Journal {
            sequence: head.sequence,
            message: format!(
                "it is gone: the journal should end there, but its last entry is {}",
                last.sequence
            ),
        })
    }

    /// Adds rows that stand in the journal to the memory: a few of them where it stands while nobody
    /// reads it, and else to a copy that then takes its place.
    fn take_in(&self, _turn: &MutexGuard<'_, ()>, rows: &[Row]) -> Result<(), ServiceError> {
        if rows.len() <= FEW_ROWS
            && let Some(memory) = Arc::get_mut(&mut self.memory_to_change())
        {
            return taken(memory, rows);
        }
        // Only the holder of the turn changes the memory, so it is still the same when it is replaced.
        let mut next = Memory::clone(&self.memory());
        let result = taken(&mut next, rows);
        let next = Arc::new(next);
        let last = std::mem::replace(&mut *self.memory_to_change(), next);
        // Given back after the lock is free: the last holder of a memory takes its time.
        drop(last);
        result
    }

    fn memory_to_change(&self) -> RwLockWriteGuard<'_, Arc<Memory>> {
        self.memory.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes a checkpoint when enough has been added since the last, so that the next start is fast; and likewise
    /// keeps the facts that are held.
    ///
    /// # Errors
    /// When it cannot be written; the journal is whole all the same.
    pub fn checkpoint_if_due(&self) -> Result<(), ServiceError> {
        self.checkpoint_state_if_due()?;
        self.keep_facts_if_due()
    }

    fn checkpoint_state_if_due(&self) -> Result<(), ServiceError> {
        let head = self.memory().state().head;
        let last = self.checkpointed.load(Ordering::Relaxed);
        let share = (last / SHARE_A_CHECKPOINT).min(MOST_WITHOUT_CHECKPOINT);
        if head.sequence.saturating_sub(last) < ENTRIES_A_CHECKPOINT.max(share) {
            return Ok(());
        }
        self.checkpoint()
    }

    /// Writes a checkpoint of what is known, and drops those that it makes needless.
    ///
    /// # Errors
    /// When it cannot be written; the journal is whole all the same.
    pub fn checkpoint(&self) -> Result<(), ServiceError> {
        let memory = self.memory();
        let head = memory.state().head;
        let bytes = to_checkpoint(memory.state()).map_err(|error| ServiceError::Internal {
            message: error.to_string(),
        })?;
        self.store.put_checkpoint(&Checkpoint {
            sequence: head.sequence,
            hash: head.hash,
            format: CHECKPOINT_FORMAT,
            bytes,
        })?;
        for sequence in thinning::needless(&self.store.checkpoints()?) {
            self.store.drop_checkpoint(sequence)?;
        }
        self.checkpointed.store(head.sequence, Ordering::Relaxed);
        Ok(())
    }
}

fn taken(memory: &mut Memory, rows: &[Row]) -> Result<(), ServiceError> {
    let taken = memory.take(rows);
    taken.map_err(|(sequence, error)| ServiceError::Journal {
        sequence,
        message: error.to_string(),
    })
}

/// The state of the latest sound checkpoint at or before an entry. One that is damaged, of another
/// form or of another journal is passed over: the journal has everything.
pub(crate) fn latest_checkpoint(store: &Store, up_to: u64) -> Result<Option<State>, ServiceError> {
    let mut before = up_to;
    loop {
        let (sequence, found) = match store.checkpoint_before(before) {
            Ok(None) => return Ok(None),
            Ok(Some(checkpoint)) => (checkpoint.sequence, Some(checkpoint)),
            Err(StoreError::DamagedCheckpoint { sequence }) => (sequence, None),
            Err(error) => return Err(error.into()),
        };
        if let Some(state) = found.and_then(|checkpoint| state_of(store, &checkpoint).transpose()) {
            return state.map(Some);
        }
        let Some(earlier) = sequence.checked_sub(1) else {
            return Ok(None);
        };
        before = earlier;
    }
}

fn state_of(store: &Store, checkpoint: &Checkpoint) -> Result<Option<State>, ServiceError> {
    if checkpoint.format != CHECKPOINT_FORMAT {
        return Ok(None);
    }
    let row = store.row(checkpoint.sequence)?;
    let Some(row) = row.filter(|row| row.hash == checkpoint.hash) else {
        return Ok(None);
    };
    let state = from_checkpoint(&checkpoint.bytes).ok();
    Ok(state.filter(|state| state.head == row.as_head()))
}

/// Gives the rows after an entry to `take`, many at a time.
pub(crate) fn for_rows(
    store: &Store,
    after: u64,
    up_to: Option<u64>,
    mut take: impl FnMut(&[Row]) -> Result<(), ServiceError>,
) -> Result<(), ServiceError> {
    for_batches(store, after, up_to, |rows| take(&rows))
}

/// As [`for_rows`], with each batch given away.
pub(crate) fn for_batches(
    store: &Store,
    after: u64,
    up_to: Option<u64>,
    mut take: impl FnMut(Vec<Row>) -> Result<(), ServiceError>,
) -> Result<(), ServiceError> {
    let mut rows: Vec<Row> = Vec::new();
    let mut ended = Ok(());
    store.rows(after, up_to, &mut |row| {
        match row {
            Ok(row) => rows.push(row),
            Err(fault) => {
                ended = Err(ServiceError::Journal {
                    sequence: fault.sequence,
                    message: fault.to_string(),
                });
                return ControlFlow::Break(());
            }
        }
        if rows.len() >= ROWS_AT_ONCE {
            ended = take(std::mem::take(&mut rows));
        }
        match ended {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        }
    })?;
    ended?;
    if rows.is_empty() { Ok(()) } else { take(rows) }
}

/// The head after rows that continue a chain.
pub(crate) fn chained(mut head: Head, rows: &[Row]) -> Result<Head, ServiceError> {
    for row in rows {
        if let Some(fault) = row.fault_after(&head) {
            return Err(ServiceError::Journal {
                sequence: row.sequence,
                message: fault.to_string(),
            });
        }
        head = row.as_head();
    }
    Ok(head)
}
