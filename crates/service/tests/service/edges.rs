//! The service's edges: who reads, who moves records where, what the clock says, who follows.

#![allow(clippy::unwrap_used)]

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::common::{Folder, Place, book_of, caller, moment, on_both};
use clew_journal::{Change, Proposal};
use clew_plan::{AccountId, Book, Grant, Kind, Role};
use clew_service::{
    Caller, Comment, Done, ErrorKind, FigureRequest, Incoming, Service, ServiceError, archive,
};
use serde_json::json;

const DAY: i64 = 86_400;

fn open(service: &Service, id: &str, role: Role, unit: Option<&str>) {
    let unit = unit.map(Into::into);
    let grants = [Grant { role, unit }];
    let by = caller(&format!("open {id}"), 10);
    service
        .open_account(&by, &id.into(), "Post", &grants, None)
        .unwrap();
}

fn as_account(account: &str, id: &str) -> Caller {
    Caller {
        actor: account.into(),
        ..caller(id, 20)
    }
}

fn kind<T: std::fmt::Debug>(result: Result<T, ServiceError>) -> ErrorKind {
    result.unwrap_err().kind()
}

#[test]
fn only_an_open_account_with_a_role_is_told_anything() {
    let place = Place::sqlite();
    let service = place.founded();
    let id = AccountId::from;
    open(&service, "manager", Role::Owner, Some("adults"));
    open(&service, "leaver", Role::Administrator, None);
    service
        .close_account(&caller("close", 11), &id("leaver"), None)
        .unwrap();
    service
        .open_account(&caller("none", 12), &id("starter"), "Post", &[], None)
        .unwrap();
    assert_eq!(kind(service.reader(&id("nobody"))), ErrorKind::Refused);
    assert_eq!(kind(service.reader(&id("leaver"))), ErrorKind::Refused);
    assert_eq!(kind(service.reader(&id("starter"))), ErrorKind::Refused);
    let reader = service.reader(&id("manager")).unwrap();
    assert_eq!(reader.memory().book().measures.len(), 5);
    assert!(
        !reader
            .log(&clew_service::LogFilter::default())
            .unwrap()
            .is_empty()
    );
}

#[test]
fn an_empty_journal_can_be_looked_at_before_there_are_accounts() {
    let place = Place::sqlite();
    let service = Service::create(&place.location).unwrap();
    assert!(service.open_accounts().is_empty());
    let reader = service.reader(&"nobody".into()).unwrap();
    assert!(!reader.health(moment(0)).unwrap().is_empty());
}

#[test]
fn the_whole_journal_is_exported_only_for_those_who_safeguard_it() {
    let place = Place::sqlite();
    let service = place.founded();
    open(&service, "viewer", Role::Viewer, None);
    open(&service, "quality", Role::Quality, None);
    let folder = Folder::new();
    let export = |account: &str| {
        let to = folder.file(account);
        archive::write(&service, &account.into(), &to, &mut |_, _| {})
    };
    for account in ["viewer", "nobody"] {
        assert_eq!(kind(export(account)), ErrorKind::Refused);
        assert!(!folder.file(account).exists(), "nothing is left behind");
    }
    assert_eq!(
        export("quality").unwrap(),
        service.memory().state().head.sequence
    );
}

fn two_plans() -> Book {
    let plan = |id: &str, unit: &str| json!({"id": id, "title": "Plan", "period": "2025-26", "unit": unit});
    let outcome = json!({"id": "oj", "plan": "pj", "level": "priority", "title": "Outcome"});
    book_of([
        (Kind::Plan, plan("pa", "adults")),
        (Kind::Plan, plan("pj", "justice")),
        (Kind::Outcome, outcome),
        (Kind::Measure, measure(json!({}))),
    ])
}

/// A measure of the adults' own plan, with other fields where they are given.
fn measure(other: serde_json::Value) -> serde_json::Value {
    let mut fields = json!({"code": "N1", "title": "Measure", "kind": "statistical", "plan": "pa",
                            "unit_of_measure": "percent", "polarity": "higher", "unit": "adults"});
    for (name, value) in other.as_object().unwrap() {
        fields[name] = value.clone();
    }
    fields
}

fn put(service: &Service, caller: &Caller, book: Book) -> Result<Done, ServiceError> {
    let incoming = Incoming {
        book,
        seen: service.memory().state().head.sequence,
        ..Incoming::default()
    };
    service.take_in_records(caller, &incoming)
}

