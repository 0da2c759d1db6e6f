//! What each change does to the state.

use clew_plan::{AccountId, Kind, Record};

use super::{State, Versioned};
use crate::evidence::named_by;
use crate::fields::{key_of, with_fields};
use crate::{
    Attached, Change, CycleStage, Entry, JournalError, Key, PracticeKind, Problem, Return,
    ReturnKey, ReturnStage, Standing, Subject, SubjectKind,
};

impl State {
    /// Applies an entry.
    ///
    /// # Errors
    /// When it does not go with what is known of its subject; nothing has changed then.
    pub(super) fn apply(&mut self, entry: Entry) -> Result<(), JournalError> {
        if let SubjectKind::Practice(kind) = entry.subject.kind {
            return practised(kind, &entry);
        }
        let subject = entry.subject.clone();
        let does_not_apply = |problem| JournalError::DoesNotApply { subject, problem };
        let found = self.version(&entry.subject);
        if found + 1 != entry.version {
            return Err(does_not_apply(Problem::OtherVersion {
                expected: entry.version.saturating_sub(1),
                found,
            }));
        }
        self.change(entry).map_err(does_not_apply)
    }

    fn change(&mut self, entry: Entry) -> Result<(), Problem> {
        let Entry {
            change, subject, ..
        } = &entry;
        let wrong = Err(Problem::WrongChange {
            change: change.name(),
        });
        match (subject.kind, change) {
            (SubjectKind::Record(_), _) => self.change_record(entry),
            (SubjectKind::Return, _) => self.change_return(entry),
            (SubjectKind::Evidence, _) => self.change_evidence(entry),
            (SubjectKind::Organisation, Change::SetOrganisation(set)) => {
                self.book_mut().organisation = Some(set.now.clone());
                self.organisation_version = entry.version;
                Ok(())
            }
            (SubjectKind::Freeze, Change::Freeze(freeze)) => {
                if Subject::freeze(&freeze.id) != *subject {
                    return Err(Problem::OtherRecord);
                }
                if entry.version > 1 {
                    return Err(Problem::ThereAlready);
                }
                self.freezes.push(Versioned {
                    content: (**freeze).clone(),
                    version: entry.version,
                });
                Ok(())
            }
            (SubjectKind::Account, Change::SetAccount(set)) => {
                let id = subject
                    .parts()
                    .into_iter()
                    .next()
                    .ok_or(Problem::OtherRecord)?;
                let account = Versioned {
                    content: set.now.clone(),
                    version: entry.version,
                };
                self.accounts.insert(AccountId::from(id), account);
                Ok(())
            }
            (SubjectKind::Pack, Change::ApplyPack(set)) => {
                if Subject::pack(&set.now.code) != *subject {
                    return Err(Problem::OtherRecord);
                }
                let pack = Versioned {
                    content: set.now.clone(),
                    version: entry.version,
                };
                self.packs.insert(set.now.code.clone(), pack);
                Ok(())
            }
            (SubjectKind::PracticePolicy, Change::SetPracticePolicy(set)) => {
                self.policy = Versioned {
                    content: set.now.clone(),
                    version: entry.version,
                };
                Ok(())
            }
            _ => wrong,
        }
    }

    fn change_record(&mut self, entry: Entry) -> Result<(), Problem> {
        let name = entry.change.name();
        let place = self.records.find(&entry.subject);
        let kind = match entry.subject.kind {
            SubjectKind::Record(kind) => kind,
            _ => return Err(Problem::NotThere),
        };
        let standing = Standing {
            key: entry.subject.key,
            version: entry.version,
            changed: entry.sequence,
        };
        match entry.change {
            Change::Create(record) => self.add(kind, standing, *record),
            Change::ReturnFigure(figure) => self.add(kind, standing, (*figure).into()),
            Change::Waive(waiver) => self.add(kind, standing, (*waiver).into()),
            Change::OpenCycle(cycle) => self.add(kind, standing, (*cycle).into()),
            Change::SetTarget(set) => self.put(kind, standing, set.now.into()),
            Change::Comment(set) => self.put(kind, standing, set.now.into()),
            Change::CorrectFigure(set) => {
                let (kind, place) = place?;
                self.replace(kind, place, &standing, set.now.into())
            }
            Change::Amend(fields) => {
                let (kind, place) = place?;
                let before = self.book.record(kind, place).ok_or(Problem::NotThere)?;
                let after = with_fields(&before, &fields)?;
                self.replace(kind, place, &standing, after)
            }
            Change::Retire { on } => {
                let (kind, place) = place?;
                let measure = self.book_mut().measures.get_mut(place);
                let measure = measure.filter(|_| kind == Kind::Measure);
                measure
                    .ok_or(Problem::WrongChange { change: name })?
                    .retired_on = Some(on);
                self.records_mut()
                    .touch(kind, place, standing.version, standing.changed);
                Ok(())
            }
            Change::Withdraw(record) => {
                let (kind, place) = place?;
                if self.book.record(kind, place).as_ref() != Some(&*record) {
                    return Err(Problem::OtherRecord);
                }
                self.book_mut().remove(kind, place);
                if kind == Kind::Cycle {
                    self.locked.remove(&standing.key);
                }
                self.records_mut().remove(kind, place, standing.version);
                Ok(())
            }
            Change::LockCycle | Change::UnlockCycle => {
                let (kind, place) = place?;
                if kind != Kind::Cycle {
                    return Err(Problem::WrongChange { change: name });
                }
                let stage = match entry.change {
                    Change::LockCycle => CycleStage::Locked,
                    _ => CycleStage::Open,
                };
                self.set_stage(standing.key.clone(), stage);
                self.records_mut()
                    .touch(kind, place, standing.version, standing.changed);
                Ok(())
            }
            _ => Err(Problem::WrongChange { change: name }),
        }
    }

