//! Cells: numbers, dates, serials, periods, yes and no, goals and lists, as people write them.

#![no_main]

use clew_exchange::cells;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let _ = cells::read_number(text);
    let _ = cells::read_day(text);
    let _ = cells::read_yes_no(text);
    let _ = cells::read_goal(text);
    let _ = cells::plain(text);
    if let Ok(period) = cells::read_period(text) {
        assert!(
            period.first() <= period.last(),
            "{text:?} ends before it begins"
        );
    }
    if let Ok(number) = text.parse() {
        let _ = cells::read_serial(number);
    }
    let entries = cells::split_list(text);
    assert_eq!(
        cells::split_list(&cells::join_list(&entries)),
        entries,
        "{text:?}"
    );
});