#[test]
fn a_role_for_one_part_moves_no_record_into_another() {
    let place = Place::sqlite();
    let service = place.founded();
    put(&service, &caller("plans", 5), two_plans()).unwrap();
    open(
        &service,
        "officer",
        Role::PerformanceOfficer,
        Some("adults"),
    );
    let cases = [
        ("a new title", json!({"title": "New title"}), true),
        ("into another part", json!({"unit": "justice"}), false),
        ("into the whole", json!({"unit": null}), false),
        (
            "into the plan of another part",
            json!({"plan": "pj"}),
            false,
        ),
        ("into the plan of the whole", json!({"plan": "p"}), false),
        (
            "by its outcome into the plan of another part",
            json!({"plan": null, "outcome": "oj"}),
            false,
        ),
    ];
    for (number, (what, fields, may)) in cases.into_iter().enumerate() {
        let book = book_of([(Kind::Measure, measure(fields))]);
        let officer = as_account("officer", &format!("move {number}"));
        let done = put(&service, &officer, book.clone());
        match may {
            true => assert_eq!(done.unwrap().rows.len(), 1, "{what}"),
            false => assert_eq!(kind(done), ErrorKind::Refused, "{what}"),
        }
    }
    let moved = book_of([(
        Kind::Measure,
        measure(json!({"unit": "justice", "plan": "pj"})),
    )]);
    let done = put(&service, &caller("whole", 30), moved).unwrap();
    assert_eq!(done.rows.len(), 1, "a role for the whole moves it");
    let back = book_of([(Kind::Measure, measure(json!({})))]);
    let done = put(&service, &as_account("officer", "take back"), back);
    assert_eq!(
        kind(done),
        ErrorKind::Refused,
        "nor is one taken out of another part"
    );
}

fn commented() -> FigureRequest {
    FigureRequest {
        measure: "M1".into(),
        period: Some("2025-26 Q1".parse().unwrap()),
        value: Some(70.into()),
        comment: Some(Comment {
            text: "Two posts were vacant.".to_owned(),
            ..Comment::default()
        }),
        ..FigureRequest::default()
    }
}

#[test]
fn what_was_done_is_recognised_when_it_is_asked_for_again_days_later() {
    on_both(|place| {
        let service = place.founded();
        let first = service
            .return_figure(&caller("k1", 60), &commented())
            .unwrap();
        assert_eq!(first.rows.len(), 2, "a figure and a comment");
        for later in [60 + DAY, 60 + 40 * DAY] {
            let again = service
                .return_figure(&caller("k1", later), &commented())
                .unwrap();
            assert!(again.repeated);
            assert_eq!(again.rows, first.rows);
        }
        let other = FigureRequest {
            value: Some(71.into()),
            ..commented()
        };
        let refused = service.return_figure(&caller("k1", 60 + DAY), &other);
        assert_eq!(kind(refused), ErrorKind::Conflict);
    });
}

#[test]
fn what_is_dated_as_the_entry_before_is_recognised_as_well() {
    let place = Place::sqlite();
    let service = place.founded();
    let last = FigureRequest {
        measure: "M5".into(),
        ..commented()
    };
    // Two minutes after a midnight; the other clock still stands before it.
    let (after, before) = (DAY + 60, DAY - 60);
    service
        .return_figure(&caller("ahead", after), &last)
        .unwrap();
    let first = service
        .return_figure(&caller("k1", before), &commented())
        .unwrap();
    assert_eq!(first.rows[0].recorded_at, moment(after).microseconds());
    let again = service
        .return_figure(&caller("k1", 9 * DAY), &commented())
        .unwrap();
    assert!(again.repeated);
}

#[test]
fn nothing_is_written_behind_a_last_entry_that_lies_in_the_future() {
    on_both(|place| {
        let service = place.founded();
        let ahead = 30 * DAY;
        let of = |measure: &str| FigureRequest {
            measure: measure.into(),
            ..commented()
        };
        service
            .return_figure(&caller("ahead", ahead), &of("M1"))
            .unwrap();
        let before = service.memory().state().head;
        let refused = service
            .return_figure(&caller("now", 60), &of("M5"))
            .unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::Unavailable);
        assert!(refused.to_string().contains("--despite-clock"), "{refused}");
        assert_eq!(service.memory().state().head, before);
        let five_minutes = caller("nearly", ahead - 300);
        service.return_figure(&five_minutes, &of("M5")).unwrap();
        let six = service.return_figure(&caller("six", ahead - 301), &of("M2"));
        assert_eq!(kind(six), ErrorKind::Unavailable);
        let knowing = Caller {
            despite_clock: true,
            ..caller("knowing", 60)
        };
        let done = service.return_figure(&knowing, &of("M2")).unwrap();
        assert_eq!(done.rows[0].recorded_at, before.recorded_at);
    });
}

