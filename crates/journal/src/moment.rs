//! Moments: when something was recorded, to the microsecond, in UTC.

use std::fmt;
use std::str::FromStr;

use clew_calendar::Day;

const MICROSECONDS_PER_DAY: i64 = 86_400_000_000;

/// A moment in UTC, as microseconds since 1970-01-01 00:00. Written `2026-06-12T14:05:00.000000Z`.
#[derive(Clone, Copy, Default, Eq, PartialEq, Hash, Ord, PartialOrd)]
pub struct Moment(i64);

impl Moment {
    /// A moment from its microseconds since 1970-01-01 00:00 UTC.
    #[must_use]
    pub const fn from_microseconds(microseconds: i64) -> Self {
        Self(microseconds)
    }

    /// Microseconds since 1970-01-01 00:00 UTC.
    #[must_use]
    pub const fn microseconds(self) -> i64 {
        self.0
    }

    /// The first moment of a day, in UTC.
    #[must_use]
    pub fn start_of(day: Day) -> Self {
        Self(i64::from(day.number()) * MICROSECONDS_PER_DAY)
    }

    /// The day it falls on in UTC, which is not always the day by the clock of the place; the nearest
    /// that a [`Day`] can hold when it lies beyond.
    #[must_use]
    pub fn utc_day(self) -> Day {
        let number = i32::try_from(self.0.div_euclid(MICROSECONDS_PER_DAY)).unwrap_or(i32::MAX);
        let within = number.clamp(Day::START.number(), Day::END.number());
        Day::from_number(within).unwrap_or(Day::START)
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let within = self.0.rem_euclid(MICROSECONDS_PER_DAY);
        let (seconds, microseconds) = (within / 1_000_000, within % 1_000_000);
        write!(
            formatter,
            "{}T{:02}:{:02}:{:02}.{microseconds:06}Z",
            self.utc_day(),
            seconds / 3_600,
            seconds / 60 % 60,
            seconds % 60
        )
    }
}

impl fmt::Debug for Moment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl FromStr for Moment {
    type Err = NotAMoment;

    fn from_str(written: &str) -> Result<Self, NotAMoment> {
        let malformed = || NotAMoment {
            written: written.to_owned(),
        };
        let (day, time) = written
            .trim()
            .split_once(['T', ' '])
            .ok_or_else(malformed)?;
        let day: Day = day.parse().map_err(|_| malformed())?;
        let within = time
            .strip_suffix('Z')
            .and_then(time_of_day)
            .ok_or_else(malformed)?;
        Ok(Self(Self::start_of(day).0 + within))
    }
}

/// Microseconds into the day of `14:05`, `14:05:09` or `14:05:09.25`.
fn time_of_day(written: &str) -> Option<i64> {
    let (clock, fraction) = written.split_once('.').unwrap_or((written, ""));
    let mut parts = clock.split(':').map(two_digits);
    let hours = parts.next()?.filter(|hours| *hours < 24)?;
    let minutes = parts.next()?.filter(|minutes| *minutes < 60)?;
    let seconds = parts
        .next()
        .unwrap_or(Some(0))
        .filter(|seconds| *seconds < 60)?;
    if parts.next().is_some()
        || fraction.len() > 6
        || !fraction.bytes().all(|byte| byte.is_ascii_digit())
    {
        return None;
    }
    let microseconds: i64 = format!("{fraction:0<6}").parse().ok()?;
    Some((hours * 3_600 + minutes * 60 + seconds) * 1_000_000 + microseconds)
}

fn two_digits(text: &str) -> Option<i64> {
    let digits = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

/// The text is not a moment.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{written:?} is not a moment; write it like 2026-06-12T14:05:00Z")]
pub struct NotAMoment {
    /// The text as it was written.
    pub written: String,
}

impl serde::Serialize for Moment {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Moment {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = <String as serde::Deserialize>::deserialize(deserializer)?;
        written.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_written_and_read_to_the_microsecond() {
        let cases = [
            (0, "1970-01-01T00:00:00.000000Z"),
            (1_780_000_000_123_456, "2026-05-28T20:26:40.123456Z"),
            (-1, "1969-12-31T23:59:59.999999Z"),
        ];
        for (microseconds, written) in cases {
            let moment = Moment::from_microseconds(microseconds);
            assert_eq!(moment.to_string(), written);
            assert_eq!(written.parse(), Ok(moment));
        }
    }

    #[test]
    fn shorter_forms_are_read_and_impossible_ones_refused() {
        let noon: Moment = "2026-06-12T12:00Z".parse().expect("a moment");
        assert_eq!("2026-06-12 12:00:00.0Z".parse(), Ok(noon));
        for wrong in [
            "2026-06-12",
            "2026-06-12T24:00Z",
            "2026-06-12T12:60Z",
            "2026-06-12T12:00",
            "2026-02-30T12:00Z",
            "2026-06-12T1:00Z",
            "2026-06-12T12:00:00:00Z",
            "2026-06-12T12:00:00.1234567Z",
        ] {
            assert!(wrong.parse::<Moment>().is_err(), "{wrong}");
        }
    }
}
