//! `clew import`: workbooks, CSV and JSON into a database or a workspace, with every issue named.

use std::io::Write;
use std::path::{Path, PathBuf};

use clew_exchange::figures::Mapping;
use clew_exchange::import::{self, Imported, Options};
use clew_exchange::{Issue, Merged, Severity, merge, workspace};
use clew_plan::{Book, Kind};
use clew_service::{Done, Incoming};
use serde_json::json;

use super::set::given;
use crate::acting::{Acting, ActingArgs};
use crate::failure::{Failure, Outcome};
use crate::progress::Meter;

/// What to read, and where it goes.
#[derive(Debug, clap::Args)]
pub struct ImportArgs {
    /// Workbooks (.xlsx, .xlsm, .ods), CSV files, folders of CSV files, JSON files or workspaces.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Workspace folder that it goes into, instead of a database; made if it is not there.
    #[arg(long, value_name = "DIR", conflicts_with_all = ["database", "account", "id", "reason"])]
    data: Option<PathBuf>,
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
    /// Why; figures that are signed off or locked change only with a reason.
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    #[command(flatten)]
    acting: ActingArgs,
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
    /// Whether it was written.
    written: bool,
    /// Where to.
    to: String,
    /// The entries made of it, in a database.
    done: Option<Done>,
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
    let ending = match &args.data {
        Some(folder) => into_folder(args, folder, mapping.as_ref())?,
        None => into_database(args, mapping.as_ref())?,
    };
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

fn into_folder(
    args: &ImportArgs,
    folder: &Path,
    mapping: Option<&Mapping>,
) -> Result<Ending, Failure> {
    let mut book = match workspace::exists(folder) {
        true => workspace::read(folder)?,
        false => Book::default(),
    };
    let (incoming, mut ending) = read(args, &book, mapping, folder.display().to_string());
    if let Some(incoming) = incoming {
        ending.merged = Some(merge(&mut book, incoming));
        if !args.dry_run {
            workspace::write(&book, folder)?;
            ending.written = true;
        }
    }
    Ok(ending)
}

fn into_database(args: &ImportArgs, mapping: Option<&Mapping>) -> Result<Ending, Failure> {
    let acting = args.acting.begin(Some(origin(&args.files)))?;
    let memory = acting.service.memory();
    let mut book = given(&memory);
    let seen = memory.state().head.sequence;
    drop(memory);
    let to = acting.service.store().location().to_string();
    let mut meter = Meter::new("import");
    meter.doing("reading");
    let (incoming, mut ending) = read(args, &book, mapping, to);
    meter.doing("writing");
    if let Some(incoming) = incoming {
        ending.merged = Some(merge(&mut book, incoming.clone()));
        if !args.dry_run {
            let incoming = Incoming {
                book: incoming,
                seen,
                reason: args.reason.clone(),
            };
            ending.done = Some(take_in(&acting, &incoming)?);
            ending.written = true;
        }
    }
    Ok(ending)
}

fn take_in(acting: &Acting, incoming: &Incoming) -> Result<Done, Failure> {
    let done = acting.service.take_in_records(&acting.caller, incoming)?;
    acting.keep_fast();
    Ok(done)
}

/// Where the entries come from, in words: the names of the files.
fn origin(files: &[PathBuf]) -> String {
    let name = |path: &PathBuf| {
        path.file_name().map_or_else(
            || path.display().to_string(),
            |name| name.to_string_lossy().into_owned(),
        )
    };
    let names: Vec<String> = files.iter().map(name).collect();
    format!("import of {}", names.join(", "))
}

/// What the files hold; none of it when errors stand in the way.
fn read(
    args: &ImportArgs,
    book: &Book,
    mapping: Option<&Mapping>,
    to: String,
) -> (Option<Book>, Ending) {
    let options = Options {
        existing: Some(book),
        mapping,
    };
    let imported = import::read(&args.files, &options);
    let (incoming, left_out) = match imported.has_errors() {
        true => imported.sound(book),
        false => (imported.book.clone(), 0),
    };
    let may_be_taken = args.partial || !imported.has_errors();
    let ending = Ending {
        imported,
        merged: None,
        written: false,
        to,
        done: None,
        left_out,
    };
    (may_be_taken.then_some(incoming), ending)
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
    let to = &ending.to;
    match ending.merged {
        Some(merged) if !ending.written => writeln!(
            out,
            "Nothing was written: this was a dry run. Without it: {} added, {} changed, {} already there, {} left out.",
            merged.added, merged.changed, merged.same, ending.left_out
        )?,
        Some(merged) => writeln!(
            out,
            "Written to {to}: {} added, {} changed, {} already there, {} left out.",
            merged.added, merged.changed, merged.same, ending.left_out
        )?,
        None if args.dry_run => writeln!(out, "Nothing was written: this was a dry run.")?,
        None => writeln!(
            out,
            "Nothing was written. Put the errors right and import again, or add --partial to take the rest ({} rows would be left out).",
            ending.left_out
        )?,
    }
    if let Some(done) = &ending.done {
        entries(done, out)?;
    }
    Ok(())
}

fn entries(done: &Done, out: &mut dyn Write) -> Result<(), Failure> {
    match (done.rows.first(), done.rows.last()) {
        (Some(first), Some(last)) => writeln!(
            out,
            "Entries {} to {} of the journal{}.",
            first.sequence,
            last.sequence,
            if done.repeated {
                ", made before under this id"
            } else {
                ""
            }
        )?,
        _ => writeln!(out, "No entry was made: it is all there already.")?,
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
        "entries": ending.done.as_ref().map(|done| done.rows.len()),
    })
}
