//! Two teams, orders with visits that are due every three months, and measures of them. Invented, all of them.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};

use clew_calendar::{Day, Period};
use clew_journal::Subject;
use clew_measure::evaluate::Cell;
use clew_plan::{AccountId, Grant, Role};
use clew_practice::record::{PersonNumber, RecordNumber, Value};
use clew_service::{
    Caller, Correction, Done, FiguresAnswer, FiguresRequest, PersonRequest, RecordRequest, Service,
};
use serde_json::json;

use crate::common::{Place, caller};

pub const WORKER: &str = "worker";
pub const JUSTICE: &str = "justice-worker";
pub const VIEWER: &str = "viewer";
pub const OFFICER: &str = "officer";
pub const QUALITY: &str = "quality";

const PACK: &str = r#"
code = "orders"
title = "Orders"
version = "1.0.0"
calendars = ["scotland-council"]
"#;

const FORMS: &str = r#"
[[choices]]
code = "outcome"
title = "Outcome"
choices = [ { code = "seen", title = "Seen" }, { code = "in-custody", title = "In custody" } ]

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
  code = "outcome"
  title = "Outcome"
  kind = "choice"
  choices = "outcome"

[[form]]
code = "visit"
title = "Visit"
event_date = "visited"

  [[form.field]]
  code = "visited"
  title = "Visited on"
  kind = "date"
  needed = "to complete"

[[process]]
code = "supervision"
title = "Supervision"

  [[process.step]]
  form = "order"

  [[process.step]]
  form = "visit"
  after = ["order"]

[[dimension]]
code = "team"
title = "Team"
of = "team"

[[clock]]
code = "visits"
title = "Visits under an order"
trigger = { form = "order", date = "granted" }
stop = { form = "visit", date = "visited" }
calendar = "scotland-council"

  [[clock.rule]]
  within = "3 months"
  then_every = "3 months"
  standing = "local"
  source = "Invented procedure"

[[measure]]
code = "SEEN-2WD"
title = "Seen within 2 working days"
kind = "timeliness"
form = "order"
from = "granted"
to = "first_seen"
within = "2 working days"
calendar = "scotland-council"
exclude = [ { field = "outcome", is = "in-custody", reason = "in custody" } ]
split = ["team"]
unit = "%"
polarity = "higher"
standing = "local"
source = "Invented procedure"
version = 3

[[measure]]
code = "VISITED"
title = "Visited in time"
kind = "timeliness"
form = "order"
clock = "visits"
calendar = "scotland-council"
unit = "%"
polarity = "higher"
standing = "local"
source = "Invented procedure"

[[measure]]
code = "ORDERS"
title = "Orders"
kind = "count"
form = "order"
from = "granted"
unit = "number"
polarity = "contextual"
standing = "local"
source = "Invented procedure"
"#;

pub fn pack() -> BTreeMap<String, String> {
    BTreeMap::from([
        ("pack.toml".to_owned(), PACK.to_owned()),
        ("orders.toml".to_owned(), FORMS.to_owned()),
    ])
}

/// A service with the pack in force and its workers.
pub fn staffed(place: &Place) -> Service {
    let service = place.founded();
    let grants = [
        (WORKER, Role::Practitioner, Some("adults")),
        (JUSTICE, Role::Practitioner, Some("justice")),
        (VIEWER, Role::Viewer, None),
        (OFFICER, Role::PerformanceOfficer, None),
        (QUALITY, Role::Quality, None),
    ];
    for (id, role, unit) in grants {
        let unit = unit.map(Into::into);
        let call = caller(&format!("open-{id}"), 5);
        service
            .open_account(&call, &id.into(), id, &[Grant { role, unit }], None)
            .unwrap();
    }
    service
        .apply_pack(&caller("pack", 6), &pack(), None)
        .unwrap();
    service
}

/// A call with an id of its own, so many seconds after the start.
pub fn by(account: &str, second: i64) -> Caller {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    Caller {
        actor: account.into(),
        ..caller(&format!("call-{number}"), second)
    }
}

pub fn number(done: &Done) -> u64 {
    let subject: Subject = done.rows[0].subject.parse().unwrap();
    subject.practice_number().unwrap().1
}

/// An invented person of a team.
pub fn somebody(service: &Service, (account, team): (&str, &str), name: &str) -> PersonNumber {
    let request: PersonRequest =
        serde_json::from_value(json!({"name": name, "birth": {"day": "1950-05-01"}})).unwrap();
    let done = service.enter_person(&by(account, 10), &team.into(), &request);
    PersonNumber(number(&done.unwrap()))
}

pub fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub fn period(text: &str) -> Period {
    text.parse().unwrap()
}

pub fn order_values(granted: &str, seen: Option<&str>) -> BTreeMap<String, Value> {
    let mut values = BTreeMap::from([("granted".to_owned(), Value::Day(day(granted)))]);
    values.extend(seen.map(|seen| ("first_seen".to_owned(), Value::Day(day(seen)))));
    values
}

/// An order of a person, completed so many seconds after the start.
pub fn order(
    service: &Service,
    (account, team, second): (&str, &str, i64),
    person: PersonNumber,
    (granted, seen): (&str, Option<&str>),
) -> RecordNumber {
    let request = RecordRequest {
        form: "order".to_owned(),
        process: Some("supervision".to_owned()),
        episode: None,
        person,
        team: team.into(),
        values: order_values(granted, seen),
        draft: None,
    };
    let done = service.complete_record(&by(account, second), &request);
    RecordNumber(number(&done.unwrap()))
}

pub fn visit(
    service: &Service,
    second: i64,
    (person, order): (PersonNumber, RecordNumber),
    visited: &str,
) -> RecordNumber {
    let request = RecordRequest {
        form: "visit".to_owned(),
        process: Some("supervision".to_owned()),
        episode: Some(order),
        person,
        team: "adults".into(),
        values: BTreeMap::from([("visited".to_owned(), Value::Day(day(visited)))]),
        draft: None,
    };
    let done = service.complete_record(&by(WORKER, second), &request);
    RecordNumber(number(&done.unwrap()))
}

pub fn correction(granted: &str, seen: Option<&str>) -> Correction {
    Correction {
        seen: 1,
        values: order_values(granted, seen),
        reason: "the diary says so".to_owned(),
        draft: None,
    }
}

/// The quarter before the start of the tests.
pub const QUARTER: &str = "2025-26 Q3";

/// Today of the tests.
pub fn request(definition: &str) -> FiguresRequest {
    FiguresRequest::of(definition, &[period(QUARTER)], day("2026-01-01"))
}

pub fn figures(service: &Service, request: &FiguresRequest) -> FiguresAnswer {
    service.figures(&AccountId::from(VIEWER), request).unwrap()
}

/// Met, missed, not yet due and left out of one figure.
pub fn counts(cell: &Cell) -> [u64; 4] {
    let excluded = cell.excluded.iter().map(|(_, count)| count).sum();
    [cell.met, cell.missed, cell.not_yet_due, excluded]
}

pub fn whole(service: &Service, definition: &str) -> [u64; 4] {
    counts(figures(service, &request(definition)).whole(0).unwrap())
}
