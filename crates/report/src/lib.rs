//! A report as a value, and the builders for each kind of report.
//!
//! A [`Report`] says what is to be read, in order, and nothing about how it looks: the renderers
//! turn one value into a page, a PDF, a Word file and a workbook, so those can never differ.

mod builders;
mod cells;
mod chart;
mod error;
mod heat_map;
mod inline;
mod model;
mod request;
mod returned;
mod table;
mod timeline;
mod tree;
pub mod words;

/// The day and the status that reports hold, so that renderers need no other crate for them.
pub use clew_calendar::Day;
pub use clew_plan::Status;

pub use builders::{
    MeasureChartOptions, ReportKind, action_colour, committee_report, improvement_plan,
    management_plan, measure_chart, measure_page, quarterly_progress, resource_plan, risk_register,
};
pub use chart::{
    Band, Break, Chart, ChartKind, OverTime, PointMark, PointSignal, Series, SeriesRole,
};
pub use error::ReportError;
pub use heat_map::{HeatCell, HeatMap, HeatMark};
pub use inline::{Direction, Inline, Sparkline, StatusMark, TrendMark};
pub use model::{Block, Cover, KeyFigure, Report};
pub use request::Request;
pub use returned::{OpenReturns, ReturnMark};
pub use table::{Align, Cell, CellContent, Column, Row, RowKind, Table};
pub use timeline::{Timeline, TimelineMark, TimelineRow};
pub use tree::{Node, Tree};
