//! What the organisation has decided about the keeping of records.

use clew_journal::{Change, PracticePolicy, Proposal, Replacement, Subject};

use crate::{Act, Caller, Done, Service, ServiceError, authorise};

impl Service {
    /// Says how records are kept from now on.
    ///
    /// # Errors
    /// When the caller may not.
    pub fn set_practice_policy(
        &self,
        caller: &Caller,
        policy: &PracticePolicy,
        reason: &str,
    ) -> Result<Done, ServiceError> {
        self.commit(caller, &|memory, caller| {
            let state = memory.state();
            authorise(state, &caller.actor, Act::ApplyPacks, None)?;
            super::needs_reason("changing how records are kept", reason)?;
            let subject = Subject::practice_policy();
            let version = state.version(&subject);
            let was = state.practice_policy();
            if was == policy {
                return Ok(Vec::new().into());
            }
            let change = Change::SetPracticePolicy(Box::new(Replacement {
                now: policy.clone(),
                was: (version > 0).then(|| was.clone()),
            }));
            Ok(Proposal::new(subject, version, change)
                .because(Some(reason))
                .into())
        })
    }
}
