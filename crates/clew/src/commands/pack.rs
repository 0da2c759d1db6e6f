//! `clew pack`: what can be recorded, by when it is due and what is counted of it, as data that a council reads,
//! changes and applies.

mod show;
mod source;
mod told;

use std::io::Write;

use clew_practice::pack::{Gravity, Pack, PackChange, PackDifference, PackIssue};
use clew_service::{PackFiles, Service};
use serde_json::json;

use crate::acting::ActingArgs;
use crate::failure::{Failure, Outcome};
use crate::{database, words};
use source::{IN_FORCE, Source};
use told::{difference_json, issue_json, print_difference, print_issues};

/// What to do with packs.
#[derive(Debug, clap::Args)]
pub struct PackArgs {
    #[command(subcommand)]
    command: PackCommand,
}

#[derive(Debug, clap::Subcommand)]
enum PackCommand {
    /// List the packs that come with the program and those in force, or what is in one.
    List(ListArgs),
    /// Say in plain English what a form, a clock or a measure is.
    Show(ShowArgs),
    /// List everything that is not right in a pack, with file, line and what to do.
    Check(CheckArgs),
    /// List what is different from one pack to another.
    Diff(DiffArgs),
    /// Put a pack in force, in place of the one with its code.
    Apply(ApplyArgs),
    /// Put the pack in force again that was so before.
    Undo(UndoArgs),
}

/// How an answer is given.
#[derive(Clone, Copy, Debug, clap::Args)]
struct FormatArgs {
    /// Answer in JSON, for machines.
    #[arg(long)]
    json: bool,
}

/// Where the packs in force are.
#[derive(Clone, Debug, clap::Args)]
struct DatabaseArgs {
    /// Database: a file or postgres://…; CLEW_DATABASE or clew.db when not named.
    #[arg(long, value_name = "LOCATION")]
    database: Option<String>,
}

#[derive(Debug, clap::Args)]
struct ListArgs {
    /// Pack whose forms, clocks and measures are listed: a folder, the name of one that comes with the program,
    /// "in-force", or "in-force:CODE" where there are several.
    #[arg(value_name = "PACK")]
    pack: Option<String>,
    #[command(flatten)]
    format: FormatArgs,
    #[command(flatten)]
    database: DatabaseArgs,
}

#[derive(Debug, clap::Args)]
struct ShowArgs {
    /// Code of a form, a clock or a measure.
    #[arg(value_name = "CODE")]
    code: String,
    /// Pack that it is in; the one in force, or else the one that comes with the program, when not named.
    #[arg(long, value_name = "PACK")]
    pack: Option<String>,
    #[command(flatten)]
    database: DatabaseArgs,
}

#[derive(Debug, clap::Args)]
struct CheckArgs {
    /// Folder of the pack, or the name of one that comes with the program.
    #[arg(value_name = "PACK")]
    pack: String,
    #[command(flatten)]
    format: FormatArgs,
}

#[derive(Debug, clap::Args)]
struct DiffArgs {
    /// Pack before: a folder, the name of one that comes with the program, or "in-force".
    #[arg(value_name = "OLD")]
    old: String,
    /// Pack after.
    #[arg(value_name = "NEW")]
    new: String,
    #[command(flatten)]
    format: FormatArgs,
    #[command(flatten)]
    database: DatabaseArgs,
}

#[derive(Debug, clap::Args)]
struct ApplyArgs {
    /// Folder of the pack, or the name of one that comes with the program.
    #[arg(value_name = "PACK")]
    pack: String,
    /// Say what would be different, and change nothing.
    #[arg(long)]
    dry_run: bool,
    /// Why.
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    #[command(flatten)]
    format: FormatArgs,
    #[command(flatten)]
    acting: ActingArgs,
}

#[derive(Debug, clap::Args)]
struct UndoArgs {
    /// Code of the pack; the only one in force when not given.
    #[arg(value_name = "CODE")]
    code: Option<String>,
    /// Why.
    #[arg(long, value_name = "TEXT")]
    reason: String,
    #[command(flatten)]
    acting: ActingArgs,
}