#[test]
fn an_entry_that_does_not_fit_is_the_fault_of_the_request_and_not_of_the_journal() {
    let place = Place::sqlite();
    let service = place.founded();
    let subject: clew_journal::Subject = "units/adults".parse().unwrap();
    let again = |_: &clew_service::Memory, _: &Caller| {
        let unit = Kind::Unit
            .read(json!({"id": "adults", "name": "Twice"}))
            .unwrap();
        Ok(Proposal::new(subject.clone(), 1, Change::Create(Box::new(unit))).into())
    };
    let refused = service.commit(&caller("twice", 60), &again).unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::Invalid);
    assert!(!refused.to_string().contains("clew verify"), "{refused}");
}

#[test]
fn why_an_account_was_changed_stands_in_the_journal() {
    let place = Place::sqlite();
    let service = place.founded();
    open(&service, "officer", Role::Owner, None);
    let (id, why) = ("officer".into(), Some("left the service"));
    let grant = Grant {
        role: Role::Owner,
        unit: None,
    };
    let revoked = service.revoke(&caller("revoke", 30), &id, &grant, why);
    let closed = service.close_account(&caller("close", 31), &id, why);
    for done in [revoked.unwrap(), closed.unwrap()] {
        assert_eq!(done.rows[0].reason.as_deref(), why);
    }
}

#[test]
fn what_another_process_writes_is_seen_within_a_second_by_itself() {
    on_both(|place| {
        let service = Arc::new(place.founded());
        let follower = service.follow_every(Duration::from_millis(50)).unwrap();
        let other = place.open();
        let done = other
            .return_figure(&caller("other", 60), &commented())
            .unwrap();
        let written = done.rows.last().unwrap().sequence;
        let end = Instant::now() + Duration::from_secs(1);
        while service.memory().state().head.sequence < written {
            assert!(Instant::now() < end, "it was not seen");
            std::thread::sleep(Duration::from_millis(5));
        }
        assert_eq!(service.memory(), other.memory());
        assert_eq!(follower.trouble(), None);
        follower.stop();
        other
            .return_figure(
                &caller("more", 70),
                &FigureRequest {
                    measure: "M5".into(),
                    ..commented()
                },
            )
            .unwrap();
        std::thread::sleep(Duration::from_millis(150));
        assert_eq!(
            service.memory().state().head.sequence,
            written,
            "it was told to stop"
        );
        assert_eq!(Arc::strong_count(&service), 1, "the thread has ended");
    });
}

#[test]
fn a_follower_says_when_the_journal_cannot_be_read() {
    let place = Place::sqlite();
    let service = Arc::new(place.founded());
    let follower = service.follow_every(Duration::from_millis(10)).unwrap();
    place.tamper("DROP TABLE head");
    let end = Instant::now() + Duration::from_secs(5);
    while follower.trouble().is_none() {
        assert!(Instant::now() < end, "it said nothing");
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn a_follower_that_meets_what_it_cannot_read_no_longer_passes_for_the_present() {
    let place = Place::sqlite();
    let service = Arc::new(place.founded());
    let follower = service.follow_every(Duration::from_millis(10)).unwrap();
    let long = Duration::from_secs(3_600);
    assert_eq!(service.behind(long), None);
    let later = place.open();
    let head = later.store().head().unwrap();
    let mut row = later.store().row(head.sequence).unwrap().unwrap();
    row.id = "from-a-later-release".to_owned();
    row.change = "a-later-release-s".to_owned();
    row.version += 1;
    row.seal(&head);
    later.store().append(&head, &[row], &[]).unwrap();
    let end = Instant::now() + Duration::from_secs(5);
    while service.behind(long).is_none() {
        assert!(Instant::now() < end, "it said nothing");
        std::thread::sleep(Duration::from_millis(5));
    }
    assert!(follower.trouble().is_some());
}

#[test]
fn whose_id_another_account_used_is_told_that_it_is_taken_and_not_for_what() {
    on_both(|place| {
        let service = place.founded();
        open(&service, "officer", Role::PerformanceOfficer, None);
        let returned = |actor: &str, value: i64| {
            let caller = Caller {
                actor: actor.into(),
                ..caller("monday", 60)
            };
            let value = Some(value.into());
            service.return_figure(
                &caller,
                &FigureRequest {
                    value,
                    ..commented()
                },
            )
        };
        returned("administrator", 77).unwrap();
        let told = returned("administrator", 78).unwrap_err().to_string();
        assert!(told.contains("77"), "one's own: {told}");
        let told = returned("officer", 78).unwrap_err();
        let ServiceError::OtherRepeat { differs, .. } = told else {
            panic!("{told}");
        };
        assert_eq!(differs, ["what was asked for"]);
    });
}
