//! Reassigning: what one post answers for comes to another, in one batch.

use clew_journal::{Proposal, Subject};
use clew_plan::{Kind, Record, UnitId};

use super::records::{needs_reason, proposal_for};
use crate::authorise::reaches;
use crate::belonging::Belonging;
use crate::{Act, Caller, Done, Memory, Service, ServiceError, authorise};

/// What is to be reassigned.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct ReassignRequest {
    /// The post that answers for it now, as it is written.
    pub from: String,
    /// The post that is to answer for it.
    pub to: String,
    /// The kinds of record; every kind that has an owner when none is named.
    pub kinds: Vec<Kind>,
    /// Only what belongs to this part of the organisation or to one below it; everything when none.
    pub only: Option<UnitId>,
    /// Why.
    pub reason: String,
    /// The last journal entry that the caller saw: a record that someone changed or added after it is
    /// a conflict. None when that does not matter.
    pub seen: Option<u64>,
}

/// One record that comes to another owner.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Reassigned {
    /// The record, where it has a name.
    pub subject: Option<Subject>,
    /// Its kind.
    pub kind: Kind,
    /// What it is called.
    pub title: String,
    /// The part of the organisation that it belongs to; none for the whole.
    pub unit: Option<UnitId>,
    place: usize,
}

impl ReassignRequest {
    /// The kinds of record that have an owner.
    pub const KINDS: [Kind; 8] = [
        Kind::Outcome,
        Kind::Measure,
        Kind::Action,
        Kind::Milestone,
        Kind::Risk,
        Kind::Control,
        Kind::Finding,
        Kind::ImprovementActivity,
    ];
}

impl Memory {
    /// What a request would reassign, in the order of the kinds: the list that is shown before it is
    /// done.
    #[must_use]
    pub fn reassignable(&self, request: &ReassignRequest) -> Vec<Reassigned> {
        let (book, belonging) = (self.book(), Belonging::of(self));
        let named = |kind: &Kind| request.kinds.is_empty() || request.kinds.contains(kind);
        let mut found = Vec::new();
        for kind in ReassignRequest::KINDS.into_iter().filter(named) {
            for place in 0..book.count(kind) {
                let Some(mut record) = book.record(kind, place) else {
                    continue;
                };
                let unit = belonging.unit_of(&record);
                let wanted = match &request.only {
                    Some(only) => reaches(book, Some(only), unit.as_ref()),
                    None => true,
                };
                let Some((owner, title)) = owner(&mut record) else {
                    continue;
                };
                if wanted && owner.as_deref().map(str::trim) == Some(request.from.trim()) {
                    found.push(Reassigned {
                        subject: self.state().subject_at(kind, place),
                        kind,
                        title,
                        unit,
                        place,
                    });
                }
            }
        }
        found
    }
}

impl Service {
    /// Gives what one post answers for to another: all of it or none.
    ///
    /// # Errors
    /// When the caller may not change one of the records, nothing is found, the new post is not
    /// named, no reason is given, or someone changed one of them meanwhile.
    pub fn reassign(
        &self,
        caller: &Caller,
        request: &ReassignRequest,
    ) -> Result<Done, ServiceError> {
        self.commit(caller, &|memory, caller| {
            needs_reason("reassigning", &request.reason)?;
            let to = request.to.trim();
            if to.is_empty() || to == request.from.trim() {
                let why = "name the post that is to answer from now on";
                return Err(ServiceError::invalid("reassigning", "to", why));
            }
            let found = memory.reassignable(request);
            if found.is_empty() {
                return Err(ServiceError::NotFound {
                    what: "record owned by",
                    name: request.from.clone(),
                    hint: Some("a post is written as the records have it".to_owned()),
                });
            }
            let mut proposals: Vec<Proposal> = Vec::new();
            for one in &found {
                let state = memory.state();
                authorise(state, &caller.actor, Act::ChangePlan, one.unit.as_ref())?;
                let Some(mut record) = memory.book().record(one.kind, one.place) else {
                    continue;
                };
                if let Some((owner, _)) = owner(&mut record) {
                    *owner = Some(to.to_owned());
                }
                proposals.extend(proposal_for(state, Some(one.place), record));
            }
            self.as_it_was_seen(memory, &proposals, request.seen)?;
            let with_reason = proposals.into_iter();
            let with_reason = with_reason.map(|it| it.because(Some(&request.reason)));
            Ok(with_reason.collect::<Vec<_>>().into())
        })
    }
}

/// The owner of a record, with what the record is called; none for a kind that has no owner.
fn owner(record: &mut Record) -> Option<(&mut Option<String>, String)> {
    Some(match record {
        Record::Outcome(it) => (&mut it.owner, it.title.clone()),
        Record::Measure(it) => (&mut it.owner, format!("{} {}", it.code, it.title)),
        Record::Action(it) => {
            let title = it.title.clone().unwrap_or_default();
            (&mut it.owner, format!("{} {title}", it.id))
        }
        Record::Milestone(it) => (&mut it.owner, it.title.clone()),
        Record::Risk(it) => (&mut it.owner, format!("{} {}", it.code, it.title)),
        Record::Control(it) => (&mut it.owner, it.title.clone()),
        Record::Finding(it) => (&mut it.owner, format!("{} {}", it.id, it.title)),
        Record::ImprovementActivity(it) => (&mut it.owner, it.text.clone()),
        _ => return None,
    })
}
