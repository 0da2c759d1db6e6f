//! Reading: what one account may be told of the journal.

use std::sync::Arc;

use clew_calendar::Period;
use clew_journal::{Draft, FrozenLine, Moment, ReturnKey, Row, Subject, SubjectKind};
use clew_measure::evaluate::is_small;
use clew_plan::{AccountId, FreezeId, MeasureKey, UnitId};
use clew_report::{Report, ReportKind};

use crate::authorise::{authorise, authorise_anywhere};
use crate::{
    Act, Against, Difference, Explanation, HealthFinding, KnownAt, LogFilter, LogLine, Memory,
    Overview, Service, ServiceError,
};

/// The name of the change that keeps what an owner has typed.
const SAVE_DRAFT: &str = "save-draft";

/// What one account may be told of the journal. Made once for a page or a command, which asks whose
/// account it is; everything that is shown to a person comes from here.
///
/// Plans are shown whole to whoever holds any role, for whichever part of the organisation.
#[derive(Clone, Debug)]
pub struct Reader<'service> {
    service: &'service Service,
    memory: Arc<Memory>,
    actor: AccountId,
}

impl Service {
    /// What an account may be told, of what is known now. An empty journal, which has no accounts
    /// yet, may be looked at by anyone.
    ///
    /// # Errors
    /// When there is no such open account, or it has no role.
    pub fn reader(&self, actor: &AccountId) -> Result<Reader<'_>, ServiceError> {
        let memory = self.memory();
        if memory.state().head.sequence > 0 {
            authorise_anywhere(memory.state(), actor, Act::Read)?;
        }
        Ok(Reader {
            service: self,
            memory,
            actor: actor.clone(),
        })
    }
}

