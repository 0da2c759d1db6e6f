//! Checkpoints: refused, or read and written again alike.

#![no_main]

use clew_journal::{from_checkpoint, to_checkpoint};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(state) = from_checkpoint(bytes) {
        let written = to_checkpoint(&state).expect("what was read can be written");
        let again = from_checkpoint(&written).expect("what was written can be read");
        assert!(again == state);
    }
});
