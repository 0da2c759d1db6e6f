//! The summary of a plan's measures: how many have each status, by priority and by kind.

mod counts;
mod listed;
mod printed;

pub use counts::{ByKind, Counts};

use clew_calendar::Period;
use clew_plan::{Book, DocumentId, OutcomeId, PlanId};
use serde::Serialize;

use crate::{Index, Share, StatusBasis};

/// What the counts of a summary were taken from.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "from")]
pub enum SummarySource {
    /// The measures the Book lists.
    Listed,
    /// The summary a document prints, which counts more measures than the Book lists.
    Printed {
        /// The document that prints it.
        document: DocumentId,
    },
}

/// One row: an outcome at the top of the plan's tree and how its measures stand.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct SummaryRow {
    /// The outcome; none for measures without line of sight to one.
    pub outcome: Option<OutcomeId>,
    /// Its title.
    pub title: String,
    /// How its measures stand.
    pub counts: Counts,
}

/// How a plan's measures stand in a period.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Summary {
    /// The plan; none for every plan of the Book.
    pub plan: Option<PlanId>,
    /// The period.
    pub period: Period,
    /// Which status was counted.
    pub basis: StatusBasis,
    /// What was counted.
    pub source: SummarySource,
    /// One row an outcome in the plan's order, those without measures included. Empty when the
    /// printed summary it was taken from has no rows by outcome.
    pub rows: Vec<SummaryRow>,
    /// All rows together.
    pub total: Counts,
    /// The total split by kind of measure; zeros where a printed summary does not split.
    pub by_kind: ByKind,
    /// Percentages of the total, Report later and Contextual taken together.
    pub percentages: Vec<Share>,
    /// How many measures the Book lists for the plan and period.
    pub listed: u32,
    /// What a reader has to know about the counts, for example "25 of 38 measures are listed".
    pub note: Option<String>,
}

/// Counts a plan's measures (or, without a plan, every measure of the Book) by status.
///
/// A row stands for each priority, or for each root of the tree where nothing is marked as a
/// priority, in order of position. A measure is counted under the topmost priority its outcome
/// climbs to. Measures retired before the period are left out. Where a document prints a summary
/// of the period that counts more measures than the Book lists, statuses as reported are taken
/// from print, and a note says so.
#[must_use]
pub fn summary(book: &Book, plan: Option<&PlanId>, period: Period, basis: StatusBasis) -> Summary {
    Index::new(book).summary(plan, period, basis)
}

impl Index<'_> {
    /// As [`summary`](crate::summary()).
    #[must_use]
    pub fn summary(&self, plan: Option<&PlanId>, period: Period, basis: StatusBasis) -> Summary {
        let listed = listed::count(self, plan, period, basis);
        let printed = printed::find(self.book(), plan, period);
        match printed {
            Some(printed) if printed.total.total() > listed.total.total() => {
                printed::prefer(printed, listed)
            }
            _ => listed,
        }
    }
}
