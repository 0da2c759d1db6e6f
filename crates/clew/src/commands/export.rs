//! `clew export`: a Book as a workbook, CSV, JSON or a workspace folder.

use std::io::Write;
use std::path::PathBuf;

use clew_exchange::export::{self, Existing, Form};

use crate::failure::{Failure, Outcome};
use crate::progress::Meter;
use crate::source::SourceArgs;
use crate::words;

/// What to write, and where.
#[derive(Debug, clap::Args)]
pub struct ExportArgs {
    #[command(flatten)]
    source: SourceArgs,
    /// Write the whole journal to a folder: every entry, attachment and record in open text formats,
    /// with a description, so that `clew init --from-archive` builds the very same journal.
    #[arg(long, conflicts_with_all = ["form", "force", "data", "example", "as_known_at", "freeze"])]
    everything: bool,
    /// Write the Book as it was known when this freeze was made.
    #[arg(long, value_name = "ID", conflicts_with_all = ["data", "example", "as_known_at"])]
    freeze: Option<String>,
    /// File or folder to write; a name that ends in .xlsx or .json says the form.
    #[arg(long, value_name = "PATH")]
    to: PathBuf,
    /// The form, when the name does not say it.
    #[arg(long, value_name = "FORM")]
    form: Option<FormName>,
    /// Write over files that are there; without it only what an earlier CSV export wrote is replaced.
    #[arg(long)]
    force: bool,
}

/// The forms by the names they have on the command line.
#[derive(Clone, Copy, Debug, Eq, PartialEq, clap::ValueEnum)]
enum FormName {
    /// A folder of JSON lines that Clew works on.
    Workspace,
    /// A folder of CSV files, one for each kind of record.
    Csv,
    /// One JSON file.
    Json,
    /// One workbook, a sheet for each kind of record.
    Xlsx,
}

impl FormName {
    const fn form(self) -> Form {
        match self {
            Self::Workspace => Form::Workspace,
            Self::Csv => Form::Csv,
            Self::Json => Form::Json,
            Self::Xlsx => Form::Workbook,
        }
    }
}

/// Writes the Book.
///
/// # Errors
/// When the Book cannot be read or the path cannot be written.
pub fn run(args: &ExportArgs, out: &mut dyn Write) -> Result<Outcome, Failure> {
    if args.everything {
        return everything(args, out);
    }
    let (book, made_at) = match &args.freeze {
        Some(freeze) => args.source.as_frozen(freeze)?,
        None => args.source.load_made_at()?,
    };
    let form = args
        .form
        .map_or_else(|| Form::of_path(&args.to), FormName::form);
    let existing = if args.force {
        Existing::Replace
    } else {
        Existing::Keep
    };
    let issues = export::export_made_at(&book, &args.to, form, existing, made_at.as_ref())?;
    for issue in &issues {
        writeln!(out, "{issue}")?;
    }
    writeln!(out, "Written: {}", args.to.display())?;
    Ok(Outcome::Clean)
}

fn everything(args: &ExportArgs, out: &mut dyn Write) -> Result<Outcome, Failure> {
    let reading = args.source.begin()?;
    let (service, actor) = (reading.service(), &reading.actor);
    let mut meter = Meter::new("entries");
    let written = clew_service::archive::write(service, actor, &args.to, &mut |done, all| {
        meter.at(done, all)
    });
    drop(meter);
    let to = args.to.display();
    writeln!(
        out,
        "Written: {to}, {}; {to}/SCHEMA.md says what every file and column is.",
        words::count(written?, "entry")
    )?;
    Ok(Outcome::Clean)
}
