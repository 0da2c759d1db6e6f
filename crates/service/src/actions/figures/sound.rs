//! Whether a figure is sound: what is wrong with it, field by field.

use clew_measure::{exact_value, show_value};
use clew_plan::{Figure, Measure, MeasureKind, Status, UnitId, UnitOfMeasure};
use rust_decimal::Decimal;

use super::FigureRequest;
use crate::{FieldProblem, Memory};

/// What is wrong with a figure, field by field.
pub(super) fn problems(
    memory: &Memory,
    measure: &Measure,
    figure: &Figure,
    request: &FigureRequest,
) -> Vec<FieldProblem> {
    let mut problems = Vec::new();
    let mut problem = |field: &str, text: String| problems.push(FieldProblem::new(field, text));
    let project = measure.kind == MeasureKind::Project;
    let key = measure.code.key();
    if memory
        .book()
        .formulas
        .iter()
        .any(|formula| formula.measure == key)
    {
        problem(
            "measure",
            "it is worked out by its formula; return its parts instead".to_owned(),
        );
    }
    if measure
        .retired_on
        .is_some_and(|on| on <= figure.period.first())
    {
        problem("measure", "it was retired before this period".to_owned());
    }
    let unit_known = |unit: &UnitId| memory.book().units.iter().any(|there| there.id == *unit);
    if let Some(unit) = figure.unit.as_ref().filter(|unit| !unit_known(unit)) {
        problem(
            "unit",
            format!("there is no part of the organisation {unit}"),
        );
    }
    let nothing =
        figure.value.is_none() && figure.numerator.is_none() && figure.denominator.is_none();
    if nothing && figure.reported_status.is_none() {
        let wanted = if project {
            "a status"
        } else {
            "a value, or how many met of how many"
        };
        problem(
            "value",
            format!("give {wanted}; a status of \"report later\" when it is not known yet"),
        );
    }
    if request.status.is_some_and(Status::is_judgement) && !project {
        problem(
            "status",
            "its status follows from figure and target; only a project measure is given one"
                .to_owned(),
        );
    }
    counts(measure, figure, &mut problem);
    if figure.as_at.is_some_and(|day| day < figure.period.first()) {
        problem(
            "as_at",
            "the data cannot have been drawn before the period began".to_owned(),
        );
    }
    if request
        .comment
        .as_ref()
        .is_some_and(|comment| comment.text.trim().is_empty())
    {
        problem("comment", "say something, or leave it out".to_owned());
    }
    problems
}

/// What is wrong with the counts and with the value beside them.
fn counts(measure: &Measure, figure: &Figure, problem: &mut impl FnMut(&str, String)) {
    match (figure.numerator, figure.denominator) {
        (None, None) => return,
        (Some(_), None) => return problem("denominator", "say of how many".to_owned()),
        (None, Some(_)) => return problem("numerator", "say how many met".to_owned()),
        (Some(numerator), Some(denominator)) => {
            if numerator.is_sign_negative() || denominator.is_sign_negative() {
                return problem("numerator", "counts cannot be negative".to_owned());
            }
            if denominator.is_zero() {
                return problem("denominator", "nothing to divide by: for none at all, give a status of \"report later\" and say so".to_owned());
            }
            if let Some(text) = more_than_all(measure, figure) {
                return problem("numerator", text);
            }
        }
    }
    if let Some(text) = not_from_counts(measure, figure) {
        problem("value", text);
    }
}

/// More met than there are in all, of a share.
pub(crate) fn more_than_all(measure: &Measure, figure: &Figure) -> Option<String> {
    let (numerator, denominator) = figure.numerator.zip(figure.denominator)?;
    let share = measure.unit_of_measure == Some(UnitOfMeasure::Percent);
    (share && numerator > denominator).then(|| {
        format!(
            "{numerator} of {denominator} is more than all of them; are the two the wrong way round?"
        )
    })
}

/// A value that does not follow from the counts beside it, but for rounding.
pub(crate) fn not_from_counts(measure: &Measure, figure: &Figure) -> Option<String> {
    let value = figure.value?;
    figure.denominator.filter(|count| !count.is_zero())?;
    let alone = Figure {
        value: None,
        ..figure.clone()
    };
    let counted = exact_value(&alone, measure.unit_of_measure)?.to_decimal();
    let places = value.normalize().scale();
    (counted.saturating_sub(value).abs() > Decimal::new(5, places + 1)).then(|| {
        let decimals = measure.decimals.or(Some(1));
        let shown = show_value(counted, measure.unit_of_measure, decimals);
        format!("the counts come to {shown}, not {value}; give the counts alone")
    })
}
