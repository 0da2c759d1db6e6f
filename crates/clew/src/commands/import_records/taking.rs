//! Taking over what was read: who is known, what is here already, and the batches that go in.

use std::collections::{BTreeMap, BTreeSet};

use clew_exchange::records::{Batch, OldPerson, OldRecord, RecordsMapping, Refusal};
use clew_journal::{Digest, Moment};
use clew_practice::record::{PersonNumber, RecordNumber, Stage};
use clew_service::{
    Caller, Named, PersonRequest, TakeOver, TakenBefore, TakenPerson, TakenRecord, TakenVersion,
};

use crate::acting::Acting;
use crate::failure::Failure;
use crate::{clock, words};

/// A person as the old system names them: kind of identifier, and its value.
type Key = (String, String);

/// A case of the old system: whom it is about, its process, and the record here that opened it, once there is one.
struct Case {
    person: Key,
    process: Option<String>,
    opened: Option<RecordNumber>,
}

/// What was written.
#[derive(Default)]
pub(super) struct Written {
    pub(super) people: u64,
    pub(super) records: u64,
    /// Records that were here already.
    pub(super) repeated: u64,
    /// The line of the last row that is in.
    last_line: u64,
}

/// What is known while a file is read.
pub(super) struct Taking<'a> {
    acting: &'a Acting,
    /// Who recorded, where the file does not say.
    recorder: String,
    /// The last entry before the file was read.
    before: u64,
    people: BTreeMap<Key, PersonNumber>,
    /// Who is entered by a row of the file.
    entered: BTreeSet<Key>,
    cases: BTreeMap<String, Case>,
    /// Records that rows were found to be.
    found: BTreeSet<RecordNumber>,
    /// How many rows the first reading found here already.
    pub(super) here: u64,
}

fn key(person: &OldPerson) -> Key {
    let identifier = &person.identifier;
    (identifier.kind.clone(), identifier.value.clone())
}

fn key_in_words((kind, value): &Key) -> String {
    format!("{kind} {value}")
}

impl<'a> Taking<'a> {
    pub(super) fn new(acting: &'a Acting, mapping: &RecordsMapping) -> Self {
        Self {
            acting,
            recorder: mapping.kind().to_owned(),
            before: acting.service.memory().state().head.sequence,
            people: BTreeMap::new(),
            entered: BTreeSet::new(),
            cases: BTreeMap::new(),
            found: BTreeSet::new(),
            here: 0,
        }
    }

    /// Forgets what only the first reading knew. The cases that it found here stay known.
    pub(super) fn begin_again(&mut self) {
        self.entered.clear();
        self.found.clear();
    }

    /// The rows of a batch that cannot be taken over, though they hold nothing wrong of their own.
    pub(super) fn refusals(&mut self, records: &[OldRecord]) -> Result<Vec<Refusal>, Failure> {
        self.who(records)?;
        let mut refusals = Vec::new();
        for (place, record) in records.iter().enumerate() {
            match self
                .unknown(place, record)
                .or_else(|| self.of_another(place, record))
            {
                Some(refusal) => refusals.push(refusal),
                None => {
                    let key = key(&record.person);
                    if !self.people.contains_key(&key) {
                        self.entered.insert(key);
                    }
                }
            }
        }
        Ok(refusals)
    }

    /// Finds those of a batch who are known.
    fn who(&mut self, records: &[OldRecord]) -> Result<(), Failure> {
        let asked: BTreeSet<Key> = records
            .iter()
            .map(|record| key(&record.person))
            .filter(|key| !self.people.contains_key(key) && !self.entered.contains(key))
            .collect();
        let actor = &self.acting.caller.actor;
        let found = self.acting.service.people_identified(actor, &asked)?;
        self.people.extend(found);
        Ok(())
    }

    /// A row about somebody who is not known and cannot be entered, because no row up to it gives a name.
    fn unknown(&self, place: usize, record: &OldRecord) -> Option<Refusal> {
        let key = key(&record.person);
        let known = self.people.contains_key(&key) || self.entered.contains(&key);
        if known || record.person.details.is_some() {
            return None;
        }
        let message = format!("nobody is known by {} \"{}\"", key.0, key.1);
        let suggestion = "enter them first, or give name = \"…\" under [person] in the mapping";
        Some(Refusal::new(place, "unknown-person", message, suggestion))
    }

