//! Who looked at whom: a log of its own, to which lines are only added until they are old enough to go.

use super::row::place;
use super::{maybe, run};
use crate::connection::{Cells, Value};
use crate::rows::stored;
use crate::{Store, StoreError};

/// One look.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct LookRow {
    /// Its id.
    pub id: String,
    /// When it was.
    pub at: i64,
    /// Who looked.
    pub account: String,
    /// At whom; none for a list of several.
    pub person: Option<u64>,
    /// At which record, where it was one.
    pub record: Option<u64>,
    /// What was shown, in the service's word.
    pub what: String,
    /// By which right, in the service's word.
    pub how: String,
}

/// Which looks to read. What is left out does not matter.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct LookFilter {
    /// At any of these people; none asks for looks at everybody.
    pub people: Vec<u64>,
    /// By this account.
    pub account: Option<String>,
    /// By this right.
    pub how: Option<String>,
    /// At most so many.
    pub limit: u32,
    /// So many of the latest are passed over.
    pub skip: u32,
}

impl Store {
    /// Notes looks, durably.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn note_looks(&self, looks: &[LookRow]) -> Result<(), StoreError> {
        let sql = "INSERT INTO practice_looks (id, at, account, person, record, what, how) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7)";
        self.writing(|connection| {
            connection.transaction(|connection| {
                looks.iter().try_for_each(|look| {
                    let values = [
                        Value::Text(Some(&look.id)),
                        Value::Integer(look.at),
                        Value::Text(Some(&look.account)),
                        maybe(look.person),
                        maybe(look.record),
                        Value::Text(Some(&look.what)),
                        Value::Text(Some(&look.how)),
                    ];
                    run(connection, sql, &values)
                })
            })
        })
    }

    /// Looks, the latest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn looks(&self, filter: &LookFilter) -> Result<Vec<LookRow>, StoreError> {
        let mut sql =
            "SELECT id, at, account, person, record, what, how FROM practice_looks".to_owned();
        let mut values: Vec<Value<'_>> = Vec::new();
        if !filter.people.is_empty() {
            let places: Vec<String> = (1..=filter.people.len())
                .map(|at| format!("${at}"))
                .collect();
            sql.push_str(&format!(" WHERE person IN ({})", places.join(", ")));
            let people = filter.people.iter();
            values.extend(people.map(|person| Value::Integer(stored(*person))));
        }
        for (condition, value) in [
            (
                "account",
                filter.account.as_ref().map(|id| Value::Text(Some(id))),
            ),
            ("how", filter.how.as_ref().map(|how| Value::Text(Some(how)))),
        ] {
            let Some(value) = value else { continue };
            let joint = if values.is_empty() { "WHERE" } else { "AND" };
            values.push(value);
            sql.push_str(&format!(" {joint} {condition} = ${}", values.len()));
        }
        let (limit, skip) = (values.len() + 1, values.len() + 2);
        values.extend([
            Value::Integer(i64::from(filter.limit)),
            Value::Integer(i64::from(filter.skip)),
        ]);
        sql.push_str(&format!(
            " ORDER BY at DESC, id DESC LIMIT ${limit} OFFSET ${skip}"
        ));
        self.reading(|connection| connection.query(&sql, &values, &mut read))
    }

    /// Takes away looks before a time; how many there were.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn forget_looks(&self, before: i64) -> Result<u64, StoreError> {
        let sql = "DELETE FROM practice_looks WHERE at < $1";
        self.writing(|connection| connection.execute(sql, &[Value::Integer(before)]))
    }
}

fn read(cells: &Cells<'_>) -> Result<LookRow, StoreError> {
    Ok(LookRow {
        id: cells.whole_text(0)?,
        at: cells.number(1)?,
        account: cells.whole_text(2)?,
        person: place(cells, 3)?,
        record: place(cells, 4)?,
        what: cells.whole_text(5)?,
        how: cells.whole_text(6)?,
    })
}
