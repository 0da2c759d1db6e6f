//! A report as a tagged PDF: PDF/UA-1, and PDF/A-2a where the report has a date.
//!
//! Typesetting is done by Typst as a library. The template is ours and fixed; a report reaches
//! it as data only, so nothing that anybody typed is ever read as Typst source.

mod glyphs;
mod pictures;
mod world;

use clew_report::{Block, Day, Report, Status, Table};
use serde_json::{Value, json};
use typst::{
    diag::{SourceDiagnostic, Warned},
    foundations::{Datetime, Smart},
};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use self::{glyphs::Coverage, pictures::Drawings, world::ReportWorld};
use crate::{
    RenderError, html::cover_lines, json, marks::look, prepare::prepare, widths::column_widths,
};

/// How many renderings the typesetter's memory of earlier work is kept for.
const KEPT_IN_MEMORY: usize = 4;
/// Width of an A4 page in points, upright and lying down, less its margins.
const PRINT_WIDTH: (f64, f64) = (510.2, 756.9);
/// Mean width of a character of a table, in points.
const CHARACTER: f64 = 4.45;
/// Room at both sides of a cell together, in points.
const PADDING: f64 = 8.0;

/// The report as a PDF that meets PDF/UA-1 (ISO 14289-1): tagged, with bookmarks, headers on
/// every page of a table, and words for every picture. A report whose cover gives a day also
/// meets PDF/A-2a (ISO 19005-2), which demands a date.
///
/// A character that no embedded font can show is written as its number, `[U+1F600]`.
///
/// # Errors
/// When the document cannot be laid out or would break the standard.
pub fn pdf(report: &Report) -> Result<Vec<u8>, RenderError> {
    let prepared = prepare(report);
    // Some sequences of marks defeat the choice of fonts; the text font alone then decides.
    let bytes =
        attempt(&prepared, Coverage::AllFonts).or_else(|_| attempt(&prepared, Coverage::TextFont));
    comemo::evict(KEPT_IN_MEMORY);
    bytes
}

fn attempt(report: &Report, coverage: Coverage) -> Result<Vec<u8>, RenderError> {
    let mut report = report.clone();
    glyphs::fit(&mut report, coverage);
    let mut drawings = Drawings::default();
    let mut data = json::value(&report, &mut drawings);
    add_layout(&mut data, &report);
    let world = ReportWorld::new(data.to_string(), drawings.files);
    let Warned { output, .. } = typst::compile::<PagedDocument>(&world);
    let document = output.map_err(|problems| failed(&world, &problems))?;
    typst_pdf::pdf(&document, &options(&report)?).map_err(|problems| failed(&world, &problems))
}

/// What the typesetter said, with the line of the template where it knows one.
fn failed(world: &ReportWorld, problems: &[SourceDiagnostic]) -> RenderError {
    let reasons: Vec<String> = problems
        .iter()
        .map(|problem| match world.line_of(problem.span) {
            Some(line) => format!("template line {line}: {}", problem.message),
            None => problem.message.to_string(),
        })
        .collect();
    RenderError::Pdf {
        reason: reasons.join("; "),
    }
}

/// What the template needs besides the report: looks, widths, the lines of the cover.
fn add_layout(data: &mut Value, report: &Report) {
    let looks: serde_json::Map<String, Value> = Status::ALL
        .iter()
        .map(|&status| {
            let look = look(status);
            let colours =
                json!({ "key": look.key, "ink": look.ink, "tint": look.tint, "solid": look.solid });
            (status.word().to_owned(), colours)
        })
        .collect();
    data["looks"] = looks.into();
    data["cover_lines"] = report
        .cover
        .as_ref()
        .map(cover_lines)
        .into_iter()
        .flatten()
        .map(|(name, text)| json!([name, text]))
        .collect();
    let total = if report.landscape {
        PRINT_WIDTH.1
    } else {
        PRINT_WIDTH.0
    };
    for (index, block) in report.blocks.iter().enumerate() {
        let place = &mut data["blocks"][index];
        match block {
            Block::Table(table) => place["widths"] = widths(table, total),
            Block::Chart(chart) => place["table"]["widths"] = widths(&chart.table, total),
            _ => {}
        }
    }
    if let Some(day) = day_of(report) {
        data["date"] = json!([day.year(), day.month(), day.day()]);
    }
}

fn widths(table: &Table, total: f64) -> Value {
    column_widths(table, total, CHARACTER, PADDING).into()
}

/// The day a report bears: that of the meeting, else that of its data.
fn day_of(report: &Report) -> Option<Day> {
    let cover = report.cover.as_ref()?;
    cover.meeting.or(cover.data_as_at)
}

fn options(report: &Report) -> Result<PdfOptions, RenderError> {
    let date = day_of(report)
        .and_then(|day| Datetime::from_ymd_hms(day.year(), day.month(), day.day(), 0, 0, 0));
    let standards = match date {
        Some(_) => &[PdfStandard::Ua_1, PdfStandard::A_2a][..],
        None => &[PdfStandard::Ua_1][..],
    };
    Ok(PdfOptions {
        ident: Smart::Custom(format!(
            "{}\n{}\n{:?}",
            report.organisation, report.title, report.subtitle
        )),
        creator: Smart::Custom(Some("Clew".to_owned())),
        timestamp: date.map(Timestamp::new_utc),
        standards: PdfStandards::new(standards).map_err(|problem| RenderError::Pdf {
            reason: problem.message().to_string(),
        })?,
        ..PdfOptions::default()
    })
}
