//! A summary counted from the measures that the Book lists.

use std::collections::{HashMap, HashSet};

use clew_calendar::Period;
use clew_plan::{Book, Measure, MeasureKind, Outcome, OutcomeId, OutcomeLevel, PlanId, Status};

use super::{ByKind, Counts, Summary, SummaryRow, SummarySource};
use crate::{Index, StatusBasis};

/// Title of the row of measures that no outcome can be found for.
const NO_OUTCOME: &str = "No outcome";

pub(super) fn count(
    index: &Index<'_>,
    plan: Option<&PlanId>,
    period: Period,
    basis: StatusBasis,
) -> Summary {
    let measures = index.measures_of(plan, period).into_iter();
    let standing = measures.map(|measure| {
        let judgement = index.judge(measure, period, None);
        (measure, judgement.shown(basis))
    });
    count_of(index.book(), plan, period, basis, standing)
}

pub(super) fn count_of<'book>(
    book: &'book Book,
    plan: Option<&PlanId>,
    period: Period,
    basis: StatusBasis,
    standing: impl Iterator<Item = (&'book Measure, Status)>,
) -> Summary {
    let tops = Tops::new(book);
    let mut rows = Rows::new(book, plan, &tops);
    let mut by_kind = ByKind::default();
    for (measure, status) in standing {
        let top = measure
            .outcome
            .as_ref()
            .and_then(|id| tops.of.get(id).copied());
        rows.counts_of(top).add(status, 1);
        match measure.kind {
            MeasureKind::Statistical => by_kind.statistical.add(status, 1),
            MeasureKind::Project => by_kind.project.add(status, 1),
        }
    }
    let mut total = by_kind.statistical;
    total += by_kind.project;
    Summary {
        plan: plan.cloned(),
        period,
        basis,
        source: SummarySource::Listed,
        rows: rows.finish(),
        total,
        by_kind,
        percentages: total.percentages(),
        listed: total.total(),
        note: None,
    }
}

/// For each outcome the one at the top of its tree: its topmost priority, else its root.
pub(super) struct Tops<'book> {
    of: HashMap<&'book OutcomeId, &'book Outcome>,
}

impl<'book> Tops<'book> {
    pub(super) fn new(book: &'book Book) -> Self {
        let top = |outcome: &'book Outcome| {
            let line = book.line_of_sight(&outcome.id);
            let is_priority = |outcome: &&&Outcome| outcome.level == OutcomeLevel::Priority;
            let priority = line.iter().rev().find(is_priority);
            priority.or(line.last()).copied().unwrap_or(outcome)
        };
        Self {
            of: book
                .outcomes
                .iter()
                .map(|outcome| (&outcome.id, top(outcome)))
                .collect(),
        }
    }
}

/// The outcomes at the top that a plan's summary has a row for, in order of position. Where the
/// plan's outcomes climb to another plan's priorities, every priority of that plan has a row, so
/// that those without measures show as empty.
pub(super) fn top_outcomes<'book>(
    book: &'book Book,
    plan: Option<&PlanId>,
    tops: &Tops<'book>,
) -> Vec<&'book Outcome> {
    let of_plan = |outcome: &&Outcome| plan.is_none_or(|plan| outcome.plan == *plan);
    let mut seen = HashSet::new();
    let mut found: Vec<&Outcome> = Vec::new();
    for outcome in book.outcomes.iter().filter(of_plan) {
        let top = tops.of.get(&outcome.id).copied().unwrap_or(outcome);
        if seen.insert(&top.id) {
            found.push(top);
        }
    }
    let plans: HashSet<&PlanId> = found.iter().map(|top| &top.plan).collect();
    for outcome in &book.outcomes {
        let is_priority = outcome.level == OutcomeLevel::Priority && outcome.parent.is_none();
        if is_priority && plans.contains(&outcome.plan) && seen.insert(&outcome.id) {
            found.push(outcome);
        }
    }
    found.sort_by_key(|outcome| outcome.position.unwrap_or(u32::MAX));
    found
}

/// The rows under construction.
struct Rows<'book> {
    outcomes: Vec<&'book Outcome>,
    places: HashMap<&'book OutcomeId, usize>,
    counts: Vec<Counts>,
    without: Counts,
}

impl<'book> Rows<'book> {
    fn new(book: &'book Book, plan: Option<&PlanId>, tops: &Tops<'book>) -> Self {
        let outcomes = top_outcomes(book, plan, tops);
        let places = outcomes
            .iter()
            .enumerate()
            .map(|(place, outcome)| (&outcome.id, place));
        Self {
            counts: vec![Counts::default(); outcomes.len()],
            places: places.collect(),
            outcomes,
            without: Counts::default(),
        }
    }

    /// The row of an outcome at the top; one from another plan gets a row after the plan's own.
    fn counts_of(&mut self, top: Option<&'book Outcome>) -> &mut Counts {
        let Some(top) = top else {
            return &mut self.without;
        };
        let place = *self.places.entry(&top.id).or_insert_with(|| {
            self.outcomes.push(top);
            self.counts.push(Counts::default());
            self.counts.len() - 1
        });
        &mut self.counts[place]
    }

    fn finish(self) -> Vec<SummaryRow> {
        let row = |(outcome, counts): (&Outcome, Counts)| SummaryRow {
            outcome: Some(outcome.id.clone()),
            title: outcome.title.clone(),
            counts,
        };
        let mut rows: Vec<SummaryRow> = self
            .outcomes
            .into_iter()
            .zip(self.counts)
            .map(row)
            .collect();
        if self.without.total() > 0 {
            rows.push(SummaryRow {
                outcome: None,
                title: NO_OUTCOME.to_owned(),
                counts: self.without,
            });
        }
        rows
    }
}
