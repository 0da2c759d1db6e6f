//! Document 004: Edinburgh's report on two inspections and the improvement plans that answer them.
//!
//! The table of actions was cut into strips by the extraction: what stands beside an action's
//! number may belong to a neighbour under the same theme. It is kept where it stands, and the
//! action's source says so.

use clew_calendar::Day;
use clew_plan::{
    Book, Cycle, Document, DocumentId, Organisation, Outcome, OutcomeId, OutcomeLevel, Plan,
    PlanId, ResourceGap, Workstream, WorkstreamId,
};
use serde_json::Value;

use super::TranscriptionError;
use super::reading::Reading;

mod actions;
mod dates;
mod forums;
mod inspections;
mod passages;
mod references;
#[cfg(test)]
mod tests;

/// The document's id.
const DOCUMENT: &str = "004";
/// The plan that the covering report is about: both improvement plans together.
const REPORT_PLAN: &str = "improvement-plans";
/// The plan of Appendix 1, which answers the joint inspection of adult support and protection.
const PROTECTION_PLAN: &str = "asp-improvement-plan";
/// The plan of Appendix 2, which answers the inspection of social work and social care.
const SOCIAL_WORK_PLAN: &str = "swsc-improvement-plan";

/// Makes the Book of the document.
pub(crate) fn book(table: &Value) -> Result<Book, TranscriptionError> {
    let reading = Reading::new(DOCUMENT, table);
    let meeting = meeting_day(&reading)?;
    let mut book = Book {
        organisation: Some(organisation(&reading)?),
        documents: vec![document(&reading, meeting)?],
        plans: plans(&reading)?,
        cycles: vec![cycle(meeting)],
        ..Book::default()
    };
    priorities_of_the_report(&reading, &mut book.outcomes)?;
    priorities_of_the_appendix(&reading, &mut book.outcomes)?;
    book.workstreams = workstreams(&reading)?;
    book.resource_gaps = resource_gaps(&reading, &book.workstreams)?;
    inspections::add(&reading, &mut book)?;
    actions::add(&reading, meeting, &mut book)?;
    forums::add(&reading, &mut book)?;
    passages::add(&reading, &mut book)?;
    Ok(book)
}

fn meeting_day(reading: &Reading) -> Result<Day, TranscriptionError> {
    let document = reading.field("document")?;
    let written = document.text("meeting_date")?;
    dates::days_in(&written)
        .first()
        .copied()
        .ok_or_else(|| document.problem("the meeting date is not a day"))
}

/// The partnership; the document names it in brackets after the board.
fn organisation(reading: &Reading) -> Result<Organisation, TranscriptionError> {
    let written = reading.field("document")?.text("organisation")?;
    let (board, partnership) = board_and_partnership(&written);
    Ok(Organisation {
        name: partnership.unwrap_or(board).to_owned(),
        short_name: None,
        calendar: None,
        family_group: None,
        source: Some(DOCUMENT.to_owned()),
    })
}

fn board_and_partnership(written: &str) -> (&str, Option<&str>) {
    match written.split_once(" (") {
        Some((board, rest)) => (board, rest.strip_suffix(')')),
        None => (written, None),
    }
}

fn document(reading: &Reading, meeting: Day) -> Result<Document, TranscriptionError> {
    let particulars = reading.field("document")?;
    let organisation = particulars.text("organisation")?;
    let (board, _) = board_and_partnership(&organisation);
    // The author stands as name, comma, post; names of people are left out.
    let author = particulars.maybe_text("author");
    let post = author.and_then(|author| author.split_once(", ").map(|(_, post)| post.to_owned()));
    Ok(Document {
        id: DOCUMENT.into(),
        title: particulars.text("title")?,
        plan: Some(REPORT_PLAN.into()),
        organisation: Some(organisation.clone()),
        report_to: Some(board.to_owned()),
        report_by: post,
        period: None,
        meeting: Some(meeting),
        dated: Some(meeting),
        data_as_at: None,
        other_date: None,
        source: Some(DOCUMENT.to_owned()),
    })
}

