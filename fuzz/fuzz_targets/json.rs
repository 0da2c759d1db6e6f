//! JSON files: whatever is taken in without an issue is written again as JSON that gives the same Book.

#![no_main]

use clew_exchange::export;
use clew_exchange::import::{Options, from_bytes};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let imported = from_bytes("plan.json", bytes, &Options::default());
    if imported.issues.is_empty() {
        let again = from_bytes(
            "plan.json",
            export::json(&imported.book).as_bytes(),
            &Options::default(),
        );
        assert_eq!(again.book, imported.book);
    }
});
