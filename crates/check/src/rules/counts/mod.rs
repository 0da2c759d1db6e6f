//! Printed counts of measures, findings and actions, and their percentages.

pub(crate) mod count;
pub(crate) mod listed;
pub(crate) mod listed_status;
pub(crate) mod percent;
