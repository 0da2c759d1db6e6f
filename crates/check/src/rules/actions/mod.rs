//! Actions: their references to one another, and what was pasted or left out.

pub(crate) mod complete_early;
pub(crate) mod duplicate;
pub(crate) mod frequency;
pub(crate) mod no_update;
pub(crate) mod pasted;
pub(crate) mod reference;
mod references_in_text;
mod wordings;
