//! The pack of the repository, and what a council makes with it.
#![allow(clippy::unwrap_used, dead_code)]

use clew_practice::pack::Pack;
use clew_practice::record::Record;
use clew_synth::{Council, Made, Size};

/// The pack for Scotland.
pub(crate) fn pack() -> Pack {
    Pack::built_in("scotland").unwrap().0
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
