//! The `clew` program: one file per command, each thin over the crates that do the work.

// A binary has no public interface; `pub` marks what other modules of it use.
#![allow(unreachable_pub)]

mod acting;
mod clock;
mod commands;
mod database;
mod failure;
mod progress;
mod series;
mod source;
mod words;

use std::io::Write as _;
use std::process::ExitCode;

use clap::Parser as _;

use crate::commands::Cli;
use crate::failure::Outcome;

fn main() -> ExitCode {
    let cli = Cli::try_parse().unwrap_or_else(|error| refuse(&error));
    let mut out = std::io::stdout().lock();
    let ended = commands::run(&cli, &mut out);
    match ended.and_then(|outcome| Ok(out.flush().map(|()| outcome)?)) {
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::Found) => ExitCode::from(1),
        Err(failure) if failure.is_closed_pipe() => ExitCode::SUCCESS,
        Err(failure) => {
            let _ = writeln!(std::io::stderr(), "error: {failure}");
            ExitCode::from(failure.code)
        }
    }
}

/// Ends with what is wrong with the words of the command line; a password among them is not repeated.
fn refuse(error: &clap::Error) -> ! {
    let is_address = |word: &String| word.contains("postgres") && word.contains("://");
    match std::env::args().any(|word| is_address(&word)) && error.use_stderr() {
        false => error.exit(),
        true => {
            let mut shown = error.render().to_string();
            for word in std::env::args().filter(is_address) {
                shown = shown.replace(&word, "postgres://…");
            }
            let _ = write!(std::io::stderr(), "{shown}");
            std::process::exit(2)
        }
    }
}
