//! Workbooks, CSV and JSON in and out: column mapping, rows and issues.
//!
//! [`import::read`] takes files and gives a Book and a list of issues; [`merge()`] puts the Book
//! into another; [`export::export`] writes one. [`columns`] declares once what every sheet, file
//! and list looks like. [`workspace`] is the Book on disk, [`examples`] those the program carries.

pub mod cells;
pub mod columns;
pub mod examples;
pub mod export;
pub mod figures;
pub mod import;
pub mod lgbf;
pub mod limits;
pub mod records;
pub mod returns;
pub mod workbook;
pub mod workspace;

mod cell_value;
mod error;
mod grid;
mod heading;
mod identity;
mod issue;
mod kinds;
mod made_at;
mod merge;
mod one_row;
mod overlay;
mod read;
mod rows;
mod soundness;
mod worked_out;

pub use error::ExchangeError;
pub use issue::{Issue, MOST_ALIKE, Problem, Severity};
pub use made_at::{ABOUT, MadeAt};
pub use merge::{Merged, merge, wishes};
pub use one_row::{ColumnProblem, read_one, texts_of};
pub use soundness::users_of;
