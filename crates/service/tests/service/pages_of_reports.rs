//! What the pages of reports, checks and the journal rest on: freezing for several forums, the log
//! page by page, reports as they would be made now, and the records at the places of findings.

#![allow(clippy::unwrap_used, missing_docs)]

use std::sync::Arc;

use crate::common::{ADMINISTRATOR, Place, book_of, caller};
use clew_plan::{Book, Kind};
use clew_report::ReportKind;
use clew_service::{
    Against, FreezeRequest, Incoming, LogFilter, Overview, ReportRequest, Service, ServiceError,
};
use serde_json::json;

fn put(service: &Service, id: &str, book: Book) {
    let incoming = Incoming {
        book,
        seen: u64::MAX,
        reason: None,
    };
    service.take_in_records(&caller(id, 10), &incoming).unwrap();
}

/// A service with two forums and a figure.
fn shown() -> (Place, Service) {
    let place = Place::sqlite();
    let service = place.founded();
    put(
        &service,
        "more",
        book_of([
            (Kind::Forum, json!({"id": "board", "name": "Joint Board"})),
            (
                Kind::Figure,
                json!({"measure": "M1", "period": "2025-26", "value": "80", "from": "returned",
                       "state": "final", "source": "Plan line 7"}),
            ),
            (
                Kind::Target,
                json!({"measure": "M2", "period": "2025-26", "goal": "60", "source": "Plan line 7"}),
            ),
        ]),
    );
    (place, service)
}

fn freeze(forum: &str, meeting: &str) -> FreezeRequest {
    FreezeRequest {
        id: None,
        forum: forum.to_owned(),
        meeting: meeting.parse().unwrap(),
        plan: Some("p".into()),
        period: Some("2025-26".parse().unwrap()),
        basis: None,
        reports: vec![ReportKind::QuarterlyProgress],
        despite: Some("the test is about something else".to_owned()),
        despite_unsettled: None,
        seen: None,
    }
}

#[test]
fn each_forum_is_shown_the_same_report_under_its_own_cover() {
    let (_place, service) = shown();
    let requests = [
        freeze("committee", "2026-06-01"),
        freeze("board", "2026-06-08"),
    ];
    let done = service
        .freeze_together(&caller("freeze", 20), &requests)
        .unwrap();
    assert_eq!(done.rows.len(), 2);
    let reader = service.reader(&ADMINISTRATOR.into()).unwrap();
    let report = |id: &str| {
        let kind = ReportKind::QuarterlyProgress;
        reader.frozen_report(&id.into(), kind).unwrap()
    };
    let (committee, board) = (report("committee-2026-06-01"), report("board-2026-06-08"));
    let cover = committee.cover.unwrap();
    assert_eq!(cover.report_to, "Committee");
    assert_eq!(cover.meeting, Some("2026-06-01".parse().unwrap()));
    assert_eq!(board.cover.unwrap().report_to, "Joint Board");
    // At its end each says which freeze it is.
    let (said, shown) = committee.blocks.split_last().unwrap();
    assert!(format!("{said:?}").contains("Frozen as committee-2026-06-01"));
    assert_eq!(
        Some(shown),
        board.blocks.split_last().map(|(_, shown)| shown)
    );
}

#[test]
fn another_forums_cover_is_no_restatement() {
    let (_place, service) = shown();
    let requests = [
        freeze("committee", "2026-06-01"),
        freeze("board", "2026-06-08"),
    ];
    service
        .freeze_together(&caller("freeze", 20), &requests)
        .unwrap();
    let reader = service.reader(&ADMINISTRATOR.into()).unwrap();
    let first = "committee-2026-06-01".into();
    for against in [Against::Now, Against::Freeze("board-2026-06-08".into())] {
        let difference = reader.difference(&first, &against).unwrap();
        assert!(difference.is_none(), "{against:?}: {difference:?}");
    }
}

