//! Charts: data with a title, a unit and a description; drawn by the renderers.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::Table;

/// A chart and the table that says the same.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Chart {
    /// Title, saying what is shown.
    pub title: String,
    /// What a reader should see in it, in a sentence or two.
    pub description: String,
    /// Name and unit of the value axis.
    pub value_axis: String,
    /// How it is drawn.
    pub kind: ChartKind,
    /// Labels along the other axis, in order.
    pub labels: Vec<String>,
    /// Its series; each as long as `labels`.
    pub series: Vec<Series>,
    /// The same data as a table.
    pub table: Table,
    /// What a [`ChartKind::Measure`] shows besides its lines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub over_time: Option<Box<OverTime>>,
}

/// How a chart is drawn.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub enum ChartKind {
    /// Lines over time.
    Line,
    /// Bars side by side.
    Bar,
    /// Bars on top of one another, lying down; one bar a label.
    StackedBar,
    /// A measure over time: lines with the marks, bands and breaks of [`OverTime`].
    Measure,
}

/// A series of a chart.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Series {
    /// Its name in the key.
    pub name: String,
    /// What it stands for, which decides its colour and stroke.
    pub role: SeriesRole,
    /// Values in the order of the labels; a gap where there is none.
    pub values: Vec<Option<Decimal>>,
}

/// What a series stands for.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub enum SeriesRole {
    /// The measure itself.
    Value,
    /// Its target.
    Target,
    /// The mean or centre line.
    Centre,
    /// A control limit.
    Limit,
    /// Another series to compare with.
    Comparison,
    /// The share that has a status.
    Status(clew_plan::Status),
    /// The value expected, from the last known value onwards.
    Forecast,
}

/// What the chart of a measure shows besides its lines.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct OverTime {
    /// One mark a label, for the points of the value series; none where there is no point.
    pub marks: Vec<Option<PointMark>>,
    /// Ranges drawn as bands behind the lines.
    pub bands: Vec<Band>,
    /// Breaks in the series, in order; no line crosses them.
    pub breaks: Vec<Break>,
    /// The labels whose points the control limits are drawn from, where they are not all.
    pub baseline: Option<(usize, usize)>,
    /// The value at the end of the forecast as a reader sees it.
    pub expected: Option<String>,
    /// What stands under the chart: the rule set of its control limits, what is left out.
    pub caption: Option<String>,
}

/// How one point of a measure is marked.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct PointMark {
    /// Its status: shape and colour.
    pub status: clew_plan::Status,
    /// Whether the figure may still change: a hollow mark.
    pub provisional: bool,
    /// The signal it is part of on a control chart.
    pub signal: Option<PointSignal>,
    /// The value as a reader sees it, for example "78%".
    pub shown: String,
}

/// A signal at a point of a control chart.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct PointSignal {
    /// For better (up), for worse (down), or neither (level).
    pub direction: crate::Direction,
    /// In words, for example "outside the control limits".
    pub words: String,
}

/// A range of values, one for each label, drawn as a band.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Band {
    /// Its name in the key.
    pub name: String,
    /// The status of the values within it: Green or Amber.
    pub status: clew_plan::Status,
    /// Lowest and highest value at each label; none where there is no such range.
    pub ranges: Vec<Option<(Decimal, Decimal)>>,
}

/// A break in a series.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Break {
    /// Place among the labels of the first period of the new series; 1 or more.
    pub before: usize,
    /// Why, for example "definition changed".
    pub reason: String,
}
