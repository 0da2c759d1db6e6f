//! The outcome of some records at a time: short loops over columns without a branch, which the compiler turns into
//! operations on many values at once.

use super::conditions::{ColumnTest, Passes};
use super::dimensions::Split;
use super::plan::{AmountOf, Counting, Plan};
use super::table::{Entry, FIRST_REASON, MARKS, MET, MISSED, NOT_YET_DUE, UNCOVERED};
use super::view::{Cells, View};
use crate::facts::{DUE_NOT_SET, DUE_UNKNOWN, NO_DAY, NO_NUMBER};

/// How many records are worked on at a time, so that what is noted of them stays near.
pub(crate) const BLOCK: usize = 1024;

/// What is noted of each record of a block.
#[derive(Clone, Debug)]
pub(crate) struct Block {
    /// Where its cell's counts begin; in the first row when it counts nowhere.
    pub(crate) base: Vec<u32>,
    /// For what is counted on a day, where the counts of the cell begin from which it counts no longer.
    pub(crate) end: Vec<u32>,
    /// Its outcome.
    pub(crate) slot: Vec<u8>,
    /// Its amount, if it has one.
    pub(crate) amount: Vec<i64>,
    mask: Vec<u8>,
}

impl Block {
    pub(crate) fn new() -> Block {
        Block {
            base: vec![0; BLOCK],
            end: vec![0; BLOCK],
            slot: vec![0; BLOCK],
            amount: vec![0; BLOCK],
            mask: vec![0; BLOCK],
        }
    }

    /// Notes cells, outcomes and amounts of the rows from `start` on, at most [`BLOCK`].
    pub(crate) fn fill(&mut self, plan: &Plan, view: &View, rows: std::ops::Range<usize>) {
        let len = rows.len();
        let from = &view.from(plan)[rows.clone()];
        let unseen = [NO_DAY; BLOCK];
        let to = view
            .to(plan)
            .map_or(&unseen[..len], |days| &days[rows.clone()]);
        for (base, from) in self.base.iter_mut().zip(from) {
            *base = Entry::of(plan.entries[usize::from(*from)]).base;
        }
        match &plan.counting {
            Counting::InTime => self.in_time(plan, from, to),
            Counting::InTimeBy(due) => {
                self.by_due(plan, to, &view.days(*due)[rows.clone()]);
                self.without_due(plan, &view.days(*due)[rows.clone()]);
            }
            Counting::InTimeOfClock => self.by_clock(plan, view, to, rows.clone()),
            Counting::Share => self.share(plan, view, rows.clone()),
            Counting::Count => self.slot[..len].fill(MET),
            Counting::Amount(amount) => self.amounts(plan, view, amount, from, to, rows.clone()),
        }
        if plan.is_on_day() {
            self.until(plan, from, to);
        }
        self.leave_out(plan, view, &rows);
        for split in &plan.splits {
            self.add_part(split, view, &rows, plan.is_on_day());
        }
    }

    fn in_time(&mut self, plan: &Plan, from: &[u16], to: &[u16]) {
        for ((slot, from), to) in self.slot.iter_mut().zip(from).zip(to) {
            let entry = Entry::of(plan.entries[usize::from(*from)]);
            *slot = if *to > entry.limit {
                entry.late
            } else {
                entry.early
            };
        }
    }

    fn by_due(&mut self, plan: &Plan, to: &[u16], due: &[u16]) {
        let as_at = plan.as_at;
        for ((slot, to), due) in self.slot.iter_mut().zip(to).zip(due) {
            let late = MISSED + (NOT_YET_DUE - MISSED) * u8::from(*due >= as_at);
            *slot = late * u8::from(*to > (*due).min(as_at));
        }
    }

    fn without_due(&mut self, plan: &Plan, due: &[u16]) {
        let no_due_day = plan.no_due_day();
        for (slot, due) in self.slot.iter_mut().zip(due) {
            *slot = if *due == NO_DAY { no_due_day } else { *slot };
        }
    }

    fn by_clock(&mut self, plan: &Plan, view: &View, to: &[u16], rows: std::ops::Range<usize>) {
        let Some(clock) = &view.clock else { return };
        self.by_due(plan, to, &clock.dues[rows.clone()]);
        let (ended, as_at) = (plan.ended(), plan.as_at);
        let days = to
            .iter()
            .zip(&clock.dues[rows.clone()])
            .zip(&clock.ends[rows.clone()]);
        for (slot, ((to, due), end)) in self.slot.iter_mut().zip(days) {
            let is_over = *end <= (*due).min(as_at) && *to > as_at;
            *slot = if is_over { ended } else { *slot };
        }
        let (not_set, unknown) = (plan.no_due_day(), plan.outside_calendar());
        for (slot, dueless) in self.slot.iter_mut().zip(&clock.dueless[rows]) {
            *slot = match *dueless {
                DUE_NOT_SET => not_set,
                DUE_UNKNOWN => unknown,
                _ => *slot,
            };
        }
    }

    fn share(&mut self, plan: &Plan, view: &View, rows: std::ops::Range<usize>) {
        self.hold(&plan.met, view, &rows);
        for (slot, holds) in self.slot.iter_mut().zip(&self.mask[..rows.len()]) {
            *slot = MISSED - holds * (MISSED - MET);
        }
    }

