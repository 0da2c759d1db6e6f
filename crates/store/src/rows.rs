//! The journal's table: reading rows, by place, by id and by what they are about.

use std::fmt;
use std::ops::ControlFlow;

use clew_journal::{Column, Digest, Head, Row};

use crate::StoreError;
use crate::connection::{Cell, Cells, Connection, Value};

/// Every column, in the order of [`Column::ALL`].
const ROW: &str = "SELECT sequence, id, recorded_at, event_date, actor, subject, version, change, \
                   body, reason, origin, previous, hash FROM entries";

/// Rows read at once while streaming.
const BATCH: u32 = 1_000;

/// A cell of the journal that does not hold what it must: someone altered the database, or it is damaged.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct RowFault {
    /// The row's place.
    pub sequence: u64,
    /// The cell's column.
    pub column: Column,
    /// What it holds, in words.
    pub found: String,
}

impl fmt::Display for RowFault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sequence, column, found) = (self.sequence, self.column.name(), &self.found);
        write!(
            formatter,
            "entry {sequence} is damaged: its {column} holds {found}"
        )
    }
}

impl std::error::Error for RowFault {}

/// Which rows to look for. What is left out does not matter.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct RowFilter {
    /// The whole subject.
    pub subject: Option<String>,
    /// How the subject starts.
    pub subject_prefix: Option<String>,
    /// Who made it.
    pub actor: Option<String>,
    /// The name of the change.
    pub change: Option<String>,
    /// Changes that are left out.
    pub without: Vec<&'static str>,
    /// Recorded at this time or later, in microseconds since 1970-01-01 00:00 UTC.
    pub recorded_from: Option<i64>,
    /// Recorded at this time or before, in microseconds since 1970-01-01 00:00 UTC.
    pub recorded_to: Option<i64>,
    /// Placed in the journal before this one.
    pub before: Option<u64>,
    /// Placed in the journal after this one.
    pub after: Option<u64>,
    /// At most so many.
    pub limit: Option<u64>,
    /// The newest first; else the oldest.
    pub newest_first: bool,
}

