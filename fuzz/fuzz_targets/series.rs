//! The program's reader of any series for a control chart, and the chart of what it reads.
//!
//! The reader belongs to the program and not to a library, so its source is compiled in here.

#![no_main]
#![allow(unreachable_pub, dead_code)]

use clew_measure::spc::{RuleSet, Settings, chart};
use libfuzzer_sys::fuzz_target;

#[path = "../../crates/clew/src/series.rs"]
mod series;

/// The part of the program's failures that the reader uses.
mod failure {
    /// What went wrong, and what to do.
    #[derive(Debug)]
    pub struct Failure {
        /// What went wrong and where.
        pub message: String,
        /// What to do about it.
        pub hint: Option<String>,
    }

    impl Failure {
        /// A failure with a sentence that says what went wrong and where.
        pub fn new(message: impl Into<String>) -> Self {
            Self { message: message.into(), hint: None }
        }

        /// Adds what to do about it.
        #[must_use]
        pub fn hint(mut self, hint: impl Into<String>) -> Self {
            self.hint = Some(hint.into());
            self
        }
    }
}

fuzz_target!(|bytes: &[u8]| {
    let path = std::env::temp_dir().join(format!("clew-fuzz-series-{}.csv", std::process::id()));
    if std::fs::write(&path, bytes).is_err() {
        return;
    }
    if let (Ok(series), Ok(rules)) = (series::read(&path), RuleSet::named("making-data-count")) {
        let settings = Settings { target: series.target, ..Settings::new(rules) };
        let _ = chart(&series.observations, &settings);
    }
});
