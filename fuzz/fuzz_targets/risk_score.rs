//! Risk scores: whatever is read is written as text that reads back as the same score.

#![no_main]

use clew_plan::RiskScore;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(score) = text.parse::<RiskScore>() {
        assert_eq!(
            score.to_string().parse::<RiskScore>().as_ref(),
            Ok(&score),
            "{text:?}"
        );
        let _ = score.product();
    }
});
