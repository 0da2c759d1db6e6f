//! A writer is killed at any moment, again and again: nothing that was acknowledged is lost, and the
//! journal is always whole.
//!
//! What a killed process has written is still with the operating system, so this shows that nothing
//! hangs on the process; that the disk has it hangs on the databases' settings, which the store's
//! tests hold fast.
//!
//! `CLEW_CRASHES` says how often on each database; 500 times when it is not set. `CLEW_SEED` repeats
//! the moments of a run.

#![allow(clippy::unwrap_used, missing_docs, unreachable_pub)]

use std::collections::{HashMap, HashSet};
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use clew_calendar::Day;
use clew_journal::Row;
use clew_plan::Kind;
use clew_report::ReportKind;
use clew_service::{
    Caller, FigureRequest, FreezeRequest, Incoming, QuestionKind, Service, verify_store,
};
use clew_store::Location;
use clew_testkit::postgres::Cluster;
use serde_json::json;

use crate::common::{Place, all_rows, assert_unbroken, book_of, caller, seed};

/// Where the writer writes; only set in the process that is to be killed.
const LOCATION: &str = "CLEW_CRASH_LOCATION";
/// What its ids begin with.
const NAME: &str = "CLEW_CRASH_NAME";
/// Kills after which a fresh database is taken, so that checking stays quick.
const KILLS_A_DATABASE: u32 = 25;

/// Kills of which some must come between a commit and the word about it.
const ENOUGH_KILLS: u32 = 200;

/// No test of its own: the process that is killed runs it.
#[test]
fn writer() {
    let (Ok(location), Ok(name)) = (std::env::var(LOCATION), std::env::var(NAME)) else {
        return;
    };
    let location: Location = location.parse().unwrap();
    let service = Service::open(&location).unwrap();
    for number in 0u32.. {
        let who = caller(&format!("{name}-{number}"), 10);
        let rows = write(&service, &who, number);
        acknowledge(&rows);
    }
}

/// Says what stands in the journal, after it does.
fn acknowledge(rows: &[Row]) {
    let mut out = std::io::stdout().lock();
    for row in rows {
        writeln!(out, "done {} {} {}", row.id, row.sequence, row.hash).unwrap();
    }
    out.flush().unwrap();
}

/// One figure; now and then more at once, a freeze with its attachments, or a checkpoint.
fn write(service: &Service, who: &Caller, number: u32) -> Vec<Row> {
    match number % 10 {
        3 => {
            let update =
                |place| json!({"action": "A1", "plan": "p", "text": format!("{} {place}", who.id)});
            let incoming = Incoming {
                book: book_of((0..30).map(|place| (Kind::Update, update(place)))),
                seen: u64::MAX,
                reason: None,
            };
            service.take_in_records(who, &incoming).unwrap().rows
        }
        6 => {
            let request = FreezeRequest {
                id: Some(who.id.as_str().into()),
                forum: "committee".to_owned(),
                meeting: "2025-08-01".parse::<Day>().unwrap(),
                plan: Some("p".into()),
                period: Some("2025-26 Q1".parse().unwrap()),
                basis: None,
                reports: vec![ReportKind::QuarterlyProgress],
                despite: Some("it is shown as it is".to_owned()),
                despite_unsettled: Some("the tests look at something else".to_owned()),
                seen: None,
            };
            service.freeze(who, &request).unwrap().rows
        }
        9 => {
            service.checkpoint().unwrap();
            Vec::new()
        }
        _ => figure(service, who, number),
    }
}

/// Returns a figure, or corrects it when it is there.
fn figure(service: &Service, who: &Caller, number: u32) -> Vec<Row> {
    // Another value than before, whatever was written before the last crash.
    let there = service.follow().unwrap().state().head.sequence;
    let request = FigureRequest {
        measure: ["M1", "M2", "M3"][number as usize % 3].into(),
        period: Some("2025-26 Q1".parse().unwrap()),
        value: Some(there.into()),
        answers: QuestionKind::ALL.to_vec(),
        ..FigureRequest::default()
    };
    let corrected = service.correct_figure(who, &request, "counted anew");
    let done = corrected.or_else(|_| service.return_figure(who, &request));
    done.unwrap().rows
}

