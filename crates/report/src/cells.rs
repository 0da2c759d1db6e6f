//! Short ways to write columns, cells and rows.

use clew_plan::Status;
use rust_decimal::Decimal;

use crate::{
    Align, Block, Cell, CellContent, Column, Inline, Row, RowKind, Sparkline, StatusMark, Table,
    TrendMark,
};

impl Block {
    /// A paragraph of plain text.
    #[must_use]
    pub fn paragraph(text: impl Into<String>) -> Self {
        Self::Paragraph(vec![Inline::Text(text.into())])
    }
}

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

    /// The table without the columns that have nothing in any row; columns that name rows stay.
    #[must_use]
    pub fn without_empty_columns(mut self) -> Self {
        let filled = |place: usize| {
            self.rows
                .iter()
                .filter(|row| row.kind != RowKind::Group)
                .any(|row| {
                    row.cells
                        .get(place)
                        .is_some_and(|cell| cell.content != CellContent::Empty)
                })
        };
        let kept: Vec<bool> = self
            .columns
            .iter()
            .enumerate()
            .map(|(place, column)| column.names_rows || filled(place))
            .collect();
        keep(&mut self.columns, &kept);
        for row in self
            .rows
            .iter_mut()
            .filter(|row| row.kind != RowKind::Group)
        {
            keep(&mut row.cells, &kept);
        }
        self
    }

    /// Puts the rows that follow under this heading, unless they stand under it already.
    pub fn under(&mut self, heading: &str) {
        let group = Row::group(heading);
        let last = self.rows.iter().rfind(|row| row.kind == RowKind::Group);
        if last != Some(&group) {
            self.rows.push(group);
        }
    }

    /// Whether it has no row of data.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.iter().all(|row| row.kind == RowKind::Group)
    }
}

/// Keeps the items whose place is marked.
fn keep<T>(items: &mut Vec<T>, kept: &[bool]) {
    let mut marks = kept.iter().copied();
    items.retain(|_| marks.next().unwrap_or(true));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_columns_with_nothing_in_them_are_dropped() {
        let columns = vec![
            Column::names("Name", 1),
            Column::words("Empty", 1),
            Column::numbers("Count", 1),
        ];
        let mut table = Table::new("t", "A table", columns);
        table.rows = vec![
            Row::group("Group"),
            Row::body(vec![Cell::empty(), Cell::empty(), Cell::count(1)]),
            Row::body(vec![Cell::text("b"), Cell::text(""), Cell::empty()]),
        ];
        let kept = table.without_empty_columns();
        let headings: Vec<&str> = kept
            .columns
            .iter()
            .map(|column| column.heading.as_str())
            .collect();
        assert_eq!(headings, ["Name", "Count"]);
        assert!(
            kept.rows[1..].iter().all(|row| row.cells.len() == 2),
            "{kept:?}"
        );
        assert_eq!(kept.rows[0].cells.len(), 1);
    }
}
