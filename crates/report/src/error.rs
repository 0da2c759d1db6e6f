//! Why a report cannot be built.

use thiserror::Error;

/// Why a report cannot be built from this Book.
#[derive(Clone, Debug, Eq, PartialEq, Error)]
pub enum ReportError {
    /// The plan asked for is not in the Book.
    #[error("there is no plan {asked:?}; the plans are: {known}")]
    UnknownPlan {
        /// The id asked for.
        asked: String,
        /// The ids there are, joined with commas.
        known: String,
    },
    /// The Book has no plan at all.
    #[error("there is no plan to report on; add one to the Plans sheet")]
    NoPlan,
    /// The measure asked for is not in the Book.
    #[error("there is no measure {asked:?}")]
    UnknownMeasure {
        /// The code asked for.
        asked: String,
    },
    /// A measure page was asked for without its measure.
    #[error("a measure page needs a measure: name its code with --measure CODE")]
    NoMeasure,
    /// There are no figures for the period, so every measure would be reported later.
    #[error("there are no figures for {asked}; the latest are for {latest}")]
    NoFigures {
        /// The period asked for.
        asked: String,
        /// The latest period that has a figure; "no period" when none has.
        latest: String,
    },
    /// No period was asked for, and neither cycles, documents nor the plan name one.
    #[error("no period to report: name one, for example \"2019-20 Q2\"")]
    NoPeriod,
    /// The Book has nothing of what this kind of report is about.
    #[error("nothing to report: the book has no {what}")]
    Nothing {
        /// What is missing, for example "risks".
        what: &'static str,
    },
}
