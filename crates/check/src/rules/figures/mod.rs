//! Figures and targets that cannot be, or cannot be what was meant.

pub(crate) mod before_available;
pub(crate) mod duplicate;
pub(crate) mod impossible;
pub(crate) mod jump;
pub(crate) mod lax_target;
pub(crate) mod magnitude;
pub(crate) mod numerator;
pub(crate) mod older_period;
pub(crate) mod report_later;
pub(crate) mod series;
pub(crate) mod target_in_title;
pub(crate) mod target_zero;
pub(crate) mod zeros;
