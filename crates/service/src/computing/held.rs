//! The facts of the moment: shared by whoever reads, and swapped whole by whoever brings them up to date.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use clew_calendar::Calendar;
use clew_journal::{Digest, Moment};
use clew_measure::evaluate::YearCache;
use clew_measure::facts::FactStore;
use clew_practice::pack::Pack;
use clew_practice::record::RecordNumber;

use super::loading::loaded;
use super::timed::Timed;
use super::updating::updated;
use crate::{KnownAt, Memory, Service, ServiceError};

/// How many states of earlier times are kept.
const EARLIER_KEPT: usize = 2;

/// Facts of all packs in force.
#[derive(Debug, Default)]
pub(crate) struct Computing {
    now: RwLock<Option<Arc<Known>>>,
    /// Held by whoever makes facts or brings them up to date, so that nobody does the same twice.
    making: Mutex<()>,
    earlier: Mutex<Vec<(Moment, Arc<Known>)>>,
    /// Likewise, of an earlier time.
    making_earlier: Mutex<()>,
    /// The entry after which facts were last kept in the store; 0 where that is not known.
    kept: AtomicU64,
    /// What was counted of tables that have not changed since.
    pub(crate) counted: YearCache,
}

/// Facts as they are known after an entry. They never change.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    /// The last entry that they have.
    pub(crate) entry: u64,
    /// A set of tables for each pack in force, in order of the codes.
    pub(crate) packs: Vec<PackFacts>,
}

/// The facts of one pack's forms.
#[derive(Clone, Debug)]
pub(crate) struct PackFacts {
    /// The digest of the pack's text.
    pub(crate) digest: Digest,
    pub(crate) pack: Arc<Pack>,
    pub(crate) calendars: Arc<BTreeMap<String, Calendar>>,
    pub(crate) timed: Arc<Timed>,
    pub(crate) facts: FactStore,
    /// Records that do not fit their form as it now is; they count nowhere.
    pub(crate) unfit: Arc<BTreeSet<RecordNumber>>,
}

impl Known {
    /// Whether they are those of the packs that a memory has in force.
    fn is_of(&self, memory: &Memory) -> bool {
        let held = self.packs.iter().map(|pack| &pack.digest);
        held.eq(memory.state().packs().map(|pack| &pack.digest))
    }

    /// Whether they have everything that a memory has.
    fn has_all_of(&self, memory: &Memory) -> bool {
        self.entry >= memory.state().head.sequence && self.is_of(memory)
    }
}

impl Computing {
    fn now(&self) -> Option<Arc<Known>> {
        let now = self.now.read().unwrap_or_else(PoisonError::into_inner);
        now.clone()
    }

    fn put(&self, known: Option<Arc<Known>>) {
        let mut now = self.now.write().unwrap_or_else(PoisonError::into_inner);
        let before = std::mem::replace(&mut *now, known);
        drop(now);
        // Given back after the lock is free: the last holder of many tables takes its time.
        drop(before);
    }

    /// The facts that are held, where so many entries came since they were last kept, and where they never were.
    pub(super) fn to_keep(&self, entries: u64) -> Option<Arc<Known>> {
        let known = self.now()?;
        let kept = self.kept.load(Ordering::Relaxed);
        let is_due = kept == 0 || known.entry.saturating_sub(kept) >= entries;
        is_due.then_some(known)
    }

    /// Notes after which entry facts were kept.
    pub(super) fn note_kept(&self, entry: u64) {
        self.kept.store(entry, Ordering::Relaxed);
    }

    fn turn(&self) -> MutexGuard<'_, ()> {
        self.making.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn earlier(&self, at: Moment) -> Option<Arc<Known>> {
        let kept = self.earlier.lock().unwrap_or_else(PoisonError::into_inner);
        let found = kept.iter().find(|(moment, _)| *moment == at);
        found.map(|(_, known)| Arc::clone(known))
    }

    /// Forgets everything, whoever else is at work on it.
    pub(super) fn drop_all(&self) {
        let _turn = self.turn();
        self.forget();
    }

    /// Forgets everything: what was erased must not be found in what was made before.
    fn forget(&self) {
        self.put(None);
        self.note_kept(0);
        let mut kept = self.earlier.lock().unwrap_or_else(PoisonError::into_inner);
        kept.clear();
    }

    fn keep_earlier(&self, at: Moment, known: &Arc<Known>) {
        let mut kept = self.earlier.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= EARLIER_KEPT {
            kept.remove(0);
        }
        kept.push((at, Arc::clone(known)));
    }
}

impl Service {
    /// Facts that have everything a memory has. They are made when they are asked for the first time, which
    /// reads every record; then only what was added since is read.
    pub(crate) fn facts(&self, memory: &Memory) -> Result<Arc<Known>, ServiceError> {
        let serves = |known: &Arc<Known>| known.has_all_of(memory);
        if let Some(known) = self.computing.now().filter(serves) {
            return Ok(known);
        }
        let _turn = self.computing.turn();
        let known = self.computing.now();
        if let Some(known) = known.clone().filter(serves) {
            return Ok(known);
        }
        let held = known.filter(|known| known.is_of(memory));
        let next = match held {
            Some(known) => updated(self, &known, memory)?,
            None => None,
        };
        let next = match next {
            Some(next) => next,
            None => {
                self.computing.forget();
                self.made(memory)?
            }
        };
        let next = Arc::new(next);
        self.computing.put(Some(Arc::clone(&next)));
        Ok(next)
    }

    /// Facts of what is kept of them and what was recorded since; of every record, where they are not kept.
    fn made(&self, memory: &Memory) -> Result<Known, ServiceError> {
        let next = match self.kept_facts(memory)? {
            Some(kept) if kept.has_all_of(memory) => Some(kept),
            Some(kept) => updated(self, &kept, memory)?,
            None => None,
        };
        match next {
            Some(next) => Ok(next),
            None => loaded(self, memory, None),
        }
    }

    /// Facts of what was known at a time, from the versions of records that were known then and by the packs that
    /// were in force.
    pub(crate) fn facts_known_at(&self, at: Moment) -> Result<Arc<Known>, ServiceError> {
        let memory = self.memory();
        if at.microseconds() >= memory.state().head.recorded_at {
            return self.facts(&memory);
        }
        let turn = self.computing.making_earlier.lock();
        let _turn = turn.unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = self.computing.earlier(at) {
            return Ok(known);
        }
        let then = self.known_at(KnownAt::Moment(at))?;
        let known = Arc::new(loaded(self, &then, Some(at))?);
        self.computing.keep_earlier(at, &known);
        Ok(known)
    }

    /// Brings facts up to date after entries, where they are held. While somebody else is at it, nothing is done:
    /// whoever asks next takes in what is missing. Neither may a failure undo the entries, so the facts are then
    /// forgotten, and made anew when they are asked for; so they are after an erasure.
    pub(crate) fn keep_facts_current(&self) {
        let Ok(_turn) = self.computing.making.try_lock() else {
            return;
        };
        let memory = self.memory();
        let known = self.computing.now();
        let next = match &known {
            Some(known) if known.has_all_of(&memory) => return,
            Some(known) if known.is_of(&memory) => updated(self, known, &memory).unwrap_or(None),
            _ => None,
        };
        match next {
            Some(next) => self.computing.put(Some(Arc::new(next))),
            None => self.computing.forget(),
        }
    }
}
