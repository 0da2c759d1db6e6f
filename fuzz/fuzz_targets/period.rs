//! Reporting periods: whatever is read is written as a label that reads back as the same period.

#![no_main]

use clew_calendar::Period;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(period) = text.parse::<Period>() {
        assert!(
            period.first() <= period.last(),
            "{text:?} ends before it begins"
        );
        assert_eq!(
            period.label().parse::<Period>().ok(),
            Some(period),
            "{text:?}"
        );
    }
});
