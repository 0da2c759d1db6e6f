//! A finding is closed by evidence only, whichever way it is closed.

#![allow(clippy::unwrap_used, missing_docs, unreachable_pub)]

use clew_journal::{Subject, SubjectKind};
use clew_plan::{Finding, Grant, Kind, Record, Role};
use clew_service::{Caller, Done, ErrorKind, EvidenceFile, Incoming, Service, ServiceError};
use serde_json::{Value, json};

use crate::common::{Place, book_of, caller};

fn council(place: &Place) -> Service {
    let service = place.founded();
    let records = [
        (
            Kind::Inspection,
            json!({"id": "asp", "title": "Inspection"}),
        ),
        (Kind::Finding, finding("F1", None)),
        (Kind::Finding, finding("F2", None)),
        (
            Kind::ImprovementActivity,
            json!({"finding": "F1", "position": 1, "text": "Train"}),
        ),
        (
            Kind::Action,
            json!({"id": "A2", "plan": "p", "title": "Forms", "findings": ["F2"], "evidence": "The forms"}),
        ),
        // As it was published.
        (Kind::Finding, finding("F3", Some("2025-01-01"))),
    ];
    take(&service, "more", records).unwrap();
    service
}

fn finding(id: &str, closed_on: Option<&str>) -> Value {
    json!({"id": id, "inspection": "asp", "title": "Chronologies", "closed_on": closed_on})
}

fn take(
    service: &Service,
    id: &str,
    records: impl IntoIterator<Item = (Kind, Value)>,
) -> Result<Done, ServiceError> {
    let incoming = Incoming {
        book: book_of(records),
        seen: service.memory().state().head.sequence,
        reason: None,
    };
    service.take_in_records(&caller(id, 5), &incoming)
}

fn refused(done: Result<Done, ServiceError>) {
    let error = done.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Invalid, "{error}");
    assert!(error.to_string().contains("closed_on"), "{error}");
}

#[test]
fn no_file_or_form_closes_a_finding_of_which_nothing_is_shown() {
    let service = council(&Place::sqlite());
    refused(take(
        &service,
        "file",
        [(Kind::Finding, finding("F1", Some("2026-01-01")))],
    ));
    let subject = Subject::named(SubjectKind::Record(Kind::Finding), ["F1"]);
    let Some(Record::Finding(open)) = service.memory().state().record(&subject) else {
        panic!("a finding");
    };
    let closed = Finding {
        closed_on: Some("2026-01-01".parse().unwrap()),
        ..open
    };
    let seen = service.memory().state().head.sequence;
    let form = caller("form", 6);
    refused(service.amend_record(&form, &subject, (&closed.into(), seen), Some("done")));
}

#[test]
fn evidence_that_is_named_or_comes_with_it_closes_a_finding() {
    let service = council(&Place::sqlite());
    take(
        &service,
        "by-action",
        [(Kind::Finding, finding("F2", Some("2026-01-01")))],
    )
    .unwrap();
    let activity = json!({"finding": "F1", "position": 1, "text": "Train", "evidence": "Audit"});
    let both = [
        (Kind::Finding, finding("F1", Some("2026-01-01"))),
        (Kind::ImprovementActivity, activity),
    ];
    take(&service, "with-it", both).unwrap();
    let memory = service.memory();
    let closed = memory.book().findings.iter();
    assert_eq!(closed.filter(|it| it.closed_on.is_some()).count(), 3);
    take(&service, "again", [(Kind::Finding, finding("F3", None))]).unwrap();
    let subject = Subject::named(SubjectKind::Record(Kind::Finding), ["F3"]);
    let audit = EvidenceFile {
        name: "audit.pdf".to_owned(),
        bytes: b"%PDF-1.7 audit".to_vec(),
    };
    service
        .attach_evidence(&caller("file", 7), &subject, &[audit])
        .unwrap();
    let closed = finding("F3", Some("2026-01-01"));
    take(&service, "by-file", [(Kind::Finding, closed)]).unwrap();
}

/// The council with somebody who assures quality.
fn with_quality(place: &Place) -> Service {
    let service = council(place);
    let grant = Grant {
        role: Role::Quality,
        unit: None,
    };
    let opens = caller("open-quality", 6);
    service
        .open_account(&opens, &"quality".into(), "Quality", &[grant], None)
        .unwrap();
    service
}

fn quality(id: &str) -> Caller {
    Caller {
        actor: "quality".into(),
        ..caller(id, 7)
    }
}

fn settling(
    service: &Service,
    id: &str,
    records: Vec<(Kind, Value)>,
    files: &[EvidenceFile],
) -> Result<Done, ServiceError> {
    let incoming = Incoming {
        book: book_of(records),
        seen: service.memory().state().head.sequence,
        reason: Some("Seen in the audit.".to_owned()),
    };
    service.settle_finding(&quality(id), &"F1".into(), &incoming, files)
}

fn audit() -> EvidenceFile {
    EvidenceFile {
        name: "audit.pdf".to_owned(),
        bytes: b"%PDF-1.7 the audit".to_vec(),
    }
}

#[test]
fn quality_closes_a_finding_by_a_file_that_comes_with_it_and_opens_it_again() {
    let place = Place::sqlite();
    let service = with_quality(&place);
    let closed = || vec![(Kind::Finding, finding("F1", Some("2026-05-01")))];
    refused(settling(&service, "bare", closed(), &[]));
    let done = settling(&service, "file", closed(), &[audit()]).unwrap();
    assert_eq!(done.rows.len(), 2, "the day, and the file");
    let subject = Subject::named(SubjectKind::Record(Kind::Finding), ["F1"]);
    assert_eq!(service.memory().state().evidence_of(&subject).len(), 1);
    let again = service.files_of_call(&quality("file")).unwrap();
    assert_eq!(again, [audit()], "sent twice, the same file comes with it");
    assert!(
        service
            .files_of_call(&caller("file", 7))
            .unwrap()
            .is_empty()
    );
    let open = vec![(Kind::Finding, finding("F1", None))];
    settling(&service, "open", open, &[]).unwrap();
}

#[test]
fn quality_changes_nothing_of_a_finding_but_that_it_is_closed() {
    let place = Place::sqlite();
    let service = with_quality(&place);
    let mut other = finding("F1", Some("2026-05-01"));
    other["title"] = json!("Something milder");
    let files = [audit()];
    let told = settling(&service, "title", vec![(Kind::Finding, other)], &files).unwrap_err();
    assert_eq!(told.kind(), ErrorKind::Refused, "{told}");
    let second = vec![(Kind::Finding, finding("F2", Some("2026-05-01")))];
    let told = settling(&service, "second", second, &files).unwrap_err();
    assert_eq!(told.kind(), ErrorKind::Refused, "another finding: {told}");
    let text = json!({"finding": "F1", "position": 1, "text": "Other words"});
    let told = settling(
        &service,
        "text",
        vec![(Kind::ImprovementActivity, text)],
        &files,
    );
    assert_eq!(told.unwrap_err().kind(), ErrorKind::Refused);
    let shown = json!({"finding": "F1", "position": 1, "text": "Train", "evidence": "The audit"});
    let records = vec![
        (Kind::ImprovementActivity, shown),
        (Kind::Finding, finding("F1", Some("2026-05-01"))),
    ];
    settling(&service, "shown", records, &[]).unwrap();
}
