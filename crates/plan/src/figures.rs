//! Figures: values for a period, with their counts, and the commentary on them.

use clew_calendar::{Day, Period};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{ActionId, MeasureKey, Status, UnitId};

crate::text::word_list! {
    /// Where a figure came from.
    FigureSource, "source of a figure" {
        /// Its owner gave it.
        Returned = "returned" | "return",
        /// It came with a document or data set.
        Imported = "imported" | "import",
        /// It was worked out from records or other measures.
        Computed = "computed" | "formula",
    }
}

crate::text::word_list! {
    /// Whether a figure may still change.
    FigureState, "state of a figure" {
        /// May still change.
        Provisional = "provisional" | "estimate",
        /// Settled.
        Final = "final" | "confirmed",
    }
}

crate::text::word_list! {
    /// How far a figure can be relied on; see [`Reliability::meaning`].
    Reliability, "reliability" {
        /// Checked against the records it was made from.
        High = "high" | "checked",
        /// Checked by a sample, or looked at and found reasonable.
        Medium = "medium" | "sampled" | "reasonable",
        /// Not checked, or known to have gaps.
        Low = "low" | "not checked" | "unchecked" | "gaps",
    }
}

impl Reliability {
    /// What the word means, in a sentence for the reader of a figure.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::High => "It was checked against the records it was made from.",
            Self::Medium => "It was checked by a sample, or found reasonable.",
            Self::Low => "It was not checked, or has known gaps.",
        }
    }
}

/// A status set by a person instead of the rule; it always has a reason.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatusOverride {
    /// The status set.
    pub status: Status,
    /// Why.
    pub reason: String,
    /// Post of who set it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// The day it was set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Day>,
}

/// A measure's value for a period and a part of the organisation.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    /// The measure.
    pub measure: MeasureKey,
    /// The period.
    pub period: Period,
    /// The part of the organisation; none for the whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitId>,
    /// The value in the measure's unit (78 for 78 %); none while it is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Decimal>,
    /// How many met, for a share or rate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub numerator: Option<Decimal>,
    /// How many in all, for a share or rate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub denominator: Option<Decimal>,
    /// Where it came from.
    pub from: FigureSource,
    /// Whether it may still change.
    pub state: FigureState,
    /// The day the data was drawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_at: Option<Day>,
    /// The cell it was read from, where that says more than the value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_written: Option<String>,
    /// The status it was published with, kept beside the one the rule gives.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reported_status: Option<Status>,
    /// The value expected at the end of the year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub forecast: Option<Decimal>,
    /// The day of the forecast.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub forecast_on: Option<Day>,
    /// A status set by a person, with its reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub override_status: Option<StatusOverride>,
    /// Note of the evidence behind it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<String>,
    /// How far it can be relied on; not known when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reliability: Option<Reliability>,
    /// The version of the measure's definition, or of its formula, that it was made under; 1 when
    /// absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub definition_version: Option<u32>,
    /// What a reader must know of how it was worked out: "2 of 3 parts reported", or why there is
    /// no value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Where the record was read from, in words a reader can follow ("page 12, row 4", "Measures row 12").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// What was said about a measure or action in a period.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Commentary {
    /// The measure, when it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measure: Option<MeasureKey>,
    /// The action, when it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<ActionId>,
    /// The period it speaks of.
    pub period: Period,
    /// The part of the organisation it speaks of; none for the whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitId>,
    /// What is said; for a red figure, why it is so.
    pub text: String,
    /// What is being done about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doing: Option<String>,
    /// By when it will be put right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_when: Option<Day>,
    /// Post of the author.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// The day it was written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Day>,
    /// Where the record was read from, in words a reader can follow ("page 12, row 4", "Measures row 12").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}