/// A place or a count as the databases keep it. Neither keeps more than 63 bits, nor will a journal.
pub(crate) fn stored(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// The journal's head, as it was last moved.
pub(crate) fn head(connection: &mut Connection) -> Result<Head, StoreError> {
    let sql = "SELECT sequence, recorded_at, hash FROM head";
    let head = connection.query_one(sql, &[], &mut read_head)?;
    head.ok_or_else(|| StoreError::damaged("the head of the journal is missing"))
}

/// The last row recorded at this time or before; the empty head where there is none.
pub(crate) fn last_at(connection: &mut Connection, recorded_at: i64) -> Result<Head, StoreError> {
    let sql = "SELECT sequence, recorded_at, hash FROM entries WHERE recorded_at <= $1 \
               ORDER BY recorded_at DESC, sequence DESC LIMIT 1";
    let head = connection.query_one(sql, &[Value::Integer(recorded_at)], &mut read_head)?;
    Ok(head.unwrap_or_default())
}

/// The place of the last row in the table, whatever the head says; 0 when there is none.
pub(crate) fn last_sequence(connection: &mut Connection) -> Result<u64, StoreError> {
    let sql = "SELECT sequence FROM entries ORDER BY sequence DESC LIMIT 1";
    let last = connection.query_one(sql, &[], &mut |cells| cells.number(0))?;
    Ok(last.unwrap_or(0))
}

fn read_head(cells: &Cells<'_>) -> Result<Head, StoreError> {
    let hash = Digest::from_bytes(&cells.bytes(2)?);
    Ok(Head {
        sequence: cells.number(0)?,
        recorded_at: cells.number(1)?,
        hash: hash
            .ok_or_else(|| StoreError::damaged("a hash in the journal is not 32 bytes long"))?,
    })
}

/// The next rows after a place.
pub(crate) fn batch(
    connection: &mut Connection,
    after: u64,
    up_to: u64,
) -> Result<Vec<Result<Row, RowFault>>, StoreError> {
    let sql =
        format!("{ROW} WHERE sequence > $1 AND sequence <= $2 ORDER BY sequence LIMIT {BATCH}");
    let values = [Value::Integer(stored(after)), Value::Integer(stored(up_to))];
    connection.query(&sql, &values, &mut |cells| Ok(read_row(cells)))
}

/// Hands on every row after a place and up to one, in order. `next` gives the next batch.
pub(crate) fn each(
    after: u64,
    next: &mut dyn FnMut(u64) -> Result<Vec<Result<Row, RowFault>>, StoreError>,
    each: &mut dyn FnMut(Result<Row, RowFault>) -> ControlFlow<()>,
) -> Result<(), StoreError> {
    let mut after = after;
    loop {
        let rows = next(after)?;
        let Some(last) = rows.last() else {
            return Ok(());
        };
        after = last
            .as_ref()
            .map_or_else(|fault| fault.sequence, |row| row.sequence);
        for row in rows {
            if each(row).is_break() {
                return Ok(());
            }
        }
    }
}

/// The row at a place.
pub(crate) fn at(connection: &mut Connection, sequence: u64) -> Result<Option<Row>, StoreError> {
    let sql = format!("{ROW} WHERE sequence = $1");
    connection.query_one(&sql, &[Value::Integer(stored(sequence))], &mut sound_row)
}

/// The row with an id.
pub(crate) fn with_id(connection: &mut Connection, id: &str) -> Result<Option<Row>, StoreError> {
    if id.contains('\0') {
        return Ok(None);
    }
    let sql = format!("{ROW} WHERE id = $1");
    connection.query_one(&sql, &[Value::Text(Some(id))], &mut sound_row)
}

/// Every row that a filter lets through.
pub(crate) fn about(
    connection: &mut Connection,
    filter: &RowFilter,
) -> Result<Vec<Row>, StoreError> {
    let texts = [
        &filter.subject,
        &filter.subject_prefix,
        &filter.actor,
        &filter.change,
    ];
    if texts.into_iter().flatten().any(|text| text.contains('\0')) {
        // No stored text holds it, and PostgreSQL does not even take the question.
        return Ok(Vec::new());
    }
    let past = filter.subject_prefix.as_deref().and_then(past_prefix);
    let (sql, values) = question(filter, &past);
    connection.query(&sql, &values, &mut sound_row)
}

/// What a filter asks; `past` is the first text past those with its prefix.
fn question<'a>(filter: &'a RowFilter, past: &'a Option<String>) -> (String, Vec<Value<'a>>) {
    let mut values = Vec::new();
    let mut sql = ROW.to_owned();
    // Formed from what is asked for, and not as "no condition or equal", so that an index serves.
    for (condition, value) in [
        ("subject =", text(&filter.subject)),
        ("subject >=", text(&filter.subject_prefix)),
        ("subject <", text(past)),
        ("actor =", text(&filter.actor)),
        ("change =", text(&filter.change)),
        ("recorded_at >=", filter.recorded_from.map(Value::Integer)),
        ("recorded_at <=", filter.recorded_to.map(Value::Integer)),
        (
            "sequence <",
            filter.before.map(|place| Value::Integer(stored(place))),
        ),
        (
            "sequence >",
            filter.after.map(|place| Value::Integer(stored(place))),
        ),
    ] {
        let Some(value) = value else { continue };
        let joint = if values.is_empty() { "WHERE" } else { "AND" };
        values.push(value);
        sql.push_str(&format!(" {joint} {condition} ${}", values.len()));
    }
    if !filter.without.is_empty() {
        let places: Vec<String> = filter
            .without
            .iter()
            .map(|change| {
                values.push(Value::Text(Some(change)));
                format!("${}", values.len())
            })
            .collect();
        let joint = if sql.contains(" WHERE ") {
            "AND"
        } else {
            "WHERE"
        };
        sql.push_str(&format!(" {joint} change NOT IN ({})", places.join(", ")));
    }
    sql.push_str(if filter.newest_first {
        " ORDER BY sequence DESC"
    } else {
        " ORDER BY sequence"
    });
    if let Some(limit) = filter.limit {
        values.push(Value::Integer(stored(limit)));
        sql.push_str(&format!(" LIMIT ${}", values.len()));
    }
    (sql, values)
}

fn text(text: &Option<String>) -> Option<Value<'_>> {
    text.as_ref().map(|text| Value::Text(Some(text)))
}

/// The first text past every text with this prefix, by the order of code points, which is the order
/// of bytes in which both databases compare a subject. None when there is no such text.
fn past_prefix(prefix: &str) -> Option<String> {
    let mut past = prefix.to_owned();
    while let Some(last) = past.pop() {
        if let Some(next) = (last..=char::MAX).nth(1) {
            past.push(next);
            return Some(past);
        }
    }
    None
}

