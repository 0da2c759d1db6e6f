//! Cases: each run of a process, with the team and the worker that hold it now.

use clew_journal::Head;

use super::row::COLUMNS;
use super::{KeptRow, maybe, run, text};
use crate::connection::{Cells, Connection, Value};
use crate::rows::stored;
use crate::{Appended, Store, StoreError};

/// One case.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct EpisodeRow {
    /// The number of the record that opened it.
    pub number: u64,
    /// The person it is about.
    pub person: u64,
    /// The process that it is a run of, if any.
    pub process: Option<String>,
    /// The team that holds it now.
    pub team: String,
    /// The account that holds it now, if it is one's.
    pub worker: Option<String>,
    /// When it was opened.
    pub opened: i64,
    /// The day of what closed it; none while it is open.
    pub closed: Option<i64>,
}

const SELECT: &str = "SELECT number, person, process, team, worker, opened, closed FROM episodes";

/// Writes one, or what is now so of one.
pub(super) fn put(connection: &mut Connection, row: &EpisodeRow) -> Result<(), StoreError> {
    let sql = "INSERT INTO episodes (number, person, process, team, worker, opened, closed) \
               VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (number) DO UPDATE SET \
               person = excluded.person, process = excluded.process, team = excluded.team, \
               worker = excluded.worker, opened = excluded.opened, \
               closed = excluded.closed";
    let values = [
        Value::Integer(stored(row.number)),
        Value::Integer(stored(row.person)),
        text(&row.process),
        Value::Text(Some(&row.team)),
        text(&row.worker),
        Value::Integer(row.opened),
        Value::MaybeInteger(row.closed),
    ];
    run(connection, sql, &values)
}

impl Store {
    /// The cases of a person, in the order in which they were opened.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn episodes_of(&self, person: u64) -> Result<Vec<EpisodeRow>, StoreError> {
        let sql = format!("{SELECT} WHERE person = $1 ORDER BY number");
        let values = [maybe(Some(person))];
        self.reading(|connection| connection.query(&sql, &values, &mut read))
    }

    /// One case.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn episode(&self, number: u64) -> Result<Option<EpisodeRow>, StoreError> {
        let sql = format!("{SELECT} WHERE number = $1");
        let values = [maybe(Some(number))];
        self.reading(|connection| connection.query_one(&sql, &values, &mut read))
    }

    /// The cases that a team holds, in the order in which they were opened.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn episodes_held_by(&self, team: &str) -> Result<Vec<EpisodeRow>, StoreError> {
        if team.contains('\0') {
            return Ok(Vec::new());
        }
        let sql = format!("{SELECT} WHERE team = $1 ORDER BY number");
        let values = [Value::Text(Some(team))];
        self.reading(|connection| connection.query(&sql, &values, &mut read))
    }

    /// The cases that are open, in the order in which they were opened.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn open_episodes(&self, of: &OpenOf) -> Result<Vec<EpisodeRow>, StoreError> {
        let (open, values) = of.sql();
        let sql = format!("{SELECT} {open} ORDER BY number");
        self.reading(|connection| connection.query(&sql, &values, &mut read))
    }

    /// The records, or the people, of open cases as they stand, in order of their entries.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn kept_of_open_episodes(
        &self,
        kind: OfOpen,
        of: &OpenOf,
    ) -> Result<Vec<KeptRow>, StoreError> {
        let (name, column, of_case) = match kind {
            OfOpen::Records => ("records", "episode", "number"),
            OfOpen::People => ("people", "number", "person"),
        };
        let (open, values) = of.sql();
        let sql = format!(
            "SELECT {COLUMNS} FROM practice_versions WHERE latest = 1 AND kind = '{name}' \
             AND {column} IN (SELECT {of_case} FROM episodes {open}) ORDER BY sequence"
        );
        self.reading(|connection| connection.query(&sql, &values, &mut super::row::read))
    }

    /// The cases after one, at most `limit`, in the order in which they were opened.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn episodes_after(&self, number: u64, limit: u32) -> Result<Vec<EpisodeRow>, StoreError> {
        let sql = format!("{SELECT} WHERE number > $1 ORDER BY number LIMIT $2");
        let values = [
            Value::Integer(stored(number)),
            Value::Integer(i64::from(limit)),
        ];
        self.reading(|connection| connection.query(&sql, &values, &mut read))
    }

    /// Says of cases on which day they were closed, or that they are open: what follows from their records and the pack
    /// in force, where that is another one. Nothing is said where the journal does not end at the head that it was
    /// worked out from.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn settle_episodes(
        &self,
        expected: &Head,
        closed: &[(u64, Option<i64>)],
    ) -> Result<Appended, StoreError> {
        // It changes nothing of the head, and nobody moves it until this is done.
        let hold = "UPDATE head SET sequence = sequence WHERE sequence = $1 AND hash = $2";
        let head = [
            Value::Integer(stored(expected.sequence)),
            Value::Bytes(expected.hash.as_bytes()),
        ];
        let sql = "UPDATE episodes SET closed = $1 WHERE number = $2";
        self.writing(|connection| {
            connection.transaction(|connection| {
                if connection.execute(hold, &head)? == 0 {
                    return Ok(Appended::Behind);
                }
                for (number, closed) in closed {
                    let values = [
                        Value::MaybeInteger(*closed),
                        Value::Integer(stored(*number)),
                    ];
                    run(connection, sql, &values)?;
                }
                Ok(Appended::Done)
            })
        })
    }
}

/// What is asked for of the cases that are open.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum OfOpen {
    /// Their records.
    Records,
    /// The people whom they are about.
    People,
}

/// Which open cases to look for. What is left out does not matter.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct OpenOf {
    /// Held by this team.
    pub team: Option<String>,
    /// Held by this account.
    pub worker: Option<String>,
    /// With a record of this form.
    pub form: Option<String>,
    /// Those that were closed after this day, too.
    pub closed_after: Option<i64>,
}

/// What stands before and behind a form, for the cases that have a record of it.
const WITH_FORM: (&str, &str) = (
    "number IN (SELECT episode FROM practice_versions WHERE latest = 1 AND kind = 'records' AND form = ",
    ")",
);

impl OpenOf {
    fn sql(&self) -> (String, Vec<Value<'_>>) {
        // As text and not as a value, so that the index of open cases serves.
        let mut values = Vec::new();
        let mut sql = match self.closed_after {
            None => "WHERE closed IS NULL".to_owned(),
            Some(day) => {
                values.push(Value::Integer(day));
                "WHERE (closed IS NULL OR closed > $1)".to_owned()
            }
        };
        for ((before, after), wanted) in [
            (("team = ", ""), &self.team),
            (("worker = ", ""), &self.worker),
            (WITH_FORM, &self.form),
        ] {
            let Some(wanted) = wanted else { continue };
            values.push(Value::Text(Some(wanted)));
            sql.push_str(&format!(" AND {before}${}{after}", values.len()));
        }
        (sql, values)
    }
}

fn read(cells: &Cells<'_>) -> Result<EpisodeRow, StoreError> {
    Ok(EpisodeRow {
        number: cells.number(0)?,
        person: cells.number(1)?,
        process: cells.text(2)?,
        team: cells.whole_text(3)?,
        worker: cells.text(4)?,
        opened: cells.number(5)?,
        closed: cells.maybe_number(6)?,
    })
}