/// A small sequence of numbers that looks random: the moments of the kills.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }
}

/// What was acknowledged: id to place and hash.
type Acknowledged = HashMap<String, (u64, String)>;

#[derive(Default)]
struct Summary {
    kills: u32,
    acknowledged: usize,
    unacknowledged: usize,
    /// Calls that stand in the journal and of which nothing was acknowledged: their writer was killed
    /// between the commit and the first word about it.
    unsaid: usize,
}

fn start(location: &Location, name: &str) -> Child {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args([
            "crash::writer",
            "--exact",
            "--nocapture",
            "--test-threads=1",
        ])
        .env(LOCATION, location.to_string())
        .env(NAME, name)
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    command.spawn().unwrap()
}

/// Starts a writer, kills it at some moment, and takes down what it had acknowledged.
fn killed(location: &Location, name: &str, dice: &mut Dice) -> Acknowledged {
    let mut writer = start(location, name);
    let mut out = BufReader::new(writer.stdout.take().unwrap());
    let mut said = String::new();
    if dice.roll(10) == 0 {
        // Before it has said anything: while it opens the journal.
        std::thread::sleep(Duration::from_micros(dice.roll(20_000)));
    } else {
        while !said.contains("done ") {
            assert!(
                out.read_line(&mut said).unwrap() > 0,
                "the writer died by itself: {said}"
            );
        }
        std::thread::sleep(Duration::from_micros(dice.roll(60_000)));
    }
    writer.kill().unwrap();
    out.read_to_string(&mut said).unwrap();
    writer.wait().unwrap();
    quiet(location);
    acknowledged(&said)
}

