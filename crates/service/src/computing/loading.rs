//! Making facts of everything that the store has, or had at a time.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::ControlFlow;
use std::sync::Arc;

use clew_calendar::{Calendar, Day};
use clew_journal::{Digest, Moment, PracticeKind};
use clew_measure::facts::FactBuilder;
use clew_practice::pack::Pack;
use clew_practice::person::Person;
use clew_practice::record::{PersonNumber, Record, RecordNumber, Stage};
use clew_store::practice::KeptFilter;

use super::timed::{Timed, with_all};
use super::updating::unreadable;
use super::{Known, PackFacts};
use crate::practice::{packs_in_force, read_kept};
use crate::{Memory, Service, ServiceError, local_time};

/// A pack whose tables are being filled.
struct Filling {
    digest: Digest,
    pack: Arc<Pack>,
    calendars: BTreeMap<String, Calendar>,
    timed: Timed,
    builder: FactBuilder,
    unfit: BTreeSet<RecordNumber>,
    /// What clocks read, of the records as they stand.
    timed_records: HashMap<RecordNumber, Record>,
}

/// The facts of all records; with a time, of the versions that were known then.
///
/// What is added while they are read may be among them or not: whoever asks takes in what comes after the head of the
/// memory, and taking in a version twice changes nothing.
pub(super) fn loaded(
    service: &Service,
    memory: &Memory,
    known_at: Option<Moment>,
) -> Result<Known, ServiceError> {
    let mut filling = begun(service, memory, known_at)?;
    let people = take_people(service, known_at, &mut filling)?;
    service.each_record_version(false, known_at, &mut |record| {
        let of_form = |one: &&mut Filling| one.pack.forms.contains_key(&record.form);
        if let Some(of_form) = filling.iter_mut().find(of_form) {
            of_form.take(record);
        }
    })?;
    let packs = filling.into_iter().map(|one| one.finished(&people));
    Ok(Known {
        entry: memory.state().head.sequence,
        packs: packs.collect::<Result<_, _>>()?,
    })
}

fn begun(
    service: &Service,
    memory: &Memory,
    known_at: Option<Moment>,
) -> Result<Vec<Filling>, ServiceError> {
    let packs = packs_in_force(service, memory)?;
    let digests = memory.state().packs().map(|applied| applied.digest);
    let known_on = known_at.map(local_time::day_of);
    let filling = packs
        .into_iter()
        .zip(digests)
        .map(|(pack, digest)| Filling {
            digest,
            calendars: calendars(&pack, known_on),
            timed: Timed::of(&pack),
            builder: FactBuilder::new(&pack, &[]),
            unfit: BTreeSet::new(),
            timed_records: HashMap::new(),
            pack,
        });
    Ok(filling.collect())
}

pub(super) fn calendars(pack: &Pack, known_on: Option<Day>) -> BTreeMap<String, Calendar> {
    let mut calendars = pack.calendars();
    if let Some(day) = known_on {
        for calendar in calendars.values_mut() {
            *calendar = calendar.as_known_on(day);
        }
    }
    calendars
}

/// Takes everybody, and gives those back whom clocks read.
fn take_people(
    service: &Service,
    known_at: Option<Moment>,
    filling: &mut [Filling],
) -> Result<HashMap<PersonNumber, Person>, ServiceError> {
    let is_read = filling.iter().any(|one| one.timed.reads_people);
    let mut people = HashMap::new();
    let mut failed = None;
    let filter = KeptFilter {
        latest: known_at.is_none(),
        kind: Some(PracticeKind::Person.name()),
        recorded_to: known_at.map(Moment::microseconds),
        ..KeptFilter::default()
    };
    // Of several versions the later one comes later, and stands.
    service.store().each_kept(&filter, &mut |row| {
        let taken = read_kept::<Person>(&row).and_then(|kept| {
            let Some(person) = kept.map(|kept| kept.what) else {
                return Ok(());
            };
            for one in filling.iter_mut() {
                let taken = one.builder.person(&person);
                taken.map_err(|error| unreadable(&person.number, &error))?;
            }
            if is_read {
                people.insert(person.number, person);
            }
            Ok(())
        });
        match taken {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                failed = Some(error);
                ControlFlow::Break(())
            }
        }
    })?;
    failed.map_or(Ok(people), Err)
}

impl Filling {
    fn take(&mut self, mut record: Record) {
        match self.builder.record(&record) {
            Ok(()) => drop(self.unfit.remove(&record.number)),
            Err(_) => {
                self.unfit.insert(record.number);
                // So that an earlier version, which fitted, does not stand for it. If even its number does not fit,
                // there is none.
                record.stage = Stage::Withdrawn;
                let _ = self.builder.record(&record);
            }
        }
        if self.timed.reads(&record.form) {
            let trimmed = self.timed.trimmed(record);
            self.timed_records.insert(trimmed.number, trimmed);
        }
    }

    fn finished(self, people: &HashMap<PersonNumber, Person>) -> Result<PackFacts, ServiceError> {
        let records: Vec<Record> = self.timed_records.into_values().collect();
        let facts = self.builder.finish();
        let clocks = (&*self.pack, &self.timed, &self.calendars);
        Ok(PackFacts {
            facts: with_all(facts, clocks, &records, people)?,
            digest: self.digest,
            pack: self.pack,
            calendars: Arc::new(self.calendars),
            timed: Arc::new(self.timed),
            unfit: Arc::new(self.unfit),
        })
    }
}
