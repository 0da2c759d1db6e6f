//! Short ways to write columns, cells and rows.

use clew_plan::Status;
use rust_decimal::Decimal;

use crate::{
    Align, Cell, CellContent, Column, Inline, Row, RowKind, Sparkline, StatusMark, Table, TrendMark,
};

impl Column {
    /// A column of words.
    #[must_use]
    pub fn words(heading: impl Into<String>, weight: u8) -> Self {
        Self {
            heading: heading.into(),
            align: Align::Start,
            weight,
            names_rows: false,
        }
    }

    /// A column of words whose cells name their rows.
    #[must_use]
    pub fn names(heading: impl Into<String>, weight: u8) -> Self {
        Self {
            names_rows: true,
            ..Self::words(heading, weight)
        }
    }

    /// A column of numbers.
    #[must_use]
    pub fn numbers(heading: impl Into<String>, weight: u8) -> Self {
        Self {
            align: Align::End,
            ..Self::words(heading, weight)
        }
    }

    /// A column of marks.
    #[must_use]
    pub fn marks(heading: impl Into<String>, weight: u8) -> Self {
        Self {
            align: Align::Centre,
            ..Self::words(heading, weight)
        }
    }
}

impl Cell {
    /// A cell with nothing in it.
    #[must_use]
    pub fn empty() -> Self {
        Self::default()
    }

    /// A cell of plain text; empty text gives an empty cell.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() {
            Self::empty()
        } else {
            Self::inlines(vec![Inline::Text(text)])
        }
    }

    /// A cell of text that may be missing.
    #[must_use]
    pub fn maybe(text: Option<&str>) -> Self {
        Self::text(text.unwrap_or_default())
    }

    /// A cell of text and marks.
    #[must_use]
    pub fn inlines(inlines: Vec<Inline>) -> Self {
        Self {
            content: CellContent::Text(inlines),
        }
    }

    /// A number with the way it is to be read.
    #[must_use]
    pub fn number(value: Decimal, shown: impl Into<String>) -> Self {
        Self {
            content: CellContent::Number {
                value,
                shown: shown.into(),
            },
        }
    }

    /// A count.
    #[must_use]
    pub fn count(count: u32) -> Self {
        Self::number(Decimal::from(count), count.to_string())
    }

    /// A status without a note.
    #[must_use]
    pub fn status(status: Status) -> Self {
        Self::status_mark(StatusMark { status, note: None })
    }

    /// A status with what must be said beside it.
    #[must_use]
    pub fn status_mark(mark: StatusMark) -> Self {
        Self {
            content: CellContent::Status(mark),
        }
    }

    /// A trend arrow.
    #[must_use]
    pub fn trend(mark: TrendMark) -> Self {
        Self {
            content: CellContent::Trend(mark),
        }
    }

    /// A sparkline.
    #[must_use]
    pub fn sparkline(line: Sparkline) -> Self {
        Self {
            content: CellContent::Sparkline(line),
        }
    }
}

impl Row {
    /// A row of data.
    #[must_use]
    pub fn body(cells: Vec<Cell>) -> Self {
        Self {
            kind: RowKind::Body,
            cells,
        }
    }

    /// A heading over the rows that follow.
    #[must_use]
    pub fn group(heading: impl Into<String>) -> Self {
        Self {
            kind: RowKind::Group,
            cells: vec![Cell::text(heading)],
        }
    }

    /// A total of the rows before it.
    #[must_use]
    pub fn total(cells: Vec<Cell>) -> Self {
        Self {
            kind: RowKind::Total,
            cells,
        }
    }
}

impl Table {
    /// An empty table with its columns.
    #[must_use]
    pub fn new(name: impl Into<String>, caption: impl Into<String>, columns: Vec<Column>) -> Self {
        Self {
            caption: caption.into(),
            name: name.into(),
            columns,
            rows: Vec::new(),
            note: None,
        }
    }

    /// Whether it has no row of data.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.iter().all(|row| row.kind == RowKind::Group)
    }
}
