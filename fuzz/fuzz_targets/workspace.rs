//! Lines of a workspace: the first byte chooses the kind of record.

#![no_main]

use clew_exchange::workspace::read_lines;
use clew_plan::{Book, Kind};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Some((choice, text)) = bytes.split_first() else {
        return;
    };
    let Ok(text) = std::str::from_utf8(text) else {
        return;
    };
    let kind = Kind::ALL[usize::from(*choice) % Kind::ALL.len()];
    let mut book = Book::default();
    if read_lines(&mut book, kind, "fuzz.jsonl", text).is_ok() {
        let written = clew_exchange::export::json(&book);
        assert!(!written.is_empty());
    }
});
