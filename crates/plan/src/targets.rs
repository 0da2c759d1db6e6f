//! Targets, and their profile within a year.

use std::fmt;
use std::str::FromStr;

use clew_calendar::Period;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{MeasureKey, PlanError, Tolerance, UnitId};

/// What a target asks for: a value, or a range to lie in. Written `75` or `10 to 20`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Goal {
    /// Reach this value (polarity says from which side).
    Value(Decimal),
    /// Lie between these values, both included.
    Range {
        /// Lowest value on target.
        low: Decimal,
        /// Highest value on target; never below `low`.
        high: Decimal,
    },
}

impl fmt::Display for Goal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value(value) => write!(formatter, "{}", value),
            Self::Range { low, high } => write!(formatter, "{} to {}", low, high),
        }
    }
}

impl FromStr for Goal {
    type Err = PlanError;

    fn from_str(written: &str) -> Result<Self, PlanError> {
        let malformed = || PlanError::Malformed {
            what: "target",
            written: written.to_owned(),
            help: "write a number such as 75, or a range such as 10 to 20",
        };
        let number = |text: &str| text.trim().parse::<Decimal>().map_err(|_| malformed());
        match written.split_once(" to ") {
            None => Ok(Self::Value(number(written)?)),
            Some((low, high)) => {
                let (low, high) = (number(low)?, number(high)?);
                if low <= high {
                    Ok(Self::Range { low, high })
                } else {
                    Err(malformed())
                }
            }
        }
    }
}

crate::text::serde_as_text!(Goal);

/// What a measure should reach in a period.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// The measure.
    pub measure: MeasureKey,
    /// The period the target is for.
    pub period: Period,
    /// The part of the organisation; none for the whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitId>,
    /// What is asked for; none when the text gives no number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goal: Option<Goal>,
    /// Tolerance for this target alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tolerance: Option<Tolerance>,
    /// The text it was read from, where that says more than the number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_written: Option<String>,
    /// How the target was set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Where the record was read from, in words a reader can follow ("page 12, row 4", "Measures row 12").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// What should be reached by the end of a part of the year, on the way to the year's target.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProfilePoint {
    /// The measure.
    pub measure: MeasureKey,
    /// The part of the year, for example the year to Q2.
    pub period: Period,
    /// The part of the organisation; none for the whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitId>,
    /// What should be reached.
    pub goal: Goal,
    /// Where the record was read from, in words a reader can follow ("page 12, row 4", "Measures row 12").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}
