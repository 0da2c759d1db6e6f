//! A synthetic council, taken in through the service: figures are its true answers, and a visit recorded late moves
//! one.

use std::collections::BTreeMap;

use clew_calendar::{Day, Period, PeriodKind};
use clew_journal::Moment;
use clew_measure::evaluate::{Outcome, Part};
use clew_plan::{Grant, Kind, Role, WorkGrant};
use clew_practice::pack::{DefinitionKind, Pack, Within};
use clew_practice::person::Person;
use clew_practice::record::{PersonNumber, Record, RecordNumber, Value};
use clew_service::{
    Caller, FiguresRequest, Incoming, Named, PersonRequest, RecordRequest, Service, TakeOver,
    TakenRecord, TakenVersion, WalkRequest,
};
use clew_synth::{Answer, Council, Made, Size, Team, Truth};
use serde_json::json;

use crate::common::{Place, book_of, caller};
use crate::orders::number;

const SOMEBODY: &str = "somebody";
/// 2016-04-01 in seconds since 1970-01-01 00:00 UTC.
const FIRST: i64 = 1_459_468_800;

/// A council's people and records, in a database.
pub struct Taken {
    pub service: Service,
    pub people: BTreeMap<PersonNumber, PersonNumber>,
    pub records: BTreeMap<RecordNumber, RecordNumber>,
    pub calls: u64,
    /// The day after the last one of recording so far, in seconds since 1970.
    pub now: i64,
}

fn by_somebody(call: u64, at: i64) -> Caller {
    Caller {
        actor: SOMEBODY.into(),
        id: format!("made-{call}"),
        at: Moment::from_microseconds(at * 1_000_000),
        ..caller("", 0)
    }
}

/// A service with the pack for Scotland in force, every team of the council, and one who may record everywhere.
pub fn empty(place: &Place) -> Taken {
    let service = Service::create(&place.location).unwrap();
    let mut book = book_of(
        Team::all()
            .into_iter()
            .map(|team| (Kind::Unit, json!({"id": team.code(), "name": team.title()}))),
    );
    book.organisation = serde_json::from_value(json!({"name": "Council"})).unwrap();
    let long_ago = |id: &str| Caller {
        at: Moment::from_microseconds(0),
        ..caller(id, 0)
    };
    let organisation = book.organisation.clone().unwrap();
    service
        .found(&long_ago("found"), organisation, "Administrator")
        .unwrap();
    let incoming = Incoming {
        book,
        seen: 2,
        reason: None,
    };
    service
        .take_in_records(&long_ago("units"), &incoming)
        .unwrap();
    let grant = Grant {
        role: Role::Practitioner,
        unit: None,
    };
    service
        .open_account(
            &long_ago("open"),
            &SOMEBODY.into(),
            "Somebody",
            &[grant],
            None,
        )
        .unwrap();
    let files = Pack::built_in_files("scotland").unwrap();
    service.apply_pack(&long_ago("pack"), &files, None).unwrap();
    service
        .set_work(&long_ago("work"), &SOMEBODY.into(), &every_work(), None)
        .unwrap();
    Taken {
        service,
        people: BTreeMap::new(),
        records: BTreeMap::new(),
        calls: 0,
        now: FIRST,
    }
}

/// Every kind of work that the pack for Scotland names, everywhere.
fn every_work() -> Vec<WorkGrant> {
    let (pack, _) = Pack::built_in("scotland").unwrap();
    let roles = pack.roles.keys().cloned();
    roles.map(|role| WorkGrant { role, unit: None }).collect()
}

impl Taken {
    fn person(&mut self, person: &Person) {
        self.calls += 1;
        let call = by_somebody(self.calls, self.now);
        let mut request = PersonRequest::from(person);
        for related in &mut request.relationships {
            related.to = self.people.get(&related.to).copied().unwrap_or(related.to);
        }
        let known = self.people.get(&person.number);
        let done = match known {
            Some(known) => {
                self.service
                    .change_person(&call, (*known, person.version - 1), &request)
            }
            None => {
                self.service
                    .enter_person(&call, &Team::all()[0].code().as_str().into(), &request)
            }
        };
        let done = done.unwrap();
        self.people
            .insert(person.number, PersonNumber(number(&done)));
    }

