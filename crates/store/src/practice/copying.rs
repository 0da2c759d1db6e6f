//! What a copy of the journal takes along of practice: what is kept up to the place where the copy ends, cases,
//! by what people are found, who looked, and drafts.

use super::row::COUNT;
use super::writing::add;
use super::{KeptFilter, KeptRow, KnownBy, found, maybe, run};
use crate::identity::Kind::{Number, Text};
use crate::identity::{Table, copy_table};
use crate::{Store, StoreError};

/// Rows copied in one transaction.
const BATCH: u64 = 5_000;

/// Copies all of it to a store that has none. `up_to` is the last entry that is copied.
pub(crate) fn copy(source: &Store, target: &Store, up_to: u64) -> Result<(), StoreError> {
    const _: () = assert!(COUNT == 23, "a new column has to be copied as well");
    let mut after = 0;
    loop {
        let filter = KeptFilter {
            after: Some(after),
            limit: Some(BATCH),
            ..KeptFilter::default()
        };
        let rows = source.kept(&filter)?;
        let rows: Vec<KeptRow> = rows
            .into_iter()
            .take_while(|row| row.sequence <= up_to)
            .collect();
        let Some(last) = rows.last() else {
            break;
        };
        after = last.sequence;
        target.writing(|connection| {
            connection
                .transaction(|connection| rows.iter().try_for_each(|row| add(connection, row)))
        })?;
    }
    stands_again(target)?;
    TABLES
        .iter()
        .try_for_each(|table| copy_table(source, target, table))?;
    if up_to < source.head()?.sequence {
        // A case may have been closed after the copy's end. It is closed again by whoever settles cases.
        let sql = "UPDATE episodes SET closed = NULL";
        target.writing(|connection| run(connection, sql, &[]))?;
    }
    cases_as_then(target, up_to)
}

/// Cases are held by whoever accepted them last, and else by whoever opened them.
const HELD: &str = "UPDATE episodes SET \
        team = coalesce((SELECT v.team FROM practice_versions v WHERE v.episode = episodes.number \
            AND v.act = 'accept-hand-over' ORDER BY v.sequence DESC LIMIT 1), \
            (SELECT v.team FROM practice_versions v WHERE v.kind = 'records' \
            AND v.number = episodes.number AND v.version = 1), team), \
        worker = coalesce((SELECT v.account FROM practice_versions v WHERE v.episode = episodes.number \
            AND v.act = 'accept-hand-over' ORDER BY v.sequence DESC LIMIT 1), \
            (SELECT coalesce(v.account, v.recorded_by) FROM practice_versions v WHERE v.kind = 'records' \
            AND v.number = episodes.number AND v.version = 1), worker)";

/// Cases and people of later than the copy's end go, and cases are held by whoever held them at its end.
fn cases_as_then(target: &Store, up_to: u64) -> Result<(), StoreError> {
    let later = [
        "DELETE FROM episodes WHERE number > $1",
        "DELETE FROM people_known_by WHERE person > $1",
    ];
    target.writing(|connection| {
        connection.transaction(|connection| {
            let end = [maybe(Some(up_to))];
            later
                .iter()
                .try_for_each(|sql| run(connection, sql, &end))?;
            run(connection, HELD, &[])
        })
    })
}

impl Store {
    /// Adds versions to an empty store as they are: how an archive is read.
    ///
    /// # Errors
    /// When one is there already, or the database cannot be written.
    pub fn restore_kept(&self, rows: &[KeptRow]) -> Result<(), StoreError> {
        self.writing(|connection| {
            connection
                .transaction(|connection| rows.iter().try_for_each(|row| add(connection, row)))
        })
    }

    /// Makes the cases anew of the records that opened them and the hand-overs that were accepted.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn restore_cases(&self) -> Result<(), StoreError> {
        let opened = "INSERT INTO episodes (number, person, process, team, worker, opened) \
            SELECT number, person, process, team, coalesce(account, recorded_by), recorded_at FROM practice_versions \
            WHERE act IN ('complete-record', 'take-over-record') AND version = 1 \
            AND episode = number AND person IS NOT NULL";
        self.writing(|connection| {
            connection.transaction(|connection| {
                run(connection, "DELETE FROM episodes", &[])?;
                run(connection, opened, &[])?;
                run(connection, HELD, &[])
            })
        })
    }

    /// Says by what a person is found.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn restore_known_by(&self, person: u64, known_by: &[KnownBy]) -> Result<(), StoreError> {
        self.writing(|connection| {
            connection.transaction(|connection| found::put(connection, person, known_by))
        })
    }
}

/// Where a copy ends before the source does, an earlier version may stand.
fn stands_again(target: &Store) -> Result<(), StoreError> {
    let sql = "UPDATE practice_versions SET latest = 1 WHERE latest = 0 AND NOT EXISTS \
               (SELECT 1 FROM practice_versions later WHERE later.kind = practice_versions.kind \
               AND later.number = practice_versions.number \
               AND later.version = practice_versions.version + 1)";
    target.writing(|connection| connection.execute(sql, &[]).map(|_| ()))
}

const TABLES: &[Table] = &[
    (
        "episodes",
        &[
            ("number", Number),
            ("person", Number),
            ("process", Text),
            ("team", Text),
            ("worker", Text),
            ("opened", Number),
            ("closed", Number),
        ],
    ),
    (
        "people_known_by",
        &[("person", Number), ("sort", Text), ("value", Text)],
    ),
    (
        "practice_looks",
        &[
            ("id", Text),
            ("at", Number),
            ("account", Text),
            ("person", Number),
            ("record", Number),
            ("what", Text),
            ("how", Text),
        ],
    ),
    (
        "practice_drafts",
        &[
            ("id", Text),
            ("account", Text),
            ("form", Text),
            ("process", Text),
            ("episode", Number),
            ("person", Number),
            ("team", Text),
            ("record", Number),
            ("seen", Number),
            ("typed", Text),
            ("saved", Number),
        ],
    ),
];
