//! Sight: what an action sees of the memory and of what is kept.

use std::collections::BTreeSet;
use std::sync::Arc;

use clew_calendar::Day;
use clew_journal::{Moment, PracticeAct, PracticeKind, Subject};
use clew_plan::AccountId;
use clew_practice::pack::Pack;
use clew_practice::person::Person;
use clew_practice::record::{PersonNumber, Record, RecordNumber};
use clew_store::practice::{KeptFilter, KeptRow};
use serde::de::DeserializeOwned;

use super::kept::{Kept, read};
use crate::{Act, Caller, Memory, Service, ServiceError, authorise};

/// What an action sees: the memory, the store, and who acts when.
pub(crate) struct Sight<'a> {
    pub(crate) service: &'a Service,
    pub(crate) memory: &'a Memory,
    pub(crate) caller: &'a Caller,
}

/// A person as they are kept now.
#[derive(Clone, Debug)]
pub(crate) struct PersonNow {
    pub(crate) row: KeptRow,
    pub(crate) person: Person,
    /// The team that entered them.
    pub(crate) team: String,
}

/// A record as it is kept now.
#[derive(Clone, Debug)]
pub(crate) struct RecordNow {
    pub(crate) row: KeptRow,
    pub(crate) record: Record,
}

/// Something that belongs to a person or a record, as it is kept now.
#[derive(Clone, Debug)]
pub(crate) struct MatterNow<T> {
    pub(crate) row: KeptRow,
    pub(crate) what: T,
}

impl<'a> Sight<'a> {
    pub(crate) const fn new(service: &'a Service, memory: &'a Memory, caller: &'a Caller) -> Self {
        Self {
            service,
            memory,
            caller,
        }
    }

    /// Who acts.
    pub(crate) const fn actor(&self) -> &AccountId {
        &self.caller.actor
    }

    /// The day on which they act.
    pub(crate) fn today(&self) -> Day {
        self.caller.today()
    }

    /// The versions that a filter lets through.
    pub(crate) fn kept(&self, filter: &KeptFilter) -> Result<Vec<KeptRow>, ServiceError> {
        Ok(self.service.store().kept(filter)?)
    }

    /// The version that stands of something; none where there is none, or it was erased.
    pub(crate) fn latest(
        &self,
        kind: PracticeKind,
        number: u64,
    ) -> Result<Option<KeptRow>, ServiceError> {
        let filter = KeptFilter {
            latest: true,
            kind: Some(kind.name()),
            number: Some(number),
            ..KeptFilter::default()
        };
        let found = self.kept(&filter)?.into_iter().next();
        Ok(found.filter(|row| row.erased.is_none()))
    }

    /// A person as they are now.
    pub(crate) fn person(&self, number: PersonNumber) -> Result<PersonNow, ServiceError> {
        let row = self.latest(PracticeKind::Person, number.0)?;
        let row = row.ok_or_else(|| no_person(number))?;
        let kept: Option<Kept<Person>> = read(&row)?;
        let person = kept.ok_or_else(|| no_person(number))?.what;
        let team = row.team.clone().unwrap_or_default();
        Ok(PersonNow { row, person, team })
    }

    /// A record as it is now.
    pub(crate) fn record(&self, number: RecordNumber) -> Result<RecordNow, ServiceError> {
        let row = self.latest(PracticeKind::Record, number.0)?;
        let row = row.ok_or_else(|| no_record(number))?;
        let kept: Option<Kept<Record>> = read(&row)?;
        let record = kept.ok_or_else(|| no_record(number))?.what;
        Ok(RecordNow { row, record })
    }

    /// What stands of a kind and belongs to a person.
    pub(crate) fn matters_of<T: DeserializeOwned>(
        &self,
        kind: PracticeKind,
        person: PersonNumber,
    ) -> Result<Vec<MatterNow<T>>, ServiceError> {
        self.matters(&KeptFilter {
            latest: true,
            kind: Some(kind.name()),
            person: Some(person.0),
            ..KeptFilter::default()
        })
    }

    /// Matters that a filter lets through, without those that were erased.
    pub(crate) fn matters<T: DeserializeOwned>(
        &self,
        filter: &KeptFilter,
    ) -> Result<Vec<MatterNow<T>>, ServiceError> {
        let mut found = Vec::new();
        for row in self.kept(filter)? {
            if let Some(kept) = read::<T>(&row)? {
                found.push(MatterNow {
                    row,
                    what: kept.what,
                });
            }
        }
        Ok(found)
    }

    /// A matter by its number.
    pub(crate) fn matter<T: DeserializeOwned>(
        &self,
        kind: PracticeKind,
        number: u64,
        what: &'static str,
    ) -> Result<MatterNow<T>, ServiceError> {
        let none = || ServiceError::NotFound {
            what,
            name: number.to_string(),
            hint: None,
        };
        let row = self.latest(kind, number)?.ok_or_else(none)?;
        let kept = read::<T>(&row)?.ok_or_else(none)?;
        Ok(MatterNow {
            row,
            what: kept.what,
        })
    }

    /// A person and everyone who is the same person: those merged into them, and those into whom they were merged,
    /// in order of the numbers.
    pub(crate) fn same_as(&self, number: PersonNumber) -> Result<Vec<PersonNumber>, ServiceError> {
        let mut top = number;
        let mut seen = BTreeSet::from([top]);
        while let Some(row) = self.latest(PracticeKind::Person, top.0)?
            && let Some(into) = row.merged_into.map(PersonNumber)
            && seen.insert(into)
        {
            top = into;
        }
        let (mut all, mut next) = (BTreeSet::from([top]), vec![top]);
        while let Some(one) = next.pop() {
            let filter = KeptFilter {
                latest: true,
                merged_into: Some(one.0),
                ..KeptFilter::default()
            };
            for row in self.kept(&filter)? {
                if all.insert(PersonNumber(row.number)) {
                    next.push(PersonNumber(row.number));
                }
            }
        }
        Ok(all.into_iter().collect())
    }

    /// The packs in force.
    pub(crate) fn packs(&self) -> Result<Vec<Arc<Pack>>, ServiceError> {
        super::packs::in_force(self.service, self.memory)
    }

    /// Refuses unless whoever acts may do that in a team.
    pub(crate) fn may(&self, act: Act, team: &str) -> Result<(), ServiceError> {
        let unit = team.into();
        authorise(self.memory.state(), self.actor(), act, Some(&unit))
    }
}

/// Refuses a version that is no longer the one that stands, and says who changed it and when.
pub(crate) fn unless_overtaken(row: &KeptRow, expected: u32) -> Result<(), ServiceError> {
    if row.version == expected {
        return Ok(());
    }
    let kind = PracticeKind::called(&row.kind).unwrap_or(PracticeKind::Record);
    Err(ServiceError::Overtaken {
        subject: Subject::practice(kind, row.number),
        expected,
        found: row.version,
        act: PracticeAct::called(&row.act).map_or("change", PracticeAct::name),
        by: row.recorded_by.as_str().into(),
        at: Moment::from_microseconds(row.recorded_at),
    })
}

/// There is no such person, or none that the caller may know of: the two are told alike.
pub(crate) fn no_person(number: PersonNumber) -> ServiceError {
    ServiceError::NotFound {
        what: "person",
        name: number.to_string(),
        hint: None,
    }
}

/// There is no such record, or none that the caller may know of.
pub(crate) fn no_record(number: RecordNumber) -> ServiceError {
    ServiceError::NotFound {
        what: "record",
        name: number.to_string(),
        hint: None,
    }
}
