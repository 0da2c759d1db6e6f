//! Taking records in: what a file, a form or a command brings becomes entries, one a record.

use std::collections::HashSet;

use clew_exchange::merge;
use clew_journal::{
    About, Change, Proposal, Replacement, State, Subject, changed_fields, with_fields,
};
use clew_plan::{Book, Kind, Outcome, PlanId, Record, UnitId};
use clew_store::RowFilter;

use super::closing::only_with_evidence;
use super::importing::answered;
use super::records::{changed_since, proposal_for};
use super::settled::nothing_settled_changes;
use super::since::only_wishes;
use crate::authorise::authorise_anywhere;
use crate::belonging::Belonging;
use crate::{
    Act, Caller, Conflict, Done, FieldConflict, FieldProblem, KnownAt, Memory, QuestionKind,
    Service, ServiceError, authorise,
};

/// Records to be taken in.
#[derive(Clone, Debug, Default)]
pub struct Incoming {
    /// The records, whole; one with the identity of one that is there takes its place.
    pub book: Book,
    /// The last entry that was known when they were made. A record that is as it was then is left as
    /// it is; one that is not, and that somebody else changed too since, is a conflict.
    pub seen: u64,
    /// Why, where a reason is given. What is settled needs one: figures, and targets and comments of a
    /// locked cycle.
    pub reason: Option<String>,
}

impl Service {
    /// As [`Service::take_in_answered`], with no question confirmed.
    ///
    /// # Errors
    /// As [`Service::take_in_answered`].
    pub fn take_in_records(
        &self,
        caller: &Caller,
        incoming: &Incoming,
    ) -> Result<Done, ServiceError> {
        self.take_in_answered(caller, incoming, &[])
    }

    /// Takes records in, all or none: what is new is added, what differs is changed field by field.
    /// What others changed since the records were made, and these do not, is left as it is. Figures for
    /// which an open cycle asks are asked what a return is asked; `answers` are the questions that are
    /// confirmed, for every figure. Other figures are history, and come in unasked.
    ///
    /// # Errors
    /// When the caller may not change one of them; when others changed meanwhile what these change
    /// too, with the fields of each;
    /// when something that is settled would change without a reason, or a cycle that has returns moves;
    /// when a question stands that was not answered.
    pub fn take_in_answered(
        &self,
        caller: &Caller,
        incoming: &Incoming,
        answers: &[QuestionKind],
    ) -> Result<Done, ServiceError> {
        self.commit(caller, &|memory, caller| {
            // What was known then is folded from the journal: not for whoever asks.
            authorise_anywhere(memory.state(), &caller.actor, Act::ChangePlan)?;
            let since = self.since_seen(memory, caller, incoming.seen)?;
            let incoming = &*only_wishes(memory, since.as_ref(), incoming);
            let proposals = proposals(memory, incoming);
            each_once(&proposals)?;
            self.refuse_conflicts(memory, since.as_ref(), &proposals)?;
            may_change(memory, caller, &proposals)?;
            only_with_evidence(memory, &proposals)?;
            nothing_settled_changes(memory, &proposals, incoming.reason.as_deref())?;
            let with_reason = proposals
                .into_iter()
                .map(|proposal| proposal.because(incoming.reason.as_deref()));
            let answered = answered(memory, caller, with_reason.collect(), answers)?;
            Ok(answered.into())
        })
    }

    /// Refuses when someone changed, after the entry that the caller had seen last, what the caller
    /// wants to change.
    pub(crate) fn as_it_was_seen(
        &self,
        memory: &Memory,
        proposals: &[Proposal],
        seen: Option<u64>,
    ) -> Result<(), ServiceError> {
        let Some(seen) = seen else {
            return Ok(());
        };
        for proposal in proposals {
            if let About::Subject(subject) = &proposal.about
                && (changed_since(memory, subject, seen)
                    || self.withdrawn_since(memory, subject, seen)?)
            {
                return Err(self.conflict(memory, subject, seen, &proposal.change));
            }
        }
        Ok(())
    }

