//! Committing: decide on what is known, append to exactly that, take it in.

use std::ops::ControlFlow;

use clew_journal::{Entry, Head, JournalError, Moment, Proposal, Row, State, Subject, seal};
use clew_store::{Appended, Attachment, StoreError};

use super::{KnownAt, Service};
use crate::{Caller, Memory, ServiceError};

/// How far the last entry may lie in the future of the clock: two machines' clocks differ a little.
const MOST_AHEAD: i64 = 5 * 60 * 1_000_000;

/// What is to be done, decided on what is known, by whom and when. The time is that of the entries
/// it comes to, so that the same call made again later comes to the same.
pub type Decide<'a> = &'a dyn Fn(&Memory, &Caller) -> Result<Decision, ServiceError>;

/// How often a decision is made anew because another writer was faster.
pub(super) const MOST_TRIES: usize = 10_000;
/// How many of these times it is made while the other threads of this process may write. A long one
/// that they outran so often is then made with the turn in hand, so that it comes to an end.
pub(super) const TRIES_WITHOUT_TURN: usize = 3;

/// What an action comes to: the entries to append, and what they refer to.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Decision {
    /// The entries, in order; none when nothing is to be changed.
    pub proposals: Vec<Proposal>,
    /// Attachments that the entries name.
    pub attachments: Vec<Attachment>,
}

impl From<Vec<Proposal>> for Decision {
    fn from(proposals: Vec<Proposal>) -> Self {
        Self {
            proposals,
            attachments: Vec::new(),
        }
    }
}

impl From<Proposal> for Decision {
    fn from(proposal: Proposal) -> Self {
        vec![proposal].into()
    }
}

/// What was done.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Done {
    /// The entries that stand in the journal for it; none when there was nothing to change.
    pub rows: Vec<Row>,
    /// Whether it had been done before, under the same id.
    pub repeated: bool,
}

impl Done {
    /// The entries, read.
    ///
    /// # Errors
    /// When one cannot be read, which cannot be for entries just written.
    pub fn entries(&self) -> Result<Vec<Entry>, ServiceError> {
        let read = |row: &Row| {
            Entry::read(row).map_err(|error| ServiceError::Journal {
                sequence: row.sequence,
                message: error.to_string(),
            })
        };
        self.rows.iter().map(read).collect()
    }
}

impl Service {
    /// Appends what `decide` makes of what is known. When another writer was faster, it decides
    /// anew: an entry is only ever appended to the very state it was decided on. Nobody waits while it
    /// decides, save for those that follow one that was outrun three times.
    ///
    /// It authorises nothing: the actions do. Hidden, and public only so that tests can race entries
    /// of their own making.
    ///
    /// # Errors
    /// Those of `decide`; when the id was used for something else; when the clock is behind the last
    /// entry and the caller does not say that this is known; when the journal cannot be written.
    #[doc(hidden)]
    pub fn commit(&self, caller: &Caller, decide: Decide<'_>) -> Result<Done, ServiceError> {
        let mut lost = false;
        for tries in 0..MOST_TRIES {
            let turn = self.turn();
            self.follow_in(&turn)?;
            let turn = (tries >= TRIES_WITHOUT_TURN).then_some(turn);
            let memory = self.memory();
            let head = memory.state().head;
            let dated = caller.dated(caller.at.max(Moment::from_microseconds(head.recorded_at)));
            let decision = match decide(&memory, &dated) {
                Ok(decision) if !decision.proposals.is_empty() => decision,
                other => {
                    drop(turn);
                    return self.done_before(caller, decide, other);
                }
            };
            unless_ahead(&head, caller)?;
            let rows = seal(&head, &decision.proposals, &dated.signature()).map_err(internal)?;
            tried(memory.state(), &rows)?;
            drop(memory);
            let turn = turn.unwrap_or_else(|| self.turn());
            if self.memory().state().head != head {
                continue;
            }
            match self.store.append(&head, &rows, &decision.attachments) {
                Ok(Appended::Done) => {
                    self.take_in(&turn, &rows)?;
                    return Ok(Done {
                        rows,
                        repeated: false,
                    });
                }
                Ok(Appended::Behind) => {}
                Err(StoreError::IdTaken { id }) => {
                    self.follow_in(&turn)?;
                    drop(turn);
                    return self.done_before(caller, decide, Err(other_use(&id)));
                }
                // Once more, on what the journal then holds: its id tells whether it was written.
                Err(StoreError::Unavailable {
                    maybe_written: true,
                    ..
                }) if !lost => lost = true,
                Err(error) => return Err(error.into()),
            }
        }
        Err(ServiceError::Internal {
            message: format!("other writers were faster {MOST_TRIES} times in a row"),
        })
    }

    /// When the caller's id is in the journal: the entries that were made then, if they say the same.
    /// Of what another account did under that id nothing is told, and nothing worked out.
    fn done_before(
        &self,
        caller: &Caller,
        decide: Decide<'_>,
        decided: Result<Decision, ServiceError>,
    ) -> Result<Done, ServiceError> {
        let Some(first) = self.store.row_with_id(&caller.id)? else {
            return decided.map(|_| Done::default());
        };
        if first.actor != caller.actor.as_str() {
            return Err(decided.err().unwrap_or_else(|| other_use(&caller.id)));
        }
        // What the same call would have come to on the state of that time.
        let then = self.known_at(KnownAt::Entry(first.sequence - 1))?;
        let dated = caller.dated(Moment::from_microseconds(first.recorded_at));
        let again = match decide(&then, &dated) {
            Ok(decision) => decision,
            // What could not have been done then is not what was done then.
            Err(_) => return Err(decided.err().unwrap_or_else(|| other_use(&caller.id))),
        };
        let head = then.state().head;
        let wanted = seal(&head, &again.proposals, &dated.signature()).map_err(internal)?;
        let there = self.rows_of_call(first)?;
        let differs = differences(&there, &wanted);
        if differs.is_empty() {
            return Ok(Done {
                rows: there,
                repeated: true,
            });
        }
        Err(ServiceError::OtherRepeat {
            id: caller.id.clone(),
            differs,
        })
    }

