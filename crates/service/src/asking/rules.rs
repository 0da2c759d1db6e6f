//! What is asked of the value by itself: its counts, its sign, and what was said to make sense.

use clew_plan::UnitOfMeasure;
use rust_decimal::Decimal;

use super::about::Typed;
use super::kind::{Question, QuestionKind, Weight};
use crate::actions::{more_than_all, not_from_counts};

pub(super) fn ask(typed: &Typed<'_>, questions: &mut Vec<Question>) {
    questions.extend(counts(typed));
    let Some(value) = typed.value() else {
        return;
    };
    questions.extend(outside_hundred(typed, value));
    questions.extend(negative(typed, value));
    questions.extend(unexpected(typed, value));
}

/// What cannot be so, whatever is answered.
fn counts(typed: &Typed<'_>) -> Option<Question> {
    let (measure, figure) = (typed.measure, &typed.figure);
    let refused = |id, field, text| Question::asks(id, field, text).weighing(Weight::Refuse);
    more_than_all(measure, figure)
        .map(|text| refused(QuestionKind::MoreThanAll, "numerator", text))
        .or_else(|| {
            not_from_counts(measure, figure)
                .map(|text| refused(QuestionKind::NotFromCounts, "value", text))
        })
}

/// A share lies between 0 and 100; a change in per cent need not, and is not asked about once one
/// has been taken.
fn outside_hundred(typed: &Typed<'_>, value: Decimal) -> Option<Question> {
    let percent = typed.measure.unit_of_measure == Some(UnitOfMeasure::Percent);
    let inside = |value: Decimal| value >= Decimal::ZERO && value <= Decimal::ONE_HUNDRED;
    let ever = typed.like.iter().any(|(_, _, value)| !inside(*value));
    // Counts that come to more than all of them are refused already.
    let counted = typed.figure.denominator.is_some();
    (percent && !inside(value) && !ever && !counted).then(|| {
        let text = format!("{} lies outside 0% to 100%", typed.shown(value));
        Question::asks(QuestionKind::OutsideHundred, "value", text)
    })
}

fn negative(typed: &Typed<'_>, value: Decimal) -> Option<Question> {
    let ever = typed
        .like
        .iter()
        .any(|(_, _, value)| *value < Decimal::ZERO);
    let percent = typed.measure.unit_of_measure == Some(UnitOfMeasure::Percent);
    (value < Decimal::ZERO && !ever && !percent).then(|| {
        let text = format!(
            "{} is negative, and no figure of this measure ever was",
            typed.shown(value)
        );
        Question::asks(QuestionKind::NeverNegative, "value", text)
    })
}

fn unexpected(typed: &Typed<'_>, value: Decimal) -> Option<Question> {
    let measure = typed.measure;
    let below = measure.expected_low.filter(|low| value < *low);
    let above = measure.expected_high.filter(|high| value > *high);
    let said = below
        .map(|low| format!("below {}, the lowest", typed.shown(low)))
        .or_else(|| above.map(|high| format!("above {}, the highest", typed.shown(high))))?;
    let text = format!(
        "{} is {said} value that was said to make sense for this measure",
        typed.shown(value)
    );
    Some(Question::asks(QuestionKind::Unexpected, "value", text))
}