    /// A row of a case that the rows before it say is about somebody else, or of another process.
    fn of_another(&mut self, place: usize, record: &OldRecord) -> Option<Refusal> {
        let case = record.case.as_ref()?;
        let person = key(&record.person);
        let there = self.cases.entry(case.clone()).or_insert_with(|| Case {
            person: person.clone(),
            process: record.process.clone(),
            opened: None,
        });
        if there.person == person && there.process == record.process {
            return None;
        }
        let message = match there.person == person {
            true => format!("the case \"{case}\" is of another process in a row before"),
            false => format!(
                "the case \"{case}\" is about {} in a row before",
                key_in_words(&there.person)
            ),
        };
        let suggestion = "put the case or the person right";
        Some(Refusal::new(place, "case-of-another", message, suggestion))
    }

    /// Finds what is here already of a batch.
    pub(super) fn look(
        &mut self,
        records: &[OldRecord],
        refusals: &[Refusal],
    ) -> Result<(), Failure> {
        let sound = sound(records, refusals);
        let batch = self.batch(&sound, Moment::from_microseconds(0));
        let before = self.before(&batch.records)?;
        for (record, before) in sound.iter().zip(before) {
            self.here += u64::from(before.is_some());
            self.opened(record, before.map(|before| before.episode));
        }
        Ok(())
    }

    /// Takes a batch over: what is not here yet.
    pub(super) fn take(
        &mut self,
        batch: &Batch<'_>,
        refusals: &[Refusal],
        written: &mut Written,
    ) -> Result<(), Failure> {
        let mut sound = sound(batch.records, refusals);
        let Some(last_line) = sound.last().map(|record| record.line) else {
            return Ok(());
        };
        let at = clock::now()?.max(self.acting.caller.at);
        let there = self.before(&self.batch(&sound, at).records)?;
        written.repeated += there.iter().flatten().count() as u64;
        let mut there = there.into_iter();
        sound.retain(|_| there.next().flatten().is_none());
        let request = self.batch(&sound, at);
        if !request.records.is_empty() {
            self.put_in((batch.place, &request), &sound, at, written)?;
        }
        written.last_line = last_line;
        Ok(())
    }

    fn put_in(
        &mut self,
        (place, request): (u64, &TakeOver),
        records: &[&OldRecord],
        at: Moment,
        written: &mut Written,
    ) -> Result<(), Failure> {
        let text = serde_json::to_string(request)?;
        let digest = Digest::of(format!("{place} {text}").as_bytes());
        let caller = Caller {
            id: format!("import-records-{digest}"),
            at,
            ..self.acting.caller.clone()
        };
        let taken = self.acting.service.take_over(&caller, request);
        let taken = taken.map_err(|error| Failure::from(error).hint(lines_of(records)))?;
        let keys = new_people(records, &self.people);
        self.people.extend(keys.into_iter().zip(taken.people));
        for (record, number) in records.iter().zip(taken.records) {
            self.opened(record, Some(number));
        }
        written.people += request.people.len() as u64;
        written.records += request.records.len() as u64;
        Ok(())
    }

    /// Which of these records are here already.
    fn before(&mut self, records: &[TakenRecord]) -> Result<Vec<Option<TakenBefore>>, Failure> {
        let actor = &self.acting.caller.actor;
        let service = &self.acting.service;
        Ok(service.taken_before(actor, records, self.before, &mut self.found)?)
    }

    /// Notes which record opened the case of a row, unless that is known.
    fn opened(&mut self, record: &OldRecord, opener: Option<RecordNumber>) {
        let case = record
            .case
            .as_ref()
            .and_then(|case| self.cases.get_mut(case));
        if let Some(case) = case
            && case.opened.is_none()
        {
            case.opened = opener;
        }
    }

