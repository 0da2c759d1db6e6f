//! The tables of a report as CSV (RFC 4180), safe to open in a spreadsheet.

use std::fmt::Write as _;

use clew_report::{CellContent, Report, Row, RowKind, Table};

use crate::{
    RenderError,
    prepare::{prepare, prepare_table},
    tables::{sheet_names, tables},
    text::{inline_words, status_words},
};

/// One CSV per table of the report: a file name ending in `.csv`, and the text.
///
/// Each row carries the heading of its group in a first column, where the table has groups.
/// A column whose figures are shown otherwise than as bare numbers is followed by one with the
/// exact values. Text that a spreadsheet would take for a formula gets an apostrophe in front.
#[must_use]
pub fn csv(report: &Report) -> Vec<(String, String)> {
    let prepared = prepare(report);
    let tables = tables(&prepared);
    sheet_names(&tables)
        .into_iter()
        .zip(&tables)
        .map(|(name, table)| (file_name(&name), written(table)))
        .collect()
}

/// The same CSVs as one ZIP file; equal reports give equal bytes.
///
/// # Errors
/// When the file cannot be packed.
pub fn csv_zip(report: &Report) -> Result<Vec<u8>, RenderError> {
    let tables = csv(report);
    let files: Vec<(&str, String)> = tables
        .iter()
        .map(|(name, text)| (name.as_str(), text.clone()))
        .collect();
    crate::docx::packed(&files)
}

/// Lower case letters and digits with hyphens between.
fn file_name(name: &str) -> String {
    let words: Vec<String> = name
        .split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    format!("{}.csv", words.join("-"))
}

/// One table as CSV, as [`csv`] writes the tables of a report.
#[must_use]
pub fn table_csv(table: &Table) -> String {
    written(&prepare_table(table))
}

fn written(table: &Table) -> String {
    let grouped = table.rows.iter().any(|row| row.kind == RowKind::Group);
    let exact: Vec<bool> = (0..table.columns.len())
        .map(|index| has_dressed_numbers(table, index))
        .collect();
    let mut written = String::new();
    write_row(&mut written, headings(table, grouped, &exact));
    let mut group = String::new();
    for row in &table.rows {
        if row.kind == RowKind::Group {
            group = row
                .cells
                .first()
                .map(|cell| words(&cell.content))
                .unwrap_or_default();
        } else {
            let first = grouped.then(|| group.clone());
            write_row(&mut written, first.into_iter().chain(fields(row, &exact)));
        }
    }
    written
}

/// Whether a column shows a figure otherwise than as its bare number.
fn has_dressed_numbers(table: &Table, index: usize) -> bool {
    table.rows.iter().filter_map(|row| row.cells.get(index)).any(|cell| {
        matches!(&cell.content, CellContent::Number { value, shown } if *shown != value.to_string())
    })
}

fn headings(table: &Table, grouped: bool, exact: &[bool]) -> Vec<String> {
    let mut headings: Vec<String> = grouped.then(|| "Group".to_owned()).into_iter().collect();
    for (column, &exact) in table.columns.iter().zip(exact) {
        headings.push(safe(&column.heading));
        if exact {
            headings.push(safe(&format!("{} (exact value)", column.heading)));
        }
    }
    headings
}

fn fields(row: &Row, exact: &[bool]) -> Vec<String> {
    let mut fields = Vec::new();
    for (index, &exact) in exact.iter().enumerate() {
        let content = row
            .cells
            .get(index)
            .map_or(&CellContent::Empty, |cell| &cell.content);
        fields.push(words(content));
        if exact {
            fields.push(match content {
                CellContent::Number { value, .. } => value.to_string(),
                _ => String::new(),
            });
        }
    }
    fields
}

/// A cell in words, safe for a spreadsheet.
fn words(content: &CellContent) -> String {
    match content {
        CellContent::Empty => String::new(),
        CellContent::Text(line) => safe(&inline_words(line)),
        CellContent::Number { shown, .. } => safe_number(shown),
        CellContent::Date(day) => day.to_string(),
        CellContent::Status(mark) => safe(&status_words(mark)),
        CellContent::Trend(mark) => safe(&mark.words),
        CellContent::Sparkline(line) => safe(&line.description),
    }
}

/// Text that no spreadsheet takes for a formula (OWASP, "CSV injection").
fn safe(text: &str) -> String {
    let risky = |character: char| {
        matches!(
            character,
            '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠'
        )
    };
    if text.trim_start_matches(' ').starts_with(risky) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// A figure as shown; a sign in front of plain digits and units cannot be a formula.
fn safe_number(shown: &str) -> String {
    let harmless = |character: char| character.is_ascii_digit() || "+-,. %£".contains(character);
    let one_sign = shown
        .chars()
        .filter(|character| "+-".contains(*character))
        .count()
        <= 1;
    if one_sign && shown.chars().all(harmless) {
        shown.to_owned()
    } else {
        safe(shown)
    }
}

fn write_row(written: &mut String, fields: impl IntoIterator<Item = String>) {
    let fields: Vec<String> = fields.into_iter().collect();
    csv_row(written, fields.iter().map(|field| CsvField::Plain(field)));
}

/// A field of a row of CSV.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum CsvField<'a> {
    /// Words that somebody wrote: what a spreadsheet would take for a formula gets an apostrophe in front.
    Words(&'a str),
    /// A number, a date or a code, as it is.
    Plain(&'a str),
}

/// Writes a row, ended by CR and LF (RFC 4180), so that no spreadsheet takes words for a formula.
pub fn csv_row<'a>(written: &mut String, fields: impl IntoIterator<Item = CsvField<'a>>) {
    for (index, field) in fields.into_iter().enumerate() {
        if index > 0 {
            written.push(',');
        }
        let field = match field {
            CsvField::Words(words) => safe(words),
            CsvField::Plain(text) => text.to_owned(),
        };
        if field.contains([',', '"', '\n', '\r']) {
            let _ = write!(written, "\"{}\"", field.replace('"', "\"\""));
        } else {
            written.push_str(&field);
        }
    }
    written.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_disarmed_and_figures_are_left_alone() {
        assert_eq!(safe("=HYPERLINK(1)"), "'=HYPERLINK(1)");
        assert_eq!(safe("  @SUM(A1)"), "'  @SUM(A1)");
        assert_eq!(safe("-2+3"), "'-2+3");
        assert_eq!(safe("95%"), "95%");
        assert_eq!(safe_number("-5.2%"), "-5.2%");
        assert_eq!(safe_number("-2+3"), "'-2+3");
        assert_eq!(safe_number("-cmd|' /C calc'!A0"), "'-cmd|' /C calc'!A0");
    }

    #[test]
    fn file_names_are_plain() {
        assert_eq!(
            file_name("Improve later life / 2"),
            "improve-later-life-2.csv"
        );
    }
}
