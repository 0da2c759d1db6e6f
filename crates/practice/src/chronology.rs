//! A person's chronology: a projection of what was recorded, in the order in which it happened, and no form of its own.

use std::collections::BTreeMap;

use clew_calendar::Day;

use crate::{
    pack::{Form, Pack, Path},
    reading::is_empty,
    record::{PersonNumber, Record, RecordNumber, Value},
};

/// What somebody decided about a record and the chronology.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Inclusion {
    /// It belongs in, although its form does not by itself.
    Included,
    /// It is left out, for a reason.
    LeftOut(String),
}

/// One line of a chronology.
#[derive(Clone, Debug)]
pub struct Event<'r> {
    /// The day on which it happened.
    pub day: Day,
    /// The record.
    pub record: &'r Record,
    /// The title of its form.
    pub title: String,
    /// What was filled, in the form's order: the field's title and the value in words.
    pub values: Vec<(String, String)>,
    /// The day on which it was first recorded.
    pub recorded_on: Day,
}

impl Event<'_> {
    /// Whole days from the event to its recording; negative where it was recorded before it happened.
    #[must_use]
    pub const fn recorded_after(&self) -> i32 {
        self.day.days_until(self.recorded_on)
    }
}

/// A person's chronology.
#[derive(Clone, Debug, Default)]
pub struct Chronology<'r> {
    /// What is in, the earliest first.
    pub events: Vec<Event<'r>>,
    /// What is left out, with the reason.
    pub left_out: Vec<(Event<'r>, String)>,
}

/// The chronology of a person. A record is in when its form belongs in a chronology or when that was decided, and left
/// out when that was decided with a reason. Drafts, withdrawn records and records of other people are not in it. Of one
/// day, what was recorded first comes first. `recorded_on` gives the day on which each was first recorded, by the
/// calendar of the place; without it, it is the day of the version that is given, in UTC.
#[must_use]
pub fn chronology<'r>(
    pack: &Pack,
    records: &'r [Record],
    person: PersonNumber,
    decisions: &BTreeMap<RecordNumber, Inclusion>,
    recorded_on: &BTreeMap<RecordNumber, Day>,
) -> Chronology<'r> {
    let own = |record: &&Record| record.person == person && record.counts();
    let mut own: Vec<&Record> = records.iter().filter(own).collect();
    own.sort_by_key(|record| (record.event_date, record.number));
    let mut chronology = Chronology::default();
    for record in own {
        let form = pack.forms.get(&record.form);
        let belongs = form.is_some_and(|form| form.in_chronology);
        let event = || {
            let recorded_on = recorded_on.get(&record.number).copied();
            event(pack, (form, record), recorded_on)
        };
        match decisions.get(&record.number) {
            Some(Inclusion::LeftOut(reason)) => {
                chronology.left_out.push((event(), reason.clone()));
            }
            Some(Inclusion::Included) => chronology.events.push(event()),
            None if belongs => chronology.events.push(event()),
            None => {}
        }
    }
    chronology
}

fn event<'r>(
    pack: &Pack,
    (form, record): (Option<&Form>, &'r Record),
    recorded_on: Option<Day>,
) -> Event<'r> {
    let days = i32::try_from(record.recorded_at.div_euclid(86_400)).ok();
    let of_version = days.and_then(|days| Day::from_number(days).ok());
    Event {
        day: record.event_date,
        record,
        title: form.map_or_else(|| record.form.clone(), |form| form.title.clone()),
        values: form.map_or_else(Vec::new, |form| values_in_words(pack, form, record)),
        recorded_on: recorded_on.or(of_version).unwrap_or(record.event_date),
    }
}

/// What was filled in a record, in the form's order: each field's title with its value in words. The date of the event
/// and fields that are empty are left out.
#[must_use]
pub fn values_in_words(pack: &Pack, form: &Form, record: &Record) -> Vec<(String, String)> {
    let fields = form
        .fields
        .iter()
        .filter(|field| field.code != form.event_date);
    let filled = fields.filter_map(|field| {
        let value = record.values.get(&field.code)?;
        let own = Path::Own(field.code.clone());
        let title = |code: &str| {
            let choice = pack.choice(&form.code, &own, code);
            choice.map_or_else(|| code.to_owned(), |choice| choice.title.clone())
        };
        let words = in_words(value, title);
        (!is_empty(value)).then(|| (field.title.clone(), words))
    });
    filled.collect()
}

fn in_words(value: &Value, title: impl Fn(&str) -> String) -> String {
    match value {
        Value::Day(day) => day.to_string(),
        Value::Text(text) | Value::Code(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::YesNo(true) => "Yes".to_owned(),
        Value::YesNo(false) => "No".to_owned(),
        Value::Choice(code) => title(code),
        Value::Choices(codes) => {
            let titles: Vec<String> = codes.iter().map(|code| title(code)).collect();
            titles.join(", ")
        }
        Value::Person(person) => person.to_string(),
    }
}
