//! Actions, their milestones and their updates.

use clew_calendar::{Day, Period};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{ActionId, FindingId, MeasureKey, OutcomeId, PlanId, UnitId, WorkstreamId};

crate::text::word_list! {
    /// How an action stands.
    ActionStatus, "status of an action" {
        /// New in this plan; not begun.
        New = "new" | "not started" | "proposed",
        /// Under way.
        Active = "active" | "in progress" | "ongoing" | "started",
        /// Put off, with or without a new date.
        Deferred = "deferred" | "on hold" | "paused",
        /// Done.
        Complete = "complete" | "completed" | "done" | "closed",
        /// Given up.
        Cancelled = "cancelled" | "withdrawn",
    }
}

/// A piece of work with an owner, a start and an end.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Action {
    /// Number or code, for example `4a`; unique in its plan.
    pub id: ActionId,
    /// The plan it belongs to.
    pub plan: PlanId,
    /// The action it is part of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<ActionId>,
    /// The outcome it serves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<OutcomeId>,
    /// What will be done; none when the document lost it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// More about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// What it should bring about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub planned_outcome: Option<String>,
    /// Post that leads it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// The service it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitId>,
    /// When it starts: a day or a month.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<Period>,
    /// When it should be done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<Period>,
    /// When it should have been done at first, if the date was moved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub original_end: Option<Period>,
    /// How it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<ActionStatus>,
    /// The colour it was published with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reported_status: Option<crate::Status>,
    /// How much is done, 0 to 100.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub percent: Option<Decimal>,
    /// What will show that it is done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<String>,
    /// The heading it stands under in its document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theme: Option<String>,
    /// The workstream that carries it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub workstream: Option<WorkstreamId>,
    /// Findings it answers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<FindingId>,
    /// Measures it should improve.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub measures: Vec<MeasureKey>,
    /// Codes of the wider plan it serves.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<String>,
    /// Actions its text refers to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub see_also: Vec<ActionId>,
    /// Where the record was read from, in words a reader can follow ("page 12, row 4", "Measures row 12").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// A dated step of an action.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Milestone {
    /// The action.
    pub action: ActionId,
    /// Its plan.
    pub plan: PlanId,
    /// What will have been done.
    pub title: String,
    /// By when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Period>,
    /// When it was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done: Option<Day>,
    /// Post that sees to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// The service it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitId>,
    /// Codes of the wider plan it serves.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<String>,
    /// Where the record was read from, in words a reader can follow ("page 12, row 4", "Measures row 12").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// What was said about an action's progress.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Update {
    /// The action.
    pub action: ActionId,
    /// Its plan.
    pub plan: PlanId,
    /// Progress in words.
    pub text: String,
    /// The day of the update.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Day>,
    /// Post of the author.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// Where the record was read from, in words a reader can follow ("page 12, row 4", "Measures row 12").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}
