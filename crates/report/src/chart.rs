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
}
