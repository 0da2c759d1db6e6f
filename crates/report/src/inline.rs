//! What stands within a line: text, status marks, trend arrows and sparklines.

use clew_plan::Status;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// A run of text or a mark within a line.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub enum Inline {
    /// Plain text.
    Text(String),
    /// Important text.
    Strong(String),
    /// A status as word, shape and colour.
    Status(StatusMark),
    /// A trend arrow with its words.
    Trend(TrendMark),
    /// A line break.
    Break,
}

/// A status with what must be said beside it.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct StatusMark {
    /// The status.
    pub status: Status,
    /// A short note, for example "as reported" or "small numbers".
    pub note: Option<String>,
}

/// Which way performance goes. Up always means better, whatever the polarity.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub enum Direction {
    /// Better.
    Up,
    /// Worse.
    Down,
    /// Unchanged.
    Level,
}

/// A trend arrow: direction of performance, and the words for those who do not see it.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct TrendMark {
    /// Which way.
    pub direction: Direction,
    /// In words, for example "better than 2018-19".
    pub words: String,
}

/// A small line of values beside a measure.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Sparkline {
    /// Values in order of time; a gap where there is none.
    pub points: Vec<Option<Decimal>>,
    /// The target now, if there is one.
    pub target: Option<Decimal>,
    /// The same in words.
    pub description: String,
}

impl From<&str> for Inline {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Inline {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}
