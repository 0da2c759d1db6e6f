//! The one error of this crate: text that is not the value it should be.

use thiserror::Error;

/// What is wrong with a written value.
#[derive(Clone, Debug, Eq, PartialEq, Error)]
pub enum PlanError {
    /// The text is not one of the words of a closed list.
    #[error("{written:?} is not a {what}; use one of: {allowed}")]
    UnknownWord {
        /// What was being read, for example "status".
        what: &'static str,
        /// The text as it was written.
        written: String,
        /// The words that would be understood, joined with commas.
        allowed: String,
    },
    /// The text does not have the shape of the value.
    #[error("{written:?} is not a {what}; {help}")]
    Malformed {
        /// What was being read, for example "tolerance".
        what: &'static str,
        /// The text as it was written.
        written: String,
        /// What to write instead.
        help: &'static str,
    },
}
