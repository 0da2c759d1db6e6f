//! Counts what a synthetic council of a size makes, by form, and how long it takes:
//! `cargo run --release -p clew-synth --example volumes -- 100000`.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::time::Instant;

use clew_practice::pack::Pack;
use clew_synth::{Council, Made, Size};

fn main() {
    let records = std::env::args()
        .nth(1)
        .and_then(|number| number.parse().ok())
        .unwrap_or(20_000);
    let (pack, _) = Pack::built_in("scotland").unwrap();
    let begun = Instant::now();
    let mut forms: BTreeMap<String, u64> = BTreeMap::new();
    let (mut people, mut all, mut before) = (0_u64, 0_u64, 0_u64);
    let size = Size::of(records);
    let mut council = Council::new(&pack, size, 1).unwrap();
    for made in council.by_ref() {
        match made {
            Made::Person(_) => people += 1,
            Made::Record(record) => {
                all += 1;
                before += u64::from(record.event_date < size.first);
                *forms.entry(record.form).or_default() += 1;
            }
        }
    }
    let taken = begun.elapsed();
    for (form, number) in forms {
        println!("{number:>9} {form}");
    }
    println!(
        "{all} records ({before} from before the first day), {people} people, {} answers",
        council.truth().csv().lines().count() - 1
    );
    println!("{} ms", taken.as_millis());
}
