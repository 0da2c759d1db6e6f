//! Whatever is done, in whatever order, the memory is the fold of the journal, on both databases.

#![allow(clippy::unwrap_used, missing_docs, unreachable_pub)]

#[path = "properties/commands.rs"]
mod commands;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use clew_journal::{Moment, State};
use clew_service::{Done, ErrorKind, KnownAt, Memory, Service, ServiceError, archive};
use clew_store::Store;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::common::{ADMINISTRATOR, Folder, Place, all_rows, assert_unbroken, caller};
use commands::{Command, command};

/// One thing that happens: who does it, by which of two processes, and with what.
#[derive(Clone, Debug)]
struct Step {
    command: Command,
    actor: u8,
    process: usize,
    /// Seconds that the clock moves; it may go backwards.
    clock: i8,
    /// Afterwards: 0 asks again with the same id, 1 asks for something else with it.
    again: u8,
    other: Command,
}

fn step() -> impl Strategy<Value = Step> {
    let clock = prop_oneof![9 => 0..10i8, 1 => -30..0i8];
    (command(), 0..8u8, 0..2usize, clock, 0..8u8, command()).prop_map(
        |(command, actor, process, clock, again, other)| Step {
            command,
            actor,
            process,
            clock,
            again,
            other,
        },
    )
}

/// What was known at each entry, as it was when that entry was the last.
type Kept = BTreeMap<u64, Arc<Memory>>;

fn not_internal(result: Result<Done, ServiceError>) -> Option<Done> {
    match result {
        Ok(done) => Some(done),
        Err(error) => {
            assert_ne!(error.kind(), ErrorKind::Internal, "{error}");
            assert_ne!(error.kind(), ErrorKind::Unavailable, "{error}");
            None
        }
    }
}

/// How often each command was done, and how often it was refused or came to nothing.
static COUNTS: Mutex<BTreeMap<&str, [u32; 2]>> = Mutex::new(BTreeMap::new());

fn counted(command: &'static str, done: bool) {
    COUNTS.lock().unwrap().entry(command).or_default()[usize::from(!done)] += 1;
}

fn run(place: &Place, steps: &[Step]) {
    let processes = [place.founded(), place.open()];
    let mut kept: Kept = BTreeMap::new();
    let mut second = 10;
    for (number, step) in steps.iter().enumerate() {
        second += i64::from(step.clock);
        let service = &processes[step.process];
        let mut who = caller(&format!("step-{number}"), second);
        if step.actor == 0 {
            who.actor = commands::account(number).into();
        }
        service.follow().unwrap();
        let (command, memory) = (step.command.clone(), service.memory());
        let asked = command.on(&memory);
        let done = not_internal(asked.run(service, &who)).filter(|done| !done.rows.is_empty());
        counted(asked.name(), done.is_some());
        let memory = service.memory();
        kept.insert(memory.state().head.sequence, memory);
        if let Some(done) = done {
            assert!(!done.repeated);
            match step.again {
                0 => asked_again(
                    &processes[1 - step.process],
                    // The clock goes on, over midnights too, before it is asked again.
                    |other| asked.run(other, &later(&who, number)),
                    &done,
                ),
                1 => something_else(service, &who, step, &done),
                _ => {}
            }
        }
    }
    settled(place, &processes, &kept);
}

/// The same caller, some hours later.
fn later(who: &clew_service::Caller, number: usize) -> clew_service::Caller {
    let hours = i64::try_from(number % 3).unwrap() * 11;
    clew_service::Caller {
        at: Moment::from_microseconds(who.at.microseconds() + hours * 3_600_000_000),
        ..who.clone()
    }
}

/// The same id and the same wish: nothing more happens.
fn asked_again(
    other: &Service,
    again: impl Fn(&Service) -> Result<Done, ServiceError>,
    done: &Done,
) {
    let repeated = again(other).unwrap();
    assert!(repeated.repeated);
    assert_eq!(repeated.rows, done.rows);
    assert_eq!(
        other.memory().state().head,
        done.rows.last().unwrap().as_head()
    );
}

/// The same id and another wish: refused, or it comes to the very same entries.
fn something_else(service: &Service, who: &clew_service::Caller, step: &Step, done: &Done) {
    let before = service.memory();
    let asked = step.other.clone().on(&before);
    match asked.run(service, who) {
        Err(ServiceError::OtherRepeat { differs, .. }) => assert!(!differs.is_empty()),
        Err(error) => assert_ne!(error.kind(), ErrorKind::Internal, "{error}"),
        Ok(other) => assert_eq!(other.rows, done.rows, "{step:?}"),
    }
    assert_eq!(service.memory().state().head, before.state().head);
}

