//! Taking over: people and records of another system, with when and by whom they were recorded there, all or none.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use clew_calendar::Day;
use clew_journal::{Moment, PracticeAct};
use clew_plan::{AccountId, UnitId};
use clew_practice::pack::{Form, Gravity, Pack, PackCode};
use clew_practice::record::{PersonNumber, Record, RecordNumber, Stage, Value};
use clew_practice::validation::{self, Around};
use serde::{Deserialize, Serialize};

use super::checking::{form_called, refuse_unfit};
use super::deed::Content;
use super::{Acts, Deed, PersonRequest, Sight, asked};
use crate::naming::known_unit;
use crate::{Act, Caller, Done, FieldProblem, Service, ServiceError, authorise};

/// The most problems that are told at once.
const MOST_PROBLEMS: usize = 100;

/// Records of a batch whose cases are looked at one by one afterwards; of more, every case is.
const FEW: usize = 10_000;

/// Whom or what a record of a batch is about: by its key in the batch, or by its number here.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Named {
    /// By its key in the batch.
    Key(String),
    /// By its number.
    Number(u64),
}

/// A person as another system has them.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TakenPerson {
    /// The key by which records of the batch name them.
    pub key: String,
    /// The team that entered them.
    pub team: UnitId,
    /// What is known of them.
    pub person: PersonRequest,
}

/// A version of a record as another system had it.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TakenVersion {
    /// When it was recorded there.
    pub recorded: Moment,
    /// Who recorded it there, as that system names them.
    pub recorded_by: String,
    /// How far it had come; no draft.
    pub stage: Stage,
    /// What was filled, by field.
    pub values: BTreeMap<PackCode, Value>,
}

/// A record as another system has it, with its versions.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TakenRecord {
    /// The key by which later records of the batch name it, where it opens a case.
    pub key: String,
    /// Its form.
    pub form: PackCode,
    /// The process it belongs to, if any.
    #[serde(default)]
    pub process: Option<PackCode>,
    /// The record that opened its case, which comes before it; none when it opens one.
    #[serde(default)]
    pub episode: Option<Named>,
    /// Whom it is about.
    pub person: Named,
    /// The team that holds it.
    pub team: UnitId,
    /// The account that holds the case that it opens, if one does.
    #[serde(default)]
    pub holder: Option<AccountId>,
    /// Its versions, the earliest first.
    pub versions: Vec<TakenVersion>,
}

/// What is taken over at once.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TakeOver {
    /// People.
    pub people: Vec<TakenPerson>,
    /// Records.
    pub records: Vec<TakenRecord>,
}

/// What was taken over: the number that each was given, in the order of the batch.
#[derive(Clone, Debug, Default)]
pub struct TakenOver {
    /// What was done.
    pub done: Done,
    /// The people's numbers.
    pub people: Vec<PersonNumber>,
    /// The records' numbers.
    pub records: Vec<RecordNumber>,
}

impl Service {
    /// Takes people and records over from another system, all or none: each version an entry, with when and by whom it was
    /// recorded there. The steps of processes are not asked for, and a field that is needed may be missing: what happened
    /// there happened. Whoever takes over need not be able to look at what they take over.
    ///
    /// # Errors
    /// When the caller may not; when a key is not known or comes twice, a form or a value does not fit, or a time is not
    /// one that can be: each problem says of which person or record it is, counted from 1.
    pub fn take_over(&self, caller: &Caller, batch: &TakeOver) -> Result<TakenOver, ServiceError> {
        let asked = asked("take-over", batch)?;
        let done = self.practise(caller, &asked, &|sight| {
            authorise(
                sight.memory.state(),
                sight.actor(),
                Act::TakeOverPractice,
                None,
            )?;
            let packs = sight.packs()?;
            let mut taking = Taking::new(sight, &packs);
            for (place, person) in (1..).zip(&batch.people) {
                taking.person(place, person);
            }
            for (place, record) in (1..).zip(&batch.records) {
                taking.record(place, record);
            }
            taking.done()
        })?;
        let taken = numbered(done, batch);
        if !taken.done.repeated {
            self.settle_touched(&taken, batch)?;
        }
        Ok(taken)
    }
}

