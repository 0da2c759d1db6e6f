//! By what people are found: words of their names, days of birth, identifiers.

use super::{maybe, run};
use crate::connection::{Connection, Value};
use crate::rows::stored;
use crate::{Store, StoreError};

/// Something by which a person is found.
#[derive(Clone, Debug, Eq, PartialEq, Ord, PartialOrd)]
pub struct KnownBy {
    /// What it is, in the service's word: `name`, `birth`, or a kind of identifier.
    pub sort: String,
    /// The value, as it is compared.
    pub value: String,
}

/// Puts what a person is found by in place of what it was before.
pub(super) fn put(
    connection: &mut Connection,
    person: u64,
    known_by: &[KnownBy],
) -> Result<(), StoreError> {
    let person = maybe(Some(person));
    run(
        connection,
        "DELETE FROM people_known_by WHERE person = $1",
        &[person],
    )?;
    let sql = "INSERT INTO people_known_by (person, sort, value) VALUES ($1, $2, $3)";
    known_by.iter().try_for_each(|line| {
        let (sort, value) = (
            Value::Text(Some(&line.sort)),
            Value::Text(Some(&line.value)),
        );
        run(connection, sql, &[person, sort, value])
    })
}

impl Store {
    /// The people who are found by exactly that, in order of their numbers: those after the number `after`, at most
    /// `limit`.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn people_known_by(
        &self,
        known_by: &KnownBy,
        (after, limit): (u64, u32),
    ) -> Result<Vec<u64>, StoreError> {
        let KnownBy { sort, value } = known_by;
        self.people_between(sort, (value, value), (after, limit))
    }

    /// The people who are found by something that begins so, in order of their numbers: those after the number `after`,
    /// at most `limit`.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn people_known_by_start(
        &self,
        known_by: &KnownBy,
        (after, limit): (u64, u32),
    ) -> Result<Vec<u64>, StoreError> {
        let past = format!("{}\u{10FFFF}", known_by.value);
        self.people_between(&known_by.sort, (&known_by.value, &past), (after, limit))
    }

    /// Everything that a person is found by, in no order.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn known_by_of(&self, person: u64) -> Result<Vec<KnownBy>, StoreError> {
        let sql = "SELECT sort, value FROM people_known_by WHERE person = $1";
        let values = [maybe(Some(person))];
        self.reading(|connection| {
            connection.query(sql, &values, &mut |cells| {
                Ok(KnownBy {
                    sort: cells.whole_text(0)?,
                    value: cells.whole_text(1)?,
                })
            })
        })
    }

    fn people_between(
        &self,
        sort: &str,
        (from, to): (&str, &str),
        (after, limit): (u64, u32),
    ) -> Result<Vec<u64>, StoreError> {
        if sort.contains('\0') || from.contains('\0') {
            return Ok(Vec::new());
        }
        let sql = "SELECT DISTINCT person FROM people_known_by WHERE sort = $1 AND value >= $2 \
                   AND value <= $3 AND person > $4 ORDER BY person LIMIT $5";
        let values = [
            Value::Text(Some(sort)),
            Value::Text(Some(from)),
            Value::Text(Some(to)),
            Value::Integer(stored(after)),
            Value::Integer(i64::from(limit)),
        ];
        self.reading(|connection| connection.query(sql, &values, &mut |cells| cells.number(0)))
    }
}
