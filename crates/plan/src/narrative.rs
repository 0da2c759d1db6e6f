//! What documents say: particulars, passages, claims, achievements, and where measures are cited.

use clew_calendar::{Day, Period};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{Code, DocumentId, Goal, OutcomeId, PlanId};

/// The particulars of a document.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// Identifier.
    pub id: DocumentId,
    /// Title.
    pub title: String,
    /// The plan it sets out or reports on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<PlanId>,
    /// Whose document it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<String>,
    /// The forum it goes to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report_to: Option<String>,
    /// Post that reports.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report_by: Option<String>,
    /// The period it reports.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<Period>,
    /// The day of the meeting.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meeting: Option<Day>,
    /// The day it bears.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dated: Option<Day>,
    /// The day its data are said to be correct at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data_as_at: Option<Day>,
    /// Another date it bears elsewhere, for example on its back page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other_date: Option<Day>,
    /// Where the record was read from, in words a reader can follow ("page 12, row 4", "Measures row 12").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// A passage of a document.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Passage {
    /// The document.
    pub document: DocumentId,
    /// Its heading or paragraph number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heading: Option<String>,
    /// Its text.
    pub text: String,
    /// Where the record was read from, in words a reader can follow ("page 12, row 4", "Measures row 12").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// A statement of figures made in words, so that its arithmetic can be checked.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// The document.
    pub document: DocumentId,
    /// What it is about.
    pub subject: String,
    /// The earlier period, as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_period: Option<String>,
    /// The later period, as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_period: Option<String>,
    /// The earlier value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_value: Option<Decimal>,
    /// The later value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_value: Option<Decimal>,
    /// The change it states, in per cent, negative for a fall.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stated_change: Option<Decimal>,
    /// The part, of a part and a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<Decimal>,
    /// The whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub whole: Option<Decimal>,
    /// The per cent it states for part of whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stated_percent: Option<Decimal>,
    /// The statement in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Where the record was read from, in words a reader can follow ("page 12, row 4", "Measures row 12").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// Something worth telling committee.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Achievement {
    /// The document that reports it.
    pub document: DocumentId,
    /// The outcome it serves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<OutcomeId>,
    /// The priority, as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<String>,
    /// The objective, as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub objective: Option<String>,
    /// What was achieved.
    pub text: String,
    /// The period.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<Period>,
    /// Where the record was read from, in words a reader can follow ("page 12, row 4", "Measures row 12").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// A place where a document names a measure with its title, target or value. One indicator
/// should read the same wherever it is cited.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Citation {
    /// The document.
    pub document: DocumentId,
    /// The table or section, for example "scorecard".
    pub place: String,
    /// The code as written there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<Code>,
    /// The title as written there.
    pub title: String,
    /// The period of the value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value_period: Option<Period>,
    /// The value given there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Decimal>,
    /// The value's cell as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value_as_written: Option<String>,
    /// The period of the target.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_period: Option<Period>,
    /// The target given there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<Goal>,
    /// The target's cell as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_as_written: Option<String>,
    /// Category given there, for example "PUBLIC".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// The status given there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reported_status: Option<crate::Status>,
    /// Where the record was read from, in words a reader can follow ("page 12, row 4", "Measures row 12").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}
