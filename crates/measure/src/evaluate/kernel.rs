//! The shortest loop, for the commonest question: what is in time of what began when, by up to three dimensions, with nothing
//! left out. All that depends on the first day comes from one table, so a record costs two looks, one comparison and one
//! addition; where its part's counts lie is worked out for a block of records at once.
//!
//! Its counts lie six a cell: early and late for days whose due day has passed, for days whose due day has not, and for days
//! that the calendar does not cover. Early and late lie side by side, so that the comparison's outcome is added to the place.

use std::ops::Range;

use super::block::BLOCK;
use super::delays::{self, Noting};
use super::dimensions::Split;
use super::plan::{Counting, Plan};
use super::span::Spans;
use super::table::{Entry, MARKS, MET, MISSED, NOT_YET_DUE};
use super::tally::Tally;
use super::view::{Cells, View};

/// Counts a cell.
const SLOTS: usize = 6;
const PER_CELL: u32 = 6;
const NOT_PASSED: u32 = 2;
const NOT_COVERED: u32 = 4;

/// For each first day where its counts lie, and in the lowest 16 bits the last early second day.
enum Entries {
    /// All counts have places of 16 bits, so that no place has to be checked.
    Near(Box<[u32; MARKS]>),
    /// They have not.
    Far(Box<[u64; MARKS]>),
}

/// What a thread counts, and the delays of recording that it notes with their cells.
pub(crate) struct Counted {
    counts: Counts,
    noting: Noting,
}

enum Counts {
    /// Every other row is counted apart, so that counting one does not wait for the one before.
    Near(Box<[[u32; MARKS]; 2]>),
    Far(Vec<u64>),
}

/// A question that can be counted the shortest way.
pub(crate) struct Kernel<'a> {
    plan: &'a Plan<'a>,
    entries: Entries,
    dimensions: Vec<Dimension<'a>>,
}

/// A dimension, with how far apart its parts' counts lie.
struct Dimension<'a> {
    column: usize,
    stride: u16,
    part_of: Option<&'a [u32]>,
}

