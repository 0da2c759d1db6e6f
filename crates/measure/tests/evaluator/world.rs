//! A small council made at random: two forms, some people, records in several versions.

use std::collections::BTreeMap;

use clew_calendar::Day;
use clew_measure::facts::OccasionRow;
use clew_practice::occasion::DueDay;
use clew_practice::pack::{
    Band, Choice, ChoiceList, Definition, Dimension, Field, FieldKind, Form, Needed, Of, Pack,
    Place,
};
use clew_practice::person::{Address, Birth, Person};
use clew_practice::record::{PersonNumber, Record, RecordNumber, Stage, Value};
use rust_decimal::Decimal;

use crate::dice::Dice;

pub(crate) const TEAMS: [&str; 3] = ["west", "east", "central"];
pub(crate) const LOCALITIES: [&str; 3] = ["burnside", "ardoch", "craigend"];
pub(crate) const OUTCOMES: [&str; 3] = ["seen-well", "in-custody", "moved"];
pub(crate) const RESULTS: [&str; 2] = ["closed", "open"];

pub(crate) fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn field(code: &str, kind: FieldKind) -> Field {
    Field {
        code: code.to_owned(),
        title: code.to_owned(),
        kind,
        needed: Needed::Never,
        help: None,
        when: Vec::new(),
        place: Place::default(),
    }
}

fn form(code: &str, event_date: &str, fields: Vec<Field>) -> Form {
    Form {
        code: code.to_owned(),
        title: code.to_owned(),
        help: None,
        event_date: event_date.to_owned(),
        fields,
        in_chronology: true,
        source: None,
        place: Place::default(),
    }
}

fn choices(code: &str, choices: &[&str]) -> ChoiceList {
    let choice = |code: &&str| Choice {
        code: (*code).to_owned(),
        title: (*code).to_owned(),
        retired: false,
    };
    ChoiceList {
        code: code.to_owned(),
        title: code.to_owned(),
        choices: choices.iter().map(choice).collect(),
        place: Place::default(),
    }
}

/// Orders with what follows them, and meetings of the same episode.
pub(crate) fn pack(definitions: &[Definition]) -> Pack {
    let date = || FieldKind::Date {
        may_be_future: true,
    };
    let number = |decimals| FieldKind::Number {
        decimals,
        least: None,
        most: None,
    };
    let list = |list: &str| FieldKind::Choice {
        list: list.to_owned(),
    };
    let order = form(
        "order",
        "imposed",
        vec![
            field("imposed", date()),
            field("begun", date()),
            field("seen", date()),
            field("due_on", date()),
            field("outcome", list("outcome")),
            field(
                "tags",
                FieldKind::Choices {
                    list: "outcome".to_owned(),
                },
            ),
            field("hours", number(1)),
            field("cost", FieldKind::Money),
            field("urgent", FieldKind::YesNo),
            field("note", FieldKind::Text),
        ],
    );
    let meeting = form(
        "meeting",
        "held",
        vec![
            field("held", date()),
            field("result", list("result")),
            field("score", number(0)),
        ],
    );
    let mut pack = Pack {
        forms: [order, meeting]
            .map(|form| (form.code.clone(), form))
            .into(),
        ..Pack::default()
    };
    pack.choice_lists = [choices("outcome", &OUTCOMES), choices("result", &RESULTS)]
        .map(|list| (list.code.clone(), list))
        .into();
    let band = |from, title: &str| Band {
        from,
        title: title.to_owned(),
    };
    let age = Of::Age(vec![
        band(16, "16 and 17"),
        band(18, "18 to 64"),
        band(65, "65 and over"),
    ]);
    pack.dimensions = [("age-band", age), ("team", Of::Team)]
        .map(|(code, of)| {
            let dimension = Dimension {
                code: code.to_owned(),
                title: code.to_owned(),
                of,
                place: Place::default(),
            };
            (code.to_owned(), dimension)
        })
        .into();
    for (number, definition) in definitions.iter().enumerate() {
        pack.measures
            .insert(format!("M-{number}"), definition.clone());
    }
    pack
}

fn near(dice: &mut Dice, from: Day, back: i32, on: i32) -> Value {
    Value::Day(from.plus_days(dice.between(-back, on)))
}

