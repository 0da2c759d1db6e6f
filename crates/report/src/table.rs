//! Tables: captioned, with column headings, groups, and typed cells.

use clew_calendar::Day;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{Inline, Sparkline, StatusMark, TrendMark};

/// A table.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// What the table shows.
    pub caption: String,
    /// Short name, for example of its sheet in a workbook; letters, digits and spaces.
    pub name: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows, in order.
    pub rows: Vec<Row>,
    /// A note under the table.
    pub note: Option<String>,
}

/// A column of a table.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Column {
    /// Its heading.
    pub heading: String,
    /// Where its cells stand.
    pub align: Align,
    /// Share of the width, 1 to 20.
    pub weight: u8,
    /// True when its cells name their rows (row headers).
    pub names_rows: bool,
}

/// Where text stands in a cell.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub enum Align {
    /// At the start of the line: words.
    Start,
    /// At the end of the line: numbers.
    End,
    /// In the middle: marks.
    Centre,
}

/// A row of a table.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// What sort of row.
    pub kind: RowKind,
    /// Its cells; as many as there are columns, save in a group row, which has one.
    pub cells: Vec<Cell>,
}

/// What sort of row it is.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub enum RowKind {
    /// Data.
    Body,
    /// A heading across all columns over the rows that follow.
    Group,
    /// A total of the rows before it.
    Total,
}

/// A cell.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// What it holds.
    pub content: CellContent,
}

/// What a cell holds. Typed, so that a workbook gets numbers and dates, not text.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub enum CellContent {
    /// Nothing.
    #[default]
    Empty,
    /// Text and marks.
    Text(Vec<Inline>),
    /// A number.
    Number {
        /// The exact value.
        value: Decimal,
        /// How it is to be read, with its unit, for example "78%" or "£2,316,957".
        shown: String,
    },
    /// A day.
    Date(Day),
    /// A status.
    Status(StatusMark),
    /// A trend.
    Trend(TrendMark),
    /// A sparkline.
    Sparkline(Sparkline),
}
