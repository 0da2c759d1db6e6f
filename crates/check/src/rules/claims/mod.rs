//! Numbers claimed in words.

pub(crate) mod breakdown;
pub(crate) mod change;
pub(crate) mod horizon;
pub(crate) mod magnitude;
pub(crate) mod part_of_whole;
