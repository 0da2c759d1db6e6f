//! What a person who looks after a journal is told of it.

#![allow(clippy::unwrap_used, missing_docs)]

use crate::reading::{Council, NOON, year};
use clew_journal::Moment;
use clew_plan::{Grant, Role};
use clew_service::{CycleRequest, HealthFinding, HealthLevel, Service};
use clew_store::Location;

const HOUR: i64 = 3_600_000_000;

fn findings(council: &Council, now: i64) -> Vec<HealthFinding> {
    council
        .service
        .reader(&"administrator".into())
        .unwrap()
        .health(Moment::from_microseconds(now))
        .unwrap()
}

fn find<'a>(findings: &'a [HealthFinding], said: &str) -> &'a HealthFinding {
    let found = findings.iter().find(|finding| finding.what.contains(said));
    found.unwrap_or_else(|| panic!("{said}: {findings:#?}"))
}

#[test]
fn a_sound_journal_has_no_problem_and_what_is_asked_for_has_advice() {
    let council = Council::new("health");
    let all = findings(&council, NOON + 3 * HOUR);
    assert!(
        all.iter()
            .all(|finding| finding.level != HealthLevel::Problem),
        "{all:#?}"
    );
    assert!(
        all.iter()
            .all(|finding| (finding.level == HealthLevel::Ok) == finding.advice.is_none())
    );
    find(&all, "SQLite 3.");
    find(&all, "settings: journal_mode wal, synchronous ");
    find(&all, "the last was recorded 2 hours ago, on 12 June 2026");
    find(&all, "no checkpoint yet");
    find(&all, "left on the disk");
}

#[test]
fn a_clock_behind_the_last_entry_is_told_with_what_comes_of_it() {
    let council = Council::new("clock");
    let all = findings(&council, NOON - HOUR);
    let clock = find(&all, "the clock is 1 hour behind the last entry");
    assert_eq!(clock.level, HealthLevel::Warning);
    assert!(
        clock
            .what
            .ends_with("from five minutes on nothing is written until it catches up"),
        "{}",
        clock.what
    );
}

#[test]
fn overdue_returns_of_an_open_cycle_are_counted_until_it_is_locked() {
    let council = Council::new("cycles");
    let due = Some("2026-06-11".parse().unwrap());
    let cycle = CycleRequest {
        id: None,
        plan: "council".into(),
        period: year(),
        opens: None,
        due,
    };
    council
        .service
        .open_cycle(&council.caller(), &cycle)
        .unwrap();
    council.give("SPCC014", (39, 50));
    let all = findings(&council, NOON + HOUR);
    let late = find(&all, "was due on 11 June 2026: 2 of 3 returns are overdue");
    assert_eq!(late.level, HealthLevel::Warning);
    find(
        &findings(&council, NOON - 48 * HOUR),
        "is open, due on 11 June 2026: 2 of 3 returns to come",
    );
    council
        .service
        .lock_cycle_despite_unsettled(&council.caller(), &"council".into(), "2021-22", "as agreed")
        .unwrap();
    assert!(
        !findings(&council, NOON + HOUR)
            .iter()
            .any(|finding| finding.what.contains("overdue"))
    );
}

#[test]
fn accounts_without_a_role_and_a_single_administrator_are_warned_of() {
    let council = Council::new("accounts");
    council
        .service
        .open_account(
            &council.caller(),
            &"new-starter".into(),
            "New starter",
            &[],
            None,
        )
        .unwrap();
    let all = findings(&council, NOON + HOUR);
    assert_eq!(
        find(&all, "only one account is administrator").level,
        HealthLevel::Warning
    );
    find(&all, "1 open account has no role: new-starter");
    let grant = Grant {
        role: Role::Administrator,
        unit: None,
    };
    council
        .service
        .grant(&council.caller(), &"new-starter".into(), &grant, None)
        .unwrap();
    assert_eq!(
        find(
            &findings(&council, NOON + HOUR),
            "2 accounts are administrators"
        )
        .level,
        HealthLevel::Ok
    );
}

#[test]
fn an_empty_journal_says_how_to_begin() {
    let council = Council::new("empty");
    let service = Service::create(&Location::File(council.folder.join("empty.db"))).unwrap();
    let all = service
        .reader(&"administrator".into())
        .unwrap()
        .health(Moment::from_microseconds(NOON))
        .unwrap();
    assert_eq!(
        find(&all, "the journal is empty").level,
        HealthLevel::Warning
    );
    assert_eq!(
        find(&all, "nobody can manage accounts").level,
        HealthLevel::Problem
    );
}
