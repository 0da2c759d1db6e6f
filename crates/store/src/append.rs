//! Appending: one durable transaction, onto exactly the state that the rows were decided on.

use std::collections::HashSet;

use clew_journal::{Head, Row};

use crate::StoreError;
use crate::attachments::{self, Attachment};
use crate::connection::{Connection, Value};
use crate::rows::{self, stored};

/// What became of an append.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Appended {
    /// Every row and attachment is written, durably.
    Done,
    /// Nothing is written: someone else appended first. Follow the journal, decide anew and try again.
    Behind,
}

/// Rows and bytes sent to PostgreSQL in one statement.
const ROWS_AT_ONCE: usize = 10_000;
const BYTES_AT_ONCE: usize = 32 << 20;

pub(crate) fn append(
    connection: &mut Connection,
    expected: &Head,
    rows: &[Row],
    attachments: &[Attachment],
) -> Result<Appended, StoreError> {
    check(expected, rows)?;
    attachments.iter().try_for_each(attachments::check)?;
    let result = match connection {
        Connection::Postgres(session)
            if attachments.is_empty() && !rows.is_empty() && part(rows) == rows.len() =>
        {
            // One statement, which is its own transaction.
            session.append(expected, rows).map(said)
        }
        _ => in_parts(connection, expected, rows, attachments, |_| Ok(())),
    };
    told(connection, rows, result)
}

/// Appends as [`append`] does, and writes more in the same transaction.
pub(crate) fn append_with(
    connection: &mut Connection,
    expected: &Head,
    rows: &[Row],
    attachments: &[Attachment],
    beside: impl FnOnce(&mut Connection) -> Result<(), StoreError>,
) -> Result<Appended, StoreError> {
    check(expected, rows)?;
    attachments.iter().try_for_each(attachments::check)?;
    let result = in_parts(connection, expected, rows, attachments, beside);
    told(connection, rows, result)
}

/// The result, with what stands in the way where the database only says that something does.
fn told(
    connection: &mut Connection,
    rows: &[Row],
    result: Result<Appended, StoreError>,
) -> Result<Appended, StoreError> {
    match result {
        Err(StoreError::Other { reason }) => {
            Err(taken(connection, rows)?.unwrap_or(StoreError::Other { reason }))
        }
        result => result,
    }
}

fn said(moved: bool) -> Appended {
    if moved {
        Appended::Done
    } else {
        Appended::Behind
    }
}

fn in_parts(
    connection: &mut Connection,
    expected: &Head,
    rows: &[Row],
    attachments: &[Attachment],
    beside: impl FnOnce(&mut Connection) -> Result<(), StoreError>,
) -> Result<Appended, StoreError> {
    connection.transaction(|connection| {
        if rows.is_empty() && rows::head(connection)? != *expected {
            return Ok(Appended::Behind);
        }
        let (mut head, mut left) = (*expected, rows);
        while !left.is_empty() {
            let (now, later) = left.split_at(part(left));
            if !put(connection, &head, now)? {
                // Only the first part can be behind: from then on the head is ours.
                return Ok(Appended::Behind);
            }
            head = now.last().map_or(head, Row::as_head);
            left = later;
        }
        attachments
            .iter()
            .try_for_each(|attachment| attachments::put(connection, attachment))?;
        beside(connection)?;
        Ok(Appended::Done)
    })
}

/// How many of the rows go into one statement: at least one.
fn part(rows: &[Row]) -> usize {
    let mut bytes = 0;
    let fitting = rows.iter().take(ROWS_AT_ONCE).take_while(|row| {
        bytes += row.body.len() + row.reason.as_ref().map_or(0, String::len);
        bytes <= BYTES_AT_ONCE
    });
    fitting.count().max(1).min(rows.len())
}

/// Moves the head and adds rows inside a transaction; whether the head was where it was expected.
fn put(connection: &mut Connection, expected: &Head, rows: &[Row]) -> Result<bool, StoreError> {
    let file = match connection {
        Connection::Postgres(session) => return session.append(expected, rows),
        Connection::Sqlite(file) => file,
    };
    let Some(last) = rows.last() else {
        return Ok(true);
    };
    let moved = file.execute(
        "UPDATE head SET sequence = $1, recorded_at = $2, hash = $3 WHERE sequence = $4 AND hash = $5",
        &[
            Value::Integer(stored(last.sequence)),
            Value::Integer(last.recorded_at),
            Value::Bytes(last.hash.as_bytes()),
            Value::Integer(stored(expected.sequence)),
            Value::Bytes(expected.hash.as_bytes()),
        ],
    )?;
    if moved == 0 {
        return Ok(false);
    }
    let sql = "INSERT INTO entries (sequence, id, recorded_at, event_date, actor, subject, version, \
               change, body, reason, origin, previous, hash) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    file.execute_each(sql, rows.iter().map(values))?;
    Ok(true)
}

