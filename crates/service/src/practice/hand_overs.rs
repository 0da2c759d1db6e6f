//! Handing over: a case is offered to another team, which accepts it or refuses it with a reason.

use clew_journal::{PracticeAct, PracticeKind};
use clew_plan::{AccountId, UnitId};
use clew_practice::record::{PersonNumber, RecordNumber};
use clew_store::practice::{EpisodeRow, KeptFilter};
use serde::{Deserialize, Serialize};

use super::deed::matter;
use super::kept::Columns;
use super::sight::{MatterNow, no_record};
use super::{Acts, Deed, Sight, asked, needs_reason};
use crate::naming::known_unit;
use crate::{Act, Caller, Done, Service, ServiceError};

/// How a hand-over stands, in the words that are stored.
pub(super) const OFFERED: &str = "offered";
const ACCEPTED: &str = "accepted";
const REFUSED: &str = "refused";

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
    /// How it stands: `offered`, `accepted` or `refused`.
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
    /// that holds it, says nothing to the receiver, or the case is offered already.
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
            if !offers(sight, request.episode)?.is_empty() {
                let problem = "it is offered already; wait for the answer";
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
    let now = sight.matter::<HandOver>(PracticeKind::HandOver, number, "hand-over")?;
    sight.may(Act::RecordPractice, now.what.to.as_str())?;
    if now.what.standing != OFFERED {
        super::sight::unless_overtaken(&now.row, 1)?;
    }
    let meant = now.what.worker.as_ref();
    if meant.is_some_and(|worker| worker != sight.actor()) {
        // Somebody who is away must not hold a case up: whoever authorises in the team may answer for them.
        sight.may(Act::AuthorisePractice, now.what.to.as_str())?;
    }
    Ok(now)
}
