//! How an old system writes its days: a pattern such as `DD/MM/YYYY`, and days read by it.

use clew_calendar::Day;

use crate::issue::Problem;

/// The months by name; the first three letters are enough.
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// One part of a pattern.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Part {
    Day,
    Month,
    MonthName,
    Year,
    Sign(char),
}

/// How days are written, for example `YYYY-MM-DD`, `DD/MM/YYYY` or `DD-MMM-YYYY`.
///
/// `DD` and `MM` are one or two digits where a sign follows and two digits where none does, `MMM` is the name of a
/// month or its first three letters, `YYYY` four digits. Anything else stands for itself.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct DatePattern {
    written: String,
    parts: Vec<Part>,
}

impl DatePattern {
    /// The pattern of days as this program writes them.
    #[must_use]
    pub fn iso() -> DatePattern {
        DatePattern {
            written: "YYYY-MM-DD".to_owned(),
            parts: parts("YYYY-MM-DD"),
        }
    }

    /// Reads a pattern.
    ///
    /// # Errors
    /// When a day, a month or a year of four digits is not in it exactly once; what is wrong, as a sentence without
    /// its full stop.
    pub fn read(written: &str) -> Result<DatePattern, String> {
        let parts = parts(written);
        let count =
            |wanted: &dyn Fn(&Part) -> bool| parts.iter().filter(|part| wanted(part)).count();
        let has = [
            ("a day as DD", count(&|part| *part == Part::Day)),
            (
                "a month as MM or MMM",
                count(&|part| matches!(part, Part::Month | Part::MonthName)),
            ),
            ("a year as YYYY", count(&|part| *part == Part::Year)),
        ];
        if let Some((what, _)) = has.iter().find(|(_, count)| *count != 1) {
            return Err(format!("\"{written}\" does not have {what} exactly once"));
        }
        Ok(DatePattern {
            written: written.to_owned(),
            parts,
        })
    }

    /// The pattern as it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.written
    }

    /// Reads a day; a time of day after it is let go.
    ///
    /// # Errors
    /// When it is not written so, or there is no such day.
    pub fn day(&self, text: &str) -> Result<Day, Problem> {
        let text = text.trim();
        let unlike = || {
            Problem::new(
                "not-a-day",
                format!(
                    "\"{}\" is no day written as {}",
                    shortened(text),
                    self.written
                ),
                "put the day right, or the pattern in the mapping",
            )
        };
        let (year, month, day) = self.numbers(text).ok_or_else(unlike)?;
        let there = u8::try_from(month).ok().zip(u8::try_from(day).ok());
        let there = there.and_then(|(month, day)| Day::new(year, month, day).ok());
        there.ok_or_else(|| {
            Problem::new(
                "no-such-day",
                format!("there is no day {}", shortened(text)),
                "put the day right; where day and month have changed places, put the pattern in the mapping right",
            )
        })
    }

    /// Year, month and day as they are written.
    fn numbers(&self, text: &str) -> Option<(i32, i32, i32)> {
        let (mut year, mut month, mut day) = (0, 0, 0);
        let mut rest = text;
        for (place, part) in self.parts.iter().enumerate() {
            let free = !matches!(
                self.parts.get(place + 1),
                Some(Part::Day | Part::Month | Part::Year)
            );
            let least = if free { 1 } else { 2 };
            match part {
                Part::Year => (year, rest) = digits(rest, 4, 4)?,
                Part::Month => (month, rest) = digits(rest, least, 2)?,
                Part::Day => (day, rest) = digits(rest, least, 2)?,
                Part::MonthName => (month, rest) = month_name(rest)?,
                Part::Sign(sign) => rest = rest.strip_prefix(*sign)?,
            }
        }
        is_time(rest).then_some((year, month, day))
    }
}

fn parts(written: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut rest = written;
    while let Some(sign) = rest.chars().next() {
        let known = [
            ("YYYY", Part::Year),
            ("MMM", Part::MonthName),
            ("MM", Part::Month),
            ("DD", Part::Day),
        ];
        let found = known.iter().find(|(name, _)| rest.starts_with(name));
        let (part, length) = found.map_or((Part::Sign(sign), sign.len_utf8()), |(name, part)| {
            (*part, name.len())
        });
        parts.push(part);
        rest = &rest[length..];
    }
    parts
}

/// A number of at least and at most so many digits, and what follows it.
fn digits(text: &str, least: usize, most: usize) -> Option<(i32, &str)> {
    let count = text
        .bytes()
        .take(most)
        .take_while(u8::is_ascii_digit)
        .count();
    if count < least {
        return None;
    }
    let (number, rest) = text.split_at(count);
    Some((number.parse().ok()?, rest))
}

fn month_name(text: &str) -> Option<(i32, &str)> {
    let length = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (name, rest) = text.split_at(length);
    let name = name.to_ascii_lowercase();
    let mut months = MONTHS.iter();
    let place = months.position(|month| length >= 3 && month.starts_with(&name))?;
    Some((i32::try_from(place + 1).ok()?, rest))
}

/// Whether what follows a day is nothing or a time of day.
fn is_time(rest: &str) -> bool {
    let Some(time) = rest.strip_prefix([' ', 'T']) else {
        return rest.is_empty();
    };
    let allowed = |sign: char| sign.is_ascii_digit() || ":. +ZAPMapm".contains(sign);
    time.starts_with(|sign: char| sign.is_ascii_digit()) && time.chars().all(allowed)
}

/// A text shortened for a message.
pub(super) fn shortened(text: &str) -> String {
    let mut short: String = text.chars().take(60).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn days_are_read_as_the_pattern_says() {
        for (pattern, text, day) in [
            ("YYYY-MM-DD", "2026-04-01", "2026-04-01"),
            ("DD/MM/YYYY", "1/4/2026", "2026-04-01"),
            ("DD/MM/YYYY", "01/04/2026 00:00:00", "2026-04-01"),
            ("MM/DD/YYYY", "04/01/2026", "2026-04-01"),
            ("DD-MMM-YYYY", "01-Apr-2026", "2026-04-01"),
            ("DD MMM YYYY", "1 April 2026", "2026-04-01"),
            ("YYYYMMDD", "20260401", "2026-04-01"),
            ("YYYY-MM-DD", "2026-04-01T09:15:00.000Z", "2026-04-01"),
        ] {
            let read = DatePattern::read(pattern).unwrap().day(text);
            assert_eq!(read.unwrap().to_string(), day, "{text} by {pattern}");
        }
    }

    #[test]
    fn what_is_written_otherwise_is_no_day_and_what_cannot_be_is_none() {
        let pattern = DatePattern::read("DD/MM/YYYY").unwrap();
        for (text, rule) in [
            ("2026-04-01", "not-a-day"),
            ("1/4/26", "not-a-day"),
            ("1/4/2026 or so", "not-a-day"),
            ("4/13/2026", "no-such-day"),
            ("30/2/2026", "no-such-day"),
            ("", "not-a-day"),
        ] {
            assert_eq!(pattern.day(text).unwrap_err().rule, rule, "{text}");
        }
    }

    #[test]
    fn a_pattern_needs_a_day_a_month_and_a_whole_year() {
        for pattern in ["DD/MM/YY", "MM/YYYY", "DD/MM/MM/YYYY", ""] {
            assert!(DatePattern::read(pattern).is_err(), "{pattern}");
        }
    }
}
