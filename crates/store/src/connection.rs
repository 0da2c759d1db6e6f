//! One face for both databases: a few kinds of value, SQL written once with `$1`, `$2`, ….

use crate::postgres_side::Session;
use crate::sqlite_side::File;
use crate::{Location, StoreError};

/// A value that is given to a statement.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Value<'a> {
    /// A whole number.
    Integer(i64),
    /// A whole number, or nothing.
    MaybeInteger(Option<i64>),
    /// A text, or nothing.
    Text(Option<&'a str>),
    /// Bytes.
    Bytes(&'a [u8]),
    /// Bytes, or nothing.
    MaybeBytes(Option<&'a [u8]>),
}

/// A cell that a query gave.
#[derive(Debug)]
pub(crate) enum Cell {
    /// Nothing.
    Null,
    /// A whole number.
    Integer(i64),
    /// A text.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
    /// What no column should hold; the words say what it is.
    Strange(&'static str),
}

impl Cell {
    /// What it holds, in words.
    pub(crate) fn describe(&self) -> String {
        match self {
            Self::Null => "nothing".to_owned(),
            Self::Integer(number) => format!("the number {number}"),
            Self::Text(text) => {
                let start: String = text.chars().take(40).collect();
                let more = if start.len() < text.len() { "…" } else { "" };
                format!("the text {start:?}{more}")
            }
            Self::Bytes(bytes) if bytes.len() == 1 => "1 byte".to_owned(),
            Self::Bytes(bytes) => format!("{} bytes", bytes.len()),
            Self::Strange(what) => (*what).to_owned(),
        }
    }

    /// Its number, where it is one of this kind.
    pub(crate) fn number<N: TryFrom<i64>>(&self) -> Option<N> {
        match self {
            Self::Integer(number) => N::try_from(*number).ok(),
            _ => None,
        }
    }
}

/// The cells of a row that a query gave.
pub(crate) enum Cells<'a> {
    /// Of SQLite.
    Sqlite(&'a rusqlite::Row<'a>),
    /// Of PostgreSQL.
    Postgres(&'a postgres::Row),
}

impl Cells<'_> {
    /// The cell at a place, counted from 0.
    pub(crate) fn at(&self, index: usize) -> Cell {
        match self {
            Self::Sqlite(row) => crate::sqlite_side::cell(row, index),
            Self::Postgres(row) => crate::postgres_side::cell(row, index),
        }
    }

    /// The whole number at a place.
    pub(crate) fn number<N: TryFrom<i64>>(&self, index: usize) -> Result<N, StoreError> {
        let cell = self.at(index);
        cell.number().ok_or_else(|| {
            StoreError::damaged(format!(
                "a number was expected, and {} found",
                cell.describe()
            ))
        })
    }

    /// The whole number at a place, or nothing.
    pub(crate) fn maybe_number(&self, index: usize) -> Result<Option<i64>, StoreError> {
        match self.at(index) {
            Cell::Null => Ok(None),
            _ => self.number(index).map(Some),
        }
    }

    /// The bytes at a place, or nothing.
    pub(crate) fn maybe_bytes(&self, index: usize) -> Result<Option<Vec<u8>>, StoreError> {
        match self.at(index) {
            Cell::Null => Ok(None),
            _ => self.bytes(index).map(Some),
        }
    }

    /// The text at a place, where there must be one.
    pub(crate) fn whole_text(&self, index: usize) -> Result<String, StoreError> {
        let text = self.text(index)?;
        text.ok_or_else(|| StoreError::damaged("a text was expected, and nothing found"))
    }

    /// The bytes at a place.
    pub(crate) fn bytes(&self, index: usize) -> Result<Vec<u8>, StoreError> {
        match self.at(index) {
            Cell::Bytes(bytes) => Ok(bytes),
            cell => Err(StoreError::damaged(format!(
                "bytes were expected, and {} found",
                cell.describe()
            ))),
        }
    }

    /// The text at a place, or nothing.
    pub(crate) fn text(&self, index: usize) -> Result<Option<String>, StoreError> {
        match self.at(index) {
            Cell::Text(text) => Ok(Some(text)),
            Cell::Null => Ok(None),
            cell => Err(StoreError::damaged(format!(
                "a text was expected, and {} found",
                cell.describe()
            ))),
        }
    }
}

/// A connection to either database.
pub(crate) enum Connection {
    /// To a SQLite file.
    Sqlite(File),
    /// To a PostgreSQL database.
    Postgres(Session),
}

impl Connection {
    /// A connection that writes, to what is there already; for SQLite the file must exist.
    pub(crate) fn to(location: &Location) -> Result<Self, StoreError> {
        match location {
            Location::File(path) => File::open(path).map(Self::Sqlite),
            Location::Postgres(url) => Session::open(url).map(Self::Postgres),
        }
    }

    /// What each row of a query gives, in order.
    pub(crate) fn query<T>(
        &mut self,
        sql: &str,
        values: &[Value<'_>],
        read: &mut dyn FnMut(&Cells<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        match self {
            Self::Sqlite(file) => file.query(sql, values, read),
            Self::Postgres(session) => session.query(sql, values, read),
        }
    }

    /// What the only row of a query gives, where there is one.
    pub(crate) fn query_one<T>(
        &mut self,
        sql: &str,
        values: &[Value<'_>],
        read: &mut dyn FnMut(&Cells<'_>) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        Ok(self.query(sql, values, read)?.pop())
    }

    /// Runs a statement and says how many rows it touched.
    pub(crate) fn execute(&mut self, sql: &str, values: &[Value<'_>]) -> Result<u64, StoreError> {
        match self {
            Self::Sqlite(file) => file.execute(sql, values),
            Self::Postgres(session) => session.execute(sql, values),
        }
    }

    /// Runs several statements that take no values.
    pub(crate) fn batch(&mut self, sql: &str) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(file) => file.batch(sql),
            Self::Postgres(session) => session.batch(sql),
        }
    }

    /// Does some work in one transaction: all of it, durably, or nothing.
    pub(crate) fn transaction<T>(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.batch(match self {
            Self::Sqlite(_) => "BEGIN IMMEDIATE",
            Self::Postgres(_) => "BEGIN",
        })?;
        match work(self) {
            Ok(done) => self.commit().map(|()| done),
            Err(error) => {
                // The error that stopped the work is the one to tell; a lost connection rolls back by itself.
                let _ = self.batch("ROLLBACK");
                Err(error)
            }
        }
    }

    fn commit(&mut self) -> Result<(), StoreError> {
        self.batch("COMMIT").map_err(|error| {
            let _ = self.batch("ROLLBACK");
            match error {
                // The answer to COMMIT was lost, not necessarily the COMMIT.
                StoreError::Unavailable { reason, .. } => StoreError::Unavailable {
                    reason,
                    maybe_written: true,
                },
                error => error,
            }
        })
    }
}
