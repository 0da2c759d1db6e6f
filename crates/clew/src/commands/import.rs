//! `clew import`: workbooks, CSV and JSON into a database or a workspace, with every issue named.

use std::io::Write;
use std::path::{Path, PathBuf};

use clew_exchange::figures::Mapping;
use clew_exchange::import::{self, Imported, Options};
use clew_exchange::{Issue, MadeAt, Merged, Problem, Severity, merge, workspace};
use clew_plan::{Book, Figure, Kind};
use clew_service::{
    AskedFigure, Done, Incoming, KnownAt, Memory, Question, QuestionKind, ServiceError, Weight,
};
use serde_json::json;

use super::import_records::{self, RecordsArgs};
use super::set::given;
use crate::acting::{Acting, ActingArgs};
use crate::failure::{Failure, Outcome};
use crate::progress::Meter;
use crate::words;

/// The word that confirms every question.
const ALL: &str = "all";

/// What to read, and where it goes.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct ImportArgs {
    #[command(subcommand)]
    other: Option<OtherImport>,
    /// Workbooks (.xlsx, .xlsm, .ods), CSV files, folders of CSV files, JSON files or workspaces.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Workspace folder that it goes into, instead of a database; made if it is not there.
    #[arg(long, value_name = "DIR", conflicts_with_all = ["database", "account", "id", "reason", "replace", "seen"])]
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
    /// Take the files' word for everything, over what others have changed since they were made.
    #[arg(long, conflicts_with = "seen")]
    replace: bool,
    /// Entry of the journal that the files were made at, where they do not say it themselves: what
    /// they leave as it was then is left as it is now, and what others changed since is a conflict.
    #[arg(long, value_name = "ENTRY")]
    seen: Option<u64>,
    /// A question about figures of an open cycle that you confirm, by its word, or "all"; may be given
    /// again. Figures for which no open cycle asks are taken unasked.
    #[arg(long = "confirm", value_name = "QUESTION", conflicts_with = "data")]
    confirm: Vec<String>,
    #[command(flatten)]
    acting: ActingArgs,
}

/// What else can be imported.
#[derive(Debug, clap::Subcommand)]
enum OtherImport {
    /// Take records of people over from a CSV file of an old system, through a mapping of columns.
    Records(Box<RecordsArgs>),
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
    if let Some(OtherImport::Records(args)) = &args.other {
        return import_records::run(args, out);
    }
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
    let gathered = import::gather(&args.files, mapping);
    let options = Options {
        existing: Some(&book),
        mapping,
        ..Options::default()
    };
    let imported = gathered.finish(&options);
    let to = folder.display().to_string();
    let (incoming, mut ending) = sift(args, &book, imported, to);
    if let Some(incoming) = incoming {
        let made_at = made_at_with(folder, ending.imported.made_at.clone());
        ending.merged = Some(merge(&mut book, incoming));
        if !args.dry_run {
            workspace::write_made_at(&book, folder, made_at.as_ref())?;
            ending.written = true;
        }
    }
    Ok(ending)
}

/// The entry that a folder was made at once files are in it: the lesser of its own and theirs.
fn made_at_with(folder: &Path, files: Option<MadeAt>) -> Option<MadeAt> {
    if !workspace::exists(folder) {
        return files;
    }
    let own = workspace::made_at(folder)?;
    let earlier = files.filter(|files| files.entry < own.entry);
    Some(earlier.unwrap_or(own))
}

fn into_database(args: &ImportArgs, mapping: Option<&Mapping>) -> Result<Ending, Failure> {
    let acting = args.acting.begin(Some(origin(&args.files)))?;
    let memory = acting.service.memory();
    let mut book = given(&memory);
    let to = acting.service.location().to_string();
    let mut meter = Meter::new("import");
    meter.doing("reading");
    let gathered = import::gather(&args.files, mapping);
    let (made_from, doubt) = made_from(args, &acting, gathered.made_at())?;
    let known = made_from.as_ref().map(given);
    let options = Options {
        existing: Some(&book),
        mapping,
        made_from: known.as_ref(),
        every_change: known.is_none(),
    };
    let imported = gathered.finish(&options);
    let (incoming, mut ending) = sift(args, &book, imported, to);
    ending.imported.issues.extend(doubt);
    meter.doing("writing");
    let head = memory.state().head.sequence;
    let incoming = incoming.map(|book| Incoming {
        book,
        seen: made_from.map_or(head, |known| known.state().head.sequence),
        reason: args.reason.clone(),
    });
    let answers = confirmed(&args.confirm)?;
    let incoming = match incoming {
        Some(incoming) => answered(args, &acting, incoming, &answers, &mut ending)?,
        None => None,
    };
    if let Some(incoming) = incoming {
        let service = &acting.service;
        let wishes = service.wishes_of(&memory, &acting.caller, &incoming)?;
        ending.merged = Some(merge(&mut book, wishes));
        if args.dry_run {
            let met = service.no_conflict(&memory, &acting.caller, &incoming);
            met.map_err(with_ways_out)?;
        } else {
            drop(memory);
            ending.done = Some(take_in(&acting, &incoming, &answers)?);
            ending.written = true;
        }
    }
    Ok(ending)
}

