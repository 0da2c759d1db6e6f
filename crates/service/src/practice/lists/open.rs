//! Reading open cases: their records, whom they are about, and what the packs make of them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use clew_calendar::Day;
use clew_journal::Moment;
use clew_plan::{AccountId, Role, UnitId};
use clew_practice::due::{Caseload, Clocks, EpisodeWork, caseload};
use clew_practice::episode::Episode;
use clew_practice::occasion::{Occasion, Timing};
use clew_practice::pack::{Due, Of, Pack, Step};
use clew_practice::person::Person;
use clew_practice::record::{PersonNumber, Record, RecordNumber};
use clew_store::practice::{EpisodeRow, OfOpen, OpenOf};
use serde::de::DeserializeOwned;

use super::{DueItem, OfferedStep, OpenCase, OpenWork, WorkOf};
use crate::authorise::{authorise_anywhere, reaches};
use crate::practice::looks::looker;
use crate::practice::stepping::{does, form_title, title};
use crate::practice::{Sight, kept};
use crate::{Act, Service, ServiceError};

/// What was read.
pub(super) struct Read {
    pub(super) cases: BTreeMap<u64, EpisodeRow>,
    pub(super) records: Vec<Record>,
    pub(super) people: BTreeMap<PersonNumber, Person>,
}

impl Service {
    /// What is open, due and waiting as at a day, in the parts of the organisation in which the account may look at
    /// practice. Whom a case is about is not told here.
    ///
    /// # Errors
    /// When the account may look nowhere, or not in the part that is asked for.
    pub fn open_work(
        &self,
        actor: &AccountId,
        at: Moment,
        of: &WorkOf,
        as_at: Day,
    ) -> Result<OpenWork, ServiceError> {
        let memory = self.memory();
        let caller = looker(actor, at);
        let sight = Sight::new(self, &memory, &caller);
        may_look(&sight, of)?;
        let read = read(&sight, of, OpenOf::default())?;
        let packs = sight.packs()?;
        Ok(work_of(&sight, &packs, &read, as_at))
    }

    /// The steps that open a case, for a team: each with whether the account may take it.
    ///
    /// # Errors
    /// When the account may not record there, or a pack cannot be read.
    pub fn opening_steps(
        &self,
        actor: &AccountId,
        at: Moment,
        team: &UnitId,
    ) -> Result<Vec<OfferedStep>, ServiceError> {
        let memory = self.memory();
        let caller = looker(actor, at);
        let sight = Sight::new(self, &memory, &caller);
        sight.may(Act::RecordPractice, team.as_str())?;
        let mut opening = Vec::new();
        for pack in sight.packs()? {
            for process in pack.processes.values() {
                let steps = process.steps.iter().filter(|step| step.after.is_empty());
                let of = (process.code.as_str(), team.as_str());
                opening.extend(steps.map(|step| offered(&sight, &pack, step, of)));
            }
        }
        Ok(opening)
    }

    /// The steps that can be taken next in a case, whatever is held of it: each with whether the account may take it.
    ///
    /// # Errors
    /// When there is no such case, or none that the account may know of.
    pub fn next_steps(
        &self,
        actor: &AccountId,
        at: Moment,
        episode: RecordNumber,
    ) -> Result<Vec<OfferedStep>, ServiceError> {
        let memory = self.memory();
        let caller = looker(actor, at);
        let sight = Sight::new(self, &memory, &caller);
        let opener = sight.record(episode)?;
        let (person, _) = sight.opened_record(&opener)?;
        let case = self.store().episode(episode.0)?;
        let case = case.ok_or_else(|| crate::practice::sight::no_record(episode))?;
        let of_nobody = Record {
            number: RecordNumber(u64::MAX),
            ..opener.record
        };
        let read = Read {
            records: crate::practice::checking::in_episode(&sight, &of_nobody)?,
            cases: BTreeMap::from([(case.number, case)]),
            people: BTreeMap::from([(person.person.number, person.person)]),
        };
        let packs = sight.packs()?;
        let work = work_of(&sight, &packs, &read, sight.today());
        Ok(work
            .cases
            .into_iter()
            .flat_map(|case| case.offered)
            .collect())
    }
}

