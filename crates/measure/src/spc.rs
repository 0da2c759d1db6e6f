//! Statistical process control: XmR charts, and p and u charts for shares and rates.
//!
//! A chart tells common variation from signals by a named [`RuleSet`], because run lengths differ
//! between publishers. Means and limits are computed in 28-digit decimals; points are compared
//! with them before any rounding. Square roots are rounded to 28 digits.

mod limits;
mod reading;
mod rule_set;
mod series;
mod signals;

use clew_plan::{Goal, Polarity};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::MeasureError;
use crate::numbers::{as_number, as_optional_number};

pub use rule_set::{DEFAULT_RULE_SET, NearLimit, RuleSet, Tie};
pub use series::{chart_of_measure, kind_of_series, observations};

/// One point of a series.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Observation {
    /// What it is called, as a rule its period.
    pub label: String,
    /// Its value, for an XmR chart; none where it is not known.
    pub value: Option<Decimal>,
    /// How many met or how many events, for a p or u chart.
    pub numerator: Option<Decimal>,
    /// How many in all or how much exposure, for a p or u chart.
    pub denominator: Option<Decimal>,
    /// Whether a new series begins here, so that limits are drawn anew and no run crosses.
    pub starts_new_series: bool,
}

/// The kind of chart.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ChartKind {
    /// Individual values with limits from their moving ranges.
    #[default]
    Xmr,
    /// Shares in per cent, with limits from the binomial distribution, each by its denominator.
    P,
    /// Events per unit of exposure, with limits from the Poisson distribution.
    U,
}

/// Which points the centre line and the limits are drawn from, in each series between breaks.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Baseline {
    /// All of them.
    #[default]
    All,
    /// The first so many with a value; the limits then stay fixed.
    First(usize),
    /// Those from this place to that in the whole series, both included, counted from 0. A series
    /// between breaks that has none of them is drawn from all its own points.
    Places(usize, usize),
}

/// How a chart is drawn and read.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings<'rules> {
    /// The rules.
    pub rules: &'rules RuleSet,
    /// The kind of chart.
    pub kind: ChartKind,
    /// Which way is better; contextual gives neutral signals.
    pub polarity: Polarity,
    /// What should be reached.
    pub target: Option<Goal>,
    /// Whether large moving ranges are left out once; as the rule set says when none.
    pub screen_outliers: Option<bool>,
    /// What the limits are drawn from.
    pub baseline: Baseline,
    /// What a u chart's rates are per, for example 1000; 1 or more.
    pub per: Decimal,
}

impl<'rules> Settings<'rules> {
    /// An XmR chart over all points, without polarity or target.
    #[must_use]
    pub const fn new(rules: &'rules RuleSet) -> Self {
        Self {
            rules,
            kind: ChartKind::Xmr,
            polarity: Polarity::Contextual,
            target: None,
            screen_outliers: None,
            baseline: Baseline::All,
            per: Decimal::ONE,
        }
    }
}

/// A pattern that common variation would seldom give.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Hash, Ord, PartialOrd, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Signal {
    /// Outside the control limits.
    Outside,
    /// In a trend.
    Trend,
    /// One of several near a limit.
    Near,
    /// In a run on one side of the centre line.
    Shift,
    /// In a run close to the centre line.
    Inner,
}

impl Signal {
    /// The signal in words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Outside => "outside the control limits",
            Self::Trend => "in a trend",
            Self::Near => "one of several near a control limit",
            Self::Shift => "in a run on one side of the centre line",
            Self::Inner => "in a run close to the centre line",
        }
    }
}

/// What a point says.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Meaning {
    /// Common variation: no signal.
    Common,
    /// A signal on the better side.
    Improvement,
    /// A signal on the worse side.
    Concern,
    /// A signal on the high side, where neither side is better.
    High,
    /// A signal on the low side, where neither side is better.
    Low,
    /// A signal without a side: a run close to the centre line.
    Unusual,
}

/// Whether the process as it stands will meet its target.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Assurance {
    /// The limits lie wholly on target: it will be met, save for a special cause.
    ConsistentlyMet,
    /// The limits lie wholly off target: it will be missed, save for a special cause.
    ConsistentlyMissed,
    /// The target lies between the limits: met or missed by chance.
    Inconsistent,
}

