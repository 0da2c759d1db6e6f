//! `clew template`: an annotated workbook to fill in.

use std::io::Write;
use std::path::PathBuf;

use crate::failure::{Failure, Outcome};

/// Where the workbook goes.
#[derive(Debug, clap::Args)]
pub struct TemplateArgs {
    /// The workbook to write, for example plan.xlsx.
    #[arg(value_name = "FILE")]
    path: PathBuf,
    /// Write over a file that is there.
    #[arg(long)]
    force: bool,
}

/// Writes the template.
///
/// # Errors
/// When the file is there already, or cannot be written.
pub fn run(args: &TemplateArgs, out: &mut dyn Write) -> Result<Outcome, Failure> {
    let path = args.path.display();
    if args.path.exists() && !args.force {
        return Err(Failure::new(format!("{path} is there already"))
            .hint("choose another name, or add --force to write over it"));
    }
    clew_exchange::workbook::write_template(&args.path)?;
    writeln!(out, "Written: {path}")?;
    writeln!(
        out,
        "Fill in the sheets you need, then try it: clew import {path} --data FOLDER --dry-run"
    )?;
    Ok(Outcome::Clean)
}
