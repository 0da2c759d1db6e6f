//! Values as readers see them, with as many digits as it takes not to contradict their colour.

use clew_plan::{Goal, UnitOfMeasure};
use rust_decimal::{Decimal, RoundingStrategy};

use crate::{Bounds, Exact};

/// Digits after the point that a value typed by a person may have and still be shown whole.
const LONGEST_TYPED: u32 = 6;

/// A value in its unit: `78%`, `£240,000`, `1,746`, `3 days`.
///
/// Rounded half away from 0 to `decimals` places. Without `decimals` a value is shown with its own
/// digits, and one worked out to more than 6 places with one; pounds have no pence or two.
#[must_use]
pub fn show_value(value: Decimal, unit: Option<UnitOfMeasure>, decimals: Option<u8>) -> String {
    let rounded = rounded(value, unit, decimals);
    let digits = number(rounded.abs(), Some(rounded.scale()));
    let sign = if rounded.is_sign_negative() && !rounded.is_zero() {
        "-"
    } else {
        ""
    };
    match unit {
        Some(UnitOfMeasure::Percent) => format!("{sign}{digits}%"),
        Some(UnitOfMeasure::Pounds) => format!("{sign}£{digits}"),
        Some(UnitOfMeasure::Hours) => format!("{sign}{digits} {}", plural(&digits, "hour")),
        Some(UnitOfMeasure::Days) => format!("{sign}{digits} {}", plural(&digits, "day")),
        Some(UnitOfMeasure::Weeks) => format!("{sign}{digits} {}", plural(&digits, "week")),
        Some(UnitOfMeasure::Months) => format!("{sign}{digits} {}", plural(&digits, "month")),
        Some(UnitOfMeasure::Number | UnitOfMeasure::Rate) | None => format!("{sign}{digits}"),
    }
}

/// A goal in its unit: `75%`, `10% to 20%`.
#[must_use]
pub fn show_goal(goal: Goal, unit: Option<UnitOfMeasure>, decimals: Option<u8>) -> String {
    // A target is never rounded away: it keeps its own digits where it has more.
    let whole = |value: Decimal| {
        let own = u8::try_from(value.normalize().scale()).unwrap_or(0);
        let places = decimals.map(|places| if own <= 6 { places.max(own) } else { places });
        show_value(value, unit, places)
    };
    match goal {
        Goal::Value(value) => whole(value),
        Goal::Range { low, high } => format!("{} to {}", whole(low), whole(high)),
    }
}

/// A value in its unit, with digits added while rounding would show a value of another colour:
/// 89.96 against a goal of 90 is shown as 89.96%, not as 90.0%.
#[must_use]
pub fn show_against(
    value: Decimal,
    unit: Option<UnitOfMeasure>,
    decimals: Option<u8>,
    bounds: Option<&Bounds>,
) -> String {
    let Some(bounds) = bounds else {
        return show_value(value, unit, decimals);
    };
    let status = bounds.status(Exact::from(value));
    let agrees =
        |places: Option<u8>| bounds.status(Exact::from(rounded(value, unit, places))) == status;
    if agrees(decimals) {
        return show_value(value, unit, decimals);
    }
    let first = decimals.unwrap_or(0);
    let enough = (first..=28).find(|places| agrees(Some(*places)));
    show_value(value, unit, enough.or(decimals))
}

/// The value as it is shown: rounded to the places asked for, or to its own.
fn rounded(value: Decimal, unit: Option<UnitOfMeasure>, decimals: Option<u8>) -> Decimal {
    let own = value.normalize().scale();
    let pounds = unit == Some(UnitOfMeasure::Pounds);
    let places = match decimals {
        Some(places) => u32::from(places.min(28)),
        None if pounds && own > 0 => 2,
        None if own > LONGEST_TYPED => 1,
        None => own,
    };
    let mut rounded = value.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero);
    rounded.rescale(places);
    rounded
}

/// A number with commas between thousands, with the places given or its own.
pub(crate) fn number(value: Decimal, places: Option<u32>) -> String {
    let mut value = value.normalize();
    if let Some(places) = places {
        value.rescale(places);
    }
    let written = value.abs().to_string();
    let (whole, fraction) = written.split_once('.').unwrap_or((&written, ""));
    let mut text = String::with_capacity(written.len() + written.len() / 3);
    if value.is_sign_negative() && !value.is_zero() {
        text.push('-');
    }
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    if !fraction.is_empty() {
        text.push('.');
        text.push_str(fraction);
    }
    text
}

fn plural(digits: &str, word: &str) -> String {
    if digits == "1" {
        word.to_owned()
    } else {
        format!("{word}s")
    }
}