    fn set_stage(&mut self, cycle: Key, stage: CycleStage) {
        match stage {
            CycleStage::Locked => self.locked.insert(cycle),
            CycleStage::Open => self.locked.remove(&cycle),
        };
    }

    /// Adds a record that is not there.
    fn add(&mut self, kind: Kind, standing: Standing, record: Record) -> Result<(), Problem> {
        if self.records.place(kind, &standing.key).is_some() {
            return Err(Problem::ThereAlready);
        }
        fits(kind, &standing.key, &record)?;
        self.book_mut().push(record);
        self.records_mut().push(kind, standing);
        Ok(())
    }

    /// Adds a record, or puts it in the place of the one that is there.
    fn put(&mut self, kind: Kind, standing: Standing, record: Record) -> Result<(), Problem> {
        match self.records.place(kind, &standing.key) {
            Some(place) => self.replace(kind, place, &standing, record),
            None => self.add(kind, standing, record),
        }
    }

    /// Puts a record in the place of one that is there.
    fn replace(
        &mut self,
        kind: Kind,
        place: usize,
        standing: &Standing,
        record: Record,
    ) -> Result<(), Problem> {
        fits(kind, &standing.key, &record)?;
        self.book_mut().replace(place, record);
        self.records_mut()
            .touch(kind, place, standing.version, standing.changed);
        Ok(())
    }

    fn change_return(&mut self, entry: Entry) -> Result<(), Problem> {
        let key = ReturnKey::of(&entry.subject).ok_or(Problem::OtherRecord)?;
        let earlier = self.returns.get(&key);
        let from = earlier.map_or(ReturnStage::Due, |found| found.stage);
        let (to, draft) = match entry.change {
            Change::SaveDraft(draft) => (ReturnStage::Draft, Some(*draft)),
            Change::Submit => (ReturnStage::Returned, None),
            Change::SendBack => (ReturnStage::SentBack, None),
            Change::Check => (ReturnStage::Checked, None),
            Change::SignOff => (ReturnStage::SignedOff, None),
            other => {
                return Err(Problem::WrongChange {
                    change: other.name(),
                });
            }
        };
        if !from.may_become(to) {
            return Err(Problem::Stage { from, to });
        }
        let moved = Return {
            stage: to,
            draft,
            by: Some(entry.actor),
            at: Some(entry.recorded_at),
            reason: entry.reason,
            version: entry.version,
        };
        self.returns.insert(key, moved);
        Ok(())
    }

    fn change_evidence(&mut self, entry: Entry) -> Result<(), Problem> {
        let key = named_by(&entry.subject).ok_or(Problem::OtherRecord)?;
        let there = self.evidence.get(&key);
        let hangs = there.and_then(|there| there.content.as_ref());
        let content = match entry.change {
            Change::Attach(_) if hangs.is_some() => return Err(Problem::ThereAlready),
            Change::Attach(evidence) => {
                if (&evidence.of, &evidence.digest) != (&key.0, &key.1)
                    || !takes_evidence(key.0.kind)
                {
                    return Err(Problem::OtherRecord);
                }
                Some(Attached {
                    evidence: *evidence,
                    by: entry.actor,
                    at: entry.recorded_at,
                    entry: entry.sequence,
                })
            }
            Change::Detach(evidence) => match hangs {
                None => return Err(Problem::NotThere),
                Some(there) if there.evidence != *evidence => return Err(Problem::OtherRecord),
                Some(_) => None,
            },
            other => {
                return Err(Problem::WrongChange {
                    change: other.name(),
                });
            }
        };
        let version = entry.version;
        self.evidence.insert(key, Versioned { content, version });
        Ok(())
    }
}

/// Whether an entry of practice is one. Nothing of it is kept: there are millions, and what they come to
/// lies in the store.
fn practised(kind: PracticeKind, entry: &Entry) -> Result<(), JournalError> {
    let fits = matches!(&entry.change, Change::Practise(act, _) if act.kind() == kind);
    let numbered = entry.subject.practice_number().is_some();
    let problem = match (fits, numbered) {
        (true, true) => return Ok(()),
        (true, false) => Problem::OtherRecord,
        (false, _) => Problem::WrongChange {
            change: entry.change.name(),
        },
    };
    Err(JournalError::DoesNotApply {
        subject: entry.subject.clone(),
        problem,
    })
}

/// Whether a file may hang on a subject of this kind: on figures, actions, their updates and findings.
const fn takes_evidence(kind: SubjectKind) -> bool {
    use Kind::{Action, Figure, Finding, Update};
    matches!(
        kind,
        SubjectKind::Record(Action | Figure | Finding | Update)
    )
}

/// Whether a record may stand under a key.
fn fits(kind: Kind, key: &Key, record: &Record) -> Result<(), Problem> {
    let own = key_of(record);
    let named = own.as_ref().is_none_or(|own| own == key);
    if record.kind() == kind && named {
        Ok(())
    } else {
        Err(Problem::OtherRecord)
    }
}
