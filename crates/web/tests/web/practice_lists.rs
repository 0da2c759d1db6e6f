//! Lists of work in a part of the organisation: numbers for all who may look there, names for those alone who may look
//! at the person, and none in a file.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use clew_plan::{AccountId, Kind};
use clew_practice::pack::Pack;
use clew_practice::record::{PersonNumber, Stage, Value};
use clew_service::{
    Named, PersonRequest, RestrictRequest, Restricted, TakeOver, TakenPerson, TakenRecord,
    TakenVersion,
};

use crate::host::{ELSEWHERE, Host, NOW, caller};

const WAITS: &str = "/practice/waiting/ot-6-weeks";

/// What one record says: form, process, whom it is about, and what was filled.
struct Said<'a> {
    form: &'a str,
    process: &'a str,
    person: &'a str,
    values: Vec<(&'a str, Value)>,
    holder: Option<&'a str>,
}

fn day(text: &str) -> Value {
    Value::Day(text.parse().unwrap())
}

fn choice(text: &str) -> Value {
    Value::Choice(text.to_owned())
}

/// A referral to occupational therapy, with the day on which it was assessed.
fn referral<'a>(person: &'a str, received: &str, assessed: Option<&str>) -> Said<'a> {
    let mut values = vec![("received", day(received))];
    values.extend(assessed.map(|assessed| ("assessed", day(assessed))));
    Said {
        form: "ot-referral",
        process: "occupational-therapy",
        person,
        values,
        holder: None,
    }
}

fn taken(place: usize, said: &Said<'_>, team: &str) -> TakenRecord {
    let values = said.values.iter();
    let values: BTreeMap<String, Value> = values
        .map(|(field, value)| ((*field).to_owned(), value.clone()))
        .collect();
    TakenRecord {
        key: place.to_string(),
        form: said.form.to_owned(),
        process: Some(said.process.to_owned()),
        episode: None,
        person: Named::Key(said.person.to_owned()),
        team: team.into(),
        holder: said.holder.map(AccountId::from),
        versions: vec![TakenVersion {
            recorded: "2026-06-02T10:00:00Z".parse().unwrap(),
            recorded_by: "old-system".to_owned(),
            stage: Stage::Complete,
            values,
        }],
    }
}

fn person(key: &str, team: &str, name: &str) -> TakenPerson {
    TakenPerson {
        key: key.to_owned(),
        team: team.into(),
        person: PersonRequest {
            name: name.to_owned(),
            ..PersonRequest::default()
        },
    }
}

/// An application in which four wait for occupational therapy with the first team, one of them assessed in March, and
/// one with another; a guardianship visit is overdue, and two agencies were invited to a conference.
fn with_work() -> (Host, Vec<PersonNumber>) {
    let host = Host::new();
    let service = host.app.service();
    let files = Pack::built_in_files("scotland").unwrap();
    service.apply_pack(&caller("pack"), &files, None).unwrap();
    let first = service.memory().book().units[0].id.to_string();
    let guardianship = Said {
        form: "awi-guardianship",
        process: "guardianship",
        person: "bea",
        values: vec![
            ("granted", day("2026-01-05")),
            ("guardian_kind", choice("council")),
            ("length", choice("indefinite")),
        ],
        holder: None,
    };
    let invitation = |agency: &'static str, came: &str| Said {
        form: "asp-invitation",
        process: "adult-protection",
        person: "bea",
        values: vec![
            ("invited", day("2026-05-04")),
            ("agency", choice(agency)),
            ("attendance", choice(came)),
        ],
        holder: None,
    };
    let held = Said {
        holder: Some("practitioner"),
        ..referral("ada", "2026-01-10", None)
    };
    let own = [
        held,
        referral("bea", "2026-01-10", None),
        referral("bea", "2026-01-12", Some("2026-03-15")),
        referral("cleo", "2026-06-01", None),
        guardianship,
        invitation("health", "attended"),
        invitation("police", "apologies"),
    ];
    let other = referral("dan", "2026-02-01", None);
    let mut records: Vec<TakenRecord> = own
        .iter()
        .enumerate()
        .map(|(place, said)| taken(place, said, &first))
        .collect();
    records.push(taken(own.len(), &other, ELSEWHERE));
    let batch = TakeOver {
        people: vec![
            person("ada", &first, "Ada <b>Testperson"),
            person("bea", &first, "Bea Testperson"),
            person("cleo", &first, "Cleo Testperson"),
            person("dan", ELSEWHERE, "Dan Testperson"),
        ],
        records,
    };
    let done = service.take_over(&caller("old"), &batch).unwrap();
    (host, done.people)
}

