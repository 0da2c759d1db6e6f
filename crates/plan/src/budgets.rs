//! Budgets and staff: activities, capital and staffing.

use clew_calendar::{Day, Period};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{BudgetTableId, MeasureKey, OutcomeId, PlanId, UnitId};

/// A table of activities or capital lines as a plan sets it out.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BudgetTable {
    /// Identifier, for example `older-people`.
    pub id: BudgetTableId,
    /// The plan it belongs to.
    pub plan: PlanId,
    /// Title.
    pub title: String,
    /// The service it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitId>,
    /// The period its heading names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heading_period: Option<Period>,
    /// The period its columns name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column_period: Option<Period>,
    /// Where the record was read from, in words a reader can follow ("page 12, row 4", "Measures row 12").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

crate::text::word_list! {
    /// What sort of line an activity is.
    ActivityKind, "kind of activity" {
        /// A front-line activity.
        Core = "activity" | "core",
        /// Management and administration.
        Support = "service support" | "support",
        /// Money for a limited time.
        TimeLimited = "time limited" | "time-limited",
    }
}

/// What a service spends staff and money on.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Activity {
    /// The table it stands in.
    pub table: BudgetTableId,
    /// Title.
    pub title: String,
    /// What sort of line.
    pub kind: ActivityKind,
    /// What it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The outcome it serves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<OutcomeId>,
    /// Staff, full-time equivalent, 0 or more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fte: Option<Decimal>,
    /// Spending in pounds, 0 or more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expenditure: Option<Decimal>,
    /// Income in pounds, 0 or less.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub income: Option<Decimal>,
    /// Spending and income together, in pounds, as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub net: Option<Decimal>,
    /// Per cent of the whole, as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share: Option<Decimal>,
    /// Measures that show how it does.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub measures: Vec<MeasureKey>,
    /// Where the record was read from, in words a reader can follow ("page 12, row 4", "Measures row 12").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// A line of the capital programme.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CapitalLine {
    /// The table it stands in.
    pub table: BudgetTableId,
    /// The project.
    pub project: String,
    /// Pounds.
    pub amount: Decimal,
    /// Where the record was read from, in words a reader can follow ("page 12, row 4", "Measures row 12").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// How many people a part of the organisation employs.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StaffingLine {
    /// The plan that says so.
    pub plan: PlanId,
    /// The part of the organisation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitId>,
    /// Its name as written.
    pub title: String,
    /// The day it was counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_at: Option<Day>,
    /// People.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub headcount: Option<u32>,
    /// Full-time equivalents.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fte: Option<Decimal>,
    /// Where the record was read from, in words a reader can follow ("page 12, row 4", "Measures row 12").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}
