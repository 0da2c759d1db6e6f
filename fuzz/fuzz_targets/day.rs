//! Days: whatever is read is written as text that reads back as the same day.

#![no_main]

use clew_calendar::Day;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(day) = text.parse::<Day>() {
        assert_eq!(day.to_string().parse::<Day>().ok(), Some(day));
        assert_eq!(Day::from_number(day.number()).ok(), Some(day));
    }
});