/// A point with its lines and what it says.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct ChartPoint {
    /// Its label.
    pub label: String,
    /// Its value; per cent on a p chart. None where not known: it is passed over everywhere.
    #[serde(serialize_with = "as_optional_number")]
    pub value: Option<Decimal>,
    /// The distance from the value before it in its series, on an XmR chart.
    #[serde(serialize_with = "as_optional_number")]
    pub moving_range: Option<Decimal>,
    /// The centre line.
    #[serde(serialize_with = "as_number")]
    pub centre: Decimal,
    /// The lower control limit; never below 0 on a p or u chart.
    #[serde(serialize_with = "as_number")]
    pub lower: Decimal,
    /// The upper control limit; never above 100 on a p chart.
    #[serde(serialize_with = "as_number")]
    pub upper: Decimal,
    /// From the centre line to a control limit before it is cut at 0 or 100: its thirds are those
    /// that signals near a limit or close to the centre line are told by.
    #[serde(skip)]
    pub reach: Decimal,
    /// Every signal it is part of, the one that names it first.
    pub signals: Vec<Signal>,
    /// What it says.
    pub meaning: Meaning,
    /// The series between breaks it belongs to, counted from 1.
    pub series: usize,
}

/// A series between breaks, with what its lines were drawn from.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Segment {
    /// Label of its first point.
    pub from: String,
    /// Label of its last point.
    pub to: String,
    /// How many points its lines were drawn from.
    pub drawn_from: usize,
    /// Whether those are so few that the limits are on trial.
    pub trial: bool,
    /// The centre line.
    #[serde(serialize_with = "as_number")]
    pub centre: Decimal,
    /// The lower control limit; on a p or u chart that of the last point.
    #[serde(serialize_with = "as_number")]
    pub lower: Decimal,
    /// The upper control limit; on a p or u chart that of the last point.
    #[serde(serialize_with = "as_number")]
    pub upper: Decimal,
    /// The mean moving range after screening, on an XmR chart.
    #[serde(serialize_with = "as_optional_number")]
    pub mean_moving_range: Option<Decimal>,
    /// How many moving ranges were left out as outliers.
    pub screened: usize,
}

/// A chart, read.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Chart {
    /// The kind of chart.
    pub chart: ChartKind,
    /// Name of the rule set it was read by.
    pub rule_set: String,
    /// Where the rules are published.
    pub rule_set_source: String,
    /// Which way is better.
    pub polarity: Polarity,
    /// What should be reached.
    pub target: Option<Goal>,
    /// Whether large moving ranges were screened.
    pub screen_outliers: bool,
    /// Whether the last series' limits are on trial.
    pub trial: bool,
    /// The last series' centre line.
    #[serde(serialize_with = "as_number")]
    pub centre: Decimal,
    /// The last series' lower limit.
    #[serde(serialize_with = "as_number")]
    pub lower: Decimal,
    /// The last series' upper limit.
    #[serde(serialize_with = "as_number")]
    pub upper: Decimal,
    /// What the last point with a value says.
    pub latest: Meaning,
    /// Whether the target will be met; none without a target or a better side.
    pub assurance: Option<Assurance>,
    /// The chart in a few plain sentences.
    pub summary: String,
    /// The series between breaks.
    pub segments: Vec<Segment>,
    /// The points.
    pub points: Vec<ChartPoint>,
}

/// Draws and reads a chart.
///
/// Limits of an XmR chart are the mean ± 2.66 times the mean moving range; with screening, moving
/// ranges of 3.267 times their mean or more are left out once. Those of p and u charts are three
/// standard deviations for each point's own denominator. Points without a value are passed over.
///
/// # Errors
/// When no point has a value, when a baseline has fewer than two, when a p or u chart lacks counts
/// (or a p chart's numerator exceeds its denominator), and when numbers are too large.
pub fn chart(observations: &[Observation], settings: &Settings<'_>) -> Result<Chart, MeasureError> {
    let mut segments = Vec::new();
    let mut points = Vec::new();
    let stretches = series::between_breaks(observations);
    let is_only_one = stretches.len() < 2;
    for (number, range) in stretches.into_iter().enumerate() {
        let offset = range.start;
        let Some(drawn) = limits::draw(&observations[range], offset, settings, is_only_one)? else {
            continue;
        };
        let mut read = drawn.points;
        signals::mark(&mut read, settings);
        read.iter_mut().for_each(|point| point.series = number + 1);
        segments.push(drawn.segment);
        points.extend(read);
    }
    reading::read(segments, points, settings)
}

#[cfg(test)]
mod tests;
