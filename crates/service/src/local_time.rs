//! Days and moments by the clock of the place: London's, summer and winter.

use clew_calendar::Day;
use clew_journal::Moment;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned, civil};

/// The time zone in which a day begins and ends.
const ZONE: &str = "Europe/London";

/// The first moment of a day.
#[must_use]
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

/// The last moment of a day.
#[must_use]
pub fn end_of(day: Day) -> Moment {
    Moment::from_microseconds(start_of(day.plus_days(1)).microseconds() - 1)
}

/// The day on which a moment falls.
#[must_use]
pub fn day_of(moment: Moment) -> Day {
    let local = zoned(moment).and_then(|zoned| {
        let month = u8::try_from(zoned.month()).ok()?;
        let day = u8::try_from(zoned.day()).ok()?;
        Day::new(i32::from(zoned.year()), month, day).ok()
    });
    local.unwrap_or_else(|| moment.utc_day())
}

/// A moment as a person reads it: day and time to the minute.
#[must_use]
pub fn shown(moment: Moment) -> String {
    zoned(moment).map_or_else(
        || moment.to_string(),
        |zoned| zoned.strftime("%Y-%m-%d %H:%M").to_string(),
    )
}

fn zoned(moment: Moment) -> Option<Zoned> {
    let zone = TimeZone::get(ZONE).ok()?;
    let stamp = Timestamp::from_microsecond(moment.microseconds()).ok()?;
    Some(stamp.to_zoned(zone))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(written: &str) -> Day {
        written.parse().expect("a day")
    }

    #[test]
    fn a_day_begins_and_ends_by_the_clock_in_summer_and_winter() {
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
            assert_eq!(day_of(start_of(day(written))), day(written));
            assert_eq!(day_of(end_of(day(written))), day(written));
        }
    }

    #[test]
    fn a_moment_is_shown_by_the_clock() {
        let noon: Moment = "2026-06-12T12:00Z".parse().expect("a moment");
        assert_eq!(shown(noon), "2026-06-12 13:00");
    }
}
