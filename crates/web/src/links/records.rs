//! Addresses of records: their lists, editors and histories.

use clew_journal::Subject;
use clew_plan::Kind;

use super::{path, query, with_query};

/// The records of a kind.
#[must_use]
pub fn records(kind: Kind) -> String {
    path(&["records", kind.name()])
}

/// The form for another record of a kind, with some of its fields filled in.
#[must_use]
pub fn new_record(kind: Kind, filled: &[(&str, &str)]) -> String {
    with_query(&path(&["records", "new", kind.name()]), &query(filled))
}

/// Where a record is taken out of the Book.
#[must_use]
pub fn withdraw(subject: &Subject) -> String {
    path(&["records", &subject.to_string(), "withdraw"])
}

/// The editor of a record.
#[must_use]
pub fn edit(subject: &Subject) -> String {
    path(&["records", &subject.to_string(), "edit"])
}

/// A record's history, field by field.
#[must_use]
pub fn history(subject: &Subject) -> String {
    path(&["records", &subject.to_string(), "history"])
}
