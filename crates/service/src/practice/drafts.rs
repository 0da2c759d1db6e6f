//! Drafts: what is typed into a form, kept as it is typed, and erased when it is completed.

use std::collections::BTreeMap;

use clew_journal::Moment;
use clew_plan::{AccountId, UnitId};
use clew_practice::pack::PackCode;
use clew_practice::record::{PersonNumber, RecordNumber};
use clew_store::practice::DraftRow;

use super::checking::form_called;
use super::looks::looker;
use super::{Sight, unreadable};
use crate::naming::known_unit;
use crate::{Act, Service, ServiceError};

/// The most that is kept of what is typed into one form, in bytes.
const MOST_TYPED: usize = 1024 * 1024;

/// What a draft is of.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct DraftRequest {
    /// Its form.
    pub form: PackCode,
    /// The process it is to belong to.
    pub process: Option<PackCode>,
    /// The record that opened the episode it is to belong to.
    pub episode: Option<RecordNumber>,
    /// Whom it is about.
    pub person: PersonNumber,
    /// The team that records it.
    pub team: UnitId,
    /// The record that it corrects and the version that was seen, of a correction.
    pub corrects: Option<(RecordNumber, u32)>,
}

/// A draft.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct RecordDraft {
    /// Its id.
    pub id: String,
    /// Who writes it.
    pub account: AccountId,
    /// What it is of.
    pub of: DraftRequest,
    /// The fields as they were typed, by code; also what could not be read as the form asks.
    pub typed: BTreeMap<String, String>,
    /// When it was last saved.
    pub saved: Moment,
}

impl Service {
    /// Begins a draft.
    ///
    /// # Errors
    /// When the account may not record for that team or know of that person, or there is no such form.
    pub fn begin_draft(
        &self,
        actor: &AccountId,
        at: Moment,
        request: &DraftRequest,
    ) -> Result<RecordDraft, ServiceError> {
        let memory = self.memory();
        let caller = looker(actor, at);
        let sight = Sight::new(self, &memory, &caller);
        known_unit(memory.book(), Some(&request.team))?;
        sight.may(Act::RecordPractice, request.team.as_str())?;
        sight.person_to_write(request.person)?;
        form_called(&sight.packs()?, &request.form)?;
        let mut draft = RecordDraft {
            id: crate::identity::new_id()?,
            account: actor.clone(),
            of: request.clone(),
            typed: BTreeMap::new(),
            saved: at,
        };
        if let Some((number, _)) = request.corrects {
            let now = sight.record(number)?;
            sight.open_to_write(&now)?;
            draft.of.form.clone_from(&now.record.form);
        }
        self.store().put_draft(&row(&draft)?)?;
        Ok(draft)
    }

    /// Keeps what was typed, in place of what was typed before.
    ///
    /// # Errors
    /// When the account has no such draft, or too much was typed.
    pub fn save_draft_of_record(
        &self,
        actor: &AccountId,
        at: Moment,
        id: &str,
        typed: &BTreeMap<String, String>,
    ) -> Result<RecordDraft, ServiceError> {
        let mut draft = self.own_draft_called(actor, id)?;
        let size: usize = typed
            .iter()
            .map(|(name, text)| name.len() + text.len())
            .sum();
        if size > MOST_TYPED {
            let problem = "is longer than 1 MB; attach a file instead";
            return Err(ServiceError::invalid("the draft", "", problem));
        }
        draft.typed.clone_from(typed);
        draft.saved = at;
        self.store().put_draft(&row(&draft)?)?;
        Ok(draft)
    }

    /// A draft of the account's own, as it was last saved. That its person was looked at was noted when it was begun.
    ///
    /// # Errors
    /// When the account has no such draft.
    pub fn record_draft(&self, actor: &AccountId, id: &str) -> Result<RecordDraft, ServiceError> {
        self.own_draft_called(actor, id)
    }

    /// The account's own drafts, the last saved first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn record_drafts(&self, actor: &AccountId) -> Result<Vec<RecordDraft>, ServiceError> {
        let rows = self.store().drafts_of(actor.as_str())?;
        rows.into_iter().map(draft).collect()
    }

    /// Throws a draft away.
    ///
    /// # Errors
    /// When the account has no such draft.
    pub fn throw_draft_away(&self, actor: &AccountId, id: &str) -> Result<(), ServiceError> {
        self.own_draft_called(actor, id)?;
        Ok(self.store().forget_draft(id)?)
    }

    fn own_draft_called(&self, actor: &AccountId, id: &str) -> Result<RecordDraft, ServiceError> {
        let row = self.store().draft(id)?;
        let own = row.filter(|row| row.account == actor.as_str());
        own.map_or_else(|| Err(no_draft(id)), draft)
    }
}

impl Sight<'_> {
    /// The draft that a record completes, which must be of whoever acts. One that is gone already is no matter.
    pub(super) fn own_draft(&self, id: Option<&str>) -> Result<Vec<String>, ServiceError> {
        let Some(id) = id else {
            return Ok(Vec::new());
        };
        match self.service.store().draft(id)? {
            Some(row) if row.account != self.actor().as_str() => Err(no_draft(id)),
            Some(row) => Ok(vec![row.id]),
            None => Ok(Vec::new()),
        }
    }
}

fn row(draft: &RecordDraft) -> Result<DraftRow, ServiceError> {
    let typed = serde_json::to_string(&draft.typed)
        .map_err(|error| unreadable("what was typed", &error))?;
    let of = &draft.of;
    Ok(DraftRow {
        id: draft.id.clone(),
        account: draft.account.to_string(),
        form: of.form.clone(),
        process: of.process.clone(),
        episode: of.episode.map(|number| number.0),
        person: of.person.0,
        team: of.team.to_string(),
        record: of.corrects.map(|(number, _)| number.0),
        seen: of.corrects.map_or(0, |(_, seen)| seen),
        typed,
        saved: draft.saved.microseconds(),
    })
}

fn draft(row: DraftRow) -> Result<RecordDraft, ServiceError> {
    let typed = serde_json::from_str(&row.typed);
    Ok(RecordDraft {
        typed: typed.map_err(|error| unreadable("a draft", &error))?,
        id: row.id,
        account: row.account.as_str().into(),
        of: DraftRequest {
            form: row.form,
            process: row.process,
            episode: row.episode.map(RecordNumber),
            person: PersonNumber(row.person),
            team: row.team.as_str().into(),
            corrects: row.record.map(|number| (RecordNumber(number), row.seen)),
        },
        saved: Moment::from_microseconds(row.saved),
    })
}

fn no_draft(id: &str) -> ServiceError {
    ServiceError::NotFound {
        what: "draft of yours",
        name: id.to_owned(),
        hint: None,
    }
}
