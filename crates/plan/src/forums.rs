//! Committees and boards, what each receives, and reporting cycles.

use clew_calendar::{Day, Period};
use serde::{Deserialize, Serialize};

use crate::{DocumentId, ForumId, PlanId};

/// A committee or board.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Forum {
    /// Identifier.
    pub id: ForumId,
    /// Name.
    pub name: String,
    /// For example "council committee", "integration joint board".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Other names it goes by in documents.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// Where the record was read from, in words a reader can follow ("page 12, row 4", "Measures row 12").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// What a forum receives, and how often.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ForumItem {
    /// The forum.
    pub forum: ForumId,
    /// The name the document uses there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_as_written: Option<String>,
    /// The document that says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<DocumentId>,
    /// What it receives or does.
    pub what: String,
    /// How often.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub how_often: Option<String>,
    /// The day, for a single item.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Day>,
    /// Where the record was read from, in words a reader can follow ("page 12, row 4", "Measures row 12").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// One reporting round.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cycle {
    /// Identifier, for example `2019-20 Q2`.
    pub id: String,
    /// The plan reported on.
    pub plan: PlanId,
    /// The period reported.
    pub period: Period,
    /// When returns open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opens: Option<Day>,
    /// When returns are due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Day>,
    /// When it was published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<Day>,
    /// True when it came with a published document; its statuses are then shown as reported.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub imported: bool,
    /// Where the record was read from, in words a reader can follow ("page 12, row 4", "Measures row 12").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}
