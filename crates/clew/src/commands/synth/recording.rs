//! A synthetic council in a database: taken over as from another system, each record with when it was recorded there.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use clew_journal::Moment;
use clew_plan::{AccountId, Book, Unit, UnitId};
use clew_practice::pack::Pack;
use clew_practice::person::Person;
use clew_practice::record::{PersonNumber, Record, RecordNumber, Value};
use clew_service::{
    Caller, Incoming, Named, PersonRequest, Service, TakeOver, TakenPerson, TakenRecord,
    TakenVersion, local_time,
};
use clew_synth::{Council, LOCALITIES, Made, Size, Team};

use super::SynthArgs;
use crate::acting::new_id;
use crate::failure::Failure;
use crate::progress::Meter;
use crate::words;

/// Records, or people, of one transaction.
const BATCH: usize = 5_000;

/// Takes the council over.
///
/// # Errors
/// When its last day is not over, its pack is not in force, or the account may not do it; what was taken over before
/// something failed stays, and it is said how much.
pub(super) fn record(args: &SynthArgs, out: &mut dyn Write) -> Result<(), Failure> {
    let acting = args
        .acting
        .begin(Some(format!("synthetic council, seed {}", args.seed)))?;
    let today = local_time::day_of(acting.caller.at);
    if args.to >= today {
        let message = format!("the council's last day, {}, is not over yet", args.to);
        return Err(Failure::new(message).hint("give --to a day before today"));
    }
    let caller = || Caller {
        id: new_id(),
        ..acting.caller.clone()
    };
    let packs = acting.service.packs()?;
    let pack = packs
        .iter()
        .find(|pack| pack.code == super::PACK)
        .ok_or_else(|| {
            Failure::not_found("the pack scotland, whose forms the council fills, is not in force")
                .hint("put it in force first: clew pack apply scotland")
        })?;
    add_teams(&acting.service, &caller, None)?;
    let size = (&**pack, args.size(), args.seed);
    let taken = take_over(&acting.service, &caller, size, &|_| None)?;
    acting.keep_fast();
    writeln!(
        out,
        "Taken over into {}: {} and {}, all of them invented.",
        acting.service.location(),
        words::count(taken.records, "record"),
        words::count_of(taken.people, "people")
    )?;
    Ok(())
}

/// How much was taken over.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Taken {
    pub(crate) people: usize,
    pub(crate) records: u64,
}

/// Adds the teams that are not there yet, within a part of the organisation.
///
/// # Errors
/// When the account may not add them.
pub(crate) fn add_teams(
    service: &Service,
    caller: &dyn Fn() -> Caller,
    within: Option<&UnitId>,
) -> Result<(), Failure> {
    let memory = service.memory();
    let there: BTreeSet<String> = memory
        .book()
        .units
        .iter()
        .map(|unit| unit.id.to_string())
        .collect();
    let missing = Team::all()
        .into_iter()
        .filter(|team| !there.contains(&team.code()));
    let units: Vec<Unit> = missing
        .map(|team| Unit {
            id: team.code().as_str().into(),
            name: team.title(),
            parent: within.cloned(),
            kind: Some("team".to_owned()),
            manager: None,
            source: None,
        })
        .collect();
    if units.is_empty() {
        return Ok(());
    }
    let incoming = Incoming {
        book: Book {
            units,
            ..Book::default()
        },
        seen: memory.state().head.sequence,
        reason: None,
    };
    drop(memory);
    service.take_in_records(&caller(), &incoming)?;
    Ok(())
}

/// Makes a council and takes it over. `holder` says which account holds the case that a record opens, if one does.
///
/// # Errors
/// When it cannot be made, or the service refuses; what was taken over before that stays, and it is said how much.
pub(crate) fn take_over(
    service: &Service,
    caller: &dyn Fn() -> Caller,
    (pack, size, seed): (&Pack, Size, u64),
    holder: &dyn Fn(&Record) -> Option<AccountId>,
) -> Result<Taken, Failure> {
    let mut recorder = Recorder {
        service,
        caller,
        holder,
        moved: moved(Council::new(pack, size, seed)?),
        new: Vec::new(),
        people: BTreeMap::new(),
        waiting: Vec::new(),
        opened: BTreeMap::new(),
        written: 0,
    };
    let mut meter = Meter::new("synth");
    for made in Council::new(pack, size, seed)? {
        recorder
            .add(made)
            .map_err(|failure| recorder.stopped(failure))?;
        meter.at(recorder.written, size.records);
    }
    recorder
        .write()
        .map_err(|failure| recorder.stopped(failure))?;
    Ok(Taken {
        people: recorder.people.len(),
        records: recorder.written,
    })
}

