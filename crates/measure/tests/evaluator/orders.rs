//! A few plain orders, and questions about them.

use crate::dice::Dice;
use crate::questions;
use crate::questions::own;
use crate::world;
use crate::world::day;
use clew_calendar::{Calendar, Period};
use clew_measure::evaluate::{Cell, Question};
use clew_measure::facts::FactStore;
use clew_practice::pack::{
    Allowance, Condition, Definition, DefinitionKind, Exclusion, Of, Pack, Test, Within,
};
use clew_practice::person::Person;
use clew_practice::record::{PersonNumber, Record, RecordNumber, Stage, Value};

/// Orders seen within two working days of being imposed, without those in custody.
pub(crate) fn seen_in_time() -> Definition {
    Definition {
        from: own("imposed"),
        to: Some(own("seen")),
        within: Some(Within::Allowance(Allowance::WorkingDays(2))),
        filter: Vec::new(),
        exclude: vec![Exclusion {
            when: vec![Condition {
                field: own("outcome"),
                test: Test::OneOf(vec!["in-custody".to_owned()]),
            }],
            reason: "in custody".to_owned(),
        }],
        people: false,
        ..questions::definition(&mut Dice::new(1), DefinitionKind::Timeliness)
    }
}

pub(crate) fn order(number: u64, imposed: &str, seen: Option<&str>) -> Record {
    let mut values = [("imposed".to_owned(), Value::Day(day(imposed)))]
        .into_iter()
        .collect();
    let put = |values: &mut std::collections::BTreeMap<String, Value>, seen: &str| {
        values.insert("seen".to_owned(), Value::Day(day(seen)));
    };
    seen.into_iter().for_each(|seen| put(&mut values, seen));
    Record {
        number: RecordNumber(number),
        form: "order".to_owned(),
        process: None,
        episode: RecordNumber(number),
        person: PersonNumber(number),
        team: "west".to_owned(),
        event_date: day(imposed),
        recorded_at: i64::from(day(imposed).number()) * 86_400,
        recorded_by: "worker".to_owned(),
        stage: Stage::Complete,
        restricted: false,
        version: 1,
        values,
    }
}

pub(crate) fn nobody(number: u64) -> Person {
    Person {
        birth: None,
        gender: None,
        addresses: Vec::new(),
        merged_into: None,
        ..world::person(&mut Dice::new(number), number, 1)
    }
}

pub(crate) fn quarters() -> Vec<Period> {
    (1..=4)
        .map(|quarter| Period::quarter(2026, quarter).unwrap())
        .collect()
}

pub(crate) fn ask<'a>(
    definition: &'a Definition,
    split: &'a [Of],
    periods: &'a [Period],
    as_at: &str,
) -> Question<'a> {
    Question {
        definition,
        split,
        periods,
        as_at: day(as_at),
        calendar: Calendar::built_in("scotland-council").unwrap(),
        recorded_within: None,
        threads: 1,
    }
}

pub(crate) fn pack_of(definition: &Definition) -> Pack {
    world::pack(std::slice::from_ref(definition))
}

pub(crate) fn store_of(definition: &Definition, records: &[Record]) -> FactStore {
    let people: Vec<Person> = (1..=9).map(nobody).collect();
    FactStore::build(&pack_of(definition), &people, records).unwrap()
}

pub(crate) fn counts(cell: &Cell) -> (u64, u64, u64) {
    (cell.met, cell.missed, cell.not_yet_due)
}
