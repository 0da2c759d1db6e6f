//! `clew diff`: what would be shown otherwise than a forum was shown it, and why.

use std::io::Write;

use clew_plan::{FreezeId, UnitId};
use clew_service::{Against, Cause, Difference, LineCause, ReportDifference};

use crate::acting::{Format, ReadingArgs, TellArgs};
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
    #[command(flatten)]
    tell: TellArgs,
    #[command(flatten)]
    reading: ReadingArgs,
}

/// Lists the restatements, each with its cause.
///
/// # Errors
/// When there is no such freeze or time, or the journal cannot be read.
pub fn run(args: &DiffArgs, out: &mut dyn Write) -> Result<Outcome, Failure> {
    let reading = args.reading.begin()?;
    let reader = reading.reader()?;
    let other = FreezeId::from(args.against.as_str());
    let against = match args.against.as_str() {
        "now" => Against::Now,
        _ if reader.memory().state().freeze(&other).is_some() => Against::Freeze(other),
        written => Against::KnownAt(database::known_at(&reader, written)?),
    };
    let difference = reader.difference(&args.freeze.as_str().into(), &against)?;
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
    reports(&difference.reports, out)?;
    conclusion(difference, out)
}

fn conclusion(difference: &Difference, out: &mut dyn Write) -> Result<(), Failure> {
    let unchanged = difference.unchanged;
    let of_lines = [&difference.new, &difference.gone].map(Vec::len);
    let restated = difference.restated.len();
    let same = restated == 0 && of_lines == [0, 0];
    if difference.is_none() {
        writeln!(out, "All {unchanged} lines are as they were shown.")?;
    } else if same {
        writeln!(
            out,
            "\nAll {unchanged} lines are as they were shown; what is beside them in the reports is not."
        )?;
    } else {
        let [new, gone] = of_lines;
        writeln!(
            out,
            "\n{restated} restated, {new} new, {gone} gone, {unchanged} as they were shown."
        )?;
    }
    Ok(())
}

/// What of the reports is otherwise and is not said by the lines, each report under its kind.
fn reports(differences: &[ReportDifference], out: &mut dyn Write) -> Result<(), Failure> {
    for of_report in differences.chunk_by(|left, right| left.report == right.report) {
        let kind = of_report.first().map_or("", |first| first.report.as_str());
        writeln!(out, "In the {kind} report besides")?;
        // What has the same causes is told together.
        for together in of_report.chunk_by(|left, right| left.causes == right.causes) {
            for difference in together {
                writeln!(out, "  {difference}")?;
            }
            causes(together.first().map_or(&[], |first| &first.causes), out)?;
        }
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
