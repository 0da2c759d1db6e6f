//! Asking: what Clew asks of a figure before it is taken, and what it wants said of it.
//!
//! Pure functions of what is known and of what is typed: page, command line, API and import ask the
//! same questions. Nothing here refuses by itself; the actions do.

mod about;
mod gate;
mod kind;
mod rules;
mod series;
mod setting;

use clew_calendar::Day;

pub(crate) use gate::red_and_silent;
pub use gate::{GateKind, GateReason, Preview, gate, preview};
pub use kind::{Question, QuestionKind, Weight};

use about::Typed;

use crate::{FigureRequest, Memory};

/// What is asked of a figure as it is typed: what stands in its way first, then what its owner must
/// confirm, then what is only worth knowing. Nothing is asked of a value that stands already, nor
/// where the measure or the period is not known: the action itself says so. `today` is the day by
/// the clock.
#[must_use]
pub fn questions(memory: &Memory, request: &FigureRequest, today: Day) -> Vec<Question> {
    let Some(typed) = Typed::of(memory, request, today) else {
        return Vec::new();
    };
    let mut questions = Vec::new();
    if typed.has_another_value() {
        rules::ask(&typed, &mut questions);
        series::ask(&typed, &mut questions);
    }
    setting::ask(&typed, &mut questions);
    questions.sort_by_key(|question| question.weight);
    questions
}

/// The questions that must be answered and were not.
pub(crate) fn unanswered(questions: &[Question], request: &FigureRequest) -> Vec<Question> {
    let stands = |question: &&Question| match question.weight {
        Weight::Refuse => true,
        Weight::Ask => !request.answers.contains(&question.id),
        Weight::Tell => false,
    };
    questions.iter().filter(stands).cloned().collect()
}

/// What was asked and confirmed, as the reason of the entry keeps it; none when nothing was.
pub(crate) fn confirmed(questions: &[Question], request: &FigureRequest) -> Option<String> {
    let answered = |question: &&Question| {
        question.weight == Weight::Ask && request.answers.contains(&question.id)
    };
    let said: Vec<&str> = questions
        .iter()
        .filter(answered)
        .map(|question| question.text.as_str())
        .collect();
    (!said.is_empty()).then(|| format!("confirmed: {}", said.join("; ")))
}
