//! The overview: one value, made once for each journal head, from which pages are read.

use std::collections::HashMap;
use std::fmt;
use std::hash::Hash;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use clew_calendar::{Day, Period};
use clew_measure::{Index, MeasureFacts, Places};
use clew_plan::{Book, Measure, MeasureKey, PlanId};
use clew_report::OpenReturns;

use super::checked::Sources;
use super::periods::PeriodsOfPlans;
use super::returns::RoundOfReturns;
use super::scorecard::Sheet;
use super::search::SearchIndex;
use super::thread::Thread;
use super::units::UnitTree;
use crate::Memory;

/// Scorecards that are kept; when there are more they are all made anew as they are asked for.
const MOST_SHEETS: usize = 16;
/// Threads that are kept: those of the plans that are looked at in a day.
const MOST_THREADS: usize = 16;
/// Days whose findings are kept: today's, and yesterday's about midnight.
const MOST_DAYS: usize = 2;

/// What is known, with everything that pages ask of it again and again: where each measure's records
/// stand, scorecards, returns and the index of words.
///
/// It is made once for each journal head and shared between threads. What is costly is made when it
/// is first asked for, once, and kept: while one thread makes it, others that ask for the same wait.
pub struct Overview {
    memory: Arc<Memory>,
    places: Places,
    units: UnitTree,
    sheets: Kept<(Option<PlanId>, Period), Sheet>,
    rounds: Kept<(PlanId, String), RoundOfReturns>,
    periods: OnceLock<PeriodsOfPlans>,
    search: OnceLock<SearchIndex>,
    checks: Kept<Day, clew_check::Report>,
    sources: OnceLock<Sources>,
    open_returns: OnceLock<OpenReturns>,
    threads: Kept<ThreadKey, Thread>,
}

impl Overview {
    /// Looks through what is known once.
    #[must_use]
    pub fn of(memory: Arc<Memory>) -> Self {
        let book = memory.book();
        Self {
            places: Places::of(book),
            units: UnitTree::of(book),
            sheets: Kept::at_most(MOST_SHEETS),
            rounds: Kept::at_most(MOST_SHEETS),
            periods: OnceLock::new(),
            search: OnceLock::new(),
            checks: Kept::at_most(MOST_DAYS),
            sources: OnceLock::new(),
            open_returns: OnceLock::new(),
            threads: Kept::at_most(MOST_THREADS),
            memory,
        }
    }

    /// What was known when it was made.
    #[must_use]
    pub const fn memory(&self) -> &Arc<Memory> {
        &self.memory
    }

    /// The Book.
    #[must_use]
    pub fn book(&self) -> &Book {
        self.memory.book()
    }

    /// The records of one measure.
    #[must_use]
    pub fn measure_facts(&self, key: &MeasureKey) -> MeasureFacts<'_> {
        self.places.read(self.book(), key)
    }

    /// The measure with this normalised code.
    #[must_use]
    pub fn measure(&self, key: &MeasureKey) -> Option<&Measure> {
        self.book().measures.get(self.places.place(key)?)
    }

    /// Whether the Book has a measure with this key.
    #[must_use]
    pub fn has_measure(&self, key: &MeasureKey) -> bool {
        self.places.place(key).is_some()
    }

    /// An index of these measures' records alone, for a page that shows a few of them.
    #[must_use]
    pub fn index_of(&self, keys: &[MeasureKey]) -> Index<'_> {
        self.places.index(self.book(), keys)
    }

    pub(crate) const fn places(&self) -> &Places {
        &self.places
    }

    pub(crate) const fn units(&self) -> &UnitTree {
        &self.units
    }

    pub(crate) fn periods_of_plans(&self) -> &PeriodsOfPlans {
        self.periods.get_or_init(|| PeriodsOfPlans::of(self))
    }

    pub(crate) fn search_index(&self) -> &SearchIndex {
        self.search.get_or_init(|| SearchIndex::of(self.book()))
    }

    /// The scorecard of a plan's period (without a plan, of the whole Book), unfiltered.
    pub(crate) fn sheet(&self, plan: Option<&PlanId>, period: Period) -> Arc<Sheet> {
        let key = (plan.cloned(), period);
        self.sheets.get(key, || Sheet::of(self, plan, period))
    }

    /// What the checks find on a day, on which a waiver may have lapsed. They are run when they are
    /// first asked for after the journal has grown.
    #[must_use]
    pub fn checked(&self, today: Day) -> Arc<clew_check::Report> {
        self.checks
            .get(today, || clew_check::check_on(self.book(), today))
    }

    /// Works out what is asked for first, so that whoever asks first does not wait for it: periods, the
    /// scorecard that is shown when none is named, and the index of words. Nothing is done twice.
    pub fn make_ready(&self) {
        let plan = self.first_plan().cloned();
        if let Some(period) = self.first_period(plan.as_ref()) {
            self.sheet(plan.as_ref(), period);
        }
        self.search_index();
    }

    /// The returns that are begun and not signed off: their figures are marked wherever they are shown.
    #[must_use]
    pub fn open_returns(&self) -> &OpenReturns {
        self.open_returns.get_or_init(|| self.memory.open_returns())
    }

    /// A thread, built once for a plan, a period and a day.
    pub(super) fn kept_thread(
        &self,
        key: ThreadKey,
        build: impl FnOnce() -> Thread,
    ) -> Arc<Thread> {
        self.threads.get(key, build)
    }

    pub(crate) fn sources(&self) -> &Sources {
        self.sources.get_or_init(|| Sources::of(self.book()))
    }

    /// The returns of a plan's cycle; empty where there is no such cycle.
    pub(crate) fn round(&self, plan: &PlanId, cycle: &str) -> Arc<RoundOfReturns> {
        let key = (plan.clone(), cycle.to_owned());
        self.rounds
            .get(key, || RoundOfReturns::of(&self.memory, plan, cycle))
    }
}

impl fmt::Debug for Overview {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let head = self.memory.state().head.sequence;
        formatter
            .debug_struct("Overview")
            .field("head", &head)
            .finish_non_exhaustive()
    }
}

/// What a thread is of.
type ThreadKey = (Option<PlanId>, Period, Day);

/// One kept value, made by whoever asks for it first.
type Slot<V> = Arc<OnceLock<Arc<V>>>;

/// Values made once each and kept, up to a number.
struct Kept<K, V> {
    most: usize,
    values: Mutex<HashMap<K, Slot<V>>>,
}

impl<K: Eq + Hash, V> Kept<K, V> {
    fn at_most(most: usize) -> Self {
        Self {
            most,
            values: Mutex::new(HashMap::new()),
        }
    }

    fn get(&self, key: K, make: impl FnOnce() -> V) -> Arc<V> {
        let slot = self.slot(key);
        // Made outside the lock, so that those who ask for another value do not wait.
        Arc::clone(slot.get_or_init(|| Arc::new(make())))
    }

    fn slot(&self, key: K) -> Slot<V> {
        let mut values = self.values.lock().unwrap_or_else(PoisonError::into_inner);
        if values.len() >= self.most && !values.contains_key(&key) {
            values.clear();
        }
        Arc::clone(values.entry(key).or_default())
    }
}
