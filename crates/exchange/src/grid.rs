//! A sheet as rows of cells, whatever file it came from.

use clew_calendar::Day;
use rust_decimal::Decimal;

use crate::issue::Place;

/// What one cell holds.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Cell {
    /// Nothing.
    Empty,
    /// Text.
    Text(String),
    /// A number.
    Number(Decimal),
    /// A number that a spreadsheet shows as a percentage, as it is shown: 5 for 5%.
    Percent(Decimal),
    /// A day.
    Day(Day),
    /// Yes or no.
    YesNo(bool),
    /// A spreadsheet's error, for example `#DIV/0!`.
    Fault(String),
    /// A formula whose result the file does not hold.
    NoResult,
    /// Several entries, from a JSON list.
    List(Vec<String>),
}

impl Cell {
    /// Whether there is nothing in it: no cell, or spaces only.
    pub(crate) fn is_empty(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.trim().is_empty(),
            Self::List(entries) => entries.is_empty(),
            _ => false,
        }
    }

    /// The cell as a person sees it.
    pub(crate) fn shown(&self) -> String {
        match self {
            Self::Empty | Self::NoResult => String::new(),
            Self::Text(text) | Self::Fault(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Percent(number) => format!("{number}%"),
            Self::Day(day) => day.to_string(),
            Self::YesNo(true) => "yes".to_owned(),
            Self::YesNo(false) => "no".to_owned(),
            Self::List(entries) => crate::cells::join_list(entries),
        }
    }
}

/// One row, with its number as a spreadsheet counts (from 1).
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Row {
    pub(crate) number: u32,
    pub(crate) cells: Vec<Cell>,
}

/// Cells merged into one: rows as a spreadsheet counts them, columns from 0, ends included.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Merged {
    pub(crate) rows: (u32, u32),
    pub(crate) columns: (u32, u32),
}

/// One sheet.
#[derive(Clone, Debug)]
pub(crate) struct Grid {
    pub(crate) place: Place,
    /// The name that says what the sheet holds.
    pub(crate) name: String,
    pub(crate) rows: Vec<Row>,
    pub(crate) merged: Vec<Merged>,
    /// Whether text that begins like a formula was given a quotation mark when it was written.
    pub(crate) guarded: bool,
}

/// The letters by which a spreadsheet names a column, counted from 0: `A`, `Z`, `AA`.
pub(crate) fn column_letters(index: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = index;
    loop {
        letters.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or(0)));
        if rest < 26 {
            break;
        }
        rest = rest / 26 - 1;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_the_letters_of_a_spreadsheet() {
        let letters = [0, 25, 26, 701, 702, 16_383].map(column_letters);
        assert_eq!(letters, ["A", "Z", "AA", "ZZ", "AAA", "XFD"]);
    }
}