/// Waits until PostgreSQL has noticed that the writer is gone: a commit under way is finished or undone.
fn quiet(location: &Location) {
    let Location::Postgres(url) = location else {
        return;
    };
    let mut client = postgres::Client::connect(&url.to_string(), postgres::NoTls).unwrap();
    let others = "SELECT count(*) FROM pg_stat_activity \
                  WHERE datname = current_database() AND pid <> pg_backend_pid()";
    let busy =
        |client: &mut postgres::Client| client.query_one(others, &[]).unwrap().get::<_, i64>(0);
    while busy(&mut client) > 0 {
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// The lines that were said to their end.
fn acknowledged(said: &str) -> Acknowledged {
    let whole = said.rsplit_once('\n').map_or("", |(whole, _)| whole);
    let lines = whole.lines().filter_map(|line| {
        let (_, words) = line.split_once("done ")?;
        let mut words = words.split(' ');
        let (id, sequence, hash) = (words.next()?, words.next()?.parse().ok()?, words.next()?);
        Some((id.to_owned(), (sequence, hash.to_owned())))
    });
    lines.collect()
}

/// Everything that must hold after a crash.
fn check(location: &Location, acknowledged: &Acknowledged, summary: &mut Summary) -> Vec<Row> {
    let service = Service::open(location).unwrap();
    let rows = assert_unbroken(service.store());
    let there: HashMap<&str, &Row> = rows.iter().map(|row| (row.id.as_str(), row)).collect();
    for (id, (sequence, hash)) in acknowledged {
        let row = there
            .get(id.as_str())
            .unwrap_or_else(|| panic!("{id} was lost"));
        assert_eq!(
            (row.sequence, row.hash.to_string()),
            (*sequence, hash.clone())
        );
    }
    batches_are_whole(&rows);
    assert!(*service.memory() == service.fold(u64::MAX).unwrap());
    let verified = verify_store(service.store(), &mut |_| {}).unwrap();
    assert!(verified.is_sound(), "{:?}", verified.faults);
    for freeze in service.memory().state().freezes() {
        assert!(
            !service
                .reader(&"administrator".into())
                .unwrap()
                .frozen_lines(&freeze.id)
                .unwrap()
                .is_empty()
        );
    }
    summary.kills += 1;
    summary.acknowledged += acknowledged.len();
    rows
}

/// The call that an entry is of: its id without the number in the call.
fn call(id: &str) -> &str {
    id.split_once('.').map_or(id, |(call, _)| call)
}

/// How many calls are among these rows of which nothing was acknowledged.
fn unsaid(rows: &[Row], acknowledged: &Acknowledged) -> usize {
    let said: HashSet<&str> = acknowledged.keys().map(|id| call(id)).collect();
    let there: HashSet<&str> = rows.iter().map(|row| call(&row.id)).collect();
    there.difference(&said).count()
}

/// A call's entries are all there or none: 30 updates, each with its number.
fn batches_are_whole(rows: &[Row]) {
    let updates = rows
        .iter()
        .filter(|row| row.subject.starts_with("updates/"));
    assert_eq!(updates.count() % 30, 0);
}

fn crash(times: u32, fresh: impl Fn() -> Place) -> Summary {
    let mut dice = Dice(seed() | 1 << 40);
    let mut summary = Summary::default();
    let mut place = fresh();
    let mut before = all_rows(place.founded().store()).len();
    for kill in 0..times {
        if kill > 0 && kill % KILLS_A_DATABASE == 0 {
            place = fresh();
            before = all_rows(place.founded().store()).len();
        }
        let acknowledged = killed(&place.location, &format!("kill-{kill}"), &mut dice);
        let rows = check(&place.location, &acknowledged, &mut summary);
        summary.unacknowledged += rows.len() - before - acknowledged.len();
        summary.unsaid += unsaid(&rows[before..], &acknowledged);
        before = rows.len();
    }
    summary
}

fn times() -> u32 {
    let said = std::env::var("CLEW_CRASHES").ok();
    said.map_or(500, |said| said.parse().unwrap())
}

fn tell(database: &str, summary: &Summary, since: Instant) {
    let Summary {
        kills,
        acknowledged,
        unacknowledged,
        unsaid,
    } = summary;
    eprintln!(
        "{database}: {kills} kills, {acknowledged} acknowledged entries all there, \
         {unacknowledged} there that were not acknowledged ({unsaid} calls wholly), {:.0?}",
        since.elapsed()
    );
    assert!(
        *acknowledged > 0,
        "the writers were killed before they wrote anything"
    );
    // Or else no kill came in the middle of anything, and the test has shown little.
    assert!(
        *kills < ENOUGH_KILLS || *unsaid > 0,
        "no kill came between a commit and the word about it"
    );
}

#[test]
fn a_killed_writer_loses_nothing_on_sqlite() {
    let since = Instant::now();
    let summary = crash(times(), Place::sqlite);
    tell("SQLite", &summary, since);
}

#[test]
fn a_killed_writer_loses_nothing_on_postgresql() {
    let Some(cluster) = Cluster::shared() else {
        return;
    };
    let since = Instant::now();
    let summary = crash(times(), || Place::on(cluster));
    tell("PostgreSQL", &summary, since);
}

#[test]
fn a_killed_postgresql_server_loses_nothing() {
    let Some(cluster) = Cluster::private() else {
        return;
    };
    let place = Place::on(&cluster);
    drop(place.founded());
    let since = Instant::now();
    let mut summary = Summary::default();
    let mut dice = Dice(seed() | 1 << 41);
    for kill in 0..5 {
        let mut writer = start(&place.location, &format!("server-{kill}"));
        let mut out = BufReader::new(writer.stdout.take().unwrap());
        let mut said = String::new();
        while !said.contains("done ") {
            assert!(
                out.read_line(&mut said).unwrap() > 0,
                "the writer died by itself: {said}"
            );
        }
        std::thread::sleep(Duration::from_millis(dice.roll(200)));
        cluster.stop();
        // The writer gives up by itself: its database is gone.
        out.read_to_string(&mut said).unwrap();
        assert!(!writer.wait().unwrap().success());
        cluster.start();
        check(&place.location, &acknowledged(&said), &mut summary);
    }
    tell("PostgreSQL's server", &summary, since);
}
