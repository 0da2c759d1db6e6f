//! What can go wrong with a store, and what to do about it.

use std::path::PathBuf;

use clew_journal::{ChainFault, Digest};

use crate::{Location, RowFault};

/// Why the store could not do what was asked. Unless it says otherwise, nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The text does not say where a store is.
    #[error("that is not the place of a database: {reason}")]
    BadLocation {
        /// What is wrong with it; never with a password.
        reason: String,
    },
    /// There is no journal there.
    #[error("there is no Clew journal at {location}; make one with `clew init`")]
    NotThere {
        /// Where it was looked for.
        location: Location,
    },
    /// The server has no such database.
    #[error(
        "the server has no database for {location}; have an empty one made, with the encoding UTF8"
    )]
    NoDatabase {
        /// What was asked for.
        location: Location,
    },
    /// A journal is there already, and a new one was to be made.
    #[error("{location} holds a Clew journal already; open it, or choose another place")]
    Exists {
        /// Where.
        location: Location,
    },
    /// Something else is there.
    #[error("{location} is not a Clew journal: {found}; nothing was changed")]
    NotClew {
        /// Where.
        location: Location,
        /// What was found instead.
        found: String,
    },
    /// A later release of Clew made it.
    #[error(
        "the journal was made by a later release (tables {found}; this release knows {known}); use that release"
    )]
    NewerSchema {
        /// The version of its tables.
        found: u32,
        /// The last version that this release knows.
        known: u32,
    },
    /// An earlier release of Clew made it, and it was to be opened without altering it.
    #[error(
        "the journal was made by an earlier release (tables {found}; this release has {known}), and may not be altered here; open a copy of it"
    )]
    OlderSchema {
        /// The version of its tables.
        found: u32,
        /// The version that this release makes.
        known: u32,
    },
    /// A log of another database stands where a new one was to be made.
    #[error(
        "beside {location} stands {}, which a database of that name left behind; a new one would take it for its own. It may hold the last entries of the old one: put it away together with that one, or choose another place",
        log.display()
    )]
    LogLeft {
        /// Where the new database was to be.
        location: Location,
        /// The log.
        log: PathBuf,
    },
    /// The database cannot be reached, or went away during the work.
    #[error(
        "the database cannot be reached: {reason}{}",
        if *maybe_written { "; whether the change was written is not known: look it up by its id before trying again" }
        else { "; try again when it is back" }
    )]
    Unavailable {
        /// What the system said.
        reason: String,
        /// Whether what was to be written may have been written all the same.
        maybe_written: bool,
    },
    /// There is no room left.
    #[error("there is no room left for the database; make room and try again; nothing was written")]
    Full,
    /// The database may be read but not written.
    #[error("the database may only be read; allow this account to write to it and try again")]
    ReadOnly,
    /// Someone else kept the database too long.
    #[error("the database is busy with someone else's work; try again")]
    Busy,
    /// An entry with this id is in the journal already.
    #[error("an entry with the id {id} is in the journal already")]
    IdTaken {
        /// The id.
        id: String,
    },
    /// The subject has this version already.
    #[error("version {version} of {subject} is in the journal already")]
    VersionTaken {
        /// The subject.
        subject: String,
        /// The version.
        version: u32,
    },
    /// A text holds the character NUL, which a database cannot keep.
    #[error("{what} holds the character NUL, which cannot be stored; take it out")]
    Nul {
        /// Which text, for example `the reason of entry 12`.
        what: String,
    },
    /// Something is too large for the database.
    #[error("{what} is too large for the database")]
    TooLarge {
        /// What.
        what: String,
    },
    /// The rows do not continue the journal that they were to be put to, or the source of a copy is broken.
    #[error("{0}")]
    BrokenChain(ChainFault),
    /// A cell of the journal does not hold what it must.
    #[error("{0}")]
    DamagedRow(RowFault),
    /// A checkpoint's bytes are not those that were put.
    #[error(
        "the checkpoint at entry {sequence} is damaged; entries before it are folded instead, and the next one takes its place"
    )]
    DamagedCheckpoint {
        /// The last entry it covers.
        sequence: u64,
    },
    /// An attachment's bytes do not give its digest.
    #[error("the attachment {digest} is damaged; restore it from a backup")]
    DamagedAttachment {
        /// The digest it is kept under.
        digest: Digest,
    },
    /// The database itself is damaged.
    #[error("the database is damaged: {what}; restore it from a backup")]
    Damaged {
        /// What was found.
        what: String,
    },
    /// What was to be copied to is not empty.
    #[error("{location} holds entries already; copy to an empty one")]
    NotEmpty {
        /// Where.
        location: Location,
    },
    /// Anything else the database said.
    #[error("the database refused: {reason}")]
    Other {
        /// What it said.
        reason: String,
    },
}

impl StoreError {
    pub(crate) fn other(reason: impl ToString) -> Self {
        Self::Other {
            reason: reason.to_string(),
        }
    }

    pub(crate) fn damaged(what: impl ToString) -> Self {
        Self::Damaged {
            what: what.to_string(),
        }
    }
}
