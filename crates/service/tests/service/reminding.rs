//! Reminders about a cycle: to whom, once a day, and who sees them afterwards.

#![allow(clippy::unwrap_used, missing_docs, unreachable_pub)]

use std::collections::BTreeSet;

use clew_plan::{AccountId, Grant, Kind, PlanId, Role};
use clew_service::{
    Caller, CycleRequest, ErrorKind, FigureRequest, Incoming, Overview, Reminder, ReminderPages,
    Reminding, ReturnOwed, Service, ServiceError, Unreached,
};
use serde_json::json;

use crate::common::{ADMINISTRATOR, Place, book_of, caller};

const CYCLE: &str = "2025-26 Q4";
const PASSWORD: &str = "seven lanterns by the canal";

struct Pages;

impl ReminderPages for Pages {
    fn my_work(&self) -> String {
        "https://clew.example/my-work".to_owned()
    }
    fn board(&self, plan: &PlanId, cycle: &str) -> String {
        format!("https://clew.example/cycles/{plan}/{cycle}")
    }
    fn return_of(&self, owed: &ReturnOwed) -> String {
        format!("https://clew.example/return/{}", owed.key.measure)
    }
}

fn by(actor: &str, id: &str, second: i64) -> Caller {
    Caller {
        actor: actor.into(),
        ..caller(id, second)
    }
}

/// A plan of adults and one of justice, an officer for each, and an owner of M2 with an address.
fn council(place: &Place) -> Service {
    let service = place.founded();
    service.cheap_passwords();
    let measure = |code: &str, plan: &str, unit: &str| {
        let fields = json!({"code": code, "title": code, "kind": "statistical", "plan": plan,
            "unit_of_measure": "percent", "polarity": "higher", "unit": unit});
        (Kind::Measure, fields)
    };
    let incoming = Incoming {
        book: book_of([
            (
                Kind::Plan,
                json!({"id": "a", "title": "Adults", "unit": "adults"}),
            ),
            (
                Kind::Plan,
                json!({"id": "j", "title": "Justice", "unit": "justice"}),
            ),
            measure("A1", "a", "adults"),
            measure("A2", "a", "adults"),
        ]),
        seen: service.memory().state().head.sequence,
        reason: None,
    };
    service
        .take_in_records(&caller("more", 2), &incoming)
        .unwrap();
    let open = |id: &str, role: Role, unit: &str| {
        let grant = Grant {
            role,
            unit: Some(unit.into()),
        };
        let who = caller(&format!("open-{id}"), 3);
        service
            .open_account(&who, &id.into(), "Post", &[grant], None)
            .unwrap();
        let email = format!("{id}@example.org");
        service
            .give_password(&caller("p", 3), &id.into(), Some(&email), PASSWORD)
            .unwrap();
    };
    open("owner", Role::Owner, "adults");
    open("officer-adults", Role::PerformanceOfficer, "adults");
    open("officer-justice", Role::PerformanceOfficer, "justice");
    let cycle = CycleRequest {
        id: None,
        plan: "a".into(),
        period: CYCLE.parse().unwrap(),
        opens: None,
        due: None,
    };
    service.open_cycle(&caller("cycle", 4), &cycle).unwrap();
    service
}

