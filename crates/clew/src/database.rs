//! Which database a command works on, and what was known in it when.

use std::path::Path;

use clew_calendar::Day;
use clew_journal::{Freeze, Moment};
use clew_plan::FreezeId;
use clew_report::words;
use clew_service::{KnownAt, LogFilter, Reader, Service, local_time};
use clew_store::Location;

use crate::clock;
use crate::failure::Failure;

/// Names the database when `--database` does not.
const DATABASE: &str = "CLEW_DATABASE";
/// The database in the current folder.
const USUAL: &str = "clew.db";

/// Reads where a database is. A password in it never comes back in a message.
///
/// # Errors
/// When it is no place of a database.
pub fn location(written: &str) -> Result<Location, Failure> {
    let scheme = written.split_once("://").map(|(scheme, _)| scheme);
    if scheme.is_some_and(|scheme| !matches!(scheme, "postgres" | "postgresql")) {
        return Err(Failure::new("that is not the place of a database")
            .hint("name a file, for example clew.db, or a PostgreSQL database as postgres://user:password@host/database"));
    }
    Ok(written.parse()?)
}

/// The database named, or that of the environment, or `clew.db` if it is there; none when there is none.
///
/// # Errors
/// When what is named is no place of a database.
pub fn chosen(named: Option<&str>) -> Result<Option<Location>, Failure> {
    if let Some(named) = named {
        return location(named).map(Some);
    }
    match std::env::var(DATABASE) {
        Ok(named) if !named.is_empty() => location(&named).map(Some),
        _ => Ok(Path::new(USUAL)
            .is_file()
            .then(|| Location::File(USUAL.into()))),
    }
}

/// The place named, or that of the environment, or `clew.db`: where a new database is to be.
///
/// # Errors
/// When what is named is no place of a database.
pub fn new_place(named: Option<&str>) -> Result<Location, Failure> {
    let chosen = chosen(named)?;
    Ok(chosen.unwrap_or_else(|| Location::File(USUAL.into())))
}

/// As [`chosen`], where there must be one.
///
/// # Errors
/// When there is none, or what is named is no place of a database.
pub fn needed(named: Option<&str>) -> Result<Location, Failure> {
    chosen(named)?.ok_or_else(|| {
        Failure::not_found(format!("there is no {USUAL} in this folder")).hint(
            "make a database with `clew init`, or name one with --database FILE or in CLEW_DATABASE",
        )
    })
}

/// Opens the database.
///
/// # Errors
/// When there is none, or it cannot be read.
pub fn open(named: Option<&str>) -> Result<Service, Failure> {
    Ok(Service::open(&needed(named)?)?)
}

/// Reads a point in the journal: a day (its end), a moment, `entry:412` or the id of a freeze.
///
/// # Errors
/// When it is none of these.
pub fn known_at(reader: &Reader<'_>, written: &str) -> Result<KnownAt, Failure> {
    if let Some(number) = written.strip_prefix("entry:") {
        let head = reader.memory().state().head.sequence;
        let number = number.parse::<u64>().ok().filter(|number| *number <= head);
        return number.map(KnownAt::Entry).ok_or_else(|| {
            Failure::not_found(format!("there is no {written}; the last entry is {head}"))
        });
    }
    if let Ok(day) = written.parse::<Day>() {
        return begun_by(reader, written, clock::end_of(day));
    }
    if let Ok(moment) = written.parse::<Moment>() {
        return begun_by(reader, written, moment);
    }
    let freeze = reader.memory().state().freeze(&FreezeId::from(written));
    freeze.map(|freeze| KnownAt::Entry(freeze.known)).ok_or_else(|| {
        Failure::new(format!("{written:?} is no time and no freeze")).hint(
            "write a day like 2026-06-12 (its end), a moment like 2026-06-12T14:05Z, an entry like entry:412, or the id of a freeze",
        )
    })
}

/// What was known at a moment; refused before the journal begins, when nothing was known at all.
fn begun_by(reader: &Reader<'_>, written: &str, moment: Moment) -> Result<KnownAt, Failure> {
    let first = reader.log(&LogFilter {
        limit: Some(1),
        ..LogFilter::default()
    })?;
    let began = first
        .first()
        .map(|line| Moment::from_microseconds(line.row.recorded_at));
    match began.filter(|began| moment < *began) {
        None => Ok(KnownAt::Moment(moment)),
        Some(began) => {
            let day = words::day(local_time::day_of(began));
            let told = format!("nothing was known at {written}: the journal begins on {day}");
            Err(Failure::not_found(told).hint(format!("ask for {day} or later")))
        }
    }
}

/// The freeze with this id.
///
/// # Errors
/// When there is none; the message lists those there are.
pub fn frozen(reader: &Reader<'_>, id: &str) -> Result<Freeze, Failure> {
    let state = reader.memory().state();
    state.freeze(&FreezeId::from(id)).cloned().ok_or_else(|| {
        let known: Vec<&str> = state.freezes().map(|freeze| freeze.id.as_str()).collect();
        Failure::not_found(format!("there is no freeze {id:?}")).hint(match known.is_empty() {
            true => "nothing has been frozen yet; `clew freeze` does it".to_owned(),
            false => format!("there are {}", known.join(", ")),
        })
    })
}
