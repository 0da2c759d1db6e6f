//! Tables of the Word file.

use std::fmt::Write as _;

use clew_report::{Align, Cell, CellContent, Column, KeyFigure, Row, RowKind, Table};

use super::body::{paragraph, run, runs, status, trend};
use crate::{marks::look, text::escape, widths::column_widths};

/// Mean width of a character of a table, in twentieths of a point.
const CHARACTER: f64 = 92.0;
/// Room at both sides of a cell together.
const PADDING: f64 = 170.0;

/// A table with its caption before and its note after.
pub(super) fn table(table: &Table, width: f64) -> String {
    let table = without_sparklines(table);
    let mut written = paragraph("Caption", "", &run(&table.caption, ""));
    if !table.columns.is_empty() {
        let widths: Vec<String> = column_widths(&table, width, CHARACTER, PADDING)
            .iter()
            .map(|width| format!("{width:.0}"))
            .collect();
        open(&mut written, &table.caption, &widths, width);
        written.push_str(&head(&table.columns, &widths));
        for row in &table.rows {
            written.push_str(&body_row(&table.columns, row, &widths));
        }
        written.push_str("</w:tbl>");
    }
    // A paragraph always follows a table, or the next one would join it.
    written
        + &paragraph(
            "Note",
            "",
            &run(table.note.as_deref().unwrap_or_default(), ""),
        )
}

/// The table without the columns that hold sparklines and nothing else.
fn without_sparklines(table: &Table) -> Table {
    let mut table = table.clone();
    let data = |row: &&Row| row.kind != RowKind::Group;
    let kept: Vec<bool> = (0..table.columns.len())
        .map(|index| {
            let mut contents = table
                .rows
                .iter()
                .filter(data)
                .filter_map(|row| row.cells.get(index))
                .map(|cell| &cell.content);
            let drawn = |content: &CellContent| matches!(content, CellContent::Sparkline(_));
            !contents.clone().any(drawn)
                || contents.any(|content| !drawn(content) && *content != CellContent::Empty)
        })
        .collect();
    let keep = |index: &mut usize| {
        *index += 1;
        kept.get(*index - 1).copied().unwrap_or(true)
    };
    let mut at = 0;
    table.columns.retain(|_| keep(&mut at));
    for row in table
        .rows
        .iter_mut()
        .filter(|row| row.kind != RowKind::Group)
    {
        let mut at = 0;
        row.cells.retain(|_| keep(&mut at));
    }
    table
}

fn open(written: &mut String, caption: &str, widths: &[String], width: f64) {
    let caption = escape(&caption.replace('\n', " "));
    let _ = write!(
        written,
        "<w:tbl><w:tblPr><w:tblStyle w:val=\"ReportTable\"/><w:tblW w:w=\"{width:.0}\" w:type=\"dxa\"/>\
         <w:tblLayout w:type=\"fixed\"/>\
         <w:tblLook w:val=\"0620\" w:firstRow=\"1\" w:lastRow=\"0\" w:firstColumn=\"0\" w:lastColumn=\"0\" w:noHBand=\"1\" w:noVBand=\"1\"/>\
         <w:tblCaption w:val=\"{caption}\"/></w:tblPr><w:tblGrid>"
    );
    for width in widths {
        let _ = write!(written, "<w:gridCol w:w=\"{width}\"/>");
    }
    written.push_str("</w:tblGrid>");
}

/// The heading row, which Word repeats on every page.
fn head(columns: &[Column], widths: &[String]) -> String {
    let cells: String = columns
        .iter()
        .zip(widths)
        .map(|(column, width)| {
            cell(
                width,
                "<w:vAlign w:val=\"bottom\"/>",
                &paragraph(
                    "TableHeading",
                    aligned(column.align),
                    &run(&column.heading, ""),
                ),
            )
        })
        .collect();
    format!("<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>")
}

fn cell(width: &str, properties: &str, content: &str) -> String {
    format!(
        "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>{properties}</w:tcPr>{content}</w:tc>"
    )
}

