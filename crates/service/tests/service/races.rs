//! Many at once: one of two wins, nothing is doubled or lost, and readers see what once was.

#![allow(clippy::unwrap_used, missing_docs, unreachable_pub)]

use std::collections::HashSet;
use std::process::Command;
use std::sync::Barrier;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use clew_journal::{About, Change, Proposal};
use clew_plan::Kind;
use clew_service::{
    Conflict, Decision, FigureRequest, Incoming, KnownAt, Memory, Service, ServiceError,
};
use clew_store::Location;
use serde_json::json;

use crate::common::{Place, assert_unbroken, book_of, caller, on_both};

/// Entries of one writer, and writers, where many write at once.
const EACH: u32 = 10_000;
const WRITERS: u32 = 8;

/// Where a writing process writes, and its number; only set in that process.
const LOCATION: &str = "CLEW_RACE_LOCATION";
const NUMBER: &str = "CLEW_RACE_NUMBER";

fn figure(value: i64, seen: Option<u64>) -> FigureRequest {
    FigureRequest {
        measure: "M1".into(),
        period: Some("2025-26 Q1".parse().unwrap()),
        value: Some(value.into()),
        seen,
        ..FigureRequest::default()
    }
}

/// Two at the same moment: who won, and what the other was told.
fn two<T: Send>(race: impl Fn(usize) -> Result<T, ServiceError> + Sync) -> (usize, Conflict) {
    let start = Barrier::new(2);
    let results: Vec<_> = thread::scope(|scope| {
        let runners: Vec<_> = (0..2)
            .map(|runner| {
                let (start, race) = (&start, &race);
                scope.spawn(move || {
                    start.wait();
                    race(runner)
                })
            })
            .collect();
        runners
            .into_iter()
            .map(|runner| runner.join().unwrap())
            .collect()
    });
    let winners: Vec<usize> = (0..2).filter(|runner| results[*runner].is_ok()).collect();
    assert_eq!(winners.len(), 1, "exactly one wins");
    let loser = results.into_iter().nth(1 - winners[0]).unwrap();
    match loser {
        Err(ServiceError::Conflict(conflict)) => (winners[0], *conflict),
        Err(error) => panic!("{error}"),
        Ok(_) => unreachable!("it did not win"),
    }
}

#[test]
fn of_two_who_return_one_figure_one_wins_and_the_other_sees_the_fields() {
    on_both(|place| {
        let services = [place.founded(), place.open()];
        for round in 0..20i64 {
            let seen = services[0].follow().unwrap().state().head.sequence;
            let (winner, conflict) = two(|runner| {
                let value = 10 + round * 2 + i64::try_from(runner).unwrap();
                let who = caller(&format!("{round}-{runner}"), 10 + round);
                services[runner].return_figure(&who, &figure(value, Some(seen)))
            });
            let value = |runner: usize| 10 + round * 2 + i64::try_from(runner).unwrap();
            let before = u32::try_from(round).unwrap();
            assert_eq!((conflict.expected, conflict.found), (before, before + 1));
            assert_eq!(
                conflict.by.as_ref().map(|by| by.as_str()),
                Some("administrator")
            );
            assert_eq!(conflict.subject.to_string(), "figures/M1/2025-26%20Q1");
            let field = &conflict.fields[0];
            assert_eq!(field.field, "value");
            assert_eq!(field.theirs, value(winner).to_string());
            assert_eq!(
                field.yours.as_deref(),
                Some(value(1 - winner).to_string().as_str())
            );
        }
    });
}

#[test]
fn of_two_who_change_one_record_one_wins_and_the_other_sees_the_fields() {
    on_both(|place| {
        let services = [place.founded(), place.open()];
        for round in 0..20 {
            let seen = services[0].follow().unwrap().state().head.sequence;
            let title = |runner: usize| format!("Outcome {round} by {runner}");
            let (winner, conflict) = two(|runner| {
                let outcome =
                    json!({"id": "o", "plan": "p", "level": "priority", "title": title(runner)});
                let incoming = Incoming {
                    book: book_of([(Kind::Outcome, outcome)]),
                    seen,
                    reason: None,
                };
                services[runner]
                    .take_in_records(&caller(&format!("{round}-{runner}"), 10), &incoming)
            });
            assert_eq!(conflict.subject.to_string(), "outcomes/o");
            assert_eq!(
                conflict.by.as_ref().map(|by| by.as_str()),
                Some("administrator")
            );
            let [field] = conflict.fields.as_slice() else {
                panic!("{conflict:?}");
            };
            assert_eq!(field.field, "title");
            assert_eq!(field.theirs, title(winner));
            assert_eq!(field.yours, Some(title(1 - winner)));
            assert!(
                field
                    .base
                    .as_ref()
                    .is_some_and(|base| base.starts_with("Outcome"))
            );
        }
    });
}

#[test]
fn a_record_that_was_withdrawn_meanwhile_is_a_conflict_for_who_changes_it() {
    on_both(|place| {
        let service = place.founded();
        let seen = service.memory().state().head.sequence;
        let subject = "actions/A1/p".parse().unwrap();
        service
            .withdraw(&caller("away", 5), &subject, "entered by mistake")
            .unwrap();
        let action = json!({"id": "A1", "plan": "p", "title": "Another title"});
        let incoming = Incoming {
            book: book_of([(Kind::Action, action)]),
            seen,
            reason: None,
        };
        let refused = service.take_in_records(&caller("change", 6), &incoming);
        assert!(
            matches!(refused, Err(ServiceError::Conflict(_))),
            "{refused:?}"
        );
    });
}

