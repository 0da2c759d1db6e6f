//! Places for journals, callers, and a small service to work on.

// Each test program uses some of it.
#![allow(dead_code, missing_docs, unreachable_pub)]

use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use clew_journal::{Head, Moment, Row};
use clew_plan::{Book, Kind};
use clew_service::{Caller, Incoming, Service};
use clew_store::{Location, Store};
use clew_testkit::postgres::Cluster;
use serde_json::{Value, json};

pub const ADMINISTRATOR: &str = "administrator";

/// 2026-01-01 in microseconds since 1970-01-01 00:00 UTC.
const START: i64 = 1_767_225_600_000_000;

/// What the dice of a test begin with: another at each run, or `CLEW_SEED` to repeat one.
pub fn seed() -> u64 {
    let given = std::env::var("CLEW_SEED").ok();
    let seed = given.map_or_else(|| std::process::id().into(), |given| given.parse().unwrap());
    eprintln!("CLEW_SEED={seed} repeats this run");
    seed
}

/// A temporary folder, removed when it is dropped.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("clew-service-{}-{number}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir(&folder).unwrap();
        Self(folder)
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Somewhere a journal can be made, on one of the databases.
pub struct Place {
    pub location: Location,
    _folder: Option<Folder>,
}

impl Place {
    pub fn sqlite() -> Self {
        let folder = Folder::new();
        Self {
            location: Location::File(folder.file("journal.clew")),
            _folder: Some(folder),
        }
    }

    /// None, with a word on standard error, where there is no PostgreSQL to be had.
    pub fn postgres() -> Option<Self> {
        Cluster::shared().map(Self::on)
    }

    pub fn on(cluster: &Cluster) -> Self {
        Self {
            location: cluster.fresh_database().parse().unwrap(),
            _folder: None,
        }
    }

    pub fn open(&self) -> Service {
        Service::open(&self.location).unwrap()
    }

    /// A journal that has the small service's records.
    pub fn founded(&self) -> Service {
        let service = Service::create(&self.location).unwrap();
        let book = small_book();
        let organisation = book.organisation.clone().unwrap();
        service
            .found(&caller("found", 0), organisation, "Administrator")
            .unwrap();
        let incoming = Incoming {
            book,
            seen: 2,
            reason: None,
        };
        service
            .take_in_records(&caller("records", 1), &incoming)
            .unwrap();
        service
    }

    /// Runs SQL behind the store's back.
    pub fn tamper(&self, sql: &str) {
        match &self.location {
            Location::File(path) => {
                let file = rusqlite::Connection::open(path).unwrap();
                file.execute_batch(sql).unwrap();
            }
            Location::Postgres(url) => {
                // A test's database has no password, so that its shown address is whole.
                let mut client =
                    postgres::Client::connect(&url.to_string(), postgres::NoTls).unwrap();
                client.batch_execute(sql).unwrap();
            }
        }
    }
}

/// Runs a test on a fresh place of each kind.
pub fn on_both(test: impl Fn(&Place)) {
    test(&Place::sqlite());
    if let Some(place) = Place::postgres() {
        test(&place);
    }
}

/// The administrator, so many seconds after the start.
pub fn caller(id: &str, second: i64) -> Caller {
    Caller {
        actor: ADMINISTRATOR.into(),
        id: id.to_owned(),
        at: moment(second),
        origin: None,
        despite_clock: false,
    }
}

pub fn moment(second: i64) -> Moment {
    Moment::from_microseconds(START + second * 1_000_000)
}

/// A Book with the records given, each as its kind and its fields.
pub fn book_of(records: impl IntoIterator<Item = (Kind, Value)>) -> Book {
    let mut book = Book::default();
    book.extend(
        records
            .into_iter()
            .map(|(kind, fields)| kind.read(fields).unwrap()),
    );
    book
}

/// A plan with two parts of the organisation, five measures and a committee.
pub fn small_book() -> Book {
    let measure = |code: &str, kind: &str, unit: Option<&str>| {
        let percent = (kind == "statistical").then_some("percent");
        json!({"code": code, "title": format!("Measure {code}"), "kind": kind, "plan": "p",
               "outcome": "o", "unit_of_measure": percent, "polarity": "higher", "unit": unit})
    };
    let mut book = book_of([
        (Kind::Unit, json!({"id": "adults", "name": "Adults"})),
        (Kind::Unit, json!({"id": "justice", "name": "Justice"})),
        (
            Kind::Plan,
            json!({"id": "p", "title": "Plan", "period": "2025-26"}),
        ),
        (
            Kind::Outcome,
            json!({"id": "o", "plan": "p", "level": "priority", "title": "Outcome"}),
        ),
        (Kind::Measure, measure("M1", "statistical", None)),
        (Kind::Measure, measure("M2", "statistical", Some("adults"))),
        (Kind::Measure, measure("M3", "statistical", Some("justice"))),
        (Kind::Measure, measure("M4", "project", None)),
        (Kind::Measure, measure("M5", "statistical", None)),
        (
            Kind::Target,
            json!({"measure": "M1", "period": "2025-26", "goal": "75"}),
        ),
        (Kind::Forum, json!({"id": "committee", "name": "Committee"})),
        (
            Kind::Action,
            json!({"id": "A1", "plan": "p", "title": "Action"}),
        ),
    ]);
    book.organisation = serde_json::from_value(json!({"name": "Council"})).unwrap();
    book
}

/// Every row of a store; a damaged one fails the test.
pub fn all_rows(store: &Store) -> Vec<Row> {
    let mut rows = Vec::new();
    store
        .rows(0, None, &mut |row| {
            rows.push(row.unwrap());
            ControlFlow::Continue(())
        })
        .unwrap();
    rows
}

/// Fails the test unless the chain is unbroken from the first row to the head.
pub fn assert_unbroken(store: &Store) -> Vec<Row> {
    let rows = all_rows(store);
    let mut head = Head::default();
    for row in &rows {
        assert_eq!(row.fault_after(&head), None);
        head = row.as_head();
    }
    assert_eq!(store.head().unwrap(), head);
    rows
}
