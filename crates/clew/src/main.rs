//! The `clew` program: one file per command, each thin over the crates that do the work.

// A binary has no public interface; `pub` marks what other modules of it use.
#![allow(unreachable_pub)]

mod commands;
mod failure;
mod series;
mod source;

use std::io::Write as _;
use std::process::ExitCode;

use clap::Parser as _;

use crate::commands::Cli;
use crate::failure::Outcome;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let mut out = std::io::stdout().lock();
    let ended = commands::run(&cli, &mut out);
    match ended.and_then(|outcome| Ok(out.flush().map(|()| outcome)?)) {
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::Found) => ExitCode::from(1),
        Err(failure) if failure.is_closed_pipe() => ExitCode::SUCCESS,
        Err(failure) => {
            let _ = writeln!(std::io::stderr(), "error: {failure}");
            ExitCode::from(2)
        }
    }
}
