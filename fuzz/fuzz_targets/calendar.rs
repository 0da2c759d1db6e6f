//! Calendar files: whatever is read counts working days, or says that a day lies outside.

#![no_main]

use clew_calendar::Calendar;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(calendar) = Calendar::from_toml(text) {
        let (first, last) = calendar.coverage();
        let between = calendar.working_days_between(first, last);
        assert!(between.is_ok_and(|days| days >= 0 && days <= first.days_until(last)));
        for days in [-7, 0, 1, 20, i32::MAX, i32::MIN] {
            if let Ok(found) = calendar.add_working_days(first, days) {
                assert!(first <= found && found <= last);
            }
        }
    }
});
