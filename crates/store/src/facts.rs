//! What can be told about a store: for a person who looks after it, and for `verify`.

use std::path::Path;

use crate::connection::Connection;
use crate::{Store, StoreError, attachments, rows, schema};

/// What can be told about a store.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Facts {
    /// `SQLite` or `PostgreSQL`.
    pub kind: &'static str,
    /// The database's own version.
    pub server_version: String,
    /// The version of the tables.
    pub schema_version: u32,
    /// Entries in the journal.
    pub rows: u64,
    /// Size on disk in bytes, with indexes and what is still to be written back.
    pub size: u64,
    /// The database's settings that say what a commit survives, as name and value.
    pub settings: Vec<(String, String)>,
    /// Whether this account may write.
    pub writable: bool,
    /// Bytes left where the database is; none where that cannot be told, as for a server's disk.
    pub free_space: Option<u64>,
}

const SQLITE_SETTINGS: &[&str] = &["journal_mode", "synchronous", "foreign_keys"];
const POSTGRES_SETTINGS: &[&str] = &[
    "synchronous_commit",
    "fsync",
    "full_page_writes",
    "data_checksums",
    "server_encoding",
];

/// What takes time to count.
pub(crate) struct Counted {
    rows: u64,
    /// Size on disk in bytes.
    size: u64,
}

/// Counts what takes time; on a connection for which nobody waits.
pub(crate) fn counted(connection: &mut Connection) -> Result<Counted, StoreError> {
    let rows = number(connection, "SELECT count(*) FROM entries")?;
    let size = match connection {
        Connection::Sqlite(file) => file.path().as_deref().map_or(0, size_on_disk),
        Connection::Postgres(_) => {
            number(connection, "SELECT pg_database_size(current_database())")?
        }
    };
    Ok(Counted { rows, size })
}

/// What is told at once, of the connection that writes, with what was counted.
pub(crate) fn facts(
    connection: &mut Connection,
    store: &Store,
    counted: &Counted,
) -> Result<Facts, StoreError> {
    let schema_version = schema::version(connection, store.location())?;
    let Counted { rows, size } = *counted;
    match connection {
        Connection::Sqlite(file) => {
            let (writable, path) = (!file.is_read_only()?, file.path());
            Ok(Facts {
                kind: "SQLite",
                server_version: text(connection, "SELECT sqlite_version()")?,
                schema_version,
                rows,
                size,
                settings: settings(connection, SQLITE_SETTINGS, "PRAGMA")?,
                writable,
                free_space: path.as_deref().and_then(free_space),
            })
        }
        Connection::Postgres(_) => Ok(Facts {
            kind: "PostgreSQL",
            server_version: text(connection, "SHOW server_version")?,
            schema_version,
            rows,
            size,
            settings: settings(connection, POSTGRES_SETTINGS, "SHOW")?,
            writable: text(connection, "SHOW transaction_read_only")? == "off",
            free_space: None,
        }),
    }
}

fn number(connection: &mut Connection, sql: &str) -> Result<u64, StoreError> {
    let number = connection.query_one(sql, &[], &mut |cells| cells.number(0))?;
    Ok(number.unwrap_or(0))
}

fn text(connection: &mut Connection, sql: &str) -> Result<String, StoreError> {
    let text = connection.query_one(sql, &[], &mut |cells| cells.text(0))?;
    Ok(text.flatten().unwrap_or_default())
}

fn settings(
    connection: &mut Connection,
    names: &[&str],
    ask: &str,
) -> Result<Vec<(String, String)>, StoreError> {
    let mut settings = Vec::new();
    for name in names {
        let value = connection.query_one(&format!("{ask} {name}"), &[], &mut |cells| {
            Ok(match cells.number::<i64>(0) {
                Ok(number) => in_words(name, number),
                Err(_) => cells.text(0)?.unwrap_or_default(),
            })
        })?;
        settings.push(((*name).to_owned(), value.unwrap_or_default()));
    }
    Ok(settings)
}

