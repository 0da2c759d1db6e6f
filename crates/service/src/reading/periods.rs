//! Which periods a plan can be shown for, and which is shown to somebody who asks for none.

use std::collections::{HashMap, HashSet};

use clew_calendar::{Day, Period, PeriodKind};
use clew_measure::PlansOfMeasures;
use clew_plan::{Book, PlanId};

use super::overview::Overview;

/// A period that a plan can be shown for.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ShownPeriod {
    /// The period.
    pub period: Period,
    /// The cycle that reports it, where there is one.
    pub cycle: Option<String>,
    /// Whether a measure of the plan has a figure for it, or for the year up to its last day.
    pub has_figures: bool,
}

/// The periods of every plan, latest first.
#[derive(Debug, Default)]
pub(crate) struct PeriodsOfPlans {
    of: HashMap<PlanId, Vec<ShownPeriod>>,
    of_all: Vec<ShownPeriod>,
}

impl PeriodsOfPlans {
    pub(crate) fn of(overview: &Overview) -> Self {
        let book = overview.book();
        let figures = figures_by_plan(overview);
        let mut all = HashSet::new();
        for periods in figures.values() {
            all.extend(periods.iter().copied());
        }
        let nothing = HashSet::new();
        let of_plan = |plan: &PlanId| {
            let figures = figures.get(&Some(plan)).unwrap_or(&nothing);
            (plan.clone(), periods(book, Some(plan), figures))
        };
        Self {
            of: book.plans.iter().map(|plan| of_plan(&plan.id)).collect(),
            of_all: periods(book, None, &all),
        }
    }
}

/// The periods for which the whole of the organisation has figures, by plan.
fn figures_by_plan(overview: &Overview) -> HashMap<Option<&PlanId>, HashSet<Period>> {
    let book = overview.book();
    let plans = PlansOfMeasures::new(book);
    let mut found: HashMap<Option<&PlanId>, HashSet<Period>> = HashMap::new();
    for measure in &book.measures {
        let periods = found.entry(plans.of(measure)).or_default();
        let facts = overview.measure_facts(measure.code.as_key());
        let figures = facts.figures().iter();
        let of_whole = figures.filter(|figure| figure.unit.is_none());
        periods.extend(of_whole.map(|figure| figure.period));
    }
    found
}

/// The periods of cycles, and those of figures that end on another day; latest first.
fn periods(book: &Book, plan: Option<&PlanId>, figures: &HashSet<Period>) -> Vec<ShownPeriod> {
    let ends: HashSet<Day> = figures.iter().map(|period| period.last()).collect();
    let mut shown: Vec<ShownPeriod> = Vec::new();
    for cycle in &book.cycles {
        let ours = plan.is_none_or(|plan| cycle.plan == *plan);
        let known = || shown.iter().any(|shown| shown.period == cycle.period);
        if ours && !known() {
            shown.push(ShownPeriod {
                period: cycle.period,
                cycle: Some(cycle.id.clone()),
                has_figures: ends.contains(&cycle.period.last()),
            });
        }
    }
    let reported: HashSet<Day> = shown.iter().map(|shown| shown.period.last()).collect();
    let others = figures.iter().filter(|period| {
        !reported.contains(&period.last())
            && !matches!(period.kind(), PeriodKind::Day | PeriodKind::Range)
    });
    shown.extend(others.map(|period| ShownPeriod {
        period: *period,
        cycle: None,
        has_figures: true,
    }));
    shown.sort_by_key(|shown| std::cmp::Reverse((shown.period.last(), shown.period)));
    shown
}

/// Of a plan's periods the one to show first: of the latest cycle with figures, else the latest with
/// figures, else the latest.
fn first_of(periods: &[ShownPeriod]) -> Option<&ShownPeriod> {
    let reported = |shown: &&ShownPeriod| shown.cycle.is_some() && shown.has_figures;
    let with_figures = |shown: &&ShownPeriod| shown.has_figures;
    let mut all = periods.iter();
    all.clone()
        .find(reported)
        .or_else(|| all.clone().find(with_figures))
        .or_else(|| all.next())
}

impl Overview {
    /// The periods that a plan (none for every plan) can be shown for, latest first: those of its
    /// cycles, and others for which it has figures. Empty for a plan that is not known.
    #[must_use]
    pub fn periods(&self, plan: Option<&PlanId>) -> &[ShownPeriod] {
        let all = self.periods_of_plans();
        match plan {
            Some(plan) => all.of.get(plan).map_or(&[], Vec::as_slice),
            None => &all.of_all,
        }
    }

    /// The period to show first of a plan (none for every plan): that of its latest cycle with
    /// figures, else the latest with figures, else the latest, else the plan's own.
    #[must_use]
    pub fn first_period(&self, plan: Option<&PlanId>) -> Option<Period> {
        let first = first_of(self.periods(plan)).map(|shown| shown.period);
        first.or_else(|| self.book().plan(plan?)?.period)
    }

    /// The plan to show first: the one with the latest cycle that has figures, else with the latest
    /// figures, else with the latest period.
    #[must_use]
    pub fn first_plan(&self) -> Option<&PlanId> {
        let plans = self.book().plans.iter();
        let latest = plans.max_by_key(|plan| {
            let first = first_of(self.periods(Some(&plan.id)));
            first.map(|shown| {
                let reported = shown.has_figures && shown.cycle.is_some();
                (reported, shown.has_figures, shown.period.last())
            })
        });
        latest.map(|plan| &plan.id)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn period(label: &str) -> Period {
        label.parse().unwrap()
    }

    fn book(cycles: &[&str]) -> Book {
        let cycle = |label: &&str| {
            let row = serde_json::json!({"id": label, "plan": "p", "period": label});
            serde_json::from_value(row).unwrap()
        };
        Book {
            cycles: cycles.iter().map(cycle).collect(),
            ..Book::default()
        }
    }

    fn labels(shown: &[ShownPeriod]) -> Vec<String> {
        let label = |shown: &ShownPeriod| format!("{} {}", shown.period, shown.has_figures);
        shown.iter().map(label).collect()
    }

    #[test]
    fn the_year_to_date_of_a_cycle_is_no_further_period() {
        let figures = ["2019-20 to Q2", "2018-19", "2019-09-30"].map(period);
        let shown = periods(&book(&["2019-20 Q2"]), None, &figures.into());
        assert_eq!(labels(&shown), ["2019-20 Q2 true", "2018-19 true"]);
    }

    #[test]
    fn the_latest_cycle_with_figures_comes_before_a_later_one_without() {
        let figures = ["2019-20 Q1", "2019-20 Q2"].map(period);
        let shown = periods(
            &book(&["2019-20 Q1", "2019-20 Q2", "2019-20 Q3"]),
            None,
            &figures.into(),
        );
        assert_eq!(labels(&shown)[0], "2019-20 Q3 false");
        assert_eq!(first_of(&shown).unwrap().period, period("2019-20 Q2"));
        assert_eq!(first_of(&[]), None);
    }
}
