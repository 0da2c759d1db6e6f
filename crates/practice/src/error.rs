//! What can go wrong with packs and records.

use thiserror::Error;

/// Every way in which this crate refuses an input.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PracticeError {
    /// A code that is not written as codes are.
    #[error(
        "\"{written}\" is no code: write small letters, digits and hyphens, beginning with a letter"
    )]
    NotACode {
        /// What was written, shortened if it was long.
        written: String,
    },
    /// A small value that is not written as it has to be.
    #[error("\"{written}\" is not {what}; write {write}")]
    NotWrittenSo {
        /// What it should have been, with its article.
        what: &'static str,
        /// What was written, shortened if it was long.
        written: String,
        /// How to write it.
        write: &'static str,
    },
    /// There is no built-in pack of this name.
    #[error("there is no pack \"{name}\" built in; there are {known}")]
    NoSuchPack {
        /// The name asked for, shortened if it was long.
        name: String,
        /// The names that exist, separated by commas.
        known: String,
    },
    /// A day that a calendar cannot tell.
    #[error(transparent)]
    Calendar(#[from] clew_calendar::CalendarError),
}
