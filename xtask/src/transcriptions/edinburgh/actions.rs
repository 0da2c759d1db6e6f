//! The numbered actions of Appendix 2, their progress and the dates that progress promises.

use std::collections::HashMap;

use clew_calendar::Day;
use clew_plan::{Action, ActionId, Book, Milestone, Update};

use super::{SOCIAL_WORK_PLAN, dates, references};
use crate::transcriptions::TranscriptionError;
use crate::transcriptions::reading::Reading;

/// Adds every action with its update and milestones.
pub(super) fn add(
    reading: &Reading,
    meeting: Day,
    book: &mut Book,
) -> Result<(), TranscriptionError> {
    let rows = reading.items("actions")?;
    let numbers = rows
        .iter()
        .map(|row| row.text("number").map(ActionId::from))
        .collect::<Result<Vec<_>, _>>()?;
    let codes = theme_codes(reading)?;
    for (row, id) in rows.iter().zip(&numbers) {
        let progress = row.maybe_text("progress");
        let theme = row.text("theme")?;
        let links = codes.get(&theme).cloned().into_iter().collect();
        book.actions.push(Action {
            parent: parent(id, &numbers),
            theme: Some(theme),
            links,
            ..action(row, id)
        });
        if let Some(progress) = progress {
            book.milestones
                .extend(promises(&progress, id, meeting, row.source()));
            book.updates.push(Update {
                action: id.clone(),
                plan: SOCIAL_WORK_PLAN.into(),
                text: progress,
                on: Some(meeting),
                by: None,
                source: row.source(),
            });
        }
    }
    Ok(())
}

/// The codes of the strategic plan that some themes bear, for example `SP17`, by theme.
fn theme_codes(reading: &Reading) -> Result<HashMap<String, String>, TranscriptionError> {
    let themes = reading.items("themes")?;
    let coded = themes.iter().filter_map(|theme| {
        let code = theme.maybe_text("code")?;
        Some(theme.text("heading").map(|heading| (heading, code)))
    });
    coded.collect()
}

/// What the row itself says of its action.
fn action(row: &Reading, id: &ActionId) -> Action {
    Action {
        id: id.clone(),
        plan: SOCIAL_WORK_PLAN.into(),
        parent: None,
        outcome: None,
        title: row.maybe_text("action"),
        description: None,
        planned_outcome: row.maybe_text("outcome"),
        owner: row.maybe_text("lead"),
        unit: None,
        start: None,
        end: None,
        original_end: None,
        status: None,
        reported_status: None,
        percent: None,
        evidence: row.maybe_text("evidence"),
        theme: None,
        workstream: None,
        findings: Vec::new(),
        measures: Vec::new(),
        links: Vec::new(),
        see_also: see_also(row, id),
        source: Some(source(row)),
    }
}

/// The action whose number is this one without its letter.
fn parent(id: &ActionId, numbers: &[ActionId]) -> Option<ActionId> {
    let digits = id
        .as_str()
        .trim_end_matches(|character: char| character.is_ascii_lowercase());
    let parent = ActionId::from(digits);
    (parent != *id && numbers.contains(&parent)).then_some(parent)
}

/// The actions that any cell of the row refers to.
fn see_also(row: &Reading, id: &ActionId) -> Vec<ActionId> {
    let cells = ["action", "outcome", "evidence", "progress"];
    let texts: Vec<String> = cells.iter().filter_map(|key| row.maybe_text(key)).collect();
    let mut found = references::references_in(&texts.join(" | "));
    found.retain(|other| other != id);
    found
}

/// Where the row stands, and what is uncertain about it.
fn source(row: &Reading) -> String {
    let mut parts = vec![row.source().unwrap_or_default()];
    let doubts = [
        ("text_lost", "text lost"),
        ("text_inferred_place", "place of the text inferred"),
        ("lead_column_lost", "lead column lost"),
    ];
    parts.extend(
        doubts
            .iter()
            .filter(|(key, _)| row.is_true(key))
            .map(|(_, words)| (*words).to_owned()),
    );
    parts.extend(row.maybe_text("note"));
    let beside = ["lead", "outcome", "evidence"]
        .into_iter()
        .filter(|key| row.maybe_text(key).is_some())
        .collect::<Vec<_>>();
    if !beside.is_empty() {
        parts.push(format!("standing beside it: {}", beside.join(", ")));
    }
    parts.join("; ")
}

/// The dates still to come on the day of the report, each with the sentence that promises it.
fn promises(progress: &str, id: &ActionId, meeting: Day, source: Option<String>) -> Vec<Milestone> {
    let sentences = progress.split_inclusive(". ").map(str::trim);
    sentences
        .flat_map(|sentence| {
            dates::periods_in(sentence)
                .into_iter()
                .map(move |due| (sentence, due))
        })
        .filter(|(_, due)| due.last() > meeting)
        .map(|(sentence, due)| Milestone {
            action: id.clone(),
            plan: SOCIAL_WORK_PLAN.into(),
            title: sentence.to_owned(),
            due: Some(due),
            done: None,
            owner: None,
            unit: None,
            links: Vec::new(),
            source: source.clone(),
        })
        .collect()
}
