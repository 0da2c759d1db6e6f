//! What of the journal is told to whom: nobody learns of drafts or of accounts by looking at it.

#![allow(clippy::unwrap_used, missing_docs, unreachable_pub)]

use clew_journal::ReturnKey;
use clew_plan::{Grant, Role};
use clew_service::{
    Caller, Comment, CycleRequest, EvidenceFile, FigureRequest, LogFilter, LogLine, Service,
};

use crate::common::{ADMINISTRATOR, Place, caller};

const CYCLE: &str = "2025-26 Q4";

/// Accounts of every sort, one of which was closed, and a draft for justice.
fn council(place: &Place) -> Service {
    let service = place.founded();
    let open = |id: &str, role: Role, unit: Option<&str>| {
        let grant = Grant {
            role,
            unit: unit.map(Into::into),
        };
        let why = Some("asked for by the manager");
        let administrator = caller(&format!("open-{id}"), 3);
        service
            .open_account(&administrator, &id.into(), "Post", &[grant], why)
            .unwrap();
    };
    open("viewer", Role::Viewer, None);
    open("quality", Role::Quality, None);
    open("adults", Role::Owner, Some("adults"));
    open("justice", Role::Owner, Some("justice"));
    open("justice-approver", Role::Approver, Some("justice"));
    let why = Some("gross misconduct");
    open("gone", Role::Viewer, None);
    service
        .close_account(&caller("close", 4), &"gone".into(), why)
        .unwrap();
    let cycle = CycleRequest {
        id: None,
        plan: "p".into(),
        period: CYCLE.parse().unwrap(),
        opens: None,
        due: None,
    };
    service.open_cycle(&caller("cycle", 5), &cycle).unwrap();
    let draft = FigureRequest {
        measure: "M3".into(),
        period: Some(CYCLE.parse().unwrap()),
        value: Some(42.into()),
        comment: Some(Comment {
            text: "not for others yet".to_owned(),
            ..Comment::default()
        }),
        ..FigureRequest::default()
    };
    let owner = Caller {
        actor: "justice".into(),
        ..caller("draft", 6)
    };
    service.save_draft(&owner, &draft).unwrap();
    service
}

fn log(service: &Service, actor: &str, filter: &LogFilter) -> Vec<LogLine> {
    service.reader(&actor.into()).unwrap().log(filter).unwrap()
}

/// How many entries about accounts and about drafts somebody is told.
fn told(service: &Service, actor: &str) -> (usize, usize) {
    let lines = log(service, actor, &LogFilter::default());
    let accounts = lines
        .iter()
        .filter(|line| line.row.subject.starts_with("accounts/"));
    let drafts = lines.iter().filter(|line| line.row.change == "save-draft");
    (accounts.count(), drafts.count())
}

#[test]
fn accounts_are_told_to_who_looks_after_them_and_drafts_to_who_may_return_them() {
    let service = council(&Place::sqlite());
    let all = told(&service, ADMINISTRATOR);
    assert_eq!(all, (8, 1));
    let expected = [
        ("quality", (8, 0)),
        ("viewer", (1, 0)),
        ("adults", (1, 0)),
        ("justice", (1, 1)),
        ("justice-approver", (1, 1)),
    ];
    for (actor, found) in expected {
        assert_eq!(told(&service, actor), found, "{actor}");
    }
    let own = log(&service, "viewer", &LogFilter::default());
    let own = own
        .iter()
        .find(|line| line.row.subject.starts_with("accounts/"));
    assert_eq!(own.unwrap().row.subject, "accounts/viewer");
}

#[test]
fn no_single_entry_tells_what_the_list_does_not() {
    let service = council(&Place::sqlite());
    for line in log(&service, ADMINISTRATOR, &LogFilter::default()) {
        let sequence = line.row.sequence;
        let reader = service.reader(&"viewer".into()).unwrap();
        let shown = reader.log_line(sequence).unwrap();
        let listed = log(&service, "viewer", &LogFilter::default());
        let listed = listed.iter().any(|line| line.row.sequence == sequence);
        assert_eq!(shown.is_some(), listed, "entry {sequence}");
    }
}

#[test]
fn a_page_of_the_log_is_full_though_some_of_it_is_not_told() {
    let service = council(&Place::sqlite());
    // More accounts in a row than are read at once.
    for number in 0..150 {
        let who = caller(&format!("more-{number}"), 7);
        let id = format!("more-{number}");
        service
            .open_account(&who, &id.as_str().into(), "Post", &[], None)
            .unwrap();
    }
    let whole = log(&service, "viewer", &LogFilter::default());
    for newest_first in [true, false] {
        let filter = LogFilter {
            limit: Some(10),
            newest_first,
            ..LogFilter::default()
        };
        let page: Vec<u64> = log(&service, "viewer", &filter)
            .iter()
            .map(|line| line.row.sequence)
            .collect();
        let mut all: Vec<u64> = whole.iter().map(|line| line.row.sequence).collect();
        if newest_first {
            all.reverse();
        }
        assert_eq!(page, all[..10]);
    }
}

#[test]
fn a_draft_itself_is_told_to_who_may_return_or_check_it() {
    let service = council(&Place::sqlite());
    let key = ReturnKey {
        plan: "p".into(),
        cycle: CYCLE.to_owned(),
        measure: "M3".into(),
        unit: None,
    };
    for (actor, told) in [
        (ADMINISTRATOR, true),
        ("justice", true),
        ("justice-approver", true),
        ("adults", false),
        ("viewer", false),
        ("quality", false),
    ] {
        let reader = service.reader(&actor.into()).unwrap();
        assert_eq!(reader.draft_of(&key).is_some(), told, "{actor}");
    }
}

#[test]
fn what_a_file_is_called_is_told_to_who_may_read_of_its_part() {
    let service = council(&Place::sqlite());
    let figure = FigureRequest {
        measure: "M3".into(),
        period: Some(CYCLE.parse().unwrap()),
        value: Some(42.into()),
        ..FigureRequest::default()
    };
    let file = EvidenceFile {
        name: "names of the families.pdf".to_owned(),
        bytes: b"%PDF-1.7 register".to_vec(),
    };
    service
        .return_figure_with(&caller("file", 7), &figure, &[file])
        .unwrap();
    for (actor, seen) in [
        (ADMINISTRATOR, 1),
        ("viewer", 1),
        ("justice", 1),
        ("adults", 0),
    ] {
        let lines = log(&service, actor, &LogFilter::default());
        let files = lines
            .iter()
            .filter(|line| line.sentence.contains("families.pdf"));
        assert_eq!(files.count(), seen, "{actor}");
    }
}

#[test]
fn the_story_of_a_figure_does_not_tell_what_was_only_drafted() {
    let service = council(&Place::sqlite());
    let reader = service.reader(&"viewer".into()).unwrap();
    let period = CYCLE.parse().unwrap();
    let story = reader.explain(&"M3".into(), period, None).unwrap();
    let told = format!("{story:?}");
    assert!(
        !told.contains("42") && !told.contains("not for others"),
        "{told}"
    );
}
