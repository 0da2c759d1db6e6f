//! Whom the cases of a list are about, for those who may look at them.

use std::collections::{BTreeMap, BTreeSet};

use clew_journal::Moment;
use clew_plan::AccountId;
use clew_practice::record::{PersonNumber, RecordNumber};

use super::OpenCase;
use crate::practice::access::Seen;
use crate::practice::looks::{Looked, looker};
use crate::practice::{Right, Sight};
use crate::{Service, ServiceError};

/// Whom a case is about.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NamedCase {
    /// The person.
    pub person: PersonNumber,
    /// Their name.
    pub name: String,
}

impl Service {
    /// Whom cases are about, by the record that opened each: of those alone whom the account may look at, and whose opening
    /// record it may open. That they were looked at is noted first. It is meant for the lines of one page.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub fn name_cases(
        &self,
        actor: &AccountId,
        at: Moment,
        cases: &[&OpenCase],
    ) -> Result<BTreeMap<RecordNumber, NamedCase>, ServiceError> {
        let memory = self.memory();
        let caller = looker(actor, at);
        let sight = Sight::new(self, &memory, &caller);
        let mut named = BTreeMap::new();
        let mut shown: Vec<(PersonNumber, Right)> = Vec::new();
        for case in cases {
            let person = sight.person(case.person)?;
            let Seen::Open(right) = sight.seen(&person)? else {
                continue;
            };
            let opener = sight.record(case.episode)?;
            if opener.record.restricted && sight.opened_record(&opener).is_err() {
                continue;
            }
            shown.push((case.person, right));
            let name = person.person.name;
            let person = case.person;
            named.insert(case.episode, NamedCase { person, name });
        }
        shown.sort_unstable_by_key(|(person, _)| *person);
        shown.dedup_by_key(|(person, _)| *person);
        self.note_found(actor, at, &shown, Looked::List)?;
        Ok(named)
    }

    /// What people are called, by their number: those alone whom the account may look at. That they were looked at is noted
    /// first. It is meant for the lines of one page.
    ///
    /// # Errors
    /// When there is no such person, or the store cannot be read or written.
    pub fn name_people(
        &self,
        actor: &AccountId,
        at: Moment,
        people: &BTreeSet<PersonNumber>,
    ) -> Result<BTreeMap<PersonNumber, String>, ServiceError> {
        let memory = self.memory();
        let caller = looker(actor, at);
        let sight = Sight::new(self, &memory, &caller);
        let mut named = BTreeMap::new();
        let mut shown: Vec<(PersonNumber, Right)> = Vec::new();
        for number in people {
            let person = sight.person(*number)?;
            if let Seen::Open(right) = sight.seen(&person)? {
                shown.push((*number, right));
                named.insert(*number, person.person.name);
            }
        }
        self.note_found(actor, at, &shown, Looked::List)?;
        Ok(named)
    }
}
