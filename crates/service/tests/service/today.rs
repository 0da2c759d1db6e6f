//! Today is the day by the clock of the place, also in the first hour of a summer's day.

#![allow(clippy::unwrap_used, missing_docs, unreachable_pub)]

use clew_calendar::Day;
use clew_plan::{Kind, RiskScore};
use clew_service::{
    ActionUpdate, Caller, Comment, ErrorKind, FigureRequest, Incoming, RiskReview, Service,
    ServiceError,
};
use serde_json::json;

use crate::common::{Place, book_of, caller};

/// Half past midnight by the clock; in universal time it is still the day before.
const AT: &str = "2026-06-12T23:30:00Z";
const TODAY: &str = "2026-06-13";

fn day(written: &str) -> Day {
    written.parse().unwrap()
}

fn at_midnight(id: &str) -> Caller {
    Caller {
        at: AT.parse().unwrap(),
        ..caller(id, 0)
    }
}

fn council(place: &Place) -> Service {
    let service = place.founded();
    let incoming = Incoming {
        book: book_of([
            (
                Kind::Milestone,
                json!({"action": "A1", "plan": "p", "title": "Half"}),
            ),
            (
                Kind::Risk,
                json!({"code": "R1", "plan": "p", "title": "Risk"}),
            ),
        ]),
        seen: service.memory().state().head.sequence,
        reason: None,
    };
    service
        .take_in_records(&caller("more", 5), &incoming)
        .unwrap();
    service
}

fn review(on: &str) -> RiskReview {
    RiskReview {
        plan: Some("p".into()),
        risk: "R1".into(),
        score: RiskScore::Parts {
            likelihood: 2,
            impact: 3,
        },
        note: "The post is filled".to_owned(),
        reviewed_on: day(on),
        review_due: None,
        seen: None,
    }
}

fn update(on: &str) -> ActionUpdate {
    ActionUpdate {
        plan: "p".into(),
        action: "A1".into(),
        text: Some("Half is done".to_owned()),
        reached: vec![("Half".to_owned(), day(on))],
        ..ActionUpdate::default()
    }
}

#[test]
fn what_happens_after_midnight_is_of_the_new_day_and_no_later_one() {
    let service = council(&Place::sqlite());
    let early = [
        service.review_risk(&at_midnight("r"), &review("2026-06-14")),
        service.update_action(&at_midnight("u"), &update("2026-06-14")),
    ];
    for refused in early {
        assert_eq!(refused.unwrap_err().kind(), ErrorKind::Invalid);
    }
    service
        .review_risk(&at_midnight("r"), &review(TODAY))
        .unwrap();
    service
        .update_action(&at_midnight("u"), &update(TODAY))
        .unwrap();
    let figure = FigureRequest {
        measure: "M1".into(),
        period: Some("2026-27 Q1".parse().unwrap()),
        value: Some(80.into()),
        comment: Some(Comment {
            text: "As counted".to_owned(),
            ..Comment::default()
        }),
        ..FigureRequest::default()
    };
    service.return_figure(&at_midnight("f"), &figure).unwrap();
    let memory = service.memory();
    let book = memory.book();
    let dated = [
        book.risks[0].reviewed_on,
        book.milestones[0].done,
        book.updates[0].on,
        book.commentary[0].on,
    ];
    assert_eq!(dated, [Some(day(TODAY)); 4]);
}

#[test]
fn the_log_tells_the_day_by_the_clock() {
    let service = council(&Place::sqlite());
    let done = service
        .review_risk(&at_midnight("r"), &review(TODAY))
        .unwrap();
    let reader = service.reader(&"administrator".into()).unwrap();
    let line = reader.log_line(done.rows[0].sequence).unwrap().unwrap();
    assert!(line.sentence.contains("13 June 2026"), "{}", line.sentence);
}

#[test]
fn who_tried_too_often_reads_the_time_of_the_clock_on_the_wall() {
    let error = ServiceError::TooMany {
        until: AT.parse().unwrap(),
    };
    let told = error.to_string();
    assert!(told.ends_with("after 2026-06-13 00:30"), "{told}");
}
