//! The one error of this crate: why an action was not done, by kind.

use std::fmt;

use clew_journal::{Moment, Subject};
use clew_plan::{AccountId, Role, UnitId};
use clew_store::{Location, StoreError};
use thiserror::Error;

use crate::{Act, Question};

/// The kinds of error, each mapped once to an exit code or an answer at the edge.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Hash)]
pub enum ErrorKind {
    /// What was asked for is not sound; the fields say why.
    Invalid,
    /// There is no such thing, or none that the caller may know of.
    NotFound,
    /// The caller may not do that.
    Refused,
    /// It was tried too often; the error says from when it may be tried again.
    TooMany,
    /// Someone else was first, or the same id was used for something else.
    Conflict,
    /// The database cannot be reached or written just now.
    Unavailable,
    /// Something is wrong with Clew or its data.
    Internal,
}

/// One field that is not as it should be.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct FieldProblem {
    /// The field's name; empty when it is about the whole.
    pub field: String,
    /// What is wrong and what to do.
    pub problem: String,
}

impl FieldProblem {
    /// A problem of a field.
    pub fn new(field: impl Into<String>, problem: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            problem: problem.into(),
        }
    }
}

impl fmt::Display for FieldProblem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.field.is_empty() {
            true => formatter.write_str(&self.problem),
            false => write!(formatter, "{}: {}", self.field, self.problem),
        }
    }
}

/// A field in which two changes meet.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct FieldConflict {
    /// The field's name.
    pub field: String,
    /// What it was when the caller looked; none when that is not known.
    pub base: Option<String>,
    /// What it is now.
    pub theirs: String,
    /// What the caller wants it to be; none when the caller did not change it.
    pub yours: Option<String>,
}

/// Someone else changed the subject first.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Conflict {
    /// The subject.
    pub subject: Subject,
    /// The version that the caller had seen.
    pub expected: u32,
    /// The version that it has.
    pub found: u32,
    /// Who changed it last, where that is known.
    pub by: Option<AccountId>,
    /// The fields that were changed meanwhile, with the caller's own wishes beside them.
    pub fields: Vec<FieldConflict>,
}

