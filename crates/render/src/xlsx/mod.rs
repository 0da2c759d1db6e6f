//! A report as a workbook: a sheet of contents, then a sheet for each table, with typed cells.

mod format;
mod sheet;

use clew_report::{Block, Report, Table};
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, Url, Workbook, Worksheet,
};

use self::format::Formats;
use crate::{
    RenderError,
    html::cover_lines,
    prepare::{prepare, prepare_table},
    tables::{sheet_names, tables},
    text::{clean, inline_words},
};

/// Longest text that a cell of a workbook may hold, in characters.
const LONGEST_TEXT: usize = 32_000;
/// Longest header of a printed page, in characters; workbooks allow 255 with its codes.
const LONGEST_HEADER: usize = 120;

/// The report as a workbook (Office Open XML).
///
/// Figures, days and statuses are typed: numbers carry a number format that shows them as the
/// report does, days are days, and a status cell holds the bare word (so that it can be filtered
/// and counted) while its format adds the shape and the colour.
///
/// # Errors
/// When the workbook cannot be written.
pub fn xlsx(report: &Report) -> Result<Vec<u8>, RenderError> {
    let prepared = prepare(report);
    let tables = tables(&prepared);
    let names = sheet_names(&tables);
    let formats = Formats::new();
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(&prepared)?);
    contents(
        workbook.add_worksheet(),
        &prepared,
        &names,
        &tables,
        &formats,
    )?;
    for (name, table) in names.iter().zip(&tables) {
        let sheet = workbook.add_worksheet();
        sheet.set_name(name)?;
        paper(sheet, true);
        sheet::write(sheet, table, &formats)?;
    }
    if let Some(marking) = &prepared.marking {
        mark(&mut workbook, marking);
    }
    Ok(workbook.save_to_buffer()?)
}

/// One table as a workbook of one sheet, whose title says what it is.
///
/// # Errors
/// When the workbook cannot be written.
pub fn table_xlsx(table: &Table, title: &str) -> Result<Vec<u8>, RenderError> {
    let prepared = prepare_table(table);
    let mut workbook = Workbook::new();
    let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let properties = DocProperties::new()
        .set_title(short(&clean(title)))
        .set_creation_datetime(&created);
    workbook.set_properties(&properties);
    let sheet = workbook.add_worksheet();
    for name in sheet_names(&[&prepared]) {
        sheet.set_name(name)?;
    }
    paper(sheet, true);
    sheet::write(sheet, &prepared, &Formats::new())?;
    Ok(workbook.save_to_buffer()?)
}

/// Says on every printed page how it is to be handled; two of what begins a code are the sign itself.
fn mark(workbook: &mut Workbook, marking: &str) {
    let header = format!(
        "&C&B{}",
        marking
            .chars()
            .take(LONGEST_HEADER)
            .collect::<String>()
            .replace('&', "&&")
    );
    for sheet in workbook.worksheets_mut() {
        sheet.set_header(&header);
    }
}

/// Properties of the file. The day is the report's own, or a fixed one: the same report must
/// give the same bytes.
fn properties(report: &Report) -> Result<DocProperties, RenderError> {
    let day = report
        .cover
        .as_ref()
        .and_then(|cover| cover.meeting.or(cover.data_as_at));
    let created = match day.and_then(|day| Some((u16::try_from(day.year()).ok()?, day))) {
        Some((year, day)) => ExcelDateTime::from_ymd(year, day.month(), day.day())?,
        None => ExcelDateTime::from_ymd(2000, 1, 1)?,
    };
    Ok(DocProperties::new()
        .set_title(short(&report.title))
        .set_author(short(&report.organisation))
        .set_comment(short(&report.description))
        .set_creation_datetime(&created))
}

/// Text cut to what a cell may hold.
fn short(text: &str) -> String {
    if text.len() <= LONGEST_TEXT {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(LONGEST_TEXT / 2).collect();
    short.push('…');
    short
}

/// Paper, and columns fitted to its width.
fn paper(sheet: &mut Worksheet, landscape: bool) {
    sheet.set_paper_size(9).set_print_fit_to_pages(1, 0);
    if landscape {
        sheet.set_landscape();
    }
}

/// The first sheet: what the report is, what each sheet holds, and what is said in words.
fn contents(
    sheet: &mut Worksheet,
    report: &Report,
    names: &[String],
    tables: &[&Table],
    formats: &Formats,
) -> Result<(), RenderError> {
    sheet.set_name("Contents")?;
    paper(sheet, false);
    sheet.set_column_width(0, 32)?.set_column_width(1, 100)?;
    sheet.write_string_with_format(0, 0, short(&report.title), &formats.title)?;
    sheet.write_string(1, 0, short(report.subtitle.as_deref().unwrap_or_default()))?;
    sheet.write_string(2, 0, short(&report.organisation))?;
    let marking = report.marking.as_deref().unwrap_or_default();
    sheet.write_string_with_format(3, 0, short(marking), &formats.strong)?;
    let mut row = 4;
    for (name, words) in report.cover.iter().flat_map(cover_lines) {
        sheet.write_string_with_format(row, 0, name, &formats.strong)?;
        sheet.write_string_with_format(row, 1, short(&words), &formats.text)?;
        row += 1;
    }
    row += 1;
    sheet.write_string_with_format(row, 0, "Sheet", &formats.heading)?;
    sheet.write_string_with_format(row, 1, "What it holds", &formats.heading)?;
    for (name, table) in names.iter().zip(tables) {
        row += 1;
        let link = Url::new(format!("internal:'{name}'!A1")).set_text(name);
        sheet.write_url_with_format(row, 0, link, &formats.link)?;
        sheet.write_string_with_format(row, 1, short(&table.caption), &formats.text)?;
    }
    words(sheet, report, row + 2, formats)
}

/// Everything the report says outside its tables, in order.
fn words(
    sheet: &mut Worksheet,
    report: &Report,
    mut row: u32,
    formats: &Formats,
) -> Result<(), RenderError> {
    sheet.write_string_with_format(row, 0, "Section", &formats.heading)?;
    sheet.write_string_with_format(row, 1, "Text", &formats.heading)?;
    let mut section = String::new();
    for block in &report.blocks {
        if let Block::Heading { text, .. } = block {
            section.clone_from(text);
        }
        for line in block_words(block) {
            row += 1;
            sheet.write_string_with_format(row, 0, short(&section), &formats.text)?;
            sheet.write_string_with_format(row, 1, short(&line), &formats.text)?;
        }
    }
    Ok(())
}

/// A block in words; tables have their own sheets.
fn block_words(block: &Block) -> Vec<String> {
    match block {
        Block::Paragraph(line) => vec![inline_words(line)],
        Block::List { items, .. } => items.iter().map(|line| inline_words(line)).collect(),
        Block::Definitions(terms) => terms
            .iter()
            .map(|(term, meaning)| format!("{}: {}", inline_words(term), inline_words(meaning)))
            .collect(),
        Block::KeyFigures(figures) => figures
            .iter()
            .map(|figure| format!("{} {}", figure.shown, figure.label))
            .collect(),
        Block::Chart(chart) => vec![format!("{}. {}", chart.title, chart.description)],
        Block::Heading { .. } | Block::Table(_) | Block::PageBreak => Vec::new(),
    }
}

/// A colour of a format.
fn colour(digits: &str) -> Color {
    Color::from(digits)
}

/// The format that every cell of text begins from.
fn base() -> Format {
    Format::new()
        .set_font_name("Calibri")
        .set_font_size(10.5)
        .set_align(FormatAlign::Top)
}
