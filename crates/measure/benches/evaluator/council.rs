//! Synthetic orders: when they were imposed, when the person was first seen, by which team, in which locality.

use std::collections::BTreeMap;

use clew_calendar::Day;
use clew_measure::facts::{FactBuilder, FactStore};
use clew_practice::pack::{
    Allowance, Census, Choice, ChoiceList, Condition, Definition, DefinitionKind, Exclusion, Field,
    FieldKind, Form, Needed, Pack, Path, Place, Test, Within,
};
use clew_practice::person::{Address, Birth, Person};
use clew_practice::record::{PersonNumber, Record, RecordNumber, Stage, Value};

/// The first day of ten financial years.
pub(crate) const FIRST: (i32, u8, u8) = (2015, 4, 1);
/// How many days they have.
pub(crate) const DAYS: u64 = 3_653;
/// How many teams there are.
pub(crate) const TEAMS: u64 = 12;
/// How many localities there are.
pub(crate) const LOCALITIES: u64 = 8;
/// People have addresses in their locality; so many records there are for each.
const RECORDS_A_PERSON: u64 = 4;
const OUTCOMES: [&str; 4] = ["seen", "in-custody", "moved", "refused"];

/// One order as plain numbers, so that other engines can be given the same.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Order {
    /// The day it was imposed.
    pub(crate) imposed: Day,
    /// The day the person was first seen, if they were.
    pub(crate) seen: Option<Day>,
    /// The team's number.
    pub(crate) team: u64,
    /// The locality's number.
    pub(crate) locality: u64,
}

/// Orders in order of recording, the same for every run.
pub(crate) fn orders(count: u64) -> impl Iterator<Item = Order> {
    let first = Day::new(FIRST.0, FIRST.1, FIRST.2).expect("a day");
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut roll = move |sides: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 16) % sides
    };
    (0..count).map(move |number| {
        // They come in order of time, a few weeks apart here and there.
        let day = (number * (DAYS - 20) / count + roll(20)).min(DAYS - 1);
        let imposed = first.plus_days(i32::try_from(day).expect("few days"));
        let waited = i32::try_from(roll(4) + roll(4)).expect("few days");
        Order {
            imposed,
            seen: (roll(20) > 0).then(|| imposed.plus_days(waited)),
            team: roll(TEAMS),
            locality: locality_of(number / RECORDS_A_PERSON),
        }
    })
}

fn locality_of(person: u64) -> u64 {
    person.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32 & (LOCALITIES - 1)
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

/// The pack with the form of the orders.
pub(crate) fn pack() -> Pack {
    let date = || FieldKind::Date {
        may_be_future: false,
    };
    let form = Form {
        code: "order".to_owned(),
        title: "Order".to_owned(),
        help: None,
        event_date: "imposed".to_owned(),
        fields: vec![
            field("imposed", date()),
            field("first_seen", date()),
            field(
                "outcome",
                FieldKind::Choice {
                    list: "outcome".to_owned(),
                },
            ),
        ],
        in_chronology: true,
        source: None,
        place: Place::default(),
    };
    let choice = |code: &str| Choice {
        code: code.to_owned(),
        title: code.to_owned(),
        retired: false,
    };
    let list = ChoiceList {
        code: "outcome".to_owned(),
        title: "Outcome".to_owned(),
        choices: OUTCOMES.map(choice).into(),
        place: Place::default(),
    };
    Pack {
        forms: [("order".to_owned(), form)].into(),
        choice_lists: [("outcome".to_owned(), list)].into(),
        ..Pack::default()
    }
}

/// Seen within so many working days of the order.
pub(crate) fn seen_within(days: u16) -> Definition {
    Definition {
        code: "SEEN".to_owned(),
        title: "Seen in time".to_owned(),
        kind: DefinitionKind::Timeliness,
        form: "order".to_owned(),
        from: Path::Own("imposed".to_owned()),
        to: Some(Path::Own("first_seen".to_owned())),
        within: Some(Within::Allowance(Allowance::WorkingDays(days))),
        calendar: "scotland-council".to_owned(),
        filter: Vec::new(),
        met: Vec::new(),
        amount: None,
        people: false,
        census: Census::LastDay,
        exclude: Vec::new(),
        split: Vec::new(),
        unit: "%".to_owned(),
        polarity: "higher".to_owned(),
        standing: None,
        source: None,
        version: 1,
        place: Place::default(),
    }
}

/// The same for those whose outcome is known, without those in custody.
pub(crate) fn seen_unless_in_custody(days: u16) -> Definition {
    let outcome = |test: Test| Condition {
        field: Path::Own("outcome".to_owned()),
        test,
    };
    Definition {
        filter: vec![outcome(Test::Filled)],
        exclude: vec![Exclusion {
            when: vec![outcome(Test::OneOf(vec!["in-custody".to_owned()]))],
            reason: "in custody".to_owned(),
        }],
        ..seen_within(days)
    }
}

/// The record of an order.
pub(crate) fn record(number: u64, order: Order) -> Record {
    let mut values = BTreeMap::new();
    values.insert("imposed".to_owned(), Value::Day(order.imposed));
    if let Some(seen) = order.seen {
        values.insert("first_seen".to_owned(), Value::Day(seen));
    }
    let outcome = OUTCOMES[usize::try_from(number % 4).expect("one of four")];
    values.insert("outcome".to_owned(), Value::Choice(outcome.to_owned()));
    Record {
        number: RecordNumber(number),
        form: "order".to_owned(),
        process: None,
        episode: RecordNumber(number),
        person: PersonNumber(number / RECORDS_A_PERSON),
        team: format!("team-{}", order.team),
        event_date: order.imposed,
        recorded_at: i64::from(order.imposed.number()) * 86_400,
        recorded_by: "worker".to_owned(),
        stage: Stage::Complete,
        restricted: false,
        version: 1,
        values,
    }
}

fn person(number: u64) -> Person {
    Person {
        number: PersonNumber(number),
        name: format!("Person {number}"),
        aliases: Vec::new(),
        birth: Some(Birth {
            day: Day::new(1980, 1, 1)
                .expect("a day")
                .plus_days(i32::try_from(number % 9_000).expect("few")),
            estimated: false,
        }),
        gender: Some(["woman", "man"][usize::from(number.is_multiple_of(2))].to_owned()),
        identifiers: Vec::new(),
        addresses: vec![Address {
            lines: String::new(),
            locality: format!("locality-{}", locality_of(number)),
            from: Day::START,
        }],
        relationships: Vec::new(),
        warnings: Vec::new(),
        communication_needs: Vec::new(),
        merged_into: None,
        version: 1,
    }
}

/// The facts of so many orders.
pub(crate) fn facts(count: u64) -> FactStore {
    let mut builder = FactBuilder::new(&pack(), &[]);
    for number in 0..=count / RECORDS_A_PERSON {
        builder.person(&person(number)).expect("a person");
    }
    for (number, order) in (0..).zip(orders(count)) {
        builder.record(&record(number, order)).expect("a record");
    }
    builder.finish()
}
