//! `clew returns` and `clew sign-off`: who owes which figure, and moving what came in.

use std::collections::BTreeMap;
use std::io::Write;

use clew_journal::ReturnStage;
use clew_plan::Code;
use clew_service::{Act, Outstanding, ReturnsOf};
use serde_json::json;

use super::cycle::WhichArgs;
use crate::acting::{Acting, ActingArgs, Format, ReadingArgs, TellArgs};
use crate::clock;
use crate::failure::{Failure, Outcome};

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
    #[command(flatten)]
    tell: TellArgs,
    #[command(flatten)]
    reading: ReadingArgs,
}

/// Which returns to move.
#[derive(Debug, clap::Args)]
pub struct MoveArgs {
    /// Codes of the measures; all when none is named.
    #[arg(value_name = "CODE")]
    codes: Vec<Code>,
    #[command(flatten)]
    which: WhichArgs,
    /// Last journal entry that you saw: refuse when someone changed one of the figures, or what is
    /// said about one, after that.
    #[arg(long, value_name = "ENTRY")]
    seen: Option<u64>,
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

/// Which returns to sign off.
#[derive(Debug, clap::Args)]
pub struct SignOffArgs {
    #[command(flatten)]
    these: MoveArgs,
    /// Why they are signed off although you returned them yourself, or nothing is said of a Red figure.
    #[arg(long, alias = "despite-silence", value_name = "TEXT")]
    reason: Option<String>,
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
                seen: self.seen,
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
            let left = left_out(&acting, Act::Check, &returns, ReturnStage::Checked);
            let done = acting.service.check_returns(&acting.caller, &returns)?;
            acting.tell(&done, args.tell, out)?;
            tell_left_out(left, args.tell, out)
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
/// When there is no such cycle or measure, one that is named was not handed in, the caller returned it
/// or a Red figure has no comment and no reason is given, or the caller may not.
pub fn sign_off(args: &SignOffArgs, out: &mut dyn Write) -> Result<Outcome, Failure> {
    let (acting, returns) = args.these.begin()?;
    let (service, caller) = (&acting.service, &acting.caller);
    let left = left_out(&acting, Act::SignOff, &returns, ReturnStage::SignedOff);
    let done = match &args.reason {
        None => service.sign_off(caller, &returns)?,
        Some(why) => service.sign_off_despite(caller, &returns, why)?,
    };
    acting.tell(&done, args.these.tell, out)?;
    tell_left_out(left, args.these.tell, out)
}

/// How many returns the caller's roles do not reach; where none can be moved, moving them says why.
fn left_out(acting: &Acting, act: Act, returns: &ReturnsOf, to: ReturnStage) -> usize {
    let memory = acting.service.memory();
    let left = memory.out_of_reach(&acting.caller.actor, act, returns, to);
    left.unwrap_or_default()
}

fn tell_left_out(left: usize, how: TellArgs, out: &mut dyn Write) -> Result<Outcome, Failure> {
    if left > 0 && matches!(how.format, Format::Text) {
        writeln!(out, "Left alone, as no role of yours reaches them: {left}.")?;
    }
    Ok(Outcome::Clean)
}

/// Lists the returns of a cycle by owner.
///
/// # Errors
/// When there is no such cycle, or the output cannot be written.
pub fn list(args: &ListArgs, out: &mut dyn Write) -> Result<Outcome, Failure> {
    let reading = args.reading.begin()?;
    let reader = reading.reader()?;
    let memory = reader.memory();
    let (plan, cycle) = args.which.find(memory)?;
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
        "unit": owed.key.unit,
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
            let unit = owed.key.unit.as_ref();
            let unit = unit.map_or_else(String::new, |unit| format!(" ({unit})"));
            let code = format!("{}{unit}", owed.measure.code.written());
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
        .filter(|owed| owed.stands.stage < ReturnStage::Returned);
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
