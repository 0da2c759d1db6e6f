//! The two inspections, the thirty findings of the first and what is to be done about each.

use clew_plan::{
    Book, Finding, FindingId, ImprovementActivity, Inspection, Quantity, ReportedTotal, TotalOf,
};
use rust_decimal::Decimal;

use super::{DOCUMENT, dates, passages};
use crate::transcriptions::TranscriptionError;
use crate::transcriptions::reading::Reading;

/// The joint inspection of adult support and protection.
const PROTECTION: &str = "asp-2023";
/// The inspection of adult social work and social care.
const SOCIAL_WORK: &str = "swsc-2023";

/// Adds the inspections, the findings, their activities and the counts on the plan's cover.
pub(super) fn add(reading: &Reading, book: &mut Book) -> Result<(), TranscriptionError> {
    book.inspections = inspections(reading)?;
    let areas = cover_counts(reading, book)?;
    for row in reading.items("asp_findings")? {
        let id = FindingId::from(row.number("number")?.to_string());
        book.findings.push(Finding {
            id: id.clone(),
            inspection: PROTECTION.into(),
            area: Some(as_on_the_cover(row.text("area")?, &areas)),
            title: row.text("title")?,
            text: row.maybe_text("finding"),
            recommendation: None,
            owner: None,
            closed_on: None,
            source: row.source(),
        });
        for (position, activity) in (1..).zip(row.items("improvement_activities")?) {
            book.improvement_activities.push(ImprovementActivity {
                finding: id.clone(),
                position,
                text: activity.as_text()?.to_owned(),
                owner: None,
                due: None,
                evidence: None,
                done_on: None,
                source: row.source(),
            });
        }
    }
    Ok(())
}

/// The inspections. Their own titles and dates stand in the covering report; without its text the
/// titles of the plans that answer them have to do.
fn inspections(reading: &Reading) -> Result<Vec<Inspection>, TranscriptionError> {
    let particulars = reading.field("document")?;
    let text = reading.maybe_text("published_text").unwrap_or_default();
    let titles = passages::background_reports(&text);
    let dates = publication_days(&text);
    [(PROTECTION, "appendix_1"), (SOCIAL_WORK, "appendix_2")]
        .into_iter()
        .enumerate()
        .map(|(index, (id, appendix))| {
            let title = match titles.get(index) {
                Some(title) => title.clone(),
                None => particulars.text(appendix)?,
            };
            Ok(Inspection {
                id: id.into(),
                title,
                body: None,
                published_on: dates.get(index).copied(),
                grade: None,
                source: Some(DOCUMENT.to_owned()),
            })
        })
        .collect()
}

/// The days on which the text says that a report was published, in order.
fn publication_days(text: &str) -> Vec<clew_calendar::Day> {
    text.match_indices("published on ")
        .filter_map(|(at, _)| dates::days_in(&text[at..]).first().copied())
        .collect()
}

/// Records the printed counts and gives the areas as the cover names them.
fn cover_counts(reading: &Reading, book: &mut Book) -> Result<Vec<String>, TranscriptionError> {
    let mut areas = Vec::new();
    for row in reading.items("asp_cover_counts")? {
        let area = row.text("area")?;
        book.reported_totals.push(ReportedTotal {
            document: DOCUMENT.into(),
            of: TotalOf::Findings,
            table: Some(area.clone()),
            without_time_limited: false,
            quantity: Quantity::Count,
            value: Decimal::from(row.number("count")?),
            rounded_to: None,
            source: row.source(),
        });
        areas.push(area);
    }
    Ok(areas)
}

/// The cover's name for an area that the plan's own heading writes in the singular.
fn as_on_the_cover(area: String, cover: &[String]) -> String {
    let singular = |name: &str| name.trim_end_matches('s').to_lowercase();
    let found = cover.iter().find(|name| singular(name) == singular(&area));
    found.cloned().unwrap_or(area)
}
