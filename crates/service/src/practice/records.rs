//! Records: completed, corrected and withdrawn.

use std::collections::BTreeMap;
use std::sync::Arc;

use clew_calendar::Day;
use clew_journal::{Moment, PracticeAct};
use clew_plan::{AccountId, UnitId};
use clew_practice::pack::{Form, Pack, PackCode};
use clew_practice::record::{PersonNumber, Record, RecordNumber, Stage, Value};
use serde::{Deserialize, Serialize};

use super::checking::{check_record, form_called, refuse_unfit, warnings};
use super::deed::Content;
use super::looks::looker;
use super::sight::{RecordNow, unless_overtaken};
use super::{Acts, Deed, Sight, asked, needs_reason, stepping};
use crate::naming::{known_unit, not_found};
use crate::{Act, Caller, Done, FieldProblem, Service, ServiceError};

/// A record that is to be completed.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordRequest {
    /// Its form.
    pub form: PackCode,
    /// The process it belongs to, if any.
    #[serde(default)]
    pub process: Option<PackCode>,
    /// The record that opened the episode; none when this one opens one.
    #[serde(default)]
    pub episode: Option<RecordNumber>,
    /// Whom it is about.
    pub person: PersonNumber,
    /// The team that records it.
    pub team: UnitId,
    /// What was filled, by field.
    pub values: BTreeMap<PackCode, Value>,
    /// The draft that it completes, if any.
    #[serde(default)]
    pub draft: Option<String>,
}

/// What a record should have said.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// The version that was seen.
    pub seen: u32,
    /// What is filled from now on, by field; the whole form.
    pub values: BTreeMap<PackCode, Value>,
    /// Why.
    pub reason: String,
    /// The draft that it completes, if any.
    #[serde(default)]
    pub draft: Option<String>,
}

impl Service {
    /// Completes a record. Its number is that of its entry.
    ///
    /// # Errors
    /// When the caller may not record for that team, or may not know of that person; when there is no such form,
    /// process or episode; when what was filled does not fit, field by field.
    pub fn complete_record(
        &self,
        caller: &Caller,
        request: &RecordRequest,
    ) -> Result<Done, ServiceError> {
        let asked = asked("complete-record", request)?;
        self.practise(caller, &asked, &|sight| {
            let mut acts = Acts::default();
            complete(sight, &sight.packs()?, request, &mut acts)?;
            acts.drafts = sight.own_draft(request.draft.as_deref())?;
            Ok(acts)
        })
    }

    /// Completes many records, all or none, as when they are taken over from another system. Their numbers are those of
    /// their entries, in order. One that belongs to an episode comes after the call that opened it.
    ///
    /// # Errors
    /// As for [`Service::complete_record`]; each problem says of which record it is, counted from 1.
    pub fn complete_records(
        &self,
        caller: &Caller,
        requests: &[RecordRequest],
    ) -> Result<Done, ServiceError> {
        let asked = asked("complete-records", &requests)?;
        self.practise(caller, &asked, &|sight| {
            let packs = sight.packs()?;
            let mut acts = Acts::default();
            for (place, request) in (1..).zip(requests) {
                let done = complete(sight, &packs, request, &mut acts);
                done.map_err(|error| at_place(place, error))?;
                acts.drafts
                    .extend(sight.own_draft(request.draft.as_deref())?);
            }
            Ok(acts)
        })
    }

    /// Corrects a record: the earlier version stays, and it is to be authorised anew.
    ///
    /// # Errors
    /// When there is no such record, or none that the caller may know of; when the caller may not record for its
    /// team, gives no reason, or someone else was first; when what was filled does not fit.
    pub fn correct_record(
        &self,
        caller: &Caller,
        number: RecordNumber,
        correction: &Correction,
    ) -> Result<Done, ServiceError> {
        let asked = asked("correct-record", &(number, correction))?;
        self.practise(caller, &asked, &|sight| {
            let now = changeable(sight, number, correction.seen)?;
            sight.may(Act::RecordPractice, &now.record.team)?;
            needs_reason("correcting a record", &correction.reason)?;
            let packs = sight.packs()?;
            let (pack, form) = form_called(&packs, &now.record.form)?;
            let record = Record {
                event_date: event_date(form, &correction.values, sight),
                stage: Stage::Complete,
                values: correction.values.clone(),
                ..now.record.clone()
            };
            let before = Some(&now.record);
            let problems = check_record(sight, (pack, form), &record, before)?;
            refuse_unfit("the record", problems)?;
            stepping::may_correct(sight, &packs, pack, &record)?;
            let person = sight.person(record.person)?.person;
            let mut acts = Acts::default();
            stepping::settle(sight, &packs, &record, &person, &mut acts)?;
            let content = Content::Record(record);
            let deed = Deed::next(PracticeAct::CorrectRecord, &now.row, content);
            acts.deeds.push(deed.because(&correction.reason));
            acts.drafts = sight.own_draft(correction.draft.as_deref())?;
            Ok(acts)
        })
    }