    fn amounts(
        &mut self,
        plan: &Plan,
        view: &View,
        amount: &AmountOf,
        from: &[u16],
        to: &[u16],
        rows: std::ops::Range<usize>,
    ) {
        let as_at = plan.as_at;
        let noted = self.amount.iter_mut().zip(&mut self.slot);
        match amount {
            AmountOf::Field(place) => {
                let Cells::Numbers(numbers) = &view.columns[*place] else {
                    return;
                };
                for ((noted, slot), number) in noted.zip(&numbers[rows]) {
                    *noted = *number;
                    *slot = if *number == NO_NUMBER {
                        plan.no_amount()
                    } else {
                        MET
                    };
                }
            }
            AmountOf::Days => {
                for (((noted, slot), from), to) in noted.zip(from).zip(to) {
                    *noted = i64::from(*to) - i64::from(*from);
                    *slot = NOT_YET_DUE * u8::from(*to > as_at);
                }
            }
            AmountOf::WorkingDays(counted) => {
                for (((noted, slot), from), to) in noted.zip(from).zip(to) {
                    let (first, second) = (counted[usize::from(*from)], counted[usize::from(*to)]);
                    *noted = i64::from(second) - i64::from(first);
                    let is_outside = first == UNCOVERED || second == UNCOVERED;
                    let outside = if is_outside {
                        plan.outside_calendar()
                    } else {
                        MET
                    };
                    *slot = if *to > as_at { NOT_YET_DUE } else { outside };
                }
            }
        }
    }

    /// Until which census day it is open. What ended before it began was never open.
    fn until(&mut self, plan: &Plan, from: &[u16], to: &[u16]) {
        let noted = self.base.iter_mut().zip(&mut self.end);
        for (((base, end), from), to) in noted.zip(from).zip(to) {
            let is_ever_open = *to > *from && *base > 0;
            *base *= u32::from(is_ever_open);
            *end = plan.ends[usize::from(*to)] * u32::from(is_ever_open);
        }
    }

    /// Takes out what the filter does not let through, and gives the reason to what is excluded.
    fn leave_out(&mut self, plan: &Plan, view: &View, rows: &std::ops::Range<usize>) {
        let reasons = (FIRST_REASON..).zip(&plan.exclude).collect::<Vec<_>>();
        for (reason, tests) in reasons.into_iter().rev() {
            self.hold(tests, view, rows);
            for (slot, holds) in self.slot.iter_mut().zip(&self.mask[..rows.len()]) {
                *slot = if *holds == 1 { reason } else { *slot };
            }
        }
        if plan.filter.is_empty() {
            return;
        }
        self.hold(&plan.filter, view, rows);
        let noted = self.base.iter_mut().zip(&mut self.end);
        for ((base, end), holds) in noted.zip(&self.mask[..rows.len()]) {
            *base *= u32::from(*holds);
            *end *= u32::from(*holds);
        }
    }

    /// Notes in the mask 1 for the rows for which all tests hold, and 0 for others.
    fn hold(&mut self, tests: &[ColumnTest], view: &View, rows: &std::ops::Range<usize>) {
        self.mask[..rows.len()].fill(1);
        for test in tests {
            holds(test, view, rows, &mut self.mask[..rows.len()]);
        }
    }

    /// Moves each row's cell to its part.
    fn add_part(&mut self, split: &Split, view: &View, rows: &std::ops::Range<usize>, ends: bool) {
        let mut add = |place: usize, code: u32| {
            let part = match &split.part_of {
                Some(part_of) => part_of.get(code as usize).copied().unwrap_or(0),
                None => code,
            };
            let further = part * split.stride;
            self.base[place] += further;
            if ends {
                self.end[place] += further;
            }
        };
        match &view.columns[split.column] {
            Cells::Narrow(codes) => {
                codes[rows.clone()]
                    .iter()
                    .enumerate()
                    .for_each(|(place, code)| add(place, u32::from(*code)));
            }
            Cells::Wide(codes) => {
                codes[rows.clone()]
                    .iter()
                    .enumerate()
                    .for_each(|(place, code)| add(place, u32::from(*code)));
            }
            Cells::Widest(codes) => {
                codes[rows.clone()]
                    .iter()
                    .enumerate()
                    .for_each(|(place, code)| add(place, *code));
            }
            Cells::Days(_) | Cells::Numbers(_) => {}
        }
    }
}

/// Leaves a 1 in the mask only where the test holds.
fn holds(test: &ColumnTest, view: &View, rows: &std::ops::Range<usize>, mask: &mut [u8]) {
    match (&test.passes, &view.columns[test.column]) {
        (Passes::Days(low, high), Cells::Days(days)) => {
            for (mask, day) in mask.iter_mut().zip(&days[rows.clone()]) {
                *mask &= u8::from(low <= day) & u8::from(day <= high);
            }
        }
        (Passes::Numbers(low, high), Cells::Numbers(numbers)) => {
            for (mask, number) in mask.iter_mut().zip(&numbers[rows.clone()]) {
                *mask &= u8::from(low <= number) & u8::from(number <= high);
            }
        }
        (Passes::Codes(passing), Cells::Narrow(codes)) => {
            for (mask, code) in mask.iter_mut().zip(&codes[rows.clone()]) {
                *mask &= u8::from(passing[usize::from(*code)]);
            }
        }
        (Passes::Codes(passing), Cells::Wide(codes)) => {
            for (mask, code) in mask.iter_mut().zip(&codes[rows.clone()]) {
                *mask &= u8::from(passing[usize::from(*code)]);
            }
        }
        (Passes::Codes(passing), Cells::Widest(codes)) => {
            for (mask, code) in mask.iter_mut().zip(&codes[rows.clone()]) {
                *mask &= u8::from(passing[*code as usize]);
            }
        }
        _ => mask.fill(0),
    }
}

const _: () = assert!(MARKS == NO_DAY as usize + 1);
