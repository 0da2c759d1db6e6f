//! Figures: what an owner gives is looked at field by field, and put beside what is there.

use clew_calendar::{Day, Period};
use clew_journal::{Change, Draft, Proposal, ReturnStage, State, subject_of};
use clew_plan::{
    Commentary, Figure, FigureSource, FigureState, Kind, Measure, MeasureKey, Reliability, Status,
    UnitId,
};
use clew_report::words;
use rust_decimal::Decimal;

mod counted;
mod given;
mod many;
mod round;
mod shown;
mod sound;

pub use many::TriedFigure;
pub(crate) use round::{Rounds, asked_for, comes_in, cycle_subject, key_in, return_key};

use round::no_cycle;
pub(crate) use sound::{more_than_all, not_from_counts};

use given::with_request;
use shown::unless_shown;
use sound::problems;

use super::emptied::Emptied;
use super::evidence::{EvidenceFile, hung};
use super::records::{measure_called, needs_reason, proposal_for};
use crate::asking::{confirmed, unanswered};
use crate::computing::FromRecords;
use crate::{Act, Caller, Decision, Done, Memory, QuestionKind, Service, ServiceError, questions};

/// A figure as its owner gives it. What is not given stays as it is, unless it is emptied.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct FigureRequest {
    /// The measure.
    pub measure: MeasureKey,
    /// The period; none is an error of the field.
    pub period: Option<Period>,
    /// The part of the organisation; none for the whole.
    pub unit: Option<UnitId>,
    /// The value in the measure's unit.
    pub value: Option<Decimal>,
    /// How many met.
    pub numerator: Option<Decimal>,
    /// How many in all.
    pub denominator: Option<Decimal>,
    /// The owner's status, for a project measure.
    pub status: Option<Status>,
    /// The day the data was drawn.
    pub as_at: Option<Day>,
    /// Whether it may still change; a new value is final when not said.
    pub state: Option<FigureState>,
    /// The value expected at the end of the year, and the day of that forecast.
    pub forecast: Option<(Decimal, Day)>,
    /// Note of the evidence behind it.
    pub evidence: Option<String>,
    /// How far it can be relied on.
    pub reliability: Option<Reliability>,
    /// What is said about it.
    pub comment: Option<Comment>,
    /// The fields that are emptied; what is given of one of them holds all the same.
    pub emptied: Vec<Emptied>,
    /// The questions that its owner has confirmed; see [`crate::questions`].
    pub answers: Vec<QuestionKind>,
    /// Why it is given; needed for another value of a figure that a forum was shown.
    pub reason: Option<String>,
    /// The last journal entry that the caller saw: a figure or a comment that someone changed after
    /// it is a conflict. None when that does not matter.
    pub seen: Option<u64>,
}

/// What an owner says about a figure.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Comment {
    /// What is said; for a red figure, why it is so.
    pub text: String,
    /// What is being done.
    pub doing: Option<String>,
    /// By when.
    pub by_when: Option<Day>,
}

impl Service {
    /// Returns a figure: the owner's answer for a period, with what is said about it. A figure that
    /// was returned before and is not settled is replaced, and the earlier one stays in the journal.
    ///
    /// # Errors
    /// When the caller may not, a field is not sound, the figure is settled (then it is corrected
    /// instead), a question stands that was not answered, a forum was shown another value and no
    /// reason is given, or someone else gave one meanwhile.
    pub fn return_figure(
        &self,
        caller: &Caller,
        request: &FigureRequest,
    ) -> Result<Done, ServiceError> {
        self.return_figure_with(caller, request, &[])
    }

    /// As [`Service::return_figure`], with files that show it.
    ///
    /// # Errors
    /// As [`Service::return_figure`], and when a file cannot be taken.
    pub fn return_figure_with(
        &self,
        caller: &Caller,
        request: &FigureRequest,
        files: &[EvidenceFile],
    ) -> Result<Done, ServiceError> {
        self.returned_as(caller, request, files, None)
    }