    /// What a record that is to be completed says that can be and is unlikely, field by field, such as a visit before
    /// its order; `corrects` is the record that it corrects. It is for whoever fills it in to look at again, and keeps
    /// them from nothing.
    ///
    /// # Errors
    /// When the account may not record for that team or of that person, or there is no such form; when what was filled
    /// does not fit, which is to be put right first.
    pub fn record_warnings(
        &self,
        actor: &AccountId,
        at: Moment,
        (request, corrects): (&RecordRequest, Option<RecordNumber>),
    ) -> Result<Vec<FieldProblem>, ServiceError> {
        let memory = self.memory();
        let caller = looker(actor, at);
        let sight = Sight::new(self, &memory, &caller);
        sight.may(Act::RecordPractice, request.team.as_str())?;
        sight.person_to_write(request.person)?;
        let packs = sight.packs()?;
        let (pack, form) = form_called(&packs, &request.form)?;
        let before = corrects.map(|number| sight.record(number)).transpose()?;
        let record = Record {
            number: corrects.unwrap_or(RecordNumber(0)),
            ..record_of(request, form, &sight)
        };
        let before = before.as_ref().map(|now| &now.record);
        let problems = check_record(&sight, (pack, form), &record, before)?;
        refuse_unfit("the record", problems)?;
        warnings(&sight, &record)
    }

    /// Withdraws a record that should not be there; its history stays. `seen` is the version that the caller saw. It
    /// asks for the same work as correcting it, and of one that was authorised for a senior who might authorise it.
    ///
    /// # Errors
    /// As for [`Service::correct_record`]; and when it was authorised and the caller may not authorise it.
    pub fn withdraw_record(
        &self,
        caller: &Caller,
        (number, seen): (RecordNumber, u32),
        reason: &str,
    ) -> Result<Done, ServiceError> {
        let asked = asked("withdraw-record", &(number, seen, reason))?;
        self.practise(caller, &asked, &|sight| {
            let now = changeable(sight, number, seen)?;
            sight.may(Act::RecordPractice, &now.record.team)?;
            needs_reason("withdrawing a record", reason)?;
            let packs = sight.packs()?;
            may_withdraw(sight, &packs, &now.record)?;
            let record = Record {
                stage: Stage::Withdrawn,
                ..now.record
            };
            let person = sight.person(record.person)?.person;
            let mut acts = Acts::default();
            stepping::settle(sight, &packs, &record, &person, &mut acts)?;
            let content = Content::Record(record);
            let deed = Deed::next(PracticeAct::WithdrawRecord, &now.row, content);
            acts.deeds.push(deed.because(reason));
            Ok(acts)
        })
    }
}

/// Adds the deed that completes a record to what is done.
fn complete(
    sight: &Sight<'_>,
    packs: &[Arc<Pack>],
    request: &RecordRequest,
    acts: &mut Acts,
) -> Result<(), ServiceError> {
    known_unit(sight.memory.book(), Some(&request.team))?;
    sight.may(Act::RecordPractice, request.team.as_str())?;
    let person = sight.person_to_write(request.person)?.person;
    if let Some(into) = person.merged_into {
        let problem = format!("was merged into {into}; record it there");
        return Err(ServiceError::invalid("the record", "person", problem));
    }
    let (pack, form) = form_called(packs, &request.form)?;
    in_process(pack, request)?;
    in_episode(sight, request)?;
    let record = record_of(request, form, sight);
    stepping::unless_a_step(sight, packs, pack, &record, &person, acts)?;
    let problems = check_record(sight, (pack, form), &record, None)?;
    refuse_unfit("the record", problems)?;
    let closed = stepping::settle(sight, packs, &record, &person, acts)?;
    let deed = Deed::new(PracticeAct::CompleteRecord, Content::Record(record));
    acts.deeds.push(Deed { closed, ..deed });
    Ok(())
}

