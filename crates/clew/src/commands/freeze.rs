//! `clew freeze`: fixing what a forum is shown.

use std::io::Write;

use clew_calendar::{Day, Period};
use clew_measure::StatusBasis;
use clew_report::ReportKind;
use clew_service::FreezeRequest;

use crate::acting::{ActingArgs, TellArgs};
use crate::failure::{Failure, Outcome};
use crate::words;

/// What to fix, for whom.
#[derive(Debug, clap::Args)]
pub struct FreezeArgs {
    /// The forum, by id or name.
    #[arg(long, value_name = "FORUM")]
    forum: String,
    /// The day of its meeting.
    #[arg(long, value_parser = words::day, value_name = "DAY")]
    meeting: Day,
    /// Id of the freeze; the forum and the day when not given.
    #[arg(long = "name", value_name = "ID")]
    name: Option<String>,
    /// Plan; that of the last cycle when not named.
    #[arg(long, value_name = "ID")]
    plan: Option<String>,
    /// Period; that of the plan's last cycle when not named.
    #[arg(long, value_name = "PERIOD")]
    period: Option<Period>,
    /// Statuses "as-reported" or "by-rule"; the plan's own way when not named.
    #[arg(long, value_name = "BASIS")]
    basis: Option<StatusBasis>,
    /// Reports to fix, separated by commas.
    #[arg(long, value_delimiter = ',', value_parser = words::report_kind,
          default_value = "quarterly-progress,committee-report", value_name = "KINDS")]
    reports: Vec<ReportKind>,
    /// Why it is fixed although the checks find errors.
    #[arg(long, value_name = "REASON")]
    despite: Option<String>,
    /// Why it is fixed although returns are missing, drafted or not signed off.
    #[arg(long, value_name = "REASON")]
    despite_missing: Option<String>,
    #[command(flatten)]
    tell: TellArgs,
    #[command(flatten)]
    acting: ActingArgs,
}

/// Fixes it.
///
/// # Errors
/// When the forum, plan or period is not known, the checks find errors or returns
/// are not settled and no reason is given, or the caller may not.
pub fn run(args: &FreezeArgs, out: &mut dyn Write) -> Result<Outcome, Failure> {
    let acting = args.acting.begin(None)?;
    let request = FreezeRequest {
        id: args.name.as_deref().map(Into::into),
        forum: args.forum.clone(),
        meeting: args.meeting,
        plan: args.plan.as_deref().map(Into::into),
        period: args.period,
        basis: args.basis,
        reports: args.reports.clone(),
        despite: args.despite.clone(),
        despite_unsettled: args.despite_missing.clone(),
        seen: None,
    };
    let done = acting.service.freeze(&acting.caller, &request)?;
    acting.tell(&done, args.tell, out)
}