/// Cases of which one goes through an archive.
const CASES_AN_ARCHIVE: u32 = 10;
static CASES: AtomicU32 = AtomicU32::new(0);

/// Everything that must hold once it is quiet.
fn settled(place: &Place, processes: &[Service; 2], kept: &Kept) {
    let memory = processes[0].follow().unwrap();
    assert!(
        processes[1].follow().unwrap() == memory,
        "the processes differ"
    );
    let rows = assert_unbroken(processes[0].store());
    let mut fold = State::default();
    rows.iter().for_each(|row| fold.take(row).unwrap());
    assert!((*memory).clone().into_fold() == fold, "it is not the fold");
    assert!(Memory::of(fold) == *memory, "formulas differ");
    known_then(&processes[0], kept);
    copied(&processes[0], &memory);
    if CASES
        .fetch_add(1, Ordering::Relaxed)
        .is_multiple_of(CASES_AN_ARCHIVE)
    {
        archived(&processes[0], &memory);
    }
    processes[0].checkpoint().unwrap();
    assert!(place.open().memory() == memory, "the checkpoint differs");
    known_then(&place.open(), kept);
    assert_eq!(processes[0].store().faults().unwrap(), Vec::<String>::new());
}

fn known_then(service: &Service, kept: &Kept) {
    let mut by_moment = BTreeMap::new();
    for (sequence, memory) in kept {
        let then = service.known_at(KnownAt::Entry(*sequence)).unwrap();
        assert!(then == **memory, "entry {sequence}");
        by_moment.insert(memory.state().head.recorded_at, memory);
    }
    for (moment, memory) in by_moment {
        let moment = Moment::from_microseconds(moment);
        let then = service.known_at(KnownAt::Moment(moment)).unwrap();
        assert!(then == **memory, "{moment}");
    }
}

fn copied(service: &Service, memory: &Arc<Memory>) {
    let place = Place::sqlite();
    let target = Store::create(&place.location).unwrap();
    service.store().copy_to(&target, None, &mut |_| {}).unwrap();
    assert_eq!(all_rows(&target), all_rows(service.store()));
    let there = target.attachment_digests().unwrap();
    assert_eq!(there, service.store().attachment_digests().unwrap());
    drop(target);
    assert!(place.open().memory() == *memory, "the copy differs");
}

/// Written as an archive and built again, it is the very same journal.
fn archived(service: &Service, memory: &Arc<Memory>) {
    let folder = Folder::new();
    let path = folder.file("archive");
    let entries = archive::write(service, &ADMINISTRATOR.into(), &path, &mut |_, _| {}).unwrap();
    let place = Place::sqlite();
    let end = archive::read(&path, &place.location, &mut |_, _| {}).unwrap();
    assert_eq!((end, end.sequence), (memory.state().head, entries));
    let built = place.open();
    assert_eq!(all_rows(built.store()), all_rows(service.store()));
    let digests = |store: &Store| store.attachment_digests().unwrap();
    assert_eq!(digests(built.store()), digests(service.store()));
    assert!(built.memory() == *memory, "the archive differs");
}

fn check(cases: u32, place: impl Fn() -> Place) {
    let mut runner = TestRunner::new(Config {
        cases,
        max_shrink_iters: 200,
        failure_persistence: None,
        ..Config::default()
    });
    let steps = proptest::collection::vec(step(), 1..80);
    let result = runner.run(&steps, |steps| {
        run(&place(), &steps);
        Ok(())
    });
    result.unwrap();
}

#[test]
fn memory_is_the_fold_of_the_journal_on_sqlite() {
    check(40, Place::sqlite);
    let counts = COUNTS.lock().unwrap();
    eprintln!("done, refused: {counts:?}");
    // Or else the property would hold of nothing.
    let never = counts.iter().filter(|(_, [done, _])| *done == 0);
    assert_eq!(never.map(|(name, _)| *name).collect::<Vec<_>>(), [""; 0]);
    assert_eq!(counts.len(), Command::KINDS);
}

#[test]
fn memory_is_the_fold_of_the_journal_on_postgresql() {
    if Place::postgres().is_some() {
        check(12, || Place::postgres().unwrap());
    }
}
