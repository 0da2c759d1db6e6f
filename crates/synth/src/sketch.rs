//! A record in the making: what was decided of it, before its form is filled.

use clew_calendar::Day;

use crate::people::Someone;
use crate::service::Team;

/// What a field is to hold.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Held {
    /// A day.
    Day(Day),
    /// A choice.
    Choice(&'static str),
    /// Several choices.
    Choices(&'static [&'static str]),
    /// Yes or no.
    YesNo(bool),
    /// A number in hundredths.
    Hundredths(i64),
}

/// One value of a sketch, and from when it is known when that is later than the record's first day.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Filled {
    pub(crate) field: &'static str,
    pub(crate) held: Held,
    pub(crate) known: Option<Day>,
}

/// A record in the making.
#[derive(Clone, Debug)]
pub(crate) struct Sketch {
    pub(crate) form: &'static str,
    pub(crate) process: &'static str,
    pub(crate) number: u64,
    pub(crate) episode: u64,
    pub(crate) someone: Someone,
    pub(crate) team: Team,
    pub(crate) event: Day,
    /// True while it cannot be authorised yet.
    pub(crate) unfinished: bool,
    pub(crate) filled: Vec<Filled>,
}

impl Sketch {
    /// Sets what is known from the record's first day.
    pub(crate) fn with(mut self, field: &'static str, held: Held) -> Sketch {
        self.filled.push(Filled {
            field,
            held,
            known: None,
        });
        self
    }

    pub(crate) fn day(self, field: &'static str, day: Day) -> Sketch {
        self.with(field, Held::Day(day))
    }

    pub(crate) fn choice(self, field: &'static str, choice: &'static str) -> Sketch {
        self.with(field, Held::Choice(choice))
    }

    pub(crate) fn yes_no(self, field: &'static str, yes: bool) -> Sketch {
        self.with(field, Held::YesNo(yes))
    }

    /// Sets what becomes known on a later day, if it is known by the last.
    pub(crate) fn later(
        mut self,
        field: &'static str,
        held: Held,
        known: Day,
        last: Day,
    ) -> Sketch {
        if known <= last {
            self.filled.push(Filled {
                field,
                held,
                known: Some(known),
            });
        }
        self
    }

    /// Sets a day that is filled in when it has come, if it has.
    pub(crate) fn later_day(self, field: &'static str, day: Option<Day>, last: Day) -> Sketch {
        match day {
            Some(day) => self.later(field, Held::Day(day), day, last),
            None => self,
        }
    }

    /// What a field holds.
    pub(crate) fn held(&self, field: &str) -> Option<Held> {
        let found = self.filled.iter().find(|filled| filled.field == field);
        found.map(|filled| filled.held)
    }

    /// The day that a field holds.
    pub(crate) fn day_of(&self, field: &str) -> Option<Day> {
        match self.held(field) {
            Some(Held::Day(day)) => Some(day),
            _ => None,
        }
    }

    /// Whether a field holds a choice, or `yes` or `no`.
    pub(crate) fn is(&self, field: &str, choice: &str) -> bool {
        match self.held(field) {
            Some(Held::Choice(held)) => held == choice,
            Some(Held::YesNo(held)) => choice == if held { "yes" } else { "no" },
            _ => false,
        }
    }

    /// The last day on which something of it became known.
    pub(crate) fn last_known(&self) -> Day {
        let known = self.filled.iter().filter_map(|filled| filled.known).max();
        known.unwrap_or(self.event).max(self.event)
    }
}
