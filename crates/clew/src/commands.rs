//! The command line: what each command is called, and where its work is done.

mod calendar;
mod check;
mod demo;
mod examples;
mod export;
mod import;
mod report;
mod spc;
mod summary;
mod template;

use std::io::Write;

use crate::failure::{Failure, Outcome};

/// Clew carries a service's golden thread: plan, record, measure, report, improve.
#[derive(Debug, clap::Parser)]
#[command(name = "clew", version, about, long_about = None, arg_required_else_help = true)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Show what Clew does: make a workspace from an example, print its summary, write its report
    /// in every format and list what does not hold together.
    Demo(demo::DemoArgs),
    /// List the embedded examples.
    Examples,
    /// Write an annotated workbook to fill in.
    Template(template::TemplateArgs),
    /// Read workbooks, CSV or JSON into a workspace, with every issue named.
    Import(import::ImportArgs),
    /// Write a workspace as a workbook, CSV, JSON or a workspace folder.
    Export(export::ExportArgs),
    /// Count measures by outcome and status.
    Summary(summary::SummaryArgs),
    /// List everything in a plan or report that does not hold together.
    Check(check::CheckArgs),
    /// Write a report as HTML, PDF, Word, Excel, CSV or JSON.
    Report(report::ReportArgs),
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
        Command::Template(args) => template::run(args, out),
        Command::Import(args) => import::run(args, out),
        Command::Export(args) => export::run(args, out),
        Command::Summary(args) => summary::run(args, out),
        Command::Check(args) => check::run(args, out),
        Command::Report(args) => report::run(args, out),
        Command::Calendar(args) => calendar::run(args, out).map(|()| Outcome::Clean),
        Command::Spc(args) => spc::run(args, out).map(|()| Outcome::Clean),
    }
}
