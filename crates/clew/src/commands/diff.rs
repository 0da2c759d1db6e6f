//! `clew diff`: what would be shown otherwise than a forum was shown it, and why.

use std::io::Write;

use clew_plan::{FreezeId, UnitId};
use clew_service::{Against, Cause, Difference, LineCause};

use crate::acting::{Format, TellArgs};
use crate::database;
use crate::failure::{Failure, Outcome};

/// Which freeze, against what.
#[derive(Debug, clap::Args)]
pub struct DiffArgs {
    /// The freeze.
    #[arg(value_name = "FREEZE")]
    freeze: String,
    /// Now, another freeze, or what was known at a day (its end), a moment or entry:412.
    #[arg(default_value = "now", value_name = "AGAINST")]
    against: String,
    /// Database: a file or postgres://…; CLEW_DATABASE or clew.db when not named.
    #[arg(long, value_name = "LOCATION")]
    database: Option<String>,
    #[command(flatten)]
    tell: TellArgs,
}

/// Lists the restatements, each with its cause.
///
/// # Errors
/// When there is no such freeze or time, or the journal cannot be read.
pub fn run(args: &DiffArgs, out: &mut dyn Write) -> Result<Outcome, Failure> {
    let service = database::open(args.database.as_deref())?;
    let other = FreezeId::from(args.against.as_str());
    let against = match args.against.as_str() {
        "now" => Against::Now,
        _ if service.memory().state().freeze(&other).is_some() => Against::Freeze(other),
        written => Against::KnownAt(database::known_at(&service, written)?),
    };
    let difference = service.difference(&args.freeze.as_str().into(), &against)?;
    match args.tell.format {
        Format::Json => {
            serde_json::to_writer_pretty(&mut *out, &difference)?;
            writeln!(out)?;
        }
        Format::Text => print(&difference, out)?,
    }
    Ok(Outcome::Clean)
}

fn print(difference: &Difference, out: &mut dyn Write) -> Result<(), Failure> {
    writeln!(
        out,
        "{}, shown on {}, against {}\n",
        difference.freeze, difference.meeting, difference.against
    )?;
    for restated in &difference.restated {
        writeln!(
            out,
            "{}",
            line(&restated.code, &restated.title, restated.unit.as_ref())
        )?;
        // What one entry did to a line is told together.
        for together in restated
            .changes
            .chunk_by(|left, right| left.causes == right.causes)
        {
            for change in together {
                writeln!(
                    out,
                    "  {}: was {}, now {}",
                    change.aspect, change.was, change.now
                )?;
            }
            causes(together.first().map_or(&[], |change| &change.causes), out)?;
        }
    }
    one_sided("new", &difference.new, out)?;
    one_sided("gone", &difference.gone, out)?;
    if difference.is_none() {
        writeln!(
            out,
            "All {} lines are as they were shown.",
            difference.unchanged
        )?;
    } else {
        writeln!(
            out,
            "\n{} restated, {} new, {} gone, {} as they were shown.",
            difference.restated.len(),
            difference.new.len(),
            difference.gone.len(),
            difference.unchanged
        )?;
    }
    Ok(())
}

fn one_sided(what: &str, lines: &[LineCause], out: &mut dyn Write) -> Result<(), Failure> {
    for found in lines {
        writeln!(
            out,
            "{} ({what})",
            line(&found.code, &found.title, found.unit.as_ref())
        )?;
        causes(&found.causes, out)?;
    }
    Ok(())
}

fn line(code: &str, title: &str, unit: Option<&UnitId>) -> String {
    let unit = unit.map(|unit| format!(", {unit}")).unwrap_or_default();
    format!("{code}  {title}{unit}")
}

fn causes(causes: &[Cause], out: &mut dyn Write) -> Result<(), Failure> {
    for cause in causes {
        writeln!(out, "    because {cause}")?;
    }
    Ok(())
}