/// A measure of a plan that counts who waits, with targets.
fn planned(host: &Host) {
    let service = host.app.service();
    let unit = service.memory().book().units[0].id.to_string();
    let measure = serde_json::json!({
        "code": "WAIT1", "title": "People who wait", "kind": "statistical", "unit": unit,
        "unit_of_measure": "number", "polarity": "lower", "computed_from": "OT-WAITING"
    });
    let target = serde_json::json!({"measure": "WAIT1", "period": "2026-27", "goal": "3"});
    for (act, kind, text) in [
        ("measure", Kind::Measure, measure),
        ("target", Kind::Target, target),
    ] {
        let record = kind.read(text).unwrap();
        service.add_record(&caller(act), &record, None).unwrap();
    }
}

#[tokio::test]
async fn who_waits_is_counted_for_the_part_in_the_address_and_no_other() {
    let (host, _) = with_work();
    let cookie = host.signed_in("practitioner").await;
    let page = host.get("/practice/waiting", &cookie).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    for said in [
        "Occupational therapy assessment within six weeks",
        "85 days or more",
        "Not known",
    ] {
        assert!(page.text.contains(said), "{said}\n{}", page.text);
    }
    let file = host.get("/practice/waiting?format=csv", &cookie).await;
    let line = "Occupational therapy assessment within six weeks,3,153,";
    assert!(file.text.contains(line), "{}", file.text);
    let quality = host.signed_in("quality").await;
    let of = |unit: &str| format!("/practice/waiting?unit={unit}&format=csv");
    let file = host.get(&of(ELSEWHERE), &quality).await;
    let line = "Occupational therapy assessment within six weeks,1,131,";
    assert!(file.text.contains(line), "{}", file.text);
    let all = host.get("/practice/waiting?format=csv", &quality).await;
    assert!(all.text.contains("six weeks,4,153,"), "{}", all.text);
    for (unit, status) in [
        (ELSEWHERE, StatusCode::FORBIDDEN),
        ("nowhere", StatusCode::NOT_FOUND),
    ] {
        for list in [
            "waiting",
            "waiting/ot-6-weeks",
            "caseloads",
            "schedules",
            "attendance",
        ] {
            let address = format!("/practice/{list}?unit={unit}");
            let refused = host.get(&address, &cookie).await;
            assert_eq!(refused.status, status, "{address}");
        }
    }
    let unknown = host.get("/practice/waiting/no-such-clock", &cookie).await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    let workbook = host.get("/practice/waiting?format=xlsx", &cookie).await;
    assert_eq!(&workbook.bytes[..2], b"PK");
}

#[tokio::test]
async fn a_list_over_time_stands_beside_what_the_plan_says_where_one_says_something() {
    let (host, _) = with_work();
    let cookie = host.signed_in("practitioner").await;
    let page = host.get(WAITS, &cookie).await;
    assert!(page.text.contains("No plan has a target"), "{}", page.text);
    planned(&host);
    let file = format!("{WAITS}?table=over-time&format=csv");
    let told = host.get(&file, &cookie).await;
    for line in [
        "2025-12-31,0,",
        "2026-01-31,3,",
        "2026-03-31,2,",
        "2026-05-31,2,3",
        "2026-06-12,3,3",
    ] {
        assert!(told.text.contains(line), "{line}\n{}", told.text);
    }
    let page = host.get(WAITS, &cookie).await;
    for said in [
        "<svg",
        "/measures/WAIT1",
        "where the plan says 3 at the most",
    ] {
        assert!(page.text.contains(said), "{said}\n{}", page.text);
    }
    let elsewhere = host.signed_in(ELSEWHERE).await;
    let page = host.get(WAITS, &elsewhere).await;
    assert!(
        page.text.contains("No plan has a target"),
        "a target of another part is none of this one"
    );
}

