//! One sheet: headings with notes, typed cells, drop-down lists.

use std::collections::HashMap;

use clew_calendar::Day;
use rust_decimal::Decimal;
use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, ExcelDateTime, Format, FormatAlign,
    FormatBorder, Formula, Note, Worksheet, XlsxError,
};
use serde_json::Value;

use super::guide::Words;
use crate::cells::join_list;
use crate::columns::{CellType, Column, Entry, Table, columns};
use crate::issue::{Issues, Place, Problem};

/// Drop-down lists reach this far below the heading.
const LAST_ROW_WITH_LIST: u32 = 5_000;
/// The first day that every spreadsheet agrees on; earlier ones are written as text.
const FIRST_SURE_DAY: &str = "1900-03-01";

/// Writes the sheet of a table.
pub(super) fn write(
    sheet: &mut Worksheet,
    table: Table,
    records: &[Value],
    tables: &[Table],
    words: &mut Words,
    place: &Place,
    issues: &mut Issues,
) -> Result<(), XlsxError> {
    sheet.set_name(table.sheet())?;
    sheet.set_freeze_panes(1, 0)?;
    let columns = columns(table);
    for (index, column) in (0_u16..).zip(columns) {
        heading(sheet, index, column)?;
        list(sheet, index, column, tables, words)?;
    }
    if !records.is_empty()
        && let (Ok(last), Ok(rows)) = (u16::try_from(columns.len()), u32::try_from(records.len()))
    {
        sheet.autofilter(0, 0, rows, last.saturating_sub(1))?;
    }
    let mut formats = Formats::default();
    for (row, record) in (1_u32..).zip(records) {
        for (index, column) in (0_u16..).zip(columns) {
            if let Some(value) = field(record, column.name) {
                let place = place.row(row + 1);
                cell(
                    sheet,
                    (row, index),
                    column,
                    value,
                    &mut formats,
                    &place,
                    issues,
                )?;
            }
        }
    }
    Ok(())
}

/// The field with a name, or the field of the object that the name's first part names.
pub(crate) fn field<'a>(record: &'a Value, name: &str) -> Option<&'a Value> {
    match name.split_once('.') {
        None => record.get(name),
        Some((outer, inner)) => record.get(outer)?.get(inner),
    }
}

fn heading(sheet: &mut Worksheet, index: u16, column: &Column) -> Result<(), XlsxError> {
    let fill = if column.required {
        Color::RGB(0x00_3F_5F)
    } else {
        Color::RGB(0x4A_6B_80)
    };
    let format = Format::new()
        .set_bold()
        .set_font_color(Color::White)
        .set_background_color(fill)
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_border(FormatBorder::Thin);
    let text = column.heading();
    sheet.write_string_with_format(0, index, text.as_ref(), &format)?;
    sheet.set_column_format(index, &column_format(column.cell))?;
    sheet.set_column_width(index, width(column))?;
    sheet.insert_note(
        0,
        index,
        &Note::new(note(column)).set_width(280).set_height(120),
    )?;
    Ok(())
}

/// What the note on a heading says.
pub(super) fn note(column: &Column) -> String {
    let needed = if column.required { "Needed. " } else { "" };
    let otherwise = column
        .otherwise
        .map(|word| format!(" When empty: {word}."))
        .unwrap_or_default();
    format!(
        "{needed}{}{otherwise} {}",
        column.note,
        how_to_write(column.cell)
    )
}

/// How the cells of a type are written, in words.
pub(super) fn how_to_write(cell: CellType) -> String {
    match cell {
        CellType::Text => "Text.".to_owned(),
        CellType::Id => "A short code of your own, used once.".to_owned(),
        CellType::Code => "A code of letters and digits, used once.".to_owned(),
        CellType::Measure | CellType::OpenMeasure => "A measure's code.".to_owned(),
        CellType::Reference(kind) => {
            format!("An id from the sheet {}.", Table::Records(kind).sheet())
        }
        CellType::Day => "A date: 2026-06-12 or 12/06/2026.".to_owned(),
        CellType::Period => "A period: 2026-27, 2026-27 Q2, 2026-27 to Q2, 2026-09.".to_owned(),
        CellType::PeriodOrDay => "A date or month: 12/06/2026, June 2026.".to_owned(),
        CellType::Decimal => "A number.".to_owned(),
        CellType::Integer(_) => "A whole number.".to_owned(),
        CellType::Words(list) => format!("One of: {}.", (list.words)().join(", ")),
        CellType::YesNo => "yes or no; empty means no.".to_owned(),
        CellType::List(Entry::Text) => "Several with semicolons between them.".to_owned(),
        CellType::List(Entry::Measure) => {
            "Codes of measures with semicolons between them.".to_owned()
        }
        CellType::List(Entry::Id(kind)) => {
            format!(
                "Ids from the sheet {} with semicolons between them.",
                Table::Records(kind).sheet()
            )
        }
        CellType::Goal => "A number such as 75, or a range such as 10 to 20.".to_owned(),
        CellType::Tolerance => "5%, 2 points, green 90, amber 85, or amber 15 to 25.".to_owned(),
        CellType::RiskScore => {
            "Likelihood and impact, each 1 to 5, such as 3x4; or their product.".to_owned()
        }
        CellType::Formula => "sum of A1, A2; difference of A1, A2; ratio of A1 to A2; \
            A1 per 1,000 of A2; A1 per head of A2."
            .to_owned(),
    }
}

/// Text stays text: without this a spreadsheet turns `2019-09` and `4-5` into dates.
fn column_format(cell: CellType) -> Format {
    match cell {
        CellType::Decimal | CellType::Integer(_) | CellType::Goal => Format::new(),
        CellType::Day => Format::new().set_num_format("yyyy-mm-dd"),
        _ => Format::new().set_num_format("@"),
    }
}

