//! The command line: what each command is called, and where its work is done.

mod account;
mod calendar;
mod check;
mod cycle;
mod demo;
mod diff;
mod doctor;
mod evidence;
mod examples;
mod explain;
mod export;
mod figure;
mod freeze;
mod import;
mod import_records;
mod init;
mod log;
mod pack;
mod report;
mod returns;
mod safeguard;
mod serve;
mod set;
mod spc;
mod summary;
mod synth;
mod template;
mod withdraw;

use std::io::Write;

use crate::failure::{Failure, Outcome};

/// The commands by what they are for.
const GROUPS: &str = "\
Begin       demo, examples, init, template, import, serve
Plan        set, retire, withdraw
Practice    pack, synth
Cycle       cycle, return, returns, sign-off, correct, evidence
Committee   summary, check, report, freeze, diff, explain, export
Look after  log, verify, backup, restore, doctor, account
Tools       calendar, spc

A command works on the database named with --database or in CLEW_DATABASE, or on clew.db in this
folder. docs/guide/first-cycle.md goes through a whole cycle.";

/// Clew carries a service's golden thread: plan, record, measure, report, improve.
#[derive(Debug, clap::Parser)]
#[command(name = "clew", version, about, long_about = None, after_help = GROUPS, arg_required_else_help = true)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

// In the order in which a newcomer meets them: begin, plan, run a cycle, report, look closer, look after.
#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Show what Clew does: make a workspace from an example, print its summary, write its report
    /// in every format and list what does not hold together.
    Demo(demo::DemoArgs),
    /// List the embedded examples.
    Examples,
    /// Make a database: empty, from an example, from a workspace or from an archive.
    Init(init::InitArgs),
    /// Write an annotated workbook to fill in.
    Template(template::TemplateArgs),
    /// Read workbooks, CSV or JSON into a database or a workspace, with every issue named.
    Import(import::ImportArgs),
    /// Serve the web application over a database.
    Serve(serve::ServeArgs),
    /// Change a record field by field, or add it: clew set target SPCC014 2021-22 goal=90.
    Set(set::SetArgs),
    /// Take a measure out of use; its figures stay.
    Retire(withdraw::RetireArgs),
    /// Take a record out that should not be there; its history stays.
    Withdraw(withdraw::WithdrawArgs),
    /// Read, check, compare and apply packs: forms, processes, clocks and measures as data.
    Pack(pack::PackArgs),
    /// Make a synthetic council: people and records that are plainly invented, with the true answers.
    Synth(synth::SynthArgs),
    /// Open, lock and unlock reporting rounds, and list what is owed.
    Cycle(cycle::CycleArgs),
    /// Return a figure for a period, with what is said about it.
    Return(figure::ReturnArgs),
    /// List returns, mark them as looked over, send them back.
    Returns(returns::ReturnsArgs),
    /// Sign returns off: those named, or all that were handed in.
    SignOff(returns::SignOffArgs),
    /// Correct a figure, with a reason; the earlier one stays in the journal.
    Correct(figure::CorrectArgs),
    /// Hang files of evidence on figures, actions and findings, list them, save them.
    Evidence(evidence::EvidenceArgs),
    /// Count measures by outcome and status.
    Summary(summary::SummaryArgs),
    /// List everything in a plan or report that does not hold together.
    Check(check::CheckArgs),
    /// Write a report as HTML, PDF, Word, Excel, CSV or JSON.
    Report(report::ReportArgs),
    /// Fix what a forum is shown: it stays as it was, whatever changes later.
    Freeze(freeze::FreezeArgs),
    /// List what would be shown otherwise than a forum was shown it, and why.
    Diff(diff::DiffArgs),
    /// Tell a figure's whole story: value, rule, source, corrections, and what was shown of it.
    Explain(explain::ExplainArgs),
    /// Write a Book as a workbook, CSV, JSON or a workspace, or the whole journal as an archive.
    Export(export::ExportArgs),
    /// List what was done, by whom, when and why.
    Log(log::LogArgs),
    /// Check that the journal is whole, from its first entry to its last.
    Verify(safeguard::VerifyArgs),
    /// Write a verified copy of the journal to a file while others go on working.
    Backup(safeguard::BackupArgs),
    /// Make a database from a backup, once the backup is verified.
    Restore(safeguard::RestoreArgs),
    /// Say how the database is, and what to see to.
    Doctor(doctor::DoctorArgs),
    /// Open and close accounts, give and take roles.
    Account(account::AccountArgs),
    /// Work with working days and bank holidays.
    Calendar(calendar::CalendarArgs),
    /// Draw control limits and find signals in any series.
    Spc(spc::SpcArgs),
}

/// Runs the command that was asked for.
///
/// # Errors
/// When the command could not do its work; see [`Failure`].
pub fn run(cli: &Cli, out: &mut dyn Write) -> Result<Outcome, Failure> {
    match &cli.command {
        Command::Demo(args) => demo::run(args, out),
        Command::Examples => examples::run(out),
        Command::Serve(args) => serve::run(args, out),
        Command::Init(args) => init::run(args, out),
        Command::Template(args) => template::run(args, out),
        Command::Import(args) => import::run(args, out),
        Command::Set(args) => set::run(args, out),
        Command::Retire(args) => withdraw::retire(args, out),
        Command::Withdraw(args) => withdraw::withdraw(args, out),
        Command::Pack(args) => pack::run(args, out),
        Command::Synth(args) => synth::run(args, out),
        Command::Cycle(args) => cycle::run(args, out),
        Command::Return(args) => figure::give(args, out),
        Command::Returns(args) => returns::run(args, out),
        Command::SignOff(args) => returns::sign_off(args, out),
        Command::Correct(args) => figure::correct(args, out),
        Command::Evidence(args) => evidence::run(args, out),
        Command::Summary(args) => summary::run(args, out),
        Command::Check(args) => check::run(args, out),
        Command::Report(args) => report::run(args, out),
        Command::Freeze(args) => freeze::run(args, out),
        Command::Diff(args) => diff::run(args, out),
        Command::Explain(args) => explain::run(args, out),
        Command::Export(args) => export::run(args, out),
        Command::Log(args) => log::run(args, out),
        Command::Verify(args) => safeguard::verify(args, out),
        Command::Backup(args) => safeguard::backup(args, out),
        Command::Restore(args) => safeguard::restore(args, out),
        Command::Doctor(args) => doctor::run(args, out),
        Command::Account(args) => account::run(args, out),
        Command::Calendar(args) => calendar::run(args, out).map(|()| Outcome::Clean),
        Command::Spc(args) => spc::run(args, out).map(|()| Outcome::Clean),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn the_arguments_of_every_command_are_sound() {
        super::Cli::command().debug_assert();
    }

    #[test]
    fn every_command_is_in_one_group_of_the_help() {
        let grouped = super::GROUPS.split("\n\n").next().expect("the groups");
        let mut named: Vec<&str> = grouped
            .lines()
            .flat_map(|line| line.get(12..).unwrap_or_default().split(", "))
            .collect();
        let command = super::Cli::command();
        let mut there: Vec<&str> = command
            .get_subcommands()
            .map(clap::Command::get_name)
            .collect();
        named.sort_unstable();
        there.sort_unstable();
        assert_eq!(named, there);
    }
}
