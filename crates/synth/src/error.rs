//! What can go wrong when a council is made.

use thiserror::Error;

/// Every way in which a synthetic council cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SynthError {
    /// The pack lacks a form that the council's work is recorded with.
    #[error("the pack has no form \"{form}\", which the synthetic council fills")]
    NoForm {
        /// The form.
        form: &'static str,
    },
    /// The days asked for cannot be made.
    #[error(
        "a council can be made for days from 1 January 2015 to 31 December 2034, the first before the last"
    )]
    Days,
}
