//! From a saved record to the figure, and how long it takes to make facts of a database of records.
//!
//! Run with `cargo bench -p clew-service --bench computing`; `CLEW_RECORDS` says of how many records (2,000 when
//! not said; a council has 200,000). The aims: the figure under 10 ms after the save at council size, and
//! facts of 10 million records in 15 s.

#![allow(missing_docs, clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use clew_calendar::{Day, Period};
use clew_journal::{Moment, Subject};
use clew_plan::{Grant, Kind, Role};
use clew_practice::record::{PersonNumber, Value};
use clew_service::{
    Caller, FiguresRequest, Incoming, Location, PersonRequest, RecordRequest, Service,
};
use serde_json::json;

const ROUNDS: u32 = 30;
const AT_ONCE: u64 = 500;
/// Records of one person.
const OF_ONE: u64 = 50;
/// Records that are added after facts were kept.
const MISSED: u64 = 1_000;
const WORKER: &str = "worker";

const PACK: &str = r#"
code = "orders"
title = "Orders"
version = "1.0.0"
calendars = ["scotland-council"]

[[form]]
code = "order"
title = "Order"
event_date = "granted"

  [[form.field]]
  code = "granted"
  title = "Granted on"
  kind = "date"
  needed = "to complete"

  [[form.field]]
  code = "first_seen"
  title = "First seen on"
  kind = "date"

  [[form.field]]
  code = "account"
  title = "What was said"
  kind = "long-text"

[[process]]
code = "supervision"
title = "Supervision"

  [[process.step]]
  form = "order"

[[dimension]]
code = "team"
title = "Team"
of = "team"

[[measure]]
code = "SEEN-2WD"
title = "Seen within 2 working days"
kind = "timeliness"
form = "order"
from = "granted"
to = "first_seen"
within = "2 working days"
calendar = "scotland-council"
split = ["team"]
unit = "%"
polarity = "higher"
standing = "local"
source = "Invented procedure"
"#;

/// The first day of ten years.
fn first() -> Day {
    Day::new(2016, 4, 1).unwrap()
}

/// The day on which figures are asked for, some weeks after those years.
fn today() -> Day {
    Day::new(2026, 6, 1).unwrap()
}

fn call(actor: &str, id: String, on: Day) -> Caller {
    Caller {
        actor: actor.into(),
        id,
        at: Moment::from_microseconds(i64::from(on.number()) * 86_400_000_000),
        origin: None,
        despite_clock: false,
    }
}

fn founded(location: &Location) -> Service {
    let service = Service::create(location).unwrap();
    let administrator = |id: &str| call("administrator", id.to_owned(), first());
    let organisation = serde_json::from_value(json!({"name": "Council"})).unwrap();
    service
        .found(&administrator("found"), organisation, "Administrator")
        .unwrap();
    let mut book = clew_plan::Book::default();
    let unit = Kind::Unit.read(json!({"id": "adults", "name": "Adults"}));
    book.extend([unit.unwrap()]);
    let incoming = Incoming {
        book,
        seen: 2,
        reason: None,
    };
    service
        .take_in_records(&administrator("units"), &incoming)
        .unwrap();
    let grant = Grant {
        role: Role::Practitioner,
        unit: None,
    };
    service
        .open_account(
            &administrator("open"),
            &WORKER.into(),
            "Worker",
            &[grant],
            None,
        )
        .unwrap();
    let files = BTreeMap::from([("pack.toml".to_owned(), PACK.to_owned())]);
    service
        .apply_pack(&administrator("pack"), &files, None)
        .unwrap();
    service
}

/// An invented person.
fn somebody(service: &Service, number: u64, on: Day) -> PersonNumber {
    let name = format!("Testperson {number}");
    let person: PersonRequest = serde_json::from_value(json!({"name": name})).unwrap();
    let call = call(WORKER, format!("person-{number}"), on);
    let done = service.enter_person(&call, &"adults".into(), &person);
    let subject: Subject = done.unwrap().rows[0].subject.parse().unwrap();
    PersonNumber(subject.practice_number().unwrap().1)
}

/// The day of an order, of so many in ten years.
fn day_of(number: u64, all: u64) -> Day {
    first().plus_days(i32::try_from(number.min(all) * 3_650 / all).unwrap())
}

fn order(person: PersonNumber, number: u64, granted: Day) -> RecordRequest {
    let seen = granted.plus_days(i32::try_from(number % 6).unwrap());
    let values = [
        ("granted", Value::Day(granted)),
        ("first_seen", Value::Day(seen)),
        (
            "account",
            Value::Text("what was said, at some length. ".repeat(12)),
        ),
    ];
    RecordRequest {
        form: "order".to_owned(),
        process: Some("supervision".to_owned()),
        episode: None,
        person,
        team: "adults".into(),
        values: values
            .into_iter()
            .map(|(field, value)| (field.to_owned(), value))
            .collect(),
        draft: None,
    }
}

