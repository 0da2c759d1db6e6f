//! CSV files: the first byte chooses the name, since a file's name says what its table holds.
//! Whatever is taken in without an issue is written again as CSV that gives the same Book.

#![no_main]

use clew_exchange::export::csv_files;
use clew_exchange::import::{Options, from_bytes};
use clew_plan::Kind;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Some((choice, bytes)) = bytes.split_first() else {
        return;
    };
    let kind = Kind::ALL[usize::from(*choice) % Kind::ALL.len()];
    let imported = from_bytes(&format!("{}.csv", kind.name()), bytes, &Options::default());
    if imported.issues.is_empty() {
        for (name, text) in csv_files(&imported.book).expect("what is read can be written") {
            let again = from_bytes(&name, text.as_bytes(), &Options::default());
            assert_eq!(again.book, imported.book, "{:?}", again.issues);
        }
    }
});
