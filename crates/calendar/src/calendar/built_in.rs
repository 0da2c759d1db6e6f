//! The calendars that come with the program.

use std::sync::LazyLock;

use crate::{Calendar, CalendarError};

type Loaded = LazyLock<Result<Calendar, CalendarError>>;

static SCOTLAND_STATUTORY: Loaded =
    LazyLock::new(|| Calendar::from_toml(include_str!("../../data/scotland-statutory.toml")));
static SCOTLAND_COUNCIL: Loaded =
    LazyLock::new(|| Calendar::from_toml(include_str!("../../data/scotland-council.toml")));

impl Calendar {
    /// The names of the calendars that come with the program.
    pub const BUILT_IN: [&'static str; 2] = ["scotland-statutory", "scotland-council"];

    /// A calendar that comes with the program, by name.
    ///
    /// `scotland-statutory` has the bank holidays in Scotland, 2010 to 2035, which the
    /// Freedom of Information (Scotland) Act 2002, section 73, leaves out of working
    /// days; Easter Monday and local holidays are working days in it.
    /// `scotland-council` adds the local holidays of a council, as an example for each
    /// council to replace.
    ///
    /// # Errors
    /// When there is none of that name.
    pub fn built_in(name: &str) -> Result<&'static Calendar, CalendarError> {
        let loaded = match name {
            "scotland-statutory" => &SCOTLAND_STATUTORY,
            "scotland-council" => &SCOTLAND_COUNCIL,
            _ => {
                return Err(CalendarError::NoSuchCalendar {
                    name: name.chars().take(60).collect(),
                    known: Calendar::BUILT_IN.join(", "),
                });
            }
        };
        LazyLock::force(loaded).as_ref().map_err(Clone::clone)
    }
}
