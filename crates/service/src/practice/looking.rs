//! Looking: a person's page and a record, each look noted before anything is shown; and a team's lists.

use std::collections::{BTreeMap, BTreeSet};

use clew_calendar::Day;
use clew_journal::{Moment, PracticeAct, PracticeKind};
use clew_plan::{AccountId, UnitId};
use clew_practice::person::Person;
use clew_practice::record::{PersonNumber, Record, RecordNumber, Stage};
use clew_store::practice::{EpisodeRow, KeptFilter, KeptRow};

use super::access::Seen;
use super::checking::warnings;
use super::files::files_of;
use super::hand_overs::{HandOver, OFFERED};
use super::kept::{read, stage_word};
use super::lists::sent_back_by;
use super::looks::{Looked, looker};
use super::restricting::Restriction;
use super::sight::{MatterNow, PersonNow};
use super::{CaseStanding, ChronologyChoice, Opening, RecordFile, Right, Sight, Supervision};
use crate::local_time::day_of;
use crate::{Act, FieldProblem, Service, ServiceError};

/// A case: one run of a process about a person.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Case {
    /// The record that opened it.
    pub episode: RecordNumber,
    /// Whom it is about.
    pub person: PersonNumber,
    /// The process, if it is a run of one.
    pub process: Option<String>,
    /// The team that holds it.
    pub team: UnitId,
    /// The account that holds it.
    pub worker: Option<AccountId>,
    /// When it was opened.
    pub opened: Moment,
}

/// When something was recorded for the first time, and by whom; corrections and authorisations came later.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct FirstRecorded {
    /// The day, by the clock of the place.
    pub on: Day,
    /// The account.
    pub by: AccountId,
}

/// Everything there is of a person, as far as the account may open it.
#[derive(Clone, Debug)]
pub struct PersonPage {
    /// The person.
    pub person: Person,
    /// Everyone who is the same person, where some were entered twice.
    pub same_as: Vec<PersonNumber>,
    /// By which right they are shown.
    pub right: Right,
    /// The teams that work with them.
    pub teams: Vec<UnitId>,
    /// Their cases, the first opened first.
    pub cases: Vec<Case>,
    /// How those that are runs of a process stand.
    pub standing: BTreeMap<RecordNumber, CaseStanding>,
    /// Their records as they stand, in order of the event; withdrawn ones too.
    pub records: Vec<Record>,
    /// When each of them was first recorded.
    pub recorded: BTreeMap<RecordNumber, FirstRecorded>,
    /// Those of the records that a senior sent back and nobody corrected since.
    pub sent_back: BTreeSet<RecordNumber>,
    /// Records that are restricted to others: how many, and nothing more.
    pub restricted: usize,
    /// What was decided about the chronology.
    pub chronology: Vec<ChronologyChoice>,
    /// Cases that are handed over, or were, each with the number of the hand-over and the version.
    pub hand_overs: Vec<(u64, u32, HandOver)>,
    /// What was decided in supervision.
    pub supervision: Vec<Supervision>,
    /// Who broke the glass, and why.
    pub openings: Vec<Opening>,
    /// What restricts the person as a whole.
    pub restrictions: Vec<Restriction>,
}

/// A version of a record, with how it came about.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct RecordVersion {
    /// The record as it then was.
    pub record: Record,
    /// What made it so.
    pub act: PracticeAct,
    /// Why, where a reason was given.
    pub reason: Option<String>,
    /// Place in the journal of its entry.
    pub entry: u64,
}

/// A record with its history.
#[derive(Clone, Debug)]
pub struct RecordPage {
    /// Whom it is about.
    pub person: Person,
    /// By which right it is shown.
    pub right: Right,
    /// Every version, the earliest first.
    pub versions: Vec<RecordVersion>,
    /// The team that holds its case now; none where it is of no case.
    pub held_by: Option<UnitId>,
    /// The files that hang on it.
    pub files: Vec<RecordFile>,
    /// What it says that can be and is unlikely, field by field: days out of order.
    pub warnings: Vec<FieldProblem>,
}

impl RecordPage {
    /// The record as it stands.
    #[must_use]
    pub fn now(&self) -> Option<&Record> {
        self.versions.last().map(|version| &version.record)
    }