/// Why an action was not done. Nothing was written, save where the error says that it may have been.
#[derive(Debug, Error)]
pub enum ServiceError {
    /// What was asked for is not sound.
    #[error("{what}{}", listed(problems))]
    Invalid {
        /// What was asked for.
        what: String,
        /// Each field that is not as it should be.
        problems: Vec<FieldProblem>,
    },
    /// Something is asked before it is taken: each question is to be answered, or what was asked for
    /// changed.
    #[error("{what} is not taken before these are answered{}", listed(questions))]
    Asks {
        /// What was asked for.
        what: String,
        /// The questions that stand, those that no answer lets pass first.
        questions: Vec<Question>,
    },
    /// There is no such thing.
    #[error("there is no {what} {name:?}{}", hint.as_ref().map(|hint| format!("; {hint}")).unwrap_or_default())]
    NotFound {
        /// What sort of thing, for example "measure".
        what: &'static str,
        /// How it was named.
        name: String,
        /// What there is instead.
        hint: Option<String>,
    },
    /// The caller may not do that.
    #[error("{actor} may not {act}{}: it needs one of the roles {}", place(unit.as_ref()), roles(needs))]
    Refused {
        /// The account.
        actor: AccountId,
        /// What it wanted to do.
        act: Act,
        /// Where; none for the whole organisation.
        unit: Option<UnitId>,
        /// The roles that may.
        needs: Vec<Role>,
    },
    /// The caller does not do the kind of work that a step of a process needs.
    #[error(
        "{actor} may not {what} in {unit}: it needs one of the kinds of work {}; whoever manages accounts can say that {actor} does it", needs.join(", ")
    )]
    NeedsWork {
        /// The account.
        actor: AccountId,
        /// What it wanted to do, for example `fill in Adult protection inquiry`.
        what: String,
        /// The team.
        unit: UnitId,
        /// The kinds of work that may, by their titles.
        needs: Vec<String>,
    },
    /// The caller is not known, or its account is closed.
    #[error("there is no open account {actor}; an administrator can open one with `clew account`")]
    UnknownActor {
        /// The account as it was named.
        actor: AccountId,
    },
    /// The name is not known, or the password is not its own: which of them is not told.
    #[error("that name and password do not go together; try again, or ask for a new password")]
    WrongSignIn,
    /// The code of the second step is not right, or was used before.
    #[error("that code is not right, or was used before; wait for the next one and try again")]
    WrongCode,
    /// A link, or the second half of signing in, was used before or came too late.
    #[error("that was used already, or came too late; begin again")]
    LinkEnded,
    /// It was tried too often.
    #[error("that was tried too often; try again after {}", crate::local_time::shown(*.until))]
    TooMany {
        /// From when on it may be tried again.
        until: Moment,
    },
    /// Someone else was first.
    #[error("{} was changed meanwhile: it has version {}, not {}{}", .0.subject, .0.found, .0.expected, fields(.0))]
    Conflict(Box<Conflict>),
    /// Someone else changed a person or a record first.
    #[error(
        "{} was changed meanwhile: {} did “{act}” at {}; look at it as it now is, and try again", subject, by, crate::local_time::shown(*.at)
    )]
    Overtaken {
        /// The subject.
        subject: Subject,
        /// The version that the caller had seen.
        expected: u32,
        /// The version that it has.
        found: u32,
        /// What was done last.
        act: &'static str,
        /// Who did it.
        by: AccountId,
        /// When.
        at: Moment,
    },
    /// Someone else was first, with several.
    #[error("{} records were changed meanwhile{}{}", conflicts.len() + more, met(conflicts), and_more(*more))]
    Conflicts {
        /// The first of them, at most twenty.
        conflicts: Vec<Conflict>,
        /// How many more there are.
        more: usize,
    },
    /// The id was used before, for something else.
    #[error("the id {id} was used before for another change; these differ: {}", differs.join(", "))]
    OtherRepeat {
        /// The id.
        id: String,
        /// What differs.
        differs: Vec<String>,
    },
    /// The store could not do its part.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A file outside the database could not be read or written.
    #[error(
        "could not {what}: {cause}; check the path, that you may use it and that the disk has room"
    )]
    File {
        /// What was to be done, for example `write archive/journal.jsonl`.
        what: String,
        /// What the file system says.
        cause: std::io::Error,
    },
    /// The key under which secrets are kept is not there, cannot be read, or is another one.
    #[error("{message}")]
    SecretKey {
        /// What is wrong with it and what to do.
        message: String,
    },
    /// A Book could not be written as files.
    #[error(transparent)]
    Exchange(#[from] clew_exchange::ExchangeError),
    /// The last entry lies in the future of the clock.
    #[error(
        "the last entry, {sequence}, is dated {last} and the clock says {now}: whatever is written now would be dated as that one; set the clock of this machine, or wait until it has caught up. Where the entry's own date is wrong, say --despite-clock"
    )]
    Clock {
        /// The last entry.
        sequence: u64,
        /// When it is dated.
        last: Moment,
        /// What the clock says.
        now: Moment,
    },
    /// A journal that was being made could not be finished, and its beginning could not be taken away.
    #[error("{cause}; {location} holds a part only: empty it before trying again")]
    PartLeft {
        /// Where the part is.
        location: Location,
        /// Why it was not finished.
        cause: Box<ServiceError>,
    },
    /// The journal holds something that cannot be so.
    #[error("entry {sequence} cannot be taken in: {message}; run `clew verify`")]
    Journal {
        /// The entry's place; 0 when it was not yet in the journal.
        sequence: u64,
        /// What is wrong.
        message: String,
    },
    /// Something went wrong that should not be able to.
    #[error("{message}")]
    Internal {
        /// What.
        message: String,
    },
}

impl ServiceError {
    /// An error of one field.
    pub fn invalid(what: impl Into<String>, field: &str, problem: impl Into<String>) -> Self {
        Self::Invalid {
            what: what.into(),
            problems: vec![FieldProblem::new(field, problem)],
        }
    }

