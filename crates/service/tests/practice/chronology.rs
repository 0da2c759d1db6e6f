//! The chronology that is taken to a conference: what is in it, what is only counted, and who may take it.

use clew_journal::Moment;
use clew_practice::record::{PersonNumber, RecordNumber, Value};
use clew_report::{Block, CellContent, Inline, Report, RowKind, Table};
use clew_service::{
    ChronologyChoice, ErrorKind, RecordRequest, RestrictRequest, Restricted, Service,
};

use crate::common::{moment, on_both};
use crate::team::*;

/// A moment in London.
fn at(text: &str) -> Moment {
    text.parse().unwrap()
}

fn told(service: &Service, account: &str, of: PersonNumber) -> Report {
    let when = at("2026-01-06T14:05:00Z");
    service
        .chronology_report(&account.into(), when, of)
        .unwrap()
}

fn words(line: &[Inline]) -> String {
    let part = |part: &Inline| match part {
        Inline::Text(text) | Inline::Strong(text) => text.clone(),
        _ => " / ".to_owned(),
    };
    line.iter().map(part).collect()
}

fn table(report: &Report) -> Option<&Table> {
    report.blocks.iter().find_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    })
}

/// Every event, its cells in words.
fn events(report: &Report) -> Vec<Vec<String>> {
    let cell = |content: &CellContent| match content {
        CellContent::Date(day) => day.to_string(),
        CellContent::Text(line) => words(line),
        _ => String::new(),
    };
    let rows = table(report).map_or(&[][..], |table| &table.rows);
    let body = rows.iter().filter(|row| row.kind == RowKind::Body);
    body.map(|row| row.cells.iter().map(|one| cell(&one.content)).collect())
        .collect()
}

/// What is said outside the table.
fn said(report: &Report) -> Vec<String> {
    let lines = report.blocks.iter().flat_map(|block| match block {
        Block::Paragraph(line) => vec![words(line)],
        Block::List { items, .. } => items.iter().map(|line| words(line)).collect(),
        Block::Definitions(terms) => terms
            .iter()
            .map(|(term, meaning)| format!("{}: {}", words(term), words(meaning)))
            .collect(),
        _ => Vec::new(),
    });
    lines.collect()
}

fn leave_out(service: &Service, record: RecordNumber, reason: &str) {
    let choice = ChronologyChoice {
        record,
        left_out: true,
        reason: reason.to_owned(),
    };
    service.choose_chronology(&by(WORKER, 30), &choice).unwrap();
}

fn recorded(service: &Service, person: PersonNumber, on: &str, concern: &str) -> RecordNumber {
    let request = RecordRequest {
        values: values(on, concern),
        ..referral(person)
    };
    let done = service.complete_record(&by(WORKER, 20), &request);
    RecordNumber(number(&done.unwrap()))
}

#[test]
fn it_says_whom_it_is_about_who_made_it_and_when_and_how_it_is_to_be_handled() {
    on_both(|place| {
        let service = staffed(place);
        let ada = ada(&service);
        recorded(&service, ada, "2025-12-30", "money is missing");
        let report = told(&service, WORKER, ada);
        assert_eq!(report.subtitle, Some(format!("Ada Testperson ({ada})")));
        let marking = report.marking.as_deref().unwrap();
        assert!(marking.contains("SENSITIVE"), "{marking}");
        assert!(
            !report.description.contains("Ada"),
            "{}",
            report.description
        );
        let said = said(&report);
        for line in [
            format!("About: Ada Testperson ({ada})"),
            "Born: 1 May 1950".to_owned(),
            "As known at: 14:05 on 6 January 2026".to_owned(),
            "Made by: worker".to_owned(),
            "Events: 1 event, from 30 December 2025 to 30 December 2025".to_owned(),
            "Nothing was left out.".to_owned(),
        ] {
            assert!(said.contains(&line), "{line} in {said:#?}");
        }
    });
}

#[test]
fn events_stand_in_order_with_the_day_of_recording_where_it_was_later_and_their_source() {
    on_both(|place| {
        let service = staffed(place);
        let ada = ada(&service);
        // Recorded on 1 January 2026 at the start of the tests' year.
        let prompt = recorded(&service, ada, "2026-01-01", "seen at home");
        let late = recorded(&service, ada, "2025-12-30", "money is missing");
        let report = told(&service, WORKER, ada);
        let expected = [
            [
                "2025-12-30".to_owned(),
                "Adult protection referral / What the concern is: money is missing".to_owned(),
                "1 January 2026, 2 days later".to_owned(),
                format!("{late}, recorded by worker"),
            ],
            [
                "2026-01-01".to_owned(),
                "Adult protection referral / What the concern is: seen at home".to_owned(),
                String::new(),
                format!("{prompt}, recorded by worker"),
            ],
        ];
        assert_eq!(events(&report), expected);
    });
}

#[test]
fn whoever_authorises_or_corrects_later_does_not_make_it_recorded_late() {
    on_both(|place| {
        let service = staffed(place);
        let ada = ada(&service);
        let record = recorded(&service, ada, "2026-01-01", "seen at home");
        let mut later = by(SENIOR, 40);
        later.at = at("2026-01-05T09:00:00Z");
        service.authorise_record(&later, (record, 1)).unwrap();
        let report = told(&service, SENIOR, ada);
        let columns = table(&report).map(|table| table.columns.len());
        assert_eq!(columns, Some(3), "no column of late recording");
        assert_eq!(
            events(&report)[0][2],
            format!("{record}, recorded by worker")
        );
    });
}

