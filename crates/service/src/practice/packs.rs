//! Packs: put in force, and an earlier one again. What is in force is an entry; the text is an attachment.

mod using;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use clew_journal::{AppliedPack, Change, Digest, Proposal, Replacement, Subject};
use clew_plan::AccountId;
use clew_practice::pack::{Gravity, Pack, PackDifference, PackIssue};
use clew_store::Attachment;

use super::unreadable;
use crate::naming::not_found;
use crate::service::Decision;
use crate::{Act, Caller, Done, FieldProblem, Memory, Service, ServiceError, authorise};

/// How a pack's text is kept: its files by path, as JSON.
const MEDIA_TYPE: &str = "application/json";

/// The files of a pack, by path relative to its folder.
pub type PackFiles = BTreeMap<String, String>;

/// What applying a pack would come to.
#[derive(Clone, Debug)]
pub struct PackChange {
    /// The pack in force, if there is one with this code.
    pub now: Option<Arc<Pack>>,
    /// The pack as it would be.
    pub then: Pack,
    /// What is to be said about it. One that is an error keeps it from being applied.
    pub issues: Vec<PackIssue>,
    /// What is different from the pack in force, item by item; one that records forbid keeps it from being applied. None
    /// where no pack with this code is in force.
    pub difference: Option<PackDifference>,
}

impl Service {
    /// The packs in force, in order of their codes.
    ///
    /// # Errors
    /// When a text is missing or damaged.
    pub fn packs(&self) -> Result<Vec<Arc<Pack>>, ServiceError> {
        in_force(self, &self.memory())
    }

    /// What applying a pack would come to, without applying it.
    ///
    /// # Errors
    /// When the account may not apply packs.
    pub fn try_pack(
        &self,
        actor: &AccountId,
        files: &PackFiles,
    ) -> Result<PackChange, ServiceError> {
        let memory = self.memory();
        authorise(memory.state(), actor, Act::ApplyPacks, None)?;
        let (then, issues) = Pack::read(files);
        self.change_to(&memory, then, issues)
    }

    /// What going back to the pack before the one in force would come to, without going back.
    ///
    /// # Errors
    /// When the account may not apply packs, there is no such pack, or none before it.
    pub fn try_undo_pack(&self, actor: &AccountId, code: &str) -> Result<PackChange, ServiceError> {
        let memory = self.memory();
        authorise(memory.state(), actor, Act::ApplyPacks, None)?;
        let earlier = self.pack_before(code)?.ok_or_else(none_before)?;
        let then = pack_of(self, &earlier)?;
        self.change_to(&memory, Pack::clone(&then), Vec::new())
    }

    fn change_to(
        &self,
        memory: &Memory,
        then: Pack,
        issues: Vec<PackIssue>,
    ) -> Result<PackChange, ServiceError> {
        let now = memory.state().pack(&then.code);
        let now = now.map(|applied| pack_of(self, applied)).transpose()?;
        let difference = now.as_ref().map(|now| using::difference(self, now, &then));
        Ok(PackChange {
            difference: difference.transpose()?,
            now,
            then,
            issues,
        })
    }

    /// Puts a pack in force, in place of the one with its code.
    ///
    /// # Errors
    /// When the caller may not, or the pack has an issue that is an error; when it takes away what records use.
    pub fn apply_pack(
        &self,
        caller: &Caller,
        files: &PackFiles,
        reason: Option<&str>,
    ) -> Result<Done, ServiceError> {
        let (pack, issues) = Pack::read(files);
        let text = written(files)?;
        let done = self.commit(caller, &|memory, caller| {
            authorise(memory.state(), &caller.actor, Act::ApplyPacks, None)?;
            refuse_errors(&pack, &issues)?;
            using::refuse_loss(self, memory, &pack)?;
            let applied = AppliedPack {
                code: pack.code.clone(),
                title: pack.title.clone(),
                version: pack.version.clone(),
                digest: Digest::of(text.as_bytes()),
            };
            let attachment = Attachment::new(MEDIA_TYPE, None, text.clone().into_bytes());
            Ok(put_in_force(memory, applied, reason, vec![attachment]))
        })?;
        self.settle_cases()?;
        Ok(done)
    }

