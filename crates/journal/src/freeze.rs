//! Freezes: the act that fixes what a forum was shown.

use clew_calendar::{Day, Period};
use clew_plan::{FigureState, ForumId, FreezeId, Goal, MeasureKey, PlanId, Status, UnitId};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::Digest;

/// A report as it was fixed: its value is kept as an attachment, whole.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FrozenReport {
    /// The kind of report, for example `quarterly-progress`.
    pub kind: String,
    /// The digest of the attachment that holds the report's value.
    pub value: Digest,
}

/// What a forum was shown, and what was known then.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Freeze {
    /// Its id, for example `social-work-committee-2019-11-20`.
    pub id: FreezeId,
    /// The forum.
    pub forum: ForumId,
    /// The day of its meeting.
    pub meeting: Day,
    /// The plan reported on.
    pub plan: PlanId,
    /// The period reported.
    pub period: Period,
    /// Statuses `as-reported` or `by-rule`.
    pub basis: String,
    /// The last entry that was known: the Book of the freeze is the fold up to it.
    pub known: u64,
    /// The reports that were fixed.
    pub reports: Vec<FrozenReport>,
    /// The digest of the attachment that holds every measure's line ([`FrozenLine`]).
    pub lines: Digest,
    /// The version of the program whose rules gave the statuses.
    pub program: String,
}

/// One measure as a forum was shown it.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FrozenLine {
    /// The measure.
    pub measure: MeasureKey,
    /// Its code as written.
    pub code: String,
    /// Its title.
    pub title: String,
    /// The part of the organisation; none for the whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitId>,
    /// The value, exact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Decimal>,
    /// The value as it was shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shown: Option<String>,
    /// How many met.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub numerator: Option<Decimal>,
    /// How many in all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub denominator: Option<Decimal>,
    /// The target it was judged against.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<Goal>,
    /// The status shown.
    pub status: Status,
    /// The rule that gives the status, in words.
    pub rule: String,
    /// What was said about it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub comments: Vec<String>,
    /// Post that answered for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// Version of the measure's definition.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub definition_version: Option<u32>,
    /// What else was shown of it; none in freezes of the first version, which kept less.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<FrozenDetail>,
}

/// A value of an earlier period as a forum was shown it beside that of the period.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EarlierValue {
    /// The earlier period.
    pub period: Period,
    /// The value as it was shown.
    pub shown: String,
}

/// What a forum was shown of a measure beside its value, target and status.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FrozenDetail {
    /// Values of the years before, latest first; years without one are left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<EarlierValue>,
    /// The short trend in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trend: Option<String>,
    /// The value expected at the end of the year with its status, as they were shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub forecast: Option<String>,
    /// Whether the figure could still change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<FigureState>,
    /// The day the data was drawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_at: Option<Day>,
    /// What was being done about it, with the day by which it was to be put right.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub doing: Vec<String>,
    /// Why a person set the status instead of the rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub override_reason: Option<String>,
}
