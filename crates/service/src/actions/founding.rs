//! Founding: the first entries of a journal.

use clew_journal::{Change, Proposal, Replacement, Subject};
use clew_plan::{Account, Grant, Organisation, Role};

use crate::{Caller, Done, Service, ServiceError};

impl Service {
    /// Writes the first entries of an empty journal: whose it is, and an account for the caller,
    /// who is its administrator.
    ///
    /// # Errors
    /// When the journal is not empty.
    pub fn found(
        &self,
        caller: &Caller,
        organisation: Organisation,
        name: &str,
    ) -> Result<Done, ServiceError> {
        self.commit(caller, &|memory, caller| {
            if memory.state().head.sequence > 0 {
                return Err(ServiceError::invalid(
                    "the journal is founded already",
                    "",
                    "it has entries; use it as it is, or name another database",
                ));
            }
            let account = Account {
                name: name.to_owned(),
                grants: vec![Grant {
                    role: Role::Administrator,
                    unit: None,
                }],
                work: Vec::new(),
                closed: false,
            };
            let set = Box::new(Replacement {
                now: organisation.clone(),
                was: None,
            });
            let opened = Box::new(Replacement {
                now: account,
                was: None,
            });
            Ok(vec![
                Proposal::new(Subject::organisation(), 0, Change::SetOrganisation(set)),
                Proposal::new(
                    Subject::account(&caller.actor),
                    0,
                    Change::SetAccount(opened),
                ),
            ]
            .into())
        })
    }
}
