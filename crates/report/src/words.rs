//! Small pieces of wording that reports share.

use clew_calendar::{Day, Period, PeriodKind};
use clew_plan::Status;
use rust_decimal::Decimal;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A day as a reader writes it: "7 September 2022".
#[must_use]
pub fn day(day: Day) -> String {
    format!("{} {} {}", day.day(), month_name(day.month()), day.year())
}

/// The name of a month, 1 to 12.
fn month_name(month: u8) -> &'static str {
    MONTHS
        .get(usize::from(month).saturating_sub(1))
        .copied()
        .unwrap_or("")
}

/// A period as a reader writes it: "September 2019" for a month, "7 September 2022" for a day, its
/// label otherwise.
#[must_use]
pub fn period(period: Period) -> String {
    let first = period.first();
    match period.kind() {
        PeriodKind::Day => day(first),
        PeriodKind::Month => format!("{} {}", month_name(first.month()), first.year()),
        _ => period.to_string(),
    }
}

/// The words with a capital in front.
#[must_use]
pub fn capital(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

/// "1 measure", "2 measures".
#[must_use]
pub fn count(number: usize, singular: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {singular}{plural}")
}

/// A whole or decimal number with thousands separated: "1,080.4".
#[must_use]
pub fn number(value: Decimal) -> String {
    let text = value.abs().to_string();
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let mut grouped = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let sign = if value.is_sign_negative() && !value.is_zero() {
        "−"
    } else {
        ""
    };
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{sign}{grouped}{point}{fraction}")
}

/// Pounds: "£2,316,957", "−£46,000".
#[must_use]
pub fn pounds(value: Decimal) -> String {
    let shown = number(value.normalize());
    match shown.strip_prefix('−') {
        Some(positive) => format!("−£{positive}"),
        None => format!("£{shown}"),
    }
}

/// What each status means, in the order in which committees list them.
pub const STATUS_MEANINGS: [(Status, &str); 6] = [
    (Status::Blue, "The work is complete."),
    (
        Status::Green,
        "The target or the timescale has been met as expected.",
    ),
    (
        Status::Amber,
        "A minor shortfall against the target, or minor slippage against the timescale.",
    ),
    (
        Status::Red,
        "A major shortfall against the target, or major slippage against the timescale.",
    ),
    (
        Status::ReportLater,
        "The information is not available yet; it will be reported when it is.",
    ),
    (
        Status::Contextual,
        "For information only, to set other figures in context; it is not judged.",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_capital_goes_in_front_whatever_the_letter() {
        assert_eq!(capital("red tape"), "Red tape");
        assert_eq!(capital("échelle"), "Échelle");
        assert_eq!(capital(""), "");
    }

    #[test]
    fn numbers_are_grouped_by_thousands_and_keep_their_decimals() {
        for (written, shown) in [
            ("0", "0"),
            ("999", "999"),
            ("1000", "1,000"),
            ("1080.4", "1,080.4"),
            ("-46000", "−46,000"),
            ("1234567.50", "1,234,567.50"),
        ] {
            assert_eq!(number(written.parse().expect(written)), shown);
        }
        assert_eq!(pounds(Decimal::from(-46_000)), "−£46,000");
        assert_eq!(pounds(Decimal::from(2_316_957)), "£2,316,957");
    }

    #[test]
    fn periods_read_as_people_write_them() {
        for (label, shown) in [
            ("2019-09", "September 2019"),
            ("2022-09-07", "7 September 2022"),
            ("2019-20 Q2", "2019-20 Q2"),
        ] {
            assert_eq!(period(label.parse().expect(label)), shown);
        }
    }
}