    /// The rows of one call, from its first one: they stand side by side, with ids that count on.
    pub(crate) fn rows_of_call(&self, first: Row) -> Result<Vec<Row>, ServiceError> {
        let mut rows = vec![first];
        let first = rows[0].clone();
        self.store.rows(first.sequence, None, &mut |next| {
            let of_call = |row: &Row| {
                row.id == format!("{}.{}", first.id, rows.len() + 1)
                    && row.actor == first.actor
                    && row.recorded_at == first.recorded_at
            };
            match next {
                Ok(row) if of_call(&row) => {
                    rows.push(row);
                    ControlFlow::Continue(())
                }
                _ => ControlFlow::Break(()),
            }
        })?;
        Ok(rows)
    }
}

/// The id stands for something that this call would never have come to.
pub(super) fn other_use(id: &str) -> ServiceError {
    ServiceError::OtherRepeat {
        id: id.to_owned(),
        differs: vec!["what was asked for".to_owned()],
    }
}

/// Refuses rows that would not fold, before anything is written.
pub(super) fn tried(state: &State, rows: &[Row]) -> Result<(), ServiceError> {
    let subjects: Vec<Subject> = rows
        .iter()
        .filter_map(|row| row.subject.parse().ok())
        .collect();
    let mut part = state.only(&subjects);
    for row in rows {
        part.take(row).map_err(|error| refused(row, &error))?;
    }
    Ok(())
}

/// What does not fit what is there is a fault of what was asked for: nothing of it is in the journal.
fn refused(row: &Row, error: &JournalError) -> ServiceError {
    let what = format!("{} of {}", row.change, row.subject);
    match error {
        JournalError::DoesNotApply { problem, .. } => {
            ServiceError::invalid(what, "", problem.to_string())
        }
        other => ServiceError::Internal {
            message: format!("{what}: {other}"),
        },
    }
}

/// Refuses to write while the last entry lies in the future of the clock: every entry would carry
/// that time until the clock has caught up, and what was known when could not be told.
pub(super) fn unless_ahead(head: &Head, caller: &Caller) -> Result<(), ServiceError> {
    let ahead = head.recorded_at - caller.at.microseconds();
    if ahead <= MOST_AHEAD || caller.despite_clock {
        return Ok(());
    }
    Err(ServiceError::Clock {
        sequence: head.sequence,
        last: Moment::from_microseconds(head.recorded_at),
        now: caller.at,
    })
}

/// The names of what differs between the entries that were made and those wanted now.
fn differences(there: &[Row], wanted: &[Row]) -> Vec<String> {
    let mut differs = Vec::new();
    if there.len() != wanted.len() {
        differs.push(format!(
            "the number of changes ({} then, {} now)",
            there.len(),
            wanted.len()
        ));
    }
    for (there, wanted) in there.iter().zip(wanted) {
        let columns = [
            ("actor", there.actor != wanted.actor),
            ("subject", there.subject != wanted.subject),
            ("change", there.change != wanted.change),
            ("reason", there.reason != wanted.reason),
            ("event date", there.event_date != wanted.event_date),
        ];
        differs.extend(
            columns
                .into_iter()
                .filter(|(_, differ)| *differ)
                .map(|(name, _)| name.to_owned()),
        );
        differs.extend(differing_fields(&there.body, &wanted.body));
    }
    differs.dedup();
    differs
}

/// The fields in which two bodies differ, with both values.
fn differing_fields(there: &str, wanted: &str) -> Vec<String> {
    let read = |body: &str| serde_json::from_str::<serde_json::Value>(body).unwrap_or_default();
    let (there, wanted) = (read(there), read(wanted));
    let mut names = Vec::new();
    compare("", &there, &wanted, &mut names);
    names
}

fn compare(
    path: &str,
    there: &serde_json::Value,
    wanted: &serde_json::Value,
    names: &mut Vec<String>,
) {
    use serde_json::Value::{Null, Object};
    match (there, wanted) {
        (Object(left), Object(right)) => {
            let more = right.keys().filter(|name| !left.contains_key(*name));
            for name in left.keys().chain(more) {
                let inner = if path.is_empty() {
                    name.clone()
                } else {
                    format!("{path}.{name}")
                };
                let value =
                    |fields: &serde_json::Map<_, _>| fields.get(name).cloned().unwrap_or(Null);
                compare(&inner, &value(left), &value(right), names);
            }
        }
        (left, right) if left != right => {
            let name = if path.is_empty() { "content" } else { path };
            names.push(format!("{name} ({left} then, {right} now)"));
        }
        _ => {}
    }
}

pub(super) fn internal(error: clew_journal::JournalError) -> ServiceError {
    ServiceError::Internal {
        message: error.to_string(),
    }
}