    /// Completes records in one call.
    fn records(&mut self, waiting: &[Record]) {
        self.calls += 1;
        let call = by_somebody(self.calls, self.now);
        let requests: Vec<RecordRequest> =
            waiting.iter().map(|record| self.request(record)).collect();
        let done = self.service.complete_records(&call, &requests).unwrap();
        for (record, row) in waiting.iter().zip(&done.rows) {
            self.records
                .insert(record.number, RecordNumber(row.sequence));
        }
    }

    /// Takes records over in one call, each with when it was recorded.
    fn take_over(&mut self, made: &[Record]) {
        let batch = TakeOver {
            people: Vec::new(),
            records: made.iter().map(|record| self.taken_over(record)).collect(),
        };
        let call = Caller {
            at: Moment::from_microseconds(self.now * 1_000_000),
            ..caller("take-over", 0)
        };
        let done = self.service.take_over(&call, &batch).unwrap();
        let numbers = made.iter().map(|record| record.number).zip(done.records);
        self.records.extend(numbers);
    }

    fn taken_over(&self, record: &Record) -> TakenRecord {
        let RecordRequest {
            form,
            process,
            team,
            values,
            ..
        } = self.request(&Record {
            episode: record.number,
            ..record.clone()
        });
        let opened = record.episode == record.number;
        TakenRecord {
            key: record.number.0.to_string(),
            form,
            process,
            episode: (!opened).then(|| Named::Key(record.episode.0.to_string())),
            person: Named::Number(self.people[&record.person].0),
            team,
            holder: None,
            versions: vec![TakenVersion {
                recorded: Moment::from_microseconds(record.recorded_at * 1_000_000),
                recorded_by: record.recorded_by.clone(),
                stage: record.stage,
                values,
            }],
        }
    }

    fn request(&self, record: &Record) -> RecordRequest {
        let opened = record.episode == record.number;
        RecordRequest {
            form: record.form.clone(),
            process: record.process.clone(),
            episode: (!opened).then(|| self.records[&record.episode]),
            person: self.people[&record.person],
            team: record.team.as_str().into(),
            values: record
                .values
                .iter()
                .map(|(field, value)| (field.clone(), self.value(value)))
                .collect(),
            draft: None,
        }
    }

    fn value(&self, value: &Value) -> Value {
        match value {
            Value::Person(person) => Value::Person(self.people[person]),
            other => other.clone(),
        }
    }
}

/// Takes in everything that a council makes, as from the system that it had before: what was recorded then was not held
/// to the steps of the pack that is in force now.
pub fn taken_in(taken: &mut Taken, council: &mut Council<'_>) -> Vec<Record> {
    let mut made: Vec<Record> = Vec::new();
    for one in council {
        match one {
            Made::Person(person) => taken.person(&person),
            Made::Record(record) => {
                taken.now = taken.now.max(record.recorded_at + 86_400);
                made.push(record);
            }
        }
    }
    made.sort_by_key(|record| record.episode != record.number);
    taken.take_over(&made);
    made
}

type Answers = BTreeMap<(Day, String, String), Answer>;

/// What the service tells of a measure, by quarter, team and locality.
fn told(taken: &Taken, pack: &Pack, code: &str, quarters: &[Period], last: Day) -> Answers {
    let request = FiguresRequest::of(code, quarters, last).by(&["team", "locality"]);
    let answer = taken.service.figures(&SOMEBODY.into(), &request).unwrap();
    let mut told = Answers::new();
    for (period, parts, cell) in answer.figures.cells() {
        let name = |axis: usize| match &answer.figures.axes[axis].parts[parts[axis]] {
            Part::Known(name) => name.clone(),
            Part::NotKnown => String::new(),
        };
        let counted = cell.people.map_or(cell.met, |people| people.met);
        let excluded = cell.excluded.iter().map(|(_, count)| count).sum();
        use DefinitionKind::{Share, Timeliness};
        let found = match pack.measures[code].kind {
            Timeliness | Share => Answer {
                met: cell.met,
                missed: cell.missed,
                excluded,
                not_yet_due: cell.not_yet_due,
                count: 0,
            },
            _ => Answer {
                count: counted,
                ..Answer::default()
            },
        };
        if found != Answer::default() {
            told.insert((quarters[period].first(), name(0), name(1)), found);
        }
    }
    told
}

