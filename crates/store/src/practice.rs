//! What is kept of people and records: a row for every entry of practice, at the entry's own place, with what
//! finds it; cases; by what people are found; who looked; and drafts.
//!
//! A row's content and salt give the digest that stands in its entry, and can be erased without breaking the
//! chain. Times are microseconds since 1970-01-01 00:00 UTC, days are counted from 1970-01-01.

mod copying;
mod drafts;
mod episodes;
mod erasing;
mod filter;
mod found;
mod kept_facts;
mod looks;
mod proving;
mod row;
mod writing;

pub use drafts::DraftRow;
pub use episodes::{EpisodeRow, OfOpen, OpenOf};
pub use erasing::Erasure;
pub use filter::KeptFilter;
pub use found::KnownBy;
pub use kept_facts::KeptFacts;
pub use looks::{LookFilter, LookRow};
pub use proving::KeptEntry;
pub use row::KeptRow;
pub use writing::PracticeWrites;

pub(crate) use copying::copy;

use crate::StoreError;
use crate::connection::{Connection, Value};
use crate::rows::stored;

/// Runs a statement whose count of rows nobody asks for.
fn run(connection: &mut Connection, sql: &str, values: &[Value<'_>]) -> Result<(), StoreError> {
    connection.execute(sql, values).map(|_| ())
}

/// A number, or nothing.
fn maybe(number: Option<u64>) -> Value<'static> {
    Value::MaybeInteger(number.map(stored))
}

/// A text, or nothing.
fn text(text: &Option<String>) -> Value<'_> {
    Value::Text(text.as_deref())
}

/// Refuses texts that a database cannot keep.
fn without_nul<'a>(
    texts: impl IntoIterator<Item = (&'static str, &'a str)>,
) -> Result<(), StoreError> {
    let found = texts.into_iter().find(|(_, text)| text.contains('\0'));
    found.map_or(Ok(()), |(what, _)| {
        Err(StoreError::Nul {
            what: what.to_owned(),
        })
    })
}
