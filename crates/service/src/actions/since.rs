//! What others did since a file or a form was made: where it meets what the file changes there is a
//! conflict, and what the file leaves as it was is left as it is.

use std::borrow::Cow;
use std::collections::HashMap;

use clew_exchange::wishes;
use clew_journal::{About, FieldChange, Proposal, Row, Subject, changed_fields};
use clew_plan::{AccountId, Book, Kind, Record};
use clew_store::RowFilter;
use serde_json::Value;

use super::take::{Incoming, conflicting_fields, in_words, proposals};
use crate::service::for_rows;
use crate::{Caller, Conflict, FieldConflict, KnownAt, Memory, Service, ServiceError};

/// How many conflicts are listed.
const MOST_CONFLICTS: usize = 20;

/// What was known when records were made, and whom each subject was changed by since.
pub(super) struct Since {
    base: Memory,
    changed: HashMap<String, By>,
}

/// By whom a subject was changed.
#[derive(Clone, Copy, Eq, PartialEq)]
enum By {
    /// By the same account out of the same file only: what it brought in is no news to it.
    ThisFile,
    Others,
}

impl By {
    fn of(row: &Row, caller: &Caller) -> Self {
        let same_file = row.origin.is_some() && row.origin == caller.origin;
        match same_file && row.actor == caller.actor.as_str() {
            true => Self::ThisFile,
            false => Self::Others,
        }
    }
}

impl Since {
    /// Whether a record was already as it is wished when the form was made, so that nothing is wished.
    pub(super) fn knew(&self, subject: &Subject, wished: &Record) -> bool {
        self.base.state().record(subject).as_ref() == Some(wished)
    }

    fn by(&self, subject: &Subject) -> Option<By> {
        self.changed.get(&subject.to_string()).copied()
    }

    /// The records that are wished otherwise than they were known.
    fn wished(&self, memory: &Memory, incoming: &Book) -> Book {
        let (base, state) = (self.base.state(), memory.state());
        let mut made_from = Book::clone(&base.book);
        made_from.figures.truncate(base.figures_given());
        wishes(incoming, &made_from, |kind: Kind, place, record: Record| {
            let Some(subject) = place.and_then(|place| base.subject_at(kind, place)) else {
                return Some(record);
            };
            let now = state.record(&subject);
            let known = match self.by(&subject) {
                Some(By::ThisFile) => now.clone(),
                _ => base.record(&subject),
            };
            match known.as_ref() == Some(&record) {
                true => now,
                false => Some(record),
            }
        })
    }

    /// What became of a record of which the caller changes nothing itself; none where it is of no concern.
    fn news(
        &self,
        memory: &Memory,
        subject: &Subject,
        concerns: &dyn Fn(&Record) -> bool,
    ) -> Option<Conflict> {
        let (base, state) = (self.base.state(), memory.state());
        let (before, now) = (base.record(subject), state.record(subject));
        let either = now.as_ref().or(before.as_ref());
        either.filter(|record| concerns(record))?;
        let fields = match (&before, &now) {
            (Some(before), Some(now)) => {
                let changes = changed_fields(before, now).into_iter();
                changes.map(theirs_alone).collect()
            }
            (None, Some(_)) => vec![became("added")],
            _ => vec![withdrawn()],
        };
        Some(Conflict {
            expected: base.version(subject),
            found: state.version(subject),
            by: None,
            fields,
            subject: subject.clone(),
        })
    }

    fn conflict(&self, memory: &Memory, proposal: &Proposal, by: Option<AccountId>) -> Conflict {
        let subject = match &proposal.about {
            About::Subject(subject) => subject.clone(),
            About::New(_) => Subject::organisation(),
        };
        let (base, state) = (self.base.state(), memory.state());
        let fields = match subject == Subject::organisation() {
            true => fields_of_organisation(&base.book, &state.book),
            false => {
                let (before, now) = (base.record(&subject), state.record(&subject));
                match (before, now) {
                    (_, None) => vec![withdrawn()],
                    (None, Some(now)) => added_twice(&now, proposal),
                    (before, now) => {
                        conflicting_fields(before.as_ref(), now.as_ref(), &proposal.change)
                    }
                }
            }
        };
        Conflict {
            expected: base.version(&subject),
            found: state.version(&subject),
            by,
            fields,
            subject,
        }
    }
}

