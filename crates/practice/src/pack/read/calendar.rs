//! The calendars that a pack brings with it.

use clew_calendar::Calendar;

use super::Notes;
use crate::pack::{Pack, PackIssue, Place};

/// Whether a file of this name is a calendar.
pub(super) fn is_calendar(name: &str) -> bool {
    name.starts_with("calendars/")
}

/// Keeps a calendar's text after reading it once.
pub(super) fn read(pack: &mut Pack, name: &str, text: &str, notes: &Notes) {
    let place = Place {
        file: name.to_owned(),
        line: 1,
    };
    let stem = name
        .trim_start_matches("calendars/")
        .trim_end_matches(".toml");
    match Calendar::from_toml(text) {
        Ok(calendar) if calendar.name() == stem => {
            pack.calendar_files.insert(stem.to_owned(), text.to_owned());
        }
        Ok(calendar) => notes.add(PackIssue::error(
            place,
            "calendar-name",
            format!("The calendar calls itself \"{}\"", calendar.name()),
            format!("Name it \"{stem}\", as its file is named"),
        )),
        Err(error) => notes.add(PackIssue::error(
            place,
            "calendar",
            format!("The calendar cannot be read: {error}"),
            "Write name, title and based_on = \"scotland-statutory\", then holidays and their [sources]",
        )),
    }
}
