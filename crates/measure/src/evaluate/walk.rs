//! From a figure to the records behind it.

use clew_calendar::Day;
use clew_practice::record::{PersonNumber, RecordNumber};

use super::Question;
use super::block::{BLOCK, Block};
use super::cell::Reason;
use super::figures::reason_of;
use super::plan::{Counting, Plan};
use super::table::{MET, MISSED, NOT_YET_DUE};
use super::view::{View, views_of};
use crate::MeasureError;
use crate::facts::{FactStore, day_of};

/// What became of a record in a figure.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Outcome {
    /// It was in time, meets the conditions, or is counted.
    Met,
    /// It was not in time, or does not meet the conditions.
    Missed,
    /// It is not yet due, or has not ended yet.
    NotYetDue,
    /// It is left out.
    Excluded(Reason),
}

/// A record behind a figure.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Behind {
    /// The record, or the one that triggered the occasion.
    pub record: RecordNumber,
    /// The person as whom it counts.
    pub person: PersonNumber,
    /// What became of it.
    pub outcome: Outcome,
    /// The day that places it in the period.
    pub from: Option<Day>,
    /// Its second day, if it has one and that is seen on the as-at day.
    pub to: Option<Day>,
    /// The record that stopped the occasion, where it is one and was stopped by the as-at day.
    pub stopped_by: Option<RecordNumber>,
    /// The day it was due, where there is one.
    pub due: Option<Day>,
}

/// A row as it was counted.
pub(crate) struct Seen<'a> {
    pub(crate) view: &'a View<'a>,
    pub(crate) row: usize,
    /// The spans in which it counts, from one to the one before another.
    pub(crate) spans: std::ops::Range<usize>,
    /// Its part of all dimensions together.
    pub(crate) part: usize,
    pub(crate) slot: u8,
    pub(crate) amount: i64,
}

/// Goes through all rows that count anywhere.
pub(crate) fn each_row(plan: &Plan, views: &[View], mut see: impl FnMut(&Seen)) {
    let mut block = Block::new();
    let row_len = plan.row() as usize;
    for view in views {
        for start in (0..view.len()).step_by(BLOCK) {
            let end = (start + BLOCK).min(view.len());
            block.fill(plan, view, start..end);
            for (place, row) in (start..end).enumerate() {
                let base = block.base[place] as usize;
                if base < row_len {
                    continue;
                }
                let span = base / row_len - 1;
                let after = match (plan.is_on_day(), block.end[place] as usize / row_len) {
                    (false, _) => span + 1,
                    (true, 0) => plan.spans.len(),
                    (true, end) => end - 1,
                };
                see(&Seen {
                    view,
                    row,
                    spans: span..after,
                    part: base % row_len / plan.slots,
                    slot: block.slot[place],
                    amount: block.amount[place],
                });
            }
        }
    }
}

/// The outcome that a slot stands for.
pub(crate) fn outcome_of(plan: &Plan, slot: u8) -> Outcome {
    match slot {
        MET => Outcome::Met,
        MISSED => Outcome::Missed,
        NOT_YET_DUE => Outcome::NotYetDue,
        _ => Outcome::Excluded(reason_of(plan, slot).unwrap_or(Reason::Ended)),
    }
}

/// A row as a record behind a figure.
pub(crate) fn behind(plan: &Plan, seen: &Seen) -> Behind {
    let from = seen.view.from(plan)[seen.row];
    let to = seen
        .view
        .to(plan)
        .map(|days| days[seen.row])
        .filter(|day| *day <= plan.as_at);
    let due = match (&plan.counting, &seen.view.clock) {
        (Counting::InTime, _) => Some(plan.dues[usize::from(from)]).filter(|due| *due > 0),
        (Counting::InTimeBy(place), _) => Some(seen.view.days(*place)[seen.row]),
        (_, Some(clock)) => Some(clock.dues[seen.row]),
        _ => None,
    };
    let clock = seen.view.clock.as_ref().filter(|_| to.is_some());
    let stopper = clock.map(|clock| clock.stoppers[seen.row]);
    Behind {
        record: RecordNumber(seen.view.records[seen.row].into()),
        person: PersonNumber(seen.view.people[seen.row].into()),
        outcome: outcome_of(plan, seen.slot),
        from: day_of(from),
        to: to.and_then(day_of),
        stopped_by: stopper
            .filter(|record| *record > 0)
            .map(|record| RecordNumber(record.into())),
        due: due.and_then(day_of),
    }
}

/// The records behind the figure of a period and one part of each dimension, by their places among the question's periods
/// and in [`Figures::axes`](super::Figures::axes). Without parts, those behind the whole period.
///
/// # Errors
/// Those of [`evaluate`](super::evaluate).
pub fn records_behind(
    store: &FactStore,
    question: &Question,
    period: usize,
    parts: &[usize],
) -> Result<Vec<Behind>, MeasureError> {
    let plan = Plan::of(store, question)?;
    let mut found = Vec::new();
    let Some(spans) = plan.placed.get(period).map(|placed| placed.spans.clone()) else {
        return Ok(found);
    };
    each_row(&plan, &views_of(&plan), |seen| {
        let is_within = seen.spans.start < spans.end && spans.start < seen.spans.end;
        if is_within && is_of(&plan, seen.part, parts) {
            found.push(behind(&plan, seen));
        }
    });
    found.sort_by_key(|one| (one.record, one.from));
    Ok(found)
}

/// Whether a part of all dimensions together is these parts of each, as shown.
fn is_of(plan: &Plan, part: usize, shown: &[usize]) -> bool {
    plan.splits.iter().zip(shown).all(|(split, shown)| {
        let own = part / (split.stride as usize / plan.slots) % split.parts;
        split
            .shown
            .get(*shown)
            .is_some_and(|(part, _)| *part == own)
    })
}

/// The places, as shown, of a part of all dimensions together.
pub(crate) fn shown_parts(plan: &Plan, part: usize) -> Vec<super::Part> {
    let splits = plan.splits.iter();
    let place = |split: &super::dimensions::Split| {
        let own = part / (split.stride as usize / plan.slots) % split.parts;
        let shown = split.shown.iter().find(|(part, _)| *part == own);
        shown.map_or(super::Part::NotKnown, |(_, part)| part.clone())
    };
    splits.map(place).collect()
}