    /// Whether a senior sent it back and it was not corrected since, with the reason. That it was restricted meanwhile,
    /// or no longer is, changes nothing of it.
    #[must_use]
    pub fn sent_back(&self) -> Option<&str> {
        let mut acts = self.versions.iter().rev();
        let last = acts.find(|version| version.act != PracticeAct::MarkRecord)?;
        let back = last.act == PracticeAct::SendRecordBack;
        last.reason.as_deref().filter(|_| back)
    }
}

impl Service {
    /// A person's page. That it was looked at is noted first.
    ///
    /// # Errors
    /// When there is no such person, or none that the account may know of; when the look cannot be noted.
    pub fn look_at_person(
        &self,
        actor: &AccountId,
        at: Moment,
        number: PersonNumber,
    ) -> Result<PersonPage, ServiceError> {
        let memory = self.memory();
        let caller = looker(actor, at);
        let sight = Sight::new(self, &memory, &caller);
        let now = sight.person(number)?;
        let right = sight.opened(&now)?;
        self.note_look(&caller, (number, None), (Looked::Person, right))?;
        page(&sight, &now, right)
    }

    /// A record with every version. That it was looked at is noted first.
    ///
    /// # Errors
    /// As for [`Service::look_at_person`].
    pub fn look_at_record(
        &self,
        actor: &AccountId,
        at: Moment,
        number: RecordNumber,
    ) -> Result<RecordPage, ServiceError> {
        let memory = self.memory();
        let caller = looker(actor, at);
        let sight = Sight::new(self, &memory, &caller);
        let now = sight.record(number)?;
        let (person, right) = sight.opened_record(&now)?;
        let of = (person.person.number, Some(number));
        self.note_look(&caller, of, (Looked::Record, right))?;
        let files = files_of(&sight, number)?;
        let case = self.store().episode(now.record.episode.0)?;
        Ok(RecordPage {
            person: person.person,
            right,
            versions: versions(&sight, number)?,
            held_by: case.map(|case| case.team.as_str().into()),
            files: files.into_iter().map(|file| file.what).collect(),
            warnings: warnings(&sight, &now.record)?,
        })
    }

    /// The cases that a team holds, for those who look at practice there. Whom they are about is not told here but by
    /// their number.
    ///
    /// # Errors
    /// When the account may not.
    pub fn cases_of(
        &self,
        actor: &AccountId,
        at: Moment,
        team: &UnitId,
    ) -> Result<Vec<Case>, ServiceError> {
        let memory = self.memory();
        let caller = looker(actor, at);
        let sight = Sight::new(self, &memory, &caller);
        sight.may(Act::LookAtPractice, team.as_str())?;
        let rows = self.store().episodes_held_by(team.as_str())?;
        Ok(rows.into_iter().map(case).collect())
    }

    /// The records of a team that wait for a senior, the first recorded first, each with whether it was sent back.
    /// Restricted ones are left out for those who are not named.
    ///
    /// # Errors
    /// When the account may not authorise there.
    pub fn to_authorise(
        &self,
        actor: &AccountId,
        at: Moment,
        team: &UnitId,
    ) -> Result<Vec<(Record, bool)>, ServiceError> {
        let memory = self.memory();
        let caller = looker(actor, at);
        let sight = Sight::new(self, &memory, &caller);
        sight.may(Act::AuthorisePractice, team.as_str())?;
        let filter = KeptFilter {
            latest: true,
            kind: Some(PracticeKind::Record.name()),
            team: Some(team.to_string()),
            standing: Some(stage_word(Stage::Complete).to_owned()),
            ..KeptFilter::default()
        };
        let mut waiting = Vec::new();
        let mut shown = Vec::new();
        for now in sight.matters::<Record>(&filter)? {
            if let Some(right) = may_open(&sight, &now)? {
                shown.push((now.what.person, right));
                let back = sent_back_by(&sight, &now.row)?.is_some();
                waiting.push((now.what, back));
            }
        }
        self.note_found(actor, at, &shown, Looked::List)?;
        Ok(waiting)
    }

