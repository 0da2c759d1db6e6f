//! `clew withdraw` and `clew retire`: taking a record out, or a measure out of use.

use std::io::Write;

use clew_calendar::Day;
use clew_exchange::columns::Table;
use clew_plan::Code;

use super::set;
use crate::acting::{ActingArgs, TellArgs};
use crate::failure::{Failure, Outcome};
use crate::words;

/// Which record should not be there.
#[derive(Debug, clap::Args)]
pub struct WithdrawArgs {
    /// Kind of record: target, figure, forum, …
    #[arg(value_name = "KIND")]
    kind: String,
    /// What identifies it, for example measure and period.
    #[arg(required = true, value_name = "KEY")]
    key: Vec<String>,
    /// Why, in a sentence that will be read in a year.
    #[arg(long, value_name = "TEXT")]
    reason: String,
    #[command(flatten)]
    tell: TellArgs,
    #[command(flatten)]
    acting: ActingArgs,
}

/// Takes the record out of the Book; its history stays.
///
/// # Errors
/// When there is no such record, others refer to it, or the caller may not.
pub fn withdraw(args: &WithdrawArgs, out: &mut dyn Write) -> Result<Outcome, Failure> {
    let Table::Records(kind) = set::table(&args.kind)? else {
        return Err(Failure::new("the organisation cannot be withdrawn"));
    };
    let acting = args.acting.begin(None)?;
    let memory = acting.service.memory();
    let keys: Vec<&str> = args.key.iter().map(String::as_str).collect();
    let place = set::place(&memory, kind, &keys)?;
    let subject = place.and_then(|place| memory.state().subject_at(kind, place));
    let subject = subject.ok_or_else(|| {
        Failure::not_found(format!(
            "there is no record {} of the kind {}",
            keys.join(" "),
            kind.name()
        ))
    })?;
    drop(memory);
    let done = acting
        .service
        .withdraw(&acting.caller, &subject, &args.reason)?;
    acting.tell(&done, args.tell, out)
}

/// Which measure is no longer used, and from when.
#[derive(Debug, clap::Args)]
pub struct RetireArgs {
    /// Code of the measure.
    #[arg(value_name = "CODE")]
    code: Code,
    /// The day from which it is no longer used.
    #[arg(long, value_parser = words::day, value_name = "DAY")]
    on: Day,
    /// Why, in a sentence that will be read in a year.
    #[arg(long, value_name = "TEXT")]
    reason: String,
    #[command(flatten)]
    tell: TellArgs,
    #[command(flatten)]
    acting: ActingArgs,
}

/// Takes the measure out of use; its figures stay.
///
/// # Errors
/// When there is no such measure, or the caller may not.
pub fn retire(args: &RetireArgs, out: &mut dyn Write) -> Result<Outcome, Failure> {
    let acting = args.acting.begin(None)?;
    let done = acting
        .service
        .retire(&acting.caller, &args.code.key(), args.on, &args.reason)?;
    acting.tell(&done, args.tell, out)
}
