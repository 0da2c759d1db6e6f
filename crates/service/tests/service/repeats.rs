//! Ids that were used before, forms made long ago, and decisions that take long: nobody holds up others.

#![allow(clippy::unwrap_used, missing_docs, unreachable_pub)]

use std::sync::mpsc;
use std::time::Duration;

use clew_journal::{Change, Proposal, Subject, SubjectKind};
use clew_plan::{Grant, Kind, Role};
use clew_service::{AskRequest, Caller, ErrorKind, FigureRequest, Incoming, Service, ServiceError};

use crate::common::{Place, caller};

/// A service with a councillor who may only read.
fn with_reader(place: &Place) -> Service {
    let service = place.founded();
    let grant = Grant {
        role: Role::Viewer,
        unit: None,
    };
    let open = caller("open", 2);
    service
        .open_account(&open, &"reader".into(), "Councillor", &[grant], None)
        .unwrap();
    service
}

fn reader(id: &str) -> Caller {
    Caller {
        actor: "reader".into(),
        ..caller(id, 10)
    }
}

/// Makes the beginning of the journal unreadable: whatever folds it from there says so.
fn unreadable(place: &Place) {
    place.tamper("UPDATE entries SET hash = x'00' WHERE sequence = 1");
}

fn figure(value: i64) -> FigureRequest {
    FigureRequest {
        measure: "M1".into(),
        period: Some("2025-26 Q1".parse().unwrap()),
        value: Some(value.into()),
        ..FigureRequest::default()
    }
}

#[test]
fn an_id_that_another_account_used_is_refused_without_a_word_of_what_it_did() {
    let place = Place::sqlite();
    let service = with_reader(&place);
    service
        .return_figure(&caller("secret", 5), &figure(71))
        .unwrap();
    unreadable(&place);
    let ask = |question: &str| {
        let request = AskRequest {
            measure: "M1".into(),
            period: "2025-26 Q1".parse().unwrap(),
            unit: None,
            forum: None,
            asked_on: None,
            by: None,
            question: question.to_owned(),
        };
        service.ask(&reader("secret"), &request).unwrap_err()
    };
    let error = ask("Why?");
    assert!(matches!(error, ServiceError::OtherRepeat { .. }), "{error}");
    assert!(!error.to_string().contains("71"), "{error}");
    assert_eq!(
        ask("").kind(),
        ErrorKind::Invalid,
        "what is asked is looked at first"
    );
    let error = service
        .return_figure(&reader("secret"), &figure(1))
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Refused, "{error}");
}

#[test]
fn who_may_not_change_a_record_does_not_have_the_journal_folded() {
    let place = Place::sqlite();
    let service = with_reader(&place);
    unreadable(&place);
    let subject = Subject::named(SubjectKind::Record(Kind::Outcome), ["o"]);
    let mut outcome = service.memory().book().outcomes[0].clone();
    outcome.title = "Another".to_owned();
    let amended = service.amend_record(&reader("a"), &subject, (&outcome.into(), 0), None);
    assert_eq!(amended.unwrap_err().kind(), ErrorKind::Refused);
    let mut incoming = Incoming::default();
    incoming.book.plans = service.memory().book().plans.clone();
    incoming.book.plans[0].title = "Another".to_owned();
    let taken = service.take_in_records(&reader("b"), &incoming);
    assert_eq!(taken.unwrap_err().kind(), ErrorKind::Refused);
}

/// An entry of its own making.
fn decided(service: &Service, caller: &Caller, meanwhile: &dyn Fn()) -> u64 {
    let done = service.commit(caller, &|memory, _| {
        let subject = Subject::named(SubjectKind::Record(Kind::Measure), ["M5"]);
        let version = memory.state().version(&subject);
        meanwhile();
        let on = "2026-01-01".parse().unwrap();
        Ok(Proposal::new(subject, version, Change::Retire { on }).into())
    });
    done.unwrap().rows[0].sequence
}

#[test]
fn others_write_while_a_long_decision_is_made_and_it_is_then_made_anew() {
    let place = Place::sqlite();
    let service = place.founded();
    let (begun, has_begun) = mpsc::channel();
    let (go_on, may_go_on) = mpsc::channel::<()>();
    std::thread::scope(|scope| {
        let long = scope.spawn(|| {
            // Moved in, so that no other thread shares them.
            let (begun, may_go_on) = (begun, may_go_on);
            decided(&service, &caller("long", 6), &|| {
                begun.send(()).unwrap();
                // The second time nobody is waited for.
                let _ = may_go_on.recv();
            })
        });
        has_begun.recv_timeout(Duration::from_secs(20)).unwrap();
        let (written, is_written) = mpsc::channel();
        let service = &service;
        scope.spawn(move || {
            let done = service
                .return_figure(&caller("short", 5), &figure(71))
                .unwrap();
            written.send(done.rows[0].sequence).unwrap();
        });
        let short = is_written.recv_timeout(Duration::from_secs(20));
        drop(go_on);
        let (short, long) = (short.expect("it does not wait"), long.join().unwrap());
        assert_eq!(long, short + 1, "decided anew on what the other wrote");
        assert!(has_begun.recv().is_ok(), "it was decided twice");
    });
}

#[test]
fn a_decision_that_others_outrun_comes_to_an_end_all_the_same() {
    let place = Place::sqlite();
    let service = place.founded();
    let outrun = std::cell::Cell::new(0);
    let (asked, to_write) = mpsc::channel::<i64>();
    let (written, is_written) = mpsc::channel::<()>();
    std::thread::scope(|scope| {
        let service = &service;
        scope.spawn(move || {
            for value in to_write {
                let who = caller(&format!("other-{value}"), 5);
                service.return_figure(&who, &figure(value)).unwrap();
                let _ = written.send(());
            }
        });
        decided(service, &caller("long", 6), &|| {
            outrun.set(outrun.get() + 1);
            asked.send(outrun.get()).unwrap();
            // The others write in the middle of it, as long as they may.
            let _ = is_written.recv_timeout(Duration::from_secs(2));
        });
        drop(asked);
    });
    assert_eq!(
        outrun.get(),
        4,
        "three times without the turn, then with it"
    );
}