/// Does something about the reminders, on what is known now.
fn about<T>(service: &Service, work: impl FnOnce(&Reminding<'_>) -> T) -> T {
    let overview = Overview::of(service.memory());
    work(&Reminding {
        overview: &overview,
        plan: &"a".into(),
        cycle: CYCLE,
        pages: &Pages,
    })
}

fn letters(service: &Service, actor: &str) -> Result<Vec<Reminder>, ServiceError> {
    about(service, |it| service.reminders(&by(actor, "look", 10), it))
}

fn remind(service: &Service, actor: &str, second: i64) -> Result<usize, ServiceError> {
    let chosen: BTreeSet<AccountId> = ["owner".into()].into();
    about(service, |it| {
        service.remind(&by(actor, "remind", second), it, &chosen)
    })
}

#[test]
fn who_owes_returns_is_written_to_by_those_who_run_the_cycle() {
    let service = council(&Place::sqlite());
    let found = letters(&service, "officer-adults").unwrap();
    let told: Vec<_> = found
        .iter()
        .map(|letter| (letter.to.as_str(), letter.address.as_deref()))
        .collect();
    assert_eq!(told, [("owner", Some("owner@example.org"))]);
    for part in [
        "A1",
        "A2",
        "https://clew.example/return/A1",
        "https://clew.example/my-work",
    ] {
        assert!(found[0].body.contains(part), "{}", found[0].body);
    }
    for actor in ["officer-justice", "owner"] {
        assert_eq!(
            letters(&service, actor).unwrap_err().kind(),
            ErrorKind::Refused
        );
        assert_eq!(
            remind(&service, actor, 10).unwrap_err().kind(),
            ErrorKind::Refused
        );
    }
    let nobody = about(&service, |it| {
        service.remind(&by("officer-adults", "r", 10), it, &BTreeSet::new())
    });
    assert_eq!(nobody.unwrap_err().kind(), ErrorKind::Invalid);
}

#[test]
fn nobody_is_reminded_twice_a_day_though_the_letter_would_say_something_else() {
    let service = council(&Place::sqlite());
    assert_eq!(remind(&service, "officer-adults", 10).unwrap(), 1);
    let figure = FigureRequest {
        measure: "A1".into(),
        period: Some(CYCLE.parse().unwrap()),
        value: Some(80.into()),
        ..FigureRequest::default()
    };
    service
        .return_figure(&by("owner", "a1", 11), &figure)
        .unwrap();
    assert_eq!(remind(&service, ADMINISTRATOR, 12).unwrap(), 0);
    let day = 24 * 60 * 60;
    assert_eq!(remind(&service, "officer-adults", 12 + day).unwrap(), 1);
    let mail = &service.outbox(&ADMINISTRATOR.into(), 10).unwrap();
    assert_eq!(mail.len(), 2);
    assert!(
        !mail[0].mail.body.contains("A1 A1"),
        "{}",
        mail[0].mail.body
    );
}

#[test]
fn of_many_who_remind_at_the_same_moment_one_does() {
    crate::common::on_both(|place| {
        let service = council(place);
        let queued: usize = std::thread::scope(|scope| {
            let all: Vec<_> = (0..4)
                .map(|_| scope.spawn(|| remind(&service, "officer-adults", 10).unwrap()))
                .collect();
            all.into_iter().map(|it| it.join().unwrap()).sum()
        });
        assert_eq!(queued, 1);
        assert_eq!(service.outbox(&ADMINISTRATOR.into(), 10).unwrap().len(), 1);
    });
}

#[test]
fn reminders_are_seen_by_who_runs_their_cycle_and_other_mail_by_administrators() {
    let service = council(&Place::sqlite());
    remind(&service, "officer-adults", 10).unwrap();
    service
        .invite_by_mail(&caller("i", 11), &"owner".into(), "owner@example.org")
        .unwrap();
    let seen = |actor: &str| service.outbox(&actor.into(), 10).map(|mail| mail.len());
    assert_eq!(seen(ADMINISTRATOR).unwrap(), 2);
    assert_eq!(seen("officer-adults").unwrap(), 1);
    assert_eq!(seen("officer-justice").unwrap(), 0);
    assert!(seen("owner").is_err());
}

fn unreached(service: &Service) -> Vec<Unreached> {
    let looks = by("officer-adults", "look", 10);
    about(service, |it| service.unreached(&looks, it)).unwrap()
}

#[test]
fn returns_of_which_nobody_can_be_reminded_are_told_with_who_has_no_address() {
    let place = Place::sqlite();
    let service = council(&place);
    assert!(unreached(&service).is_empty(), "the owner has an address");
    let moved = service.store().set_email("owner", None, 1).unwrap();
    moved.unwrap();
    let rows = unreached(&service);
    assert_eq!(rows.len(), 1, "{rows:?}");
    assert_eq!(rows[0].unit, Some("adults".into()), "the part answers");
    assert_eq!(rows[0].accounts[0].0.as_str(), "owner");
    assert_eq!(rows[0].returns.len(), 2);
    let admin = caller("give", 11);
    let owner = "owner".into();
    let email = "post@example.org";
    service.set_email(&admin, &owner, email).unwrap();
    assert!(unreached(&service).is_empty());
    let other = service.set_email(&by("officer-adults", "x", 12), &owner, email);
    assert_eq!(other.unwrap_err().kind(), ErrorKind::Refused);
}

#[test]
fn returns_that_no_account_answers_for_are_told() {
    let place = Place::sqlite();
    let service = council(&place);
    let closed = service.close_account(&caller("close", 9), &"owner".into(), None);
    closed.unwrap();
    let rows = unreached(&service);
    assert!(rows[0].accounts.is_empty(), "{rows:?}");
    let stranger = by("officer-justice", "look", 10);
    let refused = about(&service, |it| service.unreached(&stranger, it));
    assert_eq!(refused.unwrap_err().kind(), ErrorKind::Refused);
}
