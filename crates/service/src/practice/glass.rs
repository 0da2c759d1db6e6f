//! Breaking the glass: opening what one has no part in, with a reason that the person's team reads.

use clew_journal::{Moment, PracticeAct, PracticeKind};
use clew_plan::{AccountId, UnitId};
use clew_practice::record::PersonNumber;
use clew_store::practice::KeptFilter;
use serde::{Deserialize, Serialize};

use super::deed::matter;
use super::kept::Columns;
use super::looks::looker;
use super::sight::no_person;
use super::{Deed, Sight, asked, needs_reason};
use crate::authorise::authorise_anywhere;
use crate::{Act, Caller, Done, Service, ServiceError};

/// How long it stays broken, in hours.
pub const GLASS_HOURS: i64 = 12;
const HOUR: i64 = 60 * 60 * 1_000_000;

/// Glass that was broken.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opening {
    /// Whose records were opened.
    pub person: PersonNumber,
    /// By whom.
    pub account: AccountId,
    /// Why, as typed.
    pub reason: String,
    /// Since when.
    pub from: Moment,
    /// Until when.
    pub until: Moment,
}

impl Service {
    /// Opens everything about a person for twelve hours, restricted records included, to look and not to write. It
    /// stands in the journal, and the person's team is shown who did it and why.
    ///
    /// # Errors
    /// When the caller looks at no practice at all, there is no such person, or no reason is given.
    pub fn break_glass(
        &self,
        caller: &Caller,
        person: PersonNumber,
        reason: &str,
    ) -> Result<Done, ServiceError> {
        let asked = asked("break-glass", &(person, reason))?;
        self.practise(caller, &asked, &|sight| {
            let state = sight.memory.state();
            authorise_anywhere(state, sight.actor(), Act::LookAtPractice)?;
            needs_reason("breaking the glass", reason)?;
            let now = sight.person(person).map_err(|_| no_person(person))?;
            let from = sight.caller.at;
            let opening = Opening {
                person,
                account: sight.actor().clone(),
                reason: reason.trim().to_owned(),
                from,
                until: Moment::from_microseconds(from.microseconds() + GLASS_HOURS * HOUR),
            };
            let columns = Columns {
                person: Some(person.0),
                account: Some(opening.account.to_string()),
                team: Some(now.team),
                ..Columns::default()
            };
            let content = matter(columns, &opening)?;
            Ok(Deed::new(PracticeAct::BreakGlass, content).into())
        })
    }

    /// Glass that was broken for the people with whom a team works, the latest first: for those who authorise there.
    ///
    /// # Errors
    /// When the account may not authorise in that team.
    pub fn openings_for(
        &self,
        actor: &AccountId,
        at: Moment,
        team: &UnitId,
    ) -> Result<Vec<Opening>, ServiceError> {
        let memory = self.memory();
        let caller = looker(actor, at);
        let sight = Sight::new(self, &memory, &caller);
        sight.may(Act::AuthorisePractice, team.as_str())?;
        openings(&sight, None, &|one| one == team.as_str())
    }

    /// Glass that was broken since a moment for people with whom a team works in which the account authorises, the latest
    /// first. Whose it was is told by their number.
    ///
    /// # Errors
    /// When the account may authorise nowhere.
    pub fn openings_since(
        &self,
        actor: &AccountId,
        at: Moment,
        since: Moment,
    ) -> Result<Vec<Opening>, ServiceError> {
        let memory = self.memory();
        let caller = looker(actor, at);
        let sight = Sight::new(self, &memory, &caller);
        authorise_anywhere(memory.state(), actor, Act::AuthorisePractice)?;
        let authorises = |team: &str| sight.may(Act::AuthorisePractice, team).is_ok();
        openings(&sight, Some(since), &authorises)
    }
}

/// Glass that was broken for people with whom one of these teams works, the latest first.
fn openings(
    sight: &Sight<'_>,
    since: Option<Moment>,
    of_team: &dyn Fn(&str) -> bool,
) -> Result<Vec<Opening>, ServiceError> {
    let mut all = sight.matters::<Opening>(&KeptFilter {
        latest: true,
        kind: Some(PracticeKind::Opening.name()),
        ..KeptFilter::default()
    })?;
    all.retain(|opening| since.is_none_or(|since| opening.what.from >= since));
    let mut told = Vec::new();
    for opening in all.into_iter().rev() {
        let Ok(person) = sight.person(opening.what.person) else {
            continue;
        };
        let same = sight.same_as(opening.what.person)?;
        let teams = sight.teams_of(&person, &same)?;
        if teams.iter().any(|team| of_team(team)) {
            told.push(opening.what);
        }
    }
    Ok(told)
}
