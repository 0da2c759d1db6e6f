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

/// Two values that differ but would be shown alike, the first with as many digits as it takes to
/// show which is larger, and the second too where that is not enough. None where they are shown
/// apart anyway, or are equal.
pub(crate) fn show_apart(
    value: Decimal,
    other: Decimal,
    unit: Option<UnitOfMeasure>,
    decimals: Option<u8>,
) -> Option<(String, String)> {
    let usual = rounded(value, unit, decimals);
    if usual != rounded(other, unit, decimals) {
        return None;
    }
    let first = u8::try_from(usual.scale()).ok()?.saturating_add(1);
    let ways = (first..=28).flat_map(|places| [(places, decimals), (places, Some(places))]);
    let told_apart = |(places, others): &(u8, Option<u8>)| {
        let shown = rounded(value, unit, Some(*places));
        shown != usual && shown.cmp(&rounded(other, unit, *others)) == value.cmp(&other)
    };
    let (places, others) = ways.into_iter().find(told_apart)?;
    let shown = show_value(value, unit, Some(places));
    Some((shown, show_value(other, unit, others)))
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

#[cfg(test)]
mod tests {
    use clew_plan::{Polarity, Status};
    use proptest::prelude::*;

    use super::*;
    use crate::bounds;
    use crate::support::{number as decimal, table};

    #[test]
    fn values_are_shown_in_their_unit() {
        let cases = "
            # value            | unit   | decimals | shown
            78                 | %      |          | 78%
            78.0               | %      |          | 78%
            78                 | %      | 1        | 78.0%
            77.174022162583325 | %      |          | 77.2%
            77.174022162583325 | %      | 0        | 77%
            240000             | £      |          | £240,000
            -10158             | £      |          | -£10,158
            12.5               | £      |          | £12.50
            1746               | number |          | 1,746
            1000000            | number | 0        | 1,000,000
            999                | number |          | 999
            0.5                | number | 0        | 1
            -0.4               | number | 0        | 0
            1                  | days   |          | 1 day
            3.5                | days   |          | 3.5 days
            1,746              | hours  |          | 1,746 hours
            2                  | weeks  |          | 2 weeks
            1                  | months |          | 1 month
            4.25               | rate   |          | 4.25
            2.5                |        | 0        | 3
            -2.5               |        | 0        | -3";
        for cells in table(cases) {
            let [value, unit, decimals, shown] = cells[..] else {
                panic!("{cells:?}")
            };
            let unit = (!unit.is_empty()).then(|| unit.parse().expect(unit));
            let found = show_value(
                decimal(&value.replace(',', "")),
                unit,
                decimals.parse().ok(),
            );
            assert_eq!(found, shown, "{cells:?}");
        }
    }

    #[test]
    fn digits_are_added_where_rounding_would_contradict_the_colour() {
        let percent = Some(UnitOfMeasure::Percent);
        let limits = bounds(Goal::Value(decimal("90")), Polarity::Higher, None);
        let shown = |value| show_against(decimal(value), percent, Some(0), Some(&limits));
        assert_eq!(shown("89.96"), "89.96%");
        assert_eq!(shown("89.6"), "89.6%");
        assert_eq!(shown("89.4"), "89%");
        assert_eq!(shown("90.4"), "90%");
        assert_eq!(
            show_against(decimal("89.96"), percent, Some(0), None),
            "90%"
        );
    }

    #[test]
    fn a_target_keeps_its_own_digits() {
        let percent = Some(UnitOfMeasure::Percent);
        let goal = |text: &str| text.parse::<Goal>().expect(text);
        assert_eq!(show_goal(goal("97.5"), percent, Some(0)), "97.5%");
        assert_eq!(show_goal(goal("10 to 20"), percent, None), "10% to 20%");
    }

    proptest! {
        #[test]
        fn what_is_shown_has_the_colour_of_the_value(
            value in 0_i64..10_000_000, scale in 0_u32..7, goal in 0_i64..1000, places in 0_u8..3
        ) {
            let value = Decimal::new(value, scale);
            let limits = bounds(Goal::Value(goal.into()), Polarity::Higher, None);
            let shown = show_against(value, None, Some(places), Some(&limits));
            let read: Decimal = shown.replace(',', "").parse().expect("a number");
            let green = |value: Decimal| limits.status(Exact::from(value)) == Status::Green;
            prop_assert_eq!(green(read), green(value), "{}", shown);
        }
    }
}
