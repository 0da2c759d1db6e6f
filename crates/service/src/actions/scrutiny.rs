//! Scrutiny: questions that are asked of a measure, and their answers.

use clew_calendar::{Day, Period};
use clew_journal::Subject;
use clew_plan::{ForumId, Kind, Measure, MeasureKey, Record, ScrutinyQuestion, UnitId};

use super::records::{measure_called, proposal_for};
use crate::authorise::authorise_anywhere;
use crate::belonging::Belonging;
use crate::naming::known_unit;
use crate::{Act, Caller, Done, FieldProblem, Memory, Service, ServiceError};

/// Most characters of a question or an answer.
const LONGEST: usize = 4_000;

/// A question to be asked of a measure.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct AskRequest {
    /// The measure.
    pub measure: MeasureKey,
    /// The period whose figure is asked about.
    pub period: Period,
    /// The part of the organisation; none for the whole.
    pub unit: Option<UnitId>,
    /// The forum in which it was asked; none outside a meeting.
    pub forum: Option<ForumId>,
    /// The day it was asked; the day of the call when none.
    pub asked_on: Option<Day>,
    /// Who asked; the caller when none.
    pub by: Option<String>,
    /// The question.
    pub question: String,
}

/// An answer to a question.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct AnswerRequest {
    /// The entry that asked it, which tells the question from others.
    pub question: u64,
    /// The answer.
    pub answer: String,
    /// Who answers; the caller when none.
    pub by: Option<String>,
    /// The last journal entry that the caller saw: a question that someone else answered after it is
    /// a conflict. None when that does not matter.
    pub seen: Option<u64>,
}

impl Service {
    /// Asks a question of a measure. Whoever may read may ask, for themselves or for somebody who
    /// asked at a meeting; the journal keeps who wrote it down.
    ///
    /// # Errors
    /// When the caller may not read, there is no such measure, part or forum, or a field is not sound.
    pub fn ask(&self, caller: &Caller, request: &AskRequest) -> Result<Done, ServiceError> {
        self.commit(caller, &|memory, caller| {
            authorise_anywhere(memory.state(), &caller.actor, Act::Read)?;
            let measure = measure_called(memory.book(), &request.measure)?;
            known_unit(memory.book(), request.unit.as_ref())?;
            its_part(memory, measure, request.unit.as_ref())?;
            sound_question(memory, request, caller)?;
            let asked = asked(memory, request, caller);
            let proposal = proposal_for(memory.state(), None, asked.into());
            Ok(proposal.into_iter().collect::<Vec<_>>().into())
        })
    }

    /// Answers a question, or puts another answer in the place of the one it has; the journal keeps
    /// both. Whoever may return the measure's figures may.
    ///
    /// # Errors
    /// When the caller may not, there is no such question, the answer is not sound, or someone else
    /// answered meanwhile.
    pub fn answer(&self, caller: &Caller, request: &AnswerRequest) -> Result<Done, ServiceError> {
        self.commit(caller, &|memory, caller| {
            let subject = Subject::numbered(Kind::ScrutinyQuestion, request.question);
            let (place, asked) = question_called(memory, &subject)?;
            let measure = measure_called(memory.book(), &asked.measure)?;
            memory.authorise_for(&caller.actor, Act::Return, measure, asked.unit.as_ref())?;
            let what = "the answer";
            refuse(what, text_problem("answer", &request.answer).into_iter())?;
            let answered = ScrutinyQuestion {
                answer: Some(request.answer.trim().to_owned()),
                answered_on: Some(caller.today()),
                answered_by: Some(name(memory, request.by.as_deref(), caller)),
                ..asked
            };
            let proposal = proposal_for(memory.state(), Some(place), answered.into());
            let proposals: Vec<_> = proposal.into_iter().collect();
            self.as_it_was_seen(memory, &proposals, request.seen)?;
            Ok(proposals.into())
        })
    }
}

/// Refuses a question about a part for which the measure is not reported.
fn its_part(memory: &Memory, measure: &Measure, part: Option<&UnitId>) -> Result<(), ServiceError> {
    let belonging = Belonging::of(memory);
    match part.filter(|part| !belonging.is_part(measure, part)) {
        None => Ok(()),
        Some(part) => Err(ServiceError::invalid(
            "the question",
            "unit",
            format!("{} is not reported for {part}", measure.code),
        )),
    }
}

fn question_called(
    memory: &Memory,
    subject: &Subject,
) -> Result<(usize, ScrutinyQuestion), ServiceError> {
    let place = memory.state().place(subject);
    let found = place.zip(memory.state().record(subject));
    match found {
        Some((place, Record::ScrutinyQuestion(asked))) => Ok((place, asked)),
        _ => Err(ServiceError::NotFound {
            what: "question",
            name: subject.to_string(),
            hint: None,
        }),
    }
}

fn asked(memory: &Memory, request: &AskRequest, caller: &Caller) -> ScrutinyQuestion {
    let today = caller.today();
    ScrutinyQuestion {
        measure: request.measure.clone(),
        period: request.period,
        unit: request.unit.clone(),
        forum: request.forum.clone(),
        asked_on: request.asked_on.unwrap_or(today),
        by: name(memory, request.by.as_deref(), caller),
        question: request.question.trim().to_owned(),
        answer: None,
        answered_on: None,
        answered_by: None,
        source: None,
    }
}

/// Who is named; else the caller's account by its name.
fn name(memory: &Memory, given: Option<&str>, caller: &Caller) -> String {
    let given = given.map(str::trim).filter(|name| !name.is_empty());
    let account = memory.state().account(&caller.actor);
    given.map(str::to_owned).unwrap_or_else(|| {
        account.map_or_else(|| caller.actor.to_string(), |account| account.name.clone())
    })
}

fn sound_question(
    memory: &Memory,
    request: &AskRequest,
    caller: &Caller,
) -> Result<(), ServiceError> {
    let mut problems: Vec<FieldProblem> = Vec::new();
    problems.extend(text_problem("question", &request.question));
    let mut forums = memory.book().forums.iter();
    let forum = request.forum.as_ref();
    if forum.is_some_and(|asked| !forums.any(|known| known.id == *asked)) {
        problems.push(FieldProblem::new("forum", "Choose one of the forums"));
    }
    let today = caller.today();
    if request.asked_on.is_some_and(|day| day > today) {
        let problem = "The day it was asked must be today or earlier";
        problems.push(FieldProblem::new("asked_on", problem));
    }
    refuse("the question", problems.into_iter())
}

fn text_problem(field: &str, text: &str) -> Option<FieldProblem> {
    match text.trim().chars().count() {
        0 => Some(FieldProblem::new(field, format!("Write the {field}"))),
        length if length > LONGEST => Some(FieldProblem::new(
            field,
            format!("The {field} has {length} characters; {LONGEST} are the most"),
        )),
        _ => None,
    }
}

fn refuse(what: &str, problems: impl Iterator<Item = FieldProblem>) -> Result<(), ServiceError> {
    let problems: Vec<FieldProblem> = problems.collect();
    match problems.is_empty() {
        true => Ok(()),
        false => Err(ServiceError::Invalid {
            what: what.to_owned(),
            problems,
        }),
    }
}
