//! A row of the journal: an entry exactly as it is stored, and its place in the chain.

use std::fmt;

use crate::Digest;

/// The columns of a row that its hash covers, in the order in which they are hashed.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Hash, Ord, PartialOrd)]
pub enum Column {
    /// Place in the journal.
    Sequence,
    /// The client's id for the entry.
    Id,
    /// When it was recorded.
    RecordedAt,
    /// The day it is about.
    EventDate,
    /// Who made it.
    Actor,
    /// What it changed.
    Subject,
    /// The subject's version after it.
    Version,
    /// The name of the change.
    Change,
    /// The change itself.
    Body,
    /// Why.
    Reason,
    /// Where it came from.
    Origin,
    /// The hash of the row before.
    Previous,
    /// Its own hash.
    Hash,
}

impl Column {
    /// Every column, in the order of the table.
    pub const ALL: [Self; 13] = [
        Self::Sequence,
        Self::Id,
        Self::RecordedAt,
        Self::EventDate,
        Self::Actor,
        Self::Subject,
        Self::Version,
        Self::Change,
        Self::Body,
        Self::Reason,
        Self::Origin,
        Self::Previous,
        Self::Hash,
    ];

    /// The column's name in both databases.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sequence => "sequence",
            Self::Id => "id",
            Self::RecordedAt => "recorded_at",
            Self::EventDate => "event_date",
            Self::Actor => "actor",
            Self::Subject => "subject",
            Self::Version => "version",
            Self::Change => "change",
            Self::Body => "body",
            Self::Reason => "reason",
            Self::Origin => "origin",
            Self::Previous => "previous",
            Self::Hash => "hash",
        }
    }
}

/// One row of the journal. Its texts are never rewritten: the hash is over exactly these bytes.
#[derive(Clone, Debug, Eq, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// Place in the journal, counted from 1 without gaps.
    pub sequence: u64,
    /// The id that the client made, unique in the journal, so that a repeat is recognised.
    pub id: String,
    /// When it was recorded: microseconds since 1970-01-01 00:00 UTC; never less than the row before's.
    pub recorded_at: i64,
    /// The day the change is about, as `YYYY-MM-DD`, where there is one.
    pub event_date: Option<String>,
    /// Who made it: the account's id.
    pub actor: String,
    /// What it changed: the text of a [`crate::Subject`].
    pub subject: String,
    /// The subject's version after it, counted from 1.
    pub version: u32,
    /// The name of the change, for example `return-figure`.
    pub change: String,
    /// The change itself, as JSON.
    pub body: String,
    /// Why it was made, where a reason was given.
    pub reason: Option<String>,
    /// Where it came from, for example `import of returns.xlsx`.
    pub origin: Option<String>,
    /// The hash of the row before; [`Digest::ZERO`] for the first.
    pub previous: Digest,
    /// The hash of this row: of [`Row::canonical`].
    pub hash: Digest,
}

impl Row {
    /// The bytes that are hashed: every column but the hash, each as its length in decimal, a colon,
    /// its text and a line end; a column without a value is a hyphen and a line end. Lengths make it
    /// impossible for text to move from one column to the next without changing the bytes.
    #[must_use]
    pub fn canonical(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.body.len() + 256);
        bytes.extend_from_slice(b"clew entry 1\n");
        put(&mut bytes, Some(&self.sequence.to_string()));
        put(&mut bytes, Some(&self.id));
        put(&mut bytes, Some(&self.recorded_at.to_string()));
        put(&mut bytes, self.event_date.as_deref());
        put(&mut bytes, Some(&self.actor));
        put(&mut bytes, Some(&self.subject));
        put(&mut bytes, Some(&self.version.to_string()));
        put(&mut bytes, Some(&self.change));
        put(&mut bytes, Some(&self.body));
        put(&mut bytes, self.reason.as_deref());
        put(&mut bytes, self.origin.as_deref());
        bytes.extend_from_slice(self.previous.as_bytes());
        bytes
    }

    /// The hash that its bytes give.
    #[must_use]
    pub fn computed_hash(&self) -> Digest {
        Digest::of(&self.canonical())
    }

    /// Puts it at the end of a journal: gives it its place, and the hashes.
    pub fn seal(&mut self, head: &Head) {
        self.sequence = head.sequence + 1;
        self.recorded_at = self.recorded_at.max(head.recorded_at);
        self.previous = head.hash;
        self.hash = self.computed_hash();
    }

    /// The journal's head once this row is its last.
    #[must_use]
    pub const fn as_head(&self) -> Head {
        Head {
            sequence: self.sequence,
            recorded_at: self.recorded_at,
            hash: self.hash,
        }
    }

    /// What is wrong with it as the row after `head`, if anything is.
    #[must_use]
    pub fn fault_after(&self, head: &Head) -> Option<ChainFault> {
        let fault = |problem| {
            Some(ChainFault {
                sequence: self.sequence,
                id: self.id.clone(),
                problem,
            })
        };
        if self.sequence != head.sequence + 1 {
            return fault(ChainProblem::OutOfPlace {
                expected: head.sequence + 1,
            });
        }
        if self.previous != head.hash {
            return fault(ChainProblem::DoesNotFollow);
        }
        if self.computed_hash() != self.hash {
            return fault(ChainProblem::Altered);
        }
        if self.recorded_at < head.recorded_at {
            return fault(ChainProblem::EarlierThanBefore);
        }
        None
    }
}

