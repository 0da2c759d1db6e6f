//! Many figures at once, as a workbook of returns brings them: tried first, then taken all or none.

use std::collections::HashSet;

use clew_journal::{About, Proposal};

use super::{Asked, FigureRequest, Rounds, asked, both, unless_shown, with_reason};
use crate::{
    Act, Caller, Done, FieldProblem, Memory, Preview, Question, Service, ServiceError, preview,
};

/// What would become of one figure of many.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TriedFigure {
    /// What stands in its way.
    pub problems: Vec<FieldProblem>,
    /// What is asked of it and not answered yet.
    pub questions: Vec<Question>,
    /// Whether anything would be written.
    pub changes: bool,
    /// How it would stand; none where that is not known.
    pub preview: Option<Preview>,
}

impl Service {
    /// Tries figures without writing anything: what would become of each, in their order.
    #[must_use]
    pub fn try_figures(&self, caller: &Caller, requests: &[FigureRequest]) -> Vec<TriedFigure> {
        let memory = self.memory();
        let rounds = Rounds::of(&memory);
        let tried = requests.iter().map(|request| {
            let mut tried = TriedFigure {
                preview: preview(&memory, request, caller.today()).ok(),
                ..TriedFigure::default()
            };
            match proposals(&memory, &rounds, caller, request) {
                Ok(proposals) => tried.changes = !proposals.is_empty(),
                Err(ServiceError::Asks { questions, .. }) => tried.questions = questions,
                Err(ServiceError::Invalid { what, problems }) => {
                    tried.problems = about(what, problems)
                }
                Err(error) => tried
                    .problems
                    .push(FieldProblem::new("", error.to_string())),
            }
            tried
        });
        tried.collect()
    }

    /// Returns figures, all or none: each as [`Service::return_figure`] would.
    ///
    /// # Errors
    /// When one of them would be refused, with every one that would; the field of a problem is
    /// `figure-` and its place, counted from 1.
    pub fn return_figures(
        &self,
        caller: &Caller,
        requests: &[FigureRequest],
    ) -> Result<Done, ServiceError> {
        self.commit(caller, &|memory, caller| {
            let rounds = Rounds::of(memory);
            let (mut all, mut handed_in) = (Vec::new(), HashSet::new());
            let mut problems = Vec::new();
            for (place, request) in requests.iter().enumerate() {
                match proposals(memory, &rounds, caller, request) {
                    Ok(found) => {
                        all.extend(found.into_iter().filter(|one| once(&mut handed_in, one)))
                    }
                    Err(error @ (ServiceError::Store(_) | ServiceError::Internal { .. })) => {
                        return Err(error);
                    }
                    Err(error) => problems.push(FieldProblem::new(
                        format!("figure-{}", place + 1),
                        error.to_string(),
                    )),
                }
            }
            if !problems.is_empty() {
                let what = "the figures are not taken; none was".to_owned();
                return Err(ServiceError::Invalid { what, problems });
            }
            let seen = requests.iter().filter_map(|request| request.seen).min();
            self.as_it_was_seen(memory, &all, seen)?;
            Ok(all.into())
        })
    }
}

/// What one figure comes to as entries.
fn proposals(
    memory: &Memory,
    rounds: &Rounds<'_>,
    caller: &Caller,
    request: &FigureRequest,
) -> Result<Vec<Proposal>, ServiceError> {
    let asked: Asked<'_> = asked(memory, caller, request, Act::Return)?;
    let found = asked.proposals(memory, caller, request);
    if let Some(why) = rounds.settled(&asked.figure).filter(|_| !found.is_empty()) {
        return Err(ServiceError::invalid(
            format!("the figure {} cannot be returned", asked.title()),
            "",
            format!("{why}; correct it on its own page instead, with a reason"),
        ));
    }
    let answered = asked.answered(memory, caller, request)?;
    unless_shown(memory, &asked, request)?;
    let why = both(request.reason.as_deref(), answered);
    let submission = asked.submission(memory, !found.is_empty());
    let found = with_reason(found, why.as_deref());
    Ok(found.into_iter().chain(submission).collect())
}

/// Whether a proposal is the first about its subject: two periods may be handed in with one return.
fn once(handed_in: &mut HashSet<String>, proposal: &Proposal) -> bool {
    match &proposal.about {
        About::Subject(subject) if subject.kind == clew_journal::SubjectKind::Return => {
            handed_in.insert(subject.to_string())
        }
        _ => true,
    }
}

fn about(what: String, problems: Vec<FieldProblem>) -> Vec<FieldProblem> {
    match problems.is_empty() {
        true => vec![FieldProblem::new("", what)],
        false => problems,
    }
}
