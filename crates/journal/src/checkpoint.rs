//! Checkpoints: a state as bytes, so that a start need not fold the whole journal.
//!
//! The first line is JSON: the head, and all that is not a record. Then each kind of record has a
//! block of lines, `key TAB version TAB changed TAB record as JSON`. Blocks are read in pieces by
//! as many threads as the machine has.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;

use clew_plan::{Account, AccountId, Book, Kind, Organisation, Record};
use serde::{Deserialize, Serialize};

use crate::state::Versioned;
use crate::{
    AppliedPack, Attached, Digest, Freeze, Head, JournalError, Key, PracticePolicy, Return,
    ReturnKey, Standing, State, Subject, SubjectKind,
};

/// The form of checkpoints that this version writes and reads; others are passed over.
pub const CHECKPOINT_FORMAT: u32 = 2;

/// Lines that one thread reads at a time.
const LINES_A_PIECE: usize = 2_048;

/// Pieces that one thread has ready before it waits for them to be taken.
const PIECES_WAITING: usize = 2;

/// What a file hangs on, and its digest.
type EvidenceKey = (Subject, Digest);

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    sequence: u64,
    /// In microseconds, so that also a time that no day holds comes back as it was.
    recorded_at: i64,
    hash: Digest,
    organisation: Option<Organisation>,
    organisation_version: u32,
    locked: Vec<String>,
    returns: Vec<(ReturnKey, Return)>,
    freezes: Vec<Versioned<Freeze>>,
    accounts: Vec<(AccountId, Versioned<Account>)>,
    /// What each file hangs on, and its digest, with how it stands; left out where there are none, so
    /// that checkpoints without any are as they were before there was evidence.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    evidence: Vec<(EvidenceKey, Versioned<Option<Attached>>)>,
    /// The packs in force, by code; left out where there are none.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    packs: BTreeMap<String, Versioned<AppliedPack>>,
    /// Left out where nothing was decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    policy: Option<Versioned<PracticePolicy>>,
    /// Subjects that were taken out, and their versions.
    withdrawn: Vec<(String, u32)>,
    /// Kinds that have records, and how many.
    kinds: Vec<(String, usize)>,
}

/// The state as the bytes of a checkpoint; records that no entry gave are left out.
///
/// # Errors
/// When something cannot be written as JSON.
pub fn to_checkpoint(state: &State) -> Result<Vec<u8>, JournalError> {
    let mut bytes = serde_json::to_vec(&header(state)).map_err(|error| broken(&error))?;
    bytes.push(b'\n');
    for kind in Kind::ALL {
        let standings = state.records.standings(*kind);
        for (record, standing) in state.book.records(*kind).zip(standings) {
            let key = key_text(&standing.key);
            let start = format!("{key}\t{}\t{}\t", standing.version, standing.changed);
            bytes.extend_from_slice(start.as_bytes());
            serde_json::to_writer(&mut bytes, &record).map_err(|error| broken(&error))?;
            bytes.push(b'\n');
        }
    }
    Ok(bytes)
}

fn header(state: &State) -> Header {
    let withdrawn = |kind: &Kind| {
        let kind = *kind;
        let all = state.records.withdrawn(kind).into_iter();
        all.map(move |(key, version)| {
            let subject = Subject {
                kind: SubjectKind::Record(kind),
                key: key.clone(),
            };
            (subject.to_string(), version)
        })
    };
    Header {
        sequence: state.head.sequence,
        recorded_at: state.head.recorded_at,
        hash: state.head.hash,
        organisation: state.book.organisation.clone(),
        organisation_version: state.organisation_version,
        locked: state.locked.iter().map(key_text).collect(),
        returns: pairs(&state.returns),
        freezes: state.freezes.clone(),
        accounts: pairs(&state.accounts),
        evidence: pairs(&state.evidence),
        packs: state.packs.clone(),
        policy: (state.policy.version > 0).then(|| state.policy.clone()),
        withdrawn: Kind::ALL.iter().flat_map(withdrawn).collect(),
        kinds: Kind::ALL
            .iter()
            .map(|kind| (kind.name().to_owned(), state.records.standings(*kind).len()))
            .filter(|(_, count)| *count > 0)
            .collect(),
    }
}

fn pairs<K: Clone, V: Clone>(map: &BTreeMap<K, V>) -> Vec<(K, V)> {
    map.iter()
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect()
}

