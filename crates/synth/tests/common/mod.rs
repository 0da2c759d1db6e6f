//! The pack of the repository, and what a council makes with it.
#![allow(clippy::unwrap_used, dead_code)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use clew_practice::pack::Pack;
use clew_practice::record::Record;
use clew_synth::{Council, Made, Size};

/// The pack for Scotland, without issues that are errors.
pub(crate) fn pack() -> Pack {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/scotland");
    let mut files = BTreeMap::new();
    gather(&root, &root, &mut files);
    Pack::read(&files).0
}

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

/// Everything that a council makes.
pub(crate) fn made(pack: &Pack, size: Size, seed: u64) -> impl Iterator<Item = Made> + '_ {
    Council::new(pack, size, seed).unwrap()
}

/// The records that a council makes.
pub(crate) fn records(pack: &Pack, size: Size, seed: u64) -> impl Iterator<Item = Record> + '_ {
    made(pack, size, seed).filter_map(|made| match made {
        Made::Record(record) => Some(record),
        Made::Person(_) => None,
    })
}
