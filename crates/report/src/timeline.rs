//! Timelines: pieces of work by their days, against today.

use clew_calendar::Day;
use serde::{Deserialize, Serialize};

use crate::{Cell, Column, Row, StatusMark, Table, words};

/// A timeline: rows of work from their starts to their ends, drawn by the renderers.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Timeline {
    /// Title, saying what is shown.
    pub title: String,
    /// What a reader should see in it, in a sentence or two.
    pub description: String,
    /// The day it is read on: what should have ended before it, and has not, is late.
    pub today: Day,
    /// Its rows, in order; rows of one group stand together.
    pub rows: Vec<TimelineRow>,
}

/// One piece of work.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct TimelineRow {
    /// The heading it stands under; empty for none.
    pub group: String,
    /// Short code; may be empty.
    pub code: String,
    /// What it is.
    pub title: String,
    /// How it stands.
    pub status: StatusMark,
    /// Where a reader finds more: an address within the application.
    pub href: Option<String>,
    /// First day.
    pub start: Option<Day>,
    /// Last day as planned now.
    pub end: Option<Day>,
    /// Last day as planned at first, where that was another.
    pub original_end: Option<Day>,
    /// The day it was finished on.
    pub finished: Option<Day>,
    /// Its milestones.
    pub milestones: Vec<TimelineMark>,
}

/// A milestone on a timeline.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct TimelineMark {
    /// What is to be reached.
    pub title: String,
    /// The day it is due, or was reached.
    pub day: Day,
    /// Whether it has been reached.
    pub done: bool,
}

impl TimelineRow {
    /// Whether the work should have ended and has not.
    #[must_use]
    pub fn is_late(&self, today: Day) -> bool {
        let over = |end: Day| end < today;
        self.finished.is_none() && !self.is_done() && self.end.is_some_and(over)
    }

    /// Whether its status says that it is complete.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.finished.is_some() || self.status.status == clew_plan::Status::Blue
    }

    /// How it stands in words: what its owner says of it where it is not judged, else its status.
    #[must_use]
    pub fn standing(&self) -> String {
        let note = self.status.note.as_deref();
        let own = note.filter(|_| self.status.status == clew_plan::Status::Contextual);
        own.unwrap_or(self.status.status.word()).to_owned()
    }

    /// How late it is in words; none when it is not.
    #[must_use]
    pub fn lateness(&self, today: Day) -> Option<String> {
        let end = self.end.filter(|_| self.is_late(today))?;
        let days = usize::try_from(end.days_until(today)).unwrap_or(0);
        Some(format!("{} late", words::count(days, "day")))
    }
}

impl Timeline {
    /// The rows of one page; `page` is counted from 0 and `rows` is at least 1.
    #[must_use]
    pub fn page(&self, page: usize, rows: usize) -> Self {
        let rows = rows.max(1);
        let kept = self.rows.iter().skip(page.saturating_mul(rows)).take(rows);
        Self {
            rows: kept.cloned().collect(),
            ..self.clone()
        }
    }

    /// The same as a table.
    #[must_use]
    pub fn table(&self) -> Table {
        let columns = vec![
            Column::words("Code", 2),
            Column::names("Work", 7),
            Column::marks("Status", 3),
            Column::words("Start", 3),
            Column::words("End", 3),
            Column::words("First planned end", 3),
            Column::words("Finished", 3),
            Column::words("Late", 2),
            Column::words("Milestones", 6),
        ];
        let mut table = Table::new("Timeline", self.title.clone(), columns);
        for row in &self.rows {
            if !row.group.is_empty() {
                table.under(&row.group);
            }
            table.rows.push(self.row(row));
        }
        table.without_empty_columns()
    }

    fn row(&self, row: &TimelineRow) -> Row {
        let milestones: Vec<String> = row.milestones.iter().map(in_words).collect();
        Row::body(vec![
            Cell::text(&row.code),
            Cell::text(&row.title),
            Cell::status_mark(row.status.clone()),
            day(row.start),
            day(row.end),
            day(row.original_end.filter(|day| Some(*day) != row.end)),
            day(row.finished),
            Cell::maybe(row.lateness(self.today).as_deref()),
            Cell::text(milestones.join("; ")),
        ])
    }
}

fn in_words(mark: &TimelineMark) -> String {
    let done = if mark.done { "done" } else { "not done" };
    format!("{}, {} ({done})", mark.title, words::day(mark.day))
}

fn day(day: Option<Day>) -> Cell {
    day.map_or_else(Cell::empty, |day| Cell {
        content: crate::CellContent::Date(day),
    })
}