impl Service {
    /// Looks again at the cases that a batch opened or added to: one by one where they are few, else at all of them.
    fn settle_touched(&self, taken: &TakenOver, batch: &TakeOver) -> Result<(), ServiceError> {
        if batch.records.len() > FEW {
            return self.settle_cases();
        }
        let mut openers = HashMap::new();
        let mut touched = BTreeSet::new();
        for (record, number) in batch.records.iter().zip(&taken.records) {
            match &record.episode {
                None => {
                    openers.insert(record.key.as_str(), *number);
                    touched.insert(*number);
                }
                Some(Named::Key(key)) => touched.extend(openers.get(key.as_str())),
                Some(Named::Number(number)) => {
                    touched.insert(RecordNumber(*number));
                }
            }
        }
        self.settle_some(&touched)
    }
}

/// The numbers that entries gave: those of the first version of each.
fn numbered(done: Done, batch: &TakeOver) -> TakenOver {
    let first = done.rows.first().map_or(0, |row| row.sequence);
    let people = (first..).take(batch.people.len()).map(PersonNumber);
    let mut next = first + batch.people.len() as u64;
    let records = batch.records.iter().map(|record| {
        let number = RecordNumber(next);
        next += record.versions.len() as u64;
        number
    });
    TakenOver {
        people: people.collect(),
        records: records.collect(),
        done,
    }
}

/// What is gathered of a batch.
struct Taking<'a> {
    sight: &'a Sight<'a>,
    packs: &'a [Arc<Pack>],
    next: u64,
    people: HashMap<&'a str, PersonNumber>,
    /// The openers of cases, with whom each is about and of which process.
    cases: HashMap<&'a str, (RecordNumber, PersonNumber, Option<&'a str>)>,
    acts: Acts,
    problems: Vec<FieldProblem>,
}

impl<'a> Taking<'a> {
    fn new(sight: &'a Sight<'a>, packs: &'a [Arc<Pack>]) -> Self {
        Self {
            sight,
            packs,
            next: sight.memory.state().head.sequence + 1,
            people: HashMap::new(),
            cases: HashMap::new(),
            acts: Acts::default(),
            problems: Vec::new(),
        }
    }

    fn say(&mut self, field: String, problem: impl Into<String>) {
        if self.problems.len() < MOST_PROBLEMS {
            self.problems.push(FieldProblem::new(field, problem));
        }
    }

    fn push(&mut self, deed: Deed) {
        self.acts.deeds.push(deed);
        self.next += 1;
    }

    fn team(&mut self, at: &str, team: &UnitId) {
        if let Err(error) = known_unit(self.sight.memory.book(), Some(team)) {
            self.say(format!("{at}.team"), error.to_string());
        }
    }

    fn person(&mut self, place: usize, taken: &'a TakenPerson) {
        let at = format!("people.{place}");
        self.team(&at, &taken.team);
        for problem in taken.person.problems(self.sight) {
            self.say(format!("{at}.{}", problem.field), problem.problem);
        }
        let number = PersonNumber(self.next);
        if self.people.insert(&taken.key, number).is_some() {
            self.say(format!("{at}.key"), format!("{:?} came before", taken.key));
        }
        let content = Content::Person(taken.person.person(), taken.team.to_string());
        self.push(Deed::new(PracticeAct::TakeOverPerson, content));
    }

    fn record(&mut self, place: usize, taken: &'a TakenRecord) {
        let at = format!("records.{place}");
        self.team(&at, &taken.team);
        let packs = self.packs;
        let (pack, form) = match form_called(packs, &taken.form) {
            Ok(found) => found,
            Err(error) => return self.say(format!("{at}.form"), error.to_string()),
        };
        if let Some(code) = &taken.process
            && !pack
                .processes
                .get(code)
                .is_some_and(|process| process.steps.iter().any(|step| step.form == taken.form))
        {
            self.say(format!("{at}.process"), format!("{code} has no such step"));
        }
        let Some(person) = self.person_named(&at, &taken.person) else {
            return;
        };
        let number = RecordNumber(self.next);
        let Some(episode) = self.episode_named(&at, taken, (number, person)) else {
            return;
        };
        if taken.versions.is_empty() {
            self.say(format!("{at}.versions"), "there is none");
        }
        let base = Record {
            number,
            form: taken.form.clone(),
            process: taken.process.clone(),
            episode,
            person,
            team: taken.team.to_string(),
            event_date: self.sight.today(),
            recorded_at: 0,
            recorded_by: String::new(),
            stage: Stage::Complete,
            restricted: false,
            version: 0,
            values: BTreeMap::new(),
        };
        let mut before: Option<Moment> = None;
        for (version, kept) in (1..).zip(&taken.versions) {
            self.version(
                &at,
                (pack, form),
                (&base, taken.holder.as_ref()),
                (version, kept),
                before,
            );
            before = Some(kept.recorded);
        }
    }

