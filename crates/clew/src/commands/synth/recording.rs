//! A synthetic council recorded into a database, as workers would record it: through the service, many at a time.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use clew_journal::Subject;
use clew_plan::{Book, Unit, UnitId};
use clew_practice::record::{PersonNumber, Record, RecordNumber, Value};
use clew_service::{Caller, Done, Incoming, PersonRequest, RecordRequest, local_time};
use clew_synth::{Council, LOCALITIES, Made, Team};

use super::SynthArgs;
use crate::acting::{Acting, new_id};
use crate::failure::Failure;
use crate::progress::Meter;
use crate::words;

/// Records, or people, of one transaction.
const BATCH: usize = 500;

/// Records the council.
///
/// # Errors
/// When its days have not all come, its pack is not in force, or the account may not do it; what was recorded before
/// something failed stays, and it is said how much.
pub(super) fn record(args: &SynthArgs, out: &mut dyn Write) -> Result<(), Failure> {
    let acting = args
        .acting
        .begin(Some(format!("synthetic council, seed {}", args.seed)))?;
    let today = local_time::day_of(acting.caller.at);
    if args.to > today {
        let message = format!("the council's last day, {}, has not come yet", args.to);
        return Err(Failure::new(message).hint("give --to a day up to today"));
    }
    let packs = acting.service.packs()?;
    let pack = packs
        .iter()
        .find(|pack| pack.code == "scotland")
        .ok_or_else(|| {
            Failure::not_found("the pack scotland, whose forms the council fills, is not in force")
                .hint("put it in force first: clew pack apply scotland")
        })?;
    let council = Council::new(pack, args.size(), args.seed)?;
    add_teams(&acting)?;
    let mut recorder = Recorder::new(&acting);
    let mut meter = Meter::new("synth");
    for made in council {
        recorder
            .add(made)
            .map_err(|failure| recorder.stopped(failure))?;
        meter.at(recorder.written, args.size);
    }
    recorder
        .flush()
        .map_err(|failure| recorder.stopped(failure))?;
    drop(meter);
    acting.keep_fast();
    writeln!(
        out,
        "Recorded into {}: {} and {}, all of them invented, as of today.",
        acting.service.location(),
        words::count(recorder.written, "record"),
        words::count_of(recorder.people.len(), "people")
    )?;
    Ok(())
}

/// Adds the teams that are not there yet.
fn add_teams(acting: &Acting) -> Result<(), Failure> {
    let memory = acting.service.memory();
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
            parent: None,
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
    acting.service.take_in_records(&caller(acting), &incoming)?;
    Ok(())
}

fn caller(acting: &Acting) -> Caller {
    Caller {
        id: new_id(),
        ..acting.caller.clone()
    }
}

/// What waits to be recorded, and what the council's numbers are called in the database.
struct Recorder<'a> {
    acting: &'a Acting,
    /// People who wait, with their numbers in the council.
    new: Vec<(u64, (UnitId, PersonRequest))>,
    /// Who is known: their numbers in the database.
    people: BTreeMap<u64, PersonNumber>,
    waiting: Vec<Record>,
    /// Those of a case that is not opened yet, by the record that opens it.
    later: BTreeMap<u64, Vec<Record>>,
    opened: BTreeMap<u64, RecordNumber>,
    written: u64,
}

impl<'a> Recorder<'a> {
    fn new(acting: &'a Acting) -> Self {
        Self {
            acting,
            new: Vec::new(),
            people: BTreeMap::new(),
            waiting: Vec::new(),
            later: BTreeMap::new(),
            opened: BTreeMap::new(),
            written: 0,
        }
    }

    fn add(&mut self, made: Made) -> Result<(), Failure> {
        match made {
            // A move comes as a second version: the address is not what the figures of a database are made of yet.
            Made::Person(person) if person.version > 1 => {}
            Made::Person(person) => {
                let locality = person
                    .addresses
                    .last()
                    .map(|address| address.locality.as_str());
                let team = format!("adults-{}", locality.unwrap_or(LOCALITIES[0]));
                let request = (team.as_str().into(), PersonRequest::from(&person));
                self.new.push((person.number.0, request));
            }
            Made::Record(record) => {
                let opens = record.episode == record.number;
                if opens || self.opened.contains_key(&record.episode.0) {
                    self.waiting.push(record);
                } else {
                    self.later.entry(record.episode.0).or_default().push(record);
                }
            }
        }
        if self.new.len() >= BATCH || self.waiting.len() >= BATCH {
            self.write()?;
        }
        Ok(())
    }

    /// Writes everything that waits, those that wait for a case to be opened too.
    fn flush(&mut self) -> Result<(), Failure> {
        while !self.waiting.is_empty() || !self.new.is_empty() {
            self.write()?;
        }
        Ok(())
    }

    fn write(&mut self) -> Result<(), Failure> {
        let new = std::mem::take(&mut self.new);
        if !new.is_empty() {
            let (numbers, requests): (Vec<u64>, Vec<_>) = new.into_iter().unzip();
            let done = self
                .acting
                .service
                .enter_people(&caller(self.acting), &requests)?;
            self.people
                .extend(numbers.into_iter().zip(numbers_of(&done).map(PersonNumber)));
        }
        let records = std::mem::take(&mut self.waiting);
        if records.is_empty() {
            return Ok(());
        }
        let requests: Vec<RecordRequest> =
            records.iter().map(|record| self.request(record)).collect();
        let done = self
            .acting
            .service
            .complete_records(&caller(self.acting), &requests)?;
        self.written += records.len() as u64;
        for (record, number) in records.iter().zip(numbers_of(&done)) {
            if record.episode == record.number {
                self.opened.insert(record.number.0, RecordNumber(number));
                self.waiting
                    .extend(self.later.remove(&record.number.0).unwrap_or_default());
            }
        }
        Ok(())
    }

    fn request(&self, record: &Record) -> RecordRequest {
        let person = |number: &PersonNumber| self.people.get(&number.0).copied().unwrap_or(*number);
        let values = record.values.iter().map(|(field, value)| {
            let value = match value {
                Value::Person(number) => Value::Person(person(number)),
                other => other.clone(),
            };
            (field.clone(), value)
        });
        RecordRequest {
            form: record.form.clone(),
            process: record.process.clone(),
            episode: self.opened.get(&record.episode.0).copied(),
            person: person(&record.person),
            team: record.team.as_str().into(),
            values: values.collect(),
            draft: None,
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

fn numbers_of(done: &Done) -> impl Iterator<Item = u64> {
    done.rows.iter().filter_map(|row| {
        let subject: Subject = row.subject.parse().ok()?;
        Some(subject.practice_number()?.1)
    })
}
