//! Records: what is proposed to make one of another, and taking them out of use or out of the Book.

use clew_calendar::Day;
use clew_journal::{
    About, Change, Proposal, Replacement, ReturnStage, State, Subject, SubjectKind, changed_fields,
    subject_of,
};
use clew_plan::{Book, Kind, Measure, MeasureKey, Record};

use super::figures::Rounds;
use super::settled::{holds, users_of};
use super::take::units_reached;
use crate::belonging::Belonging;
use crate::naming::no_measure;
use crate::{Act, Caller, Done, Memory, Service, ServiceError, authorise};

impl Service {
    /// Takes a measure out of use from a day; its figures stay.
    ///
    /// # Errors
    /// When the caller may not, there is no such measure, or no reason is given.
    pub fn retire(
        &self,
        caller: &Caller,
        measure: &MeasureKey,
        on: Day,
        reason: &str,
    ) -> Result<Done, ServiceError> {
        self.commit(caller, &|memory, caller| {
            needs_reason("retiring a measure", reason)?;
            let found = measure_called(memory.book(), measure)?;
            authorise(
                memory.state(),
                &caller.actor,
                Act::ChangePlan,
                found.unit.as_ref(),
            )?;
            if found.retired_on == Some(on) {
                return Ok(Vec::new().into());
            }
            let subject = Subject::named(SubjectKind::Record(Kind::Measure), [measure.as_str()]);
            let version = memory.state().version(&subject);
            let proposal = Proposal::new(subject, version, Change::Retire { on });
            Ok(Proposal {
                event_date: Some(on),
                ..proposal.because(Some(reason))
            }
            .into())
        })
    }

    /// As [`Service::withdraw_as_seen`], whatever became of the record meanwhile.
    ///
    /// # Errors
    /// As [`Service::withdraw_as_seen`].
    pub fn withdraw(
        &self,
        caller: &Caller,
        subject: &Subject,
        reason: &str,
    ) -> Result<Done, ServiceError> {
        self.withdraw_as_seen(caller, (subject, None), reason)
    }

    /// Takes a record that should not be there out of the Book; its history stays. The return of a
    /// figure that is withdrawn goes back to its owner, as there is nothing in it any more.
    ///
    /// # Errors
    /// When the caller may not (for a figure that is settled: may not correct), there is no such
    /// record, others refer to it, it is a cycle that is locked, has returns or was frozen, no reason
    /// is given, or somebody changed it after the entry that the caller had seen last.
    pub fn withdraw_as_seen(
        &self,
        caller: &Caller,
        (subject, seen): (&Subject, Option<u64>),
        reason: &str,
    ) -> Result<Done, ServiceError> {
        self.commit(caller, &|memory, caller| {
            needs_reason("withdrawing a record", reason)?;
            let state = memory.state();
            let record = state
                .record(subject)
                .ok_or_else(|| ServiceError::NotFound {
                    what: "record",
                    name: subject.to_string(),
                    hint: None,
                })?;
            let rounds = Rounds::of(memory);
            let act = match &record {
                Record::Figure(figure) if rounds.settled(figure).is_some() => Act::Correct,
                _ => Act::ChangePlan,
            };
            for unit in units_reached(memory, &Belonging::of(memory), Some(&record), None) {
                authorise(state, &caller.actor, act, unit.as_ref())?;
            }
            may_go(memory, &rounds, subject, &record)?;
            let emptied = emptied_return(memory, &rounds, &record);
            let change = Change::Withdraw(Box::new(record));
            let withdrawal = Proposal::new(subject.clone(), state.version(subject), change);
            self.as_it_was_seen(memory, std::slice::from_ref(&withdrawal), seen)?;
            let proposals = [withdrawal].into_iter().chain(emptied);
            let with_reason = proposals.map(|proposal| proposal.because(Some(reason)));
            Ok(with_reason.collect::<Vec<_>>().into())
        })
    }
}

