//! Risks, their scores and controls.

use clew_calendar::Day;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

use crate::{PlanError, PlanId, RiskId, UnitId};

/// A risk's score: likelihood times impact, each 1 to 5, or the product alone where only that is
/// known. Written `3x4` or `12`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum RiskScore {
    /// Likelihood and impact.
    Parts {
        /// 1 (rare) to 5 (almost certain).
        likelihood: u8,
        /// 1 (minor) to 5 (catastrophic).
        impact: u8,
    },
    /// The product alone, 1 to 25.
    Product(u8),
}

impl RiskScore {
    /// Likelihood times impact, 1 to 25.
    #[must_use]
    pub const fn product(self) -> u8 {
        match self {
            Self::Parts { likelihood, impact } => likelihood * impact,
            Self::Product(product) => product,
        }
    }
}

impl fmt::Display for RiskScore {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Parts { likelihood, impact } => write!(formatter, "{likelihood}x{impact}"),
            Self::Product(product) => write!(formatter, "{product}"),
        }
    }
}

impl FromStr for RiskScore {
    type Err = PlanError;

    fn from_str(written: &str) -> Result<Self, PlanError> {
        parse(&written.trim().to_lowercase()).ok_or_else(|| PlanError::Malformed {
            what: "risk score",
            written: written.to_owned(),
            help: "write likelihood and impact such as 3x4 (each 1 to 5), or their product",
        })
    }
}

fn parse(text: &str) -> Option<RiskScore> {
    match text.split_once(['x', '×', '*']) {
        Some((likelihood, impact)) => {
            let likelihood = within(likelihood, 5)?;
            Some(RiskScore::Parts {
                likelihood,
                impact: within(impact, 5)?,
            })
        }
        None => within(text, 25).map(RiskScore::Product),
    }
}

fn within(text: &str, most: u8) -> Option<u8> {
    text.trim()
        .parse()
        .ok()
        .filter(|number| (1..=most).contains(number))
}

crate::text::serde_as_text!(RiskScore);

/// Something that may go wrong, and how likely and how bad that is.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Risk {
    /// Code in the register.
    pub code: RiskId,
    /// The plan that lists it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<PlanId>,
    /// Title.
    pub title: String,
    /// Cause, event and effect.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Kind of risk, for example "workforce".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// Score before any control.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub original: Option<RiskScore>,
    /// Score now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub current: Option<RiskScore>,
    /// Score it should come down to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<RiskScore>,
    /// The band it was published with, for example "high".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reported_band: Option<String>,
    /// Post that answers for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// The service it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitId>,
    /// When it must next be reviewed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review_due: Option<Day>,
    /// When it was last reviewed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reviewed_on: Option<Day>,
    /// Codes of other registers it stands in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<String>,
    /// Where the record was read from, in words a reader can follow ("page 12, row 4", "Measures row 12").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// What keeps a risk down.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Control {
    /// The risk.
    pub risk: RiskId,
    /// What is in place.
    pub title: String,
    /// True when it is in place, false when only planned.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub in_place: bool,
    /// Post that sees to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// By when a planned control should be in place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Day>,
    /// Where the record was read from, in words a reader can follow ("page 12, row 4", "Measures row 12").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}
