//! One calendar day, held as a day number so that columns of days are columns of integers.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use crate::{CalendarError, Weekday};

/// A day of the Gregorian calendar from 1900-01-01 to 2199-12-31.
///
/// Held as days since 1970-01-01, so ordering, differences and columns of days are
/// plain integer work. Written and read as ISO 8601, `2026-06-12`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

impl Day {
    /// The first supported day, 1900-01-01.
    pub const START: Day = Day(day_number(1900, 1, 1));
    /// The last supported day, 2199-12-31.
    pub const END: Day = Day(day_number(2199, 12, 31));

    /// The day of this year, month (January is 1) and day of the month.
    ///
    /// # Errors
    /// When there is no such day, or its year is not one of 1900 to 2199.
    pub fn new(year: i32, month: u8, day: u8) -> Result<Day, CalendarError> {
        if !(1..=12).contains(&month) || day == 0 || day > month_length(year, month) {
            return Err(CalendarError::NoSuchDay { year, month, day });
        }
        if !(1900..=2199).contains(&year) {
            return Err(CalendarError::OutOfRange {
                what: format!("{year}-{month:02}-{day:02}"),
            });
        }
        Ok(Day(day_number(year, month, day)))
    }

    /// The day with this number, counted from 1970-01-01 as 0.
    ///
    /// # Errors
    /// When the day lies outside [`Day::START`] to [`Day::END`].
    pub fn from_number(number: i32) -> Result<Day, CalendarError> {
        if (Day::START.0..=Day::END.0).contains(&number) {
            Ok(Day(number))
        } else {
            Err(CalendarError::OutOfRange {
                what: format!("day number {number}"),
            })
        }
    }

    /// Days since 1970-01-01; negative before it.
    pub const fn number(self) -> i32 {
        self.0
    }

    /// The year, 1900 to 2199.
    pub fn year(self) -> i32 {
        self.civil().0
    }

    /// The month, 1 (January) to 12.
    pub fn month(self) -> u8 {
        self.civil().1
    }

    /// The day of the month, 1 to 31.
    pub fn day(self) -> u8 {
        self.civil().2
    }

    /// Year, month and day of the month together, for the price of one.
    ///
    /// The method is the usual one for the proleptic Gregorian calendar: eras of
    /// 400 years (146,097 days) and years that start on 1 March.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a month is 1 to 12 and a day of the month 1 to 31"
    )]
    pub fn civil(self) -> (i32, u8, u8) {
        let shifted = self.0 + 719_468;
        let era = shifted.div_euclid(146_097);
        let day_of_era = shifted.rem_euclid(146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_from_march = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
        let month = if month_from_march < 10 {
            month_from_march + 3
        } else {
            month_from_march - 9
        };
        let year = year_of_era + era * 400 + i32::from(month <= 2);
        (year, month as u8, day as u8)
    }

    /// The day of the week.
    pub fn weekday(self) -> Weekday {
        // 1970-01-01 was a Thursday, the fourth day of its week.
        match (self.0 + 3).rem_euclid(7) {
            0 => Weekday::Monday,
            1 => Weekday::Tuesday,
            2 => Weekday::Wednesday,
            3 => Weekday::Thursday,
            4 => Weekday::Friday,
            5 => Weekday::Saturday,
            _ => Weekday::Sunday,
        }
    }

    /// The day this many days later (earlier when negative).
    ///
    /// Stops at [`Day::START`] and [`Day::END`] rather than leave them.
    #[must_use]
    pub fn plus_days(self, days: i32) -> Day {
        Day(self.0.saturating_add(days)).clamped()
    }

    /// The same day of the month this many months later (earlier when negative).
    ///
    /// A month too short for the day gives its last day: one month after 31 January
    /// is 28 or 29 February. Stops at [`Day::START`] and [`Day::END`].
    #[must_use]
    pub fn plus_months(self, months: i32) -> Day {
        let (year, month, day) = self.civil();
        let total = (year * 12 + i32::from(month) - 1).saturating_add(months);
        let year = total.div_euclid(12);
        if year < 1900 {
            return Day::START;
        }
        if year > 2199 {
            return Day::END;
        }
        let month = u8::try_from(total.rem_euclid(12) + 1).unwrap_or(1);
        Day(day_number(year, month, day.min(month_length(year, month))))
    }

    /// How many days from this day to the other: 1 from today to tomorrow, negative
    /// when the other is earlier.
    pub const fn days_until(self, other: Day) -> i32 {
        other.0 - self.0
    }

    /// The first day of this day's month.
    #[must_use]
    pub fn first_of_month(self) -> Day {
        let (year, month, _) = self.civil();
        Day(day_number(year, month, 1))
    }

    /// The last day of this day's month.
    #[must_use]
    pub fn last_of_month(self) -> Day {
        let (year, month, _) = self.civil();
        Day(day_number(year, month, month_length(year, month)))
    }

    /// Whether this is the last day of its month.
    pub fn is_last_of_month(self) -> bool {
        self == self.last_of_month()
    }

    fn clamped(self) -> Day {
        self.clamp(Day::START, Day::END)
    }
}

