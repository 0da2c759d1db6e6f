//! What taking records over came to, as text and as JSON.

use std::io::Write;

use clew_exchange::records::Reading;
use serde_json::json;

use super::{RecordsArgs, Written};
use crate::failure::Failure;
use crate::words;

/// Issues that are printed.
const PRINTED: usize = 50;

/// The issues, the totals and what was written, as text.
///
/// # Errors
/// When the output cannot be written.
pub(super) fn print(
    args: &RecordsArgs,
    reading: &Reading,
    (here, written): (u64, Option<&Written>),
    out: &mut dyn Write,
) -> Result<(), Failure> {
    for issue in reading.issues.iter().take(PRINTED) {
        writeln!(out, "{issue}")?;
    }
    let more = reading.issue_count().saturating_sub(PRINTED as u64);
    if more > 0 {
        writeln!(
            out,
            "… and {} more; --json lists the first 1,000",
            words::count(more, "issue")
        )?;
    }
    let totals = &reading.totals;
    if !totals.rules.is_empty() {
        let rules = totals
            .rules
            .iter()
            .map(|(rule, count)| format!("{count} {rule}"));
        writeln!(
            out,
            "Issues by rule: {}.",
            rules.collect::<Vec<_>>().join(", ")
        )?;
    }
    writeln!(
        out,
        "Rows: {} read, {} taken, {} refused; {} left out by [[skip]].",
        totals.rows.read, totals.rows.taken, totals.rows.refused, totals.skipped
    )?;
    let told = |text: &str| {
        if text.is_empty() {
            "not known".to_owned()
        } else {
            text.to_owned()
        }
    };
    for ((form, year), rows) in &totals.by_form_and_year {
        writeln!(
            out,
            "  {:<28} {:<10} {:>9} read {:>9} taken {:>9} refused",
            told(form),
            told(year),
            rows.read,
            rows.taken,
            rows.refused
        )?;
    }
    for (column, sum) in &totals.sums {
        writeln!(
            out,
            "Sum of {column}: {} read, {} taken, {} refused; {} without a number.",
            sum.read.normalize(),
            sum.taken.normalize(),
            sum.refused.normalize(),
            words::count(sum.unreadable, "row")
        )?;
    }
    if written.is_none() && here > 0 {
        writeln!(out, "Here already: {}.", words::count(here, "record"))?;
    }
    match written {
        Some(written) => {
            writeln!(
                out,
                "Taken over: {}, {} entered; {} here already.",
                words::count(written.records, "record"),
                words::count_of(
                    usize::try_from(written.people).unwrap_or(usize::MAX),
                    "people"
                ),
                words::count(written.repeated, "record")
            )?;
            if let Some(path) = args.refused.as_ref().filter(|_| totals.rows.refused > 0) {
                writeln!(
                    out,
                    "The refused rows are in {}. Put them right in the whole file and import it again: what is here stays.",
                    path.display()
                )?;
            }
        }
        None if args.dry_run => writeln!(out, "Nothing was written: this was a dry run.")?,
        None => writeln!(
            out,
            "Nothing was written. Put the rows or the mapping right and import again, or take the others with --refused FILE."
        )?,
    }
    Ok(())
}

/// The same as JSON.
pub(super) fn as_json(
    reading: &Reading,
    here: u64,
    written: Option<&Written>,
) -> serde_json::Value {
    let totals = &reading.totals;
    let rows = totals.by_form_and_year.iter().map(|((form, year), rows)| {
        json!({ "form": form, "year": year, "read": rows.read, "taken": rows.taken, "refused": rows.refused })
    });
    json!({
        "issues": reading.issues,
        "issue_count": reading.issue_count(),
        "totals": totals,
        "by_form_and_year": rows.collect::<Vec<_>>(),
        "here_already": here,
        "written": written.map(|written| json!({
            "people": written.people, "records": written.records, "repeated": written.repeated,
        })),
    })
}
