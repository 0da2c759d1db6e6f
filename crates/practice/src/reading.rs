//! What a rule reads: fields of a record, of other records of its episode, and what is known of the person.

use std::{borrow::Cow, collections::BTreeMap};

use clew_calendar::Day;
use rust_decimal::Decimal;

use crate::{
    episode::Episode,
    pack::{Condition, PackCode, Path, Test},
    person::{Birth, Person},
    record::{Record, Value},
};

/// Where a rule reads.
#[derive(Clone, Copy, Debug)]
pub struct Reading<'r> {
    /// The values of the record itself.
    pub values: &'r BTreeMap<PackCode, Value>,
    /// The day of its event, on which the person's age and locality are taken, if it is known.
    pub on: Option<Day>,
    /// The episode it belongs to, if any.
    pub episode: Option<&'r Episode<'r>>,
    /// The person it is about, if known.
    pub person: Option<&'r Person>,
}

impl<'r> Reading<'r> {
    /// Reads from a record within its episode.
    #[must_use]
    pub fn of(
        record: &'r Record,
        episode: &'r Episode<'r>,
        person: Option<&'r Person>,
    ) -> Reading<'r> {
        Reading {
            values: &record.values,
            on: Some(record.event_date),
            episode: Some(episode),
            person,
        }
    }

    /// What a path leads to; none when it is not filled or not known.
    #[must_use]
    pub fn value(&self, path: &Path) -> Option<Cow<'r, Value>> {
        let value = match path {
            Path::Own(field) => Cow::Borrowed(self.values.get(field)?),
            Path::Episode { form, field } => {
                Cow::Borrowed(self.episode?.first(form)?.values.get(field)?)
            }
            Path::Person(what) => Cow::Owned(self.of_the_person(what)?),
        };
        (!is_empty(&value)).then_some(value)
    }

    /// The day that a path leads to; none when it is not filled.
    #[must_use]
    pub fn day(&self, path: &Path) -> Option<Day> {
        match self.value(path)?.as_ref() {
            Value::Day(day) => Some(*day),
            _ => None,
        }
    }

    /// The day in a field of the record itself; none when it is not filled.
    #[must_use]
    pub fn own_day(&self, field: &str) -> Option<Day> {
        match self.values.get(field)? {
            Value::Day(day) => Some(*day),
            _ => None,
        }
    }

    /// Whether a condition holds.
    #[must_use]
    pub fn holds(&self, condition: &Condition) -> bool {
        condition
            .test
            .passes(self.value(&condition.field).as_deref())
    }

    /// Whether all of the conditions hold; true when there are none.
    #[must_use]
    pub fn all_hold(&self, conditions: &[Condition]) -> bool {
        conditions.iter().all(|condition| self.holds(condition))
    }

    fn of_the_person(&self, what: &str) -> Option<Value> {
        let person = self.person?;
        match what {
            "gender" => person.gender.clone().map(Value::Choice),
            "locality" => person
                .locality_on(self.on?)
                .map(|locality| Value::Choice(locality.to_owned())),
            "age" => {
                let age = person.birth?.age_on(self.on?)?;
                Some(Value::Number(Decimal::from(age)))
            }
            _ => None,
        }
    }
}

/// Whether a value says nothing: text of spaces alone, or no choice at all.
#[must_use]
pub fn is_empty(value: &Value) -> bool {
    match value {
        Value::Text(text) | Value::Code(text) | Value::Choice(text) => text.trim().is_empty(),
        Value::Choices(choices) => choices.is_empty(),
        _ => false,
    }
}

impl Test {
    /// Whether a value passes; none stands for a field that is not filled. Of several choices it is enough that one
    /// is among those named, and none may be among those ruled out.
    #[must_use]
    pub fn passes(&self, value: Option<&Value>) -> bool {
        let value = value.filter(|value| !is_empty(value));
        let number = match value {
            Some(Value::Number(number)) => Some(*number),
            _ => None,
        };
        let day = match value {
            Some(Value::Day(day)) => Some(*day),
            _ => None,
        };
        match self {
            Test::OneOf(codes) => has_one_of(value, codes),
            Test::NoneOf(codes) => !has_one_of(value, codes),
            Test::AtLeast(least) => number.is_some_and(|number| number >= *least),
            Test::MoreThan(less) => number.is_some_and(|number| number > *less),
            Test::AtMost(most) => number.is_some_and(|number| number <= *most),
            Test::LessThan(more) => number.is_some_and(|number| number < *more),
            Test::OnOrAfter(first) => day.is_some_and(|day| day >= *first),
            Test::Before(end) => day.is_some_and(|day| day < *end),
            Test::Empty => value.is_none(),
            Test::Filled => value.is_some(),
        }
    }
}

