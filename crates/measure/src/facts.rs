//! Facts: columns made from records, one table a form and financial year of the event, from which
//! the evaluator counts.
//!
//! A [`FactStore`] never changes: a changed record or person gives a new store that shares every
//! untouched table with the old one, so whoever reads goes on reading. [`SharedFacts`] holds the
//! store of the moment. Facts made from the versions of records known at a time give figures as
//! known at that time.
//!
//! Only records that are complete or authorised count; drafts and withdrawn records do not. A
//! person who was merged into another counts as that other. An age or a locality is the one on
//! the day of the event. When a record was first recorded is the time of the earliest version
//! that counted.
//!
//! Days are held as 16-bit numbers from 1900-01-01 to [`last_day`]; a later day is held as that
//! last one, and nothing later can be asked about.

mod builder;
mod column;
mod day;
mod dictionary;
mod joins;
mod keeping;
mod occasions;
mod partition;
mod people;
mod row;
mod sameness;
mod shape;
mod shared;
mod store;
mod update;

pub use builder::FactBuilder;
pub use day::last_day;
pub use keeping::KeptPart;
pub use occasions::OccasionRow;
pub use shared::SharedFacts;
pub use store::{FactStore, PartitionVersion};
pub use update::FactUpdate;

pub(crate) use column::{Codes, Column, NO_NUMBER, chosen};
pub(crate) use day::{NO_DAY, day_of, mark_of};
pub(crate) use dictionary::{CHOICES_APART, Dictionary};
pub(crate) use occasions::{DUE_NOT_SET, DUE_UNKNOWN, OccasionTable, Occasions};
pub(crate) use partition::Partition;
pub(crate) use shape::{ColumnKind, Join};
pub(crate) use store::FormFacts;
