//! Widths of columns on paper: their weights, but none narrower than its longest word.

use clew_report::{Cell, CellContent, Column, Table};

use crate::text::{inline_words, status_words};

/// Longest word that is kept whole, in characters; longer ones may be broken.
pub(crate) const LONGEST_WHOLE: usize = 16;
/// Characters that a shape or an arrow beside a word takes.
const SIGN: usize = 3;
/// Characters that a sparkline takes.
const SPARKLINE: usize = 13;

/// The widths of a table's columns, which add up to `total`.
///
/// `character` is the mean width of a character and `padding` what a cell leaves free at both
/// sides together, all in one unit. Columns whose weight gives them less than their longest
/// word get that, and the others share the rest by weight.
pub(crate) fn column_widths(table: &Table, total: f64, character: f64, padding: f64) -> Vec<f64> {
    let needs: Vec<f64> = (0..table.columns.len())
        .map(|index| width_of(need(table, index), character) + padding)
        .collect();
    let weights: Vec<f64> = table
        .columns
        .iter()
        .map(|column| f64::from(column.weight.max(1)))
        .collect();
    let wanted: f64 = needs.iter().sum();
    if wanted >= total {
        return needs.iter().map(|need| need * total / wanted).collect();
    }
    share_out(&needs, &weights, total)
}

#[expect(clippy::cast_precision_loss, reason = "a word has few characters")]
fn width_of(characters: usize, character: f64) -> f64 {
    characters as f64 * character
}

/// Gives each column its weight's share, raising the narrow ones to their need in turn.
fn share_out(needs: &[f64], weights: &[f64], total: f64) -> Vec<f64> {
    let mut fixed = vec![false; needs.len()];
    loop {
        let taken: f64 = pick(needs, &fixed, true).sum();
        let weight: f64 = pick(weights, &fixed, false).sum();
        let unit = (total - taken) / weight.max(f64::MIN_POSITIVE);
        let short =
            (0..needs.len()).find(|&index| !fixed[index] && weights[index] * unit < needs[index]);
        match short {
            Some(index) => fixed[index] = true,
            None => {
                return (0..needs.len())
                    .map(|index| {
                        if fixed[index] {
                            needs[index]
                        } else {
                            weights[index] * unit
                        }
                    })
                    .collect();
            }
        }
    }
}

fn pick<'a>(values: &'a [f64], fixed: &'a [bool], wanted: bool) -> impl Iterator<Item = f64> + 'a {
    values
        .iter()
        .zip(fixed)
        .filter(move |(_, fixed)| **fixed == wanted)
        .map(|(value, _)| *value)
}

/// The longest thing in a column that should stay on one line, in characters.
fn need(table: &Table, index: usize) -> usize {
    let heading = table
        .columns
        .get(index)
        .map_or(0, |Column { heading, .. }| longest_word(heading) + 1);
    let cells = table
        .rows
        .iter()
        .filter_map(|row| row.cells.get(index).filter(|_| row.cells.len() > 1));
    cells.map(whole).max().unwrap_or(0).max(heading)
}

fn whole(Cell { content }: &Cell) -> usize {
    match content {
        CellContent::Empty => 0,
        CellContent::Text(line) => longest_word(&inline_words(line)),
        CellContent::Number { shown, .. } => shown.chars().count().min(LONGEST_WHOLE),
        CellContent::Date(_) => "September".len(),
        CellContent::Status(mark) => {
            mark.status
                .word()
                .len()
                .max(longest_word(&status_words(mark)))
                + SIGN
        }
        CellContent::Trend(mark) => longest_word(&mark.words) + SIGN,
        CellContent::Sparkline(_) => SPARKLINE,
    }
}

fn longest_word(text: &str) -> usize {
    let words = text.split_whitespace();
    let whole = words.flat_map(|word| {
        // A year such as 2018-19 and a code such as SW-001 stay whole; other words break at hyphens.
        let digits = word.chars().any(|character| character.is_ascii_digit());
        word.split(move |character| !digits && matches!(character, '-' | '–' | '/'))
    });
    whole
        .map(|word| word.chars().count())
        .max()
        .unwrap_or(0)
        .min(LONGEST_WHOLE)
}

#[cfg(test)]
mod tests {
    use clew_report::{Align, Row, RowKind};
    use rust_decimal::Decimal;

    use super::*;

    fn column(heading: &str, weight: u8) -> Column {
        Column {
            heading: heading.to_owned(),
            align: Align::Start,
            weight,
            names_rows: false,
        }
    }

    #[test]
    fn a_narrow_column_of_figures_gets_room_for_its_longest() {
        let number = CellContent::Number {
            value: Decimal::from(2_316_957),
            shown: "£2,316,957".to_owned(),
        };
        let table = Table {
            columns: vec![column("Text", 19), column("Sum", 1)],
            rows: vec![Row {
                kind: RowKind::Body,
                cells: vec![Cell::default(), Cell { content: number }],
            }],
            ..Table::default()
        };
        let widths = column_widths(&table, 200.0, 2.0, 4.0);
        assert!((widths[1] - 24.0).abs() < 1e-9);
        assert!((widths.iter().sum::<f64>() - 200.0).abs() < 1e-9);
    }
}
