//! Proving: a start believes a checkpoint; afterwards what came of it is compared with the entries.

use clew_journal::State;

use super::{Service, folding};
use crate::verifying::first_difference;
use crate::{Memory, ServiceError};

impl Service {
    /// Folds the journal from its first entry and compares what it comes to with what is in memory, which
    /// was begun from a checkpoint: whoever can write the database could else alter what pages show without
    /// touching an entry. What differs is told, every checkpoint is dropped, so that the next start reads the
    /// entries, and [`Service::behind`] says so from then on. None where they agree, or no checkpoint was
    /// used.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn prove(&self) -> Result<Option<String>, ServiceError> {
        if self.begun_from == 0 {
            return Ok(None);
        }
        let memory = self.memory();
        let end = memory.state().head.sequence;
        let folded = folding::folded(&self.store, State::default(), Some(end))?;
        let folded = Memory::of(folded);
        let Some(what) = first_difference(folded.state(), memory.state()) else {
            return Ok(None);
        };
        for checkpoint in self.store.checkpoints()? {
            self.store.drop_checkpoint(checkpoint.sequence)?;
        }
        let why = format!(
            "what is in memory is not what the entries come to: {what}. The checkpoint at entry {} was altered \
             or made by a faulty release; it is dropped. Start Clew again, and find out what altered it",
            self.begun_from
        );
        Ok(Some(self.disproved.get_or_init(|| why).clone()))
    }
}
