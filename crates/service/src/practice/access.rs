//! Access: by which right an account may open what there is of a person, if it may.

use clew_journal::PracticeKind;
use clew_practice::record::PersonNumber;
use clew_store::practice::KeptFilter;
use serde::{Deserialize, Serialize};

use super::Sight;
use super::glass::Opening;
use super::hand_overs::OFFERED;
use super::restricting::{IN_FORCE, Restriction};
use super::sight::{PersonNow, RecordNow, no_person, no_record};
use crate::authorise::authorise_anywhere;
use crate::{Act, ServiceError};

/// By which right somebody opens what there is of a person.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Right {
    /// A team of theirs works with the person, or is to.
    Team,
    /// A restriction names them.
    Named,
    /// They broke the glass.
    Glass,
}

impl Right {
    /// The word that is stored.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Team => "team",
            Self::Named => "named",
            Self::Glass => "glass",
        }
    }
}

/// What an account sees of a person.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Seen {
    /// Everything, by a right.
    Open(Right),
    /// That they are known, and to which team.
    Known,
    /// Nothing.
    Hidden,
}

impl Sight<'_> {
    /// What whoever acts sees of a person.
    pub(crate) fn seen(&self, person: &PersonNow) -> Result<Seen, ServiceError> {
        let state = self.memory.state();
        let looks_somewhere = authorise_anywhere(state, self.actor(), Act::LookAtPractice).is_ok();
        if !looks_somewhere {
            return Ok(Seen::Hidden);
        }
        let same = self.same_as(person.person.number)?;
        let restrictions = self.restrictions_of(&same)?;
        if restrictions.is_empty() {
            let teams = self.teams_of(person, &same)?;
            let may = |team: &String| self.may(Act::LookAtPractice, team).is_ok();
            if teams.iter().any(may) {
                return Ok(Seen::Open(Right::Team));
            }
        } else if restrictions.iter().all(|one| self.is_named(one)) {
            return Ok(Seen::Open(Right::Named));
        }
        if self.broke_glass(&same)? {
            return Ok(Seen::Open(Right::Glass));
        }
        let told = state.practice_policy().known_to_other_teams && restrictions.is_empty();
        Ok(if told { Seen::Known } else { Seen::Hidden })
    }

    /// The right by which whoever acts may open a person; an error that tells as little as if there were none.
    pub(crate) fn opened(&self, person: &PersonNow) -> Result<Right, ServiceError> {
        match self.seen(person)? {
            Seen::Open(right) => Ok(right),
            Seen::Known | Seen::Hidden => Err(no_person(person.person.number)),
        }
    }

    /// The right by which whoever acts may open a record.
    pub(crate) fn opened_record(
        &self,
        record: &RecordNow,
    ) -> Result<(PersonNow, Right), ServiceError> {
        let number = record.record.number;
        let person = self.person(record.record.person)?;
        let right = match self.seen(&person)? {
            Seen::Open(right) => right,
            Seen::Known | Seen::Hidden => return Err(no_record(number)),
        };
        if right == Right::Glass || !record.record.restricted {
            return Ok((person, right));
        }
        let filter = KeptFilter {
            latest: true,
            kind: Some(PracticeKind::Restriction.name()),
            record: Some(number.0),
            standing: Some(IN_FORCE.to_owned()),
            ..KeptFilter::default()
        };
        let found = self.matters::<Restriction>(&filter)?;
        if !found.is_empty() && found.iter().all(|one| self.is_named(&one.what)) {
            return Ok((person, Right::Named));
        }
        match self.broke_glass(&self.same_as(person.person.number)?)? {
            true => Ok((person, Right::Glass)),
            false => Err(no_record(number)),
        }
    }

    /// As [`Sight::opened_record`], for what changes it: the glass is broken to look, and not to write.
    pub(crate) fn open_to_write(&self, record: &RecordNow) -> Result<PersonNow, ServiceError> {
        match self.opened_record(record)? {
            (person, Right::Team | Right::Named) => Ok(person),
            (_, Right::Glass) => Err(only_to_look()),
        }
    }

    /// As [`Sight::opened`], for what changes a person.
    pub(crate) fn person_to_write(&self, number: PersonNumber) -> Result<PersonNow, ServiceError> {
        let person = self.person(number)?;
        match self.opened(&person)? {
            Right::Team | Right::Named => Ok(person),
            Right::Glass => Err(only_to_look()),
        }
    }

    /// The teams that work with a person: those that hold a case, to which one is offered, and that entered them.
    pub(crate) fn teams_of(
        &self,
        person: &PersonNow,
        same: &[PersonNumber],
    ) -> Result<Vec<String>, ServiceError> {
        let mut teams = vec![person.team.clone()];
        for one in same {
            let episodes = self.service.store().episodes_of(one.0)?;
            teams.extend(episodes.into_iter().map(|episode| episode.team));
            let offered = self.kept(&KeptFilter {
                latest: true,
                kind: Some(PracticeKind::HandOver.name()),
                person: Some(one.0),
                standing: Some(OFFERED.to_owned()),
                ..KeptFilter::default()
            })?;
            teams.extend(offered.into_iter().filter_map(|row| row.team));
            if *one != person.person.number
                && let Ok(other) = self.person(*one)
            {
                teams.push(other.team);
            }
        }
        teams.sort_unstable();
        teams.dedup();
        Ok(teams)
    }

    /// The restrictions on a person as a whole that are in force.
    pub(crate) fn restrictions_of(
        &self,
        same: &[PersonNumber],
    ) -> Result<Vec<Restriction>, ServiceError> {
        let mut all = Vec::new();
        for one in same {
            let found = self.matters::<Restriction>(&KeptFilter {
                latest: true,
                kind: Some(PracticeKind::Restriction.name()),
                person: Some(one.0),
                standing: Some(IN_FORCE.to_owned()),
                ..KeptFilter::default()
            })?;
            let whole = found.into_iter().filter(|one| one.row.record.is_none());
            all.extend(whole.map(|one| one.what));
        }
        Ok(all)
    }

    fn is_named(&self, restriction: &Restriction) -> bool {
        let state = self.memory.state();
        let looks = authorise_anywhere(state, self.actor(), Act::LookAtPractice).is_ok();
        let own = restriction.accounts.contains(self.actor());
        let mut teams = restriction.teams.iter();
        looks && (own || teams.any(|team| self.may(Act::LookAtPractice, team.as_str()).is_ok()))
    }

    /// Whether whoever acts broke the glass for one of these, and it is still broken.
    fn broke_glass(&self, same: &[PersonNumber]) -> Result<bool, ServiceError> {
        for one in same {
            let openings = self.matters::<Opening>(&KeptFilter {
                latest: true,
                kind: Some(PracticeKind::Opening.name()),
                person: Some(one.0),
                account: Some(self.actor().to_string()),
                ..KeptFilter::default()
            })?;
            if openings
                .iter()
                .any(|opening| opening.what.until > self.caller.at)
            {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

fn only_to_look() -> ServiceError {
    ServiceError::invalid(
        "the change",
        "",
        "the glass was broken to look, and not to write; ask the team that works with the person",
    )
}
