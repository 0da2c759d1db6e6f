//! What a copy of the journal takes along: how people sign in, their devices, what they have typed,
//! the tokens of their programs, and the log of sign-ins.
//!
//! Left out: sessions, links and held forms, which end within days and should not come to life again
//! in a restored copy; files that were chosen and not handed in, which may be large and can be chosen
//! again; counts of tries, which are only of the moment; and the outbox, whose mail would
//! be sent twice.

use crate::connection::{Cell, Cells, Connection, Value};
use crate::{Store, StoreError};

/// What a column holds.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    Number,
    Text,
    Bytes,
}

use Kind::{Bytes, Number, Text};

/// A table, and its columns.
pub(crate) type Table = (&'static str, &'static [(&'static str, Kind)]);

const TABLES: &[Table] = &[
    (
        "sign_ins",
        &[
            ("account", Text),
            ("email", Text),
            ("password_hash", Text),
            ("second_step", Bytes),
            ("second_step_begun", Bytes),
            ("last_counter", Number),
            ("made", Number),
            ("last_signed_in", Number),
        ],
    ),
    (
        "known_devices",
        &[("device", Bytes), ("account", Text), ("seen", Number)],
    ),
    (
        "typed",
        &[
            ("account", Text),
            ("place", Text),
            ("fields", Text),
            ("saved", Number),
        ],
    ),
    (
        "api_tokens",
        &[
            ("token", Bytes),
            ("id", Text),
            ("account", Text),
            ("name", Text),
            ("scopes", Text),
            ("made", Number),
            ("ends", Number),
            ("used", Number),
            ("revoked", Number),
        ],
    ),
    (
        "identity_log",
        &[
            ("id", Text),
            ("at", Number),
            ("account", Text),
            ("event", Text),
            ("actor", Text),
            ("address", Text),
            ("about", Text),
        ],
    ),
];

/// Copies them to a store that has none.
pub(crate) fn copy(source: &Store, target: &Store) -> Result<(), StoreError> {
    TABLES
        .iter()
        .try_for_each(|table| copy_table(source, target, table))
}

/// Copies a table to a store where it is empty.
pub(crate) fn copy_table(source: &Store, target: &Store, table: &Table) -> Result<(), StoreError> {
    let rows = source.reading(|connection| all(connection, table))?;
    target.writing(|connection| connection.transaction(|connection| put(connection, table, &rows)))
}

fn names(columns: &[(&str, Kind)]) -> String {
    let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
    names.join(", ")
}

fn all(
    connection: &mut Connection,
    (table, columns): &Table,
) -> Result<Vec<Vec<Cell>>, StoreError> {
    let sql = format!("SELECT {} FROM {table}", names(columns));
    let cells = |cells: &Cells<'_>| Ok((0..columns.len()).map(|index| cells.at(index)).collect());
    connection.query(&sql, &[], &mut |row| cells(row))
}

fn put(
    connection: &mut Connection,
    (table, columns): &Table,
    rows: &[Vec<Cell>],
) -> Result<(), StoreError> {
    let places: Vec<String> = (1..=columns.len())
        .map(|number| format!("${number}"))
        .collect();
    let sql = format!(
        "INSERT INTO {table} ({}) VALUES ({})",
        names(columns),
        places.join(", ")
    );
    for row in rows {
        let values = columns.iter().zip(row).map(|((name, kind), cell)| {
            value(*kind, cell).ok_or_else(|| {
                StoreError::damaged(format!("{name} of {table} holds {}", cell.describe()))
            })
        });
        let values: Vec<Value<'_>> = values.collect::<Result<_, _>>()?;
        connection.execute(&sql, &values)?;
    }
    Ok(())
}

fn value(kind: Kind, cell: &Cell) -> Option<Value<'_>> {
    match (kind, cell) {
        (Number, Cell::Null) => Some(Value::MaybeInteger(None)),
        (Number, Cell::Integer(number)) => Some(Value::Integer(*number)),
        (Text, Cell::Null) => Some(Value::Text(None)),
        (Text, Cell::Text(text)) => Some(Value::Text(Some(text))),
        (Bytes, Cell::Null) => Some(Value::MaybeBytes(None)),
        (Bytes, Cell::Bytes(bytes)) => Some(Value::Bytes(bytes)),
        _ => None,
    }
}
