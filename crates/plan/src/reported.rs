//! Totals and counts as documents print them, kept beside what the rows give.

use clew_calendar::Period;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{DocumentId, MeasureKind, OutcomeId, Status};

crate::text::word_list! {
    /// What a printed total adds up.
    TotalOf, "subject of a total" {
        /// Activities of a budget table.
        Activities = "activities",
        /// Capital lines of a budget table.
        Capital = "capital",
        /// Staffing lines.
        Staffing = "staffing",
        /// Findings of an area.
        Findings = "findings",
        /// Actions.
        Actions = "actions",
        /// Measures.
        Measures = "measures",
    }
}

crate::text::word_list! {
    /// Which column is added up.
    Quantity, "quantity" {
        /// Full-time equivalents.
        Fte = "fte",
        /// Expenditure in pounds.
        Expenditure = "expenditure",
        /// Income in pounds.
        Income = "income",
        /// Net budget in pounds.
        Net = "net",
        /// Pounds of capital.
        Amount = "amount",
        /// People.
        Headcount = "headcount" | "employees",
        /// Per cent of the whole.
        Share = "share",
        /// Rows.
        Count = "count",
    }
}

/// A total as a document prints it.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportedTotal {
    /// The document.
    pub document: DocumentId,
    /// What it adds up.
    pub of: TotalOf,
    /// The table, area or service whose rows it adds; none for all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<String>,
    /// True when time-limited activities are left out.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub without_time_limited: bool,
    /// Which column.
    pub quantity: Quantity,
    /// The total printed.
    pub value: Decimal,
    /// What it was rounded to, for example 1000000; exact when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rounded_to: Option<Decimal>,
    /// Where the record was read from, in words a reader can follow ("page 12, row 4", "Measures row 12").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// A cell of a printed summary: how many measures have a status.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportedCount {
    /// The document.
    pub document: DocumentId,
    /// The period reported.
    pub period: Period,
    /// The row's outcome; none for the total row.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<OutcomeId>,
    /// The column's kind of measure; none for both.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<MeasureKind>,
    /// The status (Report later stands for later and contextual together); none for the row's total.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// How many.
    pub count: u32,
    /// The percentage printed beside it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub percent: Option<Decimal>,
    /// Where the record was read from, in words a reader can follow ("page 12, row 4", "Measures row 12").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}
