//! The status of a value: a pure function of value, goal, polarity and tolerance.

use clew_plan::{Goal, Polarity, Status, Tolerance};

use crate::{Exact, bounds};

/// The one status of a value against its goal, in exact arithmetic and before any rounding.
///
/// Green, Amber or Red; Contextual for a contextual polarity. A value on a boundary has the better
/// colour. Without a tolerance there is no Amber.
#[must_use]
pub fn status_of(
    value: impl Into<Exact>,
    goal: Goal,
    polarity: Polarity,
    tolerance: Option<&Tolerance>,
) -> Status {
    bounds(goal, polarity, tolerance).status(value.into())
}