#[tokio::test]
async fn whom_a_line_is_about_is_told_to_those_who_may_look_and_to_no_file() {
    let (host, people) = with_work();
    let service = host.app.service();
    let only = RestrictRequest {
        of: Restricted::Person(people[2]),
        accounts: Vec::new(),
        teams: Vec::new(),
        reason: "related to a worker".to_owned(),
    };
    let mut senior = caller("restrict");
    senior.actor = "senior".into();
    service.restrict(&senior, &only).unwrap();
    let cookie = host.signed_in("practitioner").await;
    let page = host.get(WAITS, &cookie).await;
    for said in [
        "Ada &lt;b&gt;Testperson",
        "Bea Testperson",
        "Not shown to you",
    ] {
        assert!(page.text.contains(said), "{said}\n{}", page.text);
    }
    assert!(!page.text.contains("Cleo") && !page.text.contains("Dan Testperson"));
    let file = host.get(&format!("{WAITS}?format=csv"), &cookie).await;
    assert!(!file.text.contains("Testperson"), "{}", file.text);
    assert_eq!(file.text.lines().count(), 4, "{}", file.text);
    let looks = service.looks_at(&"senior".into(), NOW.parse().unwrap(), people[0], (10, 0));
    let looks = looks.unwrap();
    assert!(
        looks
            .iter()
            .any(|look| look.account.as_str() == "practitioner"),
        "{looks:?}"
    );
}

#[tokio::test]
async fn caseloads_schedules_and_attendance_follow_from_the_records() {
    let (host, _) = with_work();
    let cookie = host.signed_in("practitioner").await;
    let loads = host.get("/practice/caseloads?format=csv", &cookie).await;
    for line in ["The practitioner,1,0.5,0.5,1,0", "Nobody yet,"] {
        assert!(loads.text.contains(line), "{line}\n{}", loads.text);
    }
    let spread = host
        .get("/practice/caseloads?table=spread&format=csv", &cookie)
        .await;
    assert!(spread.text.contains("Middle"), "{}", spread.text);
    let page = host.get("/practice/caseloads", &cookie).await;
    assert!(page.text.contains("<svg"), "{}", page.text);
    let due = host.get("/practice/schedules", &cookie).await;
    for said in [
        "Visits to the adult under welfare guardianship",
        "Overdue",
        "Bea Testperson",
    ] {
        assert!(due.text.contains(said), "{said}\n{}", due.text);
    }
    assert!(!due.text.contains("within six weeks</td>"), "{}", due.text);
    let all = "/practice/schedules?what=everything&format=csv";
    let all = host.get(all, &cookie).await;
    assert!(all.text.contains("within six weeks"), "{}", all.text);
    assert!(!all.text.contains("Testperson"), "{}", all.text);
    let came = host.get("/practice/attendance?format=csv", &cookie).await;
    for line in ["Health,", ",1,1,0,0,0,0", ",1,0,0,1,0,0"] {
        assert!(came.text.contains(line), "{line}\n{}", came.text);
    }
    let before = host.get("/practice/attendance?year=2024", &cookie).await;
    assert!(before.text.contains("No invitation"), "{}", before.text);
}

#[tokio::test]
async fn the_first_page_has_the_visitor_s_cases_and_those_of_a_part_that_is_chosen() {
    let (host, _) = with_work();
    let cookie = host.signed_in("practitioner").await;
    let home = host.get("/practice", &cookie).await;
    assert!(home.text.contains("My cases"), "{}", home.text);
    assert!(home.text.contains("Other cases of my teams"));
    let quality = host.signed_in("quality").await;
    let home = host.get("/practice", &quality).await;
    assert!(home.text.contains("Choose a part of the organisation"));
    let home = host
        .get(&format!("/practice?unit={ELSEWHERE}"), &quality)
        .await;
    assert!(home.text.contains("Dan Testperson"), "{}", home.text);
    assert!(!home.text.contains("Bea Testperson"));
}
