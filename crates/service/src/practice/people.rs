//! People: entered, and what is known of them changed.

use clew_journal::PracticeAct;
use clew_plan::UnitId;
use clew_practice::person::{Address, Birth, Identifier, Person, Relationship};
use clew_practice::record::PersonNumber;
use serde::{Deserialize, Serialize};

use super::deed::Content;
use super::sight::unless_overtaken;
use super::{Deed, Sight, asked};
use crate::naming::known_unit;
use crate::{Act, Caller, Done, FieldProblem, Service, ServiceError};

/// The longest name, in characters.
const LONGEST_NAME: usize = 200;
/// How long a person has lived at the most.
const OLDEST: i32 = 130;

/// What is known of a person, as it is to be kept.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PersonRequest {
    /// The name they go by.
    pub name: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// Their birth, if known.
    pub birth: Option<Birth>,
    /// Their gender, by the code of a choice.
    pub gender: Option<String>,
    /// Identifiers elsewhere.
    pub identifiers: Vec<Identifier>,
    /// Addresses, in any order.
    pub addresses: Vec<Address>,
    /// Relationships.
    pub relationships: Vec<Relationship>,
    /// What a visitor must know.
    pub warnings: Vec<String>,
    /// How they need to be communicated with.
    pub communication_needs: Vec<String>,
}

impl From<&Person> for PersonRequest {
    fn from(person: &Person) -> Self {
        let person = person.clone();
        Self {
            name: person.name,
            aliases: person.aliases,
            birth: person.birth,
            gender: person.gender,
            identifiers: person.identifiers,
            addresses: person.addresses,
            relationships: person.relationships,
            warnings: person.warnings,
            communication_needs: person.communication_needs,
        }
    }
}

impl PersonRequest {
    /// The person; number and version are given with its entry.
    pub(super) fn person(&self) -> Person {
        let request = self.clone();
        let mut addresses = request.addresses;
        addresses.sort_by_key(|address| address.from);
        Person {
            number: PersonNumber(0),
            name: request.name.trim().to_owned(),
            aliases: request.aliases,
            birth: request.birth,
            gender: request.gender,
            identifiers: request.identifiers,
            addresses,
            relationships: request.relationships,
            warnings: request.warnings,
            communication_needs: request.communication_needs,
            merged_into: None,
            version: 0,
        }
    }

    pub(super) fn problems(&self, sight: &Sight<'_>) -> Vec<FieldProblem> {
        let mut problems = Vec::new();
        let mut say = |field: &str, problem: &str| {
            problems.push(FieldProblem::new(field, problem));
        };
        if self.name.trim().is_empty() || self.name.chars().count() > LONGEST_NAME {
            say(
                "name",
                "give a name of 1 to 200 characters; “not known” will do",
            );
        }
        let today = sight.today();
        if let Some(birth) = self.birth {
            if birth.day > today && !birth.estimated {
                say(
                    "birth",
                    "lies in the future; mark an expected birth as estimated",
                );
            }
            if birth.day.year() < today.year() - OLDEST {
                say("birth", "lies more than 130 years back");
            }
        }
        if self
            .identifiers
            .iter()
            .any(|one| one.kind.trim().is_empty() || one.value.trim().is_empty())
        {
            say("identifiers", "give each a kind and a value");
        }
        if self
            .addresses
            .iter()
            .any(|address| address.lines.trim().is_empty() && address.locality.trim().is_empty())
        {
            say("addresses", "an address has neither lines nor a locality");
        }
        if self
            .relationships
            .iter()
            .any(|one| sight.person(one.to).is_err())
        {
            say("relationships", "there is no such person");
        }
        problems
    }
}

impl Service {
    /// Enters a person, for a team.
    ///
    /// # Errors
    /// When the caller may not record for that team, or something is not sound.
    pub fn enter_person(
        &self,
        caller: &Caller,
        team: &UnitId,
        request: &PersonRequest,
    ) -> Result<Done, ServiceError> {
        let asked = asked("enter-person", &(team, request))?;
        self.practise(caller, &asked, &|sight| {
            known_unit(sight.memory.book(), Some(team))?;
            sight.may(Act::RecordPractice, team.as_str())?;
            super::checking::refuse_unfit("the person", request.problems(sight))?;
            let content = Content::Person(request.person(), team.to_string());
            Ok(Deed::new(PracticeAct::EnterPerson, content).into())
        })
    }

    /// Changes what is known of a person; the earlier version stays. `seen` is the version that the caller saw.
    ///
    /// # Errors
    /// When there is no such person, or none that the caller may know of; when the caller may not record for a team
    /// of theirs, something is not sound, or someone else was first.
    pub fn change_person(
        &self,
        caller: &Caller,
        (number, seen): (PersonNumber, u32),
        request: &PersonRequest,
    ) -> Result<Done, ServiceError> {
        let asked = asked("change-person", &(number, seen, request))?;
        self.practise(caller, &asked, &|sight| {
            let now = sight.person_to_write(number)?;
            may_for(sight, Act::RecordPractice, &now)?;
            unless_overtaken(&now.row, seen)?;
            super::checking::refuse_unfit("the person", request.problems(sight))?;
            let person = Person {
                merged_into: now.person.merged_into,
                ..request.person()
            };
            let content = Content::Person(person, now.team.clone());
            Ok(Deed::next(PracticeAct::ChangePerson, &now.row, content).into())
        })
    }
}

/// Refuses unless whoever acts may do that in a team that works with the person.
pub(super) fn may_for(
    sight: &Sight<'_>,
    act: Act,
    person: &super::sight::PersonNow,
) -> Result<(), ServiceError> {
    let same = sight.same_as(person.person.number)?;
    let teams = sight.teams_of(person, &same)?;
    let mut refused = None;
    for team in &teams {
        match sight.may(act, team) {
            Ok(()) => return Ok(()),
            Err(error) => refused = Some(error),
        }
    }
    refused.map_or(Ok(()), Err)
}
