//! The log of a subject: everything about it, and nothing else.

#![allow(clippy::unwrap_used, missing_docs)]

use crate::reading::{Council, comment, number, target};
use clew_journal::Moment;
use clew_plan::Kind;
use clew_service::{LogFilter, LogSubject};

#[test]
fn everything_about_a_measure_is_in_its_log() {
    let council = Council::new("log");
    council.give("SPCC014", (39, 50));
    council
        .service
        .return_figure(&council.caller(), &number("MET", 10))
        .unwrap();
    council.put(target("SPCC014", "90"), Some("committee asked for more"));
    council.put(comment("SPCC014", "manager", "Staff were ill."), None);
    council.put(comment("MET", "manager", "Not this one."), None);
    let subject = LogSubject::read("spcc14", &council.service.memory()).unwrap();
    let filter = LogFilter {
        subject: Some(subject),
        ..LogFilter::default()
    };
    let lines = council
        .service
        .reader(&"administrator".into())
        .unwrap()
        .log(&filter)
        .unwrap();
    let changes: Vec<&str> = lines.iter().map(|line| line.row.change.as_str()).collect();
    assert_eq!(
        changes,
        [
            "create",
            "set-target",
            "return-figure",
            "set-target",
            "comment"
        ]
    );
    let newest = LogFilter {
        newest_first: true,
        limit: Some(2),
        ..filter
    };
    let lines = council
        .service
        .reader(&"administrator".into())
        .unwrap()
        .log(&newest)
        .unwrap();
    let changes: Vec<&str> = lines.iter().map(|line| line.row.change.as_str()).collect();
    assert_eq!(changes, ["comment", "set-target"]);
    assert!(
        lines[1].sentence.ends_with(": committee asked for more"),
        "{}",
        lines[1].sentence
    );
}

#[test]
fn a_comment_that_was_withdrawn_stays_in_the_measures_log() {
    let council = Council::new("withdrawn");
    council.put(comment("SPCC014", "manager", "Staff were ill."), None);
    let subject = council
        .service
        .memory()
        .state()
        .subject_at(Kind::Commentary, 0)
        .unwrap();
    council
        .service
        .withdraw(&council.caller(), &subject, "it was about another measure")
        .unwrap();
    let filter = LogFilter {
        subject: Some(LogSubject::Measure("SPCC014".into())),
        ..LogFilter::default()
    };
    let lines = council
        .service
        .reader(&"administrator".into())
        .unwrap()
        .log(&filter)
        .unwrap();
    let last = &lines.last().unwrap().sentence;
    assert!(
        last.starts_with("Comment on SPCC014 for 2021-22 withdrawn by administrator"),
        "{last}"
    );
    assert_eq!(
        lines
            .iter()
            .filter(|line| line.row.subject == subject.to_string())
            .count(),
        2
    );
}

#[test]
fn a_log_is_narrowed_by_actor_change_and_time() {
    let council = Council::new("narrowed");
    let first = council.give("SPCC014", (39, 50)).rows[0].recorded_at;
    council.correct("SPCC014", (40, 50), "one case was counted twice");
    let count = |filter: LogFilter| {
        council
            .service
            .reader(&"administrator".into())
            .unwrap()
            .log(&filter)
            .unwrap()
            .len()
    };
    let corrected = LogFilter {
        change: Some("correct-figure".to_owned()),
        ..LogFilter::default()
    };
    assert_eq!(count(corrected.clone()), 1);
    assert_eq!(
        count(LogFilter {
            until: Some(Moment::from_microseconds(first)),
            ..corrected.clone()
        }),
        0
    );
    assert_eq!(
        count(LogFilter {
            since: Some(Moment::from_microseconds(first + 1)),
            ..corrected
        }),
        1
    );
    assert_eq!(
        count(LogFilter {
            actor: Some("nobody".into()),
            ..LogFilter::default()
        }),
        0
    );
    assert!(LogSubject::read("no such thing", &council.service.memory()).is_err());
}
