//! Measure codes: whatever is read keeps what was written, and its key is the key of its text.

#![no_main]

use clew_plan::Code;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(code) = text.parse::<Code>() {
        let again = code.to_string().parse::<Code>();
        assert_eq!(again.as_ref().map(Code::key), Ok(code.key()), "{text:?}");
        let _ = (code.prefix(), code.body(), code.suffix());
    }
});
