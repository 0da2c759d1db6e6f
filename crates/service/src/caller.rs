//! Who calls, when, and from where.

use clew_calendar::Day;
use clew_journal::{Moment, Signature};
use clew_plan::AccountId;

use crate::local_time;

/// Who calls. Every action takes one, so that every entry has its actor, its time and its id.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Caller {
    /// The account that acts.
    pub actor: AccountId,
    /// The client's id for this one action. Called again with the same id, an action that was done
    /// is not done twice.
    pub id: String,
    /// The time by the clock at the edge.
    pub at: Moment,
    /// Where the action comes from, for example `import of returns.xlsx`.
    pub origin: Option<String>,
    /// Whether to write although the journal's last entry lies in the future of the clock; the new
    /// entries are then dated as that one.
    pub despite_clock: bool,
}

impl Caller {
    /// The day of the call by the clock of the place: that on which a milestone is reached, a review
    /// takes place or something is said.
    #[must_use]
    pub fn today(&self) -> Day {
        local_time::day_of(self.at)
    }

    /// The caller as of the time at which what it does is dated: time never runs backwards in the
    /// journal, and what is decided goes by the same time as what is written.
    pub(crate) fn dated(&self, at: Moment) -> Self {
        Self { at, ..self.clone() }
    }

    pub(crate) fn signature(&self) -> Signature {
        Signature {
            id: self.id.clone(),
            actor: self.actor.clone(),
            at: self.at,
            origin: self.origin.clone(),
        }
    }
}