/// Refuses unless whoever asks may look at practice in the part of the organisation, or anywhere where none is named.
pub(super) fn may_look(sight: &Sight<'_>, of: &WorkOf) -> Result<(), ServiceError> {
    let act = Act::LookAtPractice;
    match &of.unit {
        Some(unit) => sight.may(act, unit.as_str()),
        None => authorise_anywhere(sight.memory.state(), sight.actor(), act),
    }
}

/// Reads those of some cases in which whoever asks may look at practice, and no others.
pub(super) fn read(sight: &Sight<'_>, of: &WorkOf, among: OpenOf) -> Result<Read, ServiceError> {
    let book = sight.memory.book();
    // A part with others below it is read whole, and what is not of it is left out.
    let alone = |unit: &&UnitId| {
        book.units
            .iter()
            .all(|other| other.parent.as_ref() != Some(*unit))
    };
    let filter = OpenOf {
        team: of.unit.as_ref().filter(alone).map(ToString::to_string),
        worker: of.worker.as_ref().map(ToString::to_string),
        ..among
    };
    let store = sight.service.store();
    let mut allowed: BTreeMap<String, bool> = BTreeMap::new();
    let mut cases = BTreeMap::new();
    for case in store.open_episodes(&filter)? {
        let may = *allowed.entry(case.team.clone()).or_insert_with(|| {
            let team = UnitId::from(case.team.as_str());
            sight.may(Act::LookAtPractice, &case.team).is_ok()
                && reaches(book, of.unit.as_ref(), Some(&team))
        });
        if may {
            cases.insert(case.number, case);
        }
    }
    let mut records: Vec<Record> = all(sight, OfOpen::Records, &filter)?;
    records.retain(|record| cases.contains_key(&record.episode.0));
    let people: Vec<Person> = all(sight, OfOpen::People, &filter)?;
    Ok(Read {
        cases,
        records,
        people: people.into_iter().map(|one| (one.number, one)).collect(),
    })
}

fn all<T: DeserializeOwned>(
    sight: &Sight<'_>,
    what: OfOpen,
    filter: &OpenOf,
) -> Result<Vec<T>, ServiceError> {
    let rows = sight.service.store().kept_of_open_episodes(what, filter)?;
    let mut all = Vec::with_capacity(rows.len());
    for row in &rows {
        all.extend(kept::read::<T>(row)?.map(|kept| kept.what));
    }
    Ok(all)
}