/// How many days the month has; `month` is 1 to 12.
pub(crate) const fn month_length(year: i32, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

/// Days since 1970-01-01 of a date that exists: the inverse of [`Day::civil`].
const fn day_number(year: i32, month: u8, day: u8) -> i32 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let month_from_march = (month as i32 + 9) % 12;
    let day_of_year = (153 * month_from_march + 2) / 5 + day as i32 - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

impl fmt::Display for Day {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.civil();
        formatter.pad(&format!("{year:04}-{month:02}-{day:02}"))
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl FromStr for Day {
    type Err = CalendarError;

    /// Reads `2026-06-12` and nothing else (spaces around it are allowed).
    fn from_str(text: &str) -> Result<Day, CalendarError> {
        let unreadable = || CalendarError::DayText {
            text: text.chars().take(60).collect(),
        };
        let bytes = text.trim().as_bytes();
        let digits = |range: std::ops::Range<usize>| -> Option<i32> {
            bytes[range].iter().try_fold(0, |value, byte| {
                byte.is_ascii_digit()
                    .then(|| value * 10 + i32::from(byte - b'0'))
            })
        };
        if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
            return Err(unreadable());
        }
        let (Some(year), Some(month), Some(day)) = (digits(0..4), digits(5..7), digits(8..10))
        else {
            return Err(unreadable());
        };
        let month = u8::try_from(month).map_err(|_| unreadable())?;
        let day = u8::try_from(day).map_err(|_| unreadable())?;
        Day::new(year, month, day)
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Day, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn every_supported_day_follows_the_one_before() {
        let (mut year, mut month, mut day) = (1900, 1u8, 1u8);
        for number in Day::START.number()..=Day::END.number() {
            let found = Day::from_number(number).unwrap();
            assert_eq!(found.civil(), (year, month, day));
            assert_eq!(Day::new(year, month, day), Ok(found));
            assert_eq!(found.to_string().parse(), Ok(found));
            day += 1;
            if day > month_length(year, month) {
                (month, day) = (month + 1, 1);
            }
            if month > 12 {
                (year, month) = (year + 1, 1);
            }
        }
        assert_eq!((year, month, day), (2200, 1, 1));
    }

    #[test]
    fn weekdays_are_those_of_known_dates() {
        for (text, weekday) in [
            ("1900-01-01", Weekday::Monday),
            ("1969-07-20", Weekday::Sunday),
            ("1970-01-01", Weekday::Thursday),
            ("2000-02-29", Weekday::Tuesday),
            ("2026-06-12", Weekday::Friday),
            ("2199-12-31", Weekday::Tuesday),
        ] {
            assert_eq!(text.parse::<Day>().unwrap().weekday(), weekday, "{text}");
        }
    }

    #[test]
    fn months_are_added_and_short_months_give_their_last_day() {
        for (start, months, end) in [
            ("2023-01-31", 1, "2023-02-28"),
            ("2024-01-31", 1, "2024-02-29"),
            ("2024-01-30", 1, "2024-02-29"),
            ("2024-02-29", 12, "2025-02-28"),
            ("2024-02-29", 48, "2028-02-29"),
            ("2024-02-29", -12, "2023-02-28"),
            ("2023-08-31", 1, "2023-09-30"),
            ("2023-03-31", -1, "2023-02-28"),
            ("2023-12-15", 1, "2024-01-15"),
            ("2024-01-15", -1, "2023-12-15"),
            ("2024-01-15", 0, "2024-01-15"),
            ("1900-01-15", -1, "1900-01-01"),
            ("2199-12-01", 1, "2199-12-31"),
            ("2024-01-15", i32::MAX, "2199-12-31"),
            ("2024-01-15", i32::MIN, "1900-01-01"),
        ] {
            let day: Day = start.parse().unwrap();
            assert_eq!(
                day.plus_months(months).to_string(),
                end,
                "{start} {months:+}"
            );
        }
    }

    #[test]
    fn adding_days_stops_at_the_ends_of_the_supported_years() {
        assert_eq!(Day::START.plus_days(-1), Day::START);
        assert_eq!(Day::END.plus_days(i32::MAX), Day::END);
        let leap: Day = "2024-02-28".parse().unwrap();
        assert_eq!(leap.plus_days(2).to_string(), "2024-03-01");
        assert_eq!(leap.days_until(leap.plus_days(-400)), -400);
    }

    #[test]
    fn days_that_do_not_exist_are_refused() {
        for text in [
            "2023-02-29",
            "1900-02-29",
            "2024-04-31",
            "2024-00-10",
            "2024-13-01",
            "2024-01-00",
            "1899-12-31",
            "2200-01-01",
            "12/06/2026",
            "2026-6-12",
            "26-06-12",
            "2026-06-12T00:00",
            "",
            "２０２６-06-12",
            "2026‑06‑12",
            "+026-06-12",
        ] {
            assert!(text.parse::<Day>().is_err(), "{text}");
        }
        assert_eq!(
            " 2026-06-12 ".parse::<Day>().unwrap().to_string(),
            "2026-06-12"
        );
    }

    #[test]
    fn serde_reads_and_writes_the_iso_text() {
        let day: Day = "2026-06-12".parse().unwrap();
        let text = serde_json::to_string(&day).unwrap();
        assert_eq!(text, "\"2026-06-12\"");
        assert_eq!(serde_json::from_str::<Day>(&text).unwrap(), day);
        assert!(serde_json::from_str::<Day>("\"soon\"").is_err());
    }
}