    /// Whether what was asked for is taken once a reason is given.
    #[must_use]
    pub fn wants_reason(&self) -> bool {
        matches!(self, Self::Invalid { what, .. } if what == crate::actions::NEEDS_REASON)
    }

    /// Its kind.
    #[must_use]
    pub const fn kind(&self) -> ErrorKind {
        match self {
            Self::Invalid { .. } | Self::Asks { .. } => ErrorKind::Invalid,
            Self::NotFound { .. } | Self::LinkEnded => ErrorKind::NotFound,
            Self::Refused { .. }
            | Self::NeedsWork { .. }
            | Self::UnknownActor { .. }
            | Self::WrongSignIn
            | Self::WrongCode => ErrorKind::Refused,
            Self::TooMany { .. } => ErrorKind::TooMany,
            Self::Conflict(_)
            | Self::Overtaken { .. }
            | Self::Conflicts { .. }
            | Self::OtherRepeat { .. } => ErrorKind::Conflict,
            Self::Store(error) => kind_of_store(error),
            Self::File { .. } | Self::SecretKey { .. } | Self::Exchange(_) | Self::Clock { .. } => {
                ErrorKind::Unavailable
            }
            Self::PartLeft { cause, .. } => cause.kind(),
            Self::Journal { .. } | Self::Internal { .. } => ErrorKind::Internal,
        }
    }
}

/// Most of what a store says is that it is not to be had just now; the rest is of another kind.
const fn kind_of_store(error: &StoreError) -> ErrorKind {
    match error {
        StoreError::NotThere { .. } | StoreError::NoDatabase { .. } => ErrorKind::NotFound,
        StoreError::BadLocation { .. }
        | StoreError::Exists { .. }
        | StoreError::NotClew { .. }
        | StoreError::NewerSchema { .. }
        | StoreError::OlderSchema { .. }
        | StoreError::LogLeft { .. }
        | StoreError::NotEmpty { .. }
        | StoreError::Nul { .. }
        | StoreError::TooLarge { .. } => ErrorKind::Invalid,
        StoreError::IdTaken { .. } | StoreError::VersionTaken { .. } => ErrorKind::Conflict,
        StoreError::BrokenChain(_)
        | StoreError::DamagedRow(_)
        | StoreError::DamagedCheckpoint { .. }
        | StoreError::DamagedAttachment { .. }
        | StoreError::Damaged { .. } => ErrorKind::Internal,
        StoreError::Unavailable { .. }
        | StoreError::Full
        | StoreError::ReadOnly
        | StoreError::Busy
        | StoreError::Other { .. } => ErrorKind::Unavailable,
    }
}

fn listed<T: fmt::Display>(lines: &[T]) -> String {
    let lines = lines.iter().map(|line| format!("\n  {line}"));
    lines.collect()
}

fn met(conflicts: &[Conflict]) -> String {
    let lines = conflicts
        .iter()
        .map(|conflict| format!("\n{}{}", conflict.subject, fields(conflict)));
    lines.collect()
}

fn and_more(more: usize) -> String {
    match more {
        0 => String::new(),
        more => format!("\nand {more} more"),
    }
}

fn place(unit: Option<&UnitId>) -> String {
    unit.map_or_else(String::new, |unit| format!(" in {unit}"))
}

fn roles(needs: &[Role]) -> String {
    let words: Vec<&str> = needs.iter().map(|role| role.word()).collect();
    words.join(", ")
}

fn fields(conflict: &Conflict) -> String {
    let by = conflict
        .by
        .as_ref()
        .map(|by| format!(", by {by}"))
        .unwrap_or_default();
    let line = |field: &FieldConflict| {
        let was = field
            .base
            .as_deref()
            .map(|base| format!(" (was {base})"))
            .unwrap_or_default();
        let yours = field
            .yours
            .as_deref()
            .map(|yours| format!("; you wanted {yours}"))
            .unwrap_or_default();
        format!("\n  {}: now {}{was}{yours}", field.field, field.theirs)
    };
    let lines: String = conflict.fields.iter().map(line).collect();
    format!("{by}{lines}")
}
