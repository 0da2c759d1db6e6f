//! Days as 16-bit numbers.

use clew_calendar::Day;

/// The mark of no day; higher than every day's.
pub(crate) const NO_DAY: u16 = u16::MAX;

const LATEST: i32 = NO_DAY as i32 - 1;

/// The last day that facts tell apart from later ones: 2079-06-05, which is 65,534 days after 1900-01-01.
#[must_use]
pub fn last_day() -> Day {
    Day::START.plus_days(LATEST)
}

/// A day's mark: days since 1900-01-01, at most [`last_day`]'s.
pub(crate) fn mark_of(day: Day) -> u16 {
    let days = Day::START.days_until(day).min(LATEST);
    u16::try_from(days).unwrap_or(0)
}

/// The day of a mark; none for [`NO_DAY`].
pub(crate) fn day_of(mark: u16) -> Option<Day> {
    (mark != NO_DAY).then(|| Day::START.plus_days(i32::from(mark)))
}
