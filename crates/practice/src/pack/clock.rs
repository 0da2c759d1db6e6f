//! Clocks: dated rules "from this to that within so long", with their legal standing.

use clew_calendar::Day;

use super::{Condition, PackCode, Path, Place};

/// What a rule rests on.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Ord, PartialOrd)]
pub enum Standing {
    /// An Act or regulations.
    Statute,
    /// National guidance or a national standard.
    Guidance,
    /// The council's own procedure or target.
    Local,
}

/// How long is allowed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Allowance {
    /// So many working days of the clock's calendar, counted from the day after the trigger.
    WorkingDays(u16),
    /// So many calendar days.
    Days(u16),
    /// So many months; in a shorter month its last day.
    Months(u16),
}

/// When a clock has run out.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Due {
    /// So long after the trigger.
    Within(Allowance),
    /// On a day that a field gives, such as one that a court has set.
    On(Path),
}

/// What starts a clock.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Trigger {
    /// The form whose record starts it.
    pub form: PackCode,
    /// The date field that says from when.
    pub date: PackCode,
    /// The conditions under which it starts at all.
    pub when: Vec<Condition>,
}

/// What stops a clock: a field of the same record, or the first record of another form in the same episode on the
/// trigger's date or later.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Stop {
    /// The form; the trigger's own record when it is the same.
    pub form: PackCode,
    /// The date field that says when.
    pub date: PackCode,
    /// The conditions under which such a record counts.
    pub when: Vec<Condition>,
}

/// Days that do not count, from one date field to another of the trigger's record. A day that was set is not moved by
/// them.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Pause {
    /// The date from which the clock stands still.
    pub from: PackCode,
    /// The date from which it goes on; it stands while this is empty.
    pub to: PackCode,
}

/// A later day that was allowed for a reason, for the first round.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Extension {
    /// The field of the trigger's record with the later day.
    pub to: PackCode,
    /// The field with the reason, without which the extension does not hold.
    pub reason: PackCode,
}

/// A clock's rule from a day on. The rule in force on the trigger's date applies.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ClockRule {
    /// The first trigger date for which it applies; the beginning of time when none. A further round is triggered by the
    /// stop before it.
    pub effective_from: Option<Day>,
    /// How long is allowed.
    pub due: Due,
    /// How long after each stop the next is due, for what has to be done again and again.
    pub then_every: Option<Allowance>,
    /// What it rests on.
    pub standing: Standing,
    /// The provision or document, so that a reader can find it.
    pub source: String,
    /// Where it stands.
    pub place: Place,
}

/// A clock with its rules through time.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Clock {
    /// Its code.
    pub code: PackCode,
    /// Its title.
    pub title: String,
    /// What starts it.
    pub trigger: Trigger,
    /// What stops it.
    pub stop: Stop,
    /// What ends it unmet and unmissed, such as the end of an order.
    pub until: Option<Stop>,
    /// The calendar that working days are counted by.
    pub calendar: String,
    /// Days that do not count.
    pub pause: Option<Pause>,
    /// A later day that was allowed.
    pub extension: Option<Extension>,
    /// Its rules, the earliest first.
    pub rules: Vec<ClockRule>,
    /// So many days before it is due, it is shown as at risk.
    pub at_risk_days: u16,
    /// Where it stands.
    pub place: Place,
}
