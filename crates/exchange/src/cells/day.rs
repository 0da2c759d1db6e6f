//! Days as people and spreadsheets write them.

use clew_calendar::{Day, Period, PeriodKind};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::issue::Problem;

/// Serial numbers that can be meant as days: 1930 to 2100.
const SERIALS: std::ops::RangeInclusive<i32> = 10_959..=73_415;

/// Reads a day: `2026-06-12` (also with a time after it), `12/06/2026`, `12.6.26`, `12 June 2026`,
/// `June 12, 2026`. The order is the British one, day before month. Years of two digits belong to
/// the century 2000.
///
/// # Errors
/// When the text is no day, or only a month; the message says how to write it.
pub fn read_day(text: &str) -> Result<Day, Problem> {
    let tidy = text.trim();
    let date = tidy
        .split_once(['T', ' '])
        .filter(|(_, time)| is_time(time))
        .map_or(tidy, |(date, _)| date);
    if let Ok(day) = date.parse::<Day>() {
        return Ok(day);
    }
    let parts: Vec<&str> = date.split(['/', '.', '-']).collect();
    if let [day, month, year] = parts.as_slice()
        && parts
            .iter()
            .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
    {
        return british(text, day, month, year);
    }
    match spelt_out(&parts)
        .as_deref()
        .unwrap_or(date)
        .parse::<Period>()
    {
        Ok(period) if period.kind() == PeriodKind::Day => Ok(period.first()),
        Ok(period) => Err(refused(
            text,
            &format!("it is a {}, not a day", period.kind()),
        )),
        Err(_) => Err(refused(text, "it is not a date")),
    }
}

/// `31-Mar-20`, as spreadsheets save a day as text, with spaces and the whole year.
fn spelt_out(parts: &[&str]) -> Option<String> {
    let [day, month, year] = parts else {
        return None;
    };
    let is_name = month.len() >= 3 && month.bytes().all(|byte| byte.is_ascii_alphabetic());
    let century = if year.len() == 2 { "20" } else { "" };
    is_name.then(|| format!("{day} {month} {century}{year}"))
}

/// Reads the serial number by which a spreadsheet counts days (1900 system, 46185 is 2026-06-12).
///
/// # Errors
/// When the number is not whole or lies outside 1930 to 2100, and so is hardly meant as a day.
pub fn read_serial(number: Decimal) -> Result<Day, Problem> {
    let whole = number.is_integer().then(|| number.to_i32()).flatten();
    whole
        .filter(|serial| SERIALS.contains(serial))
        .and_then(|serial| Day::from_number(serial - 25_569).ok())
        .ok_or_else(|| {
            refused(
                &number.normalize().to_string(),
                "it is a number, not a date",
            )
        })
}

fn british(text: &str, day: &str, month: &str, year: &str) -> Result<Day, Problem> {
    let number = |part: &str| part.parse::<i32>().unwrap_or(i32::MAX);
    let (day, month) = (number(day), number(month));
    let year = match year.len() {
        2 => 2000 + number(year),
        _ => number(year),
    };
    let part = |value: i32| u8::try_from(value).unwrap_or(u8::MAX);
    Day::new(year, part(month), part(day)).map_err(|_| {
        if month > 12 && day <= 12 {
            refused(text, "the month comes second, as in 25/12/2026")
        } else {
            refused(text, "there is no such day")
        }
    })
}

fn is_time(text: &str) -> bool {
    text.contains(':')
        && text
            .chars()
            .all(|character| character.is_ascii_digit() || ":.+Z".contains(character))
}

fn refused(text: &str, reason: &str) -> Problem {
    let short: String = text.chars().take(60).collect();
    Problem::new(
        "not-a-date",
        format!("{short:?} cannot be read as a day: {reason}"),
        "write it as 2026-06-12 or 12/06/2026",
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use proptest::prelude::*;

    #[test]
    fn days_are_understood_as_people_and_spreadsheets_write_them_or_refused() {
        let table = "
            2026-06-12          | 2026-06-12
            2026-06-12T00:00:00 | 2026-06-12
            2026-06-12 09:30    | 2026-06-12
            12/06/2026          | 2026-06-12
            12/6/26             | 2026-06-12
            12.06.2026          | 2026-06-12
            12-06-2026          | 2026-06-12
            12 June 2026        | 2026-06-12
            12 Jun 2026         | 2026-06-12
            12-Jun-26           | 2026-06-12
            12-Jun-2026         | 2026-06-12
            31-Jun-2026         | not-a-date
            12-Foo-2026         | not-a-date
            06/13/2026          | not-a-date
            31/02/2026          | not-a-date
            June 2026           | not-a-date
            2026                | not-a-date
            soon                | not-a-date";
        for line in table.lines().filter(|line| !line.trim().is_empty()) {
            let (text, expected) = line.rsplit_once('|').unwrap();
            let read = read_day(text.trim())
                .map_or_else(|problem| problem.rule.to_owned(), |day| day.to_string());
            assert_eq!(read, expected.trim(), "{}", text.trim());
        }
    }

    #[test]
    fn serial_numbers_of_a_spreadsheet_are_days() {
        assert_eq!(
            read_serial(Decimal::from(46_185)).unwrap().to_string(),
            "2026-06-12"
        );
        assert_eq!(
            read_serial(Decimal::from(43_831)).unwrap().to_string(),
            "2020-01-01"
        );
        assert!(read_serial(Decimal::from(2_026)).is_err());
        assert!(read_serial(Decimal::new(461_855, 1)).is_err());
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text in ".{0,30}") {
            let _ = read_day(&text);
        }

        #[test]
        fn a_day_is_read_back_from_its_british_form(number in -25_000_i32..80_000) {
            let day = Day::from_number(number).unwrap();
            let written = format!("{:02}/{:02}/{}", day.day(), day.month(), day.year());
            prop_assert_eq!(read_day(&written), Ok(day));
        }
    }
}