fn has_one_of(value: Option<&Value>, codes: &[String]) -> bool {
    match value {
        Some(Value::Choice(code) | Value::Code(code)) => codes.contains(code),
        Some(Value::Choices(chosen)) => chosen.iter().any(|code| codes.contains(code)),
        Some(Value::YesNo(yes)) => {
            let written = if *yes { "yes" } else { "no" };
            codes.iter().any(|code| code == written)
        }
        _ => false,
    }
}

impl Birth {
    /// The age in full years on a day; none before the birth. It is reached at the beginning of the anniversary,
    /// which for a birth on 29 February is 1 March in other years: Age of Legal Capacity (Scotland) Act 1991,
    /// section 6.
    #[must_use]
    pub fn age_on(&self, day: Day) -> Option<u16> {
        if day < self.day {
            return None;
        }
        let (year, month, of_month) = self.day.civil();
        let (now, now_month, now_day) = day.civil();
        let reached = (now_month, now_day) >= (month, of_month);
        u16::try_from(now - year - i32::from(!reached)).ok()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::record::{PersonNumber, RecordNumber, Stage};

    #[test]
    fn who_was_born_on_29_february_is_a_year_older_on_1_march() {
        let birth = Birth {
            day: "2008-02-29".parse().unwrap(),
            estimated: false,
        };
        for (day, age) in [
            ("2008-02-28", None),
            ("2008-02-29", Some(0)),
            ("2024-02-28", Some(15)),
            ("2024-02-29", Some(16)),
            ("2026-02-28", Some(17)),
            ("2026-03-01", Some(18)),
        ] {
            assert_eq!(birth.age_on(day.parse().unwrap()), age, "{day}");
        }
    }

    #[test]
    fn an_empty_field_passes_what_rules_out_and_fails_what_asks() {
        let codes = vec!["a".to_owned()];
        let one_of = Test::OneOf(codes.clone());
        let none_of = Test::NoneOf(codes);
        let chosen = Value::Choices(vec!["b".to_owned(), "a".to_owned()]);
        assert!(!one_of.passes(None));
        assert!(none_of.passes(None));
        assert!(one_of.passes(Some(&chosen)));
        assert!(!none_of.passes(Some(&chosen)));
        assert!(!Test::AtMost(Decimal::TEN).passes(None));
        assert!(Test::Empty.passes(Some(&Value::Text(" ".to_owned()))));
        assert!(Test::Filled.passes(Some(&Value::YesNo(false))));
    }

    fn order(number: u64, on: &str, hours: i64) -> Record {
        Record {
            number: RecordNumber(number),
            form: "order".to_owned(),
            process: None,
            episode: RecordNumber(1),
            person: PersonNumber(1),
            team: "north".to_owned(),
            event_date: on.parse().unwrap(),
            recorded_at: 0,
            recorded_by: "worker".to_owned(),
            stage: Stage::Complete,
            restricted: false,
            version: 1,
            values: BTreeMap::from([("hours".to_owned(), Value::Number(hours.into()))]),
        }
    }

    #[test]
    fn another_form_is_read_from_its_first_record_by_event_and_a_person_as_on_the_day_of_the_event()
    {
        let records = [
            order(1, "2026-05-02", 9),
            order(2, "2026-05-01", 7),
            order(3, "2026-05-01", 8),
        ];
        let episodes = Episode::all(&records);
        let person: Person = serde_json::from_str(
            r#"{"number": 1, "name": "A. N. Example", "version": 1, "gender": "woman",
                "birth": {"day": "2010-05-02"},
                "addresses": [{"lines": "1 Example Row", "locality": "east", "from": "2020-01-01"},
                              {"lines": "2 Example Row", "locality": "west", "from": "2026-05-02"}]}"#,
        )
        .unwrap();
        let read = |record: &Record, path: &str| {
            let reading = Reading::of(record, &episodes[&RecordNumber(1)], Some(&person));
            reading.value(&path.parse().unwrap()).map(Cow::into_owned)
        };
        let choice = |code: &str| Some(Value::Choice(code.to_owned()));
        assert_eq!(
            read(&records[0], "order.hours"),
            Some(Value::Number(7.into()))
        );
        assert_eq!(read(&records[0], "hours"), Some(Value::Number(9.into())));
        assert_eq!(
            read(&records[0], "person.age"),
            Some(Value::Number(16.into()))
        );
        assert_eq!(
            read(&records[1], "person.age"),
            Some(Value::Number(15.into()))
        );
        assert_eq!(read(&records[0], "person.locality"), choice("west"));
        assert_eq!(read(&records[1], "person.locality"), choice("east"));
        assert_eq!(read(&records[1], "person.gender"), choice("woman"));
        assert_eq!(read(&records[1], "other.hours"), None);
    }
}
