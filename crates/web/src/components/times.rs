//! A moment as a reader writes it.

use clew_journal::Moment;
use clew_report::words;
use clew_service::local_time;

/// A moment by the clock of the place: "12 June 2026, 14:05".
#[must_use]
pub fn moment(at: Moment) -> String {
    let shown = local_time::shown(at);
    let time = shown.rsplit_once(' ').map_or("", |(_, time)| time);
    format!("{}, {time}", words::day(local_time::day_of(at)))
}
