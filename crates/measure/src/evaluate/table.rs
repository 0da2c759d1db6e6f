//! What depends on a record's first day alone, worked out once for each day.

use clew_calendar::{Calendar, Day};
use clew_practice::pack::Allowance;

use super::span::Spans;
use crate::facts::{day_of, mark_of};

/// How many marks of days there are.
pub(crate) const MARKS: usize = 1 << 16;

/// What follows from a record's first day.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct Entry {
    /// Where the counts of its stretch of time begin; below the first stretch's when it is in none.
    pub(crate) base: u32,
    /// The last second day that is early.
    pub(crate) limit: u16,
    /// The slot of a record whose second day is early.
    pub(crate) early: u8,
    /// The slot of one whose second day is later, or not there.
    pub(crate) late: u8,
}

/// The slot of what was met, or is counted.
pub(crate) const MET: u8 = 0;
/// The slot of what was missed.
pub(crate) const MISSED: u8 = 1;
/// The slot of what is not yet due.
pub(crate) const NOT_YET_DUE: u8 = 2;
/// The slot of the first stated reason for leaving out.
pub(crate) const FIRST_REASON: u8 = 3;

/// An entry for each mark of a day, where each span's counts take `row` places. What lies after the as-at day has no span.
pub(crate) fn entries(spans: &Spans, row: u32, as_at: u16) -> Vec<Entry> {
    let mut entries = vec![Entry::default(); MARKS];
    match spans {
        Spans::Stretches(stretches) => {
            for ((first, after), base) in stretches.iter().zip((1..).map(|span| span * row)) {
                let after = (*after).min(as_at + 1).max(*first);
                for entry in &mut entries[usize::from(*first)..usize::from(after)] {
                    entry.base = base;
                }
            }
        }
        Spans::CensusDays(days) => {
            let bases = census_bases(days, row);
            for (entry, base) in entries.iter_mut().zip(bases) {
                entry.base = base;
            }
        }
    }
    entries
}

/// For each mark of a day where the counts of the first census day on or after it begin; 0 after the last one.
pub(crate) fn census_bases(days: &[u16], row: u32) -> Vec<u32> {
    let mut bases = vec![0; MARKS];
    let mut from = 0;
    for (day, base) in days.iter().zip((1..).map(|span| span * row)) {
        bases[from..=usize::from(*day)].fill(base);
        from = usize::from(*day) + 1;
    }
    bases
}

/// Says in each entry of a stretch what is in time, and gives the due day of each mark (0 where there is none).
pub(crate) fn time_limits(
    entries: &mut [Entry],
    allowance: Allowance,
    calendar: &Calendar,
    as_at: u16,
    outside: u8,
) -> Vec<u16> {
    let mut dues = vec![0; MARKS];
    for (mark, entry) in (0..=u16::MAX).zip(entries.iter_mut()).filter(|(_, entry)| entry.base > 0) {
        let due = day_of(mark).and_then(|day| due_day(day, allowance, calendar));
        match due.map(mark_of) {
            Some(due) => {
                dues[usize::from(mark)] = due;
                entry.limit = due.min(as_at);
                entry.early = MET;
                entry.late = if due >= as_at { NOT_YET_DUE } else { MISSED };
            }
            None => (entry.early, entry.late) = (outside, outside),
        }
    }
    dues
}

/// The last day in time; none when the calendar does not reach so far.
fn due_day(from: Day, allowance: Allowance, calendar: &Calendar) -> Option<Day> {
    match allowance {
        Allowance::WorkingDays(days) => calendar.add_working_days(from, days.into()).ok(),
        Allowance::Days(days) => Some(from.plus_days(days.into())),
        Allowance::Months(months) => Some(from.plus_months(months.into())),
    }
}

/// What stands for a day that a calendar does not cover.
pub(crate) const UNCOVERED: i32 = i32::MIN;

/// For each mark of a day the working days up to and including it; [`UNCOVERED`] outside the calendar.
pub(crate) fn working_days(calendar: &Calendar) -> Vec<i32> {
    let mut counted = vec![UNCOVERED; MARKS];
    let (first, _) = calendar.coverage();
    let from = usize::from(mark_of(first));
    for (place, count) in counted[from..MARKS - 1].iter_mut().zip(calendar.cumulative()) {
        *place = *count;
    }
    counted
}
