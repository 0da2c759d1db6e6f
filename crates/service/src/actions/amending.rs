//! One record changed or added by a form, told by its subject: so the second of two that are alike is
//! the one that changes, and a title that tells a record from others can itself be put right.

use clew_journal::{Subject, SubjectKind, changed_fields, subject_of};
use clew_plan::{Kind, Record};

use super::closing::only_with_evidence;
use super::records::proposal_for;
use super::settled::nothing_settled_changes;
use super::take::may_change;
use crate::{Caller, Done, Memory, Service, ServiceError};

impl Service {
    /// Puts a record as it should be in the place of one that is there. `seen` is the last entry that
    /// was known when the change was made up. The names by which others refer to a record stay.
    ///
    /// # Errors
    /// When the caller may not, the record is not there or is worked out by a formula, its name would
    /// change, somebody else changed it meanwhile (with the fields of both), or it is settled and no
    /// reason is given.
    pub fn amend_record(
        &self,
        caller: &Caller,
        subject: &Subject,
        (after, seen): (&Record, u64),
        reason: Option<&str>,
    ) -> Result<Done, ServiceError> {
        self.commit(caller, &|memory, caller| {
            let place = place_of(memory, subject, after)?;
            let proposal = proposal_for(memory.state(), Some(place), after.clone());
            let mut proposals: Vec<_> = proposal.into_iter().collect();
            // What was known then is folded from the journal: not for whoever asks.
            may_change(memory, caller, &proposals)?;
            let since = self.since_seen(memory, caller, seen)?;
            if since.as_ref().is_some_and(|it| it.knew(subject, after)) {
                proposals.clear();
            }
            self.refuse_conflicts(memory, since.as_ref(), &proposals)?;
            only_with_evidence(memory, &proposals)?;
            nothing_settled_changes(memory, &proposals, reason)?;
            let with_reason = proposals.into_iter().map(|it| it.because(reason));
            Ok(with_reason.collect::<Vec<_>>().into())
        })
    }

    /// Adds a record.
    ///
    /// # Errors
    /// When the caller may not, there is one of that name already, or it comes into something that is
    /// settled and no reason is given.
    pub fn add_record(
        &self,
        caller: &Caller,
        record: &Record,
        reason: Option<&str>,
    ) -> Result<Done, ServiceError> {
        self.commit(caller, &|memory, caller| {
            let there = subject_of(record).is_some_and(|it| memory.state().place(&it).is_some());
            if there {
                let field = record.kind().identified_by().first().unwrap_or(&"");
                let problem = "there is one already; change that one, or give this another";
                return Err(ServiceError::invalid("the record", field, problem));
            }
            let proposal = proposal_for(memory.state(), None, record.clone());
            let proposals: Vec<_> = proposal.into_iter().collect();
            may_change(memory, caller, &proposals)?;
            nothing_settled_changes(memory, &proposals, reason)?;
            let with_reason = proposals.into_iter().map(|it| it.because(reason));
            Ok(with_reason.collect::<Vec<_>>().into())
        })
    }
}

/// The place of a record that may become another.
fn place_of(memory: &Memory, subject: &Subject, after: &Record) -> Result<usize, ServiceError> {
    let state = memory.state();
    let missing = || ServiceError::NotFound {
        what: "record",
        name: subject.to_string(),
        hint: Some("it may have been withdrawn meanwhile".to_owned()),
    };
    let place = state.place(subject).ok_or_else(missing)?;
    let before = state.record(subject).ok_or_else(missing)?;
    if subject.kind != SubjectKind::Record(after.kind()) {
        return Err(missing());
    }
    if after.kind() == Kind::Figure && place >= state.figures_given() {
        let problem = "it is worked out by its formula; change the formula, or what goes into it";
        return Err(ServiceError::invalid("the figure", "value", problem));
    }
    if after.kind().is_unique() && subject_of(&before) != subject_of(after) {
        let names = after.kind().identified_by();
        let changes = changed_fields(&before, after);
        let field = changes.iter().find(|it| names.contains(&&*it.field));
        let field = field.map_or("", |it| it.field.as_str());
        let problem =
            "others refer to the record by this; add another and withdraw this one instead";
        return Err(ServiceError::invalid("the record's name", field, problem));
    }
    Ok(place)
}
