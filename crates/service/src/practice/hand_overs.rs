//! Handing over: a case is offered to another team, which accepts it or refuses it with a reason.

use clew_journal::{Moment, PracticeAct, PracticeKind};
use clew_plan::{AccountId, UnitId};
use clew_practice::person::Person;
use clew_practice::record::{PersonNumber, RecordNumber};
use clew_store::practice::{EpisodeRow, KeptFilter, KeptRow};
use serde::{Deserialize, Serialize};

use super::deed::matter;
use super::kept::Columns;
use super::looks::{Looked, looker};
use super::sight::{MatterNow, no_record, unless_overtaken};
use super::{Acts, Deed, Sight, asked, needs_reason};
use crate::naming::known_unit;
use crate::{Act, Caller, Done, Service, ServiceError, authorise};

/// What a hand-over is called where there is none.
const HAND_OVER: &str = "hand-over";

/// How a hand-over stands, in the words that are stored.
pub(super) const OFFERED: &str = "offered";
const ACCEPTED: &str = "accepted";
const REFUSED: &str = "refused";
const WITHDRAWN: &str = "withdrawn";

/// A case that is to be handed over.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HandOverRequest {
    /// The record that opened the case.
    pub episode: RecordNumber,
    /// The team that is to receive it.
    pub to: UnitId,
    /// The account that is to receive it, where it is meant for one.
    #[serde(default)]
    pub worker: Option<AccountId>,
    /// What the receiver should know.
    pub reason: String,
}

/// A case that is handed over.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HandOver {
    /// The record that opened the case.
    pub episode: RecordNumber,
    /// Whom it is about.
    pub person: PersonNumber,
    /// The team that holds it until it is accepted.
    pub from: UnitId,
    /// The team that is to receive it.
    pub to: UnitId,
    /// The account that is to receive it, where it is meant for one; who received it, once it is accepted.
    #[serde(default)]
    pub worker: Option<AccountId>,
    /// What the receiver should know.
    pub reason: String,
    /// Why it was refused.
    #[serde(default)]
    pub refused: Option<String>,
    /// How it stands: `offered`, `accepted`, `refused` or `withdrawn`.
    pub standing: String,
}

impl HandOver {
    fn columns(&self) -> Columns {
        Columns {
            person: Some(self.person.0),
            episode: Some(self.episode.0),
            team: Some(self.to.to_string()),
            account: self.worker.as_ref().map(ToString::to_string),
            standing: Some(self.standing.clone()),
            ..Columns::default()
        }
    }
}

impl Service {
    /// Offers a case to another team, which then sees the person so that it can decide.
    ///
    /// # Errors
    /// When there is no such case, or none that the caller may know of; when the caller may not record for the team
    /// that holds it, says nothing to the receiver, or the case is offered already; when it is meant for an account
    /// that may not record for the receiving team.
    pub fn offer_hand_over(
        &self,
        caller: &Caller,
        request: &HandOverRequest,
    ) -> Result<Done, ServiceError> {
        let asked = asked("offer-hand-over", request)?;
        self.practise(caller, &asked, &|sight| {
            let episode = episode_of(sight, request.episode)?;
            sight.person_to_write(PersonNumber(episode.person))?;
            sight.may(Act::RecordPractice, &episode.team)?;
            known_unit(sight.memory.book(), Some(&request.to))?;
            needs_reason("handing a case over", &request.reason)?;
            may_receive(sight, request)?;
            if !offers(sight, request.episode)?.is_empty() {
                let problem = "it is offered already; wait for the answer, or withdraw that offer";
                return Err(ServiceError::invalid("the case", "", problem));
            }
            let offer = HandOver {
                episode: request.episode,
                person: PersonNumber(episode.person),
                from: episode.team.as_str().into(),
                to: request.to.clone(),
                worker: request.worker.clone(),
                reason: request.reason.trim().to_owned(),
                refused: None,
                standing: OFFERED.to_owned(),
            };
            let content = matter(offer.columns(), &offer)?;
            Ok(Deed::new(PracticeAct::OfferHandOver, content).into())
        })
    }

    /// Accepts a case: from now on the receiver's team holds it. `number` is that of the hand-over.
    ///
    /// # Errors
    /// When there is no such offer; when the caller may not record for the receiving team, or it was meant for
    /// another account of it; when it was answered already.
    pub fn accept_hand_over(&self, caller: &Caller, number: u64) -> Result<Done, ServiceError> {
        let asked = asked("accept-hand-over", &number)?;
        self.practise(caller, &asked, &|sight| {
            let MatterNow { row, what } = answered(sight, number)?;
            let held = episode_of(sight, what.episode)?;
            let accepted = HandOver {
                worker: Some(sight.actor().clone()),
                standing: ACCEPTED.to_owned(),
                ..what
            };
            let content = matter(accepted.columns(), &accepted)?;
            let mut acts = Acts::from(Deed::next(PracticeAct::AcceptHandOver, &row, content));
            acts.episodes.push(EpisodeRow {
                team: accepted.to.to_string(),
                worker: accepted.worker.map(|worker| worker.to_string()),
                ..held
            });
            Ok(acts)
        })
    }

