//! Plans, their outcomes, and the schedules a plan contains.

use clew_calendar::Period;
use serde::{Deserialize, Serialize};

use crate::{OutcomeId, PlanId, Tolerance, UnitId};

/// What a service will achieve over a period.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// Identifier, for example `resource-plan-2022-23`.
    pub id: PlanId,
    /// Title.
    pub title: String,
    /// The plan it serves, for example the council plan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<PlanId>,
    /// The part of the organisation whose plan it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitId>,
    /// The period it covers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<Period>,
    /// Tolerance that its measures inherit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tolerance: Option<Tolerance>,
    /// True when its cycle came with a published document, whose statuses are then shown as reported.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub imported: bool,
    /// The body that approved it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved_by: Option<String>,
    /// The day it was approved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved_on: Option<clew_calendar::Day>,
    /// What it is for, in a sentence or two.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purpose: Option<String>,
    /// Where the record was read from, in words a reader can follow ("page 12, row 4", "Measures row 12").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

crate::text::word_list! {
    /// The level of an outcome in a plan's tree.
    OutcomeLevel, "outcome level" {
        /// A council-wide priority or objective.
        Priority = "priority" | "objective" | "theme" | "council objective",
        /// A result the service wants.
        Outcome = "outcome" | "resource outcome" | "resource objective",
        /// What the service will put in place to reach it.
        Deliverable = "deliverable" | "key activity",
    }
}

/// A node of a plan's tree of outcomes.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// Identifier, for example `P2.1`.
    pub id: OutcomeId,
    /// The plan it belongs to.
    pub plan: PlanId,
    /// The outcome above it; none for a root.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<OutcomeId>,
    /// Its level.
    pub level: OutcomeLevel,
    /// Title.
    pub title: String,
    /// Place in the document's order, counted from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<u32>,
    /// Post of its lead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// Where the record was read from, in words a reader can follow ("page 12, row 4", "Measures row 12").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

crate::text::word_list! {
    /// Which schedule an entry belongs to.
    Schedule, "schedule" {
        /// How employees are engaged.
        EmployeeEngagement = "employee engagement",
        /// How customers are consulted.
        CustomerConsultation = "customer consultation",
    }
}

/// One line of an engagement or consultation schedule.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScheduleEntry {
    /// The plan it belongs to.
    pub plan: PlanId,
    /// Which schedule.
    pub schedule: Schedule,
    /// The service whose schedule it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitId>,
    /// Who is engaged or consulted.
    pub group: String,
    /// How, for example "survey".
    pub method: String,
    /// How often.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frequency: Option<String>,
    /// Post that sees to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub responsible: Option<String>,
    /// How the results are fed back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feedback: Option<String>,
    /// Where the record was read from, in words a reader can follow ("page 12, row 4", "Measures row 12").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// One step of the planning calendar: when the plan is written, approved, reviewed.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanningStep {
    /// The plan it belongs to.
    pub plan: PlanId,
    /// The step.
    pub step: String,
    /// What happens.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// When, as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// When, as a period, where the wording gives one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub during: Option<Period>,
    /// Where the record was read from, in words a reader can follow ("page 12, row 4", "Measures row 12").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}
