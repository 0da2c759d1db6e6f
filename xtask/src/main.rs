//! Development tasks of the workspace.

// A binary has no public interface; `pub` marks what other modules of it use.
#![allow(unreachable_pub)]

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

mod ci;
mod tidy;
mod transcriptions;

/// Development tasks of the workspace.
#[derive(Parser)]
#[command(name = "xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

/// One task.
#[derive(Subcommand)]
enum Task {
    /// Check the house rules: dependency direction, module docs, file sizes, paths in documents.
    Tidy,
    /// Check formatting, house rules, lints and documentation: all that CI checks besides tests.
    Ci,
    /// Make one workspace folder per published document from their transcribed tables.
    Transcriptions {
        /// The folder to write to; each document gets a folder of its own in it.
        #[arg(long)]
        to: PathBuf,
        /// The folder with the transcribed tables (000.json to 004.json).
        #[arg(long, default_value = "../shared/data/seeds")]
        from: PathBuf,
    },
}

fn main() -> ExitCode {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let outcome = match Arguments::parse().task {
        Task::Tidy => tidy::run(&root),
        Task::Ci => ci::run(&root),
        Task::Transcriptions { to, from } => {
            transcriptions::run(&from, &to).map_err(|error| error.to_string())
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}
