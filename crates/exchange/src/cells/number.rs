//! Numbers as people write them: `1,746`, `£267k`, `(10,158)`, `56% latest available 18/19`.

use rust_decimal::Decimal;

use crate::issue::Problem;
use crate::limits;

/// Why a cell holds no value though something is written in it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum NoValue {
    /// The figure does not exist or was not collected.
    NotAvailable,
    /// The question does not arise.
    NotApplicable,
    /// It will be known later.
    ToBeConfirmed,
    /// It is known but kept back, usually because the number is small.
    Suppressed,
    /// The spreadsheet's own formula failed, for example `#DIV/0!`.
    FailedFormula,
}

impl NoValue {
    /// The reason in words.
    #[must_use]
    pub const fn reason(self) -> &'static str {
        match self {
            Self::NotAvailable => "not available",
            Self::NotApplicable => "not applicable",
            Self::ToBeConfirmed => "to be confirmed",
            Self::Suppressed => "kept back",
            Self::FailedFormula => "a formula that failed",
        }
    }
}

/// What a cell that should hold a number holds.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum NumberCell {
    /// A number and nothing more; signs such as `%`, `£` and commas do not count as more.
    Plain(Decimal),
    /// A number whose text says more than the number: a magnitude, an age, a note.
    SaysMore(Decimal),
    /// Words that say that there is no value.
    None(NoValue),
}

/// Reads a number as it is written in plans and returns.
///
/// Understood: thousands commas (only where they belong), spaces and no-break spaces as thousands
/// separators, `£`, `%`, `k`, `m`, `bn`, `thousand`, `million`, `billion`, accountants' brackets for
/// negative, the minus sign, a leading `approx` or `c.`, scientific notation from spreadsheets, and
/// a note after a space (`56% latest available 18/19`). `80%` is 80.
///
/// # Errors
/// When the text is neither a number nor a way of saying that there is none. Two numbers (`12-14`)
/// and a comma that is not between thousands (`1,74`) are refused rather than guessed at, and so is
/// a number beyond [`limits::NUMBER`].
pub fn read_number(text: &str) -> Result<NumberCell, Problem> {
    if let Some(value) = simple(text.trim()) {
        return within_reach(value).map(NumberCell::Plain);
    }
    let tidy = tidied(text);
    if let Some(reason) = no_value(&tidy) {
        return Ok(NumberCell::None(reason));
    }
    let refused = || {
        Problem::new(
            "not-a-number",
            format!("{:?} is not a number", shortened(text)),
            "write the number alone, such as 1746 or 78.5, or leave the cell empty when there is none",
        )
    };
    let (body, approximate) = without_approximation(&tidy);
    let (body, bracketed) = without_brackets(body);
    let (body, negative) = without_sign(body);
    let body = body.strip_prefix('£').map_or(body, str::trim_start);
    let (body, minus_after) = without_sign(body);
    let length = digits_length(body);
    let number = grouped(body.get(..length).unwrap_or("")).ok_or_else(refused)?;
    let (scale, rest) = magnitude(body.get(length..).unwrap_or("")).ok_or_else(refused)?;
    let rest = rest.strip_prefix('%').unwrap_or(rest);
    if !is_note(rest) || (bracketed && (negative || minus_after)) || (negative && minus_after) {
        return Err(refused());
    }
    let value = number.checked_mul(scale).ok_or_else(refused)?;
    let value = if bracketed || negative || minus_after {
        -value
    } else {
        value
    };
    let value = within_reach(value)?;
    let says_more = approximate || scale != Decimal::ONE || !rest.trim().is_empty();
    Ok(if says_more {
        NumberCell::SaysMore(value)
    } else {
        NumberCell::Plain(value)
    })
}

/// The number itself, when later arithmetic has room for it.
pub(crate) fn within_reach(value: Decimal) -> Result<Decimal, Problem> {
    if value.abs() <= Decimal::from(limits::NUMBER) {
        return Ok(value);
    }
    Err(Problem::new(
        "number-too-large",
        format!(
            "{value} is beyond the numbers that are read: up to {}",
            limits::NUMBER
        ),
        "look for digits that ran together; write very large amounts in thousands or millions",
    ))
}

