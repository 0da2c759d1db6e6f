//! What is asked of what stands around the value: its target, its period and its day.

use clew_measure::target_for;
use clew_plan::{FigureState, Goal, MeasureKind, Polarity};

use super::about::Typed;
use super::kind::{Question, QuestionKind, Weight};
use crate::actions::Rounds;

pub(super) fn ask(typed: &Typed<'_>, questions: &mut Vec<Question>) {
    questions.extend(as_at(typed));
    if typed.before.is_none() {
        questions.extend(period(typed));
    }
    if typed.has_another_value() {
        questions.extend(target(typed));
    }
}

/// A day that has not come, or one before the end of the period that a final figure is of.
fn as_at(typed: &Typed<'_>) -> Option<Question> {
    let figure = &typed.figure;
    let day = figure.as_at?;
    let stood = typed
        .before
        .is_some_and(|before| before.as_at == Some(day) && before.state == figure.state);
    if stood && !typed.has_another_value() {
        return None;
    }
    let last = figure.period.last();
    let text = if day > typed.today {
        format!("the data are said to be drawn on {day}, which is yet to come")
    } else if figure.state == FigureState::Final && day < last {
        format!(
            "the data were drawn on {day}, before {} ended on {last}: is the figure final?",
            figure.period
        )
    } else {
        return None;
    };
    Some(Question::asks(QuestionKind::AsAt, "as_at", text))
}

/// A period for which none of the open cycles of the measure's plan asks. Where no cycle is open
/// nothing is expected, and nothing asked.
fn period(typed: &Typed<'_>) -> Option<Question> {
    let (measure, period) = (typed.measure, typed.figure.period);
    let rounds = Rounds::of(typed.memory);
    if rounds.cycle_of(measure, period).is_some() {
        return None;
    }
    let open = rounds.periods_asked_for(measure);
    let listed: Vec<String> = open.iter().map(ToString::to_string).collect();
    (!open.is_empty()).then(|| {
        let text = format!(
            "no open cycle asks for {period}: {} of this measure is asked for",
            listed.join(", ")
        );
        Question::asks(QuestionKind::UnexpectedPeriod, "period", text)
    })
}

/// A target that no figure can miss or miss by little, or none. Its owner cannot put that right, so
/// it is told and not asked.
fn target(typed: &Typed<'_>) -> Option<Question> {
    let (measure, figure) = (typed.measure, &typed.figure);
    let polarity = measure.polarity?;
    if measure.kind == MeasureKind::Project || polarity == Polarity::Contextual {
        return None;
    }
    let book = typed.memory.book();
    let found = target_for(book, &figure.measure, figure.period, figure.unit.as_ref());
    let text = match (found.and_then(|found| found.goal), polarity) {
        (None, _) => format!(
            "no target says what is to be reached in {}: there will be no status",
            figure.period
        ),
        (Some(Goal::Value(goal)), Polarity::Higher) if goal.is_zero() => {
            "the target is 0: every figure reaches it".to_owned()
        }
        (Some(Goal::Value(goal)), Polarity::Lower) if goal.is_zero() => {
            "the target is 0: a tolerance in per cent of it leaves no room for Amber".to_owned()
        }
        _ => return None,
    };
    Some(Question::asks(QuestionKind::NoTarget, "measure", text).weighing(Weight::Tell))
}
