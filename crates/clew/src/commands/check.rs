//! `clew check`: everything in a plan or report that does not hold together.

use std::io::Write;

use clew_check::{Finding, Report, Rule, Severity};
use clew_plan::Book;

use crate::failure::{Failure, Outcome};
use crate::source::SourceArgs;

/// What to check, and how to show what is found.
#[derive(Debug, clap::Args)]
pub struct CheckArgs {
    #[command(flatten)]
    source: SourceArgs,
    /// How to show the findings.
    #[arg(long, default_value = "text", value_name = "FORMAT")]
    format: Format,
    /// Only these rules; may be given several times.
    #[arg(long, value_name = "ID")]
    rule: Vec<String>,
    /// Say what a rule looks for and why, and check nothing.
    #[arg(long, value_name = "ID", conflicts_with_all = ["rule", "list"])]
    explain: Option<String>,
    /// List every rule, and check nothing.
    #[arg(long)]
    list: bool,
}

/// How findings are shown.
#[derive(Clone, Copy, Debug, Eq, PartialEq, clap::ValueEnum)]
enum Format {
    /// Grouped text to read.
    Text,
    /// An array of findings, each with rule, severity, document, places, message and suggestion.
    Json,
}

/// Checks, or explains. Ends with [`Outcome::Found`] when an error was found, so that a script can
/// stop; warnings and notes are no reason to.
///
/// # Errors
/// When a rule is unknown, the Book cannot be read or the output cannot be written.
pub fn run(args: &CheckArgs, out: &mut dyn Write) -> Result<Outcome, Failure> {
    if let Some(id) = &args.explain {
        explain(known(id)?, out)?;
        return Ok(Outcome::Clean);
    }
    if args.list {
        for rule in clew_check::all_rules() {
            writeln!(out, "{:<34} {:<8} {}", rule.id, rule.severity, rule.title)?;
        }
        return Ok(Outcome::Clean);
    }
    for id in &args.rule {
        known(id)?;
    }
    let book = args.source.load()?;
    let report = wanted(clew_check::check(&book), &args.rule);
    match args.format {
        Format::Text => show(&book, &report, out)?,
        Format::Json => {
            serde_json::to_writer_pretty(&mut *out, &report.findings)?;
            writeln!(out)?;
        }
    }
    Ok(if report.has_errors() {
        Outcome::Found
    } else {
        Outcome::Clean
    })
}

fn known(id: &str) -> Result<&'static Rule, Failure> {
    clew_check::rule(id).ok_or_else(|| {
        Failure::new(format!("there is no rule called {id:?}"))
            .hint("`clew check --list` lists the rules")
    })
}

fn wanted(mut report: Report, rules: &[String]) -> Report {
    let asked = |finding: &Finding| rules.is_empty() || rules.iter().any(|id| id == finding.rule);
    report.findings.retain(|finding| asked(finding));
    report.waived.retain(|waived| asked(&waived.finding));
    report
}

fn explain(rule: &Rule, out: &mut dyn Write) -> Result<(), Failure> {
    writeln!(
        out,
        "{} ({})\n{}\n\n{}",
        rule.id, rule.severity, rule.title, rule.explanation
    )?;
    Ok(())
}

/// Checks a Book and prints what is found, document by document, worst first.
///
/// # Errors
/// When the output cannot be written.
pub fn print(book: &Book, out: &mut dyn Write) -> Result<(), Failure> {
    show(book, &clew_check::check(book), out)
}

fn show(book: &Book, report: &Report, out: &mut dyn Write) -> Result<(), Failure> {
    let mut documents: Vec<&str> = Vec::new();
    for finding in &report.findings {
        if !documents.contains(&finding.document.as_str()) {
            documents.push(&finding.document);
        }
    }
    for document in documents {
        let title = book
            .documents
            .iter()
            .find(|known| known.id.as_str() == document);
        let heading = title.map_or_else(
            || document.to_owned(),
            |known| format!("{document}  {}", known.title),
        );
        writeln!(
            out,
            "{}",
            if heading.is_empty() {
                "Workspace"
            } else {
                &heading
            }
        )?;
        for finding in report
            .findings
            .iter()
            .filter(|finding| finding.document == document)
        {
            print_finding(finding, out)?;
        }
        writeln!(out)?;
    }
    for waived in &report.waived {
        writeln!(
            out,
            "  waived   {}: {} ({})",
            waived.finding.rule, waived.finding.message, waived.reason
        )?;
    }
    writeln!(out, "{}", total(report))?;
    Ok(())
}

/// Places of one finding that are printed before the rest is only counted.
const PLACES_SHOWN: usize = 6;

fn print_finding(finding: &Finding, out: &mut dyn Write) -> Result<(), Failure> {
    writeln!(out, "\n  {:<8} {}", finding.severity, finding.rule)?;
    writeln!(out, "    {}", finding.message)?;
    for place in finding.places.iter().take(PLACES_SHOWN) {
        writeln!(out, "      · {place}")?;
    }
    if let Some(more) = finding
        .places
        .len()
        .checked_sub(PLACES_SHOWN)
        .filter(|more| *more > 0)
    {
        writeln!(out, "      · and {more} more")?;
    }
    writeln!(out, "    → {}", finding.suggestion)?;
    Ok(())
}

fn total(report: &Report) -> String {
    let said = |severity, one: &str| {
        let count = report.count(severity);
        format!("{count} {one}{}", if count == 1 { "" } else { "s" })
    };
    let waived = match report.waived.len() {
        0 => String::new(),
        count => format!("; {count} waived"),
    };
    format!(
        "{}, {}, {}{waived}",
        said(Severity::Error, "error"),
        said(Severity::Warning, "warning"),
        said(Severity::Note, "note")
    )
}
