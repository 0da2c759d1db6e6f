//! Two at once, and the same call twice.

use std::sync::Barrier;

use clew_service::{Caller, ErrorKind, Service, ServiceError};

use crate::common::on_both;
use crate::team::*;

#[test]
fn of_two_seniors_who_authorise_at_once_one_is_told_who_was_first_and_when() {
    on_both(|place| {
        let service = staffed(place);
        let ada = ada(&service);
        let number = record(&service, ada);
        let other = place.open();
        let barrier = Barrier::new(2);
        let race = |service: &Service, who: &str| {
            barrier.wait();
            service.authorise_record(&by(who, 30), (number, 1))
        };
        let (first, second) = std::thread::scope(|scope| {
            let first = scope.spawn(|| race(&service, SENIOR));
            let second = scope.spawn(|| race(&other, SECOND));
            (first.join().unwrap(), second.join().unwrap())
        });
        let (lost, winner) = match (first, second) {
            (Ok(_), Err(lost)) => (lost, SENIOR),
            (Err(lost), Ok(_)) => (lost, SECOND),
            other => panic!("{other:?}"),
        };
        assert_eq!(lost.kind(), ErrorKind::Conflict);
        let ServiceError::Overtaken {
            by,
            at,
            expected,
            found,
            ..
        } = lost
        else {
            panic!("{lost}");
        };
        assert_eq!((by.as_str(), expected, found), (winner, 1, 2));
        assert_eq!(at, crate::common::moment(30));
        service.follow().unwrap();
        assert_sound(&service);
    });
}

#[test]
fn the_same_call_again_is_answered_with_what_was_done_and_another_with_its_id_is_refused() {
    on_both(|place| {
        let service = staffed(place);
        let ada = ada(&service);
        let call = by(WORKER, 20);
        let first = service.complete_record(&call, &referral(ada)).unwrap();
        let later = Caller {
            at: crate::common::moment(90_000),
            ..call.clone()
        };
        let again = service.complete_record(&later, &referral(ada)).unwrap();
        assert!(again.repeated && again.rows == first.rows);
        let mut other = referral(ada);
        other.values = values("2025-12-01", "something else");
        let refused = service.complete_record(&call, &other);
        assert_eq!(kind(refused), Some(ErrorKind::Conflict));
        let theirs = Caller {
            actor: SENIOR.into(),
            ..call
        };
        let refused = service.complete_record(&theirs, &referral(ada));
        assert_eq!(kind(refused), Some(ErrorKind::Conflict));
        assert_eq!(service.store().kept_count().unwrap(), 2);
    });
}

#[test]
fn a_change_of_an_older_version_is_a_conflict_and_changes_nothing() {
    on_both(|place| {
        let service = staffed(place);
        let ada = ada(&service);
        let number = record(&service, ada);
        service
            .correct_record(&by(SENIOR, 21), number, &correction(1))
            .unwrap();
        let before = service.store().head().unwrap();
        let late = service.correct_record(&by(WORKER, 22), number, &correction(1));
        let said = late.unwrap_err().to_string();
        assert!(said.contains("senior did “correct-record”"), "{said}");
        let person = service.change_person(&by(WORKER, 23), (ada, 7), &somebody("A", "1950-05-01"));
        assert_eq!(kind(person), Some(ErrorKind::Conflict));
        assert_eq!(service.store().head().unwrap(), before);
    });
}
