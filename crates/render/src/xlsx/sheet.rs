//! One table on one sheet.

use clew_report::{Align, Cell, CellContent, Row, RowKind, Table};
use rust_decimal::Decimal;
use rust_xlsxwriter::{ExcelDateTime, Format, FormatAlign, Worksheet};

use super::{
    base, colour,
    format::{self, Formats},
    short,
};
use crate::{
    RenderError,
    text::{inline_words, status_words},
};

/// Row of the column headings; the caption stands two rows above.
const HEADINGS: u32 = 2;

/// Writes a table: caption, headings that stay in view, rows, note.
pub(super) fn write(
    sheet: &mut Worksheet,
    table: &Table,
    formats: &Formats,
) -> Result<(), RenderError> {
    sheet.write_string_with_format(0, 0, short(&table.caption), &formats.strong)?;
    headings(sheet, table, formats)?;
    let mut row = HEADINGS;
    for one in &table.rows {
        row += 1;
        write_row(sheet, table, row, one, formats)?;
    }
    if let Some(note) = &table.note {
        sheet.write_string_with_format(row + 2, 0, short(note), &formats.note)?;
    }
    Ok(())
}

fn headings(sheet: &mut Worksheet, table: &Table, formats: &Formats) -> Result<(), RenderError> {
    for (number, column) in (0_u16..).zip(&table.columns) {
        let format = if column.align == Align::End {
            &formats.heading_end
        } else {
            &formats.heading
        };
        sheet.write_string_with_format(HEADINGS, number, short(&column.heading), format)?;
        sheet.set_column_width(number, width(table, usize::from(number)))?;
    }
    // The headings and, where the first columns name the rows, those columns stay in view.
    let named = table
        .columns
        .iter()
        .rposition(|column| column.names_rows)
        .map_or(0, |last| last + 1);
    let frozen = if named <= 2 {
        u16::try_from(named).unwrap_or(0)
    } else {
        0
    };
    sheet.set_freeze_panes(HEADINGS + 1, frozen)?;
    if !table.columns.is_empty() {
        let last = u16::try_from(table.columns.len() - 1).unwrap_or(u16::MAX);
        sheet.set_repeat_rows(HEADINGS, HEADINGS)?;
        if !table.rows.is_empty() && table.rows.iter().all(|row| row.kind == RowKind::Body) {
            let rows = u32::try_from(table.rows.len()).unwrap_or(u32::MAX);
            sheet.autofilter(HEADINGS, 0, HEADINGS.saturating_add(rows), last)?;
        }
    }
    Ok(())
}

/// Width of a column in characters: enough for its longest text, at most a comfortable line.
fn width(table: &Table, index: usize) -> f64 {
    let heading = table
        .columns
        .get(index)
        .map_or(0, |column| column.heading.chars().count().min(14));
    let longest = table
        .rows
        .iter()
        .filter(|row| row.kind != RowKind::Group)
        .filter_map(|row| row.cells.get(index))
        .map(|cell| match &cell.content {
            CellContent::Empty => 0,
            CellContent::Text(line) => inline_words(line)
                .lines()
                .map(|line| line.chars().count())
                .max()
                .unwrap_or(0),
            CellContent::Number { shown, .. } => shown.chars().count(),
            CellContent::Date(_) => 17,
            CellContent::Status(mark) => status_words(mark).chars().count() + 3,
            CellContent::Trend(mark) => mark.words.chars().count(),
            CellContent::Sparkline(line) => line.description.chars().count(),
        })
        .max()
        .unwrap_or(0);
    f64::from(
        u32::try_from(longest.max(heading))
            .unwrap_or(60)
            .clamp(8, 60),
    ) + 2.0
}

fn write_row(
    sheet: &mut Worksheet,
    table: &Table,
    row: u32,
    one: &Row,
    formats: &Formats,
) -> Result<(), RenderError> {
    if one.kind == RowKind::Group {
        let words = one.cells.first().map(cell_words).unwrap_or_default();
        for number in (0_u16..).take(table.columns.len()) {
            sheet.write_blank(row, number, &formats.group)?;
        }
        sheet.write_string_with_format(row, 0, short(&words), &formats.group)?;
        return Ok(());
    }
    let dress = |format: Format| {
        if one.kind == RowKind::Total {
            format::total(format)
        } else {
            format
        }
    };
    for ((number, column), cell) in (0_u16..).zip(&table.columns).zip(&one.cells) {
        write_cell(sheet, (row, number), column.align, cell, &dress)?;
    }
    Ok(())
}

/// The words of a cell that is not typed.
fn cell_words(cell: &Cell) -> String {
    match &cell.content {
        CellContent::Text(line) => inline_words(line),
        CellContent::Number { shown, .. } => shown.clone(),
        CellContent::Status(mark) => status_words(mark),
        CellContent::Trend(mark) => mark.words.clone(),
        CellContent::Sparkline(line) => line.description.clone(),
        CellContent::Date(day) => day.to_string(),
        CellContent::Empty => String::new(),
    }
}

fn write_cell(
    sheet: &mut Worksheet,
    (row, number): (u32, u16),
    align: Align,
    cell: &Cell,
    dress: &dyn Fn(Format) -> Format,
) -> Result<(), RenderError> {
    let side = match align {
        Align::Start => FormatAlign::Left,
        Align::End => FormatAlign::Right,
        Align::Centre => FormatAlign::Center,
    };
    match &cell.content {
        CellContent::Empty => sheet.write_blank(row, number, &dress(base()))?,
        CellContent::Number { value, shown } => {
            let format = base()
                .set_align(side)
                .set_num_format(format::number(*value, shown));
            sheet.write_number_with_format(row, number, nearest(*value), &dress(format))?
        }
        CellContent::Date(day) => {
            let year = u16::try_from(day.year()).unwrap_or_default();
            let date = ExcelDateTime::from_ymd(year, day.month(), day.day())?;
            let format = base().set_align(side).set_num_format("d mmmm yyyy");
            sheet.write_datetime_with_format(row, number, &date, &dress(format))?
        }
        CellContent::Status(mark) => sheet.write_string_with_format(
            row,
            number,
            short(&status_words(mark)),
            &dress(format::status(mark.status)),
        )?,
        CellContent::Sparkline(line) => {
            let format = base().set_text_wrap().set_font_color(colour("55626F"));
            sheet.write_string_with_format(row, number, short(&line.description), &dress(format))?
        }
        CellContent::Text(_) | CellContent::Trend(_) => {
            let format = base().set_text_wrap().set_align(side);
            sheet.write_string_with_format(row, number, short(&cell_words(cell)), &dress(format))?
        }
    };
    Ok(())
}

/// The binary number nearest to a decimal. Through text, which is rounded to the nearest;
/// `Decimal::to_f64` may be one step beside it, and a workbook would then read 4385.779000000001.
fn nearest(value: Decimal) -> f64 {
    value.to_string().parse().unwrap_or_default()
}
