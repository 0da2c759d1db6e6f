//! The service: one function per action, each of which authorises, loads, decides and appends.
//!
//! [`Service`] holds what the journal comes to in memory and is the one way to add to it. Page,
//! command line and API call the same functions. Deciding is pure: it reads what is known and gives
//! the entries to append; [`Service::commit`] appends them to exactly the state they were decided on.

mod actions;
mod authorise;
mod caller;
mod error;
mod memory;
mod service;

pub use actions::*;
pub use authorise::{Act, authorise};
pub use caller::Caller;
pub use error::{Conflict, ErrorKind, FieldConflict, FieldProblem, ServiceError};
pub use memory::Memory;
pub use service::{Decision, Done, KnownAt, Service};
