//! Reading the text of one cell: numbers with their signs and suffixes, dates in every usual form,
//! periods, and the many ways of saying that there is no value.
//!
//! Nothing here ever turns text that is not understood into zero.

mod day;
mod number;
mod period;
mod words;

pub use day::{read_day, read_serial};
pub(crate) use number::within_reach;
pub use number::{NoValue, NumberCell, decimal_from_float, read_number};
pub use period::{period_of_day, read_period};
pub use words::{join_list, plain, read_goal, read_yes_no, split_list};
