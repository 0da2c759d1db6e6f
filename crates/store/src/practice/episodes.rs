//! Cases: each run of a process, with the team and the worker that hold it now.

use super::{maybe, run, text};
use crate::connection::{Cells, Connection, Value};
use crate::rows::stored;
use crate::{Store, StoreError};

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
}

const SELECT: &str = "SELECT number, person, process, team, worker, opened FROM episodes";

/// Writes one, or what is now so of one.
pub(super) fn put(connection: &mut Connection, row: &EpisodeRow) -> Result<(), StoreError> {
    let sql = "INSERT INTO episodes (number, person, process, team, worker, opened) \
               VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (number) DO UPDATE SET \
               person = excluded.person, process = excluded.process, team = excluded.team, \
               worker = excluded.worker, opened = excluded.opened";
    let values = [
        Value::Integer(stored(row.number)),
        Value::Integer(stored(row.person)),
        text(&row.process),
        Value::Text(Some(&row.team)),
        text(&row.worker),
        Value::Integer(row.opened),
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
}

fn read(cells: &Cells<'_>) -> Result<EpisodeRow, StoreError> {
    Ok(EpisodeRow {
        number: cells.number(0)?,
        person: cells.number(1)?,
        process: cells.text(2)?,
        team: cells.whole_text(3)?,
        worker: cells.text(4)?,
        opened: cells.number(5)?,
    })
}
