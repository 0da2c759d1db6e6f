//! Which periods a plan can be shown for, and which is shown to somebody who asks for none.

use std::collections::{HashMap, HashSet};

use clew_calendar::{Day, Period, PeriodKind};
use clew_journal::{CycleStage, ReturnStage};
use clew_measure::PlansOfMeasures;
use clew_plan::{Book, Cycle, PlanId};

use super::overview::Overview;
use super::returns::ReturnOwed;

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
    /// The one to show first of each plan, and (none) of all together.
    first: HashMap<Option<PlanId>, ShownPeriod>,
}

/// A cycle that is later than the period shown, and how far it has got.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct NewerPeriod {
    /// Its period.
    pub period: Period,
    /// Returns that have a figure.
    pub returned: usize,
    /// Returns that it asks for.
    pub due: usize,
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
        let mut periods = Self {
            of: book.plans.iter().map(|plan| of_plan(&plan.id)).collect(),
            of_all: periods(book, None, &all),
            first: HashMap::new(),
        };
        let of_plans = periods.of.iter().map(|(plan, shown)| (Some(plan), shown));
        let found = of_plans.chain([(None, &periods.of_all)]);
        let first = found.filter_map(|(plan, shown)| {
            let told = |period: &ShownPeriod| overview.tells_most(plan, period);
            Some((plan.cloned(), first_of(shown, &told)?.clone()))
        });
        periods.first = first.collect();
        periods
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

/// Of a plan's periods the one to show first: of the latest cycle with figures that tells most of
/// what there is to tell, else of the latest with figures, else the latest with figures, else the
/// latest. One return that comes early does not make a period the one to look at.
fn first_of<'periods>(
    periods: &'periods [ShownPeriod],
    tells_most: &dyn Fn(&ShownPeriod) -> bool,
) -> Option<&'periods ShownPeriod> {
    let reported = |shown: &&ShownPeriod| shown.cycle.is_some() && shown.has_figures;
    let with_figures = |shown: &&ShownPeriod| shown.has_figures;
    let mut all = periods.iter();
    all.clone()
        .find(|shown| reported(shown) && tells_most(shown))
        .or_else(|| all.clone().find(reported))
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

    /// The period to show first of a plan (none for every plan): that of its latest cycle in which at
    /// least half of what is due has come in, or that is closed; else of the latest with figures, else
    /// the latest with figures, else the latest, else the plan's own.
    #[must_use]
    pub fn first_period(&self, plan: Option<&PlanId>) -> Option<Period> {
        let first = &self.periods_of_plans().first;
        let first = first.get(&plan.cloned()).map(|shown| shown.period);
        first.or_else(|| self.book().plan(plan?)?.period)
    }

    /// The plan to show first: the one with the latest cycle that has figures, else with the latest
    /// figures, else with the latest period.
    #[must_use]
    pub fn first_plan(&self) -> Option<&PlanId> {
        let first = &self.periods_of_plans().first;
        let plans = self.book().plans.iter();
        let latest = plans.max_by_key(|plan| {
            first.get(&Some(plan.id.clone())).map(|shown| {
                let reported = shown.has_figures && shown.cycle.is_some();
                (reported, shown.has_figures, shown.period.last())
            })
        });
        latest.map(|plan| &plan.id)
    }

    /// The latest cycle of a plan (none for every plan) after a period into which something has come.
    #[must_use]
    pub fn newer_period(&self, plan: Option<&PlanId>, than: Period) -> Option<NewerPeriod> {
        let shown = self.periods(plan).iter();
        let mut newer = shown
            .take_while(|shown| shown.period.last() > than.last())
            .filter(|shown| shown.cycle.is_some());
        newer.find_map(|shown| {
            let (returned, due) = self.came_in(plan, shown.period);
            let period = shown.period;
            (returned > 0).then_some(NewerPeriod {
                period,
                returned,
                due,
            })
        })
    }

    /// Whether a cycle's period tells most of what there is to tell: a cycle of it is closed, or at
    /// least half of the returns that are due have a figure.
    fn tells_most(&self, plan: Option<&PlanId>, shown: &ShownPeriod) -> bool {
        let closed = |cycle: &Cycle| {
            let subject = crate::actions::cycle_subject(cycle);
            let locked = self.memory().state().cycle_stage(&subject) == CycleStage::Locked;
            cycle.imported || cycle.published.is_some() || locked
        };
        if self.cycles_of(plan, shown.period).any(closed) {
            return true;
        }
        let (returned, due) = self.came_in(plan, shown.period);
        due > 0 && returned * 2 >= due
    }

    /// How many of the returns of a period's cycles have a figure, and how many there are.
    fn came_in(&self, plan: Option<&PlanId>, period: Period) -> (usize, usize) {
        let mut counted = (0, 0);
        for cycle in self.cycles_of(plan, period) {
            let round = self.round(&cycle.plan, &cycle.id);
            let has_figure = |owed: &&ReturnOwed| {
                let facts = self.measure_facts(&owed.key.measure);
                let unit = owed.key.unit.as_ref();
                // An earlier figure of a measure in arrears was there before the cycle began.
                let of_cycle = owed.period == period || owed.stage != ReturnStage::Due;
                of_cycle && facts.figure_for(owed.period, unit).is_some()
            };
            counted.0 += round.returns.iter().filter(has_figure).count();
            counted.1 += round.returns.len();
        }
        counted
    }

    fn cycles_of(&self, plan: Option<&PlanId>, period: Period) -> impl Iterator<Item = &Cycle> {
        let cycles = self.book().cycles.iter();
        cycles.filter(move |cycle| {
            cycle.period == period && plan.is_none_or(|plan| cycle.plan == *plan)
        })
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
        assert_eq!(
            first_of(&shown, &|_| true).unwrap().period,
            period("2019-20 Q2")
        );
        assert_eq!(first_of(&[], &|_| true), None);
        let early = |shown: &ShownPeriod| shown.period != period("2019-20 Q2");
        assert_eq!(
            first_of(&shown, &early).unwrap().period,
            period("2019-20 Q1"),
            "a period of which most is still to come waits"
        );
    }
}
