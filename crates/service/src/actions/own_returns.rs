//! Signing off one's own return: a second pair of eyes, or a reason that stays (decision 15).

use clew_journal::{Change, ReturnKey, ReturnStage};
use clew_plan::AccountId;
use clew_store::RowFilter;

use crate::{FieldProblem, Memory, Service, ServiceError};

/// What stands before the reason of somebody who signs off what they returned themselves.
const SAME_PERSON: &str = "by the same person who returned it, reason";

impl Service {
    /// Of these returns those that an account handed in itself.
    pub(super) fn own_of(
        &self,
        memory: &Memory,
        actor: &AccountId,
        moves: &[(ReturnKey, u32)],
    ) -> Result<Vec<ReturnKey>, ServiceError> {
        let mut own = Vec::new();
        for (key, _) in moves {
            if self.handed_in_by(memory, key)?.as_ref() == Some(actor) {
                own.push(key.clone());
            }
        }
        Ok(own)
    }

    /// Who handed a return in last; none where nobody did.
    fn handed_in_by(
        &self,
        memory: &Memory,
        key: &ReturnKey,
    ) -> Result<Option<AccountId>, ServiceError> {
        let stands = memory.state().return_of(key);
        // Whoever moved it last handed it in, unless it was looked over since.
        if stands.stage == ReturnStage::Returned {
            return Ok(stands.by);
        }
        let rows = self.store().rows_about(&RowFilter {
            subject: Some(key.subject().to_string()),
            change: Some(Change::Submit.name().to_owned()),
            newest_first: true,
            limit: Some(1),
            ..RowFilter::default()
        })?;
        Ok(rows.into_iter().next().map(|row| row.actor.into()))
    }
}

/// Refuses to sign off what the same account handed in.
pub(super) fn unless_own(memory: &Memory, own: &[ReturnKey]) -> Result<(), ServiceError> {
    if own.is_empty() {
        return Ok(());
    }
    let problem = |key: &ReturnKey| {
        let measure = memory.book().measure(&key.measure);
        let code = measure.map_or(key.measure.as_str(), |measure| measure.code.written());
        FieldProblem::new(code, "you returned it yourself")
    };
    Err(ServiceError::Invalid {
        what: "a return is signed off by somebody else than who returned it; leave it to them, or say why you sign it off yourself".to_owned(),
        problems: own.iter().map(problem).collect(),
    })
}

/// The reason that is kept with the signing off of a return: one's own says so.
pub(super) fn kept_reason(reason: &str, is_own: bool) -> String {
    match is_own {
        true => format!("{SAME_PERSON}: {reason}"),
        false => reason.to_owned(),
    }
}
