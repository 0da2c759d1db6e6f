//! Wording that was never finished.

pub(crate) mod cut_off;
pub(crate) mod placeholder;
pub(crate) mod repeated;
pub(crate) mod unfinished;
