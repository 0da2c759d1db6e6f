//! `clew report`: a report in the formats asked for.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use clew_calendar::Period;
use clew_measure::{Index, StatusBasis};
use clew_plan::{Book, Code, MeasureKey, PlanId};
use clew_report::{Report, ReportKind, Request};

use crate::failure::{Failure, Outcome};
use crate::source::SourceArgs;
use crate::words;

/// What to report, on what, and in which formats.
#[derive(Debug, clap::Args)]
pub struct ReportArgs {
    /// Kind of report.
    #[arg(value_parser = words::report_kind, value_name = "KIND", help = kinds_help())]
    kind: ReportKind,
    #[command(flatten)]
    source: SourceArgs,
    #[command(flatten)]
    scope: ScopeArgs,
    /// The report as it was fixed by this freeze, whatever has changed since.
    #[arg(long, value_name = "ID", conflicts_with_all = ["data", "example", "as_known_at", "plan", "period", "basis", "measure"])]
    freeze: Option<String>,
    /// Code of the measure, for a measure page.
    #[arg(long, value_name = "CODE")]
    measure: Option<Code>,
    /// Formats to write, separated by commas.
    #[arg(
        long,
        value_delimiter = ',',
        default_value = "html,pdf,docx,xlsx",
        value_name = "FORMATS"
    )]
    format: Vec<Format>,
    /// Folder to write to; made if it is not there.
    #[arg(long, default_value = "reports", value_name = "DIR")]
    to: PathBuf,
}

/// Which plan, period and statuses a command is about.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct ScopeArgs {
    /// Plan; that of the last cycle when not named.
    #[arg(long, value_name = "ID")]
    pub plan: Option<String>,
    /// Period, for example "2019-20 Q2"; that of the plan's last cycle when not named.
    #[arg(long, value_name = "PERIOD")]
    pub period: Option<Period>,
    /// Statuses "as-reported" or "by-rule"; as reported for an imported cycle when not named.
    #[arg(long, value_name = "BASIS")]
    pub basis: Option<StatusBasis>,
}

impl ScopeArgs {
    /// Settles what was not named.
    ///
    /// # Errors
    /// When the plan is unknown or there is no period.
    pub fn request<'book>(&self, index: &'book Index<'book>) -> Result<Request<'book>, Failure> {
        let plan = self.plan.as_deref().map(PlanId::from);
        Ok(Request::new(index, plan.as_ref(), self.period, self.basis)?)
    }
}

/// A format that a report is written in.
#[derive(Clone, Copy, Debug, Eq, PartialEq, clap::ValueEnum)]
pub enum Format {
    /// A web page.
    Html,
    /// A tagged PDF.
    Pdf,
    /// A Word document.
    Docx,
    /// An Excel workbook.
    Xlsx,
    /// A folder of CSV files, one a table.
    Csv,
    /// The report's value as JSON.
    Json,
}

impl Format {
    /// The formats a committee clerk asks for.
    pub const USUAL: [Self; 4] = [Self::Html, Self::Pdf, Self::Docx, Self::Xlsx];
}

/// Writes the report in each format and says where.
///
/// # Errors
/// When the report cannot be built, rendered or written.
pub fn run(args: &ReportArgs, out: &mut dyn Write) -> Result<Outcome, Failure> {
    let report = match &args.freeze {
        Some(freeze) => {
            let reading = args.source.begin()?;
            let reader = reading.reader()?;
            reader.frozen_report(&freeze.as_str().into(), args.kind)?
        }
        None => {
            let (book, open) = args.source.load_with_open_returns()?;
            let measure = args.measure.as_ref().map(Code::key);
            let index = Index::new(&book);
            let about = args.scope.request(&index)?.with_open_returns(open);
            args.kind.build(&about, measure.as_ref())?
        }
    };
    let name = file_name(args.kind, args.measure.as_ref());
    for format in &args.format {
        let written = write(&report, &name, *format, &args.to)?;
        writeln!(out, "{}", written.display())?;
    }
    Ok(Outcome::Clean)
}

/// The report's file name without its ending: the kind and, for a measure page, the code.
fn file_name(kind: ReportKind, measure: Option<&Code>) -> String {
    match measure {
        Some(code) if kind == ReportKind::MeasurePage => {
            let safe = |character: char| {
                if character.is_ascii_alphanumeric() {
                    character
                } else {
                    '-'
                }
            };
            let code: String = code.body().chars().map(safe).collect();
            format!("{}-{code}", kind.name())
        }
        _ => kind.name().to_owned(),
    }
}

/// Builds a report of a kind from a Book.
///
/// # Errors
/// When the plan or measure is unknown, or there is nothing to report.
pub fn build(
    book: &Book,
    kind: ReportKind,
    scope: &ScopeArgs,
    measure: Option<&MeasureKey>,
) -> Result<Report, Failure> {
    let index = Index::new(book);
    Ok(kind.build(&scope.request(&index)?, measure)?)
}

/// Writes a report in one format into a folder and returns the file (or folder) written.
///
/// # Errors
/// When it cannot be rendered or written; the message names the file.
pub fn write(
    report: &Report,
    name: &str,
    format: Format,
    folder: &Path,
) -> Result<PathBuf, Failure> {
    let file = |extension: &str| folder.join(format!("{name}.{extension}"));
    match format {
        Format::Html => save(file("html"), clew_render::html(report).as_bytes()),
        Format::Pdf => save(file("pdf"), &clew_render::pdf(report)?),
        Format::Docx => save(file("docx"), &clew_render::docx(report)?),
        Format::Xlsx => save(file("xlsx"), &clew_render::xlsx(report)?),
        Format::Json => save(file("json"), clew_render::json(report)?.as_bytes()),
        Format::Csv => {
            let tables = folder.join(format!("{name}-csv"));
            for (table, text) in clew_render::csv(report) {
                save(tables.join(table), text.as_bytes())?;
            }
            Ok(tables)
        }
    }
}

fn save(path: PathBuf, bytes: &[u8]) -> Result<PathBuf, Failure> {
    let written = path
        .parent()
        .map_or(Ok(()), fs::create_dir_all)
        .and_then(|()| fs::write(&path, bytes));
    match written {
        Ok(()) => Ok(path),
        Err(error) => Err(Failure::new(format!("could not write {}: {error}", path.display()))
            .hint("check that you may write there and that the disk has room, or name another folder with --to")),
    }
}

fn kinds_help() -> String {
    format!("Kind of report: {}", words::report_kinds())
}