/// The state that a checkpoint holds.
///
/// # Errors
/// When the bytes are no checkpoint of this version.
pub fn from_checkpoint(bytes: &[u8]) -> Result<State, JournalError> {
    let text = std::str::from_utf8(bytes).map_err(|error| broken(&error))?;
    let (first, rest) = text
        .split_once('\n')
        .ok_or_else(|| broken(&"it has no first line"))?;
    let header: Header = serde_json::from_str(first).map_err(|error| broken(&error))?;
    let pieces = pieces(&header, rest)?;
    let mut state = State {
        organisation_version: header.organisation_version,
        locked: header
            .locked
            .iter()
            .map(|key| key_of(key))
            .collect::<Result<BTreeSet<Key>, _>>()?,
        returns: header.returns.into_iter().collect(),
        freezes: header.freezes,
        accounts: header.accounts.into_iter().collect(),
        evidence: header.evidence.into_iter().collect(),
        packs: header.packs,
        policy: header.policy.unwrap_or_default(),
        head: Head {
            sequence: header.sequence,
            recorded_at: header.recorded_at,
            hash: header.hash,
        },
        ..State::default()
    };
    state.book_mut().organisation = header.organisation;
    for piece in &pieces {
        state.records_mut().reserve(piece.kind, piece.lines.len());
    }
    read_all(&pieces, |kind, (standings, mut records)| {
        for standing in standings {
            state.records_mut().push(kind, standing);
        }
        state.book_mut().append(&mut records);
    })?;
    for (subject, version) in header.withdrawn {
        let subject: Subject = subject.parse().map_err(|error| broken(&error))?;
        if let SubjectKind::Record(kind) = subject.kind {
            state
                .records_mut()
                .note_withdrawn(kind, subject.key, version);
        }
    }
    Ok(state)
}

/// Lines of one kind.
struct Piece<'text> {
    kind: Kind,
    lines: Vec<&'text str>,
}

fn pieces<'text>(header: &Header, text: &'text str) -> Result<Vec<Piece<'text>>, JournalError> {
    let mut lines = text.lines();
    let mut pieces = Vec::new();
    for (name, count) in &header.kinds {
        let kind = Kind::ALL.iter().find(|kind| kind.name() == name);
        let kind = *kind.ok_or_else(|| broken(&format!("it has the unknown kind {name}")))?;
        let mut left = *count;
        while left > 0 {
            let some: Vec<&str> = lines.by_ref().take(left.min(LINES_A_PIECE)).collect();
            if some.is_empty() {
                return Err(broken(&format!("{left} {name} are missing")));
            }
            left -= some.len();
            pieces.push(Piece { kind, lines: some });
        }
    }
    match lines.next() {
        None => Ok(pieces),
        Some(_) => Err(broken(&"it has more lines than it says")),
    }
}

/// What some lines hold: how each record stands, and the records.
type Lines = (Vec<Standing>, Book);
type Read = Result<Lines, JournalError>;

/// Reads every piece, in as many threads as there are processors, and hands on what they hold in
/// order. Few pieces wait at a time: records take much more room read than written.
fn read_all(pieces: &[Piece<'_>], mut take: impl FnMut(Kind, Lines)) -> Result<(), JournalError> {
    let threads = thread::available_parallelism()
        .map_or(1, usize::from)
        .min(pieces.len());
    thread::scope(|scope| {
        let start = |first: usize| {
            let (sender, receiver) = sync_channel::<Read>(PIECES_WAITING);
            scope.spawn(move || {
                let own = pieces.iter().skip(first).step_by(threads);
                let mut sent = own.map(|piece| sender.send(read_piece(piece)).is_ok());
                // It ends early when nobody waits for more.
                let _ = sent.all(|sent| sent);
            });
            receiver
        };
        let receivers: Vec<Receiver<Read>> = (0..threads).map(start).collect();
        for (place, piece) in pieces.iter().enumerate() {
            let read = receivers[place % threads].recv();
            take(piece.kind, read.map_err(|error| broken(&error))??);
        }
        Ok(())
    })
}

fn read_piece(piece: &Piece<'_>) -> Read {
    let mut standings = Vec::with_capacity(piece.lines.len());
    let mut records = Book::default();
    for line in &piece.lines {
        let (standing, record) = read_line(piece.kind, line)?;
        standings.push(standing);
        records.push(record);
    }
    Ok((standings, records))
}

fn read_line(kind: Kind, line: &str) -> Result<(Standing, Record), JournalError> {
    let mut parts = line.splitn(4, '\t');
    let mut part = || parts.next().ok_or_else(|| broken(&"a line is cut short"));
    let standing = Standing {
        key: key_of(part()?)?,
        version: part()?.parse().map_err(|error| broken(&error))?,
        changed: part()?.parse().map_err(|error| broken(&error))?,
    };
    let mut reader = serde_json::Deserializer::from_str(part()?);
    let record = kind.read(&mut reader).map_err(|error| broken(&error))?;
    reader.end().map_err(|error| broken(&error))?;
    Ok((standing, record))
}

fn key_text(key: &Key) -> String {
    match key {
        Key::Named(text) => text.to_string(),
        Key::Numbered(number) => format!("#{number}"),
    }
}

fn key_of(text: &str) -> Result<Key, JournalError> {
    match text.strip_prefix('#') {
        Some(number) => number
            .parse()
            .map(Key::Numbered)
            .map_err(|error| broken(&error)),
        None => Ok(Key::Named(text.into())),
    }
}

fn broken(message: &dyn std::fmt::Display) -> JournalError {
    JournalError::UnreadableCheckpoint {
        message: message.to_string(),
    }
}
