//! Signing in and working state: kept beside the journal, because it is secret or must be erasable.
//!
//! Of every token only its digest is here. Times are microseconds since 1970-01-01 00:00 UTC. What
//! the numbers and words mean, and who may ask, is the service's business.

mod api_tokens;
mod attempts;
mod copying;
mod forms;
mod held_files;
mod links;
mod log;
mod outbox;
mod sessions;
mod sign_ins;
mod sweeping;

pub use api_tokens::ApiTokenRow;
pub use attempts::AttemptRow;
pub use forms::{HeldFormRow, TypedRow};
pub use held_files::HeldFileRow;
pub use links::LinkRow;
pub use log::{IdentityLogFilter, IdentityLogRow};
pub use outbox::MailRow;
pub use sessions::SessionRow;
pub use sign_ins::{EmailTaken, SignInRow};

pub(crate) use copying::{Kind, Table, copy, copy_table};
pub use sweeping::Before;

use crate::StoreError;
use crate::connection::{Connection, Value};

/// Runs a statement whose count of rows nobody asks for.
fn run(connection: &mut Connection, sql: &str, values: &[Value<'_>]) -> Result<(), StoreError> {
    connection.execute(sql, values).map(|_| ())
}

/// Refuses texts that a database cannot keep.
fn without_nul(texts: &[(&str, &str)]) -> Result<(), StoreError> {
    let found = texts.iter().find(|(_, text)| text.contains('\0'));
    found.map_or(Ok(()), |(what, _)| {
        Err(StoreError::Nul {
            what: (*what).to_owned(),
        })
    })
}