impl Reader<'_> {
    /// What was known when this reader was made; it does not change.
    #[must_use]
    pub fn memory(&self) -> &Arc<Memory> {
        &self.memory
    }

    /// What was known at a point.
    ///
    /// # Errors
    /// When the journal cannot be read, or holds something that cannot be so.
    pub fn known_at(&self, known: KnownAt) -> Result<Memory, ServiceError> {
        self.service.known_at(known)
    }

    pub(crate) const fn service(&self) -> &Service {
        self.service
    }

    /// The entries that a filter lets through, each with its sentence. Those about accounts are told
    /// to who manages accounts or looks after the journal, and to each account its own; drafts to who
    /// may return or check that figure; what files are called to who may read of that part. Those about people and
    /// records, which name nobody, are told as those about accounts.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn log(&self, filter: &LogFilter) -> Result<Vec<LogLine>, ServiceError> {
        let accounts = self.may(Act::ManageAccounts) || self.may(Act::Safeguard);
        self.service
            .log(filter, accounts, &|row| self.is_told(row, accounts))
    }

    /// One entry with its sentence; none where the journal has no such place, or [`Reader::log`] would
    /// not tell it.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn log_line(&self, sequence: u64) -> Result<Option<LogLine>, ServiceError> {
        let accounts = self.may(Act::ManageAccounts) || self.may(Act::Safeguard);
        self.service
            .log_line(sequence, &|row| self.is_told(row, accounts))
    }

    /// What an owner has typed of a return and not handed in; none for who may neither return nor
    /// check it.
    #[must_use]
    pub fn draft_of(&self, key: &ReturnKey) -> Option<Draft> {
        let stands = self.memory.state().return_of(key);
        stands.draft.filter(|_| self.sees_drafts_of(key))
    }

    /// Whether the account may do that in the whole organisation.
    fn may(&self, act: Act) -> bool {
        authorise(self.memory.state(), &self.actor, act, None).is_ok()
    }

    fn is_told(&self, row: &Row, accounts: bool) -> bool {
        let Ok(subject) = row.subject.parse::<Subject>() else {
            return true;
        };
        match subject.kind {
            SubjectKind::Account => {
                let own = subject.parts();
                accounts
                    || own
                        .first()
                        .is_some_and(|id| id.as_str() == self.actor.as_str())
            }
            SubjectKind::Return if row.change == SAVE_DRAFT => {
                row.actor == self.actor.as_str()
                    || ReturnKey::of(&subject).is_none_or(|key| self.sees_drafts_of(&key))
            }
            SubjectKind::Evidence => self.sees_files_of(&subject),
            // Who worked on what is no business of everybody; the person it is about is named by no entry.
            SubjectKind::Practice(_) => accounts,
            _ => true,
        }
    }

    /// Whether the account may read of the part to which the thing belongs that a file hangs on.
    fn sees_files_of(&self, file: &Subject) -> bool {
        let of = file.parts().into_iter().next();
        let of = of.and_then(|of| of.parse::<Subject>().ok());
        let record = of.and_then(|of| self.memory.state().record(&of));
        let unit = record.and_then(|record| self.memory.unit_of(&record));
        authorise(self.memory.state(), &self.actor, Act::Read, unit.as_ref()).is_ok()
    }

    fn sees_drafts_of(&self, key: &ReturnKey) -> bool {
        let Some(measure) = self.memory.book().measure(&key.measure) else {
            return false;
        };
        let unit = key.unit.as_ref();
        let may = |act| self.memory.authorise_for(&self.actor, act, measure, unit);
        may(Act::Return).or_else(|_| may(Act::Check)).is_ok()
    }

    /// A figure's whole story, for a part of the organisation or (none) the whole.
    ///
    /// # Errors
    /// When there is no such measure or part, or the journal cannot be read.
    pub fn explain(
        &self,
        measure: &MeasureKey,
        period: Period,
        unit: Option<&UnitId>,
    ) -> Result<Explanation, ServiceError> {
        let told = self.service.explain(measure, period, unit)?;
        Ok(self.without_few_unsigned(told))
    }

    /// What a computed figure would be now is told of few records only to those who may look at records throughout the
    /// organisation: nobody signed it off.
    fn without_few_unsigned(&self, mut told: Explanation) -> Explanation {
        let looks = authorise(self.memory.state(), &self.actor, Act::LookAtPractice, None);
        if let Some(computed) = told.computed.as_mut().filter(|_| looks.is_err()) {
            computed.now = computed
                .now
                .take()
                .filter(|now| !is_small(now.moved as u64));
        }
        told
    }

    /// The same from what was worked out already, without a pass over the whole Book: as an overview
    /// has it, which may be of an earlier moment than this reader.
    ///
    /// # Errors
    /// When there is no such measure or part, or the journal cannot be read.
    pub fn explain_with(
        &self,
        overview: &Overview,
        measure: &MeasureKey,
        period: Period,
        unit: Option<&UnitId>,
    ) -> Result<Explanation, ServiceError> {
        let formulas = overview.book().formulas.iter();
        let own = formulas.filter(|formula| formula.measure == *measure);
        let parts = own.flat_map(|formula| formula.formula.parts().iter().cloned());
        let keys: Vec<MeasureKey> = parts.chain([measure.clone()]).collect();
        let index = overview.index_of(&keys);
        let asked = (measure, period, unit);
        let told = self.service.explain_by(overview.memory(), &index, asked)?;
        Ok(self.without_few_unsigned(told))
    }

    /// A figure's whole story as it was told then: nothing that was recorded later is part of it.
    ///
    /// # Errors
    /// When there was no such measure or part, or the journal cannot be read.
    pub fn explain_at(
        &self,
        known: KnownAt,
        measure: &MeasureKey,
        period: Period,
        unit: Option<&UnitId>,
    ) -> Result<Explanation, ServiceError> {
        let memory = self.known_at(known)?;
        self.service.explain_known(&memory, measure, period, unit)
    }

    /// What of a freeze is not as it was shown, each restatement with the entries that caused it.
    ///
    /// # Errors
    /// When there is no such freeze, the other one is of another plan or period, or the journal
    /// cannot be read.
    pub fn difference(&self, id: &FreezeId, against: &Against) -> Result<Difference, ServiceError> {
        self.service.difference(id, against)
    }

    /// A report as it was fixed.
    ///
    /// # Errors
    /// When there is no such freeze, it has no such report, or the attachment is not sound.
    pub fn frozen_report(&self, id: &FreezeId, kind: ReportKind) -> Result<Report, ServiceError> {
        self.service.frozen_report(id, kind)
    }

    /// Every measure's line as it was fixed.
    ///
    /// # Errors
    /// When there is no such freeze, or the attachment is not sound.
    pub fn frozen_lines(&self, id: &FreezeId) -> Result<Vec<FrozenLine>, ServiceError> {
        self.service.frozen_lines(id)
    }

    /// Everything that a person who looks after the journal should know. `now` is the clock's time.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn health(&self, now: Moment) -> Result<Vec<HealthFinding>, ServiceError> {
        self.service.health(now)
    }
}
