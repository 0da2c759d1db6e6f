//! Whether what was filled in a form can stand: for each field what is wrong, by which rule, and what to do.

mod dates;
mod values;

use std::collections::BTreeMap;

use clew_calendar::Day;

use crate::{
    episode::Episode,
    pack::{Field, Form, Gravity, Needed, Pack, PackCode},
    person::Person,
    reading::{Reading, is_empty},
    record::{Stage, Value},
};

/// One thing that is not right in a record.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct RecordIssue {
    /// The field.
    pub field: PackCode,
    /// The rule, for example `needed`.
    pub rule: &'static str,
    /// An error keeps the record from the stage; a warning does not.
    pub gravity: Gravity,
    /// What is not right, as a sentence without its full stop.
    pub message: String,
    /// What to do about it, as a sentence without its full stop.
    pub advice: String,
}

/// What a record is looked at with.
#[derive(Clone, Copy, Debug, Default)]
pub struct Around<'r> {
    /// The values of the version that is being corrected, if there is one.
    pub before: Option<&'r BTreeMap<PackCode, Value>>,
    /// The episode that it belongs to, without itself, if it does not open one.
    pub episode: Option<&'r Episode<'r>>,
    /// The person it is about.
    pub person: Option<&'r Person>,
}

/// What is not right with the values of a form for a stage, in the order of its fields.
///
/// A draft is kept as it was typed: for it nothing is needed, and everything but a value of the wrong kind is a warning.
/// Of what is to be withdrawn nothing is asked. A retired choice may stay where it was before.
#[must_use]
pub fn check_record(
    pack: &Pack,
    form: &Form,
    values: &BTreeMap<PackCode, Value>,
    stage: Stage,
    today: Day,
    around: &Around<'_>,
) -> Vec<RecordIssue> {
    if stage == Stage::Withdrawn {
        return Vec::new();
    }
    let on = match values.get(&form.event_date) {
        Some(Value::Day(day)) => Some(*day),
        _ => None,
    };
    let mut checking = Checking {
        pack,
        form,
        stage,
        today,
        around,
        reading: Reading {
            values,
            on,
            episode: around.episode,
            person: around.person,
        },
        issues: Vec::new(),
    };
    for field in &form.fields {
        checking.field(field);
    }
    checking.order_of_dates();
    checking.strange_fields();
    checking.issues
}

/// A check under way.
struct Checking<'c> {
    pack: &'c Pack,
    form: &'c Form,
    stage: Stage,
    today: Day,
    around: &'c Around<'c>,
    reading: Reading<'c>,
    issues: Vec<RecordIssue>,
}

impl<'c> Checking<'c> {
    fn error(
        &mut self,
        field: &str,
        rule: &'static str,
        message: String,
        advice: impl Into<String>,
    ) {
        let gravity = match self.stage {
            Stage::Draft if rule != "wrong-kind" => Gravity::Warning,
            _ => Gravity::Error,
        };
        self.say(field, rule, gravity, message, advice.into());
    }

    fn warning(
        &mut self,
        field: &str,
        rule: &'static str,
        message: String,
        advice: impl Into<String>,
    ) {
        self.say(field, rule, Gravity::Warning, message, advice.into());
    }

    fn say(
        &mut self,
        field: &str,
        rule: &'static str,
        gravity: Gravity,
        message: String,
        advice: String,
    ) {
        self.issues.push(RecordIssue {
            field: field.to_owned(),
            rule,
            gravity,
            message,
            advice,
        });
    }

    fn field(&mut self, field: &Field) {
        let values = self.reading.values;
        let value = values.get(&field.code).filter(|value| !is_empty(value));
        let asked = is_asked(field, &self.reading);
        match value {
            None if asked => self.needed(field),
            None => {}
            Some(value) => {
                if !asked {
                    self.error(
                        &field.code,
                        "not-asked",
                        format!("“{}” is filled and is not asked here", field.title),
                        "Empty it, or change the answer that decides whether it is asked",
                    );
                }
                self.value(field, value);
            }
        }
    }

    fn needed(&mut self, field: &Field) {
        let by = if field.code == self.form.event_date {
            Needed::ToComplete
        } else {
            field.needed
        };
        let is_missing = match self.stage {
            Stage::Complete => by == Needed::ToComplete,
            Stage::Authorised => by != Needed::Never,
            Stage::Draft | Stage::Withdrawn => false,
        };
        if is_missing {
            let what = if by == Needed::ToComplete {
                "to complete"
            } else {
                "to authorise"
            };
            self.error(
                &field.code,
                "needed",
                format!("“{}” is needed {what} this", field.title),
                match self.stage {
                    Stage::Authorised => "Send it back, or correct it",
                    _ => "Fill it, or keep this as a draft",
                },
            );
        }
    }

    /// Values of fields that the form does not have.
    fn strange_fields(&mut self) {
        for code in self.reading.values.keys() {
            if self.form.field(code).is_none() {
                self.error(
                    code,
                    "unknown-field",
                    format!("The form has no field \"{code}\""),
                    "Take it out",
                );
            }
        }
    }
}

/// Whether a field is asked: its conditions hold, by what has been filled.
#[must_use]
pub fn is_asked(field: &Field, reading: &Reading<'_>) -> bool {
    reading.all_hold(&field.when)
}