    /// As [`Service::return_figure_with`], of a figure that was computed from records and that its owner confirms.
    pub(crate) fn returned_as(
        &self,
        caller: &Caller,
        request: &FigureRequest,
        files: &[EvidenceFile],
        computed: Option<&FromRecords>,
    ) -> Result<Done, ServiceError> {
        self.commit(caller, &|memory, caller| {
            let mut asked = asked(memory, caller, request, Act::Return)?;
            asked.counted(memory, computed)?;
            let proposals = asked.proposals(memory, caller, request);
            self.as_it_was_seen(memory, &proposals, request.seen)?;
            if let Some(why) = Rounds::of(memory).settled(&asked.figure) {
                return Err(ServiceError::invalid(
                    format!("the figure {} cannot be returned", asked.title()),
                    "",
                    format!("{why}; correct it instead, with a reason"),
                ));
            }
            let answered = asked.answered(memory, caller, request)?;
            unless_shown(memory, &asked, request)?;
            let why = both(request.reason.as_deref(), answered);
            let submission = asked.submission(memory, !proposals.is_empty());
            let mut decision = asked.shown_by(memory, files)?;
            let proposals = with_reason(proposals, why.as_deref()).into_iter();
            let evidence = std::mem::take(&mut decision.proposals);
            decision.proposals = proposals.chain(evidence).chain(submission).collect();
            let list = computed.map(|computed| computed.list.clone());
            decision.attachments.extend(list);
            Ok(decision)
        })
    }

    /// Corrects a figure, whatever it has been through; the reason and the earlier figure stay. One
    /// that came in too late, or was withdrawn, is given anew in this way too: what is settled takes
    /// no returns.
    ///
    /// # Errors
    /// When the caller may not, there is no such figure and it may still be returned, a field is not
    /// sound, a question stands that was not answered, no reason is given, or someone else changed it
    /// meanwhile.
    pub fn correct_figure(
        &self,
        caller: &Caller,
        request: &FigureRequest,
        reason: &str,
    ) -> Result<Done, ServiceError> {
        self.correct_figure_with(caller, request, reason, &[])
    }

    /// As [`Service::correct_figure`], with files that show it.
    ///
    /// # Errors
    /// As [`Service::correct_figure`], and when a file cannot be taken.
    pub fn correct_figure_with(
        &self,
        caller: &Caller,
        request: &FigureRequest,
        reason: &str,
        files: &[EvidenceFile],
    ) -> Result<Done, ServiceError> {
        self.corrected_as(caller, (request, reason), files, None)
    }

    /// As [`Service::correct_figure_with`], of a figure that was computed from records and that its owner confirms.
    pub(crate) fn corrected_as(
        &self,
        caller: &Caller,
        (request, reason): (&FigureRequest, &str),
        files: &[EvidenceFile],
        computed: Option<&FromRecords>,
    ) -> Result<Done, ServiceError> {
        self.commit(caller, &|memory, caller| {
            needs_reason("correcting a figure", reason)?;
            let mut asked = asked(memory, caller, request, Act::Correct)?;
            asked.counted(memory, computed)?;
            let rounds = Rounds::of(memory);
            if asked.place.is_none() && rounds.settled(&asked.figure).is_none() {
                return Err(ServiceError::NotFound {
                    what: "figure",
                    name: asked.title(),
                    hint: Some("return it first".to_owned()),
                });
            }
            asked.note_correction(memory, &rounds, caller.today());
            let proposals = asked.proposals(memory, caller, request);
            self.as_it_was_seen(memory, &proposals, request.seen)?;
            let answered = asked.answered(memory, caller, request)?;
            let why = both(Some(reason), answered);
            let mut decision = asked.shown_by(memory, files)?;
            let evidence = std::mem::take(&mut decision.proposals);
            let proposals = proposals.into_iter().chain(evidence);
            decision.proposals = proposals
                .map(|proposal| proposal.because(why.as_deref()))
                .collect();
            let list = computed.map(|computed| computed.list.clone());
            decision.attachments.extend(list);
            Ok(decision)
        })
    }

