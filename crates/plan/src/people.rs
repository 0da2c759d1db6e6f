//! People who use Clew, and what each may do in which part of the organisation.

use serde::{Deserialize, Serialize};

use crate::UnitId;

crate::text::word_list! {
    /// What a person may do, in the part of the organisation for which they have the role.
    Role, "role" {
        /// Reads.
        Viewer = "viewer" | "reader",
        /// Answers for measures and actions: returns figures, explains them, updates actions.
        Owner = "owner" | "contributor",
        /// Checks and signs off returns.
        Approver = "approver",
        /// Runs the cycle and the plan: everything but accounts and roles.
        PerformanceOfficer = "performance officer",
        /// Records practice.
        Practitioner = "practitioner",
        /// Authorises practice.
        Senior = "senior",
        /// Assures quality: reads everything, follows findings to their evidence.
        Quality = "quality",
        /// Manages accounts and roles, and everything else but what is recorded of people: looking after the program is
        /// no reason to read that.
        Administrator = "administrator" | "admin",
    }
}

/// A role in a part of the organisation and everything below it.
#[derive(Clone, Debug, Eq, PartialEq, Hash, Ord, PartialOrd, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grant {
    /// The role.
    pub role: Role,
    /// The part of the organisation; none for the whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitId>,
}

/// A kind of work that somebody does, such as that of a council officer, in a part of the organisation and everything
/// below it. A pack names the kinds, and says for each step of a process which of them may take or authorise it.
#[derive(Clone, Debug, Eq, PartialEq, Hash, Ord, PartialOrd, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorkGrant {
    /// The kind of work, by the code that the pack gives it.
    pub role: String,
    /// The part of the organisation; none for the whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitId>,
}

/// Someone who uses Clew, known by a post.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Account {
    /// The post or other name that stands in the journal.
    pub name: String,
    /// What it may do, and where.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub grants: Vec<Grant>,
    /// What work it does, and where, by which the steps of processes are open to it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub work: Vec<WorkGrant>,
    /// True once it may no longer act; it stays in the journal.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub closed: bool,
}
