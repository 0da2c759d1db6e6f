//! Committees and boards, and inspections' findings.

pub(crate) mod finding_gaps;
pub(crate) mod two_names;
