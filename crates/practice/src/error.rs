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
}
