//! The checks: a careful editor's rules over a whole [`Book`](clew_plan::Book).
//!
//! Each rule is one small file with its id, its explanation and its own table of examples. A rule
//! gives [`Finding`]s; [`check`] runs them all and sets aside those that somebody has waived with
//! a reason. Nothing here reads a file or a clock: where a rule needs "today" it takes the day
//! that the document itself bears.

mod dates;
#[cfg(test)]
mod examples;
mod finding;
mod measures;
mod numbers;
mod report;
mod rule;
mod rules;
mod sources;
mod texts;
mod tokens;
mod words;

pub use finding::{Finding, Place, Severity};
pub use report::{Report, Waived, check, check_on, covers};
pub use rule::{Rule, all_rules, rule};