fn sound_row(cells: &Cells<'_>) -> Result<Row, StoreError> {
    read_row(cells).map_err(StoreError::DamagedRow)
}

fn read_row(cells: &Cells<'_>) -> Result<Row, RowFault> {
    let reader = Reader {
        cells,
        sequence: cells.at(0).number().unwrap_or(0),
    };
    Ok(Row {
        sequence: reader.number(Column::Sequence)?,
        id: reader.text(Column::Id)?,
        recorded_at: reader.number(Column::RecordedAt)?,
        event_date: reader.text_or_nothing(Column::EventDate)?,
        actor: reader.text(Column::Actor)?,
        subject: reader.text(Column::Subject)?,
        version: reader.number(Column::Version)?,
        change: reader.text(Column::Change)?,
        body: reader.text(Column::Body)?,
        reason: reader.text_or_nothing(Column::Reason)?,
        origin: reader.text_or_nothing(Column::Origin)?,
        previous: reader.digest(Column::Previous)?,
        hash: reader.digest(Column::Hash)?,
    })
}

/// Reads one row's cells by column.
struct Reader<'a> {
    cells: &'a Cells<'a>,
    sequence: u64,
}

impl Reader<'_> {
    // A column's place in the query is its place in the enum.
    fn cell(&self, column: Column) -> Cell {
        self.cells.at(column as usize)
    }

    fn fault(&self, column: Column, cell: &Cell) -> RowFault {
        RowFault {
            sequence: self.sequence,
            column,
            found: cell.describe(),
        }
    }

    fn number<N: TryFrom<i64>>(&self, column: Column) -> Result<N, RowFault> {
        let cell = self.cell(column);
        cell.number().ok_or_else(|| self.fault(column, &cell))
    }

    fn text(&self, column: Column) -> Result<String, RowFault> {
        match self.cell(column) {
            Cell::Text(text) => Ok(text),
            cell => Err(self.fault(column, &cell)),
        }
    }

    fn text_or_nothing(&self, column: Column) -> Result<Option<String>, RowFault> {
        match self.cell(column) {
            Cell::Null => Ok(None),
            Cell::Text(text) => Ok(Some(text)),
            cell => Err(self.fault(column, &cell)),
        }
    }

    fn digest(&self, column: Column) -> Result<Digest, RowFault> {
        let cell = self.cell(column);
        let digest = match &cell {
            Cell::Bytes(bytes) => Digest::from_bytes(bytes),
            _ => None,
        };
        digest.ok_or_else(|| self.fault(column, &cell))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::{RowFilter, past_prefix, question};
    use crate::connection::Connection;
    use crate::{Location, Store};

    #[test]
    fn what_the_log_is_asked_by_is_found_without_reading_every_entry() {
        let folder = std::env::temp_dir().join(format!("clew-rows-{}", std::process::id()));
        std::fs::create_dir(&folder).unwrap();
        let location = Location::File(folder.join("journal.clew"));
        drop(Store::create(&location).unwrap());
        let mut connection = Connection::to(&location).unwrap();
        let text = || Some("zz".to_owned());
        let newest = || RowFilter {
            limit: Some(50),
            newest_first: true,
            ..RowFilter::default()
        };
        for (filter, index) in [
            (
                RowFilter {
                    actor: text(),
                    ..newest()
                },
                "entries_actor",
            ),
            (
                RowFilter {
                    change: text(),
                    ..newest()
                },
                "entries_change",
            ),
            (
                RowFilter {
                    actor: text(),
                    before: Some(9),
                    ..newest()
                },
                "entries_actor",
            ),
        ] {
            let (sql, values) = question(&filter, &None);
            let plan = connection
                .query(
                    &format!("EXPLAIN QUERY PLAN {sql}"),
                    &values,
                    &mut |cells| cells.whole_text(3),
                )
                .unwrap();
            // One search, and no sorting of what it finds.
            assert!(plan.len() == 1 && plan[0].contains(index), "{plan:?}");
        }
        drop(connection);
        std::fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn the_first_text_past_a_prefix_is_found() {
        for (prefix, past) in [
            ("figures/", Some("figures0")),
            ("a\u{10FFFF}", Some("b")),
            ("\u{D7FF}", Some("\u{E000}")),
            ("\u{10FFFF}", None),
            ("", None),
        ] {
            assert_eq!(past_prefix(prefix).as_deref(), past, "{prefix:?}");
        }
    }
}
