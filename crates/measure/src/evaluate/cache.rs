//! Closed years are counted once.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use clew_calendar::Calendar;

use super::fold::fold;
use super::plan::{Counting, Plan};
use super::span::Spans;
use super::tally::Tally;
use super::view::{View, views_of};
use crate::facts::NO_DAY;

/// Keeps what was counted of each table, for as long as the table stays as it is. What was counted of a year in which nothing
/// can come due or be stopped any more serves for every later as-at day.
#[derive(Debug)]
pub struct YearCache {
    held: Mutex<Held>,
    most_bytes: usize,
}

/// What is kept, and how many bytes of it.
#[derive(Debug, Default)]
struct Held {
    kept: HashMap<Key, Vec<Kept>>,
    bytes: usize,
}

impl Default for YearCache {
    fn default() -> Self {
        Self::of_at_most(MOST_BYTES)
    }
}

/// All that a table's counts depend on, save the as-at day.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
struct Key {
    /// The definition and the dimensions, written out.
    asked: Arc<str>,
    calendar: u64,
    spans: Spans,
    parts: Vec<usize>,
    recorded_within: Option<u16>,
    tables: Vec<u64>,
}

#[derive(Clone, Debug)]
struct Kept {
    as_at: u16,
    /// The day from which on the as-at day makes no difference.
    settled: u16,
    tally: Arc<Tally>,
}

impl Kept {
    /// With what its key takes, about.
    fn bytes(&self) -> usize {
        self.tally.bytes() + KEY_BYTES
    }
}

/// What a key takes in memory, about: most of it is the definition, written out.
const KEY_BYTES: usize = 1_024;

/// More bytes than this are not kept; then all are forgotten. A question by two dimensions and months over ten years takes
/// tens of megabytes, an ordinary one far less; a council is to be served with 300 MB.
const MOST_BYTES: usize = 96 << 20;

impl YearCache {
    /// One that keeps so many bytes at most.
    #[must_use]
    pub fn of_at_most(bytes: usize) -> Self {
        Self {
            held: Mutex::default(),
            most_bytes: bytes,
        }
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many tables' counts are kept.
    #[must_use]
    pub fn len(&self) -> usize {
        self.held().kept.len()
    }

    /// How many bytes of counts are kept, about.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.held().bytes
    }

    /// Whether none are kept.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Counts what has to be counted, and takes the rest from what is kept.
    pub(crate) fn tally_of(&self, plan: &Plan, threads: usize) -> Tally {
        let mut tally = Tally::new(plan);
        let asked: Arc<str> =
            format!("{:?} {:?}", plan.question.definition, plan.question.split).into();
        let calendar = digest(plan.question.calendar);
        for view in views_of(plan) {
            let key = Key {
                asked: Arc::clone(&asked),
                calendar,
                spans: plan.spans.clone(),
                parts: plan.splits.iter().map(|split| split.parts).collect(),
                recorded_within: plan.question.recorded_within,
                tables: view.made_from.iter().map(|table| table.version).collect(),
            };
            let counted = self.found(&key, plan.as_at).unwrap_or_else(|| {
                let counted = Arc::new(fold(plan, std::slice::from_ref(&view), threads));
                self.keep(key, plan, &view, &counted);
                counted
            });
            tally.add(&counted);
        }
        tally
    }

    fn found(&self, key: &Key, as_at: u16) -> Option<Arc<Tally>> {
        let held = self.held();
        let serves =
            |one: &&Kept| one.as_at == as_at || (one.as_at >= one.settled && as_at >= one.settled);
        held.kept
            .get(key)?
            .iter()
            .find(serves)
            .map(|one| Arc::clone(&one.tally))
    }

    fn keep(&self, key: Key, plan: &Plan, view: &View, tally: &Arc<Tally>) {
        let one = Kept {
            as_at: plan.as_at,
            settled: settled(plan, view),
            tally: Arc::clone(tally),
        };
        let bytes = one.bytes();
        if bytes > self.most_bytes {
            return;
        }
        let mut held = self.held();
        if held.bytes + bytes > self.most_bytes {
            *held = Held::default();
        }
        let of_key = held.kept.entry(key).or_default();
        let mut freed = 0;
        if of_key.len() >= MOST_DAYS {
            freed = of_key.drain(..).map(|one| one.bytes()).sum();
        }
        of_key.push(one);
        held.bytes = held.bytes + bytes - freed;
    }
}

/// Of one table, what was counted on so many as-at days is kept.
const MOST_DAYS: usize = 8;

/// The first as-at day from which on a later one gives the same counts.
fn settled(plan: &Plan, view: &View) -> u16 {
    if plan.is_on_day() {
        return 0;
    }
    let latest = |days: &[u16]| {
        days.iter()
            .copied()
            .filter(|day| *day != NO_DAY)
            .max()
            .unwrap_or(0)
    };
    let from = latest(view.from(plan));
    let mut settled = from.max(view.to(plan).map_or(0, latest));
    // What is due on a day is missed on the day after.
    let due = match (&plan.counting, &view.clock) {
        (Counting::InTime, _) => latest_due(plan, from),
        (Counting::InTimeBy(place), _) => latest(view.days(*place)) + 1,
        (Counting::InTimeOfClock, Some(clock)) => latest(&clock.dues).max(latest(&clock.ends)) + 1,
        _ => 0,
    };
    settled = settled.max(due);
    settled
}

/// The day after the latest due day of what began up to a day. Days after the as-at day have none yet, so nothing is settled
/// before them.
fn latest_due(plan: &Plan, from: u16) -> u16 {
    if from > plan.as_at {
        return NO_DAY;
    }
    plan.dues[..=usize::from(from)]
        .iter()
        .copied()
        .max()
        .unwrap_or(0)
        .saturating_add(1)
}

/// Tells calendars apart by their working days.
fn digest(calendar: &Calendar) -> u64 {
    let mut hasher = DefaultHasher::new();
    calendar.name().hash(&mut hasher);
    calendar.coverage().hash(&mut hasher);
    calendar.cumulative().hash(&mut hasher);
    hasher.finish()
}