    /// Keeps what an owner has typed. Only those who may return or check the figure are shown it.
    ///
    /// # Errors
    /// When the caller may not, there is no open cycle for it, the return was handed in already, or
    /// someone else saved or moved it after what the caller saw.
    pub fn save_draft(
        &self,
        caller: &Caller,
        request: &FigureRequest,
    ) -> Result<Done, ServiceError> {
        self.commit(caller, &|memory, caller| {
            let period = period_of(request)?;
            let measure = measure_called(memory.book(), &request.measure)?;
            memory.authorise_for(&caller.actor, Act::Return, measure, request.unit.as_ref())?;
            let rounds = Rounds::of(memory);
            let cycle = rounds.cycle_of(measure, period);
            let cycle = cycle.ok_or_else(|| no_cycle(measure, period))?;
            rounds.unless_locked(cycle)?;
            let key = key_in(cycle, measure.code.key(), request.unit.as_ref());
            self.not_moved_since(caller, &key, request.seen)?;
            let (place, figure) = placed(memory, measure, period, request);
            let wished = proposal_for(memory.state(), place, figure.into());
            self.as_it_was_seen(memory, wished.as_slice(), request.seen)?;
            let before = memory.state().return_of(&key);
            let draft = Draft {
                figure: Some(with_request(None, measure, period, request)),
                commentary: request
                    .comment
                    .as_ref()
                    .map(|comment| commentary(caller, request, period, comment)),
            };
            if !before.stage.may_become(ReturnStage::Draft) {
                return Err(ServiceError::invalid(
                    format!("{} {period}", measure.code),
                    "",
                    format!(
                        "it is {}: return it anew instead of keeping a draft",
                        before.stage
                    ),
                ));
            }
            if before.draft.as_ref() == Some(&draft) {
                return Ok(Vec::new().into());
            }
            let change = Change::SaveDraft(Box::new(draft));
            Ok(Proposal::new(key.subject(), before.version, change).into())
        })
    }
}

/// A request that was found sound, with what is there.
struct Asked<'memory> {
    measure: &'memory Measure,
    figure: Figure,
    place: Option<usize>,
}

impl Asked<'_> {
    fn title(&self) -> String {
        format!("{} {}", self.measure.code, self.figure.period)
    }

    /// Says beside another value of a figure that was signed off that it was corrected since: reports
    /// print what is noted of a figure.
    fn note_correction(&mut self, memory: &Memory, rounds: &Rounds<'_>, today: Day) {
        let (period, unit) = (self.figure.period, self.figure.unit.as_ref());
        let key = rounds.return_key(self.measure, period, unit);
        let signed_off =
            key.is_some_and(|key| memory.state().return_of(&key).stage == ReturnStage::SignedOff);
        if signed_off && self.before(memory).is_some() && self.has_other_numbers(memory) {
            let since = format!(
                "it was signed off, and corrected since, on {}",
                words::day(today)
            );
            self.figure.note = Some(match (self.figure.from, self.figure.note.take()) {
                (FigureSource::Computed, Some(counted)) => format!("{counted}; {since}"),
                _ => since,
            });
        }
    }

    /// The figure that stands.
    fn before<'all>(&self, memory: &'all Memory) -> Option<&'all Figure> {
        self.place
            .and_then(|place| memory.book().figures.get(place))
    }

    /// Whether a number is given that does not stand.
    fn has_other_numbers(&self, memory: &Memory) -> bool {
        let numbers = |figure: &Figure| [figure.value, figure.numerator, figure.denominator];
        let stands = self.before(memory).map_or([None; 3], numbers);
        numbers(&self.figure) != stands
    }

    /// The figure, and what is said about it.
    fn proposals(
        &self,
        memory: &Memory,
        caller: &Caller,
        request: &FigureRequest,
    ) -> Vec<Proposal> {
        let state = memory.state();
        let figure =
            proposal_for(state, self.place, self.figure.clone().into()).map(|proposal| Proposal {
                event_date: self.figure.as_at,
                ..proposal
            });
        let comment = match &request.comment {
            Some(comment) => {
                let said = commentary(caller, request, self.figure.period, comment);
                proposal_for(state, place_of(state, &said), said.into())
            }
            None => self.unsaid(state, caller, request),
        };
        figure.into_iter().chain(comment).collect()
    }

    /// The files that show the figure, hung on it.
    fn shown_by(&self, memory: &Memory, files: &[EvidenceFile]) -> Result<Decision, ServiceError> {
        match subject_of(&self.figure.clone().into()) {
            Some(figure) => hung(memory, &figure, files),
            None => Ok(Decision::default()),
        }
    }

    /// Takes back what the caller said about the figure, where that is emptied.
    fn unsaid(&self, state: &State, caller: &Caller, request: &FigureRequest) -> Option<Proposal> {
        request.emptied.contains(&Emptied::Comment).then_some(())?;
        let period = self.figure.period;
        let said = commentary(caller, request, period, &Comment::default());
        let place = place_of(state, &said)?;
        let subject = state.subject_at(Kind::Commentary, place)?;
        let there = state.record(&subject)?;
        let version = state.version(&subject);
        let proposal = Proposal::new(subject, version, Change::Withdraw(Box::new(there)));
        Some(proposal.because(Some("emptied by who had said it")))
    }

    /// What was asked and confirmed; refuses while a question stands that was not answered.
    fn answered(
        &self,
        memory: &Memory,
        caller: &Caller,
        request: &FigureRequest,
    ) -> Result<Option<String>, ServiceError> {
        let asked = questions(memory, request, caller.today());
        let standing = unanswered(&asked, request);
        if standing.is_empty() {
            return Ok(confirmed(&asked, request));
        }
        Err(ServiceError::Asks {
            what: format!("the figure {}", self.title()),
            questions: standing,
        })
    }

    /// Hands the return in, when there is a cycle for it and it is not handed in as it is.
    fn submission(&self, memory: &Memory, changed: bool) -> Option<Proposal> {
        let key = return_key(
            memory,
            self.measure,
            self.figure.period,
            self.figure.unit.as_ref(),
        )?;
        let there = memory.state().return_of(&key);
        let again = changed || there.stage != ReturnStage::Returned;
        (again && there.stage.may_become(ReturnStage::Returned))
            .then(|| Proposal::new(key.subject(), there.version, Change::Submit))
    }
}

