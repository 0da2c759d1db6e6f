//! The seam to the packs: whether what was filled fits its form. One function, so that what a pack can say of a
//! record is asked in one place.

use std::sync::Arc;

use clew_journal::PracticeKind;
use clew_practice::episode::Episode;
use clew_practice::pack::{Form, Gravity, Pack};
use clew_practice::record::{Record, RecordNumber};
use clew_practice::validation::{self, Around, RecordIssue};
use clew_store::practice::KeptFilter;

use super::Sight;
use super::looking::may_open;
use super::sight::MatterNow;
use crate::naming::not_found;
use crate::{FieldProblem, ServiceError};

/// The form with this code, and the pack that has it.
///
/// # Errors
/// When no pack in force has one.
pub(super) fn form_called<'pack>(
    packs: &'pack [Arc<Pack>],
    form: &str,
) -> Result<(&'pack Pack, &'pack Form), ServiceError> {
    let found = packs
        .iter()
        .find_map(|pack| pack.forms.get(form).map(|form| (&**pack, form)));
    found.ok_or_else(|| {
        let known = packs.iter().flat_map(|pack| pack.forms.keys());
        not_found("form", form, known.map(String::as_str))
    })
}

/// What keeps a record from a stage: nothing where it can come to it. The event's day is asked of every form.
pub(super) fn check_record(
    sight: &Sight<'_>,
    (pack, form): (&Pack, &Form),
    record: &Record,
    before: Option<&Record>,
) -> Result<Vec<FieldProblem>, ServiceError> {
    let of_episode = in_episode(sight, record)?;
    let issues = issues(sight, (pack, form), (record, before), &of_episode)?;
    let mut problems = told(issues, Gravity::Error);
    let dated = problems
        .iter()
        .any(|problem| problem.field == form.event_date);
    if !record.values.contains_key(&form.event_date) && !dated {
        let problem = "say when it happened";
        problems.push(FieldProblem::new(form.event_date.clone(), problem));
    }
    Ok(problems)
}

/// What a record says that can be and is unlikely, such as a visit before its order: it keeps the record from nothing.
/// Only what whoever looks may open is compared with it.
pub(super) fn warnings(
    sight: &Sight<'_>,
    record: &Record,
) -> Result<Vec<FieldProblem>, ServiceError> {
    let packs = sight.packs()?;
    let Ok(of) = form_called(&packs, &record.form) else {
        return Ok(Vec::new());
    };
    let mut open = Vec::new();
    for other in kept_in_episode(sight, record)? {
        if may_open(sight, &other)?.is_some() {
            open.push(other);
        }
    }
    let issues = issues(sight, of, (record, None), &plain(open))?;
    Ok(told(issues, Gravity::Warning))
}

fn issues(
    sight: &Sight<'_>,
    (pack, form): (&Pack, &Form),
    (record, before): (&Record, Option<&Record>),
    of_episode: &[Record],
) -> Result<Vec<RecordIssue>, ServiceError> {
    let episodes = Episode::all(of_episode);
    let person = sight.person(record.person)?.person;
    let around = Around {
        before: before.map(|before| &before.values),
        episode: episodes.get(&record.episode),
        person: Some(&person),
    };
    let (stage, today) = (record.stage, sight.today());
    Ok(validation::check_record(
        pack,
        form,
        &record.values,
        stage,
        today,
        &around,
    ))
}

/// What is of that gravity, at its field, with what to do.
fn told(issues: Vec<RecordIssue>, gravity: Gravity) -> Vec<FieldProblem> {
    let issues = issues.into_iter().filter(|issue| issue.gravity == gravity);
    issues
        .map(|issue| FieldProblem::new(issue.field, format!("{}. {}", issue.message, issue.advice)))
        .collect()
}

fn plain(records: Vec<MatterNow<Record>>) -> Vec<Record> {
    records.into_iter().map(|record| record.what).collect()
}

/// The other records of the episode that a record belongs to.
pub(super) fn in_episode(sight: &Sight<'_>, record: &Record) -> Result<Vec<Record>, ServiceError> {
    Ok(plain(kept_in_episode(sight, record)?))
}

fn kept_in_episode(
    sight: &Sight<'_>,
    record: &Record,
) -> Result<Vec<MatterNow<Record>>, ServiceError> {
    if record.episode == RecordNumber(0) {
        return Ok(Vec::new());
    }
    let all = sight.matters::<Record>(&KeptFilter {
        latest: true,
        kind: Some(PracticeKind::Record.name()),
        episode: Some(record.episode.0),
        ..KeptFilter::default()
    })?;
    let others = all.into_iter();
    Ok(others
        .filter(|other| other.what.number != record.number)
        .collect())
}

/// Refuses what does not fit, with every field that does not.
///
/// # Errors
/// When something does not.
pub(super) fn refuse_unfit(what: &str, problems: Vec<FieldProblem>) -> Result<(), ServiceError> {
    if problems.is_empty() {
        return Ok(());
    }
    Err(ServiceError::Invalid {
        what: what.to_owned(),
        problems,
    })
}
