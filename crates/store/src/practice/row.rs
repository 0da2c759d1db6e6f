//! A row of what is kept: one version of one thing of practice.

use clew_journal::Digest;

use super::{maybe, text};
use crate::StoreError;
use crate::connection::{Cells, Value};
use crate::rows::stored;

/// One version of a person, a record or what belongs to one; at the place of the entry that made it.
#[derive(Clone, Default, Eq, PartialEq)]
pub struct KeptRow {
    /// The place of its entry in the journal.
    pub sequence: u64,
    /// What sort of thing it is, as the subject of its entry says.
    pub kind: String,
    /// Its number.
    pub number: u64,
    /// Its version, counted from 1.
    pub version: u32,
    /// Whether no later version stands.
    pub latest: bool,
    /// What its entry did.
    pub act: String,
    /// The person it is about.
    pub person: Option<u64>,
    /// The record that it belongs to, of what belongs to one.
    pub record: Option<u64>,
    /// The record that opened the episode that it belongs to.
    pub episode: Option<u64>,
    /// The person into whom this one was merged.
    pub merged_into: Option<u64>,
    /// The form of a record.
    pub form: Option<String>,
    /// The process of a record.
    pub process: Option<String>,
    /// The team that holds it, or is to receive it.
    pub team: Option<String>,
    /// The account that it is for.
    pub account: Option<String>,
    /// The day of what happened.
    pub event_date: Option<i64>,
    /// The year in which the financial year of that day begins.
    pub event_year: Option<i64>,
    /// How it stands: the stage of a record, or the service's word.
    pub standing: Option<String>,
    /// The digest of the file that it names.
    pub file: Option<Digest>,
    /// What is kept; none once it was erased.
    pub content: Option<String>,
    /// Random bytes that the digest in the entry was made with; none once the content was erased.
    pub salt: Option<Vec<u8>>,
    /// When it was recorded.
    pub recorded_at: i64,
    /// Who recorded it.
    pub recorded_by: String,
    /// The place of the entry that erased it.
    pub erased: Option<u64>,
}

impl std::fmt::Debug for KeptRow {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            kind,
            number,
            version,
            act,
            sequence,
            ..
        } = self;
        write!(
            formatter,
            "{kind}/{number} version {version} ({act}, entry {sequence})"
        )
    }
}

/// Every column, in the order in which a row is read and written.
pub(super) const COLUMNS: &str = "sequence, kind, number, version, latest, act, person, record, episode, merged_into, form, \
     process, team, account, event_date, event_year, standing, file, content, salt, recorded_at, \
     recorded_by, erased";

/// How many columns there are.
pub(super) const COUNT: usize = 23;

pub(super) fn values(row: &KeptRow) -> [Value<'_>; COUNT] {
    [
        Value::Integer(stored(row.sequence)),
        Value::Text(Some(&row.kind)),
        Value::Integer(stored(row.number)),
        Value::Integer(i64::from(row.version)),
        Value::Integer(i64::from(row.latest)),
        Value::Text(Some(&row.act)),
        maybe(row.person),
        maybe(row.record),
        maybe(row.episode),
        maybe(row.merged_into),
        text(&row.form),
        text(&row.process),
        text(&row.team),
        text(&row.account),
        Value::MaybeInteger(row.event_date),
        Value::MaybeInteger(row.event_year),
        text(&row.standing),
        Value::MaybeBytes(row.file.as_ref().map(|digest| digest.as_bytes().as_slice())),
        text(&row.content),
        Value::MaybeBytes(row.salt.as_deref()),
        Value::Integer(row.recorded_at),
        Value::Text(Some(&row.recorded_by)),
        maybe(row.erased),
    ]
}

pub(super) fn read(cells: &Cells<'_>) -> Result<KeptRow, StoreError> {
    let file = cells.maybe_bytes(17)?;
    let file = file.map(|bytes| {
        Digest::from_bytes(&bytes)
            .ok_or_else(|| StoreError::damaged("a file's digest is not 32 bytes long"))
    });
    Ok(KeptRow {
        sequence: cells.number(0)?,
        kind: cells.whole_text(1)?,
        number: cells.number(2)?,
        version: cells.number(3)?,
        latest: cells.number::<i64>(4)? == 1,
        act: cells.whole_text(5)?,
        person: place(cells, 6)?,
        record: place(cells, 7)?,
        episode: place(cells, 8)?,
        merged_into: place(cells, 9)?,
        form: cells.text(10)?,
        process: cells.text(11)?,
        team: cells.text(12)?,
        account: cells.text(13)?,
        event_date: cells.maybe_number(14)?,
        event_year: cells.maybe_number(15)?,
        standing: cells.text(16)?,
        file: file.transpose()?,
        content: cells.text(18)?,
        salt: cells.maybe_bytes(19)?,
        recorded_at: cells.number(20)?,
        recorded_by: cells.whole_text(21)?,
        erased: place(cells, 22)?,
    })
}

/// A number that is no negative one, or nothing.
pub(super) fn place(cells: &Cells<'_>, index: usize) -> Result<Option<u64>, StoreError> {
    match cells.maybe_number(index)? {
        None => Ok(None),
        Some(_) => cells.number(index).map(Some),
    }
}
