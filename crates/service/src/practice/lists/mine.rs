//! What waits for an account: records to authorise, and cases that are offered to it.

use std::collections::BTreeSet;

use clew_calendar::Day;
use clew_journal::{Moment, PracticeKind};
use clew_plan::AccountId;
use clew_practice::pack::PackCode;
use clew_practice::record::{Record, Stage};
use clew_store::practice::KeptFilter;

use super::WorkOf;
use super::sent_back::{WithRight, sent_back, sent_back_by};
use crate::practice::access::Seen;
use crate::practice::hand_overs::OFFERED;
use crate::practice::kept::stage_word;
use crate::practice::looks::{Looked, looker};
use crate::practice::reviewing::recorders;
use crate::practice::stepping::{does, step_of};
use crate::practice::{HandOver, Sight};
use crate::{Act, Service, ServiceError};

impl Service {
    /// The records that wait for this account to authorise them, in every team for which it does the work that their steps
    /// name, the first recorded first; each with whether it was sent back. Its own are left out, and those that it may
    /// not open.
    ///
    /// # Errors
    /// When the store cannot be read, or a look cannot be noted.
    pub fn waiting_for(
        &self,
        actor: &AccountId,
        at: Moment,
    ) -> Result<Vec<(Record, bool)>, ServiceError> {
        let memory = self.memory();
        let caller = looker(actor, at);
        let sight = Sight::new(self, &memory, &caller);
        let (waiting, shown): (Vec<_>, Vec<_>) = waiting(&sight)?.into_iter().unzip();
        self.note_found(actor, at, &shown, Looked::List)?;
        Ok(waiting)
    }

    /// The cases that are offered to the account, or to a team for which it records, each with the number of the hand-over.
    /// What is meant for another account is left out, unless this one authorises in the team and so may answer for it.
    ///
    /// # Errors
    /// When the store cannot be read, or a look cannot be noted.
    pub fn hand_overs_for(
        &self,
        actor: &AccountId,
        at: Moment,
    ) -> Result<Vec<(u64, HandOver)>, ServiceError> {
        let memory = self.memory();
        let caller = looker(actor, at);
        let sight = Sight::new(self, &memory, &caller);
        let (told, shown): (Vec<_>, Vec<_>) = offered(&sight)?.into_iter().unzip();
        self.note_found(actor, at, &shown, Looked::List)?;
        Ok(told)
    }

    /// How much of practice waits for the account, as at a day: numbers alone, so that nobody is looked at.
    ///
    /// # Errors
    /// When the account may look at practice nowhere, or the store cannot be read.
    pub fn practice_waiting(
        &self,
        actor: &AccountId,
        at: Moment,
        as_at: Day,
    ) -> Result<PracticeWaiting, ServiceError> {
        let own = WorkOf {
            unit: None,
            worker: Some(actor.clone()),
        };
        let counts = self.open_work(actor, at, &own, as_at)?.by_clock();
        let memory = self.memory();
        let caller = looker(actor, at);
        let sight = Sight::new(self, &memory, &caller);
        Ok(PracticeWaiting {
            overdue: counts.iter().map(|count| count.overdue).sum(),
            at_risk: counts.iter().map(|count| count.at_risk).sum(),
            to_authorise: waiting(&sight)?.len(),
            offered: offered(&sight)?.len(),
            sent_back: sent_back(&sight)?.len(),
        })
    }
}

/// How much of practice waits for an account.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct PracticeWaiting {
    /// What its clocks asked for in the cases that it holds, and is overdue.
    pub overdue: usize,
    /// What they ask for, and is at risk.
    pub at_risk: usize,
    /// Records that it is to authorise.
    pub to_authorise: usize,
    /// Cases that are offered to it or to its teams.
    pub offered: usize,
    /// Records that were sent back to it.
    pub sent_back: usize,
}

impl PracticeWaiting {
    /// Whether nothing waits.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// The teams for which whoever acts may do this, in the order of the Book.
pub(super) fn teams<'a>(sight: &Sight<'a>, act: Act) -> Vec<&'a str> {
    let teams = sight.memory.book().units.iter();
    let teams = teams.map(|unit| unit.id.as_str());
    teams.filter(|team| sight.may(act, team).is_ok()).collect()
}

/// The forms of steps that a senior has to authorise.
pub(super) fn forms_to_authorise(sight: &Sight<'_>) -> Result<Vec<PackCode>, ServiceError> {
    let packs = sight.packs()?;
    let processes = packs.iter().flat_map(|pack| pack.processes.values());
    let steps = processes.flat_map(|process| &process.steps);
    let authorised = steps.filter(|step| step.authorised_by.is_some());
    let forms: BTreeSet<PackCode> = authorised.map(|step| step.form.clone()).collect();
    Ok(forms.into_iter().collect())
}

/// The records that wait for whoever acts, each with whether it was sent back. Nothing is noted.
fn waiting(sight: &Sight<'_>) -> Result<Vec<WithRight<(Record, bool)>>, ServiceError> {
    let packs = sight.packs()?;
    let forms = forms_to_authorise(sight)?;
    let mut waiting = Vec::new();
    for team in teams(sight, Act::AuthorisePractice) {
        let found = sight.matters::<Record>(&KeptFilter {
            latest: true,
            kind: Some(PracticeKind::Record.name()),
            team: Some(team.to_owned()),
            standing: Some(stage_word(Stage::Complete).to_owned()),
            forms: forms.clone(),
            ..KeptFilter::default()
        })?;
        for now in found {
            let needs = step_of(&packs, &now.what).and_then(|step| step.authorised_by.clone());
            let may = needs.is_some_and(|role| does(sight.memory, sight.actor(), &[role], team));
            if !may || recorders(sight, now.what.number)?.contains(sight.actor()) {
                continue;
            }
            if let Some(right) = crate::practice::looking::may_open(sight, &now)? {
                let shown = (now.what.person, right);
                let back = sent_back_by(sight, &now.row)?.is_some();
                waiting.push(((now.what, back), shown));
            }
        }
    }
    waiting.sort_by_key(|((record, _), _)| (record.recorded_at, record.number));
    Ok(waiting)
}

/// The cases that are offered to whoever acts. Nothing is noted.
fn offered(sight: &Sight<'_>) -> Result<Vec<WithRight<(u64, HandOver)>>, ServiceError> {
    let offers = sight.matters::<HandOver>(&KeptFilter {
        latest: true,
        kind: Some(PracticeKind::HandOver.name()),
        standing: Some(OFFERED.to_owned()),
        ..KeptFilter::default()
    })?;
    let mut told = Vec::new();
    for offer in offers {
        let meant = offer.what.worker.as_ref();
        let act = match meant.is_some_and(|worker| worker != sight.actor()) {
            true => Act::AuthorisePractice,
            false => Act::RecordPractice,
        };
        if sight.may(act, offer.what.to.as_str()).is_err() {
            continue;
        }
        let person = sight.person(offer.what.person)?;
        if let Seen::Open(right) = sight.seen(&person)? {
            let shown = (offer.what.person, right);
            told.push(((offer.row.number, offer.what), shown));
        }
    }
    Ok(told)
}
