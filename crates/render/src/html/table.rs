//! Tables as markup: caption, column headings, row headings, groups and totals.

use std::fmt::Write as _;

use clew_report::{Align, Cell, CellContent, Column, Inline, Row, RowKind, Table};

use super::{Page, inline, marks, words};
use crate::{svg, text::escape};

impl Page<'_> {
    /// A table within a region of its own, which scrolls when the screen is narrow.
    pub(super) fn table(&mut self, table: &Table) {
        let caption = self.id();
        let _ = writeln!(
            self.written,
            "<div class=\"table-scroll\" role=\"region\" aria-labelledby=\"{caption}\" tabindex=\"0\">\n\
             <table class=\"{}\">\n<caption id=\"{caption}\"><span>{}</span></caption>",
            size_class(table),
            escape(&table.caption),
        );
        self.push(&columns(&table.columns));
        self.rows(table);
        self.push("</table>\n</div>\n");
        if let Some(note) = &table.note {
            let _ = writeln!(self.written, "<p class=\"note\">{}</p>", escape(note));
        }
    }

    /// The rows, each group in a body of its own.
    fn rows(&mut self, table: &Table) {
        self.push("<tbody>\n");
        for (index, row) in table.rows.iter().enumerate() {
            if row.kind == RowKind::Group && index > 0 {
                self.push("</tbody>\n<tbody>\n");
            }
            self.row(table, row);
        }
        self.push("</tbody>\n");
    }

    fn row(&mut self, table: &Table, row: &Row) {
        match row.kind {
            RowKind::Group => self.group(table.columns.len(), row),
            RowKind::Body => self.data(table, row, "<tr>"),
            RowKind::Total => self.data(table, row, "<tr class=\"total\">"),
        }
    }

    fn group(&mut self, columns: usize, row: &Row) {
        let heading = row
            .cells
            .first()
            .map(|cell| self.content(&cell.content))
            .unwrap_or_default();
        let _ = writeln!(
            self.written,
            "<tr class=\"group\"><th scope=\"rowgroup\" colspan=\"{}\"><span>{heading}</span></th></tr>",
            columns.max(1),
        );
    }

    fn data(&mut self, table: &Table, row: &Row, open: &str) {
        self.push(open);
        for (column, cell) in table.columns.iter().zip(&row.cells) {
            self.cell(column, cell);
        }
        self.push("</tr>\n");
    }

    fn cell(&mut self, column: &Column, cell: &Cell) {
        let content = self.content(&cell.content);
        let class = class(column.align, &cell.content);
        let _ = if column.names_rows && cell.content != CellContent::Empty {
            write!(self.written, "<th scope=\"row\"{class}>{content}</th>")
        } else {
            write!(self.written, "<td{class}>{content}</td>")
        };
    }

    fn content(&mut self, content: &CellContent) -> String {
        match content {
            CellContent::Empty => String::new(),
            CellContent::Text(line) => self.line(line),
            CellContent::Number { shown, .. } => escape(shown),
            CellContent::Date(day) => {
                format!(
                    "<time datetime=\"{day}\">{}</time>",
                    clew_report::words::day(*day)
                )
            }
            CellContent::Status(mark) => marks::status(mark),
            CellContent::Trend(mark) => marks::trend(mark),
            CellContent::Sparkline(line) => {
                let id = self.id();
                svg::sparkline(line, &id)
            }
        }
    }

    /// Text of a cell, in which whatever is known elsewhere leads there.
    fn line(&self, line: &[Inline]) -> String {
        let part = |part: &Inline| {
            let written = inline(std::slice::from_ref(part));
            let text = match part {
                Inline::Text(text) | Inline::Strong(text) => text,
                _ => return written,
            };
            match (self.link)(text.trim()) {
                Some(to) => format!("<a href=\"{}\">{written}</a>", escape(&to)),
                None => written,
            }
        };
        line.iter().map(part).collect()
    }
}

/// Whether a table is short (kept on one page of paper) and has many columns (scrolls when narrow).
fn size_class(table: &Table) -> &'static str {
    const SHORT: usize = 12;
    const MANY: usize = 4;
    match (table.rows.len() <= SHORT, table.columns.len() > MANY) {
        (true, true) => "short many",
        (true, false) => "short",
        (false, true) => "many",
        (false, false) => "long",
    }
}

/// Widths and headings of the columns.
fn columns(columns: &[Column]) -> String {
    let total: u32 = columns
        .iter()
        .map(|column| u32::from(column.weight.max(1)))
        .sum();
    let mut written = String::from("<colgroup>");
    for column in columns {
        let percent = (u32::from(column.weight.max(1)) * 100 / total.max(1)).max(1);
        let _ = write!(written, "<col class=\"p{percent}\">");
    }
    written.push_str("</colgroup>\n<thead>\n<tr>");
    for column in columns {
        let class =
            align_class(column.align).map_or_else(String::new, |name| format!(" class=\"{name}\""));
        let _ = write!(
            written,
            "<th scope=\"col\"{class}>{}</th>",
            words(&column.heading)
        );
    }
    written.push_str("</tr>\n</thead>\n");
    written
}

const fn align_class(align: Align) -> Option<&'static str> {
    match align {
        Align::Start => None,
        Align::End => Some("end"),
        Align::Centre => Some("centre"),
    }
}

/// Classes of a cell: where it stands, and whether it must not be broken.
fn class(align: Align, content: &CellContent) -> String {
    let whole = matches!(
        content,
        CellContent::Number { .. } | CellContent::Sparkline(_)
    )
    .then_some("whole");
    let names: Vec<&str> = align_class(align).into_iter().chain(whole).collect();
    if names.is_empty() {
        String::new()
    } else {
        format!(" class=\"{}\"", names.join(" "))
    }
}
