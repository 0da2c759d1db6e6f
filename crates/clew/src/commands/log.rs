//! `clew log`: what was done, by whom, when and why.

use std::io::Write;

use clew_calendar::Day;
use clew_journal::Moment;
use clew_service::{LogFilter, LogLine, LogSubject};
use serde_json::json;

use crate::acting::{Format, ReadingArgs, TellArgs};
use crate::clock;
use crate::failure::{Failure, Outcome};

/// Which entries to list.
#[derive(Debug, clap::Args)]
pub struct LogArgs {
    /// Only about this: the code of a measure (and everything of it), or a subject such as
    /// figures/SPCC14/2021-22.
    #[arg(long, value_name = "SUBJECT")]
    subject: Option<String>,
    /// Only by this account.
    #[arg(long, value_name = "ACCOUNT")]
    actor: Option<String>,
    /// Only this change, for example set-target or correct-figure.
    #[arg(long, value_name = "NAME")]
    change: Option<String>,
    /// Only from then on: a day or a moment like 2026-06-12T14:05Z.
    #[arg(long, value_parser = since, value_name = "WHEN")]
    since: Option<Moment>,
    /// Only up to then: a day (its end) or a moment.
    #[arg(long, value_parser = until, value_name = "WHEN")]
    until: Option<Moment>,
    /// At most so many entries.
    #[arg(long, default_value_t = 50, value_name = "NUMBER")]
    limit: u64,
    /// The oldest first; else the newest.
    #[arg(long)]
    oldest_first: bool,
    #[command(flatten)]
    tell: TellArgs,
    #[command(flatten)]
    reading: ReadingArgs,
}

fn since(text: &str) -> Result<Moment, String> {
    moment(text, clock::start_of)
}

fn until(text: &str) -> Result<Moment, String> {
    moment(text, clock::end_of)
}

fn moment(text: &str, of_day: fn(Day) -> Moment) -> Result<Moment, String> {
    match text.parse::<Day>() {
        Ok(day) => Ok(of_day(day)),
        Err(_) => text.parse().map_err(|_| {
            "write a day like 2026-06-12 or a moment like 2026-06-12T14:05Z".to_owned()
        }),
    }
}

/// Lists the entries.
///
/// # Errors
/// When there is no such subject, the journal cannot be read, or the account may not.
pub fn run(args: &LogArgs, out: &mut dyn Write) -> Result<Outcome, Failure> {
    let reading = args.reading.begin()?;
    let reader = reading.reader()?;
    let subject = args.subject.as_deref();
    let filter = LogFilter {
        subject: subject
            .map(|subject| LogSubject::read(subject, reader.memory()))
            .transpose()?,
        actor: args.actor.as_deref().map(Into::into),
        change: args.change.clone(),
        since: args.since,
        until: args.until,
        limit: Some(args.limit),
        newest_first: !args.oldest_first,
        ..LogFilter::default()
    };
    let lines = reader.log(&filter)?;
    if args.tell.format == Format::Json {
        let all: Vec<_> = lines.iter().map(as_json).collect();
        serde_json::to_writer_pretty(&mut *out, &all)?;
        writeln!(out)?;
        return Ok(Outcome::Clean);
    }
    for line in &lines {
        writeln!(out, "{:>6}  {}", line.row.sequence, line.sentence)?;
    }
    match u64::try_from(lines.len()) {
        Ok(0) => writeln!(out, "There is no such entry.")?,
        Ok(count) if count == args.limit => {
            writeln!(out, "There may be more; --limit shows them.")?;
        }
        _ => {}
    }
    Ok(Outcome::Clean)
}

fn as_json(line: &LogLine) -> serde_json::Value {
    let row = &line.row;
    json!({
        "entry": row.sequence,
        "id": row.id,
        "recorded_at": Moment::from_microseconds(row.recorded_at),
        "event_date": row.event_date,
        "actor": row.actor,
        "subject": row.subject,
        "version": row.version,
        "change": row.change,
        "reason": row.reason,
        "origin": row.origin,
        "sentence": line.sentence,
        "hash": row.hash,
        "unreadable": line.entry.as_ref().err(),
    })
}