    fn version(
        &mut self,
        at: &str,
        (pack, form): (&Pack, &Form),
        (base, holder): (&Record, Option<&AccountId>),
        (version, kept): (u32, &TakenVersion),
        before: Option<Moment>,
    ) {
        let at = format!("{at}.versions.{version}");
        let record = Record {
            event_date: self.event_date(&at, form, kept),
            recorded_at: kept.recorded.microseconds().div_euclid(1_000_000),
            recorded_by: kept.recorded_by.clone(),
            stage: kept.stage,
            values: kept.values.clone(),
            ..base.clone()
        };
        if kept.stage == Stage::Draft {
            self.say(format!("{at}.stage"), "a draft is not taken over");
        }
        if kept.recorded > self.sight.caller.at
            || before.is_some_and(|before| kept.recorded < before)
        {
            let problem = "lies in the future, or before that of the version before it";
            self.say(format!("{at}.recorded"), problem);
        }
        // As of a draft: nothing is needed, but what is there has to be of its field's kind.
        let today = self.sight.today();
        let around = Around::default();
        let issues =
            validation::check_record(pack, form, &record.values, Stage::Draft, today, &around);
        for issue in issues
            .into_iter()
            .filter(|issue| issue.gravity == Gravity::Error)
        {
            self.say(format!("{at}.{}", issue.field), issue.message);
        }
        let deed = Deed::new(
            PracticeAct::TakeOverRecord,
            Content::TakenOver(record, holder.cloned()),
        );
        self.push(Deed {
            number: Some(base.number.0),
            version,
            ..deed
        });
    }

    fn event_date(&mut self, at: &str, form: &Form, kept: &TakenVersion) -> Day {
        if let Some(Value::Day(day)) = kept.values.get(&form.event_date) {
            return *day;
        }
        self.say(format!("{at}.{}", form.event_date), "say when it happened");
        self.sight.today()
    }

    fn person_named(&mut self, at: &str, named: &Named) -> Option<PersonNumber> {
        let found = match named {
            Named::Key(key) => self.people.get(key.as_str()).copied(),
            Named::Number(number) => {
                let person = self.sight.person(PersonNumber(*number)).ok();
                person.map(|person| person.person.number)
            }
        };
        if found.is_none() {
            self.say(format!("{at}.person"), "there is no such person");
        }
        found
    }

    /// The case that a record belongs to: its own where it opens one.
    fn episode_named(
        &mut self,
        at: &str,
        taken: &'a TakenRecord,
        (number, person): (RecordNumber, PersonNumber),
    ) -> Option<RecordNumber> {
        let found = match &taken.episode {
            None => {
                let case = (number, person, taken.process.as_deref());
                if self.cases.insert(&taken.key, case).is_some() {
                    self.say(format!("{at}.key"), format!("{:?} came before", taken.key));
                }
                return Some(number);
            }
            Some(Named::Key(key)) => {
                let case = self.cases.get(key.as_str());
                case.map(|(number, of, process)| (*number, *of, process.map(str::to_owned)))
            }
            Some(Named::Number(number)) => {
                let case = self.sight.service.store().episode(*number).ok().flatten();
                case.map(|case| {
                    (
                        RecordNumber(case.number),
                        PersonNumber(case.person),
                        case.process,
                    )
                })
            }
        };
        let Some((case, of, process)) = found else {
            self.say(
                format!("{at}.episode"),
                "no record before it opens such a case",
            );
            return None;
        };
        if of != person || process != taken.process {
            self.say(
                format!("{at}.episode"),
                "is about another person or of another process",
            );
        }
        Some(case)
    }

    fn done(mut self) -> Result<Acts, ServiceError> {
        refuse_unfit("what is taken over", std::mem::take(&mut self.problems))?;
        Ok(self.acts)
    }
}