/// So many updates, numbered from one on: entries that need no look at what is there.
fn updates(writer: u32, from: u32, count: u32) -> Decision {
    let update = |number: u32| {
        let text = format!("{writer}:{number}");
        let fields = json!({"action": "A1", "plan": "p", "text": text});
        let record = Kind::Update.read(fields).unwrap();
        let about = About::New(Kind::Update);
        let change = Change::Create(Box::new(record));
        Proposal {
            about,
            ..Proposal::new(clew_journal::Subject::organisation(), 0, change)
        }
    };
    (from..from + count).map(update).collect::<Vec<_>>().into()
}

/// Writes its share in batches of one to fifty.
fn write(service: &Service, writer: u32) {
    let (mut number, mut size) = (0, writer * 7 % 50 + 1);
    while number < EACH {
        let count = size.min(EACH - number);
        let who = caller(&format!("{writer}-{number}"), 10);
        let done = service
            .commit(&who, &|_, _| Ok(updates(writer, number, count)))
            .unwrap();
        assert_eq!(done.rows.len(), count as usize);
        number += count;
        size = size * 13 % 50 + 1;
    }
}

/// While they write: what is seen is always what the journal came to at some entry.
fn read(service: &Service, ended: &AtomicBool) -> Vec<std::sync::Arc<Memory>> {
    let mut seen = Vec::new();
    let mut last = 0;
    while !ended.load(Ordering::Relaxed) {
        let memory = service.follow().unwrap();
        let head = memory.state().head.sequence;
        assert!(head >= last, "it went back");
        last = head;
        seen.push(memory);
        thread::sleep(std::time::Duration::from_millis(500));
    }
    seen
}

fn all_there(service: &Service, writers: u32, before: usize) {
    let rows = assert_unbroken(service.store());
    assert_eq!(rows.len() - before, (writers * EACH) as usize);
    let memory = service.follow().unwrap();
    let texts: HashSet<&str> = memory
        .book()
        .updates
        .iter()
        .map(|update| update.text.as_str())
        .collect();
    assert_eq!(texts.len(), (writers * EACH) as usize, "every entry once");
    for writer in 0..writers {
        let own = memory
            .book()
            .updates
            .iter()
            .map(|update| update.text.as_str());
        let prefix = format!("{writer}:");
        let numbers = own
            .filter_map(|text| text.strip_prefix(&prefix))
            .map(|text| text.parse::<u32>().unwrap());
        assert!(numbers.eq(0..EACH), "each writer's entries are in order");
    }
}

fn eight_writers(place: &Place) {
    let first = place.founded();
    let before = assert_unbroken(first.store()).len();
    let ended = AtomicBool::new(false);
    let seen = thread::scope(|scope| {
        let writers: Vec<_> = (0..WRITERS)
            .map(|writer| scope.spawn(move || write(&place.open(), writer)))
            .collect();
        let reader = scope.spawn(|| read(&first, &ended));
        let ends: Vec<_> = writers
            .into_iter()
            .map(thread::ScopedJoinHandle::join)
            .collect();
        ended.store(true, Ordering::Relaxed);
        let seen = reader.join().unwrap();
        ends.into_iter().for_each(|end| end.unwrap());
        seen
    });
    all_there(&first, WRITERS, before);
    for memory in seen.iter().step_by(seen.len() / 5 + 1) {
        let entry = memory.state().head.sequence;
        assert!(
            first.known_at(KnownAt::Entry(entry)).unwrap() == **memory,
            "no prefix: {entry}"
        );
    }
}

#[test]
fn eight_writers_of_ten_thousand_entries_make_one_chain_on_sqlite() {
    eight_writers(&Place::sqlite());
}

#[test]
fn eight_writers_of_ten_thousand_entries_make_one_chain_on_postgresql() {
    if let Some(place) = Place::postgres() {
        eight_writers(&place);
    }
}

/// No test of its own: another process runs it.
#[test]
fn writing_process() {
    let (Ok(location), Ok(number)) = (std::env::var(LOCATION), std::env::var(NUMBER)) else {
        return;
    };
    let location: Location = location.parse().unwrap();
    write(&Service::open(&location).unwrap(), number.parse().unwrap());
}

#[test]
fn two_processes_make_one_chain_in_one_file() {
    let place = Place::sqlite();
    let service = place.founded();
    let before = assert_unbroken(service.store()).len();
    let start = |number: u32| {
        Command::new(std::env::current_exe().unwrap())
            .args(["races::writing_process", "--exact"])
            .env(LOCATION, place.location.to_string())
            .env(NUMBER, number.to_string())
            .output()
    };
    thread::scope(|scope| {
        let other = scope.spawn(|| start(1));
        for output in [start(0), other.join().unwrap()] {
            let output = output.unwrap();
            assert!(
                output.status.success(),
                "{}",
                String::from_utf8_lossy(&output.stdout)
            );
        }
    });
    all_there(&service, 2, before);
}
