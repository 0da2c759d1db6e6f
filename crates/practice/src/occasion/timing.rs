//! How an occasion stands on a day: a pure function of its dates.

use clew_calendar::Day;

use super::{DueDay, Occasion};

/// How an occasion stands on a day.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Ord, PartialOrd)]
pub enum Timing {
    /// Its last day in time has passed, and it is still to be done.
    Overdue,
    /// Its last day in time comes within the clock's days of warning.
    AtRisk,
    /// It is still to be done, and there is time.
    NotYetDue,
    /// It is still to be done, and the clock stands still.
    Paused,
    /// It is still to be done, and no day is known by which.
    NoDay,
    /// It was done in time.
    Met,
    /// It was done late.
    MetLate,
    /// It was done, and no day is known by which it should have been.
    Done,
    /// It ended with its last day in time already past: it was missed.
    Missed,
    /// It ended before its last day in time had passed: neither met nor missed.
    Ended,
}

impl Timing {
    /// Whether it is still to be done.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(
            self,
            Timing::Overdue | Timing::AtRisk | Timing::NotYetDue | Timing::Paused | Timing::NoDay
        )
    }

    /// What people read.
    #[must_use]
    pub fn in_words(self) -> &'static str {
        match self {
            Timing::Overdue => "overdue",
            Timing::AtRisk => "at risk",
            Timing::NotYetDue => "not yet due",
            Timing::Paused => "paused",
            Timing::NoDay => "no day set",
            Timing::Met => "met",
            Timing::MetLate => "met late",
            Timing::Done => "done, no day set",
            Timing::Missed => "missed",
            Timing::Ended => "ended",
        }
    }
}

impl Occasion<'_> {
    /// How it stands on a day; what happened after that day is not looked at.
    ///
    /// The last day in time is still in time, and the day itself counts as at risk.
    #[must_use]
    pub fn timing(&self, as_at: Day) -> Timing {
        let by_then = |day: Day| day <= as_at;
        let stop = self.stop.map(|stop| stop.day).filter(|day| by_then(*day));
        if let Some(stop) = stop {
            return match &self.due {
                DueDay::On(due) if stop > *due => Timing::MetLate,
                DueDay::On(_) | DueDay::Paused => Timing::Met,
                DueDay::NotSet | DueDay::Unknown(_) => Timing::Done,
            };
        }
        let ended = self
            .ended
            .map(|ended| ended.day)
            .filter(|day| by_then(*day));
        if let Some(ended) = ended {
            let missed = self.due.day().is_some_and(|due| due < ended);
            return if missed {
                Timing::Missed
            } else {
                Timing::Ended
            };
        }
        match &self.due {
            DueDay::Paused => Timing::Paused,
            DueDay::NotSet | DueDay::Unknown(_) => Timing::NoDay,
            DueDay::On(due) if *due < as_at => Timing::Overdue,
            DueDay::On(due) => {
                let warning = i32::from(self.clock.at_risk_days);
                if as_at.days_until(*due) <= warning {
                    Timing::AtRisk
                } else {
                    Timing::NotYetDue
                }
            }
        }
    }
}
