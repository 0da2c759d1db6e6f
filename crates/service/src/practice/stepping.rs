//! Steps of a process: whether one can be taken now, and whether an account does the work that it needs; and whether a
//! case is closed by it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::sync::Arc;

use clew_calendar::Day;
use clew_journal::PracticeKind;
use clew_plan::AccountId;
use clew_practice::due::{closed_by, closing_day, next_step};
use clew_practice::episode::Episode;
use clew_practice::pack::{Pack, PackCode, Process, Step};
use clew_practice::person::Person;
use clew_practice::record::{Record, RecordNumber};
use clew_store::practice::{EpisodeRow, KeptFilter};
use serde::de::DeserializeOwned;

use super::checking::in_episode;
use super::{Acts, Sight};
use crate::authorise::reaches;
use crate::naming::not_found;
use crate::service::Settled;
use crate::{Memory, Service, ServiceError};

/// The number that a record has while it has none: later than all that do.
const NOT_YET: RecordNumber = RecordNumber(u64::MAX);
/// Cases that are settled in one step: other writers wait no longer than that takes.
const SETTLED_AT_ONCE: usize = 200;
/// Cases that are read at once where all are.
const EPISODES_AT_ONCE: u32 = 5_000;

impl Service {
    /// Refuses a kind of work that no pack in force names.
    pub(crate) fn known_work(&self, memory: &Memory, role: &str) -> Result<(), ServiceError> {
        let packs = super::packs::in_force(self, memory)?;
        let mut known = packs.iter().flat_map(|pack| pack.roles.keys());
        if known.any(|there| there == role) {
            return Ok(());
        }
        let known = packs.iter().flat_map(|pack| pack.roles.keys());
        Err(not_found("kind of work", role, known.map(String::as_str)))
    }
}

impl Service {
    /// Looks again at every case whether it is closed, by its records and the packs in force: after a pack is put in force,
    /// or records were taken over. Those of which something else is kept are then settled one by one: whoever writes
    /// meanwhile settles their own case.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub(crate) fn settle_cases(&self) -> Result<(), ServiceError> {
        let memory = self.memory();
        let packs = super::packs::in_force(self, &memory)?;
        let people = self.all_of_kind::<Person>(PracticeKind::Person)?;
        let people: BTreeMap<_, _> = people.into_iter().map(|one| (one.number, one)).collect();
        let mut cases: BTreeMap<RecordNumber, Vec<Record>> = BTreeMap::new();
        for record in self.all_of_kind::<Record>(PracticeKind::Record)? {
            cases.entry(record.episode).or_default().push(record);
        }
        let held = self.closed_as_held()?;
        let differs = |number: &RecordNumber, records: &[Record]| {
            let person = people.get(&records[0].person)?;
            let (_, closed) = settled_case(&packs, *number, records, person);
            held.get(number).filter(|held| **held != closed)
        };
        let other = cases.iter();
        let other = other.filter(|(number, records)| differs(number, records).is_some());
        self.settle_some(&other.map(|(number, _)| *number).collect())
    }

    /// The same for some cases, a batch at a time.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub(crate) fn settle_some(&self, cases: &BTreeSet<RecordNumber>) -> Result<(), ServiceError> {
        let cases: Vec<RecordNumber> = cases.iter().copied().collect();
        for batch in cases.chunks(SETTLED_AT_ONCE) {
            self.settle_at_head(&|memory| self.to_settle(memory, batch))?;
        }
        Ok(())
    }

    /// The day on which each case was closed, as it is kept.
    fn closed_as_held(&self) -> Result<BTreeMap<RecordNumber, Option<i64>>, ServiceError> {
        let mut held = BTreeMap::new();
        let mut after = 0;
        loop {
            let rows = self.store().episodes_after(after, EPISODES_AT_ONCE)?;
            let Some(last) = rows.last() else {
                return Ok(held);
            };
            after = last.number;
            let rows = rows.into_iter();
            held.extend(rows.map(|row| (RecordNumber(row.number), row.closed)));
        }
    }

    /// Those of some cases of which something else is kept than their records and the packs in force say.
    fn to_settle(&self, memory: &Memory, cases: &[RecordNumber]) -> Result<Settled, ServiceError> {
        let packs = super::packs::in_force(self, memory)?;
        let mut settled = Settled::new();
        for number in cases {
            let filter = KeptFilter {
                latest: true,
                kind: Some(PracticeKind::Record.name()),
                episode: Some(number.0),
                ..KeptFilter::default()
            };
            let records: Vec<Record> = self.all_of(&filter)?;
            let (Some(first), Some(held)) = (records.first(), self.store().episode(number.0)?)
            else {
                continue;
            };
            let filter = KeptFilter {
                latest: true,
                kind: Some(PracticeKind::Person.name()),
                number: Some(first.person.0),
                ..KeptFilter::default()
            };
            let person: Vec<Person> = self.all_of(&filter)?;
            let person = person.first();
            let now = person.map(|person| settled_case(&packs, *number, &records, person));
            settled.extend(now.filter(|(_, closed)| *closed != held.closed));
        }
        Ok(settled)
    }

    fn all_of_kind<T: DeserializeOwned>(&self, kind: PracticeKind) -> Result<Vec<T>, ServiceError> {
        let filter = KeptFilter {
            latest: true,
            kind: Some(kind.name()),
            ..KeptFilter::default()
        };
        self.all_of(&filter)
    }

    fn all_of<T: DeserializeOwned>(&self, filter: &KeptFilter) -> Result<Vec<T>, ServiceError> {
        let mut all = Vec::new();
        let mut failed = None;
        self.store().each_kept(filter, &mut |row| {
            match super::kept::read::<T>(&row) {
                Ok(kept) => all.extend(kept.map(|kept| kept.what)),
                Err(error) => failed = Some(error),
            }
            match failed {
                None => ControlFlow::Continue(()),
                Some(_) => ControlFlow::Break(()),
            }
        })?;
        failed.map_or(Ok(all), Err)
    }
}

