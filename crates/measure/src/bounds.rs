//! Where Green and Amber end: the limits that a goal, a polarity and a tolerance give.

use clew_plan::{Goal, Polarity, Status, Tolerance};
use rust_decimal::Decimal;

use crate::Exact;

/// The limits of Green and Amber. A value on a limit has the better colour, and every value has
/// exactly one status.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Bounds {
    /// Higher is better: Green from `green` up, Amber from `amber` up, else Red.
    AtLeast {
        /// The lowest Green value.
        green: Exact,
        /// The lowest Amber value; at or above `green` when there is no Amber.
        amber: Exact,
    },
    /// Lower is better: Green to `green`, Amber to `amber`, else Red.
    AtMost {
        /// The highest Green value.
        green: Exact,
        /// The highest Amber value; at or below `green` when there is no Amber.
        amber: Exact,
    },
    /// Best within a range: Green inside `green`, Amber inside `amber`, else Red.
    Between {
        /// Lowest and highest Green value.
        green: (Exact, Exact),
        /// Lowest and highest Amber value.
        amber: (Exact, Exact),
    },
    /// Never judged.
    Unjudged,
}

/// The limits for a goal. Without a tolerance there is no Amber.
///
/// A relative tolerance is a per cent of the target's distance from 0; explicit limits stand
/// instead of the target. Where the goal is a range but the polarity has one side, the side that
/// counts is taken (the low end when higher is better, the high end when lower is).
#[must_use]
pub fn bounds(goal: Goal, polarity: Polarity, tolerance: Option<&Tolerance>) -> Bounds {
    bounds_of(ends(goal), polarity, tolerance)
}

/// As [`bounds`], for a goal whose lowest and highest end need not be decimals.
pub(crate) fn bounds_of(
    (low, high): (Exact, Exact),
    polarity: Polarity,
    tolerance: Option<&Tolerance>,
) -> Bounds {
    match polarity {
        Polarity::Higher => {
            let (green, amber) = at_least(low, tolerance);
            Bounds::AtLeast { green, amber }
        }
        Polarity::Lower => {
            let (green, amber) = at_most(high, tolerance);
            Bounds::AtMost { green, amber }
        }
        Polarity::InRange => between(low, high, tolerance),
        Polarity::Contextual => Bounds::Unjudged,
    }
}

impl Bounds {
    /// The one status of a value.
    #[must_use]
    pub fn status(&self, value: Exact) -> Status {
        let (green, amber) = match *self {
            Self::AtLeast { green, amber } => (value >= green, value >= amber),
            Self::AtMost { green, amber } => (value <= green, value <= amber),
            Self::Between { green, amber } => (inside(value, green), inside(value, amber)),
            Self::Unjudged => return Status::Contextual,
        };
        match (green, amber) {
            (true, _) => Status::Green,
            (false, true) => Status::Amber,
            (false, false) => Status::Red,
        }
    }
}

fn inside(value: Exact, (low, high): (Exact, Exact)) -> bool {
    low <= value && value <= high
}

/// The lowest and the highest end of a goal; one and the same for a single value.
pub(crate) fn ends(goal: Goal) -> (Exact, Exact) {
    let (low, high) = match goal {
        Goal::Value(value) => (value, value),
        Goal::Range { low, high } => (low, high),
    };
    (Exact::from(low), Exact::from(high))
}

/// How far amber reaches from a target, for the tolerances that are a distance.
fn reach(target: Exact, tolerance: Option<&Tolerance>) -> Option<Exact> {
    match tolerance {
        None => Some(Exact::ZERO),
        Some(Tolerance::Relative(percent)) => {
            let share = Exact::ratio(*percent, Decimal::ONE_HUNDRED)?;
            Some(target.abs().times(share))
        }
        Some(Tolerance::Points(points)) => Some(Exact::from(*points)),
        Some(Tolerance::Limits { .. } | Tolerance::RangeLimits { .. }) => None,
    }
}

fn at_least(goal: Exact, tolerance: Option<&Tolerance>) -> (Exact, Exact) {
    match tolerance {
        Some(Tolerance::Limits { green, amber }) => (Exact::from(*green), Exact::from(*amber)),
        Some(Tolerance::RangeLimits { low, .. }) => (goal, Exact::from(*low)),
        distance => {
            let reach = reach(goal, distance).unwrap_or(Exact::ZERO);
            (goal, goal.minus(reach))
        }
    }
}

fn at_most(goal: Exact, tolerance: Option<&Tolerance>) -> (Exact, Exact) {
    match tolerance {
        Some(Tolerance::Limits { green, amber }) => (Exact::from(*green), Exact::from(*amber)),
        Some(Tolerance::RangeLimits { high, .. }) => (goal, Exact::from(*high)),
        distance => {
            let reach = reach(goal, distance).unwrap_or(Exact::ZERO);
            (goal, goal.plus(reach))
        }
    }
}

/// Around a range. Explicit green and amber limits speak of one side only, the low side when
/// amber lies below green; the other side then has no Amber.
fn between(floor: Exact, ceiling: Exact, tolerance: Option<&Tolerance>) -> Bounds {
    match tolerance {
        Some(Tolerance::Limits { green, amber }) if amber <= green => Bounds::Between {
            green: (Exact::from(*green), ceiling),
            amber: (Exact::from(*amber), ceiling),
        },
        Some(Tolerance::Limits { green, amber }) => Bounds::Between {
            green: (floor, Exact::from(*green)),
            amber: (floor, Exact::from(*amber)),
        },
        Some(Tolerance::RangeLimits { low, high }) => Bounds::Between {
            green: (floor, ceiling),
            amber: (Exact::from(*low), Exact::from(*high)),
        },
        distance => {
            let below = reach(floor, distance).unwrap_or(Exact::ZERO);
            let above = reach(ceiling, distance).unwrap_or(Exact::ZERO);
            Bounds::Between {
                green: (floor, ceiling),
                amber: (floor.minus(below), ceiling.plus(above)),
            }
        }
    }
}
