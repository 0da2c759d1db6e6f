//! What facts need to know of people: birth, gender, localities, and who was merged into whom.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use clew_calendar::Day;
use clew_practice::person::Person;

use super::dictionary::Dictionary;
use crate::MeasureError;

/// A person's facts.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct PersonFacts {
    pub(super) birth: Option<Day>,
    pub(super) gender: u32,
    /// From when they lived in which locality, the earliest first.
    pub(super) localities: Vec<(Day, u32)>,
}

/// Some of the people, by their numbers.
pub(super) type PeopleTable = HashMap<u32, PersonFacts>;

/// How somebody counts on a day.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct Counted {
    /// The person as whom they count.
    pub(crate) person: u32,
    /// 0 for not known, or one more than their age in years.
    pub(crate) age: u32,
    /// Their gender's code.
    pub(crate) gender: u32,
    /// Their locality's code.
    pub(crate) locality: u32,
}

/// How many tables people are spread over, so that a changed person copies few others.
const TABLES: usize = 256;

/// The highest age that is told apart.
const OLDEST: u32 = 254;

/// Longer chains of merged people than this are no chains but rounds.
const LONGEST_CHAIN: usize = 64;

/// Everybody.
#[derive(Clone, Debug)]
pub(crate) struct People {
    tables: Vec<Arc<PeopleTable>>,
    merged: Arc<BTreeMap<u32, u32>>,
    pub(crate) genders: Arc<Dictionary>,
    pub(crate) localities: Arc<Dictionary>,
}

impl Default for People {
    fn default() -> People {
        People {
            tables: vec![Arc::default(); TABLES],
            merged: Arc::default(),
            genders: Arc::default(),
            localities: Arc::default(),
        }
    }
}

impl People {
    /// Takes a person as now known. The number fits, as told by the caller.
    pub(crate) fn take(&mut self, number: u32, merged_into: Option<u32>, person: &Person) {
        let gender = person
            .gender
            .as_deref()
            .map_or(0, |code| number_in(&mut self.genders, code));
        let localities = person.addresses.iter();
        let localities = localities
            .map(|address| {
                (
                    address.from,
                    number_in(&mut self.localities, &address.locality),
                )
            })
            .collect();
        let facts = PersonFacts {
            birth: person.birth.map(|birth| birth.day),
            gender,
            localities,
        };
        Arc::make_mut(&mut self.tables[number as usize % TABLES]).insert(number, facts);
        match merged_into {
            Some(other) => drop(Arc::make_mut(&mut self.merged).insert(number, other)),
            None if self.merged.contains_key(&number) => {
                Arc::make_mut(&mut self.merged).remove(&number);
            }
            None => {}
        }
    }

    /// Everybody, table by table.
    pub(super) fn tables(&self) -> impl Iterator<Item = &PeopleTable> {
        self.tables.iter().map(|table| &**table)
    }

    /// Puts a table of people into its place.
    pub(super) fn put_table(
        &mut self,
        place: usize,
        table: PeopleTable,
    ) -> Result<(), MeasureError> {
        let there = self.tables.get_mut(place);
        let there = there.ok_or_else(|| MeasureError::KeptFacts {
            problem: format!("there is no table {place} of people"),
        })?;
        *there = Arc::new(table);
        Ok(())
    }

    /// Who was merged into whom.
    pub(super) fn merges(&self) -> &BTreeMap<u32, u32> {
        &self.merged
    }

    /// Says who was merged into whom.
    pub(super) fn put_merges(&mut self, merged: BTreeMap<u32, u32>) {
        self.merged = Arc::new(merged);
    }

    /// The person as whom a person counts.
    fn counts_as(&self, person: u32) -> u32 {
        let mut number = person;
        for _ in 0..LONGEST_CHAIN {
            match self.merged.get(&number) {
                Some(other) => number = *other,
                None => return number,
            }
        }
        person
    }

    /// How a person counts on a day.
    pub(crate) fn counted(&self, person: u32, on: Day) -> Counted {
        let person = self.counts_as(person);
        let Some(facts) = self.tables[person as usize % TABLES].get(&person) else {
            return Counted {
                person,
                ..Counted::default()
            };
        };
        let mut earlier = facts.localities.iter().rev();
        Counted {
            person,
            age: facts
                .birth
                .and_then(|birth| age_on(birth, on))
                .map_or(0, |age| age.min(OLDEST) + 1),
            gender: facts.gender,
            locality: earlier
                .find(|(from, _)| *from <= on)
                .map_or(0, |(_, code)| *code),
        }
    }

    /// The person and everybody merged into them, directly or by way of others.
    pub(crate) fn merged_into(&self, person: u32) -> BTreeSet<u32> {
        let mut found = BTreeSet::from([person]);
        for _ in 0..LONGEST_CHAIN {
            let further = self.merged.iter().filter(|(_, into)| found.contains(into));
            let further: Vec<u32> = further.map(|(from, _)| *from).collect();
            let before = found.len();
            found.extend(further);
            if found.len() == before {
                break;
            }
        }
        found
    }
}

/// The number of a text in a shared dictionary, which is copied only for a new text.
pub(crate) fn number_in(dictionary: &mut Arc<Dictionary>, text: &str) -> u32 {
    match dictionary.known(text) {
        Some(number) => number,
        None => Arc::make_mut(dictionary).number_of(text),
    }
}

/// How many years old somebody born on a day is on another; none before their birth.
///
/// An age is reached at the beginning of the anniversary of birth, which for a birth on 29 February
/// is 1 March in a year that is no leap year: Age of Legal Capacity (Scotland) Act 1991, section 6.
fn age_on(birth: Day, on: Day) -> Option<u32> {
    let (born, at) = (birth.civil(), on.civil());
    let years = at.0 - born.0 - i32::from((at.1, at.2) < (born.1, born.2));
    u32::try_from(years).ok().filter(|_| birth <= on)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn an_age_is_reached_on_the_birthday_and_a_leap_day_has_its_own_on_the_first_of_march() {
        let cases = [
            ("2008-02-29", "2026-02-28", Some(17)),
            ("2008-02-29", "2026-03-01", Some(18)),
            ("2008-02-29", "2028-02-29", Some(20)),
            ("2008-06-12", "2026-06-11", Some(17)),
            ("2008-06-12", "2026-06-12", Some(18)),
            ("2026-06-12", "2026-06-12", Some(0)),
            ("2026-06-13", "2026-06-12", None),
        ];
        for (birth, on, age) in cases {
            let found = age_on(birth.parse().unwrap(), on.parse().unwrap());
            assert_eq!(found, age, "born {birth}, on {on}");
        }
    }
}