/// Refuses to withdraw what others refer to.
fn may_go(
    memory: &Memory,
    rounds: &Rounds<'_>,
    subject: &Subject,
    record: &Record,
) -> Result<(), ServiceError> {
    let what = || format!("{subject} cannot be withdrawn");
    if let Record::Cycle(cycle) = record
        && let Some(why) = holds(memory, rounds, cycle)
    {
        return Err(ServiceError::invalid(what(), "", why));
    }
    let used = users_of(memory, record);
    if used.is_empty() {
        return Ok(());
    }
    let why = format!(
        "{} refer to it; withdraw them first, or retire it",
        used.join(", ")
    );
    Err(ServiceError::invalid(what(), "", why))
}

/// Sends the return back that a withdrawn figure was handed in with.
fn emptied_return(memory: &Memory, rounds: &Rounds<'_>, record: &Record) -> Option<Proposal> {
    let Record::Figure(figure) = record else {
        return None;
    };
    let measure = rounds.measure(&figure.measure)?;
    let key = rounds.return_key(measure, figure.period, figure.unit.as_ref())?;
    let stands = memory.state().return_of(&key);
    stands
        .stage
        .may_become(ReturnStage::SentBack)
        .then(|| Proposal::new(key.subject(), stands.version, Change::SendBack))
}

/// What makes `after` of the record at a place, or adds it; none when they are the same.
pub(crate) fn proposal_for(state: &State, place: Option<usize>, after: Record) -> Option<Proposal> {
    let kind = after.kind();
    let before = place.and_then(|place| state.book.record(kind, place));
    match before {
        None => Some(addition(state, after)),
        Some(before) if before == after => None,
        Some(before) => {
            let subject = state.subject_at(kind, place?)?;
            let version = state.version(&subject);
            Some(Proposal::new(subject, version, alteration(before, after)))
        }
    }
}

fn addition(state: &State, record: Record) -> Proposal {
    let about = subject_of(&record).map_or(About::New(record.kind()), About::Subject);
    let version = match &about {
        About::Subject(subject) => state.version(subject),
        About::New(_) => 0,
    };
    let change = match record {
        Record::Target(now) => Change::SetTarget(Box::new(Replacement { now, was: None })),
        Record::Commentary(now) => Change::Comment(Box::new(Replacement { now, was: None })),
        Record::Figure(figure) => Change::ReturnFigure(Box::new(figure)),
        Record::Waiver(waiver) => Change::Waive(Box::new(waiver)),
        Record::Cycle(cycle) => Change::OpenCycle(Box::new(cycle)),
        other => Change::Create(Box::new(other)),
    };
    Proposal {
        about,
        ..Proposal::new(Subject::organisation(), version, change)
    }
}

fn alteration(before: Record, after: Record) -> Change {
    match (before, after) {
        (Record::Target(was), Record::Target(now)) => Change::SetTarget(Box::new(Replacement {
            now,
            was: Some(was),
        })),
        (Record::Commentary(was), Record::Commentary(now)) => {
            Change::Comment(Box::new(Replacement {
                now,
                was: Some(was),
            }))
        }
        (Record::Figure(was), Record::Figure(now)) => {
            Change::CorrectFigure(Box::new(Replacement {
                now,
                was: Some(was),
            }))
        }
        (before, after) => Change::Amend(changed_fields(&before, &after)),
    }
}

/// The measure with this key.
pub(crate) fn measure_called<'book>(
    book: &'book Book,
    key: &MeasureKey,
) -> Result<&'book Measure, ServiceError> {
    book.measure(key)
        .ok_or_else(|| no_measure(book, key.as_str()))
}

/// Refuses an empty reason.
pub(crate) fn needs_reason(what: &str, reason: &str) -> Result<(), ServiceError> {
    if reason.trim().is_empty() {
        return Err(ServiceError::invalid(
            what,
            "reason",
            "say why, in a sentence that will be read in a year",
        ));
    }
    Ok(())
}

/// Whether a record was changed after the entry that the caller had seen last.
pub(crate) fn changed_since(memory: &Memory, subject: &Subject, seen: u64) -> bool {
    let SubjectKind::Record(kind) = subject.kind else {
        return false;
    };
    let place = memory.state().place(subject);
    let standing = place.and_then(|place| memory.state().standing(kind, place));
    standing.is_some_and(|standing| standing.changed > seen)
}
