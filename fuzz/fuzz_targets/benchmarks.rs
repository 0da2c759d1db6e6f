//! The published long table of benchmarks: rows below its usual heading, and tables with their own.

#![no_main]

use clew_exchange::import::{Options, from_bytes};
use libfuzzer_sys::fuzz_target;

const HEADING: &[u8] =
    b"Code,Council,Period,Value,Numerator,Denominator,Scotland,Family average,Family group,Polarity\n";

fuzz_target!(|bytes: &[u8]| {
    let options = Options::default();
    let _ = from_bytes("benchmark-figures.csv", bytes, &options);
    let _ = from_bytes("lgbf.csv", &[HEADING, bytes].concat(), &options);
});
