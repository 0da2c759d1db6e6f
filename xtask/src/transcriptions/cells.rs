//! Reads the cells of printed tables: amounts, dates, and the shares that sentences state.

use clew_calendar::{Day, Period, PeriodKind};
use clew_plan::UnitOfMeasure;
use rust_decimal::Decimal;

/// The number of a cell in its unit, with thousands and millions written out: `£240k` is
/// 240,000 pounds. None for a cell without a number, such as `n/a`.
pub(crate) fn amount(cell: &str) -> Option<Decimal> {
    let plain: String = cell
        .chars()
        .filter(|character| !matches!(character, ',' | '£' | '%' | ' '))
        .collect();
    if let Some(thousands) = plain.strip_suffix('k') {
        return Some((thousands.parse::<Decimal>().ok()? * Decimal::from(1_000)).normalize());
    }
    plain.parse().ok()
}

/// The pounds of a cell that counts millions: `8.400` is 8,400,000.
pub(crate) fn from_millions(cell: &str) -> Option<Decimal> {
    Some((amount(cell)? * Decimal::from(1_000_000)).normalize())
}

/// The unit that the signs of a cell show.
pub(crate) fn unit_of(cell: &str) -> UnitOfMeasure {
    if cell.contains('%') {
        UnitOfMeasure::Percent
    } else if cell.contains('£') {
        UnitOfMeasure::Pounds
    } else {
        UnitOfMeasure::Number
    }
}

/// The cell itself where it says more than its number: a scale (`£240k`), a word, or a nought
/// that may stand for "missing".
pub(crate) fn saying_more(cell: &str) -> Option<String> {
    let value = amount(cell);
    let plain = value.is_some_and(|value| !value.is_zero()) && !cell.contains(['£', 'k']);
    (!plain).then(|| cell.to_owned())
}

/// The day that a text such as `7 September 2022` or `2019-09-30` names.
pub(crate) fn day(text: &str) -> Option<Day> {
    let period: Period = text.trim().parse().ok()?;
    (period.kind() == PeriodKind::Day).then(|| period.first())
}

/// The last "by" date of a sentence: a month (`by July 2022`) or a year (`by 2023/24`).
pub(crate) fn by_when(sentence: &str) -> Option<Period> {
    let (_, after) = sentence.rsplit_once(" by ")?;
    let words: Vec<&str> = after.split_whitespace().collect();
    let longest_first = (1..=words.len().min(3)).rev();
    longest_first
        .filter_map(|count| {
            words[..count]
                .join(" ")
                .trim_end_matches(['.', ','])
                .parse()
                .ok()
        })
        .next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_with_their_scale() {
        let table = "
            98%    | 98
            75.0%  | 75.0
            1,746  | 1746
            £240k  | 240000
            £267   | 267
            0%     | 0
            n/a    | none
            TBC    | none
            _,     | none";
        for line in table.lines().filter(|line| !line.trim().is_empty()) {
            let (cell, expected) = line.split_once('|').expect(line);
            let found = amount(cell.trim()).map_or("none".to_owned(), |value| value.to_string());
            assert_eq!(found, expected.trim(), "{cell}");
        }
    }

    #[test]
    fn a_cell_is_kept_when_it_says_more_than_its_number() {
        for kept in ["£240k", "£267", "0%", "0", "n/a", "TBC"] {
            assert_eq!(saying_more(kept).as_deref(), Some(kept));
        }
        for plain in ["98%", "1,746", "20"] {
            assert_eq!(saying_more(plain), None, "{plain}");
        }
    }

    #[test]
    fn the_date_after_by_is_found() {
        let table = "
            Develop a plan by June 2022                    | 2022-06
            Complete the audit, with testing, by July 2022. | 2022-07
            Progress the new system by 2023/24.            | 2023-24
            Led by managers                                | none
            Send returns in time                           | none";
        for line in table.lines().filter(|line| !line.trim().is_empty()) {
            let (sentence, expected) = line.split_once('|').expect(line);
            let found = by_when(sentence.trim()).map_or("none".to_owned(), |due| due.to_string());
            assert_eq!(found, expected.trim(), "{sentence}");
        }
    }
}