    /// Whether a record was taken out of the Book after the entry that the caller had seen last.
    pub(crate) fn withdrawn_since(
        &self,
        memory: &Memory,
        subject: &Subject,
        seen: u64,
    ) -> Result<bool, ServiceError> {
        let state = memory.state();
        if state.place(subject).is_some() || state.version(subject) == 0 {
            return Ok(false);
        }
        // A row that this process does not know of yet makes it decide anew all the same.
        let last = self.store().rows_about(&RowFilter {
            subject: Some(subject.to_string()),
            newest_first: true,
            limit: Some(1),
            ..RowFilter::default()
        })?;
        let withdrawn = |row: &clew_journal::Row| row.change == "withdraw" && row.sequence > seen;
        Ok(last.first().is_some_and(withdrawn))
    }

    /// What the caller and someone else did to one subject, field by field.
    pub(crate) fn conflict(
        &self,
        memory: &Memory,
        subject: &Subject,
        seen: u64,
        wanted: &Change,
    ) -> ServiceError {
        let base = self.known_at(KnownAt::Entry(seen)).ok();
        let version = |memory: &Memory| memory.state().version(subject);
        let by = self.last_actor(memory, subject);
        let record = |memory: &Memory| memory.state().record(subject);
        let (before, now) = (base.as_ref().and_then(record), record(memory));
        ServiceError::Conflict(Box::new(Conflict {
            subject: subject.clone(),
            expected: base.as_ref().map_or(0, version),
            found: version(memory),
            by,
            fields: conflicting_fields(before.as_ref(), now.as_ref(), wanted),
        }))
    }

    fn last_actor(&self, memory: &Memory, subject: &Subject) -> Option<clew_plan::AccountId> {
        let state = memory.state();
        let kind = state.record(subject)?.kind();
        let standing = state.standing(kind, state.place(subject)?)?;
        let row = self.store().row(standing.changed).ok().flatten()?;
        Some(row.actor.into())
    }
}

/// What the records come to as entries.
pub(super) fn proposals(memory: &Memory, incoming: &Incoming) -> Vec<Proposal> {
    let state = memory.state();
    let mut after = Book::clone(&state.book);
    after.figures.truncate(state.figures_given());
    merge(&mut after, incoming.book.clone());
    let mut proposals = Vec::new();
    if let Some(now) = after
        .organisation
        .clone()
        .filter(|_| after.organisation != state.book.organisation)
    {
        let was = state.book.organisation.clone();
        let version = state.version(&Subject::organisation());
        let change = Change::SetOrganisation(Box::new(Replacement { now, was }));
        proposals.push(Proposal::new(Subject::organisation(), version, change));
    }
    for kind in Kind::ALL {
        let given = match kind {
            Kind::Figure => state.figures_given(),
            kind => state.book.count(*kind),
        };
        let mut earlier = state.book.records(*kind).take(given);
        for (place, record) in after.records(*kind).enumerate() {
            let there = earlier.next();
            if there != Some(record) {
                let changed = after.record(*kind, place);
                let there = there.map(|_| place);
                proposals.extend(changed.and_then(|record| proposal_for(state, there, record)));
            }
        }
    }
    proposals
}

/// Refuses two records of one name: only one of them could stand.
pub(super) fn each_once(proposals: &[Proposal]) -> Result<(), ServiceError> {
    let mut seen = HashSet::new();
    let twice = proposals
        .iter()
        .filter_map(|proposal| match &proposal.about {
            About::Subject(subject) if !seen.insert(subject) => Some(subject),
            _ => None,
        });
    let problems: Vec<FieldProblem> = twice
        .map(|subject| FieldProblem::new(subject.to_string(), "it is there twice; keep one"))
        .collect();
    match problems.is_empty() {
        true => Ok(()),
        false => Err(ServiceError::Invalid {
            what: "some records have the same name".to_owned(),
            problems,
        }),
    }
}

