//! The one place where a clock is read, and where days are turned into moments.

use std::time::{SystemTime, UNIX_EPOCH};

use clew_calendar::Day;
use clew_journal::Moment;
use jiff::civil;
use jiff::tz::TimeZone;

use crate::failure::Failure;

/// Says what time it is instead of the clock, for tests and transcripts, for example `2026-06-12T14:05Z`.
const NOW: &str = "CLEW_NOW";
/// Must be `1` for [`NOW`] to be believed: a wrong time in a journal can never be taken out again.
const TESTING: &str = "CLEW_TESTING";
/// The time zone in which a day begins and ends.
const ZONE: &str = "Europe/London";

/// The time now, by the machine's clock.
///
/// # Errors
/// When the clock stands before 1970, or `CLEW_NOW` is set and this is no test, or is no moment.
pub fn now() -> Result<Moment, Failure> {
    if let Ok(written) = std::env::var(NOW) {
        if std::env::var(TESTING).as_deref() != Ok("1") {
            return Err(
                Failure::new(format!("{NOW} is set, which is for tests only"))
                    .hint(format!("unset it; for a test set {TESTING}=1 as well")),
            );
        }
        return written
            .parse()
            .map_err(|error| Failure::new(format!("{NOW}: {error}")));
    }
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    let microseconds = since
        .ok()
        .and_then(|since| i64::try_from(since.as_micros()).ok());
    microseconds
        .map(Moment::from_microseconds)
        .ok_or_else(|| Failure::new("the clock of this machine stands before 1970").hint("set it"))
}

/// The first moment of a day in London.
pub fn start_of(day: Day) -> Moment {
    let (year, month, date) = day.civil();
    let zoned = TimeZone::get(ZONE).ok().and_then(|zone| {
        let year = i16::try_from(year).ok()?;
        let date = civil::Date::new(year, month.cast_signed(), date.cast_signed()).ok()?;
        date.to_zoned(zone).ok()
    });
    zoned.map_or_else(
        || Moment::start_of(day),
        |zoned| Moment::from_microseconds(zoned.timestamp().as_microsecond()),
    )
}

/// The last moment of a day in London.
pub fn end_of(day: Day) -> Moment {
    Moment::from_microseconds(start_of(day.plus_days(1)).microseconds() - 1)
}

/// A moment as a person in London reads it: day and time to the minute.
pub fn shown(moment: Moment) -> String {
    let zoned = TimeZone::get(ZONE).ok().and_then(|zone| {
        let stamp = jiff::Timestamp::from_microsecond(moment.microseconds()).ok()?;
        Some(stamp.to_zoned(zone))
    });
    zoned.map_or_else(
        || moment.to_string(),
        |zoned| zoned.strftime("%Y-%m-%d %H:%M").to_string(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(written: &str) -> Day {
        written.parse().expect("a day")
    }

    #[test]
    fn a_day_begins_and_ends_in_london_in_summer_and_winter() {
        let cases = [
            (
                "2026-06-12",
                "2026-06-11T23:00:00.000000Z",
                "2026-06-12T22:59:59.999999Z",
            ),
            (
                "2026-01-12",
                "2026-01-12T00:00:00.000000Z",
                "2026-01-12T23:59:59.999999Z",
            ),
            // The clocks go forward in the night of this day.
            (
                "2026-03-29",
                "2026-03-29T00:00:00.000000Z",
                "2026-03-29T22:59:59.999999Z",
            ),
        ];
        for (written, first, last) in cases {
            assert_eq!(start_of(day(written)).to_string(), first);
            assert_eq!(end_of(day(written)).to_string(), last);
        }
    }

    #[test]
    fn a_moment_is_shown_by_londons_clock() {
        let noon: Moment = "2026-06-12T12:00Z".parse().expect("a moment");
        assert_eq!(shown(noon), "2026-06-12 13:00");
    }
}
