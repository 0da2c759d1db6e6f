//! What moves when a calendar changes, as when a holiday is proclaimed late.

use clew_calendar::{Calendar, Day, SpecialDay};

use super::{DueDay, Occasion};

/// An occasion whose last day in time is another by another calendar.
#[derive(Clone, Debug)]
pub struct Moved<'o, 'p> {
    /// The occasion.
    pub occasion: &'o Occasion<'p>,
    /// The last day in time by the calendar before.
    pub was: DueDay,
    /// The last day in time by the calendar after.
    pub now: DueDay,
    /// The special days on which the two calendars differ, from the day from which it counts to the later last day.
    pub because: Vec<SpecialDay>,
}

/// What moves from one calendar to another, among occasions whose clocks count by it. The two are one calendar at two
/// times, for example as known on a day and as known now.
#[must_use]
pub fn moved<'o, 'p>(
    occasions: &'o [Occasion<'p>],
    before: &Calendar,
    after: &Calendar,
) -> Vec<Moved<'o, 'p>> {
    let counts_by_it = |occasion: &&Occasion<'_>| occasion.clock.calendar == after.name();
    let counted = occasions.iter().filter(counts_by_it);
    counted
        .filter_map(|occasion| {
            let was = occasion.basis.due_by(before);
            let now = occasion.basis.due_by(after);
            (was != now).then(|| Moved {
                because: differing(occasion.from.day, was.day().max(now.day()), before, after),
                occasion,
                was,
                now,
            })
        })
        .collect()
}

/// The special days, from one day to another, that the two calendars do not see alike.
fn differing(from: Day, last: Option<Day>, before: &Calendar, after: &Calendar) -> Vec<SpecialDay> {
    let within =
        |special: &&SpecialDay| from < special.date && last.is_none_or(|last| special.date <= last);
    let differs = |special: &&SpecialDay| {
        before.is_working_day(special.date).ok() != after.is_working_day(special.date).ok()
    };
    let mut found: Vec<SpecialDay> = Vec::new();
    let all = after.special_days().iter().chain(before.special_days());
    for special in all.filter(within).filter(differs) {
        if found.iter().all(|other| other.date != special.date) {
            found.push(special.clone());
        }
    }
    found.sort_by_key(|special| special.date);
    found
}
