//! What further entries of practice make of the facts.

use std::collections::BTreeSet;
use std::fmt::Display;
use std::sync::Arc;

use clew_journal::PracticeKind;
use clew_measure::facts::{FactStore, FactUpdate};
use clew_practice::person::Person;
use clew_practice::record::{PersonNumber, Record, RecordNumber, Stage};
use clew_store::practice::{KeptFilter, KeptRow};

use super::timed::with_episode;
use super::{Known, PackFacts};
use crate::practice::{Kept, read_kept};
use crate::{Memory, Service, ServiceError};

/// More versions than this are not taken in: making the facts anew is quicker.
const MOST_AT_ONCE: u64 = 20_000;

/// The facts with what was kept since, up to the head of a memory at the least. None where they are to be made anew:
/// after an erasure, and where very much was added.
pub(super) fn updated(
    service: &Service,
    known: &Known,
    memory: &Memory,
) -> Result<Option<Known>, ServiceError> {
    let rows = service.store().kept(&KeptFilter {
        after: Some(known.entry),
        limit: Some(MOST_AT_ONCE + 1),
        ..KeptFilter::default()
    })?;
    let many = rows.len() as u64 > MOST_AT_ONCE;
    if many || rows.iter().any(|row| row.content.is_none()) {
        return Ok(None);
    }
    let mut taking: Vec<Taking> = known.packs.iter().map(Taking::of).collect();
    let mut touched = Touched::default();
    let mut entry = known.entry.max(memory.state().head.sequence);
    for row in &rows {
        take(&mut taking, row, &mut touched)?;
        entry = entry.max(row.sequence);
    }
    let packs = taking
        .into_iter()
        .map(|one| one.finished(service, &touched));
    Ok(Some(Known {
        entry,
        packs: packs.collect::<Result<_, _>>()?,
    }))
}

/// A pack's facts into which versions are taken.
struct Taking {
    held: PackFacts,
    update: FactUpdate,
}

/// Episodes whose occasions are to be worked out anew, with the form that was touched; and people.
#[derive(Default)]
struct Touched {
    episodes: BTreeSet<(RecordNumber, String)>,
    people: BTreeSet<PersonNumber>,
}

fn take(taking: &mut [Taking], row: &KeptRow, touched: &mut Touched) -> Result<(), ServiceError> {
    match PracticeKind::called(&row.kind) {
        Some(PracticeKind::Record) => {
            if let Some(Kept { what: record, .. }) = read_kept::<Record>(row)? {
                let episode = (record.episode, record.form.clone());
                touched.episodes.insert(episode);
                let of_form = |one: &&mut Taking| one.held.pack.forms.contains_key(&record.form);
                if let Some(of_form) = taking.iter_mut().find(of_form) {
                    of_form.record(record)?;
                }
            }
        }
        Some(PracticeKind::Person) => {
            if let Some(Kept { what: person, .. }) = read_kept::<Person>(row)? {
                touched.people.insert(person.number);
                for one in taking {
                    let taken = one.update.person(&person);
                    taken.map_err(|error| unreadable(&person.number, &error))?;
                }
            }
        }
        _ => {}
    }
    Ok(())
}

impl Taking {
    fn of(held: &PackFacts) -> Self {
        Self {
            held: held.clone(),
            update: held.facts.updating(),
        }
    }

    fn record(&mut self, mut record: Record) -> Result<(), ServiceError> {
        let number = record.number;
        match self.update.record(&record) {
            Ok(()) => {
                if self.held.unfit.contains(&number) {
                    Arc::make_mut(&mut self.held.unfit).remove(&number);
                }
                Ok(())
            }
            Err(_) => {
                Arc::make_mut(&mut self.held.unfit).insert(number);
                record.stage = Stage::Withdrawn;
                let without = self.update.record(&record);
                without.map_err(|error| unreadable(&number, &error))
            }
        }
    }

    fn finished(self, service: &Service, touched: &Touched) -> Result<PackFacts, ServiceError> {
        let held = PackFacts {
            facts: self.update.finish(),
            ..self.held
        };
        let facts = touched.timed_anew(service, &held)?;
        Ok(PackFacts { facts, ..held })
    }
}

impl Touched {
    /// The facts of a pack with the occasions of what was touched.
    fn timed_anew(&self, service: &Service, pack: &PackFacts) -> Result<FactStore, ServiceError> {
        let read = self.episodes.iter();
        let read = read.filter(|(_, form)| pack.timed.reads(form));
        let mut episodes: BTreeSet<RecordNumber> = read.map(|(episode, _)| *episode).collect();
        if pack.timed.reads_people {
            for person in &self.people {
                let of_person = records(service, (Some(*person), None))?;
                episodes.extend(of_person.into_iter().map(|record| record.episode));
            }
        }
        let clocks = (&*pack.pack, &*pack.timed, &*pack.calendars);
        let mut facts = pack.facts.clone();
        for episode in episodes {
            let records = records(service, (None, Some(episode)))?;
            let person = match records.first().filter(|_| pack.timed.reads_people) {
                Some(record) => person(service, record.person)?,
                None => None,
            };
            facts = with_episode(facts, clocks, &records, person.as_ref())?;
        }
        Ok(facts)
    }
}

/// The records of a person or of an episode, as they stand.
fn records(
    service: &Service,
    (person, episode): (Option<PersonNumber>, Option<RecordNumber>),
) -> Result<Vec<Record>, ServiceError> {
    let rows = service.store().kept(&KeptFilter {
        latest: true,
        kind: Some(PracticeKind::Record.name()),
        person: person.map(|number| number.0),
        episode: episode.map(|number| number.0),
        ..KeptFilter::default()
    })?;
    let mut records = Vec::with_capacity(rows.len());
    for row in &rows {
        records.extend(read_kept::<Record>(row)?.map(|kept| kept.what));
    }
    Ok(records)
}

fn person(service: &Service, number: PersonNumber) -> Result<Option<Person>, ServiceError> {
    let rows = service.store().kept(&KeptFilter {
        latest: true,
        kind: Some(PracticeKind::Person.name()),
        number: Some(number.0),
        ..KeptFilter::default()
    })?;
    let kept = rows.first().map(read_kept::<Person>).transpose()?.flatten();
    Ok(kept.map(|kept| kept.what))
}

/// A version that facts cannot hold.
pub(super) fn unreadable(what: &impl Display, error: &impl Display) -> ServiceError {
    ServiceError::Internal {
        message: format!("no facts can be made of {what}: {error}; run `clew verify`"),
    }
}