/// The number of a text of digits with at most a minus sign and a point: what most cells hold.
fn simple(text: &str) -> Option<Decimal> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let begins_and_ends = digits.starts_with(|sign: char| sign.is_ascii_digit())
        && digits.ends_with(|sign: char| sign.is_ascii_digit());
    let all = digits
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.');
    (begins_and_ends && all)
        .then(|| text.parse().ok())
        .flatten()
}

/// The decimal that a spreadsheet's binary number stands for: the shortest that reads back as the
/// same number. None when it is outside the range of exact decimals or not a number at all.
#[must_use]
pub fn decimal_from_float(value: f64) -> Option<Decimal> {
    if !value.is_finite() {
        return None;
    }
    // Spreadsheets work to 15 significant digits; the 16th and 17th are noise of the arithmetic.
    let fifteen: f64 = format!("{value:.14e}").parse().ok()?;
    format!("{fifteen}").parse().ok()
}

/// Ends trimmed, one kind of space, one kind of minus sign.
fn tidied(text: &str) -> String {
    let plain: String = text
        .trim()
        .chars()
        .map(|character| match character {
            '\u{a0}' | '\u{202f}' | '\u{2009}' | '\t' | '\n' | '\r' => ' ',
            '\u{2212}' => '-',
            other => other,
        })
        .collect();
    plain.trim().to_owned()
}

fn no_value(tidy: &str) -> Option<NoValue> {
    if matches!(
        tidy,
        "#N/A"
            | "#DIV/0!"
            | "#REF!"
            | "#VALUE!"
            | "#NAME?"
            | "#NUM!"
            | "#NULL!"
            | "#SPILL!"
            | "#CALC!"
    ) {
        return Some(NoValue::FailedFormula);
    }
    if !tidy.is_empty()
        && tidy
            .chars()
            .all(|character| matches!(character, '-' | '–' | '—' | '.' | '…'))
    {
        return Some(NoValue::NotAvailable);
    }
    if !tidy.is_empty() && tidy.chars().all(|character| character == '*') {
        return Some(NoValue::Suppressed);
    }
    let words = tidy.to_lowercase();
    if let Some(limit) = words
        .strip_prefix('<')
        .or_else(|| words.strip_prefix("fewer than "))
    {
        return grouped(limit.trim()).map(|_| NoValue::Suppressed);
    }
    let letters: String = words.chars().filter(char::is_ascii_alphanumeric).collect();
    match letters.as_str() {
        "nodata" | "na" | "notavailable" | "notyetavailable" | "unavailable" | "none"
        | "nil data" | "blank" | "notreported" | "notcollected" | "nodataavailable"
        | "datanotavailable" | "nd" | "null" | "nan" | "unknown" | "notknown" | "missing" => {
            Some(if letters == "na" {
                NoValue::NotApplicable
            } else {
                NoValue::NotAvailable
            })
        }
        "notapplicable" => Some(NoValue::NotApplicable),
        "tbc" | "tba" | "tobeconfirmed" | "tobereported" | "tobereportedlater" | "reportlater"
        | "awaited" | "awaiting" | "awaitingdata" | "dataawaited" | "pending" | "later"
        | "tobeadvised" | "notyetknown" | "notyetdue" => Some(NoValue::ToBeConfirmed),
        "suppressed" | "withheld" | "c" | "x" | "confidential" => Some(NoValue::Suppressed),
        _ => None,
    }
}

fn without_approximation(tidy: &str) -> (&str, bool) {
    for word in [
        "approximately ",
        "approx. ",
        "approx ",
        "about ",
        "around ",
        "circa ",
        "c. ",
        "c.",
        "~",
    ] {
        let start = tidy.get(..word.len()).map(str::to_ascii_lowercase);
        if start.as_deref() == Some(word) {
            return (tidy.get(word.len()..).unwrap_or("").trim_start(), true);
        }
    }
    (tidy, false)
}

/// Accountants write (10,158) for minus 10,158; also £(10) and (£10).
fn without_brackets(body: &str) -> (&str, bool) {
    match body
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'))
    {
        Some(inside) => (inside.trim(), true),
        None => (body, false),
    }
}

