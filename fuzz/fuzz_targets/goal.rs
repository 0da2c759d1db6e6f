//! Goals: whatever is read is written as text that reads back as the same goal.

#![no_main]

use clew_plan::Goal;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(goal) = text.parse::<Goal>() {
        assert_eq!(
            goal.to_string().parse::<Goal>().as_ref(),
            Ok(&goal),
            "{text:?}"
        );
    }
});