/// Does it.
///
/// # Errors
/// When a pack or a database is not there, cannot be read or cannot be applied.
pub fn run(args: &PackArgs, out: &mut dyn Write) -> Result<Outcome, Failure> {
    match &args.command {
        PackCommand::List(args) => list(args, out),
        PackCommand::Show(args) => show::run(&args.code, args.pack.as_deref(), &args.database, out),
        PackCommand::Check(args) => check(args, out),
        PackCommand::Diff(args) => diff(args, out),
        PackCommand::Apply(args) => apply(args, out),
        PackCommand::Undo(args) => undo(args, out),
    }
}

/// The outcome where something was found that is an error.
fn found(errors: bool) -> Outcome {
    match errors {
        true => Outcome::Found,
        false => Outcome::Clean,
    }
}

fn has_errors(issues: &[PackIssue]) -> bool {
    issues.iter().any(|issue| issue.gravity == Gravity::Error)
}

fn check(args: &CheckArgs, out: &mut dyn Write) -> Result<Outcome, Failure> {
    let source = Source::folder_or_built_in(&args.pack)?;
    let (pack, issues) = Pack::read(&source.files);
    if args.format.json {
        let all: Vec<_> = issues
            .iter()
            .map(|issue| issue_json(&source, issue))
            .collect();
        let (errors, warnings) = told::counts(&issues);
        let answer = json!({
            "pack": pack.code, "version": pack.version, "issues": all, "errors": errors, "warnings": warnings,
        });
        write_json(&answer, out)?;
    } else {
        print_issues(&source, &issues, out)?;
        writeln!(out, "{}: {}", told::named(&pack), told::counted(&issues))?;
    }
    Ok(found(has_errors(&issues)))
}

fn write_json(answer: &serde_json::Value, out: &mut dyn Write) -> Result<(), Failure> {
    serde_json::to_writer_pretty(&mut *out, answer)?;
    writeln!(out)?;
    Ok(())
}

fn diff(args: &DiffArgs, out: &mut dyn Write) -> Result<Outcome, Failure> {
    let database = args.database.database.as_deref();
    let old = source::pack(&args.old, database)?;
    let new = source::pack(&args.new, database)?;
    let in_use = match args.old.starts_with(IN_FORCE) {
        true => source::in_use(&database::open(database)?)?,
        false => source::InUse::default(),
    };
    let difference = PackDifference::between(&old, &new, &|form, field| in_use.of(form, field));
    if args.format.json {
        write_json(&difference_json(&difference), out)?;
    } else {
        print_difference(&difference, out)?;
    }
    Ok(found(difference.refused().next().is_some()))
}

fn list(args: &ListArgs, out: &mut dyn Write) -> Result<Outcome, Failure> {
    let database = args.database.database.as_deref();
    if let Some(named) = &args.pack {
        let pack = source::pack(named, database)?;
        return match args.format.json {
            true => write_json(&told::contents_json(&pack), out),
            false => told::print_contents(&pack, out),
        }
        .map(|()| Outcome::Clean);
    }
    let mut rows = Vec::new();
    for name in Pack::built_in_names() {
        rows.push(("comes with the program", Pack::built_in(name)?.0));
    }
    if database::chosen(database)?.is_some() {
        let packs = database::open(database)?.packs()?;
        rows.extend(packs.iter().map(|pack| ("in force", (**pack).clone())));
    }
    if args.format.json {
        let rows = rows
            .iter()
            .map(|(place, pack)| told::pack_json(place, pack));
        write_json(&rows.collect(), out)?;
    } else {
        for (place, pack) in &rows {
            writeln!(
                out,
                "{:<24} {}, with {}",
                place,
                told::named(pack),
                told::sizes(pack)
            )?;
        }
    }
    Ok(Outcome::Clean)
}

