//! Who calls, when, and from where.

use clew_journal::{Moment, Signature};
use clew_plan::AccountId;

/// Who calls. Every action takes one, so that every entry has its actor, its time and its id.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Caller {
    /// The account that acts.
    pub actor: AccountId,
    /// The client's id for this one action. Called again with the same id, an action that was done
    /// is not done twice.
    pub id: String,
    /// The time by the clock at the edge.
    pub at: Moment,
    /// Where the action comes from, for example `import of returns.xlsx`.
    pub origin: Option<String>,
}

impl Caller {
    pub(crate) fn signature(&self) -> Signature {
        Signature {
            id: self.id.clone(),
            actor: self.actor.clone(),
            at: self.at,
            origin: self.origin.clone(),
        }
    }
}