impl<'a> Kernel<'a> {
    /// Makes it ready, if the question and the tables allow.
    pub(crate) fn of(plan: &'a Plan<'a>, views: &[View]) -> Option<Kernel<'a>> {
        if !is_simple(plan) || !views.iter().all(|view| is_narrow(plan, view)) {
            return None;
        }
        let dimension = |split: &'a Split| {
            let stride = split.stride as usize / plan.slots * SLOTS;
            Some(Dimension {
                column: split.column,
                stride: u16::try_from(stride).ok()?,
                part_of: split.part_of.as_deref(),
            })
        };
        // The last place within a span has to fit into 16 bits too.
        u16::try_from(plan.parts * SLOTS).ok()?;
        Some(Kernel {
            plan,
            entries: entries_of(plan)?,
            dimensions: plan.splits.iter().map(dimension).collect::<Option<_>>()?,
        })
    }

    /// Zeros for all that it counts.
    pub(crate) fn zeros(&self) -> Counted {
        let far = || Counts::Far(vec![0; places(self.plan)]);
        let counts = match &self.entries {
            Entries::Far(_) => far(),
            Entries::Near(_) => {
                let near = vec![[0; MARKS]; 2].into_boxed_slice();
                near.try_into().map_or_else(|_| far(), Counts::Near)
            }
        };
        Counted {
            counts,
            noting: Noting::of(self.plan),
        }
    }

    /// Counts the rows of a table.
    pub(crate) fn count(&self, view: &View, rows: Range<usize>, counted: &mut Counted) {
        let from = view.from(self.plan);
        let Some(to) = view.to(self.plan) else { return };
        let mut offsets = [0; BLOCK];
        for start in rows.clone().step_by(BLOCK) {
            let block = start..(start + BLOCK).min(rows.end);
            let offsets = &mut offsets[..block.len()];
            self.part_offsets(view, &block, offsets);
            let (from, to) = (&from[block.clone()], &to[block.clone()]);
            match (&self.entries, &mut counted.counts) {
                (Entries::Near(entries), Counts::Near(counts)) => {
                    count_near(entries, from, to, offsets, counts);
                }
                (Entries::Far(entries), Counts::Far(counts)) => {
                    count_far(entries, from, to, offsets, counts);
                }
                _ => {}
            }
            if delays::are_asked(self.plan) {
                self.note_delays(view, block, offsets, &mut counted.noting);
            }
        }
    }

    /// Notes how late each row of a block was recorded, where it is met, missed or not yet due.
    fn note_delays(&self, view: &View, rows: Range<usize>, offsets: &[u16], noting: &mut Noting) {
        let parts = u32::try_from(self.plan.parts).unwrap_or(u32::MAX);
        let from = &view.from(self.plan)[rows.clone()];
        noting.note_rows(view, rows, |row| {
            let place = self.entries.place(from[row]) + u32::from(offsets[row]);
            let cell = place / PER_CELL;
            (cell >= parts && place % PER_CELL < NOT_COVERED).then_some(cell)
        });
    }

    /// Where the counts of each row's part lie within its span.
    fn part_offsets(&self, view: &View, rows: &Range<usize>, offsets: &mut [u16]) {
        offsets.fill(0);
        for dimension in &self.dimensions {
            match &view.columns[dimension.column] {
                Cells::Narrow(codes) => dimension.add(&codes[rows.clone()], offsets),
                Cells::Wide(codes) => dimension.add(&codes[rows.clone()], offsets),
                _ => {}
            }
        }
    }

    /// Adds what was counted to a tally.
    pub(crate) fn add_up(&self, counted: Counted, tally: &mut Tally) {
        tally.delays.add(&counted.noting.finished());
        let counts = &mut tally.counts;
        match &counted.counts {
            Counts::Far(counted) => self.add_cells(counted, counts),
            Counts::Near(both) => {
                let [even, odd] = &**both;
                let sums = even
                    .iter()
                    .zip(odd)
                    .map(|(one, other)| u64::from(*one) + u64::from(*other));
                let counted: Vec<u64> = sums.take(places(self.plan)).collect();
                self.add_cells(&counted, counts);
            }
        }
    }

    fn add_cells(&self, counted: &[u64], counts: &mut [u64]) {
        let outside = usize::from(self.plan.outside_calendar());
        let cells = counted.chunks_exact(SLOTS);
        for (cell, slots) in cells.zip(counts.chunks_exact_mut(self.plan.slots)) {
            slots[usize::from(MET)] += cell[0] + cell[2];
            slots[usize::from(MISSED)] += cell[1];
            slots[usize::from(NOT_YET_DUE)] += cell[3];
            slots[outside] += cell[4] + cell[5];
        }
    }
}

impl Entries {
    /// Where the counts of a first day lie, without its part.
    fn place(&self, from: u16) -> u32 {
        match self {
            Entries::Near(entries) => entries[usize::from(from)] >> 16,
            Entries::Far(entries) => {
                u32::try_from(entries[usize::from(from)] >> 16).unwrap_or(u32::MAX)
            }
        }
    }
}

/// How many counts there are.
fn places(plan: &Plan) -> usize {
    (plan.spans.len() + 1) * plan.parts * SLOTS
}

impl Dimension<'_> {
    /// Adds how far each code's part lies from the first.
    fn add<Code: Copy + Into<u16>>(&self, codes: &[Code], offsets: &mut [u16]) {
        match self.part_of {
            None => {
                for (offset, code) in offsets.iter_mut().zip(codes) {
                    *offset = offset.wrapping_add((*code).into().wrapping_mul(self.stride));
                }
            }
            Some(part_of) => {
                for (offset, code) in offsets.iter_mut().zip(codes) {
                    let part = part_of
                        .get(usize::from((*code).into()))
                        .copied()
                        .unwrap_or(0);
                    let part = u16::try_from(part).unwrap_or(0);
                    *offset = offset.wrapping_add(part.wrapping_mul(self.stride));
                }
            }
        }
    }
}

