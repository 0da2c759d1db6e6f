//! `clew summary`: measures counted by outcome and status.

use std::io::Write;

use clew_measure::{Counts, Index, Summary};
use clew_plan::Book;

use crate::commands::report::ScopeArgs;
use crate::failure::{Failure, Outcome};
use crate::source::SourceArgs;

/// What to count, and how to show it.
#[derive(Debug, clap::Args)]
pub struct SummaryArgs {
    #[command(flatten)]
    source: SourceArgs,
    #[command(flatten)]
    scope: ScopeArgs,
    /// How to show it.
    #[arg(long, default_value = "text", value_name = "FORMAT")]
    format: Format,
}

/// How a summary is shown.
#[derive(Clone, Copy, Debug, Eq, PartialEq, clap::ValueEnum)]
enum Format {
    /// A table to read.
    Text,
    /// The summary as JSON.
    Json,
}

/// Counts and shows.
///
/// # Errors
/// When the plan is unknown, there is no period, or the output cannot be written.
pub fn run(args: &SummaryArgs, out: &mut dyn Write) -> Result<Outcome, Failure> {
    let book = args.source.load()?;
    match args.format {
        Format::Text => print(&book, &args.scope, out)?,
        Format::Json => {
            serde_json::to_writer_pretty(&mut *out, &summarise(&book, &args.scope)?)?;
            writeln!(out)?;
        }
    }
    Ok(Outcome::Clean)
}

/// Prints the summary as a table to read.
///
/// # Errors
/// When the plan is unknown, there is no period, or the output cannot be written.
pub fn print(book: &Book, scope: &ScopeArgs, out: &mut dyn Write) -> Result<(), Failure> {
    let summary = summarise(book, scope)?;
    if summary.rows.is_empty() {
        by_kind(&summary, out)?;
    } else {
        matrix(&summary, out)?;
    }
    if let Some(note) = &summary.note {
        writeln!(out, "   {note}.")?;
    }
    Ok(())
}

fn summarise(book: &Book, scope: &ScopeArgs) -> Result<Summary, Failure> {
    let index = Index::new(book);
    let request = scope.request(&index)?;
    Ok(index.summary(Some(&request.plan.id), request.period, request.basis))
}

/// Width of the column of titles.
const TITLE_WIDTH: usize = 58;

fn matrix(summary: &Summary, out: &mut dyn Write) -> Result<(), Failure> {
    writeln!(
        out,
        "   {:<TITLE_WIDTH$} {:>6} {:>6} {:>6} {:>6} {:>6} {:>6}",
        format!("Outcome, {}", summary.period),
        "Blue",
        "Green",
        "Amber",
        "Red",
        "Later*",
        "Total"
    )?;
    for row in &summary.rows {
        counts_line(&row.title, &row.counts, out)?;
    }
    counts_line("Total", &summary.total, out)?;
    let shares: Vec<String> = summary
        .percentages
        .iter()
        .map(|share| format!("{} {}%", share.name, share.exact_percent))
        .collect();
    writeln!(
        out,
        "   * to be reported later, or contextual.   {}",
        shares.join("   ")
    )?;
    Ok(())
}

fn counts_line(title: &str, counts: &Counts, out: &mut dyn Write) -> Result<(), Failure> {
    let cells = [
        counts.blue,
        counts.green,
        counts.amber,
        counts.red,
        counts.later_or_contextual(),
        counts.total(),
    ];
    let shown = cells.map(|count| {
        if count == 0 {
            ".".to_owned()
        } else {
            count.to_string()
        }
    });
    let [blue, green, amber, red, later, total] = shown;
    let title = shortened(title);
    writeln!(
        out,
        "   {title:<TITLE_WIDTH$} {blue:>6} {green:>6} {amber:>6} {red:>6} {later:>6} {total:>6}"
    )?;
    Ok(())
}

fn shortened(title: &str) -> String {
    if title.chars().count() <= TITLE_WIDTH {
        return title.to_owned();
    }
    let kept: String = title.chars().take(TITLE_WIDTH - 1).collect();
    format!("{kept}…")
}

fn by_kind(summary: &Summary, out: &mut dyn Write) -> Result<(), Failure> {
    writeln!(
        out,
        "   {:<28} {:>11} {:>8} {:>6} {:>7}",
        format!("Status, {}", summary.period),
        "Statistical",
        "Project",
        "Total",
        "Share"
    )?;
    let kinds = [&summary.by_kind.statistical, &summary.by_kind.project];
    let cells = |counts: &Counts| {
        [
            counts.blue,
            counts.green,
            counts.amber,
            counts.red,
            counts.later_or_contextual(),
        ]
    };
    let [statistical, project] = kinds.map(cells);
    for (place, share) in summary.percentages.iter().enumerate() {
        let percent = format!("{}%", share.exact_percent);
        writeln!(
            out,
            "   {:<28} {:>11} {:>8} {:>6} {percent:>7}",
            share.name, statistical[place], project[place], share.count
        )?;
    }
    let [statistical, project] = kinds.map(Counts::total);
    writeln!(
        out,
        "   {:<28} {statistical:>11} {project:>8} {:>6} {:>7}",
        "Total",
        summary.total.total(),
        "100%"
    )?;
    Ok(())
}