fn width(column: &Column) -> f64 {
    match (column.name, column.cell) {
        ("text" | "description" | "definition" | "title" | "notes", _) => 50.0,
        (_, CellType::Text | CellType::List(_) | CellType::Formula) => 24.0,
        _ => 14.0,
    }
}

/// Offers the words of a list, or the ids of the sheet a column refers to.
fn list(
    sheet: &mut Worksheet,
    index: u16,
    column: &Column,
    tables: &[Table],
    words: &mut Words,
) -> Result<(), XlsxError> {
    let (formula, style) = match column.cell {
        CellType::Words(list) => (words.range(&(list.words)()), DataValidationErrorStyle::Stop),
        CellType::YesNo => (words.range(&["yes", "no"]), DataValidationErrorStyle::Stop),
        CellType::Reference(kind) if tables.contains(&Table::Records(kind)) => {
            (Some(id_range(kind)), DataValidationErrorStyle::Warning)
        }
        CellType::Measure if tables.contains(&Table::Records(clew_plan::Kind::Measure)) => (
            Some(id_range(clew_plan::Kind::Measure)),
            DataValidationErrorStyle::Warning,
        ),
        _ => return Ok(()),
    };
    let Some(formula) = formula else {
        return Ok(());
    };
    let validation = DataValidation::new()
        .allow_list_formula(Formula::new(formula))
        .set_error_style(style)
        .set_error_title("Not in the list")?
        .set_error_message("Choose from the list, or leave the cell empty.")?;
    sheet.add_data_validation(1, index, LAST_ROW_WITH_LIST, index, &validation)?;
    Ok(())
}

/// The cells that hold the ids of a kind.
fn id_range(kind: clew_plan::Kind) -> String {
    let table = Table::Records(kind);
    let place = columns(table)
        .iter()
        .position(|column| matches!(column.cell, CellType::Id | CellType::Code));
    let letters = crate::grid::column_letters(
        place
            .and_then(|place| u32::try_from(place).ok())
            .unwrap_or(0),
    );
    format!(
        "'{}'!${letters}$2:${letters}${LAST_ROW_WITH_LIST}",
        table.sheet()
    )
}

/// Number formats by decimal places, made once each.
#[derive(Default)]
struct Formats {
    decimals: HashMap<u32, Format>,
}

impl Formats {
    fn of(&mut self, scale: u32) -> &Format {
        self.decimals.entry(scale).or_insert_with(|| {
            let places = "0".repeat(scale.min(12) as usize);
            let code = if scale == 0 {
                "0".to_owned()
            } else {
                format!("0.{places}")
            };
            Format::new().set_num_format(code)
        })
    }
}

fn cell(
    sheet: &mut Worksheet,
    (row, index): (u32, u16),
    column: &Column,
    value: &Value,
    formats: &mut Formats,
    place: &Place,
    issues: &mut Issues,
) -> Result<(), XlsxError> {
    let text = match value {
        Value::Null => return Ok(()),
        Value::Bool(truth) => if *truth { "yes" } else { "no" }.to_owned(),
        Value::Number(number) => {
            if let Some(number) = number
                .as_u64()
                .and_then(|number| u32::try_from(number).ok())
            {
                sheet.write_number(row, index, number)?;
                return Ok(());
            }
            number.to_string()
        }
        Value::Array(entries) => {
            join_list(&entries.iter().filter_map(Value::as_str).collect::<Vec<_>>())
        }
        Value::String(text) => text.clone(),
        Value::Object(_) => value.to_string(),
    };
    if let (CellType::Decimal | CellType::Goal, Some((number, scale))) =
        (column.cell, exact_number(&text))
    {
        sheet.write_number_with_format(row, index, number, formats.of(scale))?;
        return Ok(());
    }
    if let (CellType::Day, Some(day)) = (column.cell, sure_day(&text)) {
        sheet.write_datetime_with_format(row, index, &day, &column_format(CellType::Day))?;
        return Ok(());
    }
    let text = without_controls(&text, column, place, issues);
    if !text.is_empty() {
        sheet.write_string(row, index, text)?;
    }
    Ok(())
}

/// The binary number of a decimal, when it reads back as the same decimal; and its decimal places.
fn exact_number(text: &str) -> Option<(f64, u32)> {
    let decimal: Decimal = text.parse().ok()?;
    // Through text, which is rounded to the nearest; `Decimal::to_f64` may be one step beside it.
    let number: f64 = decimal.to_string().parse().ok()?;
    let back = crate::cells::decimal_from_float(number)?;
    (back == decimal && decimal.scale() <= 12).then_some((number, decimal.scale()))
}

fn sure_day(text: &str) -> Option<ExcelDateTime> {
    let day: Day = text.parse().ok()?;
    let first: Day = FIRST_SURE_DAY.parse().ok()?;
    let year = u16::try_from(day.year()).ok()?;
    (day >= first)
        .then(|| ExcelDateTime::from_ymd(year, day.month(), day.day()).ok())
        .flatten()
}

/// A workbook cannot hold control characters other than tab and line ends.
fn without_controls(text: &str, column: &Column, place: &Place, issues: &mut Issues) -> String {
    let holds = |character: &char| {
        !character.is_control() && !matches!(character, '\u{fffe}' | '\u{ffff}')
            || matches!(character, '\t' | '\n' | '\r')
    };
    let kept: String = text.chars().filter(holds).collect();
    if kept.len() < text.len() {
        let problem = Problem::new(
            "control-characters",
            "the text has control characters, which a workbook cannot hold; they were left out",
            "remove them from the text, or export as CSV or JSON",
        );
        issues.add(
            crate::Severity::Warning,
            place,
            Some(&column.heading()),
            problem,
        );
    }
    kept
}
