//! Files that were chosen in a form and wait for it to be handed in: a form that comes back with something
//! to put right cannot have its files chosen again for it.

use clew_journal::Moment;
use clew_plan::AccountId;
use clew_store::identity::HeldFileRow;

use super::secrets::new_id;
use crate::{EvidenceFile, Service, ServiceError};

/// The most files that wait in one form.
const MOST_FILES: u32 = 10;

/// A file that waits for its form to be handed in.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct HeldFile {
    /// Its id, by which it is taken away.
    pub id: String,
    /// The file.
    pub file: EvidenceFile,
    /// When it was chosen.
    pub at: Moment,
}

impl Service {
    /// Keeps a file until its form is handed in, for ninety days and at most ten a form; one that waits
    /// there already is kept once.
    ///
    /// # Errors
    /// When it is of no kind that is taken, or there are too many.
    pub fn hold_file(
        &self,
        account: &AccountId,
        place: &str,
        file: &EvidenceFile,
        at: Moment,
    ) -> Result<(), ServiceError> {
        let kind = file.kind()?;
        let there = self.held_files(account, place)?;
        if there.iter().any(|held| held.file == *file) {
            return Ok(());
        }
        let row = HeldFileRow {
            id: new_id()?,
            account: account.as_str().to_owned(),
            place: place.to_owned(),
            name: file.name.clone(),
            media_type: kind.media_type.to_owned(),
            bytes: file.bytes.clone(),
            held: at.microseconds(),
        };
        match self.store().put_held_file(&row, MOST_FILES)? {
            true => Ok(()),
            false => {
                let problem = format!("{MOST_FILES} files are the most at a time");
                Err(ServiceError::invalid("the evidence", "file", problem))
            }
        }
    }

    /// The files that wait in a form of an account, in the order in which they were chosen.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn held_files(
        &self,
        account: &AccountId,
        place: &str,
    ) -> Result<Vec<HeldFile>, ServiceError> {
        let rows = self.store().held_files(account.as_str(), place)?;
        let held = rows.into_iter().map(|row| HeldFile {
            id: row.id,
            file: EvidenceFile {
                name: row.name,
                bytes: row.bytes,
            },
            at: Moment::from_microseconds(row.held),
        });
        Ok(held.collect())
    }

    /// Forgets one file that waits in a form, or (without an id) every one.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn forget_held_files(
        &self,
        account: &AccountId,
        place: &str,
        id: Option<&str>,
    ) -> Result<(), ServiceError> {
        let account = account.as_str();
        Ok(self.store().forget_held_files(account, place, id)?)
    }
}
