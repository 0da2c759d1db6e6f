//! Benchmarks: other councils' figures for the same measure.

use clew_calendar::Period;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::MeasureKey;

/// One council's published figure for a benchmarked measure.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BenchmarkFigure {
    /// The measure's normalised code, for example `SW1`.
    pub measure: MeasureKey,
    /// The period.
    pub period: Period,
    /// The council, "Scotland" for the national figure.
    pub council: String,
    /// The value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Decimal>,
    /// Numerator where published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub numerator: Option<Decimal>,
    /// Denominator where published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub denominator: Option<Decimal>,
    /// The Scotland average published beside it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scotland: Option<Decimal>,
    /// The family-group average published beside it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub family: Option<Decimal>,
    /// Where the record was read from, in words a reader can follow ("page 12, row 4", "Measures row 12").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// A council's place in a family group for comparison.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FamilyMember {
    /// The group, for example "people 3".
    pub group: String,
    /// The council.
    pub council: String,
    /// Where the record was read from, in words a reader can follow ("page 12, row 4", "Measures row 12").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}