fn is_simple(plan: &Plan) -> bool {
    matches!(plan.counting, Counting::InTime)
        && plan.filter.is_empty()
        && plan.exclude.is_empty()
        && !plan.question.definition.people
}

/// Whether all codes fit into 16 bits.
fn is_narrow(plan: &Plan, view: &View) -> bool {
    let columns = plan.splits.iter().map(|split| &view.columns[split.column]);
    columns
        .into_iter()
        .all(|cells| matches!(cells, Cells::Narrow(_) | Cells::Wide(_)))
}

fn entries_of(plan: &Plan) -> Option<Entries> {
    let mut far = vec![0; MARKS];
    let Spans::Stretches(stretches) = &plan.spans else {
        return None;
    };
    let slots = u32::try_from(plan.slots).ok()?;
    let days = |(first, after): &(u16, u16)| usize::from(*first)..usize::from(*after);
    for mark in stretches.iter().flat_map(days) {
        let entry = Entry::of(plan.entries[mark]);
        let variant = match entry.late {
            MISSED => 0,
            NOT_YET_DUE => NOT_PASSED,
            _ => NOT_COVERED,
        };
        // A day after the as-at day counts nowhere: it stays in the first row.
        let place = entry.base / slots * PER_CELL + variant;
        far[mark] = u64::from(place) << 16 | u64::from(entry.limit);
    }
    if places(plan) > MARKS {
        return far.into_boxed_slice().try_into().ok().map(Entries::Far);
    }
    let near = far
        .into_iter()
        .map(|entry| u32::try_from(entry).unwrap_or(0));
    let near: Box<[u32]> = near.collect();
    near.try_into().ok().map(Entries::Near)
}

/// Adds one to the count of each row.
#[expect(
    clippy::cast_possible_truncation,
    reason = "both parts are cut out of the whole"
)]
fn count_far(
    entries: &[u64; MARKS],
    from: &[u16],
    to: &[u16],
    offsets: &[u16],
    counts: &mut [u64],
) {
    for ((from, to), offset) in from.iter().zip(to).zip(offsets) {
        let entry = entries[usize::from(*from)];
        let is_late = u32::from(*to > entry as u16);
        let place = ((entry >> 16) as u32)
            .wrapping_add(is_late)
            .wrapping_add(u32::from(*offset));
        let count = &mut counts[place as usize];
        *count = count.wrapping_add(1);
    }
}

/// Adds one to the count of each row, two rows at a time.
fn count_near(
    entries: &[u32; MARKS],
    from: &[u16],
    to: &[u16],
    offsets: &[u16],
    [even, odd]: &mut [[u32; MARKS]; 2],
) {
    let (from, last_from) = from.as_chunks::<2>();
    let (to, last_to) = to.as_chunks::<2>();
    let (offsets, last_offset) = offsets.as_chunks::<2>();
    for ((from, to), offsets) in from.iter().zip(to).zip(offsets) {
        let one = near_place(entries, from[0], to[0], offsets[0]);
        let other = near_place(entries, from[1], to[1], offsets[1]);
        even[one] = even[one].wrapping_add(1);
        odd[other] = odd[other].wrapping_add(1);
    }
    for ((from, to), offset) in last_from.iter().zip(last_to).zip(last_offset) {
        let place = near_place(entries, *from, *to, *offset);
        even[place] = even[place].wrapping_add(1);
    }
}

/// Where a row is counted.
#[expect(
    clippy::cast_possible_truncation,
    reason = "both parts are cut out of the whole"
)]
fn near_place(entries: &[u32; MARKS], from: u16, to: u16, offset: u16) -> usize {
    let entry = entries[usize::from(from)];
    let is_late = u16::from(to > entry as u16);
    usize::from(
        ((entry >> 16) as u16)
            .wrapping_add(is_late)
            .wrapping_add(offset),
    )
}
