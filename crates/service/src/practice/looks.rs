//! Looks: who looked at whom, when, and by which right. A log of its own: looks are many times more than changes,
//! and one that moved the journal's head would have every page and every decision made anew.

use clew_journal::Moment;
use clew_plan::AccountId;
use clew_practice::record::{PersonNumber, RecordNumber};
use clew_store::practice::{LookFilter, LookRow};

use super::people::may_for;
use super::{Right, Sight};
use crate::{Act, Caller, Service, ServiceError};

/// Looks that are read at once where all are wanted.
const LOOKS_AT_ONCE: u32 = 5_000;

/// In place of a right: it was told that somebody is known, and no more.
const KNOWN: &str = "known";
/// In place of a right: a search showed nobody.
const NOBODY: &str = "nobody";

/// What was looked at.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Looked {
    /// A person's page.
    Person,
    /// A record.
    Record,
    /// A file of a record.
    File,
    /// A list in which they stand.
    List,
    /// A copy of everything, made for the person.
    Copy,
    /// Their chronology, taken away as a file.
    Chronology,
}

impl Looked {
    /// The word that is stored.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Record => "record",
            Self::File => "file",
            Self::List => "list",
            Self::Copy => "copy",
            Self::Chronology => "chronology taken away",
        }
    }
}

/// One look.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Look {
    /// When it was.
    pub at: Moment,
    /// Who looked.
    pub account: AccountId,
    /// At whom.
    pub person: Option<PersonNumber>,
    /// At which record, where it was one.
    pub record: Option<RecordNumber>,
    /// What was looked at, in a word.
    pub what: String,
    /// By which right, in a word.
    pub how: String,
}

/// Whoever looks, as a caller: nothing is written in the journal.
pub(super) fn looker(actor: &AccountId, at: Moment) -> Caller {
    Caller {
        actor: actor.clone(),
        id: String::new(),
        at,
        origin: None,
        despite_clock: false,
    }
}

impl Service {
    /// Notes that somebody was looked at, before they are shown.
    pub(super) fn note_look(
        &self,
        caller: &Caller,
        (person, record): (PersonNumber, Option<RecordNumber>),
        (what, right): (Looked, Right),
    ) -> Result<(), ServiceError> {
        let look = look_row(caller, (Some(person), record), (what, right))?;
        Ok(self.store().note_looks(&[look])?)
    }

    /// Notes that people stood in a list.
    pub(super) fn note_found(
        &self,
        actor: &AccountId,
        at: Moment,
        found: &[(PersonNumber, Right)],
        what: Looked,
    ) -> Result<(), ServiceError> {
        if found.is_empty() {
            return Ok(());
        }
        let caller = looker(actor, at);
        let rows = found
            .iter()
            .map(|(person, right)| look_row(&caller, (Some(*person), None), (what, *right)));
        let rows: Vec<LookRow> = rows.collect::<Result<_, _>>()?;
        Ok(self.store().note_looks(&rows)?)
    }

    /// Notes whom a search showed, those too of whom it was told only that they are known; one that showed nobody is noted
    /// of nobody.
    pub(super) fn note_search(
        &self,
        caller: &Caller,
        found: &[(PersonNumber, Option<Right>)],
    ) -> Result<(), ServiceError> {
        let shown = found.iter();
        let shown = shown.map(|(person, right)| (Some(*person), right.map_or(KNOWN, Right::word)));
        let nobody = found.is_empty().then_some((None, NOBODY));
        let row = |(person, how): (Option<PersonNumber>, &str)| {
            let look = look_row(caller, (person, None), (Looked::List, Right::Team))?;
            let how = how.to_owned();
            Ok::<_, ServiceError>(LookRow { how, ..look })
        };
        let rows: Vec<LookRow> = shown.chain(nobody).map(row).collect::<Result<_, _>>()?;
        Ok(self.store().note_looks(&rows)?)
    }

    /// Notes that records were looked at in a list, as behind a figure.
    pub(crate) fn note_walk(
        &self,
        caller: &Caller,
        found: &[(PersonNumber, RecordNumber, Right)],
    ) -> Result<(), ServiceError> {
        if found.is_empty() {
            return Ok(());
        }
        let rows = found.iter().map(|(person, record, right)| {
            look_row(
                caller,
                (Some(*person), Some(*record)),
                (Looked::List, *right),
            )
        });
        let rows: Vec<LookRow> = rows.collect::<Result<_, _>>()?;
        Ok(self.store().note_looks(&rows)?)
    }

    /// Who looked at a person, under whichever number where they were entered twice, the latest first: for those who
    /// authorise in a team that works with them.
    ///
    /// # Errors
    /// When there is no such person, or the account may not know.
    pub fn looks_at(
        &self,
        actor: &AccountId,
        at: Moment,
        person: PersonNumber,
        (limit, skip): (u32, u32),
    ) -> Result<Vec<Look>, ServiceError> {
        let memory = self.memory();
        let caller = looker(actor, at);
        let sight = Sight::new(self, &memory, &caller);
        let now = sight.person(person)?;
        sight.opened(&now)?;
        may_for(&sight, Act::AuthorisePractice, &now)?;
        let filter = LookFilter {
            people: sight.same_as(person)?.iter().map(|one| one.0).collect(),
            limit,
            skip,
            ..LookFilter::default()
        };
        let rows = self.store().looks(&filter)?;
        Ok(rows.into_iter().map(look).collect())
    }
}

/// Every look at these people, the earliest first, however many there are.
pub(super) fn every_look(
    sight: &Sight<'_>,
    people: &[PersonNumber],
) -> Result<Vec<LookRow>, ServiceError> {
    let mut all: Vec<LookRow> = Vec::new();
    let mut skip = 0;
    loop {
        let read = sight.service.store().looks(&LookFilter {
            people: people.iter().map(|one| one.0).collect(),
            limit: LOOKS_AT_ONCE,
            skip,
            ..LookFilter::default()
        })?;
        let done = read.len() < LOOKS_AT_ONCE as usize;
        all.extend(read);
        if done {
            break;
        }
        skip += LOOKS_AT_ONCE;
    }
    // A look that was noted meanwhile moves the others back by one place, so that one may be read twice.
    all.sort_by(|one, other| (one.at, &one.id).cmp(&(other.at, &other.id)));
    all.dedup_by(|one, other| one.id == other.id);
    Ok(all)
}

fn look_row(
    caller: &Caller,
    (person, record): (Option<PersonNumber>, Option<RecordNumber>),
    (what, right): (Looked, Right),
) -> Result<LookRow, ServiceError> {
    Ok(LookRow {
        id: crate::identity::new_id()?,
        at: caller.at.microseconds(),
        account: caller.actor.to_string(),
        person: person.map(|number| number.0),
        record: record.map(|number| number.0),
        what: what.word().to_owned(),
        how: right.word().to_owned(),
    })
}

pub(super) fn look(row: LookRow) -> Look {
    Look {
        at: Moment::from_microseconds(row.at),
        account: row.account.as_str().into(),
        person: row.person.map(PersonNumber),
        record: row.record.map(RecordNumber),
        what: row.what,
        how: row.how,
    }
}
