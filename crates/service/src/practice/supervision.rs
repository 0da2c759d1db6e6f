//! Supervision: what a worker and a senior decided about a person stands on the record.

use clew_calendar::Day;
use clew_journal::PracticeAct;
use clew_plan::AccountId;
use clew_practice::record::{PersonNumber, RecordNumber};
use serde::{Deserialize, Serialize};

use super::deed::matter;
use super::kept::Columns;
use super::people::may_for;
use super::sight::no_record;
use super::{Deed, asked};
use crate::{Act, Caller, Done, Service, ServiceError};

/// What was decided in supervision.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SupervisionRequest {
    /// Whom it is about.
    pub person: PersonNumber,
    /// The case, where it is about one.
    #[serde(default)]
    pub episode: Option<RecordNumber>,
    /// The worker who was supervised.
    pub worker: AccountId,
    /// The day.
    pub on: Day,
    /// What was decided.
    pub decision: String,
    /// Why.
    pub reason: String,
}

/// What was decided in supervision, with who recorded it.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Supervision {
    /// What was decided.
    pub decided: SupervisionRequest,
    /// The senior who recorded it.
    pub by: AccountId,
}

impl Service {
    /// Keeps what was decided in supervision.
    ///
    /// # Errors
    /// When there is no such person or case, or none that the caller may know of; when the caller may not authorise
    /// in a team that works with the person, or nothing was decided.
    pub fn supervise(
        &self,
        caller: &Caller,
        request: &SupervisionRequest,
    ) -> Result<Done, ServiceError> {
        let asked = asked("supervise", request)?;
        self.practise(caller, &asked, &|sight| {
            let now = sight.person_to_write(request.person)?;
            may_for(sight, Act::AuthorisePractice, &now)?;
            if let Some(number) = request.episode {
                let episode = sight.service.store().episode(number.0)?;
                let same = sight.same_as(request.person)?;
                let of_person = |episode: &u64| same.contains(&PersonNumber(*episode));
                let episode = episode.map(|episode| episode.person);
                episode.filter(of_person).ok_or_else(|| no_record(number))?;
            }
            if request.decision.trim().is_empty() {
                let problem = "say what was decided";
                return Err(ServiceError::invalid(
                    "the supervision",
                    "decision",
                    problem,
                ));
            }
            if request.on > sight.today() {
                let problem = "lies in the future";
                return Err(ServiceError::invalid("the supervision", "on", problem));
            }
            let kept = Supervision {
                decided: request.clone(),
                by: sight.actor().clone(),
            };
            let columns = Columns {
                person: Some(request.person.0),
                episode: request.episode.map(|number| number.0),
                account: Some(request.worker.to_string()),
                event_date: Some(request.on.number().into()),
                ..Columns::default()
            };
            let content = matter(columns, &kept)?;
            Ok(Deed::new(PracticeAct::Supervise, content).into())
        })
    }
}
