//! Files of records: hung on, taken off and opened. Kinds and sizes are those of evidence.

use clew_journal::{Digest, Moment, PracticeAct, PracticeKind};
use clew_plan::AccountId;
use clew_practice::record::{RecordNumber, Stage};
use clew_store::Attachment;
use clew_store::practice::KeptFilter;
use serde::{Deserialize, Serialize};

use super::deed::matter;
use super::kept::Columns;
use super::looks::{Looked, looker};
use super::sight::MatterNow;
use super::{Acts, Deed, Sight, asked, needs_reason};
use crate::{Act, Caller, Done, EvidenceFile, MOST_EVIDENCE_FILES, Service, ServiceError};

/// How a file stands, in the words that are stored.
const ON: &str = "attached";
const OFF: &str = "detached";

/// A file of a record.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordFile {
    /// The record.
    pub record: RecordNumber,
    /// The digest of its bytes.
    pub digest: Digest,
    /// What it was called where it came from.
    pub name: String,
    /// What kind of file it is.
    pub media_type: String,
    /// How many bytes it has.
    pub size: u64,
}

impl Service {
    /// Hangs a file on a record. One that hangs there already is left as it is.
    ///
    /// # Errors
    /// When there is no such record, or none that the caller may know of; when the caller may not record for its
    /// team, it was withdrawn, it has too many files, or this one cannot be taken.
    pub fn attach_to_record(
        &self,
        caller: &Caller,
        number: RecordNumber,
        file: &EvidenceFile,
    ) -> Result<Done, ServiceError> {
        let digest = Digest::of(&file.bytes);
        let asked = asked("attach-to-record", &(number, &file.name, digest))?;
        self.practise(caller, &asked, &|sight| {
            let now = sight.record(number)?;
            sight.open_to_write(&now)?;
            sight.may(Act::RecordPractice, &now.record.team)?;
            let refused = |why: &str| ServiceError::invalid("the file", "file", why);
            if now.record.stage == Stage::Withdrawn {
                return Err(refused("the record was withdrawn"));
            }
            let there = files_of(sight, number)?;
            if there.iter().any(|one| one.what.digest == digest) {
                return Ok(Acts::default());
            }
            if there.len() >= MOST_EVIDENCE_FILES {
                return Err(refused("the record has 50 files already"));
            }
            let media_type = file.kind()?.media_type;
            let kept = RecordFile {
                record: number,
                digest,
                name: file.name.clone(),
                media_type: media_type.to_owned(),
                size: file.bytes.len() as u64,
            };
            let content = matter(columns(&kept, now.record.person.0, ON), &kept)?;
            let mut acts = Acts::from(Deed::new(PracticeAct::AttachToRecord, content));
            // Without a name: that one is kept where it can be erased.
            acts.attachments = vec![Attachment::new(media_type, None, file.bytes.clone())];
            Ok(acts)
        })
    }

    /// Takes a file off a record, with a reason. It is kept until what there is of the person is erased.
    ///
    /// # Errors
    /// As for [`Service::attach_to_record`]; and when no such file hangs there, or no reason is given.
    pub fn detach_from_record(
        &self,
        caller: &Caller,
        number: RecordNumber,
        digest: &Digest,
        reason: &str,
    ) -> Result<Done, ServiceError> {
        let asked = asked("detach-from-record", &(number, digest, reason))?;
        self.practise(caller, &asked, &|sight| {
            let now = sight.record(number)?;
            sight.open_to_write(&now)?;
            sight.may(Act::RecordPractice, &now.record.team)?;
            needs_reason("taking a file off", reason)?;
            let file = file_of(sight, number, digest)?;
            let content = matter(columns(&file.what, now.record.person.0, OFF), &file.what)?;
            let deed = Deed::next(PracticeAct::DetachFromRecord, &file.row, content);
            Ok(deed.because(reason).into())
        })
    }

    /// Opens a file of a record, and notes who did.
    ///
    /// # Errors
    /// When no such file hangs there, or the account may not know of it; when it is missing or damaged.
    pub fn open_record_file(
        &self,
        actor: &AccountId,
        at: Moment,
        (number, digest): (RecordNumber, &Digest),
    ) -> Result<(RecordFile, Vec<u8>), ServiceError> {
        let memory = self.memory();
        let caller = looker(actor, at);
        let sight = Sight::new(self, &memory, &caller);
        let now = sight.record(number)?;
        let (person, right) = sight.opened_record(&now)?;
        let file = file_of(&sight, number, digest)?.what;
        let found = self.store().attachment(digest)?;
        let found = found.ok_or_else(|| ServiceError::Internal {
            message: format!(
                "a file of record {number} ({}) is not in the database; `clew verify` tells more",
                digest.short()
            ),
        })?;
        let of = (person.person.number, Some(number));
        self.note_look(&caller, of, (Looked::File, right))?;
        Ok((file, found.bytes))
    }
}

fn columns(file: &RecordFile, person: u64, standing: &str) -> Columns {
    Columns {
        person: Some(person),
        record: Some(file.record.0),
        standing: Some(standing.to_owned()),
        file: Some(file.digest),
        ..Columns::default()
    }
}

/// The files that hang on a record.
pub(super) fn files_of(
    sight: &Sight<'_>,
    number: RecordNumber,
) -> Result<Vec<MatterNow<RecordFile>>, ServiceError> {
    sight.matters(&KeptFilter {
        latest: true,
        kind: Some(PracticeKind::File.name()),
        record: Some(number.0),
        standing: Some(ON.to_owned()),
        ..KeptFilter::default()
    })
}

fn file_of(
    sight: &Sight<'_>,
    number: RecordNumber,
    digest: &Digest,
) -> Result<MatterNow<RecordFile>, ServiceError> {
    let mut files = files_of(sight, number)?.into_iter();
    let found = files.find(|file| file.what.digest == *digest);
    found.ok_or_else(|| ServiceError::NotFound {
        what: "file",
        name: digest.short(),
        hint: None,
    })
}
