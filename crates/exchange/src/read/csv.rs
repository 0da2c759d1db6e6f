//! CSV: one sheet, comma, semicolon or tab between cells.

use crate::grid::{Cell, Grid, Row};
use crate::issue::{Issues, Place, Problem};
use crate::limits;

/// Reads the one sheet of a CSV file; none when it cannot be read at all.
pub(super) fn grid(name: &str, text: &str, place: &Place, issues: &mut Issues) -> Option<Grid> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(text))
        .from_reader(text.as_bytes());
    let mut rows: Vec<Row> = Vec::new();
    let mut record = csv::StringRecord::new();
    loop {
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => {
                issues.error(place, unreadable(&error));
                return None;
            }
        }
        let number = u32::try_from(rows.len())
            .unwrap_or(u32::MAX)
            .saturating_add(1);
        if let Some(problem) = over_limit(number, &record) {
            issues.error(&place.row(number), problem);
            return None;
        }
        let cells = record.iter().map(|cell| {
            if cell.is_empty() {
                Cell::Empty
            } else {
                Cell::Text(cell.to_owned())
            }
        });
        rows.push(Row {
            number,
            cells: cells.collect(),
        });
    }
    if text.matches('"').count() % 2 == 1 {
        issues.warn(place, open_quotation());
    }
    Some(Grid {
        place: place.clone(),
        name: name.to_owned(),
        rows,
        merged: Vec::new(),
        guarded: true,
    })
}

fn over_limit(number: u32, record: &csv::StringRecord) -> Option<Problem> {
    if number > limits::ROWS {
        Some(Problem::new(
            "too-many-rows",
            format!("the file has more than {} rows", limits::ROWS),
            "split it, for example into a file for each year",
        ))
    } else if record.len() as u64 > u64::from(limits::COLUMNS) {
        Some(Problem::new(
            "too-many-columns",
            format!(
                "the row has {} cells; up to {} are read",
                record.len(),
                limits::COLUMNS
            ),
            "remove the columns that are not needed, or check that this is the right file",
        ))
    } else {
        record
            .iter()
            .find(|cell| cell.len() > limits::CELL_CHARACTERS * 4)
            .map(|cell| {
                Problem::new(
                    "cell-too-long",
                    format!("a cell holds {} bytes of text", cell.len()),
                    "look for a quotation mark that is opened and not closed",
                )
            })
    }
}

fn unreadable(error: &csv::Error) -> Problem {
    Problem::new(
        "not-csv",
        format!("the file cannot be read as CSV: {error}"),
        "save it again as \"CSV UTF-8\"",
    )
}

fn open_quotation() -> Problem {
    Problem::new(
        "open-quotation",
        "the file has an odd number of quotation marks, so one of them is not closed",
        "look for the cell that swallowed its neighbours, and double a quotation mark inside a text",
    )
}

/// The sign that stands most often in the first line that has any.
fn delimiter(text: &str) -> u8 {
    let line = text
        .lines()
        .find(|line| line.contains([',', ';', '\t']))
        .unwrap_or("");
    let count = |sign: char| line.matches(sign).count();
    let (comma, semicolon, tab) = (count(','), count(';'), count('\t'));
    if tab > comma && tab > semicolon {
        b'\t'
    } else if semicolon > comma {
        b';'
    } else {
        b','
    }
}

/// Text as it is written to a CSV file: with a quotation mark before it when a spreadsheet would
/// take it for a formula (OWASP, "CSV injection"). [`unguarded`] takes it off again.
pub(crate) fn write_guarded(text: &str) -> String {
    if is_formula_like(text) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// The text without the quotation mark that [`write_guarded`] put before it.
pub(crate) fn unguarded(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if is_formula_like(rest) => rest,
        _ => text,
    }
}

/// Whether the text, any quotation marks and then any spaces before it aside, begins as a formula
/// does. Spreadsheets set to Chinese or Japanese take the full-width signs too.
fn is_formula_like(text: &str) -> bool {
    let text = text.trim_start_matches('\'');
    text.starts_with(['\t', '\r', '\n'])
        || text
            .trim_start()
            .starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn text_like_a_formula_is_guarded() {
        assert_eq!(write_guarded("=1+1"), "'=1+1");
        assert_eq!(write_guarded("'=1+1"), "''=1+1");
        assert_eq!(write_guarded("  =1+1"), "'  =1+1");
        assert_eq!(write_guarded("\u{a0}@SUM(A1)"), "'\u{a0}@SUM(A1)");
        for sign in ['＝', '＋', '－', '＠'] {
            assert_eq!(write_guarded(&format!("{sign}1")), format!("'{sign}1"));
        }
        assert_eq!(write_guarded("it's"), "it's");
        assert_eq!(unguarded("'quoted'"), "'quoted'");
    }

    #[test]
    fn the_delimiter_is_the_one_most_used_in_the_heading() {
        assert_eq!(delimiter("a;b,c;d\n1;2;3"), b';');
        assert_eq!(delimiter("a\tb\tc"), b'\t');
        assert_eq!(delimiter("only"), b',');
    }

    proptest! {
        #[test]
        fn guarding_is_undone_exactly(text in "[' ＝=+@a-]{0,6}") {
            let written = write_guarded(&text);
            prop_assert_eq!(unguarded(&written), text);
        }
    }
}