    /// The cases that are offered to a team and wait for its answer, each with the number of the hand-over.
    ///
    /// # Errors
    /// When the account may not record there.
    pub fn offered_to(
        &self,
        actor: &AccountId,
        at: Moment,
        team: &UnitId,
    ) -> Result<Vec<(u64, HandOver)>, ServiceError> {
        let memory = self.memory();
        let caller = looker(actor, at);
        let sight = Sight::new(self, &memory, &caller);
        sight.may(Act::LookAtPractice, team.as_str())?;
        let offers = sight.matters::<HandOver>(&KeptFilter {
            latest: true,
            kind: Some(PracticeKind::HandOver.name()),
            team: Some(team.to_string()),
            standing: Some(OFFERED.to_owned()),
            ..KeptFilter::default()
        })?;
        let shown: Vec<(PersonNumber, Right)> = offers
            .iter()
            .map(|offer| (offer.what.person, Right::Team))
            .collect();
        self.note_found(actor, at, &shown, Looked::List)?;
        let told = offers.into_iter();
        Ok(told.map(|offer| (offer.row.number, offer.what)).collect())
    }

    /// Hands on every version of every record, in the order of recording: for facts, which tell of nobody. Erased ones
    /// are left out. It asks nobody who they are.
    ///
    /// # Errors
    /// When the store cannot be read.
    #[doc(hidden)]
    pub fn each_record_version(
        &self,
        latest_only: bool,
        known_at: Option<Moment>,
        each: &mut dyn FnMut(Record),
    ) -> Result<(), ServiceError> {
        let filter = KeptFilter {
            latest: latest_only,
            kind: Some(PracticeKind::Record.name()),
            ..KeptFilter::default()
        };
        // What was taken over was known from when it was recorded in the other system.
        let taken_over = PracticeAct::TakeOverRecord.name();
        let known = |row: &KeptRow, record: &Record| {
            known_at.is_none_or(|at| match row.act == taken_over {
                true => record.recorded_at.saturating_mul(1_000_000) <= at.microseconds(),
                false => row.recorded_at <= at.microseconds(),
            })
        };
        let mut failed = None;
        self.store().each_kept(&filter, &mut |row| {
            match read::<Record>(&row) {
                Ok(kept) => {
                    if let Some(kept) = kept.filter(|kept| known(&row, &kept.what)) {
                        each(kept.what);
                    }
                }
                Err(error) => {
                    failed = Some(error);
                    return std::ops::ControlFlow::Break(());
                }
            }
            std::ops::ControlFlow::Continue(())
        })?;
        failed.map_or(Ok(()), Err)
    }

    /// Hands on every person as they stand, merged ones too: for facts. It asks nobody who they are.
    ///
    /// # Errors
    /// When the store cannot be read.
    #[doc(hidden)]
    pub fn each_person(&self, each: &mut dyn FnMut(Person)) -> Result<(), ServiceError> {
        let filter = KeptFilter {
            latest: true,
            kind: Some(PracticeKind::Person.name()),
            ..KeptFilter::default()
        };
        let mut failed = None;
        self.store().each_kept(&filter, &mut |row| {
            match read::<Person>(&row) {
                Ok(kept) => {
                    if let Some(kept) = kept {
                        each(kept.what);
                    }
                }
                Err(error) => {
                    failed = Some(error);
                    return std::ops::ControlFlow::Break(());
                }
            }
            std::ops::ControlFlow::Continue(())
        })?;
        failed.map_or(Ok(()), Err)
    }
}

fn page(sight: &Sight<'_>, now: &PersonNow, right: Right) -> Result<PersonPage, ServiceError> {
    let same_as = sight.same_as(now.person.number)?;
    let teams = sight.teams_of(now, &same_as)?;
    let mut page = PersonPage {
        person: now.person.clone(),
        right,
        teams: teams.iter().map(|team| team.as_str().into()).collect(),
        cases: Vec::new(),
        standing: BTreeMap::new(),
        records: Vec::new(),
        recorded: BTreeMap::new(),
        sent_back: BTreeSet::new(),
        restricted: 0,
        chronology: Vec::new(),
        hand_overs: Vec::new(),
        supervision: Vec::new(),
        openings: Vec::new(),
        restrictions: sight.restrictions_of(&same_as)?,
        same_as,
    };
    for one in page.same_as.clone() {
        gather(sight, one, &mut page)?;
    }
    page.records
        .sort_by_key(|record| (record.event_date, record.number));
    page.openings.sort_by_key(|opening| opening.from);
    super::standing::settle(sight, &mut page)?;
    Ok(page)
}

