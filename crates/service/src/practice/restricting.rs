//! Restricting: a record or a person that only those who are named may open.

use clew_journal::{PracticeAct, PracticeKind};
use clew_plan::{AccountId, UnitId};
use clew_practice::record::{PersonNumber, Record, RecordNumber};
use clew_store::practice::KeptFilter;
use serde::{Deserialize, Serialize};

use super::deed::{Content, matter};
use super::kept::Columns;
use super::people::may_for;
use super::{Acts, Deed, Sight, asked, needs_reason};
use crate::naming::{known_unit, not_found};
use crate::{Act, Caller, Done, Service, ServiceError};

/// How a restriction stands, in the words that are stored.
pub(super) const IN_FORCE: &str = "in-force";
const LIFTED: &str = "lifted";

/// What is restricted.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Restricted {
    /// Everything about a person.
    Person(PersonNumber),
    /// One record.
    Record(RecordNumber),
}

/// Who alone may open something from now on.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RestrictRequest {
    /// What is restricted.
    pub of: Restricted,
    /// Accounts; whoever restricts is one of them.
    pub accounts: Vec<AccountId>,
    /// Teams.
    #[serde(default)]
    pub teams: Vec<UnitId>,
    /// Why.
    pub reason: String,
}

/// A restriction.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Restriction {
    /// What is restricted.
    pub of: Restricted,
    /// The accounts that may open it.
    pub accounts: Vec<AccountId>,
    /// The teams that may.
    #[serde(default)]
    pub teams: Vec<UnitId>,
    /// Why.
    pub reason: String,
}

impl Service {
    /// Restricts a record or a person to those who are named.
    ///
    /// # Errors
    /// When there is no such thing, or none that the caller may know of; when the caller may not authorise in a team
    /// that works with the person, an account or a team is not known, or no reason is given.
    pub fn restrict(
        &self,
        caller: &Caller,
        request: &RestrictRequest,
    ) -> Result<Done, ServiceError> {
        let asked = asked("restrict", request)?;
        self.practise(caller, &asked, &|sight| {
            needs_reason("restricting", &request.reason)?;
            known(sight, request)?;
            let (person, record) = reached(sight, request.of)?;
            let mut accounts = request.accounts.clone();
            accounts.push(sight.actor().clone());
            accounts.sort();
            accounts.dedup();
            let restriction = Restriction {
                of: request.of,
                accounts,
                teams: request.teams.clone(),
                reason: request.reason.trim().to_owned(),
            };
            let content = matter(columns(person, request.of, IN_FORCE), &restriction)?;
            let mut acts = Acts::from(Deed::new(PracticeAct::Restrict, content));
            acts.deeds.extend(record.map(|deed| deed(true)));
            Ok(acts)
        })
    }

    /// Lifts whatever restricts a record or a person.
    ///
    /// # Errors
    /// As for [`Service::restrict`]; and when nothing restricts it.
    pub fn lift_restriction(
        &self,
        caller: &Caller,
        of: Restricted,
        reason: &str,
    ) -> Result<Done, ServiceError> {
        let asked = asked("lift-restriction", &(of, reason))?;
        self.practise(caller, &asked, &|sight| {
            needs_reason("lifting a restriction", reason)?;
            let (person, record) = reached(sight, of)?;
            let in_force = sight.matters::<Restriction>(&KeptFilter {
                latest: true,
                kind: Some(PracticeKind::Restriction.name()),
                person: Some(person.0),
                standing: Some(IN_FORCE.to_owned()),
                ..KeptFilter::default()
            })?;
            let mut acts = Acts::default();
            for one in in_force.into_iter().filter(|one| one.what.of == of) {
                let content = matter(columns(person, of, LIFTED), &one.what)?;
                let deed = Deed::next(PracticeAct::LiftRestriction, &one.row, content);
                acts.deeds.push(deed.because(reason));
            }
            if acts.deeds.is_empty() {
                let problem = "nothing restricts it";
                return Err(ServiceError::invalid("the restriction", "", problem));
            }
            acts.deeds.extend(record.map(|deed| deed(false)));
            Ok(acts)
        })
    }
}

fn columns(person: PersonNumber, of: Restricted, standing: &str) -> Columns {
    Columns {
        person: Some(person.0),
        record: match of {
            Restricted::Person(_) => None,
            Restricted::Record(number) => Some(number.0),
        },
        standing: Some(standing.to_owned()),
        ..Columns::default()
    }
}

/// Makes the deed that marks a record.
type Mark = Box<dyn Fn(bool) -> Deed>;

/// The person that it is about, and how a record is marked; refused where whoever acts may not restrict it.
fn reached(
    sight: &Sight<'_>,
    of: Restricted,
) -> Result<(PersonNumber, Option<Mark>), ServiceError> {
    match of {
        Restricted::Person(number) => {
            let now = sight.person_to_write(number)?;
            may_for(sight, Act::AuthorisePractice, &now)?;
            Ok((number, None))
        }
        Restricted::Record(number) => {
            let now = sight.record(number)?;
            sight.open_to_write(&now)?;
            sight.may(Act::AuthorisePractice, &now.record.team)?;
            let person = now.record.person;
            let mark = move |restricted| {
                let record = Record {
                    restricted,
                    ..now.record.clone()
                };
                Deed::next(PracticeAct::MarkRecord, &now.row, Content::Record(record))
            };
            Ok((person, Some(Box::new(mark))))
        }
    }
}

fn known(sight: &Sight<'_>, request: &RestrictRequest) -> Result<(), ServiceError> {
    for team in &request.teams {
        known_unit(sight.memory.book(), Some(team))?;
    }
    let state = sight.memory.state();
    match request
        .accounts
        .iter()
        .find(|id| state.account(id).is_none())
    {
        None => Ok(()),
        Some(id) => {
            let accounts = state.accounts().map(|(id, _)| id.as_str());
            Err(not_found("account", id.as_str(), accounts))
        }
    }
}
