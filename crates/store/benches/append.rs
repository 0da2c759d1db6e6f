//! What appending and reading through the store cost, against the bare database doing the same work.
//!
//! Run with `cargo bench -p clew-store`. Both sides write the same bytes to the same tables with the same
//! durability: every commit is on the disk before it counts. The aim is at least half of the bare speed.

#![allow(missing_docs, clippy::unwrap_used)]

use std::hint::black_box;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use clew_journal::{Digest, Head, Row};
use clew_store::{Appended, Location, Store};
use clew_testkit::postgres::Cluster;

const SINGLY: usize = 1_000;
const IN_BATCHES: usize = 50_000;
const BATCH: usize = 1_000;
const ROUNDS: usize = 3;

const COLUMNS: &str = "sequence, id, recorded_at, event_date, actor, subject, version, change, body, \
                       reason, origin, previous, hash";

/// Rows of the size of a returned figure.
fn rows(count: usize) -> Vec<Row> {
    let mut head = Head::default();
    (0..count)
        .map(|number| {
            let mut row = Row {
                sequence: 0,
                id: format!("0190c6a2-7d3e-7c4b-9f00-{number:012}"),
                recorded_at: 1_650_000_000_000_000,
                event_date: Some("2022-03-31".to_owned()),
                actor: "head-of-service".to_owned(),
                subject: format!("figures/SPCC{:03}/{}", number % 500, 2000 + number / 500),
                version: 1,
                change: "return-figure".to_owned(),
                body: format!(r#"{{"value":"{number}","numerator":"7","denominator":"8","source":"returned","as_at":"2022-04-04","note":"as counted by the team at the end of the quarter"}}"#),
                reason: None,
                origin: Some("import of returns.xlsx".to_owned()),
                previous: Digest::ZERO,
                hash: Digest::ZERO,
            };
            row.seal(&head);
            head = row.as_head();
            row
        })
        .collect()
}

/// Fresh stores, one a round, on one of the databases.
struct Stores {
    name: &'static str,
    cluster: Option<&'static Cluster>,
    folder: PathBuf,
}

impl Stores {
    fn fresh(&self, name: &str) -> Store {
        let location = match self.cluster {
            Some(cluster) => cluster.fresh_database().parse().unwrap(),
            None => Location::File(self.folder.join(name)),
        };
        Store::create(&location).unwrap()
    }
}

/// The best of some rounds, each on what `prepare` makes.
fn fastest<P>(prepare: impl Fn(usize) -> P, work: impl Fn(&mut P)) -> Duration {
    let round = |number| {
        let mut prepared = prepare(number);
        let start = Instant::now();
        work(&mut prepared);
        start.elapsed()
    };
    (0..ROUNDS).map(round).min().unwrap_or_default()
}

fn append(store: &Store, rows: &[Row], batch: usize) {
    let mut head = Head::default();
    for rows in rows.chunks(batch) {
        assert_eq!(store.append(&head, rows, &[]).unwrap(), Appended::Done);
        head = rows.last().unwrap().as_head();
    }
}

/// The bare database, connected to what a store made.
enum Bare {
    Sqlite(rusqlite::Connection),
    Postgres(Box<postgres::Client>),
}

impl Bare {
    fn to(store: &Store) -> Self {
        match store.location() {
            Location::File(path) => {
                let connection = rusqlite::Connection::open(path).unwrap();
                connection
                    .pragma_update(None, "synchronous", "FULL")
                    .unwrap();
                Self::Sqlite(connection)
            }
            Location::Postgres(url) => {
                let mut client =
                    postgres::Client::connect(&url.to_string(), postgres::NoTls).unwrap();
                client.batch_execute("SET synchronous_commit = on").unwrap();
                Self::Postgres(Box::new(client))
            }
        }
    }

    fn insert(&mut self, rows: &[Row], batch: usize) {
        match self {
            Self::Sqlite(connection) => sqlite_insert(connection, rows, batch),
            Self::Postgres(client) => postgres_insert(client, rows, batch),
        }
    }

    /// Reads every cell of every row, and keeps none.
    fn scan(&mut self) -> usize {
        let sql = format!("SELECT {COLUMNS} FROM entries ORDER BY sequence");
        match self {
            Self::Sqlite(connection) => {
                let mut statement = connection.prepare(&sql).unwrap();
                let mut rows = statement.query([]).unwrap();
                let mut bytes = 0;
                while let Some(row) = rows.next().unwrap() {
                    for place in 0..13 {
                        bytes += row
                            .get_ref(place)
                            .unwrap()
                            .as_bytes_or_null()
                            .ok()
                            .flatten()
                            .map_or(8, <[u8]>::len);
                    }
                }
                bytes
            }
            Self::Postgres(client) => {
                let rows = client.query(&sql, &[]).unwrap();
                rows.iter().map(cells_of).sum()
            }
        }
    }
}

/// The bytes in the cells of a row, each read without keeping it.
fn cells_of(row: &postgres::Row) -> usize {
    let mut bytes = 0;
    for place in 0..13 {
        bytes += match place {
            0 | 2 | 6 => usize::try_from(row.get::<_, i64>(place) & 7).unwrap(),
            11 | 12 => row.get::<_, &[u8]>(place).len(),
            _ => row.get::<_, Option<&str>>(place).map_or(0, str::len),
        };
    }
    bytes
}

fn sqlite_insert(connection: &mut rusqlite::Connection, rows: &[Row], batch: usize) {
    let sql = format!(
        "INSERT INTO entries ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)"
    );
    for rows in rows.chunks(batch) {
        let transaction = connection.transaction().unwrap();
        {
            let mut statement = transaction.prepare_cached(&sql).unwrap();
            for row in rows {
                let sequence = i64::try_from(row.sequence).unwrap();
                statement
                    .execute(rusqlite::params![
                        sequence,
                        row.id,
                        row.recorded_at,
                        row.event_date,
                        row.actor,
                        row.subject,
                        row.version,
                        row.change,
                        row.body,
                        row.reason,
                        row.origin,
                        row.previous.as_bytes(),
                        row.hash.as_bytes(),
                    ])
                    .unwrap();
            }
        }
        transaction.commit().unwrap();
    }
}

/// A row alone is inserted by its values; many are inserted as arrays, which is the quickest plain way.
fn postgres_insert(client: &mut postgres::Client, rows: &[Row], batch: usize) {
    let places = "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13";
    let one = client
        .prepare(&format!(
            "INSERT INTO entries ({COLUMNS}) VALUES ({places})"
        ))
        .unwrap();
    let kinds = [
        "bigint", "text", "bigint", "text", "text", "text", "bigint", "text", "text", "text",
        "text", "bytea", "bytea",
    ];
    let arrays: Vec<String> = kinds
        .iter()
        .enumerate()
        .map(|(place, kind)| format!("${}::{kind}[]", place + 1))
        .collect();
    let many = client
        .prepare(&format!(
            "INSERT INTO entries ({COLUMNS}) SELECT * FROM unnest({})",
            arrays.join(", ")
        ))
        .unwrap();
    for rows in rows.chunks(batch) {
        if let [row] = rows {
            let (sequence, version) =
                (i64::try_from(row.sequence).unwrap(), i64::from(row.version));
            let (previous, hash) = (
                row.previous.as_bytes().as_slice(),
                row.hash.as_bytes().as_slice(),
            );
            client
                .execute(
                    &one,
                    &[
                        &sequence,
                        &row.id,
                        &row.recorded_at,
                        &row.event_date,
                        &row.actor,
                        &row.subject,
                        &version,
                        &row.change,
                        &row.body,
                        &row.reason,
                        &row.origin,
                        &previous,
                        &hash,
                    ],
                )
                .unwrap();
            continue;
        }
        let each = |text: fn(&Row) -> &str| rows.iter().map(text).collect::<Vec<_>>();
        let number = |number: fn(&Row) -> i64| rows.iter().map(number).collect::<Vec<_>>();
        let some = |text: fn(&Row) -> Option<&str>| rows.iter().map(text).collect::<Vec<_>>();
        let digest = |bytes: fn(&Row) -> &[u8]| rows.iter().map(bytes).collect::<Vec<_>>();
        client
            .execute(
                &many,
                &[
                    &number(|row| i64::try_from(row.sequence).unwrap()),
                    &each(|row| &row.id),
                    &number(|row| row.recorded_at),
                    &some(|row| row.event_date.as_deref()),
                    &each(|row| &row.actor),
                    &each(|row| &row.subject),
                    &number(|row| i64::from(row.version)),
                    &each(|row| &row.change),
                    &each(|row| &row.body),
                    &some(|row| row.reason.as_deref()),
                    &some(|row| row.origin.as_deref()),
                    &digest(|row| row.previous.as_bytes()),
                    &digest(|row| row.hash.as_bytes()),
                ],
            )
            .unwrap();
    }
}

fn report(what: &str, count: usize, bare: Duration, store: Duration) {
    let rate = |time: Duration| count as f64 / time.as_secs_f64();
    let ratio = rate(store) / rate(bare);
    println!(
        "{what:<44} {:>12.0} {:>12.0} {ratio:>9.2}",
        rate(bare),
        rate(store)
    );
}

fn measure(stores: &Stores, rows: &[Row]) {
    let name = stores.name;
    for (what, count, batch) in [
        ("one by one", SINGLY, 1),
        ("1,000 to a batch", IN_BATCHES, BATCH),
    ] {
        let rows = &rows[..count];
        let bare = fastest(
            |round| Bare::to(&stores.fresh(&format!("bare-{batch}-{round}"))),
            |bare| bare.insert(rows, batch),
        );
        let store = fastest(
            |round| stores.fresh(&format!("store-{batch}-{round}")),
            |store| append(store, rows, batch),
        );
        report(&format!("{name}, appending {what}"), count, bare, store);
    }
    let store = stores.fresh("scan");
    append(&store, rows, BATCH);
    let bare = fastest(
        |_| Bare::to(&store),
        |bare| {
            black_box(bare.scan());
        },
    );
    let through = fastest(
        |_| (),
        |()| {
            store
                .rows(0, None, &mut |row| {
                    black_box(row.unwrap());
                    ControlFlow::Continue(())
                })
                .unwrap();
        },
    );
    report(&format!("{name}, reading all"), rows.len(), bare, through);
}

fn main() {
    let rows = rows(IN_BATCHES);
    let folder = std::env::temp_dir().join(format!("clew-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    println!(
        "{:<44} {:>12} {:>12} {:>9}",
        "rows a second", "bare", "store", "ratio"
    );
    let sqlite = Stores {
        name: "SQLite",
        cluster: None,
        folder: folder.clone(),
    };
    measure(&sqlite, &rows);
    if let Some(cluster) = Cluster::shared() {
        measure(
            &Stores {
                name: "PostgreSQL",
                cluster: Some(cluster),
                folder: folder.clone(),
            },
            &rows,
        );
    }
    std::fs::remove_dir_all(&folder).unwrap();
}
