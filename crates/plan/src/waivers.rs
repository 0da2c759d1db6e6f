//! Waivers: findings of the checks that someone has accepted, with the reason.

use clew_calendar::Day;
use serde::{Deserialize, Serialize};

/// A finding of a check accepted as it is.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Waiver {
    /// The check's id.
    pub rule: String,
    /// The place it is waived for; every place when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// Why it is accepted.
    pub reason: String,
    /// Post that accepted it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Day>,
    /// When it must be looked at again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
    /// Where the record was read from, in words a reader can follow ("page 12, row 4", "Measures row 12").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}
