//! `clew doctor`: how the database is, in plain words.

use std::io::Write;

use clew_service::{HealthFinding, HealthLevel, Service, why_not_opened};

use crate::acting::{Format, TellArgs};
use crate::failure::{Failure, Outcome};
use crate::{clock, database};

/// Which database to look at.
#[derive(Debug, clap::Args)]
pub struct DoctorArgs {
    /// Database: a file or postgres://…; CLEW_DATABASE or clew.db when not named.
    #[arg(long, value_name = "LOCATION")]
    database: Option<String>,
    #[command(flatten)]
    tell: TellArgs,
}

/// Looks at the database, also one that cannot be opened. Ends with [`Outcome::Found`] when
/// something stands in the way.
///
/// # Errors
/// When none is named, or the output cannot be written.
pub fn run(args: &DoctorArgs, out: &mut dyn Write) -> Result<Outcome, Failure> {
    let location = database::needed(args.database.as_deref())?;
    let findings = match Service::open(&location) {
        Ok(service) => service.health(clock::now()?)?,
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