pub(super) fn may_change(
    memory: &Memory,
    caller: &Caller,
    proposals: &[Proposal],
) -> Result<(), ServiceError> {
    let state = memory.state();
    if authorise(state, &caller.actor, Act::ChangePlan, None).is_ok() {
        return Ok(());
    }
    let belonging = Belonging::of(memory);
    for proposal in proposals {
        let before = record_before(state, proposal);
        let after = record_after(state, proposal);
        for unit in units_reached(memory, &belonging, before.as_ref(), after.as_ref()) {
            authorise(state, &caller.actor, Act::ChangePlan, unit.as_ref())?;
        }
    }
    Ok(())
}

fn record_before(state: &State, proposal: &Proposal) -> Option<Record> {
    match &proposal.about {
        About::Subject(subject) => state.record(subject),
        About::New(_) => None,
    }
}

/// The record that a change would leave.
pub(super) fn record_after(state: &State, proposal: &Proposal) -> Option<Record> {
    match (record_before(state, proposal), &proposal.change) {
        (Some(before), Change::Amend(fields)) => with_fields(&before, fields).ok(),
        (_, change) => change.whole_record(),
    }
}

/// The parts of the organisation that a change reaches: where the record was, where it comes to be,
/// and those of the plans that it leaves or comes into. The whole, when that is not known.
pub(super) fn units_reached(
    memory: &Memory,
    belonging: &Belonging<'_>,
    before: Option<&Record>,
    after: Option<&Record>,
) -> Vec<Option<UnitId>> {
    let book = memory.book();
    let records = [before, after].into_iter().flatten();
    let mut units: Vec<_> = records
        .flat_map(|record| belonging.reached_by(record))
        .collect();
    if units.is_empty() {
        units.push(None);
    }
    let plans = [before, after].map(|record| record.and_then(|record| plan_of(book, record)));
    if plans[0] != plans[1] {
        let unit = |plan: PlanId| book.plan(&plan).and_then(|plan| plan.unit.clone());
        units.extend(plans.into_iter().flatten().map(unit));
    }
    units
}

/// The plan that a record stands in, by itself or by its outcome.
pub(super) fn plan_of(book: &Book, record: &Record) -> Option<PlanId> {
    match record {
        Record::Measure(measure) => measure.plan.clone().or_else(|| {
            let of_measure = |outcome: &&Outcome| measure.outcome.as_ref() == Some(&outcome.id);
            book.outcomes
                .iter()
                .find(of_measure)
                .map(|outcome| outcome.plan.clone())
        }),
        Record::Outcome(outcome) => Some(outcome.plan.clone()),
        Record::Action(action) => Some(action.plan.clone()),
        Record::Cycle(cycle) => Some(cycle.plan.clone()),
        Record::Risk(risk) => risk.plan.clone(),
        _ => None,
    }
}

/// The fields that someone else changed, with what the caller wants of them.
pub(super) fn conflicting_fields(
    before: Option<&Record>,
    now: Option<&Record>,
    wanted: &Change,
) -> Vec<FieldConflict> {
    let Some(now) = now else {
        return Vec::new();
    };
    let Some(before) = before else {
        // The caller had seen none: what it would have made differs from what someone else made.
        let after = wanted.whole_record();
        let differing = after.map_or_else(Vec::new, |after| changed_fields(now, &after));
        let conflict = |change: clew_journal::FieldChange| FieldConflict {
            base: None,
            theirs: in_words(&change.from),
            yours: Some(in_words(&change.to)),
            field: change.field,
        };
        return differing.into_iter().map(conflict).collect();
    };
    let yours = match (wanted, wanted.whole_record()) {
        (Change::Amend(fields), _) => fields.clone(),
        (_, Some(after)) => changed_fields(before, &after),
        _ => Vec::new(),
    };
    let theirs = changed_fields(before, now).into_iter();
    let conflict = |change: clew_journal::FieldChange| {
        let mine = yours.iter().find(|mine| mine.field == change.field);
        FieldConflict {
            base: Some(in_words(&change.from)),
            theirs: in_words(&change.to),
            yours: mine
                .filter(|mine| mine.to != change.from && mine.to != change.to)
                .map(|mine| in_words(&mine.to)),
            field: change.field,
        }
    };
    theirs.map(conflict).collect()
}

pub(super) fn in_words(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::Null => "nothing".to_owned(),
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
