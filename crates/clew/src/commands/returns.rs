//! `clew returns` and `clew sign-off`: who owes which figure, and moving what came in.

use std::collections::BTreeMap;
use std::io::Write;

use clew_plan::Code;
use clew_service::{Outstanding, ReturnsOf, Service};
use serde_json::json;

use super::cycle::WhichArgs;
use crate::acting::{Acting, ActingArgs, Format, TellArgs};
use crate::failure::{Failure, Outcome};
use crate::{clock, database};

/// What to do with returns.
#[derive(Debug, clap::Args)]
pub struct ReturnsArgs {
    #[command(subcommand)]
    command: ReturnsCommand,
}

#[derive(Debug, clap::Subcommand)]
enum ReturnsCommand {
    /// List the returns due, by owner, with how far each has got.
    List(ListArgs),
    /// Mark returns as looked over: those named, or all that were handed in.
    Check(MoveArgs),
    /// Send returns back to their owners, with a reason.
    SendBack(SendBackArgs),
}

/// Which returns to list.
#[derive(Debug, clap::Args)]
pub struct ListArgs {
    #[command(flatten)]
    which: WhichArgs,
    /// Database: a file or postgres://…; CLEW_DATABASE or clew.db when not named.
    #[arg(long, value_name = "LOCATION")]
    database: Option<String>,
    #[command(flatten)]
    tell: TellArgs,
}

/// Which returns to move.
#[derive(Debug, clap::Args)]
pub struct MoveArgs {
    /// Codes of the measures; all when none is named.
    #[arg(value_name = "CODE")]
    codes: Vec<Code>,
    #[command(flatten)]
    which: WhichArgs,
    #[command(flatten)]
    tell: TellArgs,
    #[command(flatten)]
    acting: ActingArgs,
}

#[derive(Debug, clap::Args)]
struct SendBackArgs {
    #[command(flatten)]
    these: MoveArgs,
    /// Why, so that the owner knows what to do.
    #[arg(long, value_name = "TEXT")]
    reason: String,
}

impl MoveArgs {
    fn begin(&self) -> Result<(Acting, ReturnsOf), Failure> {
        let acting = self.acting.begin(None)?;
        let (plan, cycle) = self.which.find(&acting.service.memory())?;
        let measures = self.codes.iter().map(Code::key).collect::<Vec<_>>();
        let measures = (!measures.is_empty()).then_some(measures);
        Ok((
            acting,
            ReturnsOf {
                plan,
                cycle,
                measures,
            },
        ))
    }
}

/// Does it.
///
/// # Errors
/// When there is no such cycle or measure, a return is not where it could be moved from, or the caller may not.
pub fn run(args: &ReturnsArgs, out: &mut dyn Write) -> Result<Outcome, Failure> {
    match &args.command {
        ReturnsCommand::List(args) => list(args, out),
        ReturnsCommand::Check(args) => {
            let (acting, returns) = args.begin()?;
            let done = acting.service.check_returns(&acting.caller, &returns)?;
            acting.tell(&done, args.tell, out)
        }
        ReturnsCommand::SendBack(args) => {
            let (acting, returns) = args.these.begin()?;
            let done = acting
                .service
                .send_back(&acting.caller, &returns, &args.reason)?;
            acting.tell(&done, args.these.tell, out)
        }
    }
}

/// Signs returns off.
///
/// # Errors
/// When there is no such cycle or measure, one that is named was not handed in, or the caller may not.
pub fn sign_off(args: &MoveArgs, out: &mut dyn Write) -> Result<Outcome, Failure> {
    let (acting, returns) = args.begin()?;
    let done = acting.service.sign_off(&acting.caller, &returns)?;
    acting.tell(&done, args.tell, out)
}

/// Lists the returns of a cycle by owner.
///
/// # Errors
/// When there is no such cycle, or the output cannot be written.
pub fn list(args: &ListArgs, out: &mut dyn Write) -> Result<Outcome, Failure> {
    let service: Service = database::open(args.database.as_deref())?;
    let memory = service.memory();
    let (plan, cycle) = args.which.find(&memory)?;
    let returns = memory.returns_of(&plan, &cycle)?;
    match args.tell.format {
        Format::Json => {
            let all: Vec<_> = returns.iter().map(as_json).collect();
            serde_json::to_writer_pretty(&mut *out, &all)?;
            writeln!(out)?;
        }
        Format::Text => print(&returns, out)?,
    }
    Ok(Outcome::Clean)
}

fn as_json(owed: &Outstanding<'_>) -> serde_json::Value {
    json!({
        "measure": owed.measure.code.written(),
        "title": owed.measure.title,
        "owner": owed.measure.owner,
        "period": owed.period,
        "due": owed.due,
        "stage": owed.stands.stage,
        "by": owed.stands.by,
        "at": owed.stands.at,
        "reason": owed.stands.reason,
    })
}

fn print(returns: &[Outstanding<'_>], out: &mut dyn Write) -> Result<(), Failure> {
    let mut by_owner: BTreeMap<&str, Vec<&Outstanding<'_>>> = BTreeMap::new();
    for owed in returns {
        let owner = owed.measure.owner.as_deref().unwrap_or("(no owner)");
        by_owner.entry(owner).or_default().push(owed);
    }
    for (owner, owed) in by_owner {
        writeln!(out, "{owner}")?;
        for owed in owed {
            let since = owed
                .stands
                .at
                .map(|at| format!(", {}", clock::shown(at)))
                .unwrap_or_default();
            let why = owed
                .stands
                .reason
                .as_deref()
                .map(|why| format!(": {why}"))
                .unwrap_or_default();
            let code = owed.measure.code.written();
            writeln!(
                out,
                "  {code:<18} {}{since}{why}",
                owed.stands.stage.words()
            )?;
            writeln!(out, "  {:<18} {}", "", owed.measure.title)?;
        }
    }
    let waiting = returns
        .iter()
        .filter(|owed| owed.stands.stage < clew_journal::ReturnStage::Returned);
    let due = returns.iter().find_map(|owed| owed.due);
    let due = due.map(|due| format!(", due {due}")).unwrap_or_default();
    writeln!(
        out,
        "{} of {} still to come{due}.",
        waiting.count(),
        returns.len()
    )?;
    Ok(())
}
