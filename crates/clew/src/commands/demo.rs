//! `clew demo`: the main job in one command, from an embedded example; then the same in a browser.

mod served;
mod synthetic;

use std::io::Write;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Instant;

use clew_plan::Book;
use clew_report::ReportKind;

use crate::commands::report::{self, Format, ScopeArgs};
use crate::commands::summary;
use crate::failure::{Failure, Outcome};
use crate::source;

/// What to show, and where to put it.
#[derive(Debug, clap::Args)]
pub struct DemoArgs {
    /// Embedded example to show.
    #[arg(long, default_value = "south-lanarkshire-2019-20", value_name = "NAME")]
    example: String,
    /// Folder for the workspace and the reports; made if it is not there.
    #[arg(long, default_value = "clew-demo", value_name = "DIR")]
    to: PathBuf,
    /// End once the reports are written, without serving the web application.
    #[arg(long)]
    reports_only: bool,
    /// Address and port at which the web application listens; port 0 takes any that is free.
    #[arg(long, default_value = "127.0.0.1:8000", value_name = "ADDRESS")]
    listen: SocketAddr,
}

/// Makes a workspace, prints the summary, writes the report in every format, lists the findings, and
/// serves the web application until it is interrupted.
///
/// # Errors
/// When the example is unknown or something cannot be written.
pub fn run(args: &DemoArgs, out: &mut dyn Write) -> Result<Outcome, Failure> {
    let workspace = args.to.join("workspace");
    // A workspace that is there may hold the reader's own changes: it is read, never replaced.
    if clew_exchange::workspace::exists(&workspace) {
        writeln!(
            out,
            "Using the workspace in {}; name another folder with --to to start anew.\n",
            workspace.display()
        )?;
    } else {
        clew_exchange::workspace::write(&source::load_example(&args.example)?, &workspace)?;
    }
    let book = clew_exchange::workspace::read(&workspace)?;

    writeln!(out, "1. Summary of {}\n", args.example)?;
    summary::print(&book, &ScopeArgs::default(), out)?;
    writeln!(out, "\n2. The quarterly report, in every format\n")?;
    let reports = write_reports(&book, &args.to.join("reports"), out)?;
    writeln!(out, "\n3. What does not hold together\n")?;
    super::check::print(&book, out)?;
    closing(&workspace, &reports, out)?;
    if args.reports_only {
        return Ok(Outcome::Clean);
    }
    served::run(&args.to, args.listen, out)
}

fn write_reports(book: &Book, folder: &Path, out: &mut dyn Write) -> Result<PathBuf, Failure> {
    let kind = ReportKind::QuarterlyProgress;
    let built = report::build(book, kind, &ScopeArgs::default(), None)?;
    for format in Format::USUAL {
        let started = Instant::now();
        let path = report::write(&built, kind.name(), format, folder)?;
        let size = std::fs::metadata(&path)
            .map(|file| file.len() / 1024)
            .unwrap_or_default();
        let took = started.elapsed().as_millis();
        writeln!(
            out,
            "   {:<52} {size:>6} KiB  {took:>5} ms",
            path.display().to_string()
        )?;
    }
    Ok(folder.to_owned())
}

fn closing(workspace: &Path, reports: &Path, out: &mut dyn Write) -> Result<(), Failure> {
    let shown = |path: &Path| {
        std::fs::canonicalize(path)
            .unwrap_or_else(|_| path.to_owned())
            .display()
            .to_string()
    };
    writeln!(out, "\nWhere everything is")?;
    writeln!(
        out,
        "   workspace  {}   (plain text: open it, change a figure, run again)",
        shown(workspace)
    )?;
    writeln!(
        out,
        "   reports    {}   (start with quarterly-progress.html)",
        shown(reports)
    )?;
    writeln!(
        out,
        "\nNext: clew check --data {0}    clew report committee-report --data {0}    clew --help",
        workspace.display()
    )?;
    Ok(())
}
