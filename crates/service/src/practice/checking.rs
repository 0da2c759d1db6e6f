//! The seam to the packs: whether what was filled fits its form. One function, so that what a pack can say of a
//! record is asked in one place.

use std::collections::BTreeMap;

use clew_calendar::Day;
use clew_practice::pack::{Field, FieldKind, Form, Pack, PackCode};
use clew_practice::record::{Stage, Value};

use crate::naming::not_found;
use crate::{FieldProblem, ServiceError};

/// The form with this code, and the pack that has it.
///
/// # Errors
/// When no pack in force has one.
pub(super) fn form_called<'pack>(
    packs: &'pack [Pack],
    form: &str,
) -> Result<(&'pack Pack, &'pack Form), ServiceError> {
    let found = packs
        .iter()
        .find_map(|pack| pack.forms.get(form).map(|form| (pack, form)));
    found.ok_or_else(|| {
        let known = packs.iter().flat_map(|pack| pack.forms.keys());
        not_found("form", form, known.map(String::as_str))
    })
}

/// What is wrong with what was filled, for a record that is to come to a stage: nothing where it can.
pub(super) fn check_record(
    form: &Form,
    values: &BTreeMap<PackCode, Value>,
    _stage: Stage,
    today: Day,
) -> Vec<FieldProblem> {
    let mut problems: Vec<FieldProblem> = values
        .iter()
        .filter_map(|(code, value)| {
            let problem = match form.field(code) {
                None => Some("is no field of the form".to_owned()),
                Some(field) => misfit(field, value, today),
            };
            problem.map(|problem| FieldProblem::new(code.clone(), problem))
        })
        .collect();
    if !values.contains_key(&form.event_date) {
        let problem = "say when it happened";
        problems.push(FieldProblem::new(form.event_date.clone(), problem));
    }
    problems
}

/// Why a value does not fit its field.
fn misfit(field: &Field, value: &Value, today: Day) -> Option<String> {
    let fits = match (&field.kind, value) {
        (FieldKind::Date { may_be_future }, Value::Day(day)) => {
            if !may_be_future && *day > today {
                return Some(format!("{day} lies in the future"));
            }
            true
        }
        (FieldKind::Text | FieldKind::LongText, Value::Text(_))
        | (FieldKind::Number { .. } | FieldKind::Money, Value::Number(_))
        | (FieldKind::YesNo, Value::YesNo(_))
        | (FieldKind::Choice { .. }, Value::Choice(_))
        | (FieldKind::Choices { .. }, Value::Choices(_))
        | (FieldKind::Person, Value::Person(_))
        | (FieldKind::Worker | FieldKind::Unit | FieldKind::File, Value::Code(_)) => true,
        _ => false,
    };
    (!fits).then(|| "is of another kind than the form asks for".to_owned())
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