fn without_sign(body: &str) -> (&str, bool) {
    match body.strip_prefix('-') {
        Some(rest) => (rest.trim_start(), true),
        None => (body.strip_prefix('+').unwrap_or(body), false),
    }
}

/// How many bytes of the text belong to the digits: digits, commas, points, and single spaces that
/// stand between three-digit groups.
fn digits_length(body: &str) -> usize {
    let bytes = body.as_bytes();
    let digit = |index: usize| bytes.get(index).is_some_and(u8::is_ascii_digit);
    let mut index = 0;
    while let Some(byte) = bytes.get(index) {
        let exponent = matches!(byte, b'E' | b'e')
            && index > 0
            && digit(index - 1)
            && (digit(index + 1)
                || (matches!(bytes.get(index + 1), Some(b'+' | b'-')) && digit(index + 2)));
        let group = *byte == b' '
            && index > 0
            && digit(index - 1)
            && (1..=3).all(|ahead| digit(index + ahead))
            && !digit(index + 4);
        if exponent {
            index += 2;
        } else if byte.is_ascii_digit() || matches!(byte, b',' | b'.') || group {
            index += 1;
        } else {
            break;
        }
    }
    index
}

/// A number with correctly placed thousands separators, or none.
fn grouped(text: &str) -> Option<Decimal> {
    if text.is_empty() || text.len() > 40 {
        return None;
    }
    if text.contains(['e', 'E']) {
        return Decimal::from_scientific(text).ok();
    }
    let (whole, fraction) = text
        .split_once('.')
        .map_or((text, None), |(whole, rest)| (whole, Some(rest)));
    if fraction
        .is_some_and(|part| part.is_empty() || !part.bytes().all(|byte| byte.is_ascii_digit()))
    {
        return None;
    }
    let groups: Vec<&str> = whole.split([',', ' ']).collect();
    let sound = match groups.as_slice() {
        [only] => only.bytes().all(|byte| byte.is_ascii_digit()),
        [first, rest @ ..] => {
            (1..=3).contains(&first.len()) && rest.iter().all(|group| group.len() == 3)
        }
        [] => false,
    };
    if !sound {
        return None;
    }
    let digits: String = whole.chars().filter(char::is_ascii_digit).collect();
    let digits = if digits.is_empty() { "0" } else { &digits };
    match fraction {
        Some(fraction) => format!("{digits}.{fraction}").parse().ok(),
        None => digits.parse().ok(),
    }
}

/// The multiplier that a suffix stands for, and what follows it.
fn magnitude(rest: &str) -> Option<(Decimal, &str)> {
    const NAMES: [(&str, i64); 8] = [
        ("thousand", 1_000),
        ("million", 1_000_000),
        ("billion", 1_000_000_000),
        ("bn", 1_000_000_000),
        ("mn", 1_000_000),
        ("k", 1_000),
        ("m", 1_000_000),
        ("b", 1_000_000_000),
    ];
    let trimmed = rest.trim_start();
    let spaced = trimmed.len() < rest.len();
    for (name, size) in NAMES {
        let start = trimmed.get(..name.len()).map(str::to_ascii_lowercase);
        let after = trimmed.get(name.len()..).unwrap_or("");
        let ends = !after.starts_with(|character: char| character.is_alphanumeric());
        // "5 m" could be metres or months; the short forms must touch the number.
        if start.as_deref() == Some(name) && ends && (!spaced || name.len() > 2) {
            return Some((Decimal::from(size), after));
        }
    }
    Some((Decimal::ONE, rest)).filter(|_| !trimmed.starts_with(['.', ',']))
}

/// Whether what follows a number is a note about it and not more of the number.
fn is_note(rest: &str) -> bool {
    let note = rest.trim_start();
    if note.is_empty() {
        return true;
    }
    let apart = note.len() < rest.len() || note.starts_with(['(', '*', ';', ',']);
    let another_number = note.starts_with(|character: char| character.is_ascii_digit())
        || note.starts_with(['-', '–', '/', '+', '<', '>', '=', '%', '£'])
        || ["to ", "of ", "or ", "out of ", "and ", "x "]
            .iter()
            .any(|word| note.to_lowercase().starts_with(word));
    apart && !another_number
}

