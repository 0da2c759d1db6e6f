//! What a figure that was computed from records rests on: named in the figure by a digest, and kept apart from it,
//! because the list of its records is nothing for those who read plans alone.

use clew_calendar::{Day, Period};
use clew_journal::Digest;
use clew_plan::{Figure, FigureSource, UnitId};
use clew_practice::record::RecordNumber;
use clew_store::Attachment;
use serde::{Deserialize, Serialize};

use super::RecordCounts;
use crate::{Service, ServiceError};

/// How the list is kept.
const MEDIA_TYPE: &str = "application/vnd.clew.records+json";
/// What stands before the list's digest in a figure's source.
const LIST: &str = "list of records ";
/// Random bytes, so that nobody who guesses a list can tell by its digest that they guessed it.
const SALT: usize = 16;

/// One record of the list.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Listed {
    pub(crate) record: RecordNumber,
    /// The day that placed it in the period.
    pub(crate) from: Option<Day>,
    /// What became of it, in words.
    pub(crate) outcome: String,
}

/// What a computed figure rests on.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RecordBasis {
    pub(crate) definition: String,
    pub(crate) version: u32,
    /// The pack's code and version, and the digest of its text.
    pub(crate) pack: (String, String, Digest),
    pub(crate) calendar: String,
    pub(crate) period: Period,
    pub(crate) unit: Option<UnitId>,
    pub(crate) as_at: Day,
    /// The last entry that was seen.
    pub(crate) entry: u64,
    pub(crate) counts: RecordCounts,
    pub(crate) records: Vec<Listed>,
    pub(crate) salt: String,
}

/// A figure's marks of having been computed, and the list that goes with it.
#[derive(Clone, Debug)]
pub(crate) struct FromRecords {
    version: u32,
    note: String,
    source: String,
    pub(crate) list: Attachment,
}

impl FromRecords {
    /// Marks a figure as computed.
    pub(crate) fn mark(&self, figure: &mut Figure) {
        figure.from = FigureSource::Computed;
        figure.definition_version = Some(self.version);
        figure.note = Some(self.note.clone());
        figure.source = Some(self.source.clone());
    }
}

impl RecordBasis {
    /// What stands of it in the figure, and the list.
    pub(crate) fn kept(mut self, is_share: bool) -> Result<FromRecords, ServiceError> {
        let salt = crate::identity::random::<SALT>()?;
        self.salt = salt.iter().map(|byte| format!("{byte:02x}")).collect();
        let written = serde_json::to_vec(&self).map_err(|error| ServiceError::Internal {
            message: format!("the list of records cannot be written: {error}"),
        })?;
        let list = Attachment::new(MEDIA_TYPE, None, written);
        let Self {
            definition,
            version,
            pack,
            entry,
            ..
        } = &self;
        let source = format!(
            "records by {definition} version {version} of the pack {} {}, after entry {entry}; {LIST}{}",
            pack.0, pack.1, list.digest
        );
        Ok(FromRecords {
            version: *version,
            note: self.counts.in_words(is_share),
            source,
            list,
        })
    }
}

impl Service {
    /// What a figure rests on, where it was computed from records.
    pub(crate) fn basis_of(&self, figure: &Figure) -> Result<Option<RecordBasis>, ServiceError> {
        let Some(digest) = digest_in(figure) else {
            return Ok(None);
        };
        let damaged = |error: &dyn std::fmt::Display| ServiceError::Internal {
            message: format!(
                "the list of records {digest} cannot be read: {error}; run `clew verify`"
            ),
        };
        let found = self.store().attachment(&digest)?;
        let found = found.ok_or_else(|| damaged(&"it is not in the database"))?;
        let read = serde_json::from_slice(&found.bytes);
        read.map(Some).map_err(|error| damaged(&error))
    }
}

/// The digest of the list that a figure names.
fn digest_in(figure: &Figure) -> Option<Digest> {
    let computed = figure.from == FigureSource::Computed;
    let source = figure.source.as_deref().filter(|_| computed)?;
    source.rsplit_once(LIST)?.1.parse().ok()
}