const fn aligned(align: Align) -> &'static str {
    match align {
        Align::Start => "",
        Align::End => "<w:jc w:val=\"right\"/>",
        Align::Centre => "<w:jc w:val=\"center\"/>",
    }
}

fn body_row(columns: &[Column], row: &Row, widths: &[String]) -> String {
    if row.kind == RowKind::Group {
        return group_row(columns.len(), row);
    }
    let borders = if row.kind == RowKind::Total {
        "<w:tcBorders><w:top w:val=\"single\" w:sz=\"8\" w:space=\"0\" w:color=\"8B97A3\"/>\
         <w:bottom w:val=\"single\" w:sz=\"8\" w:space=\"0\" w:color=\"8B97A3\"/></w:tcBorders>"
    } else {
        ""
    };
    let cells: String = columns
        .iter()
        .zip(&row.cells)
        .zip(widths)
        .map(|((column, content), width)| {
            let words = content_runs(content, row.kind == RowKind::Total);
            cell(
                width,
                borders,
                &paragraph("TableText", aligned(column.align), &words),
            )
        })
        .collect();
    format!("<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>")
}

fn group_row(columns: usize, row: &Row) -> String {
    let words = row
        .cells
        .first()
        .map(|cell| content_runs(cell, true))
        .unwrap_or_default();
    format!(
        "<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr><w:gridSpan w:val=\"{columns}\"/>\
         <w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"F4F6F8\"/></w:tcPr>{}</w:tc></w:tr>",
        paragraph("TableText", "<w:keepNext/>", &words),
    )
}

/// A cell as runs; bold for totals and groups.
fn content_runs(cell: &Cell, bold: bool) -> String {
    let weight = if bold { "<w:b/>" } else { "" };
    match &cell.content {
        CellContent::Empty => String::new(),
        CellContent::Text(line) if bold => {
            let plain = |part: &clew_report::Inline| match part {
                clew_report::Inline::Text(text) => run(text, weight),
                other => runs(std::slice::from_ref(other)),
            };
            line.iter().map(plain).collect()
        }
        CellContent::Text(line) => runs(line),
        CellContent::Number { shown, .. } => run(shown, weight),
        CellContent::Date(day) => run(&clew_report::words::day(*day), weight),
        CellContent::Status(mark) => status(mark),
        CellContent::Trend(mark) => trend(mark),
        CellContent::Sparkline(line) => run(&line.description, weight),
    }
}

/// Key figures side by side, at most six in a row.
pub(super) fn key_figures(figures: &[KeyFigure], width: f64) -> String {
    const ACROSS: usize = 6;
    let across = figures.len().min(ACROSS);
    #[expect(clippy::cast_precision_loss, reason = "at most six")]
    let each = format!("{:.0}", width / across as f64);
    let widths = vec![each.clone(); across];
    let mut written = String::new();
    open(&mut written, "Key figures", &widths, width);
    // They have no heading row, so the style must not draw the line under one.
    written = written.replace(
        "w:val=\"0620\" w:firstRow=\"1\"",
        "w:val=\"0600\" w:firstRow=\"0\"",
    );
    for row in figures.chunks(across) {
        written.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
        for figure in row {
            written.push_str(&key_figure(figure, &each));
        }
        for _ in row.len()..across {
            written.push_str(&cell(&each, "", &paragraph("TableText", "", "")));
        }
        written.push_str("</w:tr>");
    }
    written + "</w:tbl>" + &paragraph("Note", "", "")
}

fn key_figure(figure: &KeyFigure, width: &str) -> String {
    let (ink, tint, sign) = figure
        .status
        .map_or(("1F2A35", "F4F6F8", String::new()), |status| {
            let look = look(status);
            (look.ink, look.tint, format!("{}\u{A0}", look.sign))
        });
    let colour = format!("<w:color w:val=\"{ink}\"/>");
    let content = paragraph("KeyFigure", "", &run(&figure.shown, &colour))
        + &paragraph(
            "TableText",
            "",
            &run(&format!("{sign}{}", figure.label), &colour),
        );
    cell(
        width,
        &format!("<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"{tint}\"/>"),
        &content,
    )
}
