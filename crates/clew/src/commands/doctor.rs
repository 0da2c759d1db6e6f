//! `clew doctor`: how the database is, in plain words.

use std::io::Write;

use clew_service::{HealthFinding, HealthLevel, Service, why_not_opened};

use crate::acting::{Format, Reading, ReadingArgs, TellArgs};
use crate::failure::{Failure, Outcome};
use crate::{clock, database};

/// Which database to look at.
#[derive(Debug, clap::Args)]
pub struct DoctorArgs {
    #[command(flatten)]
    tell: TellArgs,
    #[command(flatten)]
    reading: ReadingArgs,
}

/// Looks at the database, also one that cannot be opened. Ends with [`Outcome::Found`] when
/// something stands in the way.
///
/// # Errors
/// When none is named, the account may not read it, or the output cannot be written.
pub fn run(args: &DoctorArgs, out: &mut dyn Write) -> Result<Outcome, Failure> {
    let location = database::needed(args.reading.database.as_deref())?;
    let findings = match Service::open(&location) {
        Ok(service) => {
            let reading = Reading::of(service, args.reading.account.as_deref())?;
            reading.reader()?.health(clock::now()?)?
        }
        Err(_) => why_not_opened(&location),
    };
    match args.tell.format {
        Format::Json => {
            serde_json::to_writer_pretty(&mut *out, &findings)?;
            writeln!(out)?;
        }
        Format::Text => print(&findings, out)?,
    }
    let problem = findings
        .iter()
        .any(|finding| finding.level == HealthLevel::Problem);
    Ok(if problem {
        Outcome::Found
    } else {
        Outcome::Clean
    })
}

fn print(findings: &[HealthFinding], out: &mut dyn Write) -> Result<(), Failure> {
    for finding in findings {
        let level = match finding.level {
            HealthLevel::Ok => "ok",
            HealthLevel::Warning => "warning",
            HealthLevel::Problem => "problem",
        };
        writeln!(out, "{level:<8} {}", finding.what)?;
        if let Some(advice) = &finding.advice {
            writeln!(out, "         → {advice}")?;
        }
    }
    Ok(())
}