/// Whether an account does one of these kinds of work in a team.
pub(super) fn does(memory: &Memory, account: &AccountId, roles: &[PackCode], team: &str) -> bool {
    let team = team.into();
    let account = memory.state().account(account);
    let account = account.filter(|account| !account.closed);
    account.is_some_and(|account| {
        let mut work = account.work.iter();
        work.any(|grant| {
            roles.contains(&grant.role) && reaches(memory.book(), grant.unit.as_ref(), Some(&team))
        })
    })
}

/// Whether an account may take a step, or a like one, of which one of these kinds of work is asked in a team: everybody
/// may where none is named. A page offers by it what the service would accept.
#[must_use]
pub fn does_work(memory: &Memory, account: &AccountId, roles: &[PackCode], team: &str) -> bool {
    roles.is_empty() || does(memory, account, roles, team)
}

impl Sight<'_> {
    /// Refuses unless whoever acts does one of these kinds of work in a team; everybody does where none is named.
    pub(super) fn does_work(
        &self,
        pack: &Pack,
        roles: &[PackCode],
        team: &str,
        what: impl FnOnce() -> String,
    ) -> Result<(), ServiceError> {
        if does_work(self.memory, self.actor(), roles, team) {
            return Ok(());
        }
        Err(ServiceError::NeedsWork {
            actor: self.actor().clone(),
            what: what(),
            unit: team.into(),
            needs: roles.iter().map(|role| title(pack, role)).collect(),
        })
    }
}

/// The title of a kind of work.
pub(super) fn title(pack: &Pack, role: &str) -> String {
    let role_of = pack.roles.get(role);
    role_of.map_or_else(|| role.to_owned(), |role| role.title.clone())
}

/// Refuses a record that is no step of its process that can be taken now, or that needs other work than whoever acts
/// does. `acts` are what is done with it and before it.
pub(super) fn unless_a_step(
    sight: &Sight<'_>,
    packs: &[Arc<Pack>],
    pack: &Pack,
    record: &Record,
    person: &Person,
    acts: &Acts,
) -> Result<(), ServiceError> {
    let refused =
        |field: &str, problem: String| ServiceError::invalid("the record", field, problem);
    let Some(process) = process_of(packs, record) else {
        let mut of = pack
            .processes
            .values()
            .filter(|process| has(process, &record.form));
        return match of.next() {
            None => Ok(()),
            Some(process) => {
                let problem = format!(
                    "say that it belongs to {}: its form is a step of it",
                    process.title
                );
                Err(refused("process", problem))
            }
        };
    };
    let others = around(sight, record, acts)?;
    let runs = Episode::all(&others);
    let run = runs.get(&record.episode);
    let taken = next_step(process, &record.form, run, Some(person), record.event_date);
    let step = taken.map_err(|why| {
        let field = if run.is_none() { "episode" } else { "form" };
        refused(
            field,
            format!(
                "{} {}",
                form_title(pack, &record.form),
                in_titles(pack, &why)
            ),
        )
    })?;
    may_fill(sight, pack, step, record)
}

/// Why a step cannot be taken, with the titles of forms.
fn in_titles(pack: &Pack, why: &clew_practice::due::Untaken) -> String {
    use clew_practice::due::Untaken;
    match why {
        Untaken::After(forms) => {
            let forms = forms.iter().map(|form| form_title(pack, form)).collect();
            Untaken::After(forms).to_string()
        }
        other => other.to_string(),
    }
}