/// What was known when the files were made; none when that is not known or does not matter. A doubt
/// tells that they were made of another journal.
fn made_from(
    args: &ImportArgs,
    acting: &Acting,
    made_at: Option<&MadeAt>,
) -> Result<(Option<Memory>, Option<Issue>), Failure> {
    if args.replace {
        return Ok((None, None));
    }
    let reader = acting.service.reader(&acting.caller.actor)?;
    let last = reader.memory().state().head.sequence;
    if let Some(seen) = args.seen {
        if seen > last {
            let message = format!("there is no entry {seen}; the last entry is {last}");
            return Err(Failure::not_found(message));
        }
        return Ok((Some(reader.known_at(KnownAt::Entry(seen))?), None));
    }
    let Some(made_at) = made_at else {
        return Ok((None, None));
    };
    let known = match made_at.entry <= last {
        true => Some(reader.known_at(KnownAt::Entry(made_at.entry))?),
        false => None,
    };
    let is_it = |known: &Memory| {
        let hash = known.state().head.hash.short();
        made_at.hash.as_ref().is_none_or(|named| *named == hash)
    };
    let known = known.filter(is_it);
    let doubt = known.is_none().then(|| other_journal(args, made_at));
    Ok((known, doubt))
}

fn other_journal(args: &ImportArgs, made_at: &MadeAt) -> Issue {
    let file = args.files.first();
    Issue {
        severity: Severity::Warning,
        file: file.map_or_else(String::new, |file| file.display().to_string()),
        sheet: None,
        row: None,
        column: None,
        rule: "other-journal",
        message: format!(
            "it was made at entry {} of another journal, so what others have changed since cannot be told",
            made_at.entry
        ),
        suggestion:
            "look through the values that would be replaced, or export again from this database"
                .to_owned(),
    }
}

/// The questions that are confirmed.
///
/// # Errors
/// When a word is no question.
pub fn confirmed(words: &[String]) -> Result<Vec<QuestionKind>, Failure> {
    if words.iter().any(|word| word == ALL) {
        return Ok(QuestionKind::ALL.to_vec());
    }
    let read = words
        .iter()
        .map(|word| word.parse::<QuestionKind>().map_err(Failure::new));
    read.collect()
}

/// What may be taken in once what is asked of its figures is heeded: all of it where everything is
/// answered, else with `--partial` the rest, and none of it without. Each question becomes an issue of
/// the row that it is about.
fn answered(
    args: &ImportArgs,
    acting: &Acting,
    mut incoming: Incoming,
    answers: &[QuestionKind],
    ending: &mut Ending,
) -> Result<Option<Incoming>, Failure> {
    let service = &acting.service;
    let memory = service.memory();
    let asked = service.questions_of_records(&memory, &acting.caller, &incoming, answers)?;
    for figure in &asked {
        let issues = issues_of(&ending.imported, figure);
        ending.imported.issues.extend(issues);
    }
    if !asked.is_empty() && !args.partial {
        return Ok(None);
    }
    let all = incoming.book.figures.len();
    let figures = &mut incoming.book.figures;
    figures.retain(|figure| !asked.iter().any(|asked| is_it(asked, figure)));
    ending.left_out += all - figures.len();
    Ok(Some(incoming))
}

fn is_it(asked: &AskedFigure, figure: &Figure) -> bool {
    figure.measure == asked.measure && figure.period == asked.period && figure.unit == asked.unit
}

/// What is asked of a figure, at the row that gives it.
fn issues_of(imported: &Imported, asked: &AskedFigure) -> Vec<Issue> {
    let mut figures = imported.book.figures.iter();
    let Some(place) = figures.position(|figure| is_it(asked, figure)) else {
        return Vec::new();
    };
    let issue = |question: &Question| {
        let word = question.id.word();
        let suggestion = match question.weight {
            Weight::Refuse => "put the row right: no answer lets this pass".to_owned(),
            _ => format!("put the row right, or add --confirm {word} if it is so"),
        };
        let problem = Problem {
            rule: word,
            message: question.text.clone(),
            suggestion,
        };
        imported.issue_of((Kind::Figure, place), Severity::Error, problem)
    };
    asked.questions.iter().filter_map(issue).collect()
}

fn take_in(
    acting: &Acting,
    incoming: &Incoming,
    answers: &[QuestionKind],
) -> Result<Done, Failure> {
    let service = &acting.service;
    let done = service.take_in_answered(&acting.caller, incoming, answers);
    let done = done.map_err(with_ways_out)?;
    acting.keep_fast();
    Ok(done)
}

/// The failure; where others changed the same, with what can be done.
fn with_ways_out(error: ServiceError) -> Failure {
    let met = matches!(
        error,
        ServiceError::Conflict(_) | ServiceError::Conflicts { .. }
    );
    let failure = Failure::from(error);
    match met {
        true => failure.hint("export again and make your changes there, or take the file's word for everything with --replace"),
        false => failure,
    }
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

/// What may be taken of what the files hold; none of it when errors stand in the way.
fn sift(args: &ImportArgs, book: &Book, imported: Imported, to: String) -> (Option<Book>, Ending) {
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
        .map(|(kind, count)| words::count_of(count, &words(kind)))
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
    writeln!(
        out,
        "Issues: {}, {}.",
        words::count(errors, "error"),
        words::count(warnings, "warning")
    )?;
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
            "Nothing was written. Put the errors right and import again, or add --partial to take the rest ({} would be left out).",
            words::count(ending.left_out, "row")
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
