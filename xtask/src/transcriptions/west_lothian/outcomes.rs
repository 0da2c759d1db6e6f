//! The council's priorities and the deliverables under them, from the alignment table and the
//! links of the activity budgets. The two tables number the priorities differently: each number
//! is kept as a passage, and the priority itself stands once.

use clew_plan::{Book, Outcome, OutcomeId, OutcomeLevel, Passage, PlanId};

use super::appearances::ALIGNMENT;
use super::words::without_number;
use super::{document, priority_id};
use crate::transcriptions::TranscriptionError;
use crate::transcriptions::reading::Reading;

/// Adds them in the order in which the document names them.
pub(super) fn add(
    table: &Reading,
    plan: &PlanId,
    book: &mut Book,
) -> Result<(), TranscriptionError> {
    for row in table.items("alignment")? {
        let priority = row.text("priority")?;
        add_priority(&priority, ALIGNMENT, &row, plan, book);
        let deliverable: OutcomeId = row.text("deliverable_code")?.into();
        if book.outcome(&deliverable).is_none() {
            add_key_activities(&row, book)?;
            let parent = Some(priority_id(&priority));
            let title = row.text("deliverable_text")?;
            book.outcomes
                .push(outcome(deliverable, plan, parent, title, row.source()));
        }
    }
    for budget in table.items("activity_budgets")? {
        let place = format!("activity budget {}", budget.text("table")?);
        for activity in budget.items("activities")? {
            if let Some(link) = activity.maybe_text("link_to_corporate_plan") {
                add_priority(&link, &place, &activity, plan, book);
            }
        }
    }
    number_in_order(&mut book.outcomes);
    Ok(())
}

/// The priority, once, and the way it is written in this place, once.
fn add_priority(written: &str, place: &str, row: &Reading, plan: &PlanId, book: &mut Book) {
    let id = priority_id(written);
    if book.outcome(&id).is_none() {
        let title = without_number(written).to_owned();
        book.outcomes
            .push(outcome(id, plan, None, title, row.source()));
    }
    let heading = Some(format!("{place}: council priority"));
    let known = |passage: &Passage| passage.heading == heading && passage.text == written;
    if !book.passages.iter().any(known) {
        book.passages.push(Passage {
            document: document(),
            heading,
            text: written.to_owned(),
            source: row.source(),
        });
    }
}

fn add_key_activities(row: &Reading, book: &mut Book) -> Result<(), TranscriptionError> {
    let listed = row.items("key_activities")?;
    let names: Vec<&str> = listed
        .iter()
        .map(Reading::as_text)
        .collect::<Result<_, _>>()?;
    if !names.is_empty() {
        book.passages.push(Passage {
            document: document(),
            heading: Some(format!("{} key activities", row.text("deliverable_code")?)),
            text: names.join("; "),
            source: row.source(),
        });
    }
    Ok(())
}

fn outcome(
    id: OutcomeId,
    plan: &PlanId,
    parent: Option<OutcomeId>,
    title: String,
    source: Option<String>,
) -> Outcome {
    Outcome {
        id,
        plan: plan.clone(),
        level: if parent.is_some() {
            OutcomeLevel::Deliverable
        } else {
            OutcomeLevel::Priority
        },
        parent,
        title,
        position: None,
        owner: None,
        source,
    }
}

/// Gives each outcome its place among those with the same parent.
fn number_in_order(outcomes: &mut [Outcome]) {
    for index in 0..outcomes.len() {
        let before = outcomes[..index].iter();
        let siblings = before
            .filter(|other| other.parent == outcomes[index].parent)
            .count();
        outcomes[index].position = u32::try_from(siblings + 1).ok();
    }
}