/// The error, with the place of the record that it is of.
fn at_place(place: usize, error: ServiceError) -> ServiceError {
    let ServiceError::Invalid { what, problems } = error else {
        return error;
    };
    let placed = |problem: FieldProblem| {
        FieldProblem::new(format!("{place}.{}", problem.field), problem.problem)
    };
    ServiceError::Invalid {
        what: format!("{what} {place}"),
        problems: problems.into_iter().map(placed).collect(),
    }
}

/// A record that may be changed: open to whoever acts, of the version that was seen, and not withdrawn.
pub(super) fn changeable(
    sight: &Sight<'_>,
    number: RecordNumber,
    seen: u32,
) -> Result<RecordNow, ServiceError> {
    let now = sight.record(number)?;
    sight.open_to_write(&now)?;
    unless_overtaken(&now.row, seen)?;
    if now.record.stage == Stage::Withdrawn {
        let problem = "it was withdrawn; record it anew";
        return Err(ServiceError::invalid("the record", "", problem));
    }
    Ok(now)
}

/// Refuses to withdraw what whoever acts may not fill in again, or not authorise where it was authorised. A record whose
/// form no pack in force has asks for no work: it can only be withdrawn.
fn may_withdraw(
    sight: &Sight<'_>,
    packs: &[Arc<Pack>],
    record: &Record,
) -> Result<(), ServiceError> {
    let authorised = record.stage == Stage::Authorised;
    if authorised {
        sight.may(Act::AuthorisePractice, &record.team)?;
    }
    let Ok((pack, _)) = form_called(packs, &record.form) else {
        return Ok(());
    };
    match authorised {
        true => stepping::may_authorise(sight, packs, pack, record),
        false => stepping::may_correct(sight, packs, pack, record),
    }
}

fn record_of(request: &RecordRequest, form: &Form, sight: &Sight<'_>) -> Record {
    Record {
        number: RecordNumber(0),
        form: request.form.clone(),
        process: request.process.clone(),
        episode: request.episode.unwrap_or(RecordNumber(0)),
        person: request.person,
        team: request.team.to_string(),
        event_date: event_date(form, &request.values, sight),
        recorded_at: 0,
        recorded_by: String::new(),
        stage: Stage::Complete,
        restricted: false,
        version: 0,
        values: request.values.clone(),
    }
}

/// The day of what happened; that of the call where it was not filled, which the check refuses.
fn event_date(form: &Form, values: &BTreeMap<PackCode, Value>, sight: &Sight<'_>) -> Day {
    match values.get(&form.event_date) {
        Some(Value::Day(day)) => *day,
        _ => sight.today(),
    }
}

/// Refuses a process that the pack does not have, or that has no such form.
fn in_process(pack: &Pack, request: &RecordRequest) -> Result<(), ServiceError> {
    let Some(code) = &request.process else {
        return Ok(());
    };
    let process = pack.processes.get(code).ok_or_else(|| {
        let known = pack.processes.keys().map(String::as_str);
        not_found("process", code, known)
    })?;
    if process.steps.iter().any(|step| step.form == request.form) {
        return Ok(());
    }
    let problem = format!("is no step of {}", process.title);
    Err(ServiceError::invalid("the record", "form", problem))
}

/// Refuses an episode that is not there, or is somebody else's.
fn in_episode(sight: &Sight<'_>, request: &RecordRequest) -> Result<(), ServiceError> {
    let Some(number) = request.episode else {
        return Ok(());
    };
    let refused = |problem: &str| ServiceError::invalid("the record", "episode", problem);
    let episode = sight.service.store().episode(number.0)?;
    let episode = episode.ok_or_else(|| refused("there is none that this record opened"))?;
    let same = sight.same_as(request.person)?;
    if !same.contains(&PersonNumber(episode.person)) {
        return Err(refused("is about another person"));
    }
    if episode.process != request.process {
        return Err(refused("is of another process"));
    }
    Ok(())
}
