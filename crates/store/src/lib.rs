//! The store: the only place with SQL. One journal, with its checkpoints and attachments, in a SQLite
//! file or a PostgreSQL database.
//!
//! It knows nothing of what entries mean: it keeps [`clew_journal::Row`]s as they are, each appended
//! to exactly the state it was decided on.

mod append;
mod attachments;
mod checkpoints;
mod connection;
mod copying;
mod error;
mod facts;
pub mod identity;
mod location;
mod postgres_side;
pub mod practice;
mod readers;
mod rows;
mod schema;
mod sqlite_side;
mod store;

pub use append::Appended;
pub use attachments::Attachment;
pub use checkpoints::{Checkpoint, CheckpointSummary};
pub use copying::Progress;
pub use error::StoreError;
pub use facts::Facts;
pub use location::{Location, PostgresUrl};
pub use rows::{RowFault, RowFilter};
pub use store::Store;

/// Every column of every table: what kind of data it holds, how long it is kept, whether it may be published.
pub const PRIVACY: &str = include_str!("../privacy.toml");