#[test]
fn when_one_forum_cannot_be_frozen_for_none_is() {
    let (_place, service) = shown();
    for requests in [
        vec![
            freeze("committee", "2026-06-01"),
            freeze("nobody", "2026-06-01"),
        ],
        vec![
            freeze("committee", "2026-06-01"),
            freeze("committee", "2026-06-01"),
        ],
    ] {
        let before = service.memory().state().head;
        let refused = service.freeze_together(&caller("freeze", 20), &requests);
        assert!(refused.is_err());
        assert_eq!(service.memory().state().head, before);
    }
}

#[test]
fn the_log_is_read_page_by_page_and_every_entry_once() {
    let (_place, service) = shown();
    let reader = service.reader(&ADMINISTRATOR.into()).unwrap();
    let (mut read, mut before) = (Vec::new(), None);
    loop {
        let page = reader
            .log(&LogFilter {
                before,
                limit: Some(4),
                newest_first: true,
                ..LogFilter::default()
            })
            .unwrap();
        let Some(last) = page.last() else { break };
        before = Some(last.row.sequence);
        read.extend(page.iter().map(|line| line.row.sequence));
    }
    let head = service.memory().state().head.sequence;
    let every: Vec<u64> = (1..=head).rev().collect();
    assert_eq!(read, every);
    let line = reader.log_line(head).unwrap().unwrap();
    assert_eq!(line.row.sequence, head);
    assert!(reader.log_line(head + 1).unwrap().is_none());
}

#[test]
fn a_report_that_cannot_be_made_is_told_at_the_field_to_change() {
    let (_place, service) = shown();
    let overview = Overview::of(service.memory());
    let progress = ReportRequest::of(ReportKind::QuarterlyProgress);
    assert!(overview.report(&progress).is_ok());
    let cases = [
        (
            ReportRequest {
                plan: Some("none".into()),
                ..progress.clone()
            },
            "plan",
        ),
        (
            ReportRequest {
                period: Some("1999-00".parse().unwrap()),
                ..progress.clone()
            },
            "period",
        ),
        (
            ReportRequest {
                forum: Some("none".into()),
                ..progress.clone()
            },
            "forum",
        ),
        (ReportRequest::of(ReportKind::MeasurePage), "measure"),
        (ReportRequest::of(ReportKind::RiskRegister), "kind"),
    ];
    for (asked, field) in cases {
        let Err(ServiceError::Invalid { problems, .. }) = overview.report(&asked) else {
            panic!("{asked:?} is made");
        };
        assert_eq!(problems[0].field, field, "{problems:?}");
    }
}

#[test]
fn a_place_leads_to_the_record_that_is_named_there() {
    let (_place, service) = shown();
    let overview = Overview::of(Arc::clone(&service.memory()));
    for (what, source, record) in [
        (
            "M1, 2025-26: 80%",
            Some("Plan line 7"),
            "figures/M1/2025-26",
        ),
        ("M1, 2025-26: 80%", None, "figures/M1/2025-26"),
        ("M2, target 60%", Some("Plan line 7"), "targets/M2/2025-26"),
        ("M3: Red", None, "measures/M3"),
        ("action A1, Action", None, "actions/A1/p"),
        ("claim", None, ""),
    ] {
        let place = clew_check::Place {
            what: what.to_owned(),
            source: source.map(str::to_owned),
        };
        let found = overview.found_at(&place).record;
        let found = found.map(|subject| subject.to_string());
        assert_eq!(found.unwrap_or_default(), record, "{what}");
    }
}

#[test]
fn findings_are_those_of_the_day() {
    let (_place, service) = shown();
    put(
        &service,
        "waiver",
        book_of([(
            Kind::Waiver,
            json!({"rule": "unknown-rule", "reason": "None", "until": "2026-01-31"}),
        )]),
    );
    let overview = Overview::of(service.memory());
    let day = |day: &str| overview.checked(day.parse().unwrap());
    assert!(
        Arc::ptr_eq(&day("2026-01-31"), &day("2026-01-31")),
        "they are kept"
    );
    assert!(!Arc::ptr_eq(&day("2026-01-31"), &day("2026-02-01")));
}