#[test]
fn what_is_left_out_is_counted_with_its_reasons_and_nothing_of_it_is_told() {
    on_both(|place| {
        let service = staffed(place);
        let ada = ada(&service);
        for concern in ["first secret", "second secret"] {
            let record = recorded(&service, ada, "2025-12-30", concern);
            leave_out(&service, record, "of another person");
        }
        let third = recorded(&service, ada, "2025-12-31", "third secret");
        leave_out(&service, third, "recorded twice");
        let report = told(&service, WORKER, ada);
        let lines = said(&report);
        for line in [
            "2 records are left out: “of another person”.",
            "1 record is left out: “recorded twice”.",
            "Nothing stands in the chronology.",
        ] {
            assert!(lines.contains(&line.to_owned()), "{line} in {lines:#?}");
        }
        let whole = format!("{report:?}");
        assert!(!whole.contains("secret"), "{whole}");
    });
}

#[test]
fn records_of_forms_that_do_not_belong_in_it_are_counted() {
    on_both(|place| {
        let service = staffed(place);
        let ada = ada(&service);
        let opened = recorded(&service, ada, "2025-12-30", "money is missing");
        let made = Value::Day("2025-12-31".parse().unwrap());
        let note = RecordRequest {
            form: "asp-note".to_owned(),
            episode: Some(opened),
            values: [("received".to_owned(), made)].into(),
            ..referral(ada)
        };
        service.complete_record(&by(WORKER, 21), &note).unwrap();
        let lines = said(&told(&service, WORKER, ada));
        let line = "1 record is of forms that do not belong in a chronology.".to_owned();
        assert!(lines.contains(&line), "{lines:#?}");
    });
}

#[test]
fn restricted_records_are_counted_and_not_told_even_to_those_who_may_open_them() {
    on_both(|place| {
        let service = staffed(place);
        let ada = ada(&service);
        recorded(&service, ada, "2025-12-30", "money is missing");
        let hidden = recorded(&service, ada, "2025-12-31", "where she lives now");
        let request = RestrictRequest {
            of: Restricted::Record(hidden),
            accounts: vec![SENIOR.into()],
            teams: Vec::new(),
            reason: "for her safety".to_owned(),
        };
        service.restrict(&by(SENIOR, 30), &request).unwrap();
        let open = service.look_at_record(&SENIOR.into(), moment(31), hidden);
        assert!(open.is_ok());
        for who in [WORKER, SENIOR] {
            let report = told(&service, who, ada);
            assert_eq!(events(&report).len(), 1, "{who}");
            assert!(!format!("{report:?}").contains("where she lives"), "{who}");
            let lines = said(&report);
            let line = "1 record is restricted to those who are named, and not told here.";
            assert!(lines.contains(&line.to_owned()), "{who}: {lines:#?}");
        }
    });
}

#[test]
fn that_it_was_taken_is_noted_with_who_took_it_and_a_refusal_is_not() {
    on_both(|place| {
        let service = staffed(place);
        let ada = ada(&service);
        recorded(&service, ada, "2025-12-30", "money is missing");
        let looks = || {
            let all = service.looks_at(&SENIOR.into(), moment(60), ada, (50, 0));
            let all = all.unwrap().into_iter();
            let taken = all.filter(|look| look.what == "chronology taken away");
            taken
                .map(|look| look.account.to_string())
                .collect::<Vec<_>>()
        };
        assert!(looks().is_empty());
        told(&service, WORKER, ada);
        assert_eq!(looks(), [WORKER]);
        for who in [QUALITY, JUSTICE, VIEWER] {
            let refused = service.chronology_report(&who.into(), moment(50), ada);
            assert!(refused.is_err(), "{who}");
        }
        assert_eq!(looks(), [WORKER]);
    });
}

#[test]
fn whoever_broke_the_glass_looks_and_takes_nothing_away() {
    on_both(|place| {
        let service = staffed(place);
        let ada = ada(&service);
        recorded(&service, ada, "2025-12-30", "money is missing");
        service
            .break_glass(&by(JUSTICE, 30), ada, "found in the street")
            .unwrap();
        assert!(
            service
                .look_at_person(&JUSTICE.into(), moment(31), ada)
                .is_ok()
        );
        let refused = service.chronology_report(&JUSTICE.into(), moment(31), ada);
        let error = refused.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Invalid);
        assert!(error.to_string().contains("glass"), "{error}");
    });
}

#[test]
fn somebody_who_was_entered_twice_has_one_chronology() {
    on_both(|place| {
        let service = staffed(place);
        let (one, two) = (ada(&service), ada(&service));
        recorded(&service, one, "2025-12-31", "second");
        recorded(&service, two, "2025-12-30", "first");
        service
            .merge_people(&by(SENIOR, 30), (two, 1), one, "the same")
            .unwrap();
        let report = told(&service, WORKER, one);
        let days: Vec<String> = events(&report)
            .into_iter()
            .map(|mut row| row.remove(0))
            .collect();
        assert_eq!(days, ["2025-12-30", "2025-12-31"]);
        let line = format!("Recorded as: {one}, {two}");
        assert!(said(&report).contains(&line));
    });
}
