//! `clew import`: workbooks, CSV and JSON into a workspace, with every issue named.

use std::io::Write;
use std::path::PathBuf;

use clew_exchange::figures::Mapping;
use clew_exchange::import::{self, Imported, Options};
use clew_exchange::{Issue, Merged, Severity, merge, workspace};
use clew_plan::{Book, Kind};
use serde_json::json;

use crate::failure::{Failure, Outcome};

/// What to read, and where it goes.
#[derive(Debug, clap::Args)]
pub struct ImportArgs {
    /// Workbooks (.xlsx, .xlsm, .ods), CSV files, folders of CSV files, JSON files or workspaces.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Workspace folder that it goes into; made if it is not there.
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// List the issues and change nothing.
    #[arg(long)]
    dry_run: bool,
    /// Take the rows without errors even when others have some.
    #[arg(long)]
    partial: bool,
    /// Read figures in long form through this mapping of columns (TOML).
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// How to list the issues.
    #[arg(long, default_value = "text", value_name = "FORMAT")]
    format: Format,
}

/// How issues are listed.
#[derive(Clone, Copy, Debug, Eq, PartialEq, clap::ValueEnum)]
enum Format {
    /// Lines to read.
    Text,
    /// One JSON object.
    Json,
}

/// What became of the import.
struct Ending {
    imported: Imported,
    /// What was merged, or would be without `--dry-run`; none when errors stand in the way.
    merged: Option<Merged>,
    /// Whether the workspace was written.
    written: bool,
    /// Rows, sheets or files left out because of an error.
    left_out: usize,
}

/// Reads, merges and writes.
///
/// # Errors
/// When a file is not there, the mapping cannot be used, or the workspace cannot be read or written.
pub fn run(args: &ImportArgs, out: &mut dyn Write) -> Result<Outcome, Failure> {
    for file in &args.files {
        if !file.exists() {
            return Err(Failure::new(format!("there is no file {}", file.display()))
                .hint("check the name and the folder"));
        }
    }
    let mapping = args.mapping.as_deref().map(Mapping::read).transpose()?;
    let mut book = match workspace::exists(&args.data) {
        true => workspace::read(&args.data)?,
        false => Book::default(),
    };
    let options = Options {
        existing: Some(&book),
        mapping: mapping.as_ref(),
    };
    let imported = import::read(&args.files, &options);
    let ending = take(args, imported, &mut book)?;
    match args.format {
        Format::Text => print(args, &ending, out)?,
        Format::Json => {
            serde_json::to_writer_pretty(&mut *out, &as_json(&ending))?;
            writeln!(out)?;
        }
    }
    Ok(if ending.imported.has_errors() {
        Outcome::Found
    } else {
        Outcome::Clean
    })
}

/// Merges what may be taken into the Book and writes it, unless nothing is to be written.
fn take(args: &ImportArgs, imported: Imported, book: &mut Book) -> Result<Ending, Failure> {
    let (incoming, left_out) = match imported.has_errors() {
        true => imported.sound(book),
        false => (imported.book.clone(), 0),
    };
    let may_be_taken = args.partial || !imported.has_errors();
    let merged = may_be_taken.then(|| merge(book, incoming));
    let written = merged.is_some() && !args.dry_run;
    if written {
        workspace::write(book, &args.data)?;
    }
    Ok(Ending {
        imported,
        merged,
        written,
        left_out,
    })
}

fn count(issues: &[Issue], severity: Severity) -> usize {
    issues
        .iter()
        .filter(|issue| issue.severity == severity)
        .count()
}

fn print(args: &ImportArgs, ending: &Ending, out: &mut dyn Write) -> Result<(), Failure> {
    for issue in &ending.imported.issues {
        writeln!(out, "{issue}")?;
    }
    let read: Vec<String> = kinds(&ending.imported.book)
        .map(|(kind, count)| format!("{count} {}", words(kind)))
        .collect();
    let read = if read.is_empty() {
        "nothing".to_owned()
    } else {
        read.join(", ")
    };
    writeln!(out, "Read: {read}.")?;
    let issues = &ending.imported.issues;
    let (errors, warnings) = (
        count(issues, Severity::Error),
        count(issues, Severity::Warning),
    );
    writeln!(out, "Issues: {errors} errors, {warnings} warnings.")?;
    let data = args.data.display();
    match ending.merged {
        Some(merged) if !ending.written => writeln!(
            out,
            "Nothing was written: this was a dry run. Without it: {} added, {} changed, {} already there, {} left out.",
            merged.added, merged.changed, merged.same, ending.left_out
        )?,
        Some(merged) => writeln!(
            out,
            "Written to {data}: {} added, {} changed, {} already there, {} left out.",
            merged.added, merged.changed, merged.same, ending.left_out
        )?,
        None if args.dry_run => writeln!(out, "Nothing was written: this was a dry run.")?,
        None => writeln!(
            out,
            "Nothing was written. Put the errors right and import again, or add --partial to take the rest ({} rows would be left out).",
            ending.left_out
        )?,
    }
    Ok(())
}

fn kinds(book: &Book) -> impl Iterator<Item = (Kind, usize)> {
    let counts = Kind::ALL.iter().map(|kind| (*kind, book.count(*kind)));
    counts.filter(|(_, count)| *count > 0)
}

fn words(kind: Kind) -> String {
    kind.name().replace('-', " ")
}

fn as_json(ending: &Ending) -> serde_json::Value {
    let read: serde_json::Map<String, serde_json::Value> = kinds(&ending.imported.book)
        .map(|(kind, count)| (kind.name().to_owned(), json!(count)))
        .collect();
    json!({
        "issues": ending.imported.issues,
        "errors": count(&ending.imported.issues, Severity::Error),
        "warnings": count(&ending.imported.issues, Severity::Warning),
        "read": read,
        "written": ending.written,
        "added": ending.merged.map_or(0, |merged| merged.added),
        "changed": ending.merged.map_or(0, |merged| merged.changed),
        "unchanged": ending.merged.map_or(0, |merged| merged.same),
        "left_out": ending.left_out,
    })
}
