//! `clew cycle`: opening a reporting round, locking it, and seeing what is owed.

use std::io::Write;

use clew_calendar::{Day, Period};
use clew_plan::{Cycle, PlanId};
use clew_service::{CycleRequest, Memory};

use super::returns;
use crate::acting::{ActingArgs, TellArgs, plan_of};
use crate::failure::{Failure, Outcome};
use crate::words;

/// What to do with a cycle.
#[derive(Debug, clap::Args)]
pub struct CycleArgs {
    #[command(subcommand)]
    command: CycleCommand,
}

#[derive(Debug, clap::Subcommand)]
enum CycleCommand {
    /// Open a reporting round for a period.
    Open(OpenArgs),
    /// Lock it: from now on its figures change by corrections only.
    Lock(LockArgs),
    /// Open a locked one again, with a reason.
    Unlock(UnlockArgs),
    /// List the returns due, by owner, with how far each has got.
    Returns(returns::ListArgs),
}

/// A round to open.
#[derive(Debug, clap::Args)]
struct OpenArgs {
    /// Period reported, for example "2026-27 Q1".
    #[arg(long, value_name = "PERIOD")]
    period: Period,
    /// Plan reported on; the only one, or that of the last cycle, when not named.
    #[arg(long, value_name = "ID")]
    plan: Option<String>,
    /// Id of the cycle; the period's name when not given.
    #[arg(long, value_name = "ID")]
    cycle: Option<String>,
    /// When returns open.
    #[arg(long, value_parser = words::day, value_name = "DAY")]
    opens: Option<Day>,
    /// When returns are due.
    #[arg(long, value_parser = words::day, value_name = "DAY")]
    due: Option<Day>,
    #[command(flatten)]
    tell: TellArgs,
    #[command(flatten)]
    acting: ActingArgs,
}

/// Which cycle is meant.
#[derive(Clone, Debug, clap::Args)]
pub struct WhichArgs {
    /// Period of the cycle, for example "2026-27 Q1".
    #[arg(long, value_name = "PERIOD")]
    pub period: Period,
    /// Plan reported on; the only one, or that of the last cycle, when not named.
    #[arg(long, value_name = "ID")]
    pub plan: Option<String>,
}

#[derive(Debug, clap::Args)]
struct LockArgs {
    #[command(flatten)]
    which: WhichArgs,
    /// Why it is locked although returns are missing, drafted or not signed off.
    #[arg(long, value_name = "REASON")]
    despite_missing: Option<String>,
    #[command(flatten)]
    tell: TellArgs,
    #[command(flatten)]
    acting: ActingArgs,
}

#[derive(Debug, clap::Args)]
struct UnlockArgs {
    #[command(flatten)]
    which: WhichArgs,
    /// Why, in a sentence that will be read in a year.
    #[arg(long, value_name = "TEXT")]
    reason: String,
    #[command(flatten)]
    tell: TellArgs,
    #[command(flatten)]
    acting: ActingArgs,
}

impl WhichArgs {
    /// The plan and the id of the cycle.
    ///
    /// # Errors
    /// When there is no such cycle.
    pub fn find(&self, memory: &Memory) -> Result<(PlanId, String), Failure> {
        let plan = plan_of(memory, self.plan.as_deref())?;
        let cycles = &memory.book().cycles;
        let of_plan = |cycle: &&Cycle| cycle.plan == plan;
        let found = cycles
            .iter()
            .filter(of_plan)
            .find(|cycle| cycle.period == self.period);
        match found {
            Some(cycle) => Ok((plan, cycle.id.clone())),
            None => {
                let known: Vec<String> = cycles
                    .iter()
                    .filter(of_plan)
                    .map(|cycle| cycle.period.to_string())
                    .collect();
                let failure =
                    Failure::not_found(format!("the plan {plan} has no cycle for {}", self.period));
                Err(failure.hint(match known.is_empty() {
                    true => format!("open one: clew cycle open --period \"{}\"", self.period),
                    false => format!("it has cycles for {}", known.join(", ")),
                }))
            }
        }
    }
}

/// Does it.
///
/// # Errors
/// When there is no such cycle, what is asked for is not sound, or the caller may not.
pub fn run(args: &CycleArgs, out: &mut dyn Write) -> Result<Outcome, Failure> {
    match &args.command {
        CycleCommand::Open(args) => open(args, out),
        CycleCommand::Lock(args) => {
            let acting = args.acting.begin(None)?;
            let (plan, cycle) = args.which.find(&acting.service.memory())?;
            let (service, caller) = (&acting.service, &acting.caller);
            let done = match &args.despite_missing {
                None => service.lock_cycle(caller, &plan, &cycle)?,
                Some(why) => service.lock_cycle_despite_unsettled(caller, &plan, &cycle, why)?,
            };
            acting.tell(&done, args.tell, out)
        }
        CycleCommand::Unlock(args) => {
            let acting = args.acting.begin(None)?;
            let (plan, cycle) = args.which.find(&acting.service.memory())?;
            let done = acting
                .service
                .unlock_cycle(&acting.caller, &plan, &cycle, &args.reason)?;
            acting.tell(&done, args.tell, out)
        }
        CycleCommand::Returns(args) => returns::list(args, out),
    }
}

fn open(args: &OpenArgs, out: &mut dyn Write) -> Result<Outcome, Failure> {
    let acting = args.acting.begin(None)?;
    let request = CycleRequest {
        id: args.cycle.clone(),
        plan: plan_of(&acting.service.memory(), args.plan.as_deref())?,
        period: args.period,
        opens: args.opens,
        due: args.due,
    };
    let done = acting.service.open_cycle(&acting.caller, &request)?;
    acting.tell(&done, args.tell, out)
}
