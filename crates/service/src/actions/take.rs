//! Taking records in: what a file, a form or a command brings becomes entries, one a record.

use std::collections::HashSet;

use clew_exchange::merge;
use clew_journal::{About, Change, Proposal, Replacement, Subject, changed_fields};
use clew_plan::{Book, Kind, Record};
use clew_store::RowFilter;

use super::figures::settled;
use super::records::{changed_since, proposal_for, unit_of};
use crate::{
    Act, Caller, Conflict, Done, FieldConflict, FieldProblem, KnownAt, Memory, Service,
    ServiceError, authorise,
};

/// Records to be taken in.
#[derive(Clone, Debug, Default)]
pub struct Incoming {
    /// The records, whole; one with the identity of one that is there takes its place.
    pub book: Book,
    /// The last entry that was known when they were made; a record that was changed after it is a conflict.
    pub seen: u64,
    /// Why, where a reason is given. Figures that are settled need one.
    pub reason: Option<String>,
}

impl Service {
    /// Takes records in, all or none: what is new is added, what differs is changed field by field.
    ///
    /// # Errors
    /// When the caller may not change one of them; when one was changed meanwhile, with the fields;
    /// when a figure that is settled would change without a reason.
    pub fn take_in_records(
        &self,
        caller: &Caller,
        incoming: &Incoming,
    ) -> Result<Done, ServiceError> {
        self.commit(caller, &|memory| {
            let proposals = proposals(memory, incoming);
            each_once(&proposals)?;
            for proposal in &proposals {
                if let About::Subject(subject) = &proposal.about
                    && (changed_since(memory, subject, incoming.seen)
                        || self.withdrawn_since(memory, subject, incoming.seen)?)
                {
                    return Err(self.conflict(memory, subject, incoming.seen, &proposal.change));
                }
            }
            may_change(memory, caller, &proposals)?;
            settled_figures_have_a_reason(memory, &proposals, incoming.reason.as_deref())?;
            let with_reason = proposals
                .into_iter()
                .map(|proposal| proposal.because(incoming.reason.as_deref()));
            Ok(with_reason.collect::<Vec<_>>().into())
        })
    }

    /// Whether a record was taken out of the Book after the entry that the caller had seen last.
    fn withdrawn_since(
        &self,
        memory: &Memory,
        subject: &Subject,
        seen: u64,
    ) -> Result<bool, ServiceError> {
        let state = memory.state();
        if state.place(subject).is_some() || state.version(subject) == 0 {
            return Ok(false);
        }
        let rows = self.store().rows_about(&RowFilter {
            subject: Some(subject.to_string()),
            newest_first: true,
            ..RowFilter::default()
        })?;
        let last = rows.iter().find(|row| row.sequence <= state.head.sequence);
        Ok(last.is_some_and(|row| row.change == "withdraw" && row.sequence > seen))
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
fn proposals(memory: &Memory, incoming: &Incoming) -> Vec<Proposal> {
    let state = memory.state();
    let mut after = state.book.clone();
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
fn each_once(proposals: &[Proposal]) -> Result<(), ServiceError> {
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

fn may_change(
    memory: &Memory,
    caller: &Caller,
    proposals: &[Proposal],
) -> Result<(), ServiceError> {
    let state = memory.state();
    if authorise(state, &caller.actor, Act::ChangePlan, None).is_ok() {
        return Ok(());
    }
    for proposal in proposals {
        let after = proposal.change.whole_record();
        let before = match &proposal.about {
            About::Subject(subject) => state.record(subject),
            About::New(_) => None,
        };
        let records = before.into_iter().chain(after);
        let units: Vec<_> = records
            .map(|record| unit_of(&state.book, &record))
            .collect();
        if units.is_empty() {
            authorise(state, &caller.actor, Act::ChangePlan, None)?;
        }
        for unit in units {
            authorise(state, &caller.actor, Act::ChangePlan, unit.as_ref())?;
        }
    }
    Ok(())
}

fn settled_figures_have_a_reason(
    memory: &Memory,
    proposals: &[Proposal],
    reason: Option<&str>,
) -> Result<(), ServiceError> {
    if reason.is_some_and(|reason| !reason.trim().is_empty()) {
        return Ok(());
    }
    let mut problems = Vec::new();
    for proposal in proposals {
        let figure = match &proposal.change {
            Change::CorrectFigure(change) => &change.now,
            Change::ReturnFigure(figure) => figure,
            _ => continue,
        };
        if let Some(why) = settled(memory, figure) {
            let name = format!("{} {}", figure.measure, figure.period);
            problems.push(FieldProblem::new(
                name,
                format!("{why}; give a reason, and it becomes a correction"),
            ));
        }
    }
    match problems.is_empty() {
        true => Ok(()),
        false => Err(ServiceError::Invalid {
            what: "figures that are settled change only with a reason".to_owned(),
            problems,
        }),
    }
}

/// The fields that someone else changed, with what the caller wants of them.
fn conflicting_fields(
    before: Option<&Record>,
    now: Option<&Record>,
    wanted: &Change,
) -> Vec<FieldConflict> {
    let (Some(before), Some(now)) = (before, now) else {
        return Vec::new();
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

fn in_words(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::Null => "nothing".to_owned(),
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
