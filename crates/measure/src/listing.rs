//! The measures that a plan lists: the one way in which summaries and reports find them.

use std::collections::{HashMap, HashSet};

use clew_calendar::Period;
use clew_plan::{Measure, OutcomeId, PlanId};

use crate::Index;

impl<'book> Index<'book> {
    /// The measures of a plan in a period, in the order of the Book: those that name the plan, or
    /// that name none and whose outcome belongs to it; without a plan, those of the whole Book.
    ///
    /// A measure retired before the period's first day is left out, and a code that is listed
    /// twice counts once, as it is one measure.
    #[must_use]
    pub fn measures_of(&self, plan: Option<&PlanId>, period: Period) -> Vec<&'book Measure> {
        let book = self.book();
        let outcomes: HashMap<&OutcomeId, &PlanId> = book
            .outcomes
            .iter()
            .map(|outcome| (&outcome.id, &outcome.plan))
            .collect();
        let by_outcome = |measure: &Measure| {
            let outcome = measure.outcome.as_ref()?;
            outcomes.get(outcome).copied()
        };
        let belongs = |measure: &Measure| {
            plan.is_none_or(|plan| {
                measure.plan.as_ref().or_else(|| by_outcome(measure)) == Some(plan)
            })
        };
        let in_use = |measure: &Measure| {
            measure
                .retired_on
                .is_none_or(|retired| retired >= period.first())
        };
        let mut seen = HashSet::new();
        book.measures
            .iter()
            .filter(|measure| belongs(measure) && in_use(measure))
            .filter(|measure| seen.insert(measure.code.key()))
            .collect()
    }
}
