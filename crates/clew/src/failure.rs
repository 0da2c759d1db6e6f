//! What a command ends with: an outcome that decides the exit code, or a failure that says what
//! went wrong, where, and what to do.

use std::fmt;

use clew_service::{ErrorKind, ServiceError};
use clew_store::StoreError;

/// How a command ended when it could do its work.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// Nothing to complain of: exit code 0.
    Clean,
    /// It ran and found errors in what it was given: exit code 1.
    Found,
}

/// The exit code of each kind of error.
const fn code_of(kind: ErrorKind) -> u8 {
    match kind {
        ErrorKind::Invalid => INVALID,
        ErrorKind::NotFound => NOT_FOUND,
        ErrorKind::Refused | ErrorKind::TooMany => 4,
        ErrorKind::Conflict => 5,
        ErrorKind::Unavailable => 6,
        ErrorKind::Internal => INTERNAL,
    }
}

/// The exit code of what was asked for wrongly.
const INVALID: u8 = 2;
/// The exit code of something wrong with Clew or its data.
pub const INTERNAL: u8 = 70;
/// The exit code of what is not there.
const NOT_FOUND: u8 = 3;

/// Why a command could not do its work: exit code 2, or that of the kind of error.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub struct Failure {
    /// What went wrong and where, as a sentence.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
    /// The exit code of the program.
    pub code: u8,
    /// True when the reader of the output went away, which is no failure of ours.
    closed_pipe: bool,
}

impl Failure {
    /// A failure with a sentence that says what went wrong and where.
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            hint: None,
            code: INVALID,
            closed_pipe: false,
        }
    }

    /// A failure to find what was named.
    pub fn not_found(message: impl Into<String>) -> Self {
        Self {
            code: NOT_FOUND,
            ..Self::new(message)
        }
    }

    /// Whether the reader of the output went away (`clew check | head`).
    pub const fn is_closed_pipe(&self) -> bool {
        self.closed_pipe
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)?;
        match &self.hint {
            Some(hint) => write!(formatter, "\nhint: {hint}"),
            None => Ok(()),
        }
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        let closed_pipe = error.kind() == std::io::ErrorKind::BrokenPipe;
        let failure = Self::new(format!("could not write the output: {error}"));
        Self {
            closed_pipe,
            ..failure
        }
        .hint("check that the place exists, that you may write to it and that the disk has room")
    }
}

impl From<clew_exchange::ExchangeError> for Failure {
    fn from(error: clew_exchange::ExchangeError) -> Self {
        Self::new(error.to_string())
    }
}

impl From<clew_calendar::CalendarError> for Failure {
    fn from(error: clew_calendar::CalendarError) -> Self {
        Self::new(error.to_string())
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        let closed_pipe = error.io_error_kind() == Some(std::io::ErrorKind::BrokenPipe);
        let failure = Self::new(format!("could not write JSON: {error}"));
        Self {
            closed_pipe,
            ..failure
        }
    }
}

impl From<clew_report::ReportError> for Failure {
    fn from(error: clew_report::ReportError) -> Self {
        Self::new(error.to_string())
    }
}

impl From<clew_render::RenderError> for Failure {
    fn from(error: clew_render::RenderError) -> Self {
        Self::new(error.to_string())
    }
}

impl From<clew_measure::MeasureError> for Failure {
    fn from(error: clew_measure::MeasureError) -> Self {
        Self::new(error.to_string())
    }
}

impl From<clew_practice::PracticeError> for Failure {
    fn from(error: clew_practice::PracticeError) -> Self {
        Self::new(error.to_string())
    }
}

impl From<clew_synth::SynthError> for Failure {
    fn from(error: clew_synth::SynthError) -> Self {
        Self::new(error.to_string())
    }
}

impl From<ServiceError> for Failure {
    fn from(error: ServiceError) -> Self {
        Self {
            code: code_of(error.kind()),
            ..Self::new(error.to_string())
        }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        ServiceError::from(error).into()
    }
}
