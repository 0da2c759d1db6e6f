//! Numbers claimed in words.

pub(crate) mod change;
pub(crate) mod magnitude;
pub(crate) mod part_of_whole;
pub(crate) mod horizon;
