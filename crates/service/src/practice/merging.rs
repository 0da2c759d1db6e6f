//! Merging: a person who was entered twice. Both keep their history, and it can be taken back.

use clew_journal::PracticeAct;
use clew_practice::person::Person;
use clew_practice::record::PersonNumber;

use super::deed::Content;
use super::people::may_for;
use super::sight::unless_overtaken;
use super::{Deed, asked, needs_reason};
use crate::{Act, Caller, Done, Service, ServiceError};

impl Service {
    /// Says that a person is another one, entered twice. What was recorded of either stays as it is, and is shown
    /// with the other. `seen` is the version of the one that is merged.
    ///
    /// # Errors
    /// When there is no such person, or none that the caller may know of; when the caller may not authorise in teams
    /// of both, they are the same already, one of them was merged into another already, no reason is given, or someone
    /// else was first.
    pub fn merge_people(
        &self,
        caller: &Caller,
        (number, seen): (PersonNumber, u32),
        into: PersonNumber,
        reason: &str,
    ) -> Result<Done, ServiceError> {
        let asked = asked("merge-people", &(number, seen, into, reason))?;
        self.practise(caller, &asked, &|sight| {
            needs_reason("merging people", reason)?;
            let now = sight.person_to_write(number)?;
            let other = sight.person_to_write(into)?;
            may_for(sight, Act::AuthorisePractice, &now)?;
            may_for(sight, Act::AuthorisePractice, &other)?;
            unless_overtaken(&now.row, seen)?;
            let problem = if sight.same_as(into)?.contains(&number) {
                Some("they are one already")
            } else if now.person.merged_into.is_some() {
                Some("they were merged into another already; take that back first")
            } else if other.person.merged_into.is_some() {
                Some("the other was merged itself; merge into the one that stands")
            } else {
                None
            };
            if let Some(problem) = problem {
                return Err(ServiceError::invalid("the merge", "", problem));
            }
            let person = Person {
                merged_into: Some(into),
                ..now.person
            };
            let content = Content::Person(person, now.team.clone());
            let deed = Deed::next(PracticeAct::MergePerson, &now.row, content);
            Ok(deed.because(reason).into())
        })
    }

    /// Takes a merge back.
    ///
    /// # Errors
    /// As for [`Service::merge_people`]; and when they were not merged.
    pub fn part_people(
        &self,
        caller: &Caller,
        (number, seen): (PersonNumber, u32),
        reason: &str,
    ) -> Result<Done, ServiceError> {
        let asked = asked("part-people", &(number, seen, reason))?;
        self.practise(caller, &asked, &|sight| {
            needs_reason("taking a merge back", reason)?;
            let now = sight.person_to_write(number)?;
            may_for(sight, Act::AuthorisePractice, &now)?;
            unless_overtaken(&now.row, seen)?;
            if now.person.merged_into.is_none() {
                let problem = "they were not merged";
                return Err(ServiceError::invalid("the merge", "", problem));
            }
            let person = Person {
                merged_into: None,
                ..now.person
            };
            let content = Content::Person(person, now.team.clone());
            let deed = Deed::next(PracticeAct::PartPerson, &now.row, content);
            Ok(deed.because(reason).into())
        })
    }
}
