//! What depends on a record's first day alone, worked out once for each day.

use clew_calendar::{Calendar, Day};
use clew_practice::pack::Allowance;

use super::span::Spans;
use crate::facts::{day_of, mark_of};

/// How many marks of days there are.
pub(crate) const MARKS: usize = 1 << 16;

/// What follows from a record's first day, packed into one number so that one look finds it all: where the counts of its
/// stretch of time begin (below the first stretch's when it is in none), the last second day that is early, the slot of a
/// record whose second day is early, and the slot of one whose second day is later or not there.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct Entry {
    pub(crate) base: u32,
    pub(crate) limit: u16,
    pub(crate) early: u8,
    pub(crate) late: u8,
}

impl Entry {
    /// The entry as one number.
    pub(crate) fn packed(self) -> u64 {
        u64::from(self.base) << 32
            | u64::from(self.limit) << 16
            | u64::from(self.early) << 8
            | u64::from(self.late)
    }

    /// The entry of a number.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "each part is cut out of the whole"
    )]
    pub(crate) fn of(packed: u64) -> Entry {
        Entry {
            base: (packed >> 32) as u32,
            limit: (packed >> 16) as u16,
            early: (packed >> 8) as u8,
            late: packed as u8,
        }
    }
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
pub(crate) fn entries(spans: &Spans, row: u32, as_at: u16) -> Vec<u64> {
    let with_base = |base: u32| {
        Entry {
            base,
            ..Entry::default()
        }
        .packed()
    };
    let mut entries = vec![0; MARKS];
    match spans {
        Spans::Stretches(stretches) => {
            for (stretch, base) in stretches.iter().zip((1..).map(|span| span * row)) {
                entries[seen(*stretch, as_at)].fill(with_base(base));
            }
        }
        Spans::CensusDays(days) => {
            let bases = census_bases(days, row);
            for (entry, base) in entries.iter_mut().zip(bases) {
                *entry = with_base(base);
            }
        }
    }
    entries
}

/// The days of a stretch up to the as-at day.
fn seen((first, after): (u16, u16), as_at: u16) -> std::ops::Range<usize> {
    let after = after.min(as_at + 1).max(first);
    usize::from(first)..usize::from(after)
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
    entries: &mut [u64],
    spans: &Spans,
    within: (Allowance, &Calendar),
    as_at: u16,
    outside: u8,
) -> Vec<u16> {
    let mut dues = vec![0; MARKS];
    let Spans::Stretches(stretches) = spans else {
        return dues;
    };
    for mark in stretches.iter().flat_map(|stretch| seen(*stretch, as_at)) {
        let day = u16::try_from(mark).ok().and_then(day_of);
        let due = day
            .and_then(|day| due_day(day, within.0, within.1))
            .map(mark_of);
        dues[mark] = due.unwrap_or(0);
        let base = Entry::of(entries[mark]).base;
        entries[mark] = with_limit(base, due, as_at, outside).packed();
    }
    dues
}

fn with_limit(base: u32, due: Option<u16>, as_at: u16, outside: u8) -> Entry {
    let Some(due) = due else {
        return Entry {
            base,
            limit: 0,
            early: outside,
            late: outside,
        };
    };
    Entry {
        base,
        limit: due.min(as_at),
        early: MET,
        late: if due >= as_at { NOT_YET_DUE } else { MISSED },
    }
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
    for (place, count) in counted[from..MARKS - 1]
        .iter_mut()
        .zip(calendar.cumulative())
    {
        *place = *count;
    }
    counted
}