fn gather(sight: &Sight<'_>, one: PersonNumber, page: &mut PersonPage) -> Result<(), ServiceError> {
    let episodes = sight.service.store().episodes_of(one.0)?;
    page.cases.extend(episodes.into_iter().map(case));
    for record in sight.matters_of::<Record>(PracticeKind::Record, one)? {
        if may_open(sight, &record)?.is_none() {
            page.restricted += 1;
            continue;
        }
        let first = first_recorded(sight, &record)?;
        page.recorded.insert(record.what.number, first);
        page.records.push(record.what);
    }
    let what = |all: Vec<MatterNow<ChronologyChoice>>| all.into_iter().map(|one| one.what);
    let choices = sight.matters_of(PracticeKind::Chronology, one)?;
    page.chronology.extend(what(choices));
    for offer in sight.matters_of::<HandOver>(PracticeKind::HandOver, one)? {
        let MatterNow { row, what } = offer;
        page.hand_overs.push((row.number, row.version, what));
    }
    let decided = sight.matters_of::<Supervision>(PracticeKind::Supervision, one)?;
    page.supervision
        .extend(decided.into_iter().map(|one| one.what));
    let openings = sight.matters_of::<Opening>(PracticeKind::Opening, one)?;
    page.openings
        .extend(openings.into_iter().map(|one| one.what));
    Ok(())
}

/// When a record was first recorded, and by whom.
pub(super) fn first_recorded(
    sight: &Sight<'_>,
    now: &MatterNow<Record>,
) -> Result<FirstRecorded, ServiceError> {
    let record = &now.what;
    let earlier = match record.version {
        1 => None,
        _ => versions(sight, record.number)?.into_iter().next(),
    };
    let first = earlier.as_ref().map_or(record, |version| &version.record);
    let at = first.recorded_at.saturating_mul(1_000_000);
    Ok(FirstRecorded {
        on: day_of(Moment::from_microseconds(at)),
        by: first.recorded_by.as_str().into(),
    })
}

/// The right by which a record of a list may be shown; none where it may not.
pub(super) fn may_open(
    sight: &Sight<'_>,
    now: &MatterNow<Record>,
) -> Result<Option<Right>, ServiceError> {
    if !now.what.restricted {
        let person = sight.person(now.what.person)?;
        return Ok(match sight.seen(&person)? {
            Seen::Open(right) => Some(right),
            Seen::Known | Seen::Hidden => None,
        });
    }
    let record = super::sight::RecordNow {
        row: now.row.clone(),
        record: now.what.clone(),
    };
    match sight.opened_record(&record) {
        Ok((_, right)) => Ok(Some(right)),
        Err(ServiceError::NotFound { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

fn versions(sight: &Sight<'_>, number: RecordNumber) -> Result<Vec<RecordVersion>, ServiceError> {
    let rows = sight.kept(&KeptFilter {
        kind: Some(PracticeKind::Record.name()),
        number: Some(number.0),
        ..KeptFilter::default()
    })?;
    let mut versions = Vec::with_capacity(rows.len());
    for row in &rows {
        versions.extend(version(row)?);
    }
    Ok(versions)
}

pub(super) fn version(row: &KeptRow) -> Result<Option<RecordVersion>, ServiceError> {
    let act = PracticeAct::called(&row.act);
    let act = act.ok_or_else(|| super::unreadable(&format!("{row:?}"), &"there is no such act"))?;
    let kept = read::<Record>(row)?;
    Ok(kept.map(|kept| RecordVersion {
        record: kept.what,
        act,
        reason: kept.reason,
        entry: row.sequence,
    }))
}

fn case(row: EpisodeRow) -> Case {
    Case {
        episode: RecordNumber(row.number),
        person: PersonNumber(row.person),
        process: row.process,
        team: row.team.as_str().into(),
        worker: row.worker.as_deref().map(AccountId::from),
        opened: Moment::from_microseconds(row.opened),
    }
}
