//! The plan's own structure: references, codes, the line of sight, and what is missing.

pub(crate) mod achievement;
pub(crate) mod cycle;
pub(crate) mod dangling;
pub(crate) mod duplicate;
pub(crate) mod link_codes;
pub(crate) mod missing;
pub(crate) mod orphan;
pub(crate) mod owner_names;
pub(crate) mod priority_number;
pub(crate) mod two_lists;
pub(crate) mod waiver;
