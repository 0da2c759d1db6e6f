//! The scorecard: every measure of a plan in a period, one row each, and the matrix of statuses.

mod drawn;
mod row;

use std::collections::HashMap;
use std::sync::Arc;

use clew_calendar::{Day, Period};
use clew_measure::{StatusBasis, Summary, measures_of, summary, summary_of};
use clew_plan::{Book, OutcomeId, PlanId};

pub use row::{ForecastShown, OutcomeStep, Point, ScorecardRow};

use super::filter::Filter;
use super::overview::Overview;
use super::returns::RoundOfReturns;

/// An unfiltered scorecard.
#[derive(Debug)]
pub(crate) struct Sheet {
    pub(crate) rows: Vec<Arc<ScorecardRow>>,
    pub(crate) basis: StatusBasis,
    summary: Summary,
}

impl Sheet {
    pub(crate) fn of(overview: &Overview, plan: Option<&PlanId>, period: Period) -> Self {
        let book = overview.book();
        let basis = StatusBasis::default_for(book, plan, period);
        let made = row::Rows {
            overview,
            period,
            basis,
            lines: lines_of_sight(book),
            rounds: rounds(overview, plan, period),
            said: row::said(book, period),
        };
        let measures = measures_of(book, plan, period);
        let rows: Vec<Arc<ScorecardRow>> = measures
            .into_iter()
            .map(|measure| Arc::new(made.row(measure)))
            .collect();
        let summary = counted(book, plan, period, basis, rows.iter());
        Self {
            rows,
            basis,
            summary,
        }
    }
}

/// The rounds that report the period, of the plan or of every plan.
fn rounds(overview: &Overview, plan: Option<&PlanId>, period: Period) -> Vec<Arc<RoundOfReturns>> {
    let cycles = overview.book().cycles.iter();
    cycles
        .filter(|cycle| cycle.period.same_days(period))
        .filter(|cycle| plan.is_none_or(|plan| cycle.plan == *plan))
        .map(|cycle| overview.round(&cycle.plan, &cycle.id))
        .collect()
}

/// For each outcome the way to it, from the top down.
fn lines_of_sight(book: &Book) -> HashMap<&OutcomeId, Arc<[OutcomeStep]>> {
    let steps = |id: &OutcomeId| {
        let line = book.line_of_sight(id).into_iter().rev();
        line.map(|outcome| OutcomeStep {
            id: outcome.id.clone(),
            title: outcome.title.clone(),
            level: outcome.level,
        })
        .collect()
    };
    let outcomes = book.outcomes.iter();
    outcomes
        .map(|outcome| (&outcome.id, steps(&outcome.id)))
        .collect()
}

fn counted<'row>(
    book: &Book,
    plan: Option<&PlanId>,
    period: Period,
    basis: StatusBasis,
    rows: impl Iterator<Item = &'row Arc<ScorecardRow>>,
) -> Summary {
    let standing = rows.filter_map(|row| Some((book.measures.get(row.place)?, row.status)));
    summary_of(book, plan, period, basis, standing)
}

impl Overview {
    /// The rows of a plan's period that a filter lets through, in the order of the Book; without a
    /// plan, those of the whole Book. `today` says which returns are overdue.
    #[must_use]
    pub fn scorecard(
        &self,
        filter: &Filter,
        period: Period,
        plan: Option<&PlanId>,
        today: Day,
    ) -> Vec<Arc<ScorecardRow>> {
        let sheet = self.sheet(plan, period);
        let matcher = filter.prepared(self.units(), today);
        let rows = sheet.rows.iter();
        rows.filter(|row| matcher.lets_through(row))
            .cloned()
            .collect()
    }

    /// Which status is shown of a plan's period: as reported, or by rule.
    #[must_use]
    pub fn basis(&self, plan: Option<&PlanId>, period: Period) -> StatusBasis {
        self.sheet(plan, period).basis
    }

    /// How the measures that a filter lets through stand: outcome by status, with totals and exact
    /// percentages. It counts the rows of [`Overview::scorecard`], each once.
    #[must_use]
    pub fn matrix(
        &self,
        plan: Option<&PlanId>,
        period: Period,
        filter: &Filter,
        today: Day,
    ) -> Summary {
        let sheet = self.sheet(plan, period);
        if filter.is_empty() {
            return sheet.summary.clone();
        }
        let rows = self.scorecard(filter, period, plan, today);
        counted(self.book(), plan, period, sheet.basis, rows.iter())
    }

    /// The summary as committees read it: where a document prints more measures than are listed, its
    /// counts (see [`clew_measure::summary()`]). It takes a pass over the whole Book.
    #[must_use]
    pub fn committee_summary(&self, plan: Option<&PlanId>, period: Period) -> Summary {
        let basis = StatusBasis::default_for(self.book(), plan, period);
        summary(self.book(), plan, period, basis)
    }
}
