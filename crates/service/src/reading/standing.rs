//! How the return of one figure stands: in which cycle it is handed in, and whether it still may be.

use clew_calendar::{Day, Period};
use clew_journal::{Return, ReturnKey};
use clew_plan::{Measure, PlanId, UnitId};

use super::overview::Overview;
use super::returns::ReturnOwed;
use crate::Memory;
use crate::actions::Rounds;

/// How the return of one figure stands.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct ReturnStanding {
    /// The return in which it is handed in; none where no cycle gathers it.
    pub key: Option<ReturnKey>,
    /// When it is due.
    pub due: Option<Day>,
    /// How far it has got, with the draft and the reason of the last move.
    pub stands: Return,
    /// Why the figure changes by corrections only; none while it may still be returned.
    pub settled: Option<String>,
}

impl Memory {
    /// How the return of a measure's figure stands, for the whole or a part of the organisation.
    #[must_use]
    pub fn return_standing(
        &self,
        measure: &Measure,
        period: Period,
        unit: Option<&UnitId>,
    ) -> ReturnStanding {
        let rounds = Rounds::of(self);
        let key = rounds.return_key(measure, period, unit);
        let stands = key.as_ref().map(|key| self.state().return_of(key));
        ReturnStanding {
            due: rounds.cycle_of(measure, period).and_then(|cycle| cycle.due),
            stands: stands.unwrap_or_default(),
            settled: rounds.settled_at(measure.code.as_key(), period, unit),
            key,
        }
    }
}

impl Overview {
    /// Every return of a plan's cycle, in the order of the measures; empty where there is no such cycle.
    #[must_use]
    pub fn returns_in(&self, plan: &PlanId, cycle: &str) -> Vec<ReturnOwed> {
        self.round(plan, cycle).returns.clone()
    }
}