#[test]
fn the_figures_of_a_synthetic_council_are_its_true_answers() {
    let place = Place::sqlite();
    let mut taken = empty(&place);
    let (pack, _) = Pack::built_in("scotland").unwrap();
    let size = Size::of(700);
    let mut council = Council::new(&pack, size, 31).unwrap();
    taken_in(&mut taken, &mut council);
    let mut quarters = Vec::new();
    let mut first = Day::new(2010, 4, 1).unwrap();
    while first <= size.last {
        quarters.push(Period::containing(PeriodKind::Quarter, first).unwrap());
        first = first.plus_months(3);
    }
    let truth = council.truth();
    let compared = compared(&taken, &pack, truth, (&quarters, size.last));
    assert!(compared > 200, "{compared} figures");
    // And so they are of facts that were kept.
    taken.service.keep_facts_now().unwrap();
    place.tamper("UPDATE practice_versions SET content = 'nothing' WHERE kind = 'records'");
    taken.service = place.open();
    let kept = self::compared(&taken, &pack, truth, (&quarters, size.last));
    assert_eq!(kept, compared);
}

/// Compares every figure with the truth, and says how many there are.
fn compared(
    taken: &Taken,
    pack: &Pack,
    truth: &Truth,
    (quarters, last): (&[Period], Day),
) -> usize {
    let mut compared = 0;
    for code in truth.measures() {
        let wanted: Answers = truth
            .of(code)
            .map(|(first, team, locality, answer)| ((first, team, locality.to_owned()), answer))
            .collect();
        assert_eq!(told(taken, pack, code, quarters, last), wanted, "{code}");
        compared += wanted.len();
    }
    compared
}

/// A visit that was made on the last day in time and is recorded only now: what counted as missed is met.
#[test]
fn a_guardianship_visit_recorded_late_changes_the_figure_and_is_walked_back_to() {
    let place = Place::sqlite();
    let mut taken = empty(&place);
    let (pack, _) = Pack::built_in("scotland").unwrap();
    let size = Size::of(1_500);
    let made = taken_in(&mut taken, &mut Council::new(&pack, size, 33).unwrap());
    let clock = &pack.clocks["awi-adult-visits"];
    let by_clock = Some(Within::Clock(clock.code.clone()));
    let measure = pack.measures.values().find(|one| one.within == by_clock);
    let years: Vec<Period> = (2010..2026)
        .map(|year| Period::financial_year_starting(year).unwrap())
        .collect();
    let request = FiguresRequest::of(&measure.unwrap().code, &years, size.last);
    let walked = |taken: &Taken, year: usize| {
        let walk = WalkRequest {
            figures: request.clone(),
            period: year,
            parts: Vec::new(),
            from: 0,
        };
        let at = Moment::from_microseconds((taken.now + 60) * 1_000_000);
        let walked = taken.service.walk_to_records(&SOMEBODY.into(), at, &walk);
        walked.unwrap().shown
    };
    let whole = |taken: &Taken, year: usize| {
        let answer = taken.service.figures(&SOMEBODY.into(), &request).unwrap();
        let cell = answer.whole(year).unwrap();
        (cell.met, cell.missed)
    };
    let missed = (0..years.len()).rev().find_map(|year| {
        let mut shown = walked(&taken, year).into_iter();
        let missed = shown.find(|one| one.behind.outcome == Outcome::Missed);
        missed.map(|one| (year, one.behind))
    });
    let (year, missed) = missed.expect("somebody was never visited in time");
    let order = taken
        .records
        .iter()
        .find(|(_, number)| **number == missed.record)
        .unwrap();
    let order = made
        .iter()
        .find(|record| record.number == *order.0)
        .unwrap();
    let like = |record: &&Record| {
        record.form == clock.stop.form
            && matches!(record.values.get("seen"), Some(Value::Choices(seen)) if seen.contains(&"adult".to_owned()))
    };
    let mut visit = made.iter().find(like).expect("some adult was seen").clone();
    let due = missed.due.unwrap();
    visit
        .values
        .insert(clock.stop.date.clone(), Value::Day(due));
    let visit = Record {
        number: RecordNumber(u64::from(u32::MAX)),
        episode: order.episode,
        person: order.person,
        team: order.team.clone(),
        event_date: due,
        ..visit
    };
    let before = whole(&taken, year);
    taken.records(&[visit]);
    let after = whole(&taken, year);
    assert_ne!(before, after);
    let back = walked(&taken, year);
    let back = back
        .iter()
        .find(|one| one.behind.record == missed.record && one.behind.from == missed.from);
    let back = &back.unwrap().behind;
    assert_eq!((&back.outcome, back.to), (&Outcome::Met, Some(due)));
}
