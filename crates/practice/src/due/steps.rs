//! Steps: which form can be filled next in a run of a process. What is offered and what is accepted are told by one
//! function, so that they cannot differ.

use std::fmt;

use clew_calendar::Day;

use crate::{
    episode::Episode,
    pack::{PackCode, Path, Process, Step},
    person::Person,
    reading::Reading,
    record::{Record, RecordNumber, Value},
};

/// Why a form cannot be filled.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Untaken {
    /// The process has no such step.
    NoStep,
    /// It opens a run of the process, and there is one already.
    Opens,
    /// It comes after other forms, and none of those was completed.
    After(Vec<PackCode>),
    /// What is recorded in the latest of the forms before it does not lead to it.
    When(RecordNumber),
    /// It comes at most once, and is there.
    Once(RecordNumber),
    /// The run has ended.
    Closed(RecordNumber, Day),
}

impl fmt::Display for Untaken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoStep => formatter.write_str("is no step of the process"),
            Self::Opens => formatter.write_str("opens a case; record it as a new one"),
            Self::After(forms) => {
                write!(
                    formatter,
                    "comes after {}, which is not completed",
                    forms.join(" or ")
                )
            }
            Self::When(record) => {
                write!(
                    formatter,
                    "does not follow from what {record} says; correct that if it is wrong"
                )
            }
            Self::Once(record) => {
                write!(
                    formatter,
                    "comes only once, and {record} is there; correct that one"
                )
            }
            Self::Closed(record, day) => {
                write!(
                    formatter,
                    "comes too late: {record} closed the case on {day}"
                )
            }
        }
    }
}

/// The step that a form takes in a run of a process, or in a new one where there is none yet. `on` is the day of what it
/// records: what happened before the run ended may be recorded afterwards.
///
/// # Errors
/// Why it cannot be taken; of several steps with that form, why the first cannot.
pub fn next_step<'p>(
    process: &'p Process,
    form: &str,
    run: Option<&Episode<'_>>,
    person: Option<&Person>,
    on: Day,
) -> Result<&'p Step, Untaken> {
    let mut first = None;
    for step in process.steps.iter().filter(|step| step.form == form) {
        match untaken(process, step, run, person, on) {
            None => return Ok(step),
            Some(why) => first = first.or(Some(why)),
        }
    }
    Err(first.unwrap_or(Untaken::NoStep))
}

fn untaken(
    process: &Process,
    step: &Step,
    run: Option<&Episode<'_>>,
    person: Option<&Person>,
    on: Day,
) -> Option<Untaken> {
    let Some(run) = run else {
        return (!step.after.is_empty()).then(|| Untaken::After(step.after.clone()));
    };
    if step.after.is_empty() {
        return Some(Untaken::Opens);
    }
    if let Some(closing) = closed_by(process, run, person)
        && closing_day(process, closing) <= on
    {
        return Some(Untaken::Closed(
            closing.number,
            closing_day(process, closing),
        ));
    }
    let mut all = run.records.iter().chain(&run.drafts);
    let there = all.find(|record| step.once && record.form == step.form);
    if let Some(there) = there {
        return Some(Untaken::Once(there.number));
    }
    let mut latest_first = run.records.iter().rev();
    let Some(latest) = latest_first.find(|record| step.after.contains(&record.form)) else {
        return Some(Untaken::After(step.after.clone()));
    };
    let leads = Reading::of(latest, run, person).all_hold(&step.when);
    (!leads).then_some(Untaken::When(latest.number))
}

/// The steps that can be taken next, as at a day, in the order of the process.
pub(super) fn offered<'p>(
    process: &'p Process,
    run: &Episode<'_>,
    person: Option<&Person>,
    as_at: Day,
) -> Vec<&'p Step> {
    if closed_by(process, run, person).is_some() {
        return Vec::new();
    }
    let is_open = |step: &&Step| untaken(process, step, Some(run), person, as_at).is_none();
    process.steps.iter().filter(is_open).collect()
}

/// The day on which a record ends a run of a process: the latest day in the fields that its step's closing conditions
/// name, such as the day on which an order ended, else the day of what it records.
#[must_use]
pub fn closing_day(process: &Process, closing: &Record) -> Day {
    let steps = process.steps.iter();
    let conditions = steps
        .filter(|step| step.form == closing.form)
        .filter_map(|step| step.closes_when.as_ref())
        .flatten();
    let days = conditions.filter_map(|condition| match &condition.field {
        Path::Own(field) => match closing.values.get(field)? {
            Value::Day(day) => Some(*day),
            _ => None,
        },
        _ => None,
    });
    days.max().unwrap_or(closing.event_date)
}

/// The first record that ends a run of a process, if one does.
#[must_use]
pub fn closed_by<'r>(
    process: &Process,
    run: &Episode<'r>,
    person: Option<&Person>,
) -> Option<&'r Record> {
    let closes = |record: &&&Record| {
        let reading = Reading::of(record, run, person);
        let mut steps = process.steps.iter().filter(|step| step.form == record.form);
        steps.any(|step| {
            let conditions = step.closes_when.as_ref();
            conditions.is_some_and(|conditions| reading.all_hold(conditions))
        })
    };
    run.records.iter().find(closes).copied()
}