fn shortened(text: &str) -> String {
    let short: String = text.chars().take(60).collect();
    if short.len() < text.len() {
        format!("{short}…")
    } else {
        short
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use proptest::prelude::*;

    fn said(text: &str) -> String {
        match read_number(text) {
            Ok(NumberCell::Plain(value)) => value.to_string(),
            Ok(NumberCell::SaysMore(value)) => format!("{value} and more"),
            Ok(NumberCell::None(reason)) => format!("none: {}", reason.reason()),
            Err(problem) => problem.rule.to_owned(),
        }
    }

    #[test]
    fn numbers_are_understood_as_people_write_them_or_refused() {
        let table = "
            78                         | 78
            78.50                      | 78.50
            78%                        | 78
            1,746                      | 1746
            1 746                      | 1746
            £267k                      | 267000 and more
            £1,234.56                  | 1234.56
            £12,007 million            | 12007000000 and more
            £2.5m                      | 2500000.0 and more
            (10,158)                   | -10158
            (£10,158)                  | -10158
            -5                         | -5
            −5                         | -5
            -£5                        | -5
            £-5                        | -5
            .5                         | 0.5
            0                          | 0
            56% latest available 18/19 | 56 and more
            83% (2018)                 | 83 and more
            12*                        | 12 and more
            approx 50                  | 50 and more
            c.120                      | 120 and more
            1.5E+03                    | 1500
            No Data                    | none: not available
            N/A                        | none: not applicable
            n/a                        | none: not applicable
            #N/A                       | none: a formula that failed
            #DIV/0!                    | none: a formula that failed
            TBC                        | none: to be confirmed
            tbc                        | none: to be confirmed
            -                          | none: not available
            –                          | none: not available
            ..                         | none: not available
            *                          | none: kept back
            <5                         | none: kept back
            Report later               | none: to be confirmed
            1,74                       | not-a-number
            1,7464                     | not-a-number
            12-14                      | not-a-number
            12/14                      | not-a-number
            2 of 4                     | not-a-number
            1.2.3                      | not-a-number
            12 34                      | not-a-number
            5x                         | not-a-number
            about                      | not-a-number
            see notes                  | not-a-number
            --5                        | not-a-number
            (-5)                       | not-a-number
            5.                         | not-a-number
            1000000000000000           | 1000000000000000
            1000000000000001           | number-too-large
            -1,000,000,000,000,001     | number-too-large
            1E+20                      | number-too-large
            £2,000,000,000 million     | number-too-large
            99999999999999999999999999999999999 | not-a-number";
        for line in table.lines().filter(|line| !line.trim().is_empty()) {
            let (text, expected) = line.rsplit_once('|').unwrap();
            assert_eq!(said(text.trim()), expected.trim(), "{}", text.trim());
        }
    }

    #[test]
    fn a_spreadsheets_number_loses_only_the_noise_of_binary_arithmetic() {
        for (float, expected) in [
            (0.1 + 0.2, "0.3"),
            (78.0, "78"),
            (1_080.4, "1080.4"),
            (-0.005, "-0.005"),
        ] {
            assert_eq!(
                decimal_from_float(float)
                    .map(|value| value.to_string())
                    .as_deref(),
                Some(expected)
            );
        }
        assert_eq!(decimal_from_float(f64::NAN), None);
        assert_eq!(decimal_from_float(1e300), None);
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic_and_never_becomes_zero_unless_it_has_a_zero(text in ".{0,30}") {
            if let Ok(NumberCell::Plain(value) | NumberCell::SaysMore(value)) = read_number(&text) {
                prop_assert!(!value.is_zero() || text.contains('0'), "{text:?}");
            }
        }

        #[test]
        fn a_decimal_is_read_back_as_it_is_written(units in -limits::NUMBER..=limits::NUMBER, scale in 0_u32..10) {
            let value = Decimal::new(units, scale);
            prop_assert_eq!(read_number(&value.to_string()), Ok(NumberCell::Plain(value)));
        }
    }
}
