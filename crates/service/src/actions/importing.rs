//! What records that are taken in are asked: figures of rounds that are open, as a return would be.
//!
//! Figures for which no open cycle asks are history, and come in unasked: somebody was asked about them
//! then, or nobody can be now.

use clew_calendar::Period;
use clew_journal::{Change, Proposal};
use clew_plan::{Figure, MeasureKey, MeasureKind, UnitId};

use super::figures::Rounds;
use super::take::{Incoming, proposals};
use crate::asking::{confirmed, unanswered};
use crate::{
    Caller, FigureRequest, Memory, Question, QuestionKind, Service, ServiceError, questions,
};

/// What is asked of one figure among records.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct AskedFigure {
    /// The measure.
    pub measure: MeasureKey,
    /// The period.
    pub period: Period,
    /// The part of the organisation; none for the whole.
    pub unit: Option<UnitId>,
    /// The questions that stand: those that must be answered and are not.
    pub questions: Vec<Question>,
}

impl Service {
    /// What [`Service::take_in_answered`] would ask of these records and is not answered, figure by figure;
    /// nothing is written. `answers` are the questions that are confirmed, for every figure.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn questions_of_records(
        &self,
        memory: &Memory,
        caller: &Caller,
        incoming: &Incoming,
        answers: &[QuestionKind],
    ) -> Result<Vec<AskedFigure>, ServiceError> {
        let book = self.wishes_of(memory, caller, incoming)?;
        let wished = Incoming {
            book,
            ..incoming.clone()
        };
        let rounds = Rounds::of(memory);
        let proposals = proposals(memory, &wished);
        let asked = proposals.iter().filter_map(|proposal| {
            let asked = Asked::of(memory, &rounds, caller, proposal, answers)?;
            let questions = unanswered(&asked.questions, &asked.request);
            (!questions.is_empty()).then_some(AskedFigure {
                measure: asked.request.measure,
                period: asked.period,
                unit: asked.request.unit,
                questions,
            })
        });
        Ok(asked.collect())
    }
}

/// A figure that is asked about, with everything that is asked of it.
struct Asked {
    request: FigureRequest,
    period: Period,
    questions: Vec<Question>,
}

impl Asked {
    /// None for what is no figure, or is one that no open cycle asks for.
    fn of(
        memory: &Memory,
        rounds: &Rounds<'_>,
        caller: &Caller,
        proposal: &Proposal,
        answers: &[QuestionKind],
    ) -> Option<Self> {
        let figure = match &proposal.change {
            Change::ReturnFigure(figure) => figure,
            Change::CorrectFigure(set) => &set.now,
            _ => return None,
        };
        let measure = rounds.measure(&figure.measure)?;
        let asked_for = rounds.periods_asked_for(measure);
        if !asked_for.contains(&figure.period) {
            return None;
        }
        let request = request_of(figure, measure.kind, answers);
        let questions = questions(memory, &request, caller.today());
        Some(Self {
            request,
            period: figure.period,
            questions,
        })
    }
}

/// Each proposal with what was confirmed of it as its reason; refuses while a question stands that was not
/// answered, with every one that does.
pub(super) fn answered(
    memory: &Memory,
    caller: &Caller,
    proposals: Vec<Proposal>,
    answers: &[QuestionKind],
) -> Result<Vec<Proposal>, ServiceError> {
    let rounds = Rounds::of(memory);
    let (mut standing, mut figures, mut all) = (Vec::new(), 0, Vec::new());
    for mut proposal in proposals {
        if let Some(asked) = Asked::of(memory, &rounds, caller, &proposal, answers) {
            let unanswered = unanswered(&asked.questions, &asked.request);
            figures += usize::from(!unanswered.is_empty());
            let named = unanswered.into_iter().map(|question| Question {
                text: format!(
                    "{} {}: {}",
                    asked.request.measure, asked.period, question.text
                ),
                ..question
            });
            standing.extend(named);
            let said = confirmed(&asked.questions, &asked.request);
            proposal.reason = both(proposal.reason, said);
        }
        all.push(proposal);
    }
    if standing.is_empty() {
        return Ok(all);
    }
    standing.sort_by_key(|question| question.weight);
    let what = match figures {
        1 => "a figure".to_owned(),
        many => format!("{many} figures"),
    };
    Err(ServiceError::Asks {
        what,
        questions: standing,
    })
}

fn both(reason: Option<String>, confirmed: Option<String>) -> Option<String> {
    match (reason, confirmed) {
        (Some(reason), Some(confirmed)) => Some(format!("{reason} ({confirmed})")),
        (reason, confirmed) => reason.or(confirmed),
    }
}

/// The figure as its owner would give it in the form.
fn request_of(figure: &Figure, kind: MeasureKind, answers: &[QuestionKind]) -> FigureRequest {
    let project = kind == MeasureKind::Project;
    FigureRequest {
        measure: figure.measure.clone(),
        period: Some(figure.period),
        unit: figure.unit.clone(),
        value: figure.value,
        numerator: figure.numerator,
        denominator: figure.denominator,
        status: figure.reported_status.filter(|_| project),
        as_at: figure.as_at,
        state: Some(figure.state),
        answers: answers.to_vec(),
        ..FigureRequest::default()
    }
}
