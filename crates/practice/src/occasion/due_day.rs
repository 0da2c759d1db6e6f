//! The last day in time of one occasion, with what it is worked out from, so that it can be worked out again by another
//! calendar.

use clew_calendar::{Calendar, CalendarError, Day};

use crate::pack::Allowance;

/// How long an occasion may take.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Length {
    /// So long.
    Within(Allowance),
    /// Until a day that was set; none while no day is recorded.
    Set(Option<Day>),
}

/// Days that do not count.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct PauseDays {
    /// The first day that does not count.
    pub from: Day,
    /// The first day that counts again; none while the clock stands still.
    pub until: Option<Day>,
}

/// A later day that was allowed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Extended {
    /// The day.
    pub to: Day,
    /// Why: text, or the code of a choice.
    pub reason: String,
}

/// What a due day is worked out from.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Basis {
    /// The day from which it counts.
    pub from: Day,
    /// How long it may take.
    pub length: Length,
    /// Days that do not count; a day that was set is not moved by them.
    pub pause: Option<PauseDays>,
    /// A later day that was allowed; an earlier one changes nothing.
    pub extension: Option<Extended>,
}

/// The last day in time, or why there is none.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum DueDay {
    /// This day.
    On(Day),
    /// The clock stands still.
    Paused,
    /// The day that should have been set is not recorded.
    NotSet,
    /// The calendar does not reach so far.
    Unknown(CalendarError),
}

impl DueDay {
    /// The day, if there is one.
    #[must_use]
    pub fn day(&self) -> Option<Day> {
        match self {
            DueDay::On(day) => Some(*day),
            _ => None,
        }
    }
}

impl Basis {
    /// The last day in time by a calendar.
    #[must_use]
    pub fn due_by(&self, calendar: &Calendar) -> DueDay {
        let due = match self.length {
            Length::Set(None) => return DueDay::NotSet,
            Length::Set(Some(day)) => Ok(day),
            Length::Within(allowance) => match self.pause {
                None => allowance.due_after(self.from, calendar),
                Some(PauseDays {
                    from,
                    until: Some(until),
                }) => allowance.due_around(self.from, (from, until), calendar),
                Some(PauseDays { from, until: None }) => {
                    let due = allowance.due_after(self.from, calendar);
                    if due.as_ref().is_ok_and(|due| from <= *due) {
                        return DueDay::Paused;
                    }
                    due
                }
            },
        };
        let extended = self.extension.as_ref().map(|extension| extension.to);
        match due {
            Ok(due) => DueDay::On(extended.map_or(due, |to| due.max(to))),
            Err(error) => DueDay::Unknown(error),
        }
    }
}