    /// Puts the pack in force again that was so before the one that is.
    ///
    /// # Errors
    /// When the caller may not, there is no such pack, or none before it; when no reason is given, or records use what
    /// the earlier one does not have.
    pub fn undo_pack(
        &self,
        caller: &Caller,
        code: &str,
        reason: &str,
    ) -> Result<Done, ServiceError> {
        let earlier = self.pack_before(code)?;
        let done = self.commit(caller, &|memory, caller| {
            authorise(memory.state(), &caller.actor, Act::ApplyPacks, None)?;
            super::needs_reason("going back to an earlier pack", reason)?;
            let earlier = earlier.clone().ok_or_else(none_before)?;
            using::refuse_loss(self, memory, &*pack_of(self, &earlier)?)?;
            Ok(put_in_force(memory, earlier, Some(reason), Vec::new()))
        })?;
        self.settle_cases()?;
        Ok(done)
    }

    /// The pack that the one in force took the place of.
    fn pack_before(&self, code: &str) -> Result<Option<AppliedPack>, ServiceError> {
        let memory = self.memory();
        if memory.state().pack(code).is_none() {
            let known = memory.state().packs().map(|pack| pack.code.as_str());
            return Err(not_found("pack", code, known));
        }
        let filter = clew_store::RowFilter {
            subject: Some(Subject::pack(code).to_string()),
            newest_first: true,
            limit: Some(1),
            ..clew_store::RowFilter::default()
        };
        let rows = self.store().rows_about(&filter)?;
        let Some(row) = rows.first() else {
            return Ok(None);
        };
        let set: Replacement<AppliedPack> = serde_json::from_str(&row.body)
            .map_err(|error| unreadable("a pack's entry", &error))?;
        Ok(set.was)
    }
}

fn none_before() -> ServiceError {
    let problem = "there is no earlier version of it";
    ServiceError::invalid("the pack", "code", problem)
}

/// The packs in force as a memory has them.
pub(crate) fn in_force(service: &Service, memory: &Memory) -> Result<Vec<Arc<Pack>>, ServiceError> {
    let packs = memory.state().packs();
    packs.map(|applied| pack_of(service, applied)).collect()
}

pub(super) fn pack_of(service: &Service, applied: &AppliedPack) -> Result<Arc<Pack>, ServiceError> {
    service.packs_read.get(&applied.digest, || {
        let what = format!("the pack {} {}", applied.code, applied.version);
        let found = service.store().attachment(&applied.digest)?;
        let found = found.ok_or_else(|| unreadable(&what, &"its text is not in the database"))?;
        let files: PackFiles =
            serde_json::from_slice(&found.bytes).map_err(|error| unreadable(&what, &error))?;
        Ok(Pack::read(&files).0)
    })
}

fn written(files: &PackFiles) -> Result<String, ServiceError> {
    serde_json::to_string(files).map_err(|error| unreadable("the pack's files", &error))
}

fn refuse_errors(pack: &Pack, issues: &[PackIssue]) -> Result<(), ServiceError> {
    let errors = issues
        .iter()
        .filter(|issue| issue.gravity == Gravity::Error)
        .map(|issue| {
            let place = format!("{}:{}", issue.place.file, issue.place.line);
            FieldProblem::new(place, format!("{}. {}", issue.message, issue.advice))
        });
    super::checking::refuse_unfit(&format!("the pack {}", pack.code), errors.collect())
}

fn put_in_force(
    memory: &Memory,
    applied: AppliedPack,
    reason: Option<&str>,
    attachments: Vec<Attachment>,
) -> Decision {
    let state = memory.state();
    let was = state.pack(&applied.code).cloned();
    if was.as_ref() == Some(&applied) {
        return Decision::default();
    }
    let subject = Subject::pack(&applied.code);
    let version = state.version(&subject);
    let change = Change::ApplyPack(Box::new(Replacement { now: applied, was }));
    Decision {
        proposals: vec![Proposal::new(subject, version, change).because(reason)],
        attachments,
    }
}

/// Packs that were read, by the digest of their text, which never changes.
#[derive(Debug, Default)]
pub(crate) struct PacksRead(Mutex<BTreeMap<Digest, Arc<Pack>>>);

impl PacksRead {
    fn get(
        &self,
        digest: &Digest,
        read: impl FnOnce() -> Result<Pack, ServiceError>,
    ) -> Result<Arc<Pack>, ServiceError> {
        let held = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(pack) = held().get(digest) {
            return Ok(Arc::clone(pack));
        }
        let pack = Arc::new(read()?);
        held().insert(*digest, Arc::clone(&pack));
        Ok(pack)
    }
}
