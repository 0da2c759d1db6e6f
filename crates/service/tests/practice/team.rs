//! Two teams, a pack with one form, and people who work there. Invented, all of them.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};

use clew_journal::Subject;
use clew_plan::{AccountId, Grant, Role};
use clew_practice::record::{PersonNumber, RecordNumber, Value};
use clew_service::{
    Caller, Correction, Done, ErrorKind, PersonRequest, RecordRequest, Service, ServiceError,
};
use serde_json::json;

use crate::common::{Place, caller, moment};

pub const WORKER: &str = "worker";
pub const SENIOR: &str = "senior";
pub const SECOND: &str = "second-senior";
pub const JUSTICE: &str = "justice-worker";
pub const JUSTICE_SENIOR: &str = "justice-senior";
pub const QUALITY: &str = "quality";
pub const VIEWER: &str = "viewer";

const FORMS: &str = r#"
[[form]]
code = "asp-referral"
title = "Adult protection referral"
event_date = "received"
in_chronology = true

  [[form.field]]
  code = "received"
  title = "Received on"
  kind = "date"
  needed = "to complete"

  [[form.field]]
  code = "concern"
  title = "What the concern is"
  kind = "long-text"

  [[form.field]]
  code = "referrer"
  title = "Who referred"
  kind = "person"

[[process]]
code = "adult-protection"
title = "Adult support and protection"

  [[process.step]]
  form = "asp-referral"

  [[process.step]]
  form = "asp-note"
  after = ["asp-referral"]

[[form]]
code = "asp-note"
title = "Note"
event_date = "received"
field = [ { code = "received", title = "Made on", kind = "date", needed = "to complete" } ]
"#;

/// The files of a pack, with a version.
pub fn pack(version: &str) -> BTreeMap<String, String> {
    let about = format!(
        "code = \"small\"\ntitle = \"Small\"\nversion = \"{version}\"\ncalendars = [\"scotland-council\"]\n"
    );
    BTreeMap::from([
        ("pack.toml".to_owned(), about),
        ("forms.toml".to_owned(), FORMS.to_owned()),
    ])
}

/// A service with the pack in force and its workers.
pub fn staffed(place: &Place) -> Service {
    let service = place.founded();
    let grants = [
        (WORKER, Role::Practitioner, Some("adults")),
        (SENIOR, Role::Senior, Some("adults")),
        (SECOND, Role::Senior, Some("adults")),
        (JUSTICE, Role::Practitioner, Some("justice")),
        (JUSTICE_SENIOR, Role::Senior, Some("justice")),
        (QUALITY, Role::Quality, None),
        (VIEWER, Role::Viewer, None),
    ];
    for (id, role, unit) in grants {
        let grant = Grant {
            role,
            unit: unit.map(Into::into),
        };
        let account = AccountId::from(id);
        let call = caller(&format!("open-{id}"), 5);
        service
            .open_account(&call, &account, id, &[grant], None)
            .unwrap();
    }
    service
        .apply_pack(&caller("pack", 6), &pack("1.0.0"), None)
        .unwrap();
    service
}

/// A call with an id of its own.
pub fn by(account: &str, second: i64) -> Caller {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    Caller {
        actor: account.into(),
        ..caller(&format!("call-{number}"), second)
    }
}

pub fn somebody(name: &str, birth: &str) -> PersonRequest {
    serde_json::from_value(json!({
        "name": name, "birth": {"day": birth}, "gender": "woman",
        "identifiers": [{"kind": "old-system", "value": format!("{}-{birth}", name.len())}],
        "addresses": [{"lines": "1 Nowhere Lane", "locality": "north", "from": "2020-01-01"}],
    }))
    .unwrap()
}

/// The number of what a call made or changed.
pub fn number(done: &Done) -> u64 {
    let subject: Subject = done.rows[0].subject.parse().unwrap();
    subject.practice_number().unwrap().1
}

pub fn enter(service: &Service, account: &str, team: &str, person: &PersonRequest) -> PersonNumber {
    let done = service.enter_person(&by(account, 10), &team.into(), person);
    PersonNumber(number(&done.unwrap()))
}

/// An invented person of the adults' team.
pub fn ada(service: &Service) -> PersonNumber {
    enter(
        service,
        WORKER,
        "adults",
        &somebody("Ada Testperson", "1950-05-01"),
    )
}

pub fn values(received: &str, concern: &str) -> BTreeMap<String, Value> {
    BTreeMap::from([
        ("received".to_owned(), Value::Day(received.parse().unwrap())),
        ("concern".to_owned(), Value::Text(concern.to_owned())),
    ])
}

pub fn referral(person: PersonNumber) -> RecordRequest {
    RecordRequest {
        form: "asp-referral".to_owned(),
        process: Some("adult-protection".to_owned()),
        episode: None,
        person,
        team: "adults".into(),
        values: values("2025-12-30", "money is missing"),
        draft: None,
    }
}

pub fn record(service: &Service, person: PersonNumber) -> RecordNumber {
    let done = service.complete_record(&by(WORKER, 20), &referral(person));
    RecordNumber(number(&done.unwrap()))
}

pub fn correction(seen: u32) -> Correction {
    Correction {
        seen,
        values: values("2025-12-29", "money and medicine are missing"),
        reason: "the referrer rang again".to_owned(),
        draft: None,
    }
}

/// Whether an account sees a person, as a page would ask.
pub fn sees(service: &Service, account: &str, person: PersonNumber) -> bool {
    let looked = service.look_at_person(&account.into(), moment(30), person);
    match looked {
        Ok(_) => true,
        Err(ServiceError::NotFound { .. }) => false,
        Err(error) => panic!("{account}: {error}"),
    }
}

pub fn kind<T>(result: Result<T, ServiceError>) -> Option<ErrorKind> {
    result.err().map(|error| error.kind())
}

/// The journal and what is kept verify.
pub fn assert_sound(service: &Service) -> clew_service::Verification {
    let found = clew_service::verify_store(service.store(), &mut |_| {}).unwrap();
    assert!(found.is_sound(), "{:?}", found.faults);
    found
}
