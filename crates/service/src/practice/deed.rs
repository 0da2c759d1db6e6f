//! Deeds: what an action comes to, before it has its place in the journal; and what is then written.

use clew_journal::{
    Change, Digest, Head, PracticeAct, PracticeEntry, Proposal, Subject, kept_digest,
};
use clew_plan::AccountId;
use clew_practice::person::Person;
use clew_practice::record::{PersonNumber, Record, RecordNumber};
use clew_store::Attachment;
use clew_store::practice::{EpisodeRow, Erasure, KeptRow, PracticeWrites};
use serde::Serialize;

use super::finding::known_by;
use super::kept::{Columns, Kept, columns_of_person, columns_of_record};
use crate::{Caller, ServiceError};

/// Random bytes that a digest is made with.
const SALT: usize = 16;

/// Something that belongs to a person or a record, and how it is found.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Matter {
    pub(crate) columns: Columns,
    pub(crate) what: serde_json::Value,
}

/// What is kept of a deed.
#[derive(Clone, Debug)]
pub(crate) enum Content {
    /// A person, with the team that entered them.
    Person(Person, String),
    /// A record.
    Record(Record),
    /// A version of a record as another system had it, with the account that holds its case.
    TakenOver(Record, Option<AccountId>),
    /// What belongs to one of them.
    Matter(Matter),
    /// Nothing: what was kept is erased.
    Nothing,
}

/// One thing that is done.
#[derive(Clone, Debug)]
pub(crate) struct Deed {
    /// What it does.
    pub(crate) act: PracticeAct,
    /// To what; none for something new, whose number is the place of its entry.
    pub(crate) number: Option<u64>,
    /// The version that it makes.
    pub(crate) version: u32,
    /// What is kept of it.
    pub(crate) content: Content,
    /// Why, where a reason was given.
    pub(crate) reason: Option<String>,
    /// The day on which the case that it opens is closed by the same record, if it is.
    pub(crate) closed: Option<i64>,
}

/// Everything that an action comes to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Acts {
    pub(crate) deeds: Vec<Deed>,
    pub(crate) attachments: Vec<Attachment>,
    /// Cases that others hold from now on.
    pub(crate) episodes: Vec<EpisodeRow>,
    /// Drafts that are completed.
    pub(crate) drafts: Vec<String>,
    /// Whose records are erased, and the files that go with them.
    pub(crate) erased: Option<(Vec<u64>, Vec<Digest>)>,
}

impl From<Deed> for Acts {
    fn from(deed: Deed) -> Self {
        Self {
            deeds: vec![deed],
            ..Self::default()
        }
    }
}

impl Acts {
    /// The records of a case among what is done.
    pub(crate) fn records_of(&self, episode: RecordNumber) -> Vec<Record> {
        let record = |deed: &Deed| match &deed.content {
            Content::Record(record) if record.episode == episode => Some(record.clone()),
            _ => None,
        };
        self.deeds.iter().filter_map(record).collect()
    }
}

impl Deed {
    /// A deed that makes something new.
    pub(crate) fn new(act: PracticeAct, content: Content) -> Self {
        Self {
            act,
            number: None,
            version: 1,
            content,
            reason: None,
            closed: None,
        }
    }

    /// A deed that makes the next version of something.
    pub(crate) fn next(act: PracticeAct, row: &KeptRow, content: Content) -> Self {
        Self {
            act,
            number: Some(row.number),
            version: row.version + 1,
            content,
            reason: None,
            closed: None,
        }
    }

    pub(crate) fn because(mut self, reason: &str) -> Self {
        let reason = reason.trim();
        self.reason = (!reason.is_empty()).then(|| reason.to_owned());
        self
    }
}

/// A matter's content.
pub(crate) fn matter(columns: Columns, what: &impl Serialize) -> Result<Content, ServiceError> {
    let what = serde_json::to_value(what).map_err(|error| unwritable(&error))?;
    Ok(Content::Matter(Matter { columns, what }))
}

/// The entries of what is done after a head, and what is written beside them.
pub(crate) fn written(
    acts: &Acts,
    head: &Head,
    caller: &Caller,
    asked: &str,
) -> Result<(Vec<Proposal>, PracticeWrites), ServiceError> {
    let mut proposals = Vec::with_capacity(acts.deeds.len());
    let mut writes = PracticeWrites {
        episodes: acts.episodes.clone(),
        drafts: acts.drafts.clone(),
        ..PracticeWrites::default()
    };
    for (sequence, deed) in (head.sequence + 1..).zip(&acts.deeds) {
        let number = deed.number.unwrap_or(sequence);
        let row = row_of(deed, (sequence, number), caller, asked, &mut writes)?;
        proposals.push(proposal(deed, &row));
        writes.kept.push(row);
    }
    writes.erasure = acts.erased.as_ref().map(|(people, files)| Erasure {
        people: people.clone(),
        sequence: head.sequence + 1,
        files: files.clone(),
    });
    Ok((proposals, writes))
}

