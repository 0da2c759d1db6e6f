//! The report and its blocks.

use clew_calendar::Day;
use serde::{Deserialize, Serialize};

use crate::{Chart, Inline, Table};

/// A report: a cover and blocks in reading order.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// Title, the one first-level heading of the document.
    pub title: String,
    /// Line under the title, for example the period.
    pub subtitle: Option<String>,
    /// Whose report it is.
    pub organisation: String,
    /// A sentence for catalogues and search engines.
    pub description: String,
    /// Particulars of the meeting, for a report that goes to a forum.
    pub cover: Option<Cover>,
    /// What is to be read, in order. Headings run from level 2 and never skip a level.
    pub blocks: Vec<Block>,
    /// Set wide pages where the format has pages.
    pub landscape: bool,
    /// How it is to be handled, which every page says; none where it is for everybody. Reports that were frozen before
    /// there were markings have none, and are written as they were.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub marking: Option<String>,
}

/// Particulars of the meeting a report goes to.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct Cover {
    /// The forum.
    pub report_to: String,
    /// The day of the meeting.
    pub meeting: Option<Day>,
    /// Post that reports.
    pub report_by: Option<String>,
    /// What the report is about.
    pub subject: Option<String>,
    /// The day its data are correct at.
    pub data_as_at: Option<Day>,
}

/// One block of a report.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub enum Block {
    /// A heading of level 2 to 6.
    Heading {
        /// 2 to 6.
        level: u8,
        /// Its text.
        text: String,
    },
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A list.
    List {
        /// Numbered when true.
        ordered: bool,
        /// One item each.
        items: Vec<Vec<Inline>>,
    },
    /// Terms with their meanings.
    Definitions(Vec<(Vec<Inline>, Vec<Inline>)>),
    /// A few large numbers, each with its label.
    KeyFigures(Vec<KeyFigure>),
    /// A table.
    Table(Table),
    /// A chart; its table follows it.
    Chart(Chart),
    /// Start a new page where the format has pages.
    PageBreak,
}

/// A large number with its label.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct KeyFigure {
    /// The number as it is to be read.
    pub shown: String,
    /// What it is.
    pub label: String,
    /// A status it belongs to, for its colour and shape.
    pub status: Option<clew_plan::Status>,
}