/// Those who move, as they are after it: their addresses say from which day on each is theirs.
fn moved(council: Council<'_>) -> BTreeMap<u64, Person> {
    let people = council.filter_map(|made| match made {
        Made::Person(person) if person.version > 1 => Some((person.number.0, person)),
        _ => None,
    });
    people.collect()
}

/// What waits to be written, and what the council's numbers are called in the database.
struct Recorder<'a> {
    service: &'a Service,
    caller: &'a dyn Fn() -> Caller,
    holder: &'a dyn Fn(&Record) -> Option<AccountId>,
    moved: BTreeMap<u64, Person>,
    /// People who wait.
    new: Vec<Person>,
    /// Who is known: their numbers in the database.
    people: BTreeMap<u64, PersonNumber>,
    waiting: Vec<Record>,
    opened: BTreeMap<u64, RecordNumber>,
    written: u64,
}

impl Recorder<'_> {
    fn add(&mut self, made: Made) -> Result<(), Failure> {
        match made {
            Made::Person(person) if person.version > 1 => {}
            Made::Person(person) => {
                let moved = self.moved.remove(&person.number.0);
                self.new.push(moved.unwrap_or(person));
            }
            Made::Record(record) => self.waiting.push(record),
        }
        match self.new.len().max(self.waiting.len()) >= BATCH {
            true => self.write(),
            false => Ok(()),
        }
    }

    /// Writes everything that waits and can be: a record whose case is not opened yet waits on.
    fn write(&mut self) -> Result<(), Failure> {
        self.enter()?;
        let mut records = std::mem::take(&mut self.waiting);
        records.sort_by_key(|record| record.episode != record.number);
        let opening: BTreeSet<u64> = records
            .iter()
            .filter(|record| record.episode == record.number)
            .map(|record| record.number.0)
            .collect();
        let can = |record: &Record| {
            let case = record.episode.0;
            opening.contains(&case) || self.opened.contains_key(&case)
        };
        let (now, later): (Vec<_>, Vec<_>) = records.into_iter().partition(can);
        self.waiting = later;
        if now.is_empty() {
            return Ok(());
        }
        let batch = TakeOver {
            people: Vec::new(),
            records: now.iter().map(|record| self.taken(record)).collect(),
        };
        let taken = self.service.take_over(&(self.caller)(), &batch)?;
        for (record, number) in now.iter().zip(taken.records) {
            if record.episode == record.number {
                self.opened.insert(record.number.0, number);
            }
        }
        self.written += now.len() as u64;
        Ok(())
    }

    fn enter(&mut self) -> Result<(), Failure> {
        let new = std::mem::take(&mut self.new);
        if new.is_empty() {
            return Ok(());
        }
        let batch = TakeOver {
            people: new.iter().map(taken_person).collect(),
            records: Vec::new(),
        };
        let taken = self.service.take_over(&(self.caller)(), &batch)?;
        let numbers = new.iter().map(|person| person.number.0);
        self.people.extend(numbers.zip(taken.people));
        Ok(())
    }

    fn person(&self, number: PersonNumber) -> PersonNumber {
        self.people.get(&number.0).copied().unwrap_or(number)
    }

    fn taken(&self, record: &Record) -> TakenRecord {
        let values = record.values.iter().map(|(field, value)| {
            let value = match value {
                Value::Person(number) => Value::Person(self.person(*number)),
                other => other.clone(),
            };
            (field.clone(), value)
        });
        let case = record.episode.0;
        let episode = match self.opened.get(&case) {
            Some(number) => Named::Number(number.0),
            None => Named::Key(case.to_string()),
        };
        TakenRecord {
            key: record.number.0.to_string(),
            form: record.form.clone(),
            process: record.process.clone(),
            episode: (record.episode != record.number).then_some(episode),
            person: Named::Number(self.person(record.person).0),
            team: record.team.as_str().into(),
            holder: (self.holder)(record),
            versions: vec![TakenVersion {
                recorded: Moment::from_microseconds(record.recorded_at * 1_000_000),
                recorded_by: record.recorded_by.clone(),
                stage: record.stage,
                values: values.collect(),
            }],
        }
    }

    fn stopped(&self, failure: Failure) -> Failure {
        let hint = format!(
            "{} and {} of the council are in the database, and nothing of what came after; begin again with a new database",
            words::count_of(self.people.len(), "people"),
            words::count(self.written, "record")
        );
        failure.hint(hint)
    }
}

fn taken_person(person: &Person) -> TakenPerson {
    let locality = person.addresses.first();
    let locality = locality.map_or(LOCALITIES[0], |address| address.locality.as_str());
    TakenPerson {
        key: person.number.0.to_string(),
        team: format!("adults-{locality}").as_str().into(),
        person: PersonRequest::from(person),
    }
}
