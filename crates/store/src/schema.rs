//! The tables: what stands at a place, and the migrations that bring it to this release's form.

use crate::connection::{Connection, Value};
use crate::{Location, StoreError};

/// One step of the tables' form, in both databases' words.
struct Migration {
    sqlite: &'static str,
    postgres: &'static str,
}

/// Every step, in order; the version of the tables is how many of them were taken. A step that was
/// released is never changed.
const MIGRATIONS: &[Migration] = &[
    Migration {
        sqlite: include_str!("../migrations/sqlite/0001_journal.sql"),
        postgres: include_str!("../migrations/postgres/0001_journal.sql"),
    },
    Migration {
        sqlite: include_str!("../migrations/sqlite/0002_checkpoints_and_attachments.sql"),
        postgres: include_str!("../migrations/postgres/0002_checkpoints_and_attachments.sql"),
    },
    Migration {
        sqlite: include_str!("../migrations/sqlite/0003_identity.sql"),
        postgres: include_str!("../migrations/postgres/0003_identity.sql"),
    },
    Migration {
        sqlite: include_str!("../migrations/sqlite/0004_held_files_and_identity_log.sql"),
        postgres: include_str!("../migrations/postgres/0004_held_files_and_identity_log.sql"),
    },
    Migration {
        sqlite: include_str!("../migrations/sqlite/0005_who_and_what.sql"),
        postgres: include_str!("../migrations/postgres/0005_who_and_what.sql"),
    },
    Migration {
        sqlite: include_str!("../migrations/sqlite/0006_practice.sql"),
        postgres: include_str!("../migrations/postgres/0006_practice.sql"),
    },
    Migration {
        sqlite: include_str!("../migrations/sqlite/0007_closed_cases.sql"),
        postgres: include_str!("../migrations/postgres/0007_closed_cases.sql"),
    },
    Migration {
        sqlite: include_str!("../migrations/sqlite/0008_kept_facts.sql"),
        postgres: include_str!("../migrations/postgres/0008_kept_facts.sql"),
    },
];

/// Held on PostgreSQL while the tables change: an arbitrary number that nothing else uses.
const LOCK: &str = "SELECT pg_advisory_xact_lock(4854412387)";

/// What stands at a place.
pub(crate) enum Standing {
    /// Nothing: no tables.
    Empty,
    /// A journal, with this version of its tables.
    Clew(u32),
    /// Something else.
    Other(String),
}

/// The version of the tables that this release makes.
pub(crate) fn known() -> u32 {
    (0..)
        .zip(MIGRATIONS)
        .map(|(before, _)| before + 1)
        .last()
        .unwrap_or(0)
}

/// What stands where a connection leads.
pub(crate) fn standing(connection: &mut Connection) -> Result<Standing, StoreError> {
    let (marks, tables) = match connection {
        Connection::Sqlite(_) => (
            "SELECT count(*) FROM pragma_table_info('schema_version') WHERE name IN ('product', 'version')",
            "SELECT count(*) FROM sqlite_master",
        ),
        Connection::Postgres(_) => (
            "SELECT count(*) FROM information_schema.columns WHERE table_schema = current_schema() \
             AND table_name = 'schema_version' AND column_name IN ('product', 'version')",
            "SELECT count(*) FROM information_schema.tables WHERE table_schema = current_schema()",
        ),
    };
    if count(connection, marks)? == 2 {
        let sql = "SELECT product, version FROM schema_version";
        let mark = connection.query_one(sql, &[], &mut |cells| {
            Ok((cells.text(0)?, cells.number(1)?))
        })?;
        return Ok(match mark {
            Some((Some(product), version)) if product == "clew" => Standing::Clew(version),
            _ => Standing::Other("its tables are another product's".to_owned()),
        });
    }
    Ok(match count(connection, tables)? {
        0 => Standing::Empty,
        tables => Standing::Other(format!(
            "it has {tables} tables or indexes of something else"
        )),
    })
}

fn count(connection: &mut Connection, sql: &str) -> Result<u64, StoreError> {
    let count = connection.query_one(sql, &[], &mut |cells| cells.number(0))?;
    Ok(count.unwrap_or(0))
}

/// Makes the tables where nothing stands.
pub(crate) fn create(connection: &mut Connection, location: &Location) -> Result<(), StoreError> {
    connection.transaction(|connection| {
        lock(connection)?;
        match standing(connection)? {
            Standing::Empty => {
                check_encoding(connection, location).and_then(|()| take_steps(connection, 0))
            }
            Standing::Clew(_) => Err(StoreError::Exists {
                location: location.clone(),
            }),
            Standing::Other(found) => Err(StoreError::NotClew {
                location: location.clone(),
                found,
            }),
        }
    })
}

/// A database of another encoding could not keep every text.
fn check_encoding(connection: &mut Connection, location: &Location) -> Result<(), StoreError> {
    if let Connection::Sqlite(_) = connection {
        return Ok(());
    }
    let encoding = connection.query_one("SHOW server_encoding", &[], &mut |cells| cells.text(0))?;
    let encoding = encoding.flatten().unwrap_or_default();
    if encoding == "UTF8" {
        return Ok(());
    }
    Err(StoreError::NotClew {
        location: location.clone(),
        found: format!("its encoding is {encoding}, and a journal needs UTF8"),
    })
}

/// Brings the tables of a journal to this release's form, where they are behind.
pub(crate) fn upgrade(connection: &mut Connection, location: &Location) -> Result<(), StoreError> {
    if version(connection, location)? == known() {
        return Ok(());
    }
    connection.transaction(|connection| {
        lock(connection)?;
        // Someone else may have done it meanwhile.
        let version = version(connection, location)?;
        take_steps(connection, version)
    })
}

/// The version of a journal's tables; refuses a place where none stands that this release can use.
pub(crate) fn version(connection: &mut Connection, location: &Location) -> Result<u32, StoreError> {
    match standing(connection)? {
        Standing::Clew(found) if found > known() => Err(StoreError::NewerSchema {
            found,
            known: known(),
        }),
        Standing::Clew(found) => Ok(found),
        Standing::Empty => Err(StoreError::NotThere {
            location: location.clone(),
        }),
        Standing::Other(found) => Err(StoreError::NotClew {
            location: location.clone(),
            found,
        }),
    }
}

fn lock(connection: &mut Connection) -> Result<(), StoreError> {
    match connection {
        Connection::Postgres(_) => connection.batch(LOCK),
        // BEGIN IMMEDIATE keeps every other writer out.
        Connection::Sqlite(_) => Ok(()),
    }
}

fn take_steps(connection: &mut Connection, from: u32) -> Result<(), StoreError> {
    for (before, step) in (0..).zip(MIGRATIONS) {
        if before < from {
            continue;
        }
        connection.batch(match connection {
            Connection::Sqlite(_) => step.sqlite,
            Connection::Postgres(_) => step.postgres,
        })?;
        let sql = "UPDATE schema_version SET version = $1";
        connection.execute(sql, &[Value::Integer(i64::from(before + 1))])?;
    }
    Ok(())
}
