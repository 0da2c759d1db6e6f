//! The actions of the three services with their updates, and the service risks.

use clew_plan::{Action, Book, PlanId, Risk, Update};

use super::unit_id;
use super::words::register_codes;
use crate::transcriptions::TranscriptionError;
use crate::transcriptions::reading::Reading;

/// Adds them.
pub(super) fn add(
    table: &Reading,
    plan: &PlanId,
    book: &mut Book,
) -> Result<(), TranscriptionError> {
    for row in table.items("actions")? {
        let action = action(&row, plan)?;
        book.updates
            .extend(row.maybe_text("update").map(|text| Update {
                action: action.id.clone(),
                plan: plan.clone(),
                text,
                on: None,
                by: None,
                source: row.source(),
            }));
        book.actions.push(action);
    }
    let risks = table.field("service_risks")?;
    let band = band(&risks.text("intro")?);
    for row in risks.items("risks")? {
        book.risks.push(risk(&row, plan, band.clone())?);
    }
    Ok(())
}

fn action(row: &Reading, plan: &PlanId) -> Result<Action, TranscriptionError> {
    Ok(Action {
        id: row.number("n")?.to_string().into(),
        plan: plan.clone(),
        parent: None,
        outcome: None,
        title: row.maybe_text("action"),
        description: row.maybe_text("description"),
        planned_outcome: row.maybe_text("planned_outcome"),
        owner: row.maybe_text("owner"),
        unit: Some(unit_id(&row.text("service")?)),
        start: Some(row.parsed("start")?),
        end: Some(row.parsed("end")?),
        original_end: None,
        status: Some(row.parsed("status")?),
        reported_status: None,
        percent: None,
        evidence: None,
        theme: row.maybe_text("page_heading"),
        workstream: None,
        findings: Vec::new(),
        measures: Vec::new(),
        links: Vec::new(),
        see_also: Vec::new(),
        source: row.source(),
    })
}

/// The band that the words before the table give to every risk in it.
fn band(intro: &str) -> Option<String> {
    let (_, band) = intro.split_once("considered to be ")?;
    Some(band.trim_end_matches([':', '.']).to_owned())
}

fn risk(row: &Reading, plan: &PlanId, band: Option<String>) -> Result<Risk, TranscriptionError> {
    let description = row.text("description")?;
    Ok(Risk {
        code: row.text("code")?.into(),
        plan: Some(plan.clone()),
        title: row.text("title")?,
        category: None,
        original: None,
        current: Some(row.parsed("score")?),
        target: None,
        reported_band: band,
        owner: None,
        unit: None,
        review_due: None,
        reviewed_on: None,
        links: register_codes(&description),
        description: Some(description),
        source: row.source(),
    })
}
