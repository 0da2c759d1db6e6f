//! Tolerance: how far amber reaches from the target.

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;

use crate::PlanError;

/// How far from the target a value may fall and still be Amber.
///
/// Written `5%` (relative), `2 points`, `green 90, amber 85` (explicit limits) or
/// `amber 15 to 25` (explicit limits around a range).
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Tolerance {
    /// Per cent of the target's absolute value, 0 or more.
    Relative(Decimal),
    /// The measure's own unit, 0 or more.
    Points(Decimal),
    /// Explicit limits instead of the target: the worst value that is still Green and the worst
    /// that is still Amber.
    Limits {
        /// The worst value that is still Green.
        green: Decimal,
        /// The worst value that is still Amber.
        amber: Decimal,
    },
    /// For a measure that should lie in a range: the lowest and highest values still Amber.
    RangeLimits {
        /// The lowest value that is still Amber.
        low: Decimal,
        /// The highest value that is still Amber.
        high: Decimal,
    },
}

impl fmt::Display for Tolerance {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Relative(percent) => write!(formatter, "{}%", percent.normalize()),
            Self::Points(points) => write!(formatter, "{} points", points.normalize()),
            Self::Limits { green, amber } => {
                write!(
                    formatter,
                    "green {}, amber {}",
                    green.normalize(),
                    amber.normalize()
                )
            }
            Self::RangeLimits { low, high } => {
                write!(
                    formatter,
                    "amber {} to {}",
                    low.normalize(),
                    high.normalize()
                )
            }
        }
    }
}

impl FromStr for Tolerance {
    type Err = PlanError;

    fn from_str(written: &str) -> Result<Self, PlanError> {
        parse(&written.trim().to_lowercase()).ok_or_else(|| PlanError::Malformed {
            what: "tolerance",
            written: written.to_owned(),
            help: "write 5%, 2 points, green 90, amber 85, or amber 15 to 25",
        })
    }
}

fn parse(text: &str) -> Option<Tolerance> {
    if let Some(percent) = text.strip_suffix('%') {
        return positive(percent).map(Tolerance::Relative);
    }
    if let Some(points) = text
        .strip_suffix("points")
        .or_else(|| text.strip_suffix("point"))
    {
        return positive(points).map(Tolerance::Points);
    }
    if let Some((green, amber)) = text
        .strip_prefix("green")
        .and_then(|rest| rest.split_once("amber"))
    {
        return Some(Tolerance::Limits {
            green: number(green.trim_end_matches([' ', ',']))?,
            amber: number(amber)?,
        });
    }
    let (low, high) = text.strip_prefix("amber")?.split_once(" to ")?;
    let (low, high) = (number(low)?, number(high)?);
    (low <= high).then_some(Tolerance::RangeLimits { low, high })
}

fn positive(text: &str) -> Option<Decimal> {
    number(text).filter(|value| !value.is_sign_negative())
}

fn number(text: &str) -> Option<Decimal> {
    text.trim().parse().ok()
}

crate::text::serde_as_text!(Tolerance);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tolerance_is_written_as_it_is_read() {
        for text in [
            "5%",
            "2 points",
            "0.5 points",
            "green 90, amber 85.5",
            "amber 15 to 25",
            "0%",
        ] {
            assert_eq!(text.parse::<Tolerance>().expect(text).to_string(), text);
        }
    }

    #[test]
    fn what_is_no_tolerance_is_refused() {
        for text in ["", "5", "-5%", "points", "amber 25 to 15", "green 90", "x%"] {
            assert!(text.parse::<Tolerance>().is_err(), "{text}");
        }
    }
}
