//! The fold: what every entry so far comes to.

mod apply;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use clew_plan::{Account, AccountId, Book, FreezeId, Kind, PlanId, Record};

use crate::evidence::named_by;
use crate::records::Records;
use crate::{
    AppliedPack, Attached, CycleStage, Digest, Freeze, Head, JournalError, Key, PracticePolicy,
    Return, ReturnKey, Row, Standing, Subject, SubjectKind,
};

/// Something of which only the latest content and the version are kept.
#[derive(Clone, Debug, Default, Eq, PartialEq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Versioned<T> {
    pub(crate) content: T,
    pub(crate) version: u32,
}

/// What every entry so far comes to: the Book, and how its returns, freezes and accounts stand.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct State {
    /// The Book. Shared, so that a copy of the state in which only practice goes on costs nothing for it.
    pub book: Arc<Book>,
    pub(crate) records: Arc<Records>,
    pub(crate) organisation_version: u32,
    pub(crate) locked: BTreeSet<Key>,
    pub(crate) returns: BTreeMap<ReturnKey, Return>,
    pub(crate) freezes: Vec<Versioned<Freeze>>,
    pub(crate) accounts: BTreeMap<AccountId, Versioned<Account>>,
    /// By what it hangs on and its digest; nothing where it was taken off again.
    pub(crate) evidence: BTreeMap<(Subject, Digest), Versioned<Option<Attached>>>,
    /// The packs in force, by code.
    pub(crate) packs: BTreeMap<String, Versioned<AppliedPack>>,
    pub(crate) policy: Versioned<PracticePolicy>,
    /// The last entry that it knows.
    pub head: Head,
}

impl State {
    /// Takes one more entry in, from the row that holds it.
    ///
    /// # Errors
    /// When the row cannot be read or does not apply; nothing has changed then.
    pub fn take(&mut self, row: &Row) -> Result<(), JournalError> {
        self.take_entry(crate::Entry::read(row)?, row.as_head())
    }

    /// Takes one more entry in, that was read from the row that the head is of.
    ///
    /// # Errors
    /// When it does not apply; nothing has changed then.
    pub fn take_entry(&mut self, entry: crate::Entry, head: Head) -> Result<(), JournalError> {
        self.apply(entry)?;
        self.head = head;
        Ok(())
    }

    /// The version of a subject: how many entries it has; 0 when there is no such thing.
    #[must_use]
    pub fn version(&self, subject: &Subject) -> u32 {
        match subject.kind {
            SubjectKind::Organisation => self.organisation_version,
            SubjectKind::Record(kind) => self.records.version(kind, &subject.key),
            SubjectKind::Return => ReturnKey::of(subject)
                .and_then(|key| self.returns.get(&key))
                .map_or(0, |found| found.version),
            SubjectKind::Freeze => self.frozen(subject).map_or(0, |found| found.version),
            SubjectKind::Account => self.account_of(subject).map_or(0, |found| found.version),
            SubjectKind::Evidence => named_by(subject)
                .and_then(|key| self.evidence.get(&key))
                .map_or(0, |found| found.version),
            // How many entries there are of a person or a record is known to the store alone.
            SubjectKind::Practice(_) => 0,
            SubjectKind::Pack => self.pack_of(subject).map_or(0, |found| found.version),
            SubjectKind::PracticePolicy => self.policy.version,
        }
    }

    /// The record that a subject is; none when it is no record or not there.
    #[must_use]
    pub fn record(&self, subject: &Subject) -> Option<Record> {
        let (kind, place) = self.records.find(subject).ok()?;
        self.book.record(kind, place)
    }

    /// The place of a subject's record among those of its kind; none when it is not there.
    #[must_use]
    pub fn place(&self, subject: &Subject) -> Option<usize> {
        self.records.find(subject).ok().map(|(_, place)| place)
    }

    /// The subject of the record at a place among those of its kind.
    #[must_use]
    pub fn subject_at(&self, kind: Kind, place: usize) -> Option<Subject> {
        self.records.standing(kind, place).map(|standing| Subject {
            kind: SubjectKind::Record(kind),
            key: standing.key.clone(),
        })
    }

    /// What is known of the record at a place besides its content.
    #[must_use]
    pub fn standing(&self, kind: Kind, place: usize) -> Option<&Standing> {
        self.records.standing(kind, place)
    }

    /// How many figures the journal gave; those after them in the Book were worked out from them.
    #[must_use]
    pub fn figures_given(&self) -> usize {
        self.records.standings(Kind::Figure).len()
    }