fn quarters() -> Vec<Period> {
    let years = 2016..2026;
    let of_year = |year| (1..=4).map(move |quarter| Period::quarter(year, quarter).unwrap());
    years.flat_map(of_year).collect()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// How long the first figure takes after a start.
fn started(service: &Service, request: &FiguresRequest) -> Duration {
    let begun = Instant::now();
    service.figures(&WORKER.into(), request).unwrap();
    begun.elapsed()
}

fn told(what: &str, records: u64, time: Duration) {
    let millions = Duration::from_secs_f64(time.as_secs_f64() * 1e6 / records as f64);
    println!("{what}, of {records} records: {time:?} ({millions:?} a million)");
}

fn main() {
    let records: u64 = std::env::var("CLEW_RECORDS").map_or(2_000, |text| text.parse().unwrap());
    let folder = std::env::temp_dir().join(format!("clew-computing-{}", std::process::id()));
    std::fs::create_dir(&folder).unwrap();
    let location = Location::File(folder.join("journal.clew"));
    let service = founded(&location);
    complete(&service, 0..records, records);
    drop(service);
    let request = FiguresRequest::of("SEEN-2WD", &quarters(), today()).by(&["team"]);
    starting(&location, &request, records);
    let service = Service::open(&location).unwrap();
    started(&service, &request);
    let other = Service::open(&location).unwrap();
    complete(&other, records..records + MISSED, records);
    drop(other);
    let late = started(&Service::open(&location).unwrap(), &request);
    println!("the same with {MISSED} records to take in: {late:?}");
    service.follow().unwrap();
    saving(&service, (&request, records + MISSED));
    supposing(&service, &request);
    std::fs::remove_dir_all(&folder).unwrap();
}

/// Completes the orders of these numbers, some at a time, some days after the last of them.
fn complete(service: &Service, numbers: std::ops::Range<u64>, all: u64) {
    for first in numbers.clone().step_by(usize::try_from(AT_ONCE).unwrap()) {
        let end = (first + AT_ONCE).min(numbers.end);
        let on = day_of(end, all).plus_days(6);
        let mut person = None;
        let mut some: Vec<RecordRequest> = Vec::new();
        for number in first..end {
            if (number - first) % OF_ONE == 0 {
                person = Some(somebody(service, number, on));
            }
            some.push(order(person.unwrap(), number, day_of(number, all)));
        }
        service
            .complete_records(&call(WORKER, format!("many-{first}"), on), &some)
            .unwrap();
    }
}

/// A start that makes facts of every record, and one that reads those that were kept.
fn starting(location: &Location, request: &FiguresRequest, records: u64) {
    let service = Service::open(location).unwrap();
    let from_records = started(&service, request);
    told("facts of every record", records, from_records);
    let begun = Instant::now();
    service.keep_facts_now().unwrap();
    told("keeping them", records, begun.elapsed());
    drop(service);
    let kept = started(&Service::open(location).unwrap(), request);
    told("facts that were kept", records, kept);
    println!(
        "  {:.0} times as fast as from the records; aim: 10 million in 15 s",
        from_records.as_secs_f64() / kept.as_secs_f64()
    );
}

/// From a saved record to its figure.
fn saving(service: &Service, (request, records): (&FiguresRequest, u64)) {
    let person = somebody(service, records, today());
    let figures = || service.figures(&WORKER.into(), request).unwrap();
    let before = figures();
    let (mut saved, mut shown) = (Vec::new(), Vec::new());
    for round in 0..u64::from(ROUNDS) {
        let request = order(person, records + round, day_of(records, records));
        let begun = Instant::now();
        service
            .complete_record(&call(WORKER, format!("one-{round}"), today()), &request)
            .unwrap();
        saved.push(begun.elapsed());
        let begun = Instant::now();
        figures();
        shown.push(begun.elapsed());
    }
    assert_ne!(figures().figures, before.figures);
    println!("saving a record, facts kept current: {:?}", median(saved));
    println!(
        "ten years of the figure after it:    {:?} (aim 10 ms)",
        median(shown)
    );
}

/// What-ifs over ten years.
fn supposing(service: &Service, request: &FiguresRequest) {
    let mut supposed = request.clone();
    let mut times = Vec::new();
    for days in 1..=u64::from(ROUNDS) {
        supposed.what_if.within = Some(format!("{days} working days"));
        let begun = Instant::now();
        service.figures(&WORKER.into(), &supposed).unwrap();
        times.push(begun.elapsed());
    }
    println!(
        "what if, over ten years:             {:?} (aim 20 ms)",
        median(times)
    );
}