/// A row's cells, in the order of the table.
fn values(row: &Row) -> [Value<'_>; 13] {
    [
        Value::Integer(stored(row.sequence)),
        Value::Text(Some(&row.id)),
        Value::Integer(row.recorded_at),
        Value::Text(row.event_date.as_deref()),
        Value::Text(Some(&row.actor)),
        Value::Text(Some(&row.subject)),
        Value::Integer(i64::from(row.version)),
        Value::Text(Some(&row.change)),
        Value::Text(Some(&row.body)),
        Value::Text(row.reason.as_deref()),
        Value::Text(row.origin.as_deref()),
        Value::Bytes(row.previous.as_bytes()),
        Value::Bytes(row.hash.as_bytes()),
    ]
}

/// Refuses rows that do not continue the journal, and texts that a database cannot keep. That a row's
/// content gives its hash was settled when it was sealed; `verify` and copying check it again.
fn check(expected: &Head, rows: &[Row]) -> Result<(), StoreError> {
    let mut head = *expected;
    for row in rows {
        let out_of_line = row.sequence != head.sequence + 1
            || row.previous != head.hash
            || row.recorded_at < head.recorded_at;
        if let Some(fault) = out_of_line.then(|| row.fault_after(&head)).flatten() {
            return Err(StoreError::BrokenChain(fault));
        }
        if let Some(name) = text_with_nul(row) {
            return Err(StoreError::Nul {
                what: format!("the {name} of entry {}", row.sequence),
            });
        }
        head = row.as_head();
    }
    Ok(())
}

fn text_with_nul(row: &Row) -> Option<&'static str> {
    [
        ("id", Some(&row.id)),
        ("event date", row.event_date.as_ref()),
        ("actor", Some(&row.actor)),
        ("subject", Some(&row.subject)),
        ("change", Some(&row.change)),
        ("body", Some(&row.body)),
        ("reason", row.reason.as_ref()),
        ("origin", row.origin.as_ref()),
    ]
    .into_iter()
    .find_map(|(name, text)| text.is_some_and(|text| text.contains('\0')).then_some(name))
}

/// After a refusal: the first row whose id, or whose version of its subject, is there already; or
/// what else stands in the way.
fn taken(connection: &mut Connection, rows: &[Row]) -> Result<Option<StoreError>, StoreError> {
    if let Some(twice) = twice(rows) {
        return Ok(Some(twice));
    }
    for row in rows {
        if is_there(connection, "id = $1", &[Value::Text(Some(&row.id))])? {
            return Ok(Some(id_taken(row)));
        }
        let (subject, version) = (
            Value::Text(Some(&row.subject)),
            Value::Integer(i64::from(row.version)),
        );
        if is_there(
            connection,
            "subject = $1 AND version = $2",
            &[subject, version],
        )? {
            return Ok(Some(version_taken(row)));
        }
    }
    let (head, last) = (rows::head(connection)?, rows::last_sequence(connection)?);
    Ok((last > head.sequence).then(|| {
        let end = head.sequence;
        StoreError::damaged(format!(
            "entry {last} stands beyond entry {end}, where the head says that the journal ends"
        ))
    }))
}

/// What the rows have twice among themselves.
fn twice(rows: &[Row]) -> Option<StoreError> {
    let (mut ids, mut versions) = (HashSet::new(), HashSet::new());
    rows.iter().find_map(|row| {
        if !ids.insert(&row.id) {
            return Some(id_taken(row));
        }
        (!versions.insert((&row.subject, row.version))).then(|| version_taken(row))
    })
}

fn is_there(
    connection: &mut Connection,
    condition: &str,
    values: &[Value<'_>],
) -> Result<bool, StoreError> {
    let sql = format!("SELECT sequence FROM entries WHERE {condition}");
    let found = connection.query_one(&sql, values, &mut |_| Ok(()))?;
    Ok(found.is_some())
}

fn id_taken(row: &Row) -> StoreError {
    StoreError::IdTaken { id: row.id.clone() }
}

fn version_taken(row: &Row) -> StoreError {
    StoreError::VersionTaken {
        subject: row.subject.clone(),
        version: row.version,
    }
}
