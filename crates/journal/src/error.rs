//! The one error of this crate: an entry that cannot be written, read or applied.

use thiserror::Error;

use crate::Subject;

/// What is wrong with an entry.
#[derive(Clone, Debug, Eq, PartialEq, Error)]
pub enum JournalError {
    /// A change cannot be written as JSON.
    #[error("the change {change} cannot be written: {message}")]
    Unwritable {
        /// The change's name.
        change: &'static str,
        /// What the writer says.
        message: String,
    },
    /// A stored change cannot be read.
    #[error("the change {change:?} cannot be read: {message}")]
    Unreadable {
        /// The change's name as stored.
        change: String,
        /// What the reader says.
        message: String,
    },
    /// A stored column cannot be read.
    #[error("the column {column} holds {found:?}, which cannot be read")]
    UnreadableColumn {
        /// The column's name.
        column: &'static str,
        /// What it holds.
        found: String,
    },
    /// The entry does not go with what is known of its subject.
    #[error("{subject}: {problem}")]
    DoesNotApply {
        /// The subject.
        subject: Subject,
        /// Why it cannot be applied.
        problem: Problem,
    },
    /// A checkpoint cannot be read.
    #[error("the checkpoint cannot be read: {message}")]
    UnreadableCheckpoint {
        /// What is wrong with it.
        message: String,
    },
}

/// Why an entry cannot be applied.
#[derive(Clone, Debug, Eq, PartialEq, Error)]
pub enum Problem {
    /// Something with this name is there already.
    #[error("it is there already")]
    ThereAlready,
    /// There is no such thing.
    #[error("it is not there")]
    NotThere,
    /// It was made for another version.
    #[error("the entry is for version {expected}, but its version is {found}")]
    OtherVersion {
        /// The version that the entry expects to find.
        expected: u32,
        /// The version that is there.
        found: u32,
    },
    /// The change does not belong to such a subject.
    #[error("the change {change} does not belong to it")]
    WrongChange {
        /// The change's name.
        change: &'static str,
    },
    /// The record in the change is of another kind or has another name.
    #[error("the record in the entry is another one")]
    OtherRecord,
    /// A field is not what the entry says that it was.
    #[error("the field {field} is {found}, not {expected}")]
    OtherValue {
        /// The field.
        field: String,
        /// What the entry says it was.
        expected: String,
        /// What it is.
        found: String,
    },
    /// Fields after the change do not make a record of its kind.
    #[error("after the change it would be no sound record: {message}")]
    Unsound {
        /// What is wrong.
        message: String,
    },
    /// A return cannot go from one stage to the other.
    #[error("a return that is {from} cannot become {to}")]
    Stage {
        /// The stage it has.
        from: crate::ReturnStage,
        /// The stage asked for.
        to: crate::ReturnStage,
    },
}
