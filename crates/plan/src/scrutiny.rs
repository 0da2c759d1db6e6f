//! Scrutiny: what members of a forum ask of a measure, and what they are answered.

use clew_calendar::{Day, Period};
use serde::{Deserialize, Serialize};

use crate::{ForumId, MeasureKey, UnitId};

/// A question that somebody who scrutinises asked of a measure in a period, and the answer to it.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScrutinyQuestion {
    /// The measure.
    pub measure: MeasureKey,
    /// The period whose figure was asked about.
    pub period: Period,
    /// The part of the organisation; none for the whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitId>,
    /// The forum in which it was asked; none outside a meeting.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub forum: Option<ForumId>,
    /// The day it was asked.
    pub asked_on: Day,
    /// Who asked: a post or a membership, for example "member of the scrutiny panel".
    pub by: String,
    /// The question.
    pub question: String,
    /// The answer; none while it is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<String>,
    /// The day it was answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered_on: Option<Day>,
    /// Post of who answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered_by: Option<String>,
    /// Where the record was read from, in words a reader can follow ("page 12, row 4", "Measures row 12").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}
