//! What waits for an account: records to authorise, and cases that are offered to it.

use std::collections::BTreeSet;

use clew_journal::{Moment, PracticeAct, PracticeKind};
use clew_plan::AccountId;
use clew_practice::pack::PackCode;
use clew_practice::record::{PersonNumber, Record, Stage};
use clew_store::practice::KeptFilter;

use crate::practice::access::Seen;
use crate::practice::hand_overs::OFFERED;
use crate::practice::kept::stage_word;
use crate::practice::looks::{Looked, looker};
use crate::practice::reviewing::recorders;
use crate::practice::stepping::{does, step_of};
use crate::practice::{HandOver, Right, Sight};
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
        let packs = sight.packs()?;
        let processes = packs.iter().flat_map(|pack| pack.processes.values());
        let steps = processes.flat_map(|process| &process.steps);
        let forms: BTreeSet<&PackCode> = steps
            .filter(|step| step.authorised_by.is_some())
            .map(|step| &step.form)
            .collect();
        let teams = memory.book().units.iter().map(|unit| unit.id.as_str());
        let teams = teams.filter(|team| sight.may(Act::AuthorisePractice, team).is_ok());
        let (mut waiting, mut shown) = (Vec::new(), Vec::new());
        for team in teams {
            let found = sight.matters::<Record>(&KeptFilter {
                latest: true,
                kind: Some(PracticeKind::Record.name()),
                team: Some(team.to_owned()),
                standing: Some(stage_word(Stage::Complete).to_owned()),
                forms: forms.iter().map(|form| (*form).clone()).collect(),
                ..KeptFilter::default()
            })?;
            for now in found {
                let needs = step_of(&packs, &now.what).and_then(|step| step.authorised_by.clone());
                let may = needs.is_some_and(|role| does(&memory, actor, &[role], team));
                if !may || recorders(&sight, now.what.number)?.contains(actor) {
                    continue;
                }
                if let Some(right) = crate::practice::looking::may_open(&sight, &now)? {
                    shown.push((now.what.person, right));
                    let back = now.row.act == PracticeAct::SendRecordBack.name();
                    waiting.push((now.what, back));
                }
            }
        }
        self.note_found(actor, at, &shown, Looked::List)?;
        waiting.sort_by_key(|(record, _)| (record.recorded_at, record.number));
        Ok(waiting)
    }

    /// The cases that are offered to the account, or to a team for which it records, each with the number of the hand-over.
    /// What is meant for another account is left out.
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
        let offers = sight.matters::<HandOver>(&KeptFilter {
            latest: true,
            kind: Some(PracticeKind::HandOver.name()),
            standing: Some(OFFERED.to_owned()),
            ..KeptFilter::default()
        })?;
        let mut told = Vec::new();
        let mut shown: Vec<(PersonNumber, Right)> = Vec::new();
        for offer in offers {
            let meant = offer.what.worker.as_ref();
            let other = meant.is_some_and(|worker| worker != actor);
            if other
                || sight
                    .may(Act::RecordPractice, offer.what.to.as_str())
                    .is_err()
            {
                continue;
            }
            let person = sight.person(offer.what.person)?;
            if let Seen::Open(right) = sight.seen(&person)? {
                shown.push((offer.what.person, right));
                told.push((offer.row.number, offer.what));
            }
        }
        self.note_found(actor, at, &shown, Looked::List)?;
        Ok(told)
    }
}