    /// What is asked of the service: who is new, and the records, those that open a case before those that follow.
    fn batch(&self, records: &[&OldRecord], at: Moment) -> TakeOver {
        let people = new_people(records, &self.people);
        let mut new: BTreeMap<Key, TakenPerson> = BTreeMap::new();
        for record in records {
            let key = key(&record.person);
            if people.contains(&key)
                && !new.contains_key(&key)
                && let Some(person) = person_request(&record.person)
            {
                let taken = TakenPerson {
                    key: key_in_words(&key),
                    team: record.team.as_str().into(),
                    person,
                };
                new.insert(key, taken);
            }
        }
        let mut opening: BTreeMap<&str, String> = BTreeMap::new();
        let records = records.iter().map(|record| {
            let opened = record.case.as_ref().and_then(|case| self.cases.get(case));
            let opened = opened.and_then(|case| case.opened);
            let case = record.case.as_deref();
            let episode = match (opened, case.and_then(|case| opening.get(case))) {
                (Some(number), _) => Some(Named::Number(number.0)),
                (None, Some(key)) => Some(Named::Key(key.clone())),
                (None, None) => {
                    opening.extend(case.map(|case| (case, record.line.to_string())));
                    None
                }
            };
            self.taken(record, episode, at)
        });
        TakeOver {
            records: records.collect(),
            people: new.into_values().collect(),
        }
    }

    fn taken(&self, record: &OldRecord, episode: Option<Named>, at: Moment) -> TakenRecord {
        let key = key(&record.person);
        let person = match self.people.get(&key) {
            Some(number) => Named::Number(number.0),
            None => Named::Key(key_in_words(&key)),
        };
        let recorded = record.recorded.map(|day| {
            const DAY: i64 = 86_400_000_000;
            Moment::from_microseconds(i64::from(day.number()) * DAY)
        });
        let by = record.recorded_by.clone();
        TakenRecord {
            key: record.line.to_string(),
            form: record.form.clone(),
            process: record.process.clone(),
            episode,
            person,
            team: record.team.as_str().into(),
            holder: None,
            versions: vec![TakenVersion {
                recorded: recorded.unwrap_or(at),
                recorded_by: by.unwrap_or_else(|| self.recorder.clone()),
                stage: Stage::Complete,
                values: record.values.clone(),
            }],
        }
    }
}

/// The rows of a batch that are not refused.
fn sound<'r>(records: &'r [OldRecord], refusals: &[Refusal]) -> Vec<&'r OldRecord> {
    let out: BTreeSet<usize> = refusals.iter().map(|refusal| refusal.place).collect();
    let sound = records.iter().enumerate();
    let sound = sound.filter(|(place, _)| !out.contains(place));
    sound.map(|(_, record)| record).collect()
}

/// Those of some rows who are not known yet.
fn new_people(records: &[&OldRecord], known: &BTreeMap<Key, PersonNumber>) -> BTreeSet<Key> {
    let keys = records.iter().map(|record| key(&record.person));
    keys.filter(|key| !known.contains_key(key)).collect()
}

fn person_request(person: &OldPerson) -> Option<PersonRequest> {
    let details = person.details.clone()?;
    Some(PersonRequest {
        name: details.name,
        birth: details.born,
        gender: details.gender,
        identifiers: vec![person.identifier.clone()],
        addresses: details.address.into_iter().collect(),
        ..PersonRequest::default()
    })
}

/// Which lines a refusal counts from.
fn lines_of(records: &[&OldRecord]) -> String {
    let line = |record: Option<&&OldRecord>| record.map_or(0, |record| record.line);
    format!(
        "the numbers count the records of one batch, the first of which is on line {} and the last on line {}",
        line(records.first()),
        line(records.last())
    )
}

/// The failure, with what is in and how to go on.
pub(super) fn stopped(mut failure: Failure, written: &Written) -> Failure {
    let is_in = match written.records + written.repeated {
        0 => "nothing was recorded".to_owned(),
        records => format!(
            "{} up to line {} are in, and nothing after it",
            words::count(records, "record"),
            written.last_line
        ),
    };
    let hint = failure
        .hint
        .take()
        .map_or_else(String::new, |hint| format!("{hint}; "));
    failure.hint(format!(
        "{hint}{is_in}. Put it right and give the same command again: it goes on there, and does nothing twice"
    ))
}