/// A version of a record with this number.
pub(crate) fn record(dice: &mut Dice, number: u64, version: u32, people: u64) -> Record {
    let is_order = !number.is_multiple_of(3);
    let event = day("2019-02-01").plus_days(dice.between(0, 900));
    let mut values = BTreeMap::new();
    let mut fill =
        |dice: &mut Dice, code: &str, chance: usize, value: &dyn Fn(&mut Dice) -> Value| {
            if dice.in_hundred(chance) {
                values.insert(code.to_owned(), value(dice));
            }
        };
    if is_order {
        fill(dice, "imposed", 100, &|_| Value::Day(event));
        fill(dice, "begun", 80, &|dice| near(dice, event, 20, 40));
        fill(dice, "seen", 70, &|dice| near(dice, event, 2, 30));
        fill(dice, "due_on", 70, &|dice| near(dice, event, 1, 20));
        fill(dice, "outcome", 80, &|dice| {
            Value::Choice((*dice.one_of(&OUTCOMES)).to_owned())
        });
        fill(dice, "tags", 80, &|dice| {
            let tags = OUTCOMES.iter().filter(|_| dice.in_hundred(40));
            Value::Choices(tags.map(|tag| (*tag).to_owned()).collect())
        });
        fill(dice, "hours", 80, &|dice| {
            Value::Number(Decimal::new(dice.between(-20, 200).into(), 1))
        });
        fill(dice, "cost", 80, &|dice| {
            Value::Number(Decimal::new(dice.between(0, 5000).into(), 2))
        });
        fill(dice, "urgent", 80, &|dice| {
            Value::YesNo(dice.in_hundred(50))
        });
        fill(dice, "note", 50, &|_| Value::Text("as said".to_owned()));
    } else {
        fill(dice, "held", 50, &|_| Value::Day(event));
        fill(dice, "result", 80, &|dice| {
            Value::Choice((*dice.one_of(&RESULTS)).to_owned())
        });
        fill(dice, "score", 80, &|dice| {
            Value::Number(Decimal::from(dice.between(0, 9)))
        });
    }
    let stages = [
        Stage::Complete,
        Stage::Complete,
        Stage::Authorised,
        Stage::Draft,
        Stage::Withdrawn,
    ];
    Record {
        number: RecordNumber(number),
        form: if is_order { "order" } else { "meeting" }.to_owned(),
        process: None,
        episode: RecordNumber(1 + dice.below(12) as u64),
        person: PersonNumber(1 + dice.below(usize::try_from(people).unwrap()) as u64),
        team: (*dice.one_of(&TEAMS)).to_owned(),
        event_date: event,
        recorded_at: i64::from(event.number() + dice.between(0, 60)) * 86_400 + 3_600,
        recorded_by: "worker".to_owned(),
        stage: *dice.one_of(&stages),
        restricted: false,
        version,
        values,
    }
}

/// A person with this number; now and then merged into another.
pub(crate) fn person(dice: &mut Dice, number: u64, people: u64) -> Person {
    let birth = day("1930-01-01").plus_days(dice.between(0, 29_000));
    let mut addresses = Vec::new();
    for from in ["2018-01-01", "2020-05-01"] {
        if dice.in_hundred(70) {
            addresses.push(Address {
                lines: String::new(),
                locality: (*dice.one_of(&LOCALITIES)).to_owned(),
                from: day(from),
            });
        }
    }
    let other = 1 + dice.below(usize::try_from(people).unwrap()) as u64;
    Person {
        number: PersonNumber(number),
        name: format!("Person {number}"),
        aliases: Vec::new(),
        birth: dice.in_hundred(85).then_some(Birth {
            day: birth,
            estimated: false,
        }),
        gender: dice
            .in_hundred(80)
            .then(|| (*dice.one_of(&["woman", "man"])).to_owned()),
        identifiers: Vec::new(),
        addresses,
        relationships: Vec::new(),
        warnings: Vec::new(),
        communication_needs: Vec::new(),
        // Only into a higher number, so that nobody is merged in a round.
        merged_into: (dice.in_hundred(25) && other > number).then_some(PersonNumber(other)),
        version: 1,
    }
}

/// Occasions of a clock on orders.
pub(crate) fn occasions(dice: &mut Dice, records: u64) -> Vec<OccasionRow> {
    let mut rows = Vec::new();
    for record in 1..=records {
        for _ in 0..dice.below(3) {
            let trigger = day("2019-02-01").plus_days(dice.between(0, 900));
            let mut later = |chance: usize, most: i32| {
                let is_there = dice.in_hundred(chance);
                let on = trigger.plus_days(dice.between(0, most));
                is_there.then_some(on)
            };
            let due = later(80, 60).map_or(DueDay::Paused, DueDay::On);
            let (stop, ended) = (later(60, 90), later(20, 90));
            let due = match dice.below(20) {
                0 => DueDay::NotSet,
                1 => DueDay::Unknown(clew_calendar::CalendarError::OutOfRange {
                    what: String::new(),
                }),
                _ => due,
            };
            let stopper = RecordNumber(1 + dice.below(usize::try_from(records).unwrap()) as u64);
            rows.push(OccasionRow {
                record: RecordNumber(record),
                trigger,
                due,
                stop,
                stopped_by: stop.map(|_| stopper),
                ended,
            });
        }
    }
    rows
}
