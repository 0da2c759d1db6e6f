//! Workbooks, CSV and JSON in and out: column mapping, rows and issues.

pub mod cells;
pub mod columns;
pub mod examples;
pub mod limits;
pub mod workspace;

mod cell_value;
mod error;
mod grid;
mod heading;
mod issue;
mod kinds;
mod read;
mod rows;

pub use error::ExchangeError;
pub use issue::{Issue, MOST_ALIKE, Problem, Severity};
