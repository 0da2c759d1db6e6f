//! Figures: what an owner gives is looked at field by field, and put beside what is there.

use clew_calendar::{Day, Period};
use clew_journal::{Change, Draft, Proposal, ReturnStage, Subject, SubjectKind};
use clew_plan::{
    Commentary, Figure, FigureSource, FigureState, Kind, Measure, MeasureKey, Reliability, Status,
    UnitId,
};
use rust_decimal::Decimal;

mod round;
mod sound;

pub(crate) use round::{cycle_subject, return_key, settled};

use round::no_cycle;
use sound::problems;

use super::records::{measure_called, needs_reason, proposal_for};
use crate::{Act, Caller, Conflict, Done, Memory, Service, ServiceError, authorise};

/// A figure as its owner gives it. What is not given stays as it is.
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
    /// Whether it may still change; final when not said.
    pub state: Option<FigureState>,
    /// The value expected at the end of the year, and the day of that forecast.
    pub forecast: Option<(Decimal, Day)>,
    /// Note of the evidence behind it.
    pub evidence: Option<String>,
    /// How far it can be relied on.
    pub reliability: Option<Reliability>,
    /// What is said about it.
    pub comment: Option<Comment>,
    /// The figure's version that the caller saw; none when it does not matter.
    pub seen: Option<u32>,
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
    /// instead), or someone else gave one meanwhile.
    pub fn return_figure(
        &self,
        caller: &Caller,
        request: &FigureRequest,
    ) -> Result<Done, ServiceError> {
        self.commit(caller, &|memory| {
            let asked = asked(memory, caller, request, Act::Return)?;
            if let Some(why) = settled(memory, &asked.figure) {
                return Err(ServiceError::invalid(
                    format!("the figure {} cannot be returned", asked.title()),
                    "",
                    format!("{why}; correct it instead, with a reason"),
                ));
            }
            let mut proposals = asked.proposals(memory, caller, request);
            proposals.extend(asked.submission(memory, !proposals.is_empty()));
            Ok(proposals.into())
        })
    }

    /// Corrects a figure, whatever it has been through; the reason and the earlier figure stay.
    ///
    /// # Errors
    /// When the caller may not, there is no such figure, a field is not sound, or no reason is given.
    pub fn correct_figure(
        &self,
        caller: &Caller,
        request: &FigureRequest,
        reason: &str,
    ) -> Result<Done, ServiceError> {
        self.commit(caller, &|memory| {
            needs_reason("correcting a figure", reason)?;
            let asked = asked(memory, caller, request, Act::Correct)?;
            if asked.place.is_none() {
                return Err(ServiceError::NotFound {
                    what: "figure",
                    name: asked.title(),
                    hint: Some("return it first".to_owned()),
                });
            }
            let proposals = asked.proposals(memory, caller, request).into_iter();
            let with_reason = proposals.map(|proposal| proposal.because(Some(reason)));
            Ok(with_reason.collect::<Vec<_>>().into())
        })
    }

    /// Keeps what an owner has typed; nobody is told a figure by it.
    ///
    /// # Errors
    /// When the caller may not, there is no open cycle for it, or the return was handed in already.
    pub fn save_draft(
        &self,
        caller: &Caller,
        request: &FigureRequest,
    ) -> Result<Done, ServiceError> {
        self.commit(caller, &|memory| {
            let period = period_of(request)?;
            let measure = measure_called(memory.book(), &request.measure)?;
            let unit = request.unit.as_ref().or(measure.unit.as_ref());
            authorise(memory.state(), &caller.actor, Act::Return, unit)?;
            let key = return_key(memory, measure, period, request.unit.as_ref())
                .ok_or_else(|| no_cycle(measure, period))?;
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
        let comment = request.comment.as_ref().and_then(|comment| {
            let said = commentary(caller, request, self.figure.period, comment);
            let same = |there: &Commentary| {
                there.measure == said.measure
                    && there.period == said.period
                    && there.by == said.by
                    && there.action == said.action
            };
            let place = state.book.commentary.iter().position(same);
            proposal_for(state, place, said.into())
        });
        figure.into_iter().chain(comment).collect()
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
    let unit = request.unit.as_ref().or(measure.unit.as_ref());
    authorise(memory.state(), &caller.actor, act, unit)?;
    let period = period_of(request)?;
    let state = memory.state();
    let given = &state.book.figures[..state.figures_given()];
    let is_it = |figure: &Figure| {
        figure.measure == request.measure && figure.period == period && figure.unit == request.unit
    };
    let place = given.iter().position(is_it);
    let before = place.and_then(|place| given.get(place));
    seen_before(memory, request, place)?;
    let figure = with_request(before, measure, period, request);
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

fn period_of(request: &FigureRequest) -> Result<Period, ServiceError> {
    request.period.ok_or_else(|| {
        ServiceError::invalid(
            format!("the figure {}", request.measure),
            "period",
            "say for which period, for example 2026-27 Q1",
        )
    })
}

/// Refuses when the caller saw another version of the figure.
fn seen_before(
    memory: &Memory,
    request: &FigureRequest,
    place: Option<usize>,
) -> Result<(), ServiceError> {
    let state = memory.state();
    let standing = place.and_then(|place| state.standing(Kind::Figure, place));
    let found = standing.map_or(0, |standing| standing.version);
    match request.seen.filter(|seen| *seen != found) {
        None => Ok(()),
        Some(expected) => {
            let subject = place.and_then(|place| state.subject_at(Kind::Figure, place));
            Err(ServiceError::Conflict(Box::new(Conflict {
                subject: subject.unwrap_or_else(|| {
                    Subject::named(
                        SubjectKind::Record(Kind::Figure),
                        [request.measure.as_str()],
                    )
                }),
                expected,
                found,
                by: None,
                fields: place
                    .map(|place| compared(&state.book.figures[place], request))
                    .unwrap_or_default(),
            })))
        }
    }
}

fn compared(there: &Figure, request: &FigureRequest) -> Vec<crate::FieldConflict> {
    let show = |value: Option<Decimal>| {
        value.map_or_else(|| "nothing".to_owned(), |value| value.to_string())
    };
    let fields = [
        ("value", there.value, request.value),
        ("numerator", there.numerator, request.numerator),
        ("denominator", there.denominator, request.denominator),
    ];
    let differing = fields
        .into_iter()
        .filter(|(_, there, wanted)| there != wanted);
    differing
        .map(|(field, there, wanted)| crate::FieldConflict {
            field: field.to_owned(),
            base: None,
            theirs: show(there),
            yours: Some(show(wanted)),
        })
        .collect()
}

/// The figure that is there, or a new one, with what the request gives.
fn with_request(
    before: Option<&Figure>,
    measure: &Measure,
    period: Period,
    request: &FigureRequest,
) -> Figure {
    let mut figure = before
        .cloned()
        .unwrap_or_else(|| empty(measure, period, request.unit.clone()));
    let counts = request.numerator.is_some() || request.denominator.is_some();
    if request.value.is_some() || counts {
        // A new value without counts, or new counts without a value, leaves none of the old ones behind.
        figure.value = request.value;
        figure.numerator = request.numerator;
        figure.denominator = request.denominator;
        figure.as_written = None;
    }
    figure.from = FigureSource::Returned;
    figure.reported_status = request.status.or(figure.reported_status);
    figure.state = request.state.unwrap_or(FigureState::Final);
    figure.as_at = request.as_at.or(figure.as_at);
    if let Some((forecast, on)) = request.forecast {
        (figure.forecast, figure.forecast_on) = (Some(forecast), Some(on));
    }
    figure.evidence = request.evidence.clone().or(figure.evidence);
    figure.reliability = request.reliability.or(figure.reliability);
    figure.definition_version = measure.version;
    figure
}

fn empty(measure: &Measure, period: Period, unit: Option<UnitId>) -> Figure {
    Figure {
        measure: measure.code.key(),
        period,
        unit,
        value: None,
        numerator: None,
        denominator: None,
        from: FigureSource::Returned,
        state: FigureState::Final,
        definition_version: measure.version,
        reliability: None,
        as_at: None,
        as_written: None,
        reported_status: None,
        forecast: None,
        forecast_on: None,
        override_status: None,
        evidence: None,
        note: None,
        source: None,
    }
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
        text: comment.text.trim().to_owned(),
        doing: comment.doing.clone(),
        by_when: comment.by_when,
        by: Some(caller.actor.to_string()),
        on: Some(caller.at.day()),
        source: None,
    }
}
