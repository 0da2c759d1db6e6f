//! What is PostgreSQL's own: a session that is made anew when it was lost, its values and its errors.

use std::collections::HashMap;
use std::time::Duration;

use clew_journal::{Head, Row};
use postgres::error::SqlState;
use postgres::types::{ToSql, Type};
use postgres::{Client, NoTls, Statement};

use crate::connection::{Cell, Cells, Value};
use crate::rows::stored;
use crate::{Location, PostgresUrl, StoreError};

/// How long to wait for the server to answer at all.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long a server may keep silent on the line before it counts as gone: a fail-over that drops packets
/// says nothing.
const SILENCE: Duration = Duration::from_secs(30);

/// A commit is on the disk when it is acknowledged, whatever the server's own default is; a
/// statement sees what was committed before it; nobody waits for another for ever.
const SET_UP: &str = "SET synchronous_commit = on;
    SET default_transaction_isolation = 'read committed';
    SET lock_timeout = '10s';
    SET client_min_messages = warning;";

/// One statement moves the head and adds the rows: one round trip, and nothing at all when the
/// head is not where the rows were decided on.
const APPEND: &str = "WITH moved AS (
        UPDATE head SET sequence = $1, recorded_at = $2, hash = $3
        WHERE sequence = $4 AND hash = $5 RETURNING 1)
    INSERT INTO entries (sequence, id, recorded_at, event_date, actor, subject, version, change,
        body, reason, origin, previous, hash)
    SELECT new.* FROM moved, unnest($6::bigint[], $7::text[], $8::bigint[], $9::text[], $10::text[],
        $11::text[], $12::bigint[], $13::text[], $14::text[], $15::text[], $16::text[], $17::bytea[],
        $18::bytea[]) AS new";

/// A connection to a PostgreSQL database.
pub(crate) struct Session {
    url: PostgresUrl,
    live: Option<Box<Live>>,
    in_transaction: bool,
    manner: Manner,
}

/// What the server is told of a session.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Manner {
    /// Nothing in particular.
    Usual,
    /// To give a statement up that takes longer than anybody waits for a page.
    ForPages,
    /// To refuse whatever would write.
    OnlyReads,
}

impl Manner {
    const fn set_up(self) -> Option<&'static str> {
        match self {
            Self::Usual => None,
            Self::ForPages => Some("SET statement_timeout = '60s'"),
            Self::OnlyReads => Some("SET default_transaction_read_only = on"),
        }
    }
}

struct Live {
    client: Client,
    prepared: HashMap<String, Statement>,
}

impl Session {
    /// A session with a database that is there.
    pub(crate) fn open(url: &PostgresUrl) -> Result<Self, StoreError> {
        let mut session = Self::later(url);
        session.live()?;
        Ok(session)
    }

    /// A session that is made when it is first used.
    pub(crate) fn later(url: &PostgresUrl) -> Self {
        Self {
            url: url.clone(),
            live: None,
            in_transaction: false,
            manner: Manner::Usual,
        }
    }

    /// A session that is made when it is first used, in which no question may take longer than a page.
    pub(crate) fn for_pages(url: &PostgresUrl) -> Self {
        Self {
            manner: Manner::ForPages,
            ..Self::later(url)
        }
    }

    /// A session with a database that is there, in which nothing can be written.
    pub(crate) fn to_read(url: &PostgresUrl) -> Result<Self, StoreError> {
        let mut session = Self::later(url);
        session.manner = Manner::OnlyReads;
        session.live()?;
        Ok(session)
    }

    fn live(&mut self) -> Result<&mut Live, StoreError> {
        if self.in_transaction && self.live.is_none() {
            return Err(lost(
                "the connection was lost in the middle of a transaction",
            ));
        }
        if self
            .live
            .as_ref()
            .is_some_and(|live| live.client.is_closed())
        {
            self.live = None;
        }
        match &mut self.live {
            Some(live) => Ok(live),
            none => Ok(none.insert(Box::new(connect(&self.url, self.manner)?))),
        }
    }