/// SQLite gives numbers for what is set by words.
fn in_words(name: &str, number: i64) -> String {
    let words: &[&str] = match name {
        "synchronous" => &["off", "normal", "full", "extra"],
        "foreign_keys" => &["off", "on"],
        _ => &[],
    };
    let word = usize::try_from(number)
        .ok()
        .and_then(|number| words.get(number));
    word.map_or_else(|| number.to_string(), |word| (*word).to_owned())
}

/// The file and what SQLite keeps beside it.
fn size_on_disk(path: &Path) -> u64 {
    ["", "-wal", "-shm"]
        .iter()
        .filter_map(|ending| {
            let mut name = path.as_os_str().to_owned();
            name.push(ending);
            std::fs::metadata(name).ok()
        })
        .map(|file| file.len())
        .sum()
}

fn free_space(path: &Path) -> Option<u64> {
    let disk = rustix::fs::statvfs(path).ok()?;
    Some(disk.f_bavail.saturating_mul(disk.f_frsize))
}

/// What the database itself finds wrong, in words; the chain of hashes is checked by reading it.
pub(crate) fn faults(connection: &mut Connection) -> Result<Vec<String>, StoreError> {
    let mut faults = match connection {
        Connection::Sqlite(_) => sqlite_faults(connection)?,
        Connection::Postgres(_) => postgres_faults(connection)?,
    };
    faults.extend(head_fault(connection)?);
    for digest in attachments::digests(connection)? {
        match attachments::get(connection, &digest) {
            Ok(_) => {}
            Err(error @ (StoreError::DamagedAttachment { .. } | StoreError::Damaged { .. })) => {
                faults.push(error.to_string());
            }
            Err(error) => return Err(error),
        }
    }
    Ok(faults)
}

fn sqlite_faults(connection: &mut Connection) -> Result<Vec<String>, StoreError> {
    let said = connection.query("PRAGMA integrity_check", &[], &mut |cells| cells.text(0));
    let references =
        connection.query("PRAGMA foreign_key_check", &[], &mut |cells| cells.text(0))?;
    let mut faults: Vec<String> = match said {
        Ok(said) => said
            .into_iter()
            .flatten()
            .filter(|said| said != "ok")
            .collect(),
        Err(StoreError::Damaged { what }) => vec![what],
        Err(error) => return Err(error),
    };
    faults.extend(
        references
            .into_iter()
            .flatten()
            .map(|table| format!("a row of {table} refers to nothing")),
    );
    Ok(faults)
}

fn postgres_faults(connection: &mut Connection) -> Result<Vec<String>, StoreError> {
    let broken_pages = "SELECT 'the server counted ' || checksum_failures || ' damaged pages' \
        FROM pg_stat_database WHERE datname = current_database() AND checksum_failures > 0";
    let invalid_indexes = "SELECT 'the index ' || c.relname || ' is invalid' FROM pg_index i \
        JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace \
        WHERE n.nspname = current_schema() AND NOT i.indisvalid";
    let mut faults = Vec::new();
    for sql in [broken_pages, invalid_indexes] {
        faults.extend(
            connection
                .query(sql, &[], &mut |cells| cells.text(0))?
                .into_iter()
                .flatten(),
        );
    }
    Ok(faults)
}

/// Whether the head and the table tell of different ends, and whether rows are missing or stand too early.
fn head_fault(connection: &mut Connection) -> Result<Option<String>, StoreError> {
    let head = rows::head(connection)?;
    let last = rows::last_sequence(connection)?;
    if last != head.sequence {
        return Ok(Some(format!(
            "the head says that the journal ends at entry {}, but its last entry is {last}",
            head.sequence
        )));
    }
    let count = number(connection, "SELECT count(*) FROM entries")?;
    if count != last {
        return Ok(Some(format!(
            "the journal has {count} entries, but its last is entry {last}"
        )));
    }
    let end = rows::last_at(connection, i64::MAX)?;
    Ok((end != head).then(|| format!("the head and entry {last} differ in time or hash")))
}
