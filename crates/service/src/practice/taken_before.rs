//! What is here already of what is to be taken over: people by their identifiers, and records that say the same.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use clew_journal::PracticeKind;
use clew_plan::AccountId;
use clew_practice::person::Person;
use clew_practice::record::{PersonNumber, Record, RecordNumber};
use clew_store::practice::{KeptFilter, KeptRow};

use super::finding::{MOST_LOOKED_THROUGH, known_by_identifier};
use super::kept::read;
use super::{Named, TakenRecord};
use crate::{Act, Service, ServiceError, authorise};

/// A record that is here already.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct TakenBefore {
    /// Its number.
    pub record: RecordNumber,
    /// The record that opened its case.
    pub episode: RecordNumber,
}

impl Service {
    /// Whom each of these identifiers names, by kind and value, for whoever takes records over: their numbers and nothing
    /// else. Where several have the same one, the first who was entered; one who was merged into another is the
    /// one who stands at the end.
    ///
    /// # Errors
    /// When the account may not take records over, or the store cannot be read.
    pub fn people_identified(
        &self,
        actor: &AccountId,
        identifiers: &BTreeSet<(String, String)>,
    ) -> Result<BTreeMap<(String, String), PersonNumber>, ServiceError> {
        authorise(self.memory().state(), actor, Act::TakeOverPractice, None)?;
        let mut found = BTreeMap::new();
        for (kind, value) in identifiers {
            let known_by = known_by_identifier(value);
            let numbers = self
                .store()
                .people_known_by(&known_by, (0, MOST_LOOKED_THROUGH))?;
            for number in numbers {
                let Some(person) = self.person_kept(number)? else {
                    continue;
                };
                let mut all = person.identifiers.iter();
                if all.any(|one| one.kind == *kind && one.value == *value) {
                    let number = self.who_stands(person)?;
                    found.insert((kind.clone(), value.clone()), number);
                    break;
                }
            }
        }
        Ok(found)
    }

    /// Into whom a person was merged, over every merge between; they themselves where they were not.
    fn who_stands(&self, person: Person) -> Result<PersonNumber, ServiceError> {
        let mut seen = BTreeSet::from([person.number]);
        let (mut top, mut next) = (person.number, person.merged_into);
        while let Some(into) = next.filter(|into| seen.insert(*into)) {
            top = into;
            let person = self.person_kept(into.0)?;
            next = person.and_then(|person| person.merged_into);
        }
        Ok(top)
    }

    fn person_kept(&self, number: u64) -> Result<Option<Person>, ServiceError> {
        let rows = self.store().kept(&KeptFilter {
            latest: true,
            kind: Some(PracticeKind::Person.name()),
            number: Some(number),
            ..KeptFilter::default()
        })?;
        let kept = rows.first().map(read::<Person>).transpose()?.flatten();
        Ok(kept.map(|kept| kept.what))
    }

    /// Which of these records are here already: for each, one of the same person that has the same form and process, was
    /// recorded by the same and said the same in any of its versions. Each is found once, so that what stands twice in a
    /// list is looked for twice: `found` has those that were found before. Only what was there up to the entry `up_to`
    /// counts.
    ///
    /// # Errors
    /// When the account may not take records over, or the store cannot be read.
    pub fn taken_before(
        &self,
        actor: &AccountId,
        records: &[TakenRecord],
        up_to: u64,
        found: &mut BTreeSet<RecordNumber>,
    ) -> Result<Vec<Option<TakenBefore>>, ServiceError> {
        authorise(self.memory().state(), actor, Act::TakeOverPractice, None)?;
        let mut of_people: BTreeMap<u64, Vec<Vec<Record>>> = BTreeMap::new();
        let mut answers = Vec::with_capacity(records.len());
        for record in records {
            let Named::Number(person) = record.person else {
                answers.push(None);
                continue;
            };
            if person > up_to {
                answers.push(None);
                continue;
            }
            let there = match of_people.entry(person) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(new) => new.insert(self.records_with_versions(person, up_to)?),
            };
            let same = there.iter().find(|versions| {
                versions
                    .iter()
                    .any(|version| says_the_same(version, record))
                    && !found.contains(&versions[0].number)
            });
            let same = same.map(|versions| TakenBefore {
                record: versions[0].number,
                episode: versions[0].episode,
            });
            found.extend(same.map(|same| same.record));
            answers.push(same);
        }
        Ok(answers)
    }

    /// The records of a person up to an entry, each with its versions.
    fn records_with_versions(
        &self,
        person: u64,
        up_to: u64,
    ) -> Result<Vec<Vec<Record>>, ServiceError> {
        let filter = |of: KeptFilter| KeptFilter {
            kind: Some(PracticeKind::Record.name()),
            ..of
        };
        let standing = self.store().kept(&filter(KeptFilter {
            latest: true,
            person: Some(person),
            ..KeptFilter::default()
        }))?;
        let mut all = Vec::new();
        for row in standing.iter().filter(|row| row.number <= up_to) {
            let versions = match row.version {
                1 => contents(std::slice::from_ref(row))?,
                _ => contents(&self.store().kept(&filter(KeptFilter {
                    number: Some(row.number),
                    ..KeptFilter::default()
                }))?)?,
            };
            if !versions.is_empty() {
                all.push(versions);
            }
        }
        Ok(all)
    }
}

fn contents(rows: &[KeptRow]) -> Result<Vec<Record>, ServiceError> {
    let mut records = Vec::with_capacity(rows.len());
    for row in rows {
        records.extend(read::<Record>(row)?.map(|kept| kept.what));
    }
    Ok(records)
}

fn says_the_same(there: &Record, taken: &TakenRecord) -> bool {
    there.form == taken.form
        && there.process == taken.process
        && taken.versions.iter().any(|version| {
            version.recorded_by == there.recorded_by && version.values == there.values
        })
}
