//! Tolerances: whatever is read is written as text that reads back as the same tolerance.

#![no_main]

use clew_plan::Tolerance;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(tolerance) = text.parse::<Tolerance>() {
        assert_eq!(
            tolerance.to_string().parse().as_ref(),
            Ok(&tolerance),
            "{text:?}"
        );
    }
});
