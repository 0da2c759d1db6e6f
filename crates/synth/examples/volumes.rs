//! Counts what a synthetic council of a size makes, by form, and how long it takes:
//! `cargo run --release -p clew-synth --example volumes -- 100000`.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::Instant;

use clew_practice::pack::Pack;
use clew_synth::{Council, Made, Size};

fn gather(root: &Path, folder: &Path, files: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            gather(root, &path, files);
        } else {
            let name = path
                .strip_prefix(root)
                .unwrap()
                .to_str()
                .unwrap()
                .to_owned();
            files.insert(name, fs::read_to_string(&path).unwrap());
        }
    }
}

fn main() {
    let records = std::env::args()
        .nth(1)
        .and_then(|number| number.parse().ok())
        .unwrap_or(20_000);
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/scotland");
    let mut files = BTreeMap::new();
    gather(&root, &root, &mut files);
    let (pack, _) = Pack::read(&files);
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