fn proposal(deed: &Deed, row: &KeptRow) -> Proposal {
    let stage = match &deed.content {
        Content::Record(record) | Content::TakenOver(record, _) => Some(record.stage),
        _ => None,
    };
    let salted = row.content.as_ref().zip(row.salt.as_ref());
    let entry = PracticeEntry {
        form: row.form.clone(),
        stage,
        digest: salted.map(|(content, salt)| kept_digest(salt, content)),
    };
    let subject = Subject::practice(deed.act.kind(), row.number);
    let change = Change::Practise(deed.act, Box::new(entry));
    // An entry of practice gives no reason, which may tell of somebody; but what is erased keeps none either.
    let said = deed.act == PracticeAct::ErasePerson;
    Proposal::new(subject, deed.version - 1, change)
        .because(deed.reason.as_deref().filter(|_| said))
}

fn row_of(
    deed: &Deed,
    (sequence, number): (u64, u64),
    caller: &Caller,
    asked: &str,
    writes: &mut PracticeWrites,
) -> Result<KeptRow, ServiceError> {
    let mut row = KeptRow {
        sequence,
        number,
        kind: deed.act.kind().name().to_owned(),
        version: deed.version,
        latest: true,
        act: deed.act.name().to_owned(),
        recorded_at: caller.at.microseconds(),
        recorded_by: caller.actor.to_string(),
        ..KeptRow::default()
    };
    let reason = deed.reason.clone();
    let (columns, content) = match &deed.content {
        Content::Nothing => {
            // Whom the erased version was about is found by the row until the erasure itself marks it.
            row.person = Some(number);
            row.erased = Some(sequence);
            return Ok(row);
        }
        Content::Person(person, team) => {
            let mut person = person.clone();
            (person.number, person.version) = (PersonNumber(number), deed.version);
            writes.known_by.push((number, known_by(&person)));
            let columns = columns_of_person(&person, team);
            let kept = kept_as(asked, reason, Some(&columns), &person)?;
            (columns, kept)
        }
        Content::Record(record) => {
            let record = placed(record, number, deed.version, caller);
            if deed.act == PracticeAct::CompleteRecord && record.episode == record.number {
                writes.episodes.push(EpisodeRow {
                    closed: deed.closed,
                    ..opened(&record, caller)
                });
            }
            let kept = kept_as(asked, reason, None, &record)?;
            (columns_of_record(&record), kept)
        }
        Content::TakenOver(record, holder) => {
            let mut record = record.clone();
            (record.number, record.version) = (RecordNumber(number), deed.version);
            let columns = Columns {
                account: holder.as_ref().map(ToString::to_string),
                ..columns_of_record(&record)
            };
            if deed.version == 1 && record.episode == record.number {
                writes.episodes.push(EpisodeRow {
                    worker: columns.account.clone(),
                    opened: record.recorded_at.saturating_mul(1_000_000),
                    closed: deed.closed,
                    ..opened(&record, caller)
                });
            }
            let of = holder.is_some().then(|| Columns {
                account: columns.account.clone(),
                ..Columns::default()
            });
            (columns, kept_as(asked, reason, of.as_ref(), &record)?)
        }
        Content::Matter(matter) => {
            let columns = matter.columns.clone();
            let kept = kept_as(asked, reason, Some(&columns), &matter.what)?;
            (columns, kept)
        }
    };
    columns.put_into(&mut row);
    row.content = Some(content);
    row.salt = Some(crate::identity::random::<SALT>()?.to_vec());
    Ok(row)
}

fn kept_as(
    asked: &str,
    reason: Option<String>,
    of: Option<&Columns>,
    what: &impl Serialize,
) -> Result<String, ServiceError> {
    let kept = Kept {
        asked: asked.to_owned(),
        reason,
        of: of.cloned(),
        what,
    };
    serde_json::to_string(&kept).map_err(|error| unwritable(&error))
}

/// The record with its number, its version, who recorded it and when; one that opens an episode gives it its
/// own number.
fn placed(record: &Record, number: u64, version: u32, caller: &Caller) -> Record {
    let mut record = record.clone();
    record.number = RecordNumber(number);
    if record.episode == RecordNumber(0) {
        record.episode = record.number;
    }
    record.version = version;
    record.recorded_at = caller.at.microseconds().div_euclid(1_000_000);
    record.recorded_by = caller.actor.to_string();
    record
}

fn opened(record: &Record, caller: &Caller) -> EpisodeRow {
    EpisodeRow {
        number: record.number.0,
        person: record.person.0,
        process: record.process.clone(),
        team: record.team.clone(),
        worker: Some(caller.actor.to_string()),
        opened: caller.at.microseconds(),
        closed: None,
    }
}

fn unwritable(error: &serde_json::Error) -> ServiceError {
    ServiceError::Internal {
        message: format!("what is to be kept cannot be written: {error}"),
    }
}