    /// Runs what may be repeated: once more, on a new connection, when the old one turns out to be gone.
    fn reading<T>(
        &mut self,
        run: &mut dyn FnMut(&mut Live) -> Result<T, postgres::Error>,
    ) -> Result<T, StoreError> {
        let was_there = self.live.is_some() && !self.in_transaction;
        match self.once(run) {
            Err(StoreError::Unavailable { .. }) if was_there => self.once(run),
            result => result,
        }
    }

    /// Runs something, and forgets the connection when it turns out to be gone.
    fn once<T>(
        &mut self,
        run: &mut dyn FnMut(&mut Live) -> Result<T, postgres::Error>,
    ) -> Result<T, StoreError> {
        let result = run(self.live()?);
        result.map_err(|error| {
            let error = told(&error);
            if matches!(error, StoreError::Unavailable { .. }) {
                self.live = None;
            }
            error
        })
    }

    pub(crate) fn query<T>(
        &mut self,
        sql: &str,
        values: &[Value<'_>],
        read: &mut dyn FnMut(&Cells<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let values = parameters(values);
        let rows = self.reading(&mut |live| {
            let statement = live.prepare(sql)?;
            live.client.query(&statement, &values)
        })?;
        rows.iter().map(|row| read(&Cells::Postgres(row))).collect()
    }

    pub(crate) fn execute(&mut self, sql: &str, values: &[Value<'_>]) -> Result<u64, StoreError> {
        let values = parameters(values);
        self.once(&mut |live| {
            let statement = live.prepare(sql)?;
            live.client.execute(&statement, &values)
        })
    }

    pub(crate) fn batch(&mut self, sql: &str) -> Result<(), StoreError> {
        let ends = matches!(sql, "COMMIT" | "ROLLBACK");
        let result = if sql == "BEGIN" {
            // Nothing is lost by beginning again.
            self.reading(&mut |live| live.client.batch_execute(sql))
        } else if sql == "ROLLBACK" && self.live.is_none() {
            Ok(())
        } else {
            self.once(&mut |live| live.client.batch_execute(sql))
        };
        self.in_transaction = match &result {
            Ok(()) if sql == "BEGIN" => true,
            _ if ends => false,
            _ => self.in_transaction,
        };
        result
    }

    /// Moves the head and adds the rows, in one statement; whether the head was where it was expected.
    pub(crate) fn append(&mut self, expected: &Head, rows: &[Row]) -> Result<bool, StoreError> {
        let Some(last) = rows.last() else {
            return Ok(true);
        };
        let columns = Columns::of(rows);
        let (sequence, before) = (stored(last.sequence), stored(expected.sequence));
        let (hash, hash_before) = (
            last.hash.as_bytes().as_slice(),
            expected.hash.as_bytes().as_slice(),
        );
        let mut values: Vec<&(dyn ToSql + Sync)> =
            vec![&sequence, &last.recorded_at, &hash, &before, &hash_before];
        values.extend(columns.values());
        // Until there is a connection nothing was sent, and nothing can have been written.
        self.live()?;
        let alone = !self.in_transaction;
        let added = self.once(&mut |live| {
            let statement = live.prepare(APPEND)?;
            live.client.execute(&statement, &values)
        });
        match added {
            Ok(0) => Ok(false),
            Ok(_) => Ok(true),
            // Two transactions met, where the server's settings ask for more isolation than is needed.
            Err(StoreError::Other { reason }) if reason.starts_with(BEHIND) => Ok(false),
            // Alone, it is its own transaction: when its answer is lost, so is whether it was done.
            Err(StoreError::Unavailable { reason, .. }) => Err(StoreError::Unavailable {
                reason,
                maybe_written: alone,
            }),
            Err(error) => Err(error),
        }
    }
}

impl Live {
    fn prepare(&mut self, sql: &str) -> Result<Statement, postgres::Error> {
        if let Some(statement) = self.prepared.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.client.prepare(sql)?;
        self.prepared.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }
}

/// Rows by column, as the append statement takes them.
struct Columns<'a> {
    sequence: Vec<i64>,
    id: Vec<&'a str>,
    recorded_at: Vec<i64>,
    event_date: Vec<Option<&'a str>>,
    actor: Vec<&'a str>,
    subject: Vec<&'a str>,
    version: Vec<i64>,
    change: Vec<&'a str>,
    body: Vec<&'a str>,
    reason: Vec<Option<&'a str>>,
    origin: Vec<Option<&'a str>>,
    previous: Vec<&'a [u8]>,
    hash: Vec<&'a [u8]>,
}

impl<'a> Columns<'a> {
    fn of(rows: &'a [Row]) -> Self {
        Self {
            sequence: rows.iter().map(|row| stored(row.sequence)).collect(),
            id: rows.iter().map(|row| row.id.as_str()).collect(),
            recorded_at: rows.iter().map(|row| row.recorded_at).collect(),
            event_date: rows.iter().map(|row| row.event_date.as_deref()).collect(),
            actor: rows.iter().map(|row| row.actor.as_str()).collect(),
            subject: rows.iter().map(|row| row.subject.as_str()).collect(),
            version: rows.iter().map(|row| i64::from(row.version)).collect(),
            change: rows.iter().map(|row| row.change.as_str()).collect(),
            body: rows.iter().map(|row| row.body.as_str()).collect(),
            reason: rows.iter().map(|row| row.reason.as_deref()).collect(),
            origin: rows.iter().map(|row| row.origin.as_deref()).collect(),
            previous: rows
                .iter()
                .map(|row| row.previous.as_bytes().as_slice())
                .collect(),
            hash: rows
                .iter()
                .map(|row| row.hash.as_bytes().as_slice())
                .collect(),
        }
    }

    fn values(&self) -> [&(dyn ToSql + Sync); 13] {
        [
            &self.sequence,
            &self.id,
            &self.recorded_at,
            &self.event_date,
            &self.actor,
            &self.subject,
            &self.version,
            &self.change,
            &self.body,
            &self.reason,
            &self.origin,
            &self.previous,
            &self.hash,
        ]
    }
}

/// How the server is reached: what the address does not say otherwise.
fn settings(url: &PostgresUrl) -> Result<postgres::Config, StoreError> {
    let mut settings = url.settings()?;
    if settings.get_connect_timeout().is_none() {
        settings.connect_timeout(PATIENCE);
    }
    if settings.get_application_name().is_none() {
        settings.application_name("clew");
    }
    if settings.get_tcp_user_timeout().is_none() {
        settings.tcp_user_timeout(SILENCE);
    }
    // The library's own is two hours, which nobody means.
    if settings.get_keepalives_idle() == postgres::Config::new().get_keepalives_idle() {
        settings.keepalives_idle(SILENCE);
        settings.keepalives_interval(PATIENCE);
        settings.keepalives_retries(3);
    }
    Ok(settings)
}

fn connect(url: &PostgresUrl, manner: Manner) -> Result<Live, StoreError> {
    let mut client = settings(url)?
        .connect(NoTls)
        .map_err(|error| match error.code() {
            Some(&SqlState::INVALID_CATALOG_NAME) => StoreError::NoDatabase {
                location: Location::Postgres(url.clone()),
            },
            _ => lost(&said(&error)),
        })?;
    for sql in [Some(SET_UP), manner.set_up()].into_iter().flatten() {
        client.batch_execute(sql).map_err(|error| told(&error))?;
    }
    Ok(Live {
        client,
        prepared: HashMap::new(),
    })
}

fn parameters<'a>(values: &'a [Value<'a>]) -> Vec<&'a (dyn ToSql + Sync)> {
    values
        .iter()
        .map(|value| match value {
            Value::Integer(number) => number as &(dyn ToSql + Sync),
            Value::Text(text) => text,
            Value::MaybeInteger(number) => number,
            Value::Bytes(bytes) => bytes,
            Value::MaybeBytes(bytes) => bytes,
        })
        .collect()
}

/// The cell at a place of a row.
pub(crate) fn cell(row: &postgres::Row, index: usize) -> Cell {
    let Some(column) = row.columns().get(index) else {
        return Cell::Strange("no such column");
    };
    let kind = column.type_();
    let read = if *kind == Type::INT8 {
        row.try_get::<_, Option<i64>>(index)
            .map(|cell| cell.map(Cell::Integer))
    } else if *kind == Type::TEXT {
        row.try_get::<_, Option<String>>(index)
            .map(|cell| cell.map(Cell::Text))
    } else if *kind == Type::BYTEA {
        row.try_get::<_, Option<Vec<u8>>>(index)
            .map(|cell| cell.map(Cell::Bytes))
    } else {
        Ok(Some(Cell::Strange("a column of another type")))
    };
    match read {
        Ok(cell) => cell.unwrap_or(Cell::Null),
        Err(_) => Cell::Strange("a value that cannot be read"),
    }
}

/// What marks an error that only means "someone else was first".
const BEHIND: &str = "someone else was first";

/// An error of PostgreSQL in the store's words.
fn told(error: &postgres::Error) -> StoreError {
    let Some(code) = error.code() else {
        // Without a code it did not come from the server: the connection is gone, or a value was unfit.
        let of_the_line = error.is_closed() || is_of_input_and_output(error);
        return if of_the_line {
            lost(&said(error))
        } else {
            StoreError::other(said(error))
        };
    };
    match code.code() {
        "53100" => StoreError::Full,
        "25006" | "42501" => StoreError::ReadOnly,
        // Kept waiting for a lock, or given up for its time.
        "55P03" | "57014" => StoreError::Busy,
        "54000" => StoreError::TooLarge {
            what: "a text or an attachment".to_owned(),
        },
        "40001" | "40P01" => StoreError::other(format!("{BEHIND}: {}", said(error))),
        "XX001" | "XX002" => StoreError::damaged(said(error)),
        code if code.starts_with("08") || code.starts_with("57P") || code == "53300" => {
            lost(&said(error))
        }
        _ => StoreError::other(said(error)),
    }
}

fn is_of_input_and_output(error: &postgres::Error) -> bool {
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        if cause.is::<std::io::Error>() {
            return true;
        }
        source = cause.source();
    }
    false
}

fn lost(reason: &str) -> StoreError {
    StoreError::Unavailable {
        reason: reason.to_owned(),
        maybe_written: false,
    }
}

/// What the server said, or what the system did.
fn said(error: &postgres::Error) -> String {
    if let Some(server) = error.as_db_error() {
        return server.message().to_owned();
    }
    match std::error::Error::source(error) {
        Some(cause) => format!("{error}: {cause}"),
        None => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use clew_testkit::postgres::Cluster;

    use super::*;

    #[test]
    fn a_server_that_falls_silent_is_given_up_in_half_a_minute_unless_the_address_says_otherwise() {
        let of = |address: &str| settings(&address.parse().unwrap()).unwrap();
        let usual = of("postgres://clew@localhost/plans");
        assert_eq!(usual.get_tcp_user_timeout(), Some(&SILENCE));
        assert_eq!(usual.get_keepalives_idle(), SILENCE);
        assert!(usual.get_keepalives());
        let asked = of("postgres://clew@localhost/plans?tcp_user_timeout=5&keepalives_idle=7");
        assert_eq!(asked.get_tcp_user_timeout(), Some(&Duration::from_secs(5)));
        assert_eq!(asked.get_keepalives_idle(), Duration::from_secs(7));
    }

    #[test]
    fn a_question_of_a_page_that_takes_too_long_is_given_up_and_told_as_busy() {
        let Some(cluster) = Cluster::shared() else {
            return;
        };
        let url: PostgresUrl = cluster.fresh_database().parse().unwrap();
        let limit = |mut session: Session| {
            let shown = session.query("SHOW statement_timeout", &[], &mut |cells| cells.text(0));
            shown.unwrap().pop().flatten().unwrap()
        };
        assert_eq!(limit(Session::for_pages(&url)), "1min");
        assert_eq!(limit(Session::later(&url)), "0");
        let mut session = Session::for_pages(&url);
        session.batch("SET statement_timeout = '50ms'").unwrap();
        let given_up = session.query("SELECT pg_sleep(5)::text", &[], &mut |cells| cells.text(0));
        assert!(matches!(given_up, Err(StoreError::Busy)), "{given_up:?}");
    }
}
