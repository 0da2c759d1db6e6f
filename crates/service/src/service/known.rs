//! As known at: what the journal came to at any time.

use clew_journal::{Moment, State};

use super::folding::folded;
use super::{Service, latest_checkpoint};
use crate::{Memory, ServiceError};

/// A point in the journal.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum KnownAt {
    /// After this entry.
    Entry(u64),
    /// At this moment: after the last entry recorded at or before it.
    Moment(Moment),
}

impl Service {
    /// What was known then. It asks nobody who they are: for tests, and for what a caller has been
    /// authorised to do. A person is given it by [`crate::Reader::known_at`].
    ///
    /// # Errors
    /// When the journal cannot be read, or holds something that cannot be so.
    #[doc(hidden)]
    pub fn known_at(&self, known: KnownAt) -> Result<Memory, ServiceError> {
        let up_to = match known {
            KnownAt::Entry(sequence) => sequence.min(self.store().head()?.sequence),
            KnownAt::Moment(moment) => self.store().last_at(moment.microseconds())?.sequence,
        };
        let checkpoint = latest_checkpoint(self.store(), up_to)?;
        self.fold_on(checkpoint.unwrap_or_default(), up_to)
    }

    /// What the journal up to an entry comes to, from its first row and without any checkpoint.
    /// Hidden, and public only for tests: they hold what is in memory against it.
    ///
    /// # Errors
    /// When the journal cannot be read, or holds something that cannot be so.
    #[doc(hidden)]
    pub fn fold(&self, up_to: u64) -> Result<Memory, ServiceError> {
        self.fold_on(State::default(), up_to)
    }

    fn fold_on(&self, state: State, up_to: u64) -> Result<Memory, ServiceError> {
        folded(self.store(), state, Some(up_to)).map(Memory::of)
    }
}
