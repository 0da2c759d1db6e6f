//! A report as a value, and the builders for each kind of report.
//!
//! A [`Report`] says what is to be read, in order, and nothing about how it looks: the renderers
//! turn one value into a page, a PDF, a Word file and a workbook, so those can never differ.

mod cells;
mod chart;
mod inline;
mod model;
mod table;

pub use clew_calendar::Day;
pub use clew_plan::Status;

pub use chart::{Chart, ChartKind, Series, SeriesRole};
pub use inline::{Direction, Inline, Sparkline, StatusMark, TrendMark};
pub use model::{Block, Cover, KeyFigure, Report};
pub use table::{Align, Cell, CellContent, Column, Row, RowKind, Table};
