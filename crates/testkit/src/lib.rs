//! Builders and fixed values for tests and benchmarks.

mod council;
pub mod postgres;
mod records;

pub use council::council;
pub use records::{action, code, figure, measure, outcome, period, plan, target};
