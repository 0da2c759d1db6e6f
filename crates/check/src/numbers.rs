//! Numbers in messages, and rounding as printed tables round.

use rust_decimal::{Decimal, RoundingStrategy};

/// With commas between thousands and without trailing zeros: `1,432.5`.
pub(crate) fn number(value: Decimal) -> String {
    let text = value.normalize().to_string();
    let (sign, digits) = text
        .strip_prefix('-')
        .map_or(("", text.as_str()), |rest| ("-", rest));
    let (whole, fraction) = digits
        .split_once('.')
        .map_or((digits, None), |(a, b)| (a, Some(b)));
    let mut grouped = String::new();
    for (position, digit) in whole.chars().enumerate() {
        if position > 0 && (whole.len() - position) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    match fraction {
        Some(fraction) => format!("{sign}{grouped}.{fraction}"),
        None => format!("{sign}{grouped}"),
    }
}

/// Pounds: `£1,432`.
pub(crate) fn pounds(value: Decimal) -> String {
    if value.is_sign_negative() {
        format!("-£{}", number(-value))
    } else {
        format!("£{}", number(value))
    }
}

/// Rounded to so many places, halves away from nothing.
pub(crate) fn rounded(value: Decimal, places: u32) -> Decimal {
    value.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero)
}

/// Hundred times part by whole; nothing when the whole is 0 or the number too large (28 digits).
pub(crate) fn percent(part: Decimal, whole: Decimal) -> Option<Decimal> {
    part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole)
}

/// The sum; nothing when it is too large (28 digits), as then nothing can be said of it.
pub(crate) fn sum_of(values: impl IntoIterator<Item = Decimal>) -> Option<Decimal> {
    values
        .into_iter()
        .try_fold(Decimal::ZERO, Decimal::checked_add)
}

/// How far two numbers are apart; the largest decimal when further.
pub(crate) fn apart(one: Decimal, other: Decimal) -> Decimal {
    one.saturating_sub(other).abs()
}

/// So many times a number; the largest decimal when more, which no number exceeds, so that
/// comparisons stay right.
pub(crate) fn times(value: Decimal, factor: Decimal) -> Decimal {
    value.saturating_mul(factor)
}

/// Whether rounding `exact` to the nearest at so many places can give `printed`. A half may go
/// either way.
pub(crate) fn rounds_to(exact: Decimal, printed: Decimal, places: u32) -> bool {
    // Beyond 28 places no half can be written: it is nothing.
    let half = Decimal::try_new(5, places.saturating_add(1)).unwrap_or_default();
    apart(exact, printed) <= half
}

/// How many decimal places were printed; trailing zeros do count.
pub(crate) fn places_of(printed: Decimal) -> u32 {
    printed.scale()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn numbers_are_grouped_and_trimmed() {
        for (value, text) in [
            ("0", "0"),
            ("999", "999"),
            ("1000", "1,000"),
            ("-1234567.50", "-1,234,567.5"),
            ("0.05", "0.05"),
        ] {
            assert_eq!(number(value.parse().unwrap()), text);
        }
        assert_eq!(pounds("-12".parse().unwrap()), "-£12");
    }

    #[test]
    fn the_largest_numbers_are_computed_with_or_left_alone() {
        let most: Decimal = "70000000000000000000000000000".parse().unwrap();
        let least = Decimal::new(1, 28);
        assert_eq!(percent(most, Decimal::ONE), None);
        assert_eq!(sum_of([most, most]), None);
        assert_eq!(sum_of([most, -most]), Some(Decimal::ZERO));
        assert_eq!(apart(most, -most), Decimal::MAX);
        assert_eq!(times(most, Decimal::TEN), Decimal::MAX);
        assert!(rounds_to(least, least, 28) && !rounds_to(most, -most, 28));
    }

    #[test]
    fn a_printed_figure_may_round_a_half_either_way_but_not_be_cut() {
        // exact | printed | places | follows
        for line in [
            "97.5 98 0 true",
            "97.5 97 0 true",
            "65.79 65 0 false",
            "77.17 78 0 false",
            "96.23 96.2 1 true",
        ] {
            let cells: Vec<&str> = line.split(' ').collect();
            let (exact, printed) = (cells[0].parse().unwrap(), cells[1].parse().unwrap());
            let follows = rounds_to(exact, printed, cells[2].parse().unwrap());
            assert_eq!(follows.to_string(), cells[3], "{line}");
        }
    }
}