impl Service {
    /// What the records wish changed of what is known: those that are as they were when they were
    /// made are no wish, whatever others have made of them since.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn wishes_of(
        &self,
        memory: &Memory,
        caller: &Caller,
        incoming: &Incoming,
    ) -> Result<Book, ServiceError> {
        let since = self.since_seen(memory, caller, incoming.seen)?;
        Ok(match since {
            Some(since) => since.wished(memory, &incoming.book),
            None => incoming.book.clone(),
        })
    }

    /// Refuses what [`Service::take_in_records`] would refuse because others changed it meanwhile, and
    /// writes nothing.
    ///
    /// # Errors
    /// When others changed meanwhile what these records change too, with the fields of each; when the
    /// journal cannot be read.
    pub fn no_conflict(
        &self,
        memory: &Memory,
        caller: &Caller,
        incoming: &Incoming,
    ) -> Result<(), ServiceError> {
        let since = self.since_seen(memory, caller, incoming.seen)?;
        let incoming = only_wishes(memory, since.as_ref(), incoming);
        self.refuse_conflicts(memory, since.as_ref(), &proposals(memory, &incoming))
    }

    /// What was known when records were made; none when nothing was changed since.
    pub(super) fn since_seen(
        &self,
        memory: &Memory,
        caller: &Caller,
        seen: u64,
    ) -> Result<Option<Since>, ServiceError> {
        let head = memory.state().head.sequence;
        if seen >= head {
            return Ok(None);
        }
        let mut changed = HashMap::new();
        for_rows(self.store(), seen, Some(head), |rows| {
            for row in rows {
                let by = By::of(row, caller);
                let entry = changed.entry(row.subject.clone()).or_insert(by);
                if by == By::Others {
                    *entry = by;
                }
            }
            Ok(())
        })?;
        let base = self.known_at(KnownAt::Entry(seen))?;
        Ok(Some(Since { base, changed }))
    }

    /// Refuses changes of what others have changed since, all of them together.
    pub(super) fn refuse_conflicts(
        &self,
        memory: &Memory,
        since: Option<&Since>,
        proposals: &[Proposal],
    ) -> Result<(), ServiceError> {
        let Some(since) = since else {
            return Ok(());
        };
        let (mut conflicts, mut more) = (Vec::new(), 0);
        for proposal in proposals {
            let About::Subject(subject) = &proposal.about else {
                continue;
            };
            if since.by(subject) != Some(By::Others) {
                continue;
            }
            if conflicts.len() < MOST_CONFLICTS {
                let by = self.last_to_change(subject);
                conflicts.push(since.conflict(memory, proposal, by));
            } else {
                more += 1;
            }
        }
        refuse(conflicts, more)
    }

    /// Refuses when somebody changed, added or withdrew a record of this kind after an entry.
    pub(super) fn unless_changed(
        &self,
        memory: &Memory,
        caller: &Caller,
        seen: u64,
        concerns: &dyn Fn(&Record) -> bool,
    ) -> Result<(), ServiceError> {
        let Some(since) = self.since_seen(memory, caller, seen)? else {
            return Ok(());
        };
        let mut subjects: Vec<Subject> = since
            .changed
            .keys()
            .filter_map(|subject| subject.parse().ok())
            .collect();
        subjects.sort_unstable_by_key(Subject::to_string);
        let mut conflicts: Vec<Conflict> = subjects
            .iter()
            .filter_map(|subject| since.news(memory, subject, concerns))
            .collect();
        let more = conflicts.len().saturating_sub(MOST_CONFLICTS);
        conflicts.truncate(MOST_CONFLICTS);
        for conflict in &mut conflicts {
            conflict.by = self.last_to_change(&conflict.subject);
        }
        refuse(conflicts, more)
    }

    /// Who changed a subject last.
    fn last_to_change(&self, subject: &Subject) -> Option<AccountId> {
        let rows = self.store().rows_about(&RowFilter {
            subject: Some(subject.to_string()),
            newest_first: true,
            limit: Some(1),
            ..RowFilter::default()
        });
        Some(rows.ok()?.pop()?.actor.into())
    }
}

/// The incoming records, of those that were made before others changed something only the wishes.
pub(super) fn only_wishes<'incoming>(
    memory: &Memory,
    since: Option<&Since>,
    incoming: &'incoming Incoming,
) -> Cow<'incoming, Incoming> {
    match since {
        None => Cow::Borrowed(incoming),
        Some(since) => Cow::Owned(Incoming {
            book: since.wished(memory, &incoming.book),
            ..incoming.clone()
        }),
    }
}

fn refuse(mut conflicts: Vec<Conflict>, more: usize) -> Result<(), ServiceError> {
    match (conflicts.pop(), conflicts.is_empty()) {
        (None, _) => Ok(()),
        (Some(only), true) => Err(ServiceError::Conflict(Box::new(only))),
        (Some(last), false) => {
            conflicts.push(last);
            Err(ServiceError::Conflicts { conflicts, more })
        }
    }
}

fn withdrawn() -> FieldConflict {
    became("withdrawn")
}

fn became(what: &str) -> FieldConflict {
    FieldConflict {
        field: "the record".to_owned(),
        base: None,
        theirs: what.to_owned(),
        yours: None,
    }
}

fn theirs_alone(change: FieldChange) -> FieldConflict {
    FieldConflict {
        base: Some(in_words(&change.from)),
        theirs: in_words(&change.to),
        yours: None,
        field: change.field,
    }
}

/// What differs between two records of one name that were both added.
fn added_twice(now: &Record, proposal: &Proposal) -> Vec<FieldConflict> {
    let fields = match (&proposal.change, proposal.change.whole_record()) {
        (clew_journal::Change::Amend(fields), _) => fields.clone(),
        (_, Some(wanted)) => changed_fields(now, &wanted),
        _ => Vec::new(),
    };
    let field = |change: clew_journal::FieldChange| FieldConflict {
        base: None,
        theirs: in_words(&change.from),
        yours: Some(in_words(&change.to)),
        field: change.field,
    };
    fields.into_iter().map(field).collect()
}

fn fields_of_organisation(base: &Book, now: &Book) -> Vec<FieldConflict> {
    let fields = |book: &Book| match serde_json::to_value(&book.organisation) {
        Ok(Value::Object(fields)) => fields,
        _ => serde_json::Map::new(),
    };
    let (before, now) = (fields(base), fields(now));
    let words = |value: Option<&Value>| in_words(value.unwrap_or(&Value::Null));
    now.iter()
        .filter(|(name, value)| before.get(*name) != Some(value))
        .map(|(name, value)| FieldConflict {
            field: name.clone(),
            base: Some(words(before.get(name))),
            theirs: in_words(value),
            yours: None,
        })
        .collect()
}