    /// The part of the state that these subjects are: enough to try entries about them.
    #[must_use]
    pub fn only<'subject>(&self, subjects: impl IntoIterator<Item = &'subject Subject>) -> Self {
        let mut part = Self {
            organisation_version: self.organisation_version,
            head: self.head,
            ..Self::default()
        };
        for subject in subjects {
            self.copy_to(&mut part, subject);
        }
        part
    }

    fn copy_to(&self, part: &mut Self, subject: &Subject) {
        match subject.kind {
            SubjectKind::Organisation => {
                let part = Arc::make_mut(&mut part.book);
                part.organisation.clone_from(&self.book.organisation);
            }
            SubjectKind::Record(kind) => {
                let (records, book) = (&mut part.records, &mut part.book);
                self.records
                    .copy_to(Arc::make_mut(records), subject, |place| {
                        Arc::make_mut(book).extend(self.book.record(kind, place));
                    });
                if kind == Kind::Cycle && self.locked.contains(&subject.key) {
                    part.locked.insert(subject.key.clone());
                }
            }
            SubjectKind::Return => {
                let key = ReturnKey::of(subject);
                let found = key.and_then(|key| self.returns.get_key_value(&key));
                part.returns
                    .extend(found.map(|(key, value)| (key.clone(), value.clone())));
            }
            SubjectKind::Freeze => {
                let there = part.frozen(subject).is_some();
                part.freezes
                    .extend(self.frozen(subject).filter(|_| !there).cloned());
            }
            SubjectKind::Account => {
                let id = subject.parts().into_iter().next().map(AccountId::from);
                let found = id.and_then(|id| self.accounts.get_key_value(&id));
                part.accounts
                    .extend(found.map(|(id, account)| (id.clone(), account.clone())));
            }
            SubjectKind::Evidence => {
                let key = named_by(subject);
                let found = key.and_then(|key| self.evidence.get_key_value(&key));
                part.evidence
                    .extend(found.map(|(key, value)| (key.clone(), value.clone())));
            }
            SubjectKind::Practice(_) => {}
            SubjectKind::Pack => {
                let found = self.pack_of(subject).cloned();
                part.packs
                    .extend(found.map(|found| (found.content.code.clone(), found)));
            }
            SubjectKind::PracticePolicy => part.policy.clone_from(&self.policy),
        }
    }

    /// A return, as it stands; due when nothing has come in.
    #[must_use]
    pub fn return_of(&self, key: &ReturnKey) -> Return {
        self.returns.get(key).cloned().unwrap_or_default()
    }

    /// Every return that anything has happened to.
    pub fn returns(&self) -> impl Iterator<Item = (&ReturnKey, &Return)> {
        self.returns.iter()
    }

    /// The returns of one plan's cycle that anything has happened to, measure by measure.
    pub fn returns_in<'state>(
        &'state self,
        plan: &'state PlanId,
        cycle: &'state str,
    ) -> impl Iterator<Item = (&'state ReturnKey, &'state Return)> {
        let first = ReturnKey {
            plan: plan.clone(),
            cycle: cycle.to_owned(),
            measure: "".into(),
            unit: None,
        };
        let of_cycle = move |key: &ReturnKey| key.plan == *plan && key.cycle == cycle;
        self.returns
            .range(first..)
            .take_while(move |(key, _)| of_cycle(key))
    }

    /// Whether a cycle takes returns.
    #[must_use]
    pub fn cycle_stage(&self, cycle: &Subject) -> CycleStage {
        let is_cycle = cycle.kind == SubjectKind::Record(Kind::Cycle);
        match is_cycle && self.locked.contains(&cycle.key) {
            true => CycleStage::Locked,
            false => CycleStage::Open,
        }
    }

    /// The freeze with this id.
    #[must_use]
    pub fn freeze(&self, id: &FreezeId) -> Option<&Freeze> {
        self.freezes().find(|freeze| freeze.id == *id)
    }

    /// Every freeze, in the order in which they were made.
    pub fn freezes(&self) -> impl DoubleEndedIterator<Item = &Freeze> {
        self.freezes.iter().map(|freeze| &freeze.content)
    }

    /// The account with this id.
    #[must_use]
    pub fn account(&self, id: &AccountId) -> Option<&Account> {
        self.accounts.get(id).map(|account| &account.content)
    }

    /// Every account, in order of the ids.
    pub fn accounts(&self) -> impl Iterator<Item = (&AccountId, &Account)> {
        self.accounts
            .iter()
            .map(|(id, account)| (id, &account.content))
    }

    /// The files that hang on something, in the order in which they were attached.
    #[must_use]
    pub fn evidence_of(&self, subject: &Subject) -> Vec<&Attached> {
        let first = (subject.clone(), Digest::ZERO);
        let own = self.evidence.range(first..);
        let own = own.take_while(|((of, _), _)| of == subject);
        let mut found: Vec<&Attached> = own
            .filter_map(|(_, attached)| attached.content.as_ref())
            .collect();
        found.sort_by_key(|attached| attached.entry);
        found
    }

    /// Every file that hangs on something, by what it hangs on.
    pub fn evidence(&self) -> impl Iterator<Item = &Attached> {
        self.evidence
            .values()
            .filter_map(|attached| attached.content.as_ref())
    }

    /// The pack in force with this code.
    #[must_use]
    pub fn pack(&self, code: &str) -> Option<&AppliedPack> {
        self.packs.get(code).map(|pack| &pack.content)
    }

    /// Every pack in force, in order of the codes.
    pub fn packs(&self) -> impl Iterator<Item = &AppliedPack> {
        self.packs.values().map(|pack| &pack.content)
    }

    /// What the organisation has decided about the keeping of records.
    #[must_use]
    pub const fn practice_policy(&self) -> &PracticePolicy {
        &self.policy.content
    }

    /// The Book, to be changed: copied first where others hold it.
    pub fn book_mut(&mut self) -> &mut Book {
        Arc::make_mut(&mut self.book)
    }

    pub(crate) fn records_mut(&mut self) -> &mut Records {
        Arc::make_mut(&mut self.records)
    }

    fn pack_of(&self, subject: &Subject) -> Option<&Versioned<AppliedPack>> {
        self.packs.get(subject.parts().first()?)
    }

    fn frozen(&self, subject: &Subject) -> Option<&Versioned<Freeze>> {
        self.freezes
            .iter()
            .find(|freeze| Subject::freeze(&freeze.content.id) == *subject)
    }

    fn account_of(&self, subject: &Subject) -> Option<&Versioned<Account>> {
        let id = subject.parts().into_iter().next()?;
        self.accounts.get(&AccountId::from(id))
    }
}
