//! The service: the journal's state in memory, and the one way to add to it.

mod commit;
mod folding;
mod known;

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use clew_journal::{CHECKPOINT_FORMAT, Head, Row, State, from_checkpoint, to_checkpoint};
use clew_store::{Checkpoint, Location, Store, StoreError};

pub use commit::{Decision, Done};
pub use known::KnownAt;

use crate::{Memory, ServiceError};

/// Entries after which a new checkpoint is worth writing, at the least.
const ENTRIES_A_CHECKPOINT: u64 = 20_000;
/// Rows that are read before they are folded.
const ROWS_AT_ONCE: usize = 1_024;

/// Clew over one journal. Shared between threads; reading never waits for writing.
#[derive(Debug)]
pub struct Service {
    store: Store,
    memory: RwLock<Arc<Memory>>,
    /// Held while this process adds to its memory, so that its own threads take turns.
    writing: Mutex<()>,
    /// The last entry that a checkpoint has.
    checkpointed: AtomicU64,
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

    fn over(store: Store) -> Result<Self, ServiceError> {
        let state = latest_checkpoint(&store, u64::MAX)?.unwrap_or_default();
        let checkpointed = state.head.sequence;
        let state = folding::folded(&store, state, None)?;
        let service = Self {
            checkpointed: AtomicU64::new(checkpointed),
            store,
            memory: RwLock::new(Arc::new(Memory::of(state))),
            writing: Mutex::new(()),
        };
        service.follow()?;
        Ok(service)
    }

    /// Where the journal is kept.
    #[must_use]
    pub const fn store(&self) -> &Store {
        &self.store
    }

    /// What was known when this process last looked: an immutable value, swapped whole.
    #[must_use]
    pub fn memory(&self) -> Arc<Memory> {
        Arc::clone(&self.memory.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Takes in what other processes have added since, and returns what is known then.
    ///
    /// # Errors
    /// When the journal cannot be read, or holds something that cannot be so.
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
        let mut head = known;
        for_rows(&self.store, known.sequence, None, |rows| {
            head = chained(head, rows)?;
            self.take_in(turn, rows)
        })
    }

    /// Adds rows that stand in the journal to the memory.
    fn take_in(&self, _turn: &MutexGuard<'_, ()>, rows: &[Row]) -> Result<(), ServiceError> {
        let mut memory = self.memory.write().unwrap_or_else(PoisonError::into_inner);
        // Copied only while a reader still holds the value that was current.
        let taken = Arc::make_mut(&mut memory).take(rows);
        taken.map_err(|(sequence, error)| ServiceError::Journal {
            sequence,
            message: error.to_string(),
        })
    }

    /// Writes a checkpoint when enough has been added since the last, so that the next start is fast.
    ///
    /// # Errors
    /// When it cannot be written; the journal is whole all the same.
    pub fn checkpoint_if_due(&self) -> Result<(), ServiceError> {
        let head = self.memory().state().head;
        let last = self.checkpointed.load(Ordering::Relaxed);
        if head.sequence.saturating_sub(last) < ENTRIES_A_CHECKPOINT.max(last / 3) {
            return Ok(());
        }
        self.checkpoint()
    }

    /// Writes a checkpoint of what is known.
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
        self.checkpointed.store(head.sequence, Ordering::Relaxed);
        Ok(())
    }
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