fn apply(args: &ApplyArgs, out: &mut dyn Write) -> Result<Outcome, Failure> {
    let source = Source::folder_or_built_in(&args.pack)?;
    let acting = args
        .acting
        .begin(Some(format!("pack {}", source.named())))?;
    let change = acting
        .service
        .try_pack(&acting.caller.actor, &source.files)?;
    let difference = match &change.now {
        Some(now) => Some(difference(&acting.service, now, &change.then)?),
        None => None,
    };
    let refused = difference.iter().any(|all| all.refused().next().is_some());
    let sound = !has_errors(&change.issues) && !refused;
    if sound && let Some(difference) = &difference {
        needs_a_higher_version(difference)?;
    }
    let done = match sound && !args.dry_run {
        true => Some(acting.service.apply_pack(
            &acting.caller,
            &source.files,
            args.reason.as_deref(),
        )?),
        false => None,
    };
    let applied = done.as_ref().is_some_and(|done| !done.rows.is_empty());
    acting.keep_fast();
    if args.format.json {
        let issues: Vec<_> = change
            .issues
            .iter()
            .map(|issue| issue_json(&source, issue))
            .collect();
        let answer = json!({
            "pack": change.then.code,
            "version": change.then.version,
            "issues": issues,
            "difference": difference.as_ref().map(difference_json),
            "applied": applied,
            "entry": done.as_ref().and_then(|done| done.rows.first()).map(|row| row.sequence),
        });
        write_json(&answer, out)?;
        return Ok(found(!sound));
    }
    print_issues(&source, &change.issues, out)?;
    match &difference {
        Some(difference) => print_difference(difference, out)?,
        None => {
            let pack = &change.then;
            writeln!(
                out,
                "{} is new here, with {}.",
                told::named(pack),
                told::sizes(pack)
            )?;
        }
    }
    match (&done, sound) {
        (_, false) => writeln!(out, "Nothing was applied: see what is wrong above.")?,
        (None, true) => writeln!(out, "Nothing was applied: this was a dry run.")?,
        (Some(_), true) if applied => writeln!(out, "{} is in force.", told::named(&change.then))?,
        (Some(_), true) => writeln!(out, "Nothing was applied: it is in force already.")?,
    }
    Ok(found(!sound))
}

/// What is different, and what cannot be done while records use it.
fn difference(service: &Service, now: &Pack, then: &Pack) -> Result<PackDifference, Failure> {
    let in_use = source::in_use(service)?;
    Ok(PackDifference::between(now, then, &|form, field| {
        in_use.of(form, field)
    }))
}

/// Refuses a pack that says something else under the version that is in force, or an earlier one.
fn needs_a_higher_version(difference: &PackDifference) -> Result<(), Failure> {
    if difference.is_empty() || difference.is_later() {
        return Ok(());
    }
    let message = format!(
        "the pack is different from the one in force, and its version {} is not higher than {}",
        difference.to, difference.from
    );
    Err(Failure::new(message).hint(
        "give it a higher version in pack.toml; to go back to the one before, use clew pack undo",
    ))
}

fn undo(args: &UndoArgs, out: &mut dyn Write) -> Result<Outcome, Failure> {
    let acting = args.acting.begin(None)?;
    let packs = acting.service.packs()?;
    let code = match (&args.code, packs.as_slice()) {
        (Some(code), _) => code.clone(),
        (None, [only]) => only.code.clone(),
        (None, []) => return Err(Failure::not_found("no pack is in force")),
        (None, many) => {
            let codes: Vec<&str> = many.iter().map(|pack| pack.code.as_str()).collect();
            return Err(Failure::new("it is not known which pack is meant")
                .hint(format!("name one: {}", codes.join(", "))));
        }
    };
    let before = packs.iter().find(|pack| pack.code == code);
    acting
        .service
        .undo_pack(&acting.caller, &code, &args.reason)?;
    acting.keep_fast();
    let after = acting.service.packs()?;
    let after = after.iter().find(|pack| pack.code == code);
    if let Some((before, after)) = before.zip(after) {
        let difference = PackDifference::between(before, after, &|_, _| 0);
        print_difference(&difference, out)?;
        writeln!(out, "{} is in force again.", told::named(after))?;
    }
    Ok(Outcome::Clean)
}