fn work_of(sight: &Sight<'_>, packs: &[Arc<Pack>], read: &Read, as_at: Day) -> OpenWork {
    let episodes = Episode::all(&read.records);
    let mut open: Vec<(EpisodeWork<'_>, OpenCase)> = Vec::with_capacity(episodes.len());
    for pack in packs {
        let clocks = Clocks::of(pack);
        for (number, episode) in &episodes {
            let of_pack = episode
                .records
                .first()
                .is_some_and(|record| match &record.process {
                    Some(process) => pack.processes.contains_key(process),
                    None => pack.forms.contains_key(&record.form),
                });
            let held = read.cases.get(&number.0).filter(|_| of_pack);
            let Some(held) = held else { continue };
            let work = clocks.work(episode, &read.people, as_at);
            if let Some(work) = work.filter(EpisodeWork::is_open) {
                let person = read.people.get(&work.person);
                let case = open_case(sight, pack, &work, (held, episode, person), as_at);
                open.push((work, case));
            }
        }
    }
    open.sort_by_key(|(work, _)| work.episode);
    let (works, cases): (Vec<EpisodeWork<'_>>, Vec<OpenCase>) = open.into_iter().unzip();
    let (caseload, caseloads) = loads(sight, &works, &cases);
    OpenWork {
        as_at,
        cases,
        caseload,
        caseloads,
        ages: ages(packs),
    }
}

fn open_case(
    sight: &Sight<'_>,
    pack: &Pack,
    work: &EpisodeWork<'_>,
    (held, episode, person): (&EpisodeRow, &Episode<'_>, Option<&Person>),
    as_at: Day,
) -> OpenCase {
    let form = episode
        .records
        .first()
        .map_or("", |record| record.form.as_str());
    let last = episode.records.iter().map(|record| record.event_date).max();
    let process = work.process.map(|process| process.code.clone());
    let of = (process.as_deref().unwrap_or_default(), held.team.as_str());
    let steps = work.offered.iter();
    OpenCase {
        episode: work.episode,
        person: work.person,
        title: work
            .process
            .map_or_else(|| form_title(pack, form), |process| process.title.clone()),
        team: held.team.as_str().into(),
        worker: held.worker.as_deref().map(AccountId::from),
        opened: work.opened,
        last: last.unwrap_or(work.opened),
        weight: work.weight(),
        age: person.and_then(|person| person.birth?.age_on(as_at)),
        due: work.occasions.iter().filter_map(due_item).collect(),
        offered: steps.map(|step| offered(sight, pack, step, of)).collect(),
        to_authorise: work.to_authorise.clone(),
        process,
    }
}

pub(in crate::practice) fn due_item(
    (occasion, timing): &(Occasion<'_>, Timing),
) -> Option<DueItem> {
    timing.is_open().then(|| DueItem {
        clock: occasion.clock.code.clone(),
        title: occasion.clock.title.clone(),
        standing: occasion.rule.standing,
        source: occasion.rule.source.clone(),
        from: occasion.from.day,
        due: occasion.due.day(),
        timing: *timing,
        round: occasion.round,
        on_a_set_day: matches!(occasion.rule.due, Due::On(_)),
        trigger: occasion.trigger,
    })
}

fn offered(
    sight: &Sight<'_>,
    pack: &Pack,
    step: &Step,
    (process, team): (&str, &str),
) -> OfferedStep {
    OfferedStep {
        process: process.to_owned(),
        form: step.form.clone(),
        title: form_title(pack, &step.form),
        needs: step.may.iter().map(|role| title(pack, role)).collect(),
        may: sight.may(Act::RecordPractice, team).is_ok()
            && (step.may.is_empty() || does(sight.memory, sight.actor(), &step.may, team)),
    }
}

/// Who holds what, over all teams and team by team. Who practises for a team counts in it though they hold nothing.
fn loads(
    sight: &Sight<'_>,
    works: &[EpisodeWork<'_>],
    cases: &[OpenCase],
) -> (Caseload, Vec<(UnitId, Caseload)>) {
    let teams: BTreeSet<&UnitId> = cases.iter().map(|case| &case.team).collect();
    let holders = |cases: &[&OpenCase]| -> BTreeMap<RecordNumber, String> {
        let held = |case: &&OpenCase| {
            let worker = case.worker.as_ref()?;
            Some((case.episode, worker.to_string()))
        };
        cases.iter().filter_map(held).collect()
    };
    let workers_of = |team: &UnitId| -> Vec<String> {
        let practises = |account: &clew_plan::Account| {
            let mut grants = account.grants.iter();
            !account.closed
                && grants.any(|grant| {
                    grant.role == Role::Practitioner && grant.unit.as_ref() == Some(team)
                })
        };
        let accounts = sight.memory.state().accounts();
        let own = accounts.filter(|(_, account)| practises(account));
        own.map(|(id, _)| id.to_string()).collect()
    };
    let every: Vec<&OpenCase> = cases.iter().collect();
    let everyone: BTreeSet<String> = teams.iter().flat_map(|team| workers_of(team)).collect();
    let everyone: Vec<String> = everyone.into_iter().collect();
    let whole = caseload(works, &holders(&every), &everyone);
    let by_team = teams.into_iter().map(|team| {
        let of_team = |(_, case): &(&EpisodeWork<'_>, &OpenCase)| case.team == *team;
        let own = works.iter().zip(cases).filter(of_team);
        let (own, own_cases): (Vec<_>, Vec<_>) = own.unzip();
        let own: Vec<EpisodeWork<'_>> = own.into_iter().cloned().collect();
        (
            team.clone(),
            caseload(&own, &holders(&own_cases), &workers_of(team)),
        )
    });
    let by_team = by_team.collect();
    (whole, by_team)
}

/// The finest age bands of the first pack that has some.
fn ages(packs: &[Arc<Pack>]) -> Vec<(u16, String)> {
    let of_pack = |pack: &Arc<Pack>| {
        let dimensions = pack.dimensions.values();
        let bands = dimensions.filter_map(|dimension| match &dimension.of {
            Of::Age(bands) => Some(bands.clone()),
            _ => None,
        });
        bands.max_by_key(Vec::len)
    };
    let bands = packs.iter().find_map(of_pack).into_iter().flatten();
    bands.map(|band| (band.from, band.title.clone())).collect()
}
