//! Practice: people and what is recorded of them. One function an action: who may, what is there, what is
//! decided, and the entries with what is kept beside them (docs/decisions/0017).

mod access;
mod checking;
mod chronology;
mod chronology_report;
mod copy_text;
mod deed;
mod drafts;
mod erasing;
mod exporting;
mod files;
mod finding;
mod glass;
mod hand_overs;
mod kept;
mod lists;
mod looking;
mod looks;
mod merging;
mod packs;
mod people;
mod policy;
mod records;
mod restricting;
mod reviewing;
mod sight;
mod standing;
mod stepping;
mod supervision;
mod taken_before;
mod taking_over;
mod wording;

pub use access::Right;
pub use chronology::ChronologyChoice;
pub(crate) use deed::{Acts, Deed, written};
pub use drafts::{DraftRequest, RecordDraft};
pub use erasing::{DueForErasure, ErasureOrder};
pub use exporting::{PersonCopy, ThirdParty};
pub use files::RecordFile;
pub(crate) use finding::known_by;
pub use finding::{FoundPerson, PersonQuery, PossibleDuplicate};
pub use glass::{GLASS_HOURS, Opening};
pub use hand_overs::{HandOver, HandOverRequest};
pub(crate) use kept::{Columns, Kept, columns_of, read as read_kept};
pub use lists::{
    Attendance, ClockCount, DueItem, NamedCase, OfferedStep, OpenCase, OpenWork, PlannedWaiting,
    PracticeWaiting, SentBack, Waiting, WaitingOn, WaitingOverTime, WorkOf,
};
pub use looking::{Case, FirstRecorded, PersonPage, RecordPage, RecordVersion};
pub use looks::{Look, Looked};
pub(crate) use packs::PacksRead;
pub(crate) use packs::in_force as packs_in_force;
pub use packs::{PackChange, PackFiles};
pub use people::PersonRequest;
pub use records::{Correction, RecordRequest};
pub use restricting::{RestrictRequest, Restricted, Restriction};
pub(crate) use sight::Sight;
pub use standing::CaseStanding;
pub use stepping::does_work;
pub use supervision::{Supervision, SupervisionRequest};
pub use taken_before::TakenBefore;
pub use taking_over::{Named, TakeOver, TakenOver, TakenPerson, TakenRecord, TakenVersion};
pub use wording::{account_name, record_in_words, unit_name, value_in_words};

use clew_journal::Digest;
use serde::Serialize;

use crate::ServiceError;

/// What a call asks for, as one digest: the same call again is told by it.
fn asked(what: &str, request: &impl Serialize) -> Result<String, ServiceError> {
    let written = serde_json::to_string(request).map_err(|error| ServiceError::Internal {
        message: format!("what was asked for cannot be written: {error}"),
    })?;
    Ok(Digest::of(format!("{what} {written}").as_bytes()).short())
}

/// Refuses an empty reason.
fn needs_reason(what: &str, reason: &str) -> Result<(), ServiceError> {
    crate::actions::needs_reason(what, reason)
}

/// Something in the store that cannot be read; `clew verify` tells more.
fn unreadable(what: &str, error: &dyn std::fmt::Display) -> ServiceError {
    ServiceError::Internal {
        message: format!("{what} cannot be read: {error}; run `clew verify`"),
    }
}
