//! Places for stores, and rows to put there.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

use clew_journal::{Digest, Head, Row};
use clew_store::{Appended, Location, Store};
use clew_testkit::postgres::Cluster;

/// A temporary folder, removed when it is dropped.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("clew-store-{}-{number}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir(&folder).unwrap();
        Self(folder)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Somewhere a store can be made, on one of the databases.
pub struct Place {
    pub location: Location,
    _folder: Option<Folder>,
}

impl Place {
    pub fn sqlite() -> Self {
        let folder = Folder::new();
        Self {
            location: Location::File(folder.path().join("journal.clew")),
            _folder: Some(folder),
        }
    }

    pub fn postgres() -> Option<Self> {
        let url = Cluster::shared()?.fresh_database();
        Some(Self {
            location: url.parse().unwrap(),
            _folder: None,
        })
    }

    pub fn is_sqlite(&self) -> bool {
        matches!(self.location, Location::File(_))
    }

    pub fn create(&self) -> Store {
        Store::create(&self.location).unwrap()
    }

    pub fn open(&self) -> Store {
        Store::open(&self.location).unwrap()
    }

    /// Runs SQL behind the store's back.
    pub fn tamper(&self, sql: &str) {
        match &self.location {
            Location::File(path) => rusqlite::Connection::open(path)
                .unwrap()
                .execute_batch(sql)
                .unwrap(),
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

/// A row that is not yet sealed.
pub fn row(id: &str, subject: &str, version: u32) -> Row {
    Row {
        sequence: 0,
        id: id.to_owned(),
        recorded_at: 0,
        event_date: Some("2022-03-31".to_owned()),
        actor: "performance-officer".to_owned(),
        subject: subject.to_owned(),
        version,
        change: "return-figure".to_owned(),
        body: format!(r#"{{"value":"{id}"}}"#),
        reason: None,
        origin: Some("import of returns.xlsx".to_owned()),
        previous: Digest::ZERO,
        hash: Digest::ZERO,
    }
}

/// Seals rows onto a head, a second apart.
pub fn sealed(head: &Head, rows: impl IntoIterator<Item = Row>) -> Vec<Row> {
    let mut head = *head;
    rows.into_iter()
        .map(|mut row| {
            row.recorded_at = (i64::try_from(head.sequence).unwrap() + 1) * 1_000_000;
            row.seal(&head);
            head = row.as_head();
            row
        })
        .collect()
}

/// So many rows about three subjects in turn, for an empty journal.
pub fn some_rows(count: u32) -> Vec<Row> {
    let rows = (0..count).map(|number| {
        let subject =
            ["measures/SPCC14", "figures/SPCC14/2021-22", "actions/A1"][number as usize % 3];
        row(&format!("id-{number}"), subject, number / 3 + 1)
    });
    sealed(&Head::default(), rows)
}

/// A store at a place with so many rows in it.
pub fn filled(place: &Place, count: u32) -> Store {
    let store = place.create();
    append(&store, &Head::default(), &some_rows(count));
    store
}

/// Appends rows that nobody is in the way of.
pub fn append(store: &Store, expected: &Head, rows: &[Row]) {
    assert_eq!(store.append(expected, rows, &[]).unwrap(), Appended::Done);
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

/// Fails the test unless the journal is whole: its chain, its head and the database itself.
pub fn assert_sound(store: &Store) {
    let mut head = Head::default();
    for row in all_rows(store) {
        assert_eq!(row.fault_after(&head), None);
        head = row.as_head();
    }
    assert_eq!(store.head().unwrap(), head);
    assert_eq!(store.faults().unwrap(), Vec::<String>::new());
}

/// Runs `sqlite3`-like SQL on a new file.
pub fn sqlite_file(path: &Path, sql: &str) {
    rusqlite::Connection::open(path)
        .unwrap()
        .execute_batch(sql)
        .unwrap();
}

/// Whether a program runs at all.
pub fn runs(program: &str) -> bool {
    Command::new(program)
        .arg("--version")
        .output()
        .is_ok_and(|output| output.status.success())
}