fn plans(reading: &Reading) -> Result<Vec<Plan>, TranscriptionError> {
    let particulars = reading.field("document")?;
    let plan = |id: &str, title: String, parent: Option<&str>| Plan {
        id: id.into(),
        title,
        parent: parent.map(PlanId::from),
        unit: None,
        period: None,
        tolerance: None,
        imported: true,
        approved_by: None,
        approved_on: None,
        purpose: None,
        source: Some(DOCUMENT.to_owned()),
    };
    Ok(vec![
        plan(REPORT_PLAN, particulars.text("title")?, None),
        plan(
            PROTECTION_PLAN,
            particulars.text("appendix_1")?,
            Some(REPORT_PLAN),
        ),
        plan(
            SOCIAL_WORK_PLAN,
            particulars.text("appendix_2")?,
            Some(REPORT_PLAN),
        ),
    ])
}

fn cycle(meeting: Day) -> Cycle {
    Cycle {
        id: meeting.to_string(),
        plan: REPORT_PLAN.into(),
        period: clew_calendar::Period::day(meeting),
        opens: None,
        due: None,
        published: None,
        imported: true,
        source: Some(DOCUMENT.to_owned()),
    }
}

/// The numbered priorities of paragraph 12, each with its high-level actions under it.
fn priorities_of_the_report(
    reading: &Reading,
    outcomes: &mut Vec<Outcome>,
) -> Result<(), TranscriptionError> {
    for priority in reading.items("year1_priorities_para_12")? {
        let number = priority.number("number")?;
        let id = OutcomeId::from(format!("Y1.{number}"));
        outcomes.push(Outcome {
            id: id.clone(),
            plan: REPORT_PLAN.into(),
            parent: None,
            level: OutcomeLevel::Priority,
            title: priority.text("priority")?,
            position: Some(number),
            owner: None,
            source: priority.source(),
        });
        for (position, action) in (1..).zip(priority.items("high_level_actions")?) {
            outcomes.push(Outcome {
                id: format!("{id}.{position}").into(),
                plan: REPORT_PLAN.into(),
                parent: Some(id.clone()),
                level: OutcomeLevel::Deliverable,
                title: action.as_text()?.to_owned(),
                position: Some(position),
                owner: None,
                source: priority.source(),
            });
        }
    }
    Ok(())
}

/// The priorities as the summary in Appendix 2 lists them, which is not as paragraph 12 does.
fn priorities_of_the_appendix(
    reading: &Reading,
    outcomes: &mut Vec<Outcome>,
) -> Result<(), TranscriptionError> {
    for (position, priority) in (1..).zip(reading.items("year1_priorities_appendix_2")?) {
        outcomes.push(Outcome {
            id: format!("A2.{position}").into(),
            plan: SOCIAL_WORK_PLAN.into(),
            parent: None,
            level: OutcomeLevel::Priority,
            title: priority.as_text()?.to_owned(),
            position: Some(position),
            owner: None,
            source: Some(format!("{DOCUMENT} Appendix 2 priorities")),
        });
    }
    Ok(())
}

/// The workstreams. The document sets the priorities beside all of them together and says of none
/// which priorities it serves, so that stays open.
fn workstreams(reading: &Reading) -> Result<Vec<Workstream>, TranscriptionError> {
    let rows = reading.items("workstream_matrix")?;
    rows.iter()
        .map(|row| {
            let title = row.text("workstream")?;
            Ok(Workstream {
                id: slug(&title).into(),
                title,
                category: row.maybe_text("category"),
                summary: row.maybe_text("summary"),
                priorities: Vec::new(),
                source: Some(format!("{DOCUMENT} Appendix 2 workstreams")),
            })
        })
        .collect()
}

/// What each workstream lacks; the column that is no workstream speaks for the plan as a whole.
fn resource_gaps(
    reading: &Reading,
    workstreams: &[Workstream],
) -> Result<Vec<ResourceGap>, TranscriptionError> {
    let mut gaps = Vec::new();
    for column in reading.items("resource_gaps")? {
        let id = WorkstreamId::from(slug(&column.text("workstream")?));
        let known = workstreams.iter().any(|workstream| workstream.id == id);
        if !known && column.maybe_text("category").is_some() {
            return Err(column.problem("not one of the workstreams"));
        }
        for gap in column.items("resource_gaps")? {
            gaps.push(ResourceGap {
                workstream: known.then(|| id.clone()),
                text: gap.as_text()?.to_owned(),
                document: Some(DocumentId::from(DOCUMENT)),
                source: Some(format!("{DOCUMENT} Appendix 2 resource gaps")),
            });
        }
    }
    Ok(gaps)
}

/// Lower-case words joined by hyphens: `Care Delivery & ASP response` gives
/// `care-delivery-asp-response`.
fn slug(title: &str) -> String {
    let words: Vec<String> = title
        .split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    words.join("-")
}