fn asked<'memory>(
    memory: &'memory Memory,
    caller: &Caller,
    request: &FigureRequest,
    act: Act,
) -> Result<Asked<'memory>, ServiceError> {
    let measure = measure_called(memory.book(), &request.measure)?;
    memory.authorise_for(&caller.actor, act, measure, request.unit.as_ref())?;
    let period = period_of(request)?;
    let (place, figure) = placed(memory, measure, period, request);
    let problems = problems(memory, measure, &figure, request);
    if !problems.is_empty() {
        return Err(ServiceError::Invalid {
            what: format!("the figure {} {period} is not sound", measure.code),
            problems,
        });
    }
    Ok(Asked {
        measure,
        figure,
        place,
    })
}

/// The figure as a request would make it, and the place of the one that it would replace; none when
/// the request gives no period.
pub(crate) fn as_requested(
    memory: &Memory,
    measure: &Measure,
    request: &FigureRequest,
) -> Option<(Option<usize>, Figure)> {
    Some(placed(memory, measure, request.period?, request))
}

fn placed(
    memory: &Memory,
    measure: &Measure,
    period: Period,
    request: &FigureRequest,
) -> (Option<usize>, Figure) {
    let state = memory.state();
    let given = &state.book.figures[..state.figures_given()];
    let is_it = |figure: &Figure| {
        figure.measure == request.measure && figure.period == period && figure.unit == request.unit
    };
    let place = given.iter().position(is_it);
    let before = place.and_then(|place| given.get(place));
    (place, with_request(before, measure, period, request))
}

/// A reason and what was confirmed, in one; none when there is neither.
fn both(reason: Option<&str>, confirmed: Option<String>) -> Option<String> {
    let reason = reason.map(str::trim).filter(|reason| !reason.is_empty());
    match (reason, confirmed) {
        (Some(reason), Some(confirmed)) => Some(format!("{reason} ({confirmed})")),
        (reason, confirmed) => reason.map(str::to_owned).or(confirmed),
    }
}

/// The reason stands beside the figure; what is said of it speaks for itself.
fn with_reason(proposals: Vec<Proposal>, why: Option<&str>) -> Vec<Proposal> {
    let of_figure = |proposal: Proposal| match proposal.change {
        Change::ReturnFigure(_) | Change::CorrectFigure(_) => proposal.because(why),
        _ => proposal,
    };
    proposals.into_iter().map(of_figure).collect()
}

fn period_of(request: &FigureRequest) -> Result<Period, ServiceError> {
    request.period.ok_or_else(|| {
        ServiceError::invalid(
            format!("the figure {}", request.measure),
            "period",
            "say for which period, for example 2026-27 Q1",
        )
    })
}

/// The place of what somebody said there about the same figure before.
fn place_of(state: &State, said: &Commentary) -> Option<usize> {
    state.book.commentary.iter().position(|there| {
        there.measure == said.measure
            && there.period == said.period
            && there.unit == said.unit
            && there.by == said.by
            && there.action == said.action
    })
}

fn commentary(
    caller: &Caller,
    request: &FigureRequest,
    period: Period,
    comment: &Comment,
) -> Commentary {
    Commentary {
        measure: Some(request.measure.clone()),
        action: None,
        period,
        unit: request.unit.clone(),
        text: comment.text.trim().to_owned(),
        doing: comment.doing.clone(),
        by_when: comment.by_when,
        by: Some(caller.actor.to_string()),
        on: Some(caller.today()),
        source: None,
    }
}
