//! The history of a record field by field, and what can be read out of it: how the end of an action
//! moved, how the score of a risk did.

use clew_calendar::Period;
use clew_journal::{Change, Entry, FieldChange, Moment, Subject, SubjectKind, changed_fields};
use clew_plan::{AccountId, ActionId, Kind, PlanId, Record, RiskScore};
use serde_json::Value;

use super::risks::{RiskKey, WhichScore};
use crate::story::{field_heading, field_in_words};
use crate::{LogFilter, LogSubject, Memory, Reader, ServiceError};

/// One field of a record that one entry changed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct FieldStep {
    /// When it was recorded.
    pub at: Moment,
    /// Who did it.
    pub by: AccountId,
    /// The name of that account now; its id where it is not there.
    pub name: String,
    /// The field's name.
    pub field: String,
    /// The field as the workbook heads it, in lower case.
    pub heading: String,
    /// What it was, in words; "nothing" where it had no value.
    pub from: String,
    /// What it was changed to.
    pub to: String,
    /// Why, where a reason was given.
    pub reason: Option<String>,
    /// The entry's place in the journal.
    pub sequence: u64,
}

/// One end of an action, or one score of a risk: what it was from an entry on.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ValueStep<T> {
    /// When it was recorded.
    pub at: Moment,
    /// Who did it.
    pub by: AccountId,
    /// The name of that account now; its id where it is not there.
    pub name: String,
    /// The value from then on; none when it was taken away.
    pub value: Option<T>,
    /// Why, where a reason was given.
    pub reason: Option<String>,
    /// The entry's place in the journal.
    pub sequence: u64,
}

/// How the end of an action moved.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Slippage {
    /// When it should have been done at first: as the record says, else its first end.
    pub original: Option<Period>,
    /// When it should be done now.
    pub now: Option<Period>,
    /// Every end it had, the first one first.
    pub steps: Vec<ValueStep<Period>>,
    /// Days from the original end to the present one; negative when it was brought forward.
    pub moved_by: i32,
}

/// The history of a record, field by field, the newest step first; steps of one entry in the order of
/// the record's fields. What a record was created with is no step.
///
/// # Errors
/// When the journal cannot be read.
pub fn field_history(
    reader: &Reader<'_>,
    subject: &Subject,
) -> Result<Vec<FieldStep>, ServiceError> {
    let memory = reader.memory();
    let mut steps = Vec::new();
    for entry in entries(reader, subject)?.into_iter().rev() {
        for change in changes(&entry.change) {
            steps.push(FieldStep {
                at: entry.recorded_at,
                name: name(memory, &entry.actor),
                heading: field_heading(subject, &change.field),
                from: field_in_words(subject, &change.field, &change.from, memory),
                to: field_in_words(subject, &change.field, &change.to, memory),
                field: change.field,
                by: entry.actor.clone(),
                reason: entry.reason.clone(),
                sequence: entry.sequence,
            });
        }
    }
    Ok(steps)
}

/// The entries of a subject that can be read, the oldest first.
fn entries(reader: &Reader<'_>, subject: &Subject) -> Result<Vec<Entry>, ServiceError> {
    let known = reader.memory().state().head.sequence;
    let lines = reader.log(&LogFilter {
        subject: Some(LogSubject::Exactly(subject.clone())),
        ..LogFilter::default()
    })?;
    let entries = lines.into_iter().filter_map(|line| line.entry.ok());
    Ok(entries.filter(|entry| entry.sequence <= known).collect())
}

/// The fields that a change changed.
fn changes(change: &Change) -> Vec<FieldChange> {
    fn between<T: Clone + Into<Record>>(was: Option<&T>, now: &T) -> Vec<FieldChange> {
        let was = was.map(|was| was.clone().into());
        was.map_or_else(Vec::new, |was: Record| {
            changed_fields(&was, &now.clone().into())
        })
    }
    match change {
        Change::Amend(fields) => fields.clone(),
        Change::SetTarget(set) => between(set.was.as_ref(), &set.now),
        Change::CorrectFigure(set) => between(set.was.as_ref(), &set.now),
        Change::Comment(set) => between(set.was.as_ref(), &set.now),
        Change::Retire { on } => vec![FieldChange {
            field: "retired_on".to_owned(),
            from: Value::Null,
            to: Value::String(on.to_string()),
        }],
        _ => Vec::new(),
    }
}

fn name(memory: &Memory, id: &AccountId) -> String {
    let account = memory.state().account(id);
    account.map_or_else(|| id.to_string(), |account| account.name.clone())
}

/// The values that one field of a record had, the first one first.
fn values_of<T: std::str::FromStr>(
    reader: &Reader<'_>,
    subject: &Subject,
    field: &str,
) -> Result<Vec<ValueStep<T>>, ServiceError> {
    let mut steps = Vec::new();
    for entry in entries(reader, subject)? {
        let created = entry.change.whole_record();
        let value = match created {
            Some(record) => Some(clew_journal::fields_of(&record).get(field).cloned()),
            None => changes(&entry.change)
                .into_iter()
                .find(|change| change.field == field)
                .map(|change| Some(change.to)),
        };
        let Some(value) = value else {
            continue;
        };
        let text = value.as_ref().and_then(Value::as_str);
        steps.push(ValueStep {
            at: entry.recorded_at,
            name: name(reader.memory(), &entry.actor),
            by: entry.actor,
            value: text.and_then(|text| text.parse().ok()),
            reason: entry.reason,
            sequence: entry.sequence,
        });
    }
    Ok(steps)
}

/// How the end of an action moved, who moved it, when and why.
///
/// # Errors
/// When the journal cannot be read.
pub fn slippage(
    reader: &Reader<'_>,
    plan: &PlanId,
    action: &ActionId,
) -> Result<Slippage, ServiceError> {
    let kind = SubjectKind::Record(Kind::Action);
    let subject = Subject::named(kind, [action.as_str(), plan.as_str()]);
    let steps: Vec<ValueStep<Period>> = values_of(reader, &subject, "end")?;
    let now = match reader.memory().state().record(&subject) {
        Some(Record::Action(action)) => Some(action),
        _ => None,
    };
    let first = steps.iter().find_map(|step| step.value);
    let original = now
        .as_ref()
        .and_then(|action| action.original_end)
        .or(first);
    let now = now.and_then(|action| action.end);
    let moved = original.zip(now);
    Ok(Slippage {
        original,
        now,
        steps,
        moved_by: moved.map_or(0, |(first, now)| first.last().days_until(now.last())),
    })
}

/// The scores that a risk had, the first one first.
///
/// # Errors
/// When the journal cannot be read.
pub fn score_history(
    reader: &Reader<'_>,
    (plan, risk): &RiskKey,
    which: WhichScore,
) -> Result<Vec<ValueStep<RiskScore>>, ServiceError> {
    let plan = plan.as_ref().map_or("", PlanId::as_str);
    let subject = Subject::named(SubjectKind::Record(Kind::Risk), [risk.as_str(), plan]);
    values_of(reader, &subject, which.field())
}
