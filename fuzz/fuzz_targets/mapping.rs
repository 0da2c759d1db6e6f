//! Column mappings: TOML up to the first zero byte, and a table that it is applied to after it.

#![no_main]

use clew_exchange::figures::Mapping;
use clew_exchange::import::{Options, from_bytes};
use libfuzzer_sys::fuzz_target;

const TABLE: &[u8] =
    b"Indicator,Year,Result,Area\nSW1,2019-20,5,Fife\nSW2,2019/20 Q2,7%,Scotland\n";

fuzz_target!(|text: &str| {
    let (written, table) = text.split_once('\0').unwrap_or((text, ""));
    if let Ok(mapping) = Mapping::parse(written) {
        let options = Options {
            mapping: Some(&mapping),
            ..Options::default()
        };
        let table = if table.is_empty() {
            TABLE
        } else {
            table.as_bytes()
        };
        let _ = from_bytes("figures.csv", table, &options);
    }
});
