//! Entries: one change with who, when and why.

use clew_calendar::Day;
use clew_plan::{AccountId, Kind};

use crate::{Change, Digest, Head, JournalError, Moment, Row, Subject};

/// One change, as it stands in the journal.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Entry {
    /// Place in the journal, counted from 1.
    pub sequence: u64,
    /// The id that the client made.
    pub id: String,
    /// When it was recorded.
    pub recorded_at: Moment,
    /// The day it is about, where there is one.
    pub event_date: Option<Day>,
    /// Who made it.
    pub actor: AccountId,
    /// What it changes.
    pub subject: Subject,
    /// The subject's version after it; the version it was made for is one less.
    pub version: u32,
    /// What it does.
    pub change: Change,
    /// Why it was made, where a reason was given.
    pub reason: Option<String>,
    /// Where it came from, for example `import of returns.xlsx`.
    pub origin: Option<String>,
}

impl Entry {
    /// Reads an entry from its row.
    ///
    /// # Errors
    /// When a column cannot be read, or this version knows no such change.
    pub fn read(row: &Row) -> Result<Self, JournalError> {
        let unreadable = |column, found: &str| JournalError::UnreadableColumn {
            column,
            found: found.to_owned(),
        };
        let subject: Subject = row
            .subject
            .parse()
            .map_err(|_| unreadable("subject", &row.subject))?;
        let event_date = row
            .event_date
            .as_deref()
            .map(|day| day.parse().map_err(|_| unreadable("event_date", day)));
        Ok(Self {
            sequence: row.sequence,
            id: row.id.clone(),
            recorded_at: Moment::from_microseconds(row.recorded_at),
            event_date: event_date.transpose()?,
            actor: row.actor.as_str().into(),
            version: row.version,
            change: Change::read(&row.change, &subject, &row.body)?,
            reason: row.reason.clone(),
            origin: row.origin.clone(),
            subject,
        })
    }
}

/// What a proposed entry is to change.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum About {
    /// A subject with a name, or one that is there.
    Subject(Subject),
    /// A new record of a kind without names: the entry's own place becomes its number.
    New(Kind),
}

impl From<Subject> for About {
    fn from(subject: Subject) -> Self {
        Self::Subject(subject)
    }
}

/// An entry before it has its place in the journal.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Proposal {
    /// What it changes.
    pub about: About,
    /// The version it was made for; 0 for something new.
    pub expected: u32,
    /// What it does.
    pub change: Change,
    /// The day it is about, where there is one.
    pub event_date: Option<Day>,
    /// Why, where a reason was given.
    pub reason: Option<String>,
}

impl Proposal {
    /// A proposal without a reason or a day.
    #[must_use]
    pub fn new(about: impl Into<About>, expected: u32, change: Change) -> Self {
        Self {
            about: about.into(),
            expected,
            change,
            event_date: None,
            reason: None,
        }
    }

    /// The same with a reason.
    #[must_use]
    pub fn because(mut self, reason: Option<&str>) -> Self {
        self.reason = reason.map(str::to_owned);
        self
    }
}

/// Who proposes entries, when, and from where.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Signature {
    /// The client's id for the whole command; its entries are `id`, `id.2`, `id.3` and so on.
    pub id: String,
    /// The account.
    pub actor: AccountId,
    /// The time by the clock of the machine that records.
    pub at: Moment,
    /// Where it comes from, for example `import of returns.xlsx`.
    pub origin: Option<String>,
}

/// Gives proposals their places after `head`: the rows to append, each chained to the one before.
///
/// # Errors
/// When a change cannot be written.
pub fn seal(
    head: &Head,
    proposals: &[Proposal],
    signature: &Signature,
) -> Result<Vec<Row>, JournalError> {
    let mut head = *head;
    let mut rows = Vec::with_capacity(proposals.len());
    for (place, proposal) in proposals.iter().enumerate() {
        let mut row = unsealed(&head, place, proposal, signature)?;
        row.seal(&head);
        head = row.as_head();
        rows.push(row);
    }
    Ok(rows)
}

fn unsealed(
    head: &Head,
    place: usize,
    proposal: &Proposal,
    signature: &Signature,
) -> Result<Row, JournalError> {
    let subject = match &proposal.about {
        About::Subject(subject) => subject.clone(),
        About::New(kind) => Subject::numbered(*kind, head.sequence + 1),
    };
    Ok(Row {
        sequence: 0,
        id: match place {
            0 => signature.id.clone(),
            later => format!("{}.{}", signature.id, later + 1),
        },
        recorded_at: signature.at.microseconds(),
        event_date: proposal.event_date.map(|day| day.to_string()),
        actor: signature.actor.to_string(),
        subject: subject.to_string(),
        version: proposal.expected + 1,
        change: proposal.change.name().to_owned(),
        body: proposal.change.body()?,
        reason: proposal.reason.clone(),
        origin: signature.origin.clone(),
        previous: Digest::ZERO,
        hash: Digest::ZERO,
    })
}
