//! Whether facts that are kept are those that the records give.

use super::Known;
use super::loading::loaded;
use super::updating::updated;
use crate::{Service, ServiceError};

/// How often both are brought to the same entry while others go on recording.
const MOST_TRIES: usize = 20;

impl Service {
    /// In what the facts that are kept differ from facts made of every record. Such facts are dropped, those that are held
    /// with them. None where they agree, where none are kept, and where too much was added or erased meanwhile.
    ///
    /// # Errors
    /// When the store cannot be read or a record cannot.
    pub(crate) fn other_kept_facts(&self) -> Result<Option<String>, ServiceError> {
        let memory = self.memory();
        let named = self.store().kept_facts().ok().flatten();
        let (Some(named), Some(kept)) = (named, self.kept_facts(&memory)?) else {
            return Ok(None);
        };
        let made = loaded(self, &memory, None)?;
        let Some((kept, made)) = self.of_one_entry(kept, made)? else {
            return Ok(None);
        };
        let mut both = kept.packs.iter().zip(&made.packs);
        let found = both.find_map(|(kept, made)| {
            let unfit = kept.unfit != made.unfit;
            let unfit = unfit.then(|| "records that do not fit their form".to_owned());
            unfit.or_else(|| kept.facts.difference_from(&made.facts))
        });
        let Some(what) = found else {
            return Ok(None);
        };
        self.computing.drop_all();
        self.store().forget_kept_facts(&named)?;
        let entry = named.sequence;
        Ok(Some(format!(
            "the facts kept after entry {entry} are not those of the records: they differ in {what}"
        )))
    }

    /// Both with everything up to the same entry, if they can be brought there.
    fn of_one_entry(
        &self,
        mut kept: Known,
        mut made: Known,
    ) -> Result<Option<(Known, Known)>, ServiceError> {
        for _ in 0..MOST_TRIES {
            let memory = self.memory();
            let next = (
                updated(self, &kept, &memory)?,
                updated(self, &made, &memory)?,
            );
            let (Some(next_kept), Some(next_made)) = next else {
                return Ok(None);
            };
            if next_kept.entry == next_made.entry {
                return Ok(Some((next_kept, next_made)));
            }
            (kept, made) = (next_kept, next_made);
        }
        Ok(None)
    }
}
