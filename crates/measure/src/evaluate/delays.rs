//! How late records were recorded, by cell. Most are recorded within a few weeks, so those are counted day by day, which takes
//! no room for each record; the others are listed.

use std::ops::Range;

use super::figures::{Grouped, Places};
use super::plan::Plan;
use super::view::View;
use crate::Exact;
use crate::evaluate::LateRecording;

/// Delays of fewer days than this are counted, and not listed.
const COUNTED: u32 = 32;
/// Where there would be more counts than this, every delay is listed.
const MOST_COUNTS: usize = 1 << 21;

/// Delays that are being noted.
pub(crate) struct Noting {
    /// By cell and day; empty where every delay is listed.
    counts: Vec<u32>,
    listed: Vec<(u32, i32)>,
}

/// Days from the event to recording with their cell; of an occasion, those of the record that stopped it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Delays {
    /// The cell times [`COUNTED`] and the days, with how many there are.
    counted: Vec<(u32, u32)>,
    listed: Vec<(u32, i32)>,
}

/// Whether delays are asked for at all.
pub(crate) fn are_asked(plan: &Plan) -> bool {
    plan.question.recorded_within.is_some() && !plan.is_on_day()
}

impl Noting {
    pub(crate) fn of(plan: &Plan) -> Noting {
        let cells = (plan.spans.len() + 1) * plan.parts;
        let counts = cells * COUNTED as usize;
        let is_counted = are_asked(plan) && counts <= MOST_COUNTS;
        Noting {
            counts: vec![0; if is_counted { counts } else { 0 }],
            listed: Vec::new(),
        }
    }

    pub(crate) fn note(&mut self, cell: u32, delay: i32) {
        match u32::try_from(delay) {
            Ok(days) if days < COUNTED && !self.counts.is_empty() => {
                self.counts[(cell * COUNTED + days) as usize] += 1;
            }
            _ => self.listed.push((cell, delay)),
        }
    }

    /// Notes the delays of some rows of a table of records; `cell_of` gives the cell of each, counted from the first of them,
    /// and none for one that is not noted.
    pub(crate) fn note_rows(
        &mut self,
        view: &View,
        rows: Range<usize>,
        cell_of: impl Fn(usize) -> Option<u32>,
    ) {
        let (recorded, events) = (&view.recorded[rows.clone()], &view.events[rows]);
        for (row, (recorded, event)) in recorded.iter().zip(events).enumerate() {
            if let Some(cell) = cell_of(row) {
                self.note(cell, i32::from(*recorded) - i32::from(*event));
            }
        }
    }

    pub(crate) fn finished(self) -> Delays {
        let counted = (0..).zip(self.counts).filter(|(_, count)| *count > 0);
        Delays {
            counted: counted.collect(),
            listed: self.listed,
        }
    }
}

impl Delays {
    pub(crate) fn bytes(&self) -> usize {
        size_of_val(&*self.counted) + size_of_val(&*self.listed)
    }

    pub(crate) fn add(&mut self, other: &Delays) {
        self.counted.extend_from_slice(&other.counted);
        self.listed.extend_from_slice(&other.listed);
    }
}

/// Delays by period and part.
pub(crate) struct Recorded {
    counts: Vec<u64>,
    listed: Grouped<i32>,
}

impl Recorded {
    pub(crate) fn of(plan: &Plan, delays: &Delays) -> Recorded {
        let places = plan.placed.len() * plan.parts * COUNTED as usize;
        let mut counts = vec![0; if delays.counted.is_empty() { 0 } else { places }];
        let cells = Places::of(plan);
        for (cell, count) in &delays.counted {
            for place in cells.of_cell(cell / COUNTED) {
                counts[place * COUNTED as usize + (cell % COUNTED) as usize] += u64::from(*count);
            }
        }
        Recorded {
            counts,
            listed: Grouped::of(plan, &delays.listed),
        }
    }

    /// How soon the records of a place were recorded.
    pub(crate) fn at(&mut self, place: usize, within: u16) -> LateRecording {
        let first = place * COUNTED as usize;
        let counts = self.counts.get(first..first + COUNTED as usize);
        let counts = counts.unwrap_or_default();
        let listed = self.listed.at(place);
        listed.sort_unstable();
        let soon = counts.iter().take(usize::from(within) + 1).sum::<u64>();
        let late = listed.partition_point(|delay| *delay <= i32::from(within));
        let all = counts.iter().sum::<u64>() + listed.len() as u64;
        let within = soon + late as u64;
        LateRecording {
            within,
            later: all - within,
            median_days: median(counts, listed, all),
        }
    }
}

/// The middle one of all delays, counted and listed; of an even number the mean of the middle two.
fn median(counts: &[u64], listed: &[i32], all: u64) -> Option<Exact> {
    let middle = all.checked_sub(1)? / 2;
    let lower = nth(counts, listed, middle)?;
    let upper = match all % 2 {
        0 => nth(counts, listed, middle + 1)?,
        _ => lower,
    };
    Exact::of_whole(i128::from(lower) + i128::from(upper), 2)
}

/// The delay with so many before it. The listed ones, which are in order, are below nought or beyond the counted ones; where
/// nothing is counted they are any.
fn nth(counts: &[u64], listed: &[i32], place: u64) -> Option<i32> {
    let before = match counts {
        [] => listed.len(),
        _ => listed.partition_point(|delay| *delay < 0),
    };
    let Some(mut place) = place.checked_sub(before as u64) else {
        return listed.get(usize::try_from(place).ok()?).copied();
    };
    for (days, count) in (0..).zip(counts) {
        match place.checked_sub(*count) {
            Some(left) => place = left,
            None => return Some(days),
        }
    }
    listed.get(before + usize::try_from(place).ok()?).copied()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_median_of_what_is_counted_and_listed_is_that_of_all(
            delays in prop::collection::vec(-20_i32..80, 0..60),
            is_counted in any::<bool>(),
        ) {
            let mut counts = vec![0; if is_counted { COUNTED as usize } else { 0 }];
            let mut listed = Vec::new();
            for delay in &delays {
                match usize::try_from(*delay).ok().and_then(|days| counts.get_mut(days)) {
                    Some(count) => *count += 1,
                    None => listed.push(*delay),
                }
            }
            listed.sort_unstable();
            let mut sorted = delays.clone();
            sorted.sort_unstable();
            let middle = sorted.len() / 2;
            let twice = match sorted.len() {
                0 => None,
                len if len % 2 == 1 => Some(2 * sorted[middle]),
                _ => Some(sorted[middle - 1] + sorted[middle]),
            };
            let all = delays.len() as u64;
            let found = median(&counts, &listed, all);
            prop_assert_eq!(found, twice.and_then(|twice| Exact::of_whole(twice.into(), 2)));
        }
    }
}
