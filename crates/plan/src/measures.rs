//! Measures: what is counted, and the rules for judging and adding it.

use clew_calendar::{Day, Period};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{Code, MeasureKey, OutcomeId, PlanId, Tolerance, UnitId};

crate::text::word_list! {
    /// Whether a measure is a number or a piece of work.
    MeasureKind, "kind of measure" {
        /// A number, judged by its target.
        Statistical = "statistical" | "stat" | "number",
        /// A piece of work, judged by its owner against milestones.
        Project = "project" | "non-statistical" | "non statistical",
    }
}

crate::text::word_list! {
    /// Which way is better.
    Polarity, "polarity" {
        /// A higher value is better.
        Higher = "higher" | "higher is better" | "maximise" | "high",
        /// A lower value is better.
        Lower = "lower" | "lower is better" | "minimise" | "low",
        /// Best between two values.
        InRange = "in range" | "goldilocks" | "range" | "between",
        /// Never judged.
        Contextual = "contextual" | "context" | "data only" | "none",
    }
}

crate::text::word_list! {
    /// What a value is counted in.
    UnitOfMeasure, "unit of measure" {
        /// Per cent, 0 to 100 for a share.
        Percent = "%" | "percent" | "percentage" | "per cent",
        /// A plain number.
        Number = "number" | "count" | "no" | "#",
        /// Pounds sterling.
        Pounds = "£" | "pounds" | "gbp" | "money" | "currency",
        /// Hours.
        Hours = "hours" | "hrs",
        /// Days.
        Days = "days",
        /// Weeks.
        Weeks = "weeks",
        /// Months.
        Months = "months",
        /// A ratio or rate, for example per 1,000.
        Rate = "rate" | "ratio" | "per 1,000",
    }
}

crate::text::word_list! {
    /// How often a measure is reported.
    Frequency, "frequency" {
        /// Every month.
        Monthly = "monthly" | "month",
        /// Every quarter.
        Quarterly = "quarterly" | "quarter",
        /// Twice a year.
        HalfYearly = "half-yearly" | "six monthly" | "biannual" | "half",
        /// Once a year.
        Annual = "annual" | "annually" | "yearly" | "year",
        /// Every second year.
        Biennial = "biennial" | "two-yearly",
        /// When there is something to report.
        AdHoc = "ad hoc" | "as required",
    }
}

crate::text::word_list! {
    /// How figures of parts or shorter periods make a figure of the whole.
    Aggregation, "aggregation" {
        /// Counts are added, then divided: the only right way for shares and rates.
        Counts = "counts" | "ratio" | "by counts",
        /// Values are added.
        Sum = "sum" | "total" | "cumulative",
        /// The last value stands for the whole (a number on a day).
        Last = "last" | "latest" | "snapshot",
        /// Not to be added at all.
        None = "none" | "not added",
    }
}

crate::text::word_list! {
    /// Which earlier figure is like this one.
    TrendMode, "trend mode" {
        /// The period just before.
        Ongoing = "ongoing" | "previous period",
        /// The same period of the year before.
        YearOnYear = "year on year" | "year to year" | "year-on-year",
    }
}

crate::text::word_list! {
    /// What a total shows while some of its parts have not been reported.
    MissingParts, "rule for missing parts" {
        /// Nothing until every part is there.
        Blank = "blank",
        /// The total of what is there, marked "x of y parts reported".
        Partial = "partial",
    }
}

/// Something counted, or a piece of work followed, for an outcome.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// Code as written; its [`key`](Code::key) is unique in a book.
    pub code: Code,
    /// Title as committee reads it.
    pub title: String,
    /// Number or piece of work.
    pub kind: MeasureKind,
    /// The plan it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<PlanId>,
    /// The outcome it serves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<OutcomeId>,
    /// What its values are counted in; none for a project measure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_of_measure: Option<UnitOfMeasure>,
    /// Which way is better; none for a project measure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub polarity: Option<Polarity>,
    /// How often it is reported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frequency: Option<Frequency>,
    /// Decimal places shown, 0 to 6; the value's own when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decimals: Option<u8>,
    /// What is counted, from what, and why, in plain words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub definition: Option<String>,
    /// The version of its definition, counted from 1; 1 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<u32>,
    /// The definition of a pack by which its figures are computed from records, by code; its owner gives them when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub computed_from: Option<String>,
    /// Post that answers for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// The service that answers for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitId>,
    /// Labels such as "public", "high level", "WLAM", "LGBF".
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<String>,
    /// Codes of the wider plan it serves, for example "C03.02".
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<String>,
    /// How far amber reaches; the plan's when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tolerance: Option<Tolerance>,
    /// How its figures are added.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aggregation: Option<Aggregation>,
    /// What a total shows while parts are missing; partial when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missing_parts: Option<MissingParts>,
    /// Which earlier figure its trend compares with; ongoing when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trend_mode: Option<TrendMode>,
    /// Whole periods by which its figures come late, for example 1 for "one quarter in arrears".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arrears: Option<u8>,
    /// Periods from which control limits are computed; all when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub baseline: Option<Period>,
    /// Denominator below which its status is marked "small numbers".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub small_number: Option<u32>,
    /// For a project measure, when it should be done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Period>,
    /// Lowest value that makes sense, used to catch slips of the pen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_low: Option<Decimal>,
    /// Highest value that makes sense.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_high: Option<Decimal>,
    /// The day it stopped being used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retired_on: Option<Day>,
    /// Notes for readers, for example what changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
    /// Where the record was read from, in words a reader can follow ("page 12, row 4", "Measures row 12").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// A point from which a measure's figures are not comparable with earlier ones.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeriesBreak {
    /// The measure.
    pub measure: MeasureKey,
    /// The first period of the new series.
    pub from: Period,
    /// Why, for example "definition changed".
    pub reason: String,
    /// Where the record was read from, in words a reader can follow ("page 12, row 4", "Measures row 12").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}
