//! The measures that a plan lists: the one way in which summaries and reports find them.

use std::collections::{HashMap, HashSet};

use clew_calendar::Period;
use clew_plan::{Book, Measure, OutcomeId, PlanId};

use crate::Index;

/// The plan that each measure belongs to: the one it names, or else that of its outcome.
#[derive(Clone, Debug)]
pub struct PlansOfMeasures<'book>(HashMap<&'book OutcomeId, &'book PlanId>);

impl<'book> PlansOfMeasures<'book> {
    /// Looks the Book's outcomes up once, for any number of measures.
    #[must_use]
    pub fn new(book: &'book Book) -> Self {
        let outcomes = book.outcomes.iter();
        Self(
            outcomes
                .map(|outcome| (&outcome.id, &outcome.plan))
                .collect(),
        )
    }

    /// The plan of a measure; none for one that names neither a plan nor a known outcome.
    #[must_use]
    pub fn of<'found>(&self, measure: &'found Measure) -> Option<&'found PlanId>
    where
        'book: 'found,
    {
        let by_outcome = || self.0.get(measure.outcome.as_ref()?).copied();
        measure.plan.as_ref().or_else(by_outcome)
    }
}

impl<'book> Index<'book> {
    /// As [`measures_of`].
    #[must_use]
    pub fn measures_of(&self, plan: Option<&PlanId>, period: Period) -> Vec<&'book Measure> {
        measures_of(self.book(), plan, period)
    }
}

/// The measures of a plan in a period, in the order of the Book: those that name the plan, or
/// that name none and whose outcome belongs to it; without a plan, those of the whole Book.
///
/// A measure retired before the period's first day is left out, and a code that is listed
/// twice counts once, as it is one measure.
#[must_use]
pub fn measures_of<'book>(
    book: &'book Book,
    plan: Option<&PlanId>,
    period: Period,
) -> Vec<&'book Measure> {
    let plans = PlansOfMeasures::new(book);
    let belongs = |measure: &Measure| plan.is_none_or(|plan| plans.of(measure) == Some(plan));
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
