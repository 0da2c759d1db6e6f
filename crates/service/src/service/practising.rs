//! Practising: as committing, with what is kept of people and records written in the same transaction.

use clew_journal::{Moment, Row, seal};
use clew_store::practice::KeptFilter;
use clew_store::{Appended, StoreError};

use super::commit::{MOST_TRIES, TRIES_WITHOUT_TURN, internal, other_use, tried, unless_ahead};
use super::{Done, Service};
use crate::practice::{Acts, Sight, written};
use crate::{Caller, Memory, ServiceError};

/// On which day each of these cases was closed, or that it is open.
pub(crate) type Settled = Vec<(u64, Option<i64>)>;

/// What is to be done about people and records, decided on what is kept.
pub(crate) type DecideActs<'a> = &'a dyn Fn(&Sight<'_>) -> Result<Acts, ServiceError>;

impl Service {
    /// Appends what `decide` makes of what is kept, as [`Service::commit`] does: what it read of the store is what
    /// stood there at the entry that its own follows. `asked` tells the same call made again.
    ///
    /// # Errors
    /// As for [`Service::commit`].
    pub(crate) fn practise(
        &self,
        caller: &Caller,
        asked: &str,
        decide: DecideActs<'_>,
    ) -> Result<Done, ServiceError> {
        let mut lost = false;
        for tries in 0..MOST_TRIES {
            if let Some(done) = self.practised_before(caller, asked)? {
                return Ok(done);
            }
            let turn = self.turn();
            self.follow_in(&turn)?;
            let turn = (tries >= TRIES_WITHOUT_TURN).then_some(turn);
            let memory = self.memory();
            let head = memory.state().head;
            let dated = caller.dated(caller.at.max(Moment::from_microseconds(head.recorded_at)));
            let acts = decide(&Sight::new(self, &memory, &dated))?;
            if acts.deeds.is_empty() {
                return Ok(Done::default());
            }
            unless_ahead(&head, caller)?;
            let (proposals, writes) = written(&acts, &head, &dated, asked)?;
            let rows = seal(&head, &proposals, &dated.signature()).map_err(internal)?;
            tried(memory.state(), &rows)?;
            drop(memory);
            let turn = turn.unwrap_or_else(|| self.turn());
            if self.memory().state().head != head {
                continue;
            }
            let appended = self
                .store
                .append_practice(&head, &rows, &acts.attachments, &writes);
            match appended {
                Ok(Appended::Done) => {
                    self.take_in(&turn, &rows)?;
                    drop(turn);
                    self.keep_facts_current();
                    return Ok(Done {
                        rows,
                        repeated: false,
                    });
                }
                // Behind; or the id was used meanwhile, which the next turn tells.
                Ok(Appended::Behind) | Err(StoreError::IdTaken { .. }) => {}
                Err(StoreError::Unavailable {
                    maybe_written: true,
                    ..
                }) if !lost => lost = true,
                Err(error) => return Err(error.into()),
            }
        }
        Err(outrun())
    }

    /// Says of cases whether they are closed, as `decide` works out: what it read of the store is what stood there at the
    /// end of the journal, and no writer comes between.
    ///
    /// # Errors
    /// Those of `decide`; when the store cannot be read or written.
    pub(crate) fn settle_at_head(
        &self,
        decide: &dyn Fn(&Memory) -> Result<Settled, ServiceError>,
    ) -> Result<(), ServiceError> {
        for tries in 0..MOST_TRIES {
            let turn = self.turn();
            self.follow_in(&turn)?;
            let turn = (tries >= TRIES_WITHOUT_TURN).then_some(turn);
            let memory = self.memory();
            let head = memory.state().head;
            let settled = decide(&memory)?;
            if settled.is_empty() {
                return Ok(());
            }
            let _turn = turn.unwrap_or_else(|| self.turn());
            if self.memory().state().head == head
                && self.store.settle_episodes(&head, &settled)? == Appended::Done
            {
                return Ok(());
            }
        }
        Err(outrun())
    }

    /// When the caller's id is in the journal: the entries that were made then, if the same was asked for.
    fn practised_before(&self, caller: &Caller, asked: &str) -> Result<Option<Done>, ServiceError> {
        let Some(first) = self.store.row_with_id(&caller.id)? else {
            return Ok(None);
        };
        if first.actor != caller.actor.as_str() || !self.was_asked(&first, asked)? {
            return Err(other_use(&caller.id));
        }
        Ok(Some(Done {
            rows: self.rows_of_call(first)?,
            repeated: true,
        }))
    }

    /// Whether what is kept of an entry says that this was asked for. Of what was erased nothing can be said.
    fn was_asked(&self, row: &Row, asked: &str) -> Result<bool, ServiceError> {
        let filter = KeptFilter {
            sequence: Some(row.sequence),
            ..KeptFilter::default()
        };
        let kept = self.store.kept(&filter)?;
        let content = kept.first().and_then(|kept| kept.content.as_deref());
        let kept: Option<serde_json::Value> =
            content.and_then(|content| serde_json::from_str(content).ok());
        Ok(kept.is_some_and(|kept| kept["asked"] == asked))
    }
}

fn outrun() -> ServiceError {
    ServiceError::Internal {
        message: format!("other writers were faster {MOST_TRIES} times in a row"),
    }
}
