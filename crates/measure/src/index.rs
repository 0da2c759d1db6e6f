//! An index of a Book: what belongs to each measure, found at once.

use std::collections::HashMap;

use clew_calendar::Period;
use clew_plan::{
    ActionId, Book, Figure, Measure, MeasureKey, Milestone, PlanId, ProfilePoint, SeriesBreak,
    Target, UnitId,
};

use crate::lookup::{self, EffectiveTarget, EffectiveTolerance};
use crate::{Judgement, Trend, judge, trend};

/// What a Book holds about one measure, in the order it was written.
#[derive(Clone, Debug, Default)]
pub(crate) struct Facts<'book> {
    pub(crate) measure: Option<&'book Measure>,
    pub(crate) figures: Vec<&'book Figure>,
    pub(crate) targets: Vec<&'book Target>,
    pub(crate) profile: Vec<&'book ProfilePoint>,
    pub(crate) breaks: Vec<&'book SeriesBreak>,
    pub(crate) milestones: Vec<&'book Milestone>,
}

impl<'book> Facts<'book> {
    /// Reads one measure's records out of the whole Book.
    pub(crate) fn of(book: &'book Book, key: &MeasureKey) -> Self {
        let actions: Vec<(&PlanId, &ActionId)> = book
            .actions
            .iter()
            .filter(|action| action.measures.contains(key))
            .map(|action| (&action.plan, &action.id))
            .collect();
        Self {
            measure: book.measure(key),
            figures: book
                .figures
                .iter()
                .filter(|row| row.measure == *key)
                .collect(),
            targets: book
                .targets
                .iter()
                .filter(|row| row.measure == *key)
                .collect(),
            profile: book
                .profile
                .iter()
                .filter(|row| row.measure == *key)
                .collect(),
            breaks: book
                .series_breaks
                .iter()
                .filter(|row| row.measure == *key)
                .collect(),
            milestones: book
                .milestones
                .iter()
                .filter(|row| actions.contains(&(&row.plan, &row.action)))
                .collect(),
        }
    }
}

/// A Book with its measures' records gathered, for reading many of them. Building it takes one
/// pass; each question then takes time in proportion to one measure's own records.
#[derive(Clone, Debug)]
pub struct Index<'book> {
    book: &'book Book,
    facts: HashMap<MeasureKey, Facts<'book>>,
    none: Facts<'book>,
}

impl<'book> Index<'book> {
    /// Gathers what belongs to each measure.
    #[must_use]
    pub fn new(book: &'book Book) -> Self {
        let mut facts: HashMap<MeasureKey, Facts<'book>> = HashMap::new();
        for measure in &book.measures {
            let entry = facts.entry(measure.code.key()).or_default();
            entry.measure = entry.measure.or(Some(measure));
        }
        for figure in &book.figures {
            facts
                .entry(figure.measure.clone())
                .or_default()
                .figures
                .push(figure);
        }
        for target in &book.targets {
            facts
                .entry(target.measure.clone())
                .or_default()
                .targets
                .push(target);
        }
        for point in &book.profile {
            facts
                .entry(point.measure.clone())
                .or_default()
                .profile
                .push(point);
        }
        for series_break in &book.series_breaks {
            facts
                .entry(series_break.measure.clone())
                .or_default()
                .breaks
                .push(series_break);
        }
        gather_milestones(book, &mut facts);
        Self {
            book,
            facts,
            none: Facts::default(),
        }
    }

    /// An index of some measures' records alone, already gathered.
    pub(crate) fn of_gathered(book: &'book Book, facts: HashMap<MeasureKey, Facts<'book>>) -> Self {
        Self {
            book,
            facts,
            none: Facts::default(),
        }
    }

    /// The Book it reads.
    #[must_use]
    pub const fn book(&self) -> &'book Book {
        self.book
    }

    /// The measure with this normalised code.
    #[must_use]
    pub fn measure(&self, key: &MeasureKey) -> Option<&'book Measure> {
        self.facts_of(key).measure
    }

    /// The measure's figures, in the order they were written.
    #[must_use]
    pub fn figures(&self, key: &MeasureKey) -> &[&'book Figure] {
        &self.facts_of(key).figures
    }

    /// As [`figure_for`](crate::figure_for).
    #[must_use]
    pub fn figure_for(
        &self,
        key: &MeasureKey,
        period: Period,
        unit: Option<&UnitId>,
    ) -> Option<&'book Figure> {
        lookup::find_figure(self.facts_of(key), period, unit)
    }

    /// As [`target_for`](crate::target_for).
    #[must_use]
    pub fn target_for(
        &self,
        key: &MeasureKey,
        period: Period,
        unit: Option<&UnitId>,
    ) -> Option<EffectiveTarget<'book>> {
        lookup::find_target(self.facts_of(key), period, unit)
    }

    /// As [`tolerance_for`](crate::tolerance_for).
    #[must_use]
    pub fn tolerance_for(&self, measure: &Measure, target: Option<&Target>) -> EffectiveTolerance {
        lookup::tolerance_for(self.book, measure, target)
    }

    /// As [`judge`](crate::judge()).
    #[must_use]
    pub fn judge(
        &self,
        measure: &Measure,
        period: Period,
        unit: Option<&UnitId>,
    ) -> Judgement<'book> {
        judge::judge_facts(
            self.book,
            self.facts_of(measure.code.as_key()),
            measure,
            period,
            unit,
        )
    }

    /// As [`trend`](crate::trend()).
    #[must_use]
    pub fn trend(&self, measure: &Measure, period: Period, unit: Option<&UnitId>) -> Trend {
        trend::trend_of(self.facts_of(measure.code.as_key()), measure, period, unit)
    }

    pub(crate) fn facts_of(&self, key: &MeasureKey) -> &Facts<'book> {
        self.facts.get(key).unwrap_or(&self.none)
    }
}

fn gather_milestones<'book>(book: &'book Book, facts: &mut HashMap<MeasureKey, Facts<'book>>) {
    let mut by_action: HashMap<(&PlanId, &ActionId), Vec<&'book Milestone>> = HashMap::new();
    for milestone in &book.milestones {
        by_action
            .entry((&milestone.plan, &milestone.action))
            .or_default()
            .push(milestone);
    }
    for action in &book.actions {
        let Some(milestones) = by_action.get(&(&action.plan, &action.id)) else {
            continue;
        };
        for key in &action.measures {
            let entry = facts.entry(key.clone()).or_default();
            entry.milestones.extend(milestones.iter().copied());
        }
    }
}