/// Refuses unless whoever acts does the work that filling a step needs.
pub(super) fn may_fill(
    sight: &Sight<'_>,
    pack: &Pack,
    step: &Step,
    record: &Record,
) -> Result<(), ServiceError> {
    let what = || format!("fill in {}", form_title(pack, &record.form));
    sight.does_work(pack, &step.may, &record.team, what)
}

/// Refuses unless whoever acts does the work that filling a record's form again needs.
pub(super) fn may_correct(
    sight: &Sight<'_>,
    packs: &[Arc<Pack>],
    pack: &Pack,
    record: &Record,
) -> Result<(), ServiceError> {
    match step_of(packs, record) {
        Some(step) => may_fill(sight, pack, step, record),
        None => Ok(()),
    }
}

/// Refuses unless whoever acts does the work that authorising a record needs.
pub(super) fn may_authorise(
    sight: &Sight<'_>,
    packs: &[Arc<Pack>],
    pack: &Pack,
    record: &Record,
) -> Result<(), ServiceError> {
    let needs = step_of(packs, record).and_then(|step| step.authorised_by.clone());
    let roles: Vec<PackCode> = needs.into_iter().collect();
    let what = || format!("authorise {}", form_title(pack, &record.form));
    sight.does_work(pack, &roles, &record.team, what)
}

/// The process that a record belongs to, if a pack in force has it.
pub(super) fn process_of<'p>(packs: &'p [Arc<Pack>], record: &Record) -> Option<&'p Process> {
    let code = record.process.as_ref()?;
    packs.iter().find_map(|pack| pack.processes.get(code))
}

/// A case with the day on which its records close it, if they do.
fn settled_case(
    packs: &[Arc<Pack>],
    number: RecordNumber,
    records: &[Record],
    person: &Person,
) -> (u64, Option<i64>) {
    let process = records.first().and_then(|record| process_of(packs, record));
    let closed = closed_on(process, records, person);
    (number.0, closed.map(|day| day.number().into()))
}

/// The step that a record took.
pub(super) fn step_of<'p>(packs: &'p [Arc<Pack>], record: &Record) -> Option<&'p Step> {
    let mut steps = process_of(packs, record)?.steps.iter();
    steps.find(|step| step.form == record.form)
}

/// Keeps of the case of a record whether it is closed, as it will be with that record; gives the day for a case that the
/// record opens.
pub(super) fn settle(
    sight: &Sight<'_>,
    packs: &[Arc<Pack>],
    record: &Record,
    person: &Person,
    acts: &mut Acts,
) -> Result<Option<i64>, ServiceError> {
    let mut all = around(sight, record, acts)?;
    let new = record.number.0 == 0;
    all.push(Record {
        number: if new { NOT_YET } else { record.number },
        ..record.clone()
    });
    let closed = closed_on(process_of(packs, record), &all, person);
    let closed = closed.map(|day| day.number().into());
    if record.episode.0 == 0 {
        return Ok(closed);
    }
    let mut known = acts.episodes.iter().rev();
    let held = known.find(|row| row.number == record.episode.0).cloned();
    let held = match held {
        Some(held) => Some(held),
        None => sight.service.store().episode(record.episode.0)?,
    };
    if let Some(held) = held.filter(|held| held.closed != closed) {
        acts.episodes.push(EpisodeRow { closed, ..held });
    }
    Ok(closed)
}

/// The day on which a case was closed, by its records: by the first that closes it, or the last when none counts.
pub(super) fn closed_on(
    process: Option<&Process>,
    records: &[Record],
    person: &Person,
) -> Option<Day> {
    let runs = Episode::all(records);
    let run = runs.values().next()?;
    if run.records.is_empty() && run.drafts.is_empty() {
        return records.iter().map(|record| record.event_date).max();
    }
    let process = process?;
    let closing = closed_by(process, run, Some(person))?;
    Some(closing_day(process, closing))
}

/// The other records of the case of a record, with those that are recorded with it.
fn around(sight: &Sight<'_>, record: &Record, acts: &Acts) -> Result<Vec<Record>, ServiceError> {
    let mut others = in_episode(sight, record)?;
    if record.episode.0 != 0 {
        let same = acts.records_of(record.episode).into_iter();
        others.extend(same.map(|other| Record {
            number: NOT_YET,
            ..other
        }));
    }
    Ok(others)
}

fn has(process: &Process, form: &str) -> bool {
    process.steps.iter().any(|step| step.form == form)
}

/// The title of a form.
pub(super) fn form_title(pack: &Pack, form: &str) -> String {
    let found = pack.forms.get(form);
    found.map_or_else(|| form.to_owned(), |form| form.title.clone())
}