    /// Refuses a case, with a reason: the team that holds it goes on holding it.
    ///
    /// # Errors
    /// As for [`Service::accept_hand_over`], and when no reason is given.
    pub fn refuse_hand_over(
        &self,
        caller: &Caller,
        number: u64,
        reason: &str,
    ) -> Result<Done, ServiceError> {
        let asked = asked("refuse-hand-over", &(number, reason))?;
        self.practise(caller, &asked, &|sight| {
            let MatterNow { row, what } = answered(sight, number)?;
            needs_reason("refusing a case", reason)?;
            let refused = HandOver {
                refused: Some(reason.trim().to_owned()),
                standing: REFUSED.to_owned(),
                ..what
            };
            let content = matter(refused.columns(), &refused)?;
            Ok(Deed::next(PracticeAct::RefuseHandOver, &row, content).into())
        })
    }

    /// Takes back the offer of a case that nobody answered: the team that holds it goes on holding it.
    ///
    /// # Errors
    /// When there is no such offer, or none that the caller may know of; when the caller may not record for the team
    /// that offers it; when it was answered already.
    pub fn withdraw_hand_over(&self, caller: &Caller, number: u64) -> Result<Done, ServiceError> {
        let asked = asked("withdraw-hand-over", &number)?;
        self.practise(caller, &asked, &|sight| {
            let now = sight.matter::<HandOver>(PracticeKind::HandOver, number, HAND_OVER)?;
            let MatterNow { row, what } = now;
            sight.person_to_write(what.person)?;
            sight.may(Act::RecordPractice, what.from.as_str())?;
            unanswered(&row, &what)?;
            let withdrawn = HandOver {
                standing: WITHDRAWN.to_owned(),
                ..what
            };
            let content = matter(withdrawn.columns(), &withdrawn)?;
            Ok(Deed::next(PracticeAct::WithdrawHandOver, &row, content).into())
        })
    }

    /// An offer that waits for an answer, with whom the case is about, for those who record for the receiving team.
    /// That the person was looked at is noted first, and nobody else.
    ///
    /// # Errors
    /// When no such case is offered to a team for which the account records, or it was answered already; when the
    /// look cannot be noted.
    pub fn look_at_offer(
        &self,
        actor: &AccountId,
        at: Moment,
        number: u64,
    ) -> Result<(HandOver, Person), ServiceError> {
        let memory = self.memory();
        let caller = looker(actor, at);
        let sight = Sight::new(self, &memory, &caller);
        let missing = || ServiceError::NotFound {
            what: HAND_OVER,
            name: number.to_string(),
            hint: None,
        };
        let now = sight.matter::<HandOver>(PracticeKind::HandOver, number, HAND_OVER)?;
        let receives = sight.may(Act::RecordPractice, now.what.to.as_str()).is_ok();
        if !receives || now.what.standing != OFFERED {
            return Err(missing());
        }
        let person = sight.person(now.what.person)?;
        let right = sight.opened(&person)?;
        self.note_look(&caller, (now.what.person, None), (Looked::Person, right))?;
        Ok((now.what, person.person))
    }
}

/// Refuses an offer that is meant for an account that could never accept it.
fn may_receive(sight: &Sight<'_>, request: &HandOverRequest) -> Result<(), ServiceError> {
    let Some(worker) = &request.worker else {
        return Ok(());
    };
    let state = sight.memory.state();
    if authorise(state, worker, Act::RecordPractice, Some(&request.to)).is_ok() {
        return Ok(());
    }
    let problem = "may not record for the team that is to receive it; choose somebody of that team, or nobody";
    Err(ServiceError::invalid("the case", "worker", problem))
}

/// Refuses what was answered already, and says by whom and when.
fn unanswered(row: &KeptRow, offer: &HandOver) -> Result<(), ServiceError> {
    match offer.standing == OFFERED {
        true => Ok(()),
        false => unless_overtaken(row, 1),
    }
}

fn episode_of(sight: &Sight<'_>, number: RecordNumber) -> Result<EpisodeRow, ServiceError> {
    let episode = sight.service.store().episode(number.0)?;
    episode.ok_or_else(|| no_record(number))
}

/// The offers of a case that wait for an answer.
fn offers(
    sight: &Sight<'_>,
    episode: RecordNumber,
) -> Result<Vec<MatterNow<HandOver>>, ServiceError> {
    sight.matters(&KeptFilter {
        latest: true,
        kind: Some(PracticeKind::HandOver.name()),
        episode: Some(episode.0),
        standing: Some(OFFERED.to_owned()),
        ..KeptFilter::default()
    })
}

/// An offer that whoever acts may answer.
fn answered(sight: &Sight<'_>, number: u64) -> Result<MatterNow<HandOver>, ServiceError> {
    let now = sight.matter::<HandOver>(PracticeKind::HandOver, number, HAND_OVER)?;
    sight.may(Act::RecordPractice, now.what.to.as_str())?;
    unanswered(&now.row, &now.what)?;
    let meant = now.what.worker.as_ref();
    if meant.is_some_and(|worker| worker != sight.actor()) {
        // Somebody who is away must not hold a case up: whoever authorises in the team may answer for them.
        sight.may(Act::AuthorisePractice, now.what.to.as_str())?;
    }
    Ok(now)
}
