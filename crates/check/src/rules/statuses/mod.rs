//! Statuses against figures, targets, dates and comments.

pub(crate) mod comment_value;
pub(crate) mod contradicted;
pub(crate) mod differs;
pub(crate) mod due_passed;
pub(crate) mod missing;
pub(crate) mod opposite;
pub(crate) mod red_silent;
pub(crate) mod reported;