fn put(bytes: &mut Vec<u8>, text: Option<&str>) {
    match text {
        None => bytes.extend_from_slice(b"-\n"),
        Some(text) => {
            bytes.extend_from_slice(text.len().to_string().as_bytes());
            bytes.push(b':');
            bytes.extend_from_slice(text.as_bytes());
            bytes.push(b'\n');
        }
    }
}

/// The end of a journal: its last row's place, time and hash.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Head {
    /// Place of the last row; 0 for an empty journal.
    pub sequence: u64,
    /// When the last row was recorded, in microseconds since 1970-01-01 00:00 UTC; 0 for an empty journal.
    pub recorded_at: i64,
    /// The last row's hash; [`Digest::ZERO`] for an empty journal.
    pub hash: Digest,
}

/// A row that does not continue the chain.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ChainFault {
    /// The place the row says it has.
    pub sequence: u64,
    /// The row's id.
    pub id: String,
    /// What is wrong.
    pub problem: ChainProblem,
}

/// How a row breaks the chain.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum ChainProblem {
    /// It stands where another place was expected: a row is missing, doubled or moved.
    OutOfPlace {
        /// The place that was expected.
        expected: u64,
    },
    /// Its "hash before" is not the hash of the row before.
    DoesNotFollow,
    /// Its bytes do not give its hash: something in it was altered.
    Altered,
    /// It says that it was recorded before the row before it.
    EarlierThanBefore,
}

impl fmt::Display for ChainFault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sequence, id) = (self.sequence, &self.id);
        match self.problem {
            ChainProblem::OutOfPlace { expected } => write!(
                formatter,
                "entry {expected} is missing or moved: entry {sequence} (id {id}) stands in its place"
            ),
            ChainProblem::DoesNotFollow => write!(
                formatter,
                "entry {sequence} (id {id}) does not follow the entry before it: one of the two was altered or replaced"
            ),
            ChainProblem::Altered => write!(
                formatter,
                "entry {sequence} (id {id}) was altered: its content does not give its hash"
            ),
            ChainProblem::EarlierThanBefore => write!(
                formatter,
                "entry {sequence} (id {id}) is dated before the entry that precedes it"
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(id: &str) -> Row {
        Row {
            sequence: 0,
            id: id.to_owned(),
            recorded_at: 1_000,
            event_date: None,
            actor: "performance-officer".to_owned(),
            subject: "figures/SPCC14/2021-22".to_owned(),
            version: 1,
            change: "return-figure".to_owned(),
            body: "{}".to_owned(),
            reason: None,
            origin: Some("import".to_owned()),
            previous: Digest::ZERO,
            hash: Digest::ZERO,
        }
    }

    fn chain() -> Vec<Row> {
        let mut head = Head::default();
        ["a", "b", "c"]
            .map(|id| {
                let mut row = row(id);
                row.seal(&head);
                head = row.as_head();
                row
            })
            .into()
    }

    fn first_fault(rows: &[Row]) -> Option<String> {
        let mut head = Head::default();
        rows.iter().find_map(|row| {
            let fault = row.fault_after(&head);
            head = row.as_head();
            fault.map(|fault| fault.to_string())
        })
    }

    #[test]
    fn sealed_rows_make_a_chain_and_an_altered_one_is_named() {
        let rows = chain();
        assert_eq!(first_fault(&rows), None);
        let mut altered = rows.clone();
        altered[1].body = "{ }".to_owned();
        assert_eq!(
            first_fault(&altered).as_deref(),
            Some("entry 2 (id b) was altered: its content does not give its hash")
        );
    }

    #[test]
    fn a_missing_a_moved_and_a_replaced_row_are_found() {
        let rows = chain();
        assert!(
            first_fault(&[rows[0].clone(), rows[2].clone()])
                .is_some_and(|fault| fault.starts_with("entry 2 is missing"))
        );
        assert!(first_fault(&[rows[1].clone(), rows[0].clone()]).is_some());
        let mut replaced = rows.clone();
        replaced[1].actor = "someone-else".to_owned();
        replaced[1].hash = replaced[1].computed_hash();
        assert!(
            first_fault(&replaced)
                .is_some_and(|fault| fault.contains("entry 3 (id c) does not follow"))
        );
    }

    #[test]
    fn text_cannot_move_between_columns_unseen() {
        let (mut left, mut right) = (row("a"), row("a"));
        left.reason = Some("-\n".to_owned());
        left.origin = None;
        right.reason = None;
        right.origin = Some("-\n".to_owned());
        assert_ne!(left.canonical(), right.canonical());
    }

    #[test]
    fn a_clock_that_moved_back_does_not_break_the_order_of_time() {
        let mut first = row("a");
        first.recorded_at = 5_000;
        first.seal(&Head::default());
        let mut second = row("b");
        second.seal(&first.as_head());
        assert_eq!(second.recorded_at, 5_000);
    }
}
