//! Proving: a start believes a checkpoint; afterwards what came of it is compared with the entries.

use clew_journal::State;

use super::{Service, folding};
use crate::verifying::first_difference;
use crate::{Memory, ServiceError};

impl Service {
    /// Compares what a start believes without looking: what was begun from a checkpoint, and facts that were kept.
    /// What differs is told, and [`Service::behind`] says so from then on. None where all is as it should be.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn prove(&self) -> Result<Option<String>, ServiceError> {
        match self.prove_state()? {
            Some(why) => Ok(Some(why)),
            None => self.prove_facts(),
        }
    }

    /// Makes facts of every record and compares those that are kept with them: whoever can write the database could else
    /// alter figures without touching a record.
    fn prove_facts(&self) -> Result<Option<String>, ServiceError> {
        let Some(what) = self.other_kept_facts()? else {
            return Ok(None);
        };
        let why = format!(
            "{what}. They were altered or made by a faulty release; they are dropped. Start Clew again, and find out \
             what altered them"
        );
        Ok(Some(self.disproved.get_or_init(|| why).clone()))
    }

    /// Folds the journal from its first entry and compares what it comes to with what is in memory, which
    /// was begun from a checkpoint: whoever can write the database could else alter what pages show without
    /// touching an entry. Where something differs every checkpoint is dropped, so that the next start reads the
    /// entries. None where they agree, or no checkpoint was used.
    fn prove_state(&self) -> Result<Option<String>, ServiceError> {
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
