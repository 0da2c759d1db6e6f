//! CSV files: the first byte chooses the name, since a file's name says what its table holds.

#![no_main]

use clew_exchange::import::{Options, from_bytes};
use clew_plan::{Book, Kind};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Some((choice, bytes)) = bytes.split_first() else {
        return;
    };
    let kind = Kind::ALL[usize::from(*choice) % Kind::ALL.len()];
    let imported = from_bytes(&format!("{}.csv", kind.name()), bytes, &Options::default());
    let (sound, left_out) = imported.sound(&Book::default());
    if !imported.has_errors() {
        assert_eq!((sound, left_out), (imported.book, 0));
    }
});
