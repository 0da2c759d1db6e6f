//! Fills a record's form: what was decided, and whatever else the form needs, in plainly invented words.

use std::collections::BTreeMap;

use clew_calendar::Day;
use clew_practice::pack::{Condition, Field, FieldKind, Form, Needed, Pack, Path, Test};
use clew_practice::record::{PersonNumber, Record, RecordNumber, Stage, Value};
use rust_decimal::Decimal;

use crate::random::{Random, mix};
use crate::sketch::{Held, Sketch};

/// What a line of text says.
const LINE: &str = "Invented example";

/// What longer text says: each time one of these.
const WORDS: [&str; 12] = [
    "Invented example. Spoke at home; things are much as they were.",
    "Invented example. Two people who know the person well were asked, and say the same.",
    "Invented example. The person wants to stay where they live and to have a say.",
    "Invented example. A relative helps in the mornings; the evenings are harder.",
    "Invented example. There was no answer at first; seen on the second visit.",
    "Invented example. What was agreed last time has been done, save one thing.",
    "Invented example. The person did not wish to talk about it today.",
    "Invented example. The risk is less than it was; it will be looked at again.",
    "Invented example. Another agency holds what is missing and has been asked for it.",
    "Invented example. It was weighed with a senior, who agreed.",
    "Invented example. The person says that they feel heard.",
    "Invented example. A friend was there, at the person's wish.",
];

/// A record as it stood after what became known up to a day.
pub(crate) struct Version {
    pub(crate) known: Day,
    pub(crate) recorded_at: i64,
    pub(crate) version: u32,
    pub(crate) authorised: bool,
}

/// The record of a sketch.
pub(crate) fn record(pack: &Pack, form: &Form, sketch: &Sketch, version: &Version) -> Record {
    let mut random = Random::new(mix(sketch.number));
    let recorded_by = sketch.team.worker(random.below(9), version.known);
    Record {
        number: RecordNumber(sketch.number),
        form: sketch.form.to_owned(),
        process: Some(sketch.process.to_owned()),
        episode: RecordNumber(sketch.episode),
        person: PersonNumber(u64::from(sketch.someone.number)),
        team: sketch.team.code(),
        event_date: sketch.event,
        recorded_at: version.recorded_at,
        stage: if version.authorised {
            Stage::Authorised
        } else {
            Stage::Complete
        },
        restricted: false,
        version: version.version,
        values: values(pack, form, (sketch, version), &recorded_by, &mut random),
        recorded_by,
    }
}

fn values(
    pack: &Pack,
    form: &Form,
    (sketch, version): (&Sketch, &Version),
    worker: &str,
    random: &mut Random,
) -> BTreeMap<String, Value> {
    let mut values = BTreeMap::new();
    for field in &form.fields {
        let given = sketch
            .filled
            .iter()
            .find(|filled| filled.field == field.code);
        let given = given.filter(|filled| filled.known.is_none_or(|known| known <= version.known));
        if !field.when.iter().all(|condition| asked(condition, &values)) {
            debug_assert!(
                given.is_none(),
                "{}.{} is filled and not asked",
                form.code,
                field.code
            );
            continue;
        }
        let value = match given {
            Some(filled) => Some(value_of(filled.held)),
            None if is_needed(field, version) => needed(pack, field, sketch.event, worker, random),
            None => None,
        };
        if let Some(value) = value {
            values.insert(field.code.clone(), value);
        }
    }
    values
}

fn is_needed(field: &Field, version: &Version) -> bool {
    match field.needed {
        Needed::Never => false,
        Needed::ToComplete => true,
        Needed::ToAuthorise => version.authorised,
    }
}

fn value_of(held: Held) -> Value {
    match held {
        Held::Day(day) => Value::Day(day),
        Held::Choice(code) => Value::Choice(code.to_owned()),
        Held::Choices(codes) => {
            Value::Choices(codes.iter().map(|code| (*code).to_owned()).collect())
        }
        Held::YesNo(yes) => Value::YesNo(yes),
        Held::Hundredths(hundredths) => Value::Number(Decimal::new(hundredths, 2).normalize()),
    }
}

/// Something that a field may hold.
fn needed(
    pack: &Pack,
    field: &Field,
    event: Day,
    worker: &str,
    random: &mut Random,
) -> Option<Value> {
    Some(match &field.kind {
        FieldKind::Date {
            may_be_future: true,
        } => Value::Day(event.plus_days(28)),
        FieldKind::Date { .. } => Value::Day(event),
        FieldKind::Text => Value::Text(LINE.to_owned()),
        FieldKind::LongText => Value::Text(random.one(&WORDS).to_owned()),
        FieldKind::Number { least, .. } => Value::Number(least.unwrap_or(Decimal::ONE)),
        FieldKind::Money => Value::Number(Decimal::new(10_000, 2)),
        FieldKind::YesNo => Value::YesNo(random.chance(600)),
        FieldKind::Choice { list } => Value::Choice(drawn(pack, list, random)?),
        FieldKind::Choices { list } => Value::Choices(vec![drawn(pack, list, random)?]),
        FieldKind::Worker => Value::Code(worker.to_owned()),
        FieldKind::Unit => Value::Code("council".to_owned()),
        FieldKind::Person | FieldKind::File => return None,
    })
}

fn drawn(pack: &Pack, list: &str, random: &mut Random) -> Option<String> {
    let choices = &pack.choice_lists.get(list)?.choices;
    let open = choices.iter().filter(|choice| !choice.retired).count();
    let place = usize::try_from(random.below(u32::try_from(open).ok()?)).ok()?;
    let choice = choices.iter().filter(|choice| !choice.retired).nth(place)?;
    Some(choice.code.clone())
}

/// Whether a skip rule of a field holds by what has been filled before it.
fn asked(condition: &Condition, values: &BTreeMap<String, Value>) -> bool {
    let Path::Own(code) = &condition.field else {
        return false;
    };
    let value = values.get(code);
    match &condition.test {
        Test::OneOf(codes) => value.is_some_and(|value| holds_one(value, codes)),
        Test::NoneOf(codes) => !value.is_some_and(|value| holds_one(value, codes)),
        Test::Empty => value.is_none(),
        Test::Filled => value.is_some(),
        Test::AtLeast(limit) => number(value).is_some_and(|number| number >= *limit),
        Test::MoreThan(limit) => number(value).is_some_and(|number| number > *limit),
        Test::AtMost(limit) => number(value).is_some_and(|number| number <= *limit),
        Test::LessThan(limit) => number(value).is_some_and(|number| number < *limit),
        Test::OnOrAfter(limit) => day(value).is_some_and(|day| day >= *limit),
        Test::Before(limit) => day(value).is_some_and(|day| day < *limit),
    }
}

fn holds_one(value: &Value, codes: &[String]) -> bool {
    let has = |code: &str| codes.iter().any(|wanted| wanted == code);
    match value {
        Value::Choice(code) => has(code),
        Value::Choices(held) => held.iter().any(|code| has(code)),
        Value::YesNo(yes) => has(if *yes { "yes" } else { "no" }),
        _ => false,
    }
}

fn number(value: Option<&Value>) -> Option<Decimal> {
    match value {
        Some(Value::Number(number)) => Some(*number),
        _ => None,
    }
}

fn day(value: Option<&Value>) -> Option<Day> {
    match value {
        Some(Value::Day(day)) => Some(*day),
        _ => None,
    }
}
