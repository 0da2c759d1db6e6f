//! The one error of this crate.

use clew_calendar::Day;
use thiserror::Error;

/// Why a series or a question cannot be answered.
#[derive(Clone, Debug, Eq, PartialEq, Error)]
pub enum MeasureError {
    /// No rule set has this name.
    #[error("there is no rule set {name:?}; use one of: {known}")]
    UnknownRuleSet {
        /// The name that was asked for.
        name: String,
        /// The names there are, joined with commas.
        known: String,
    },
    /// Not a word for which status is shown.
    #[error("{written:?} does not say which status to show; use one of: as-reported, by-rule")]
    UnknownBasis {
        /// The text as it was written.
        written: String,
    },
    /// Data that ship with the program could not be read.
    #[error("the built-in table {table} cannot be read: {problem}")]
    BuiltIn {
        /// Which table.
        table: &'static str,
        /// What is wrong with it.
        problem: String,
    },
    /// The series has no value at all.
    #[error("the series has no values")]
    EmptySeries,
    /// A chart of shares or rates needs a numerator and a denominator for each point.
    #[error("{label}: a {chart} chart needs {needs}")]
    CountsNeeded {
        /// The point's label.
        label: String,
        /// The kind of chart.
        chart: &'static str,
        /// What the point must have.
        needs: &'static str,
    },
    /// A number became too large for exact decimal arithmetic (28 digits).
    #[error("{label}: the numbers are too large to compute with (28 digits at most)")]
    TooLarge {
        /// The point's label, or what was being computed.
        label: String,
    },
    /// The baseline has fewer than two points, so no limits can be drawn.
    #[error("a baseline needs at least 2 points with values; this one has {points}")]
    ShortBaseline {
        /// How many points it has.
        points: usize,
    },
    /// A record or a person has a number that facts do not hold.
    #[error("{number} is too high a number for facts, which hold up to 4294967295")]
    NumberTooHigh {
        /// The number.
        number: u64,
    },
    /// A value is not of its field's kind, or has more decimals than its field.
    #[error("what {record} holds in {field} does not fit the field")]
    ValueMisfit {
        /// The record.
        record: String,
        /// The field.
        field: String,
    },
    /// A definition reads something of which there are no facts.
    #[error("there are no facts of {what}")]
    NoFacts {
        /// What it reads.
        what: String,
    },
    /// Facts that were kept as bytes cannot be used.
    #[error("kept facts cannot be used: {problem}")]
    KeptFacts {
        /// What is wrong with them.
        problem: String,
    },
    /// A condition asks something that its field cannot answer, such as a number of a date.
    #[error("the field {field} cannot be asked whether it is {asked}")]
    ConditionMisfit {
        /// The field.
        field: String,
        /// What is asked of it.
        asked: String,
    },
    /// A definition lacks what its kind needs.
    #[error("{code}: a definition of its kind needs {needs}")]
    DefinitionLacks {
        /// The definition's code.
        code: String,
        /// What it needs.
        needs: &'static str,
    },
    /// A day later than facts can tell apart.
    #[error("{day} is later than {last}, the last day that figures can be worked out for")]
    DayTooLate {
        /// The day.
        day: Day,
        /// The last one.
        last: Day,
    },
    /// More cells than can be held at once.
    #[error("{periods} periods by {parts} parts are too many; ask for fewer periods or dimensions")]
    TooManyCells {
        /// How many stretches of time.
        periods: usize,
        /// How many parts.
        parts: usize,
    },
}
