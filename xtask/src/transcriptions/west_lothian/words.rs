//! Reads the cells of the plan's tables: amounts, years, numbered headings, posts and dates.

use clew_calendar::{Day, Period, PeriodKind};
use clew_plan::UnitOfMeasure;
use rust_decimal::Decimal;

/// A value or target as a cell gives it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Amount {
    /// The number, millions written out.
    pub(super) value: Decimal,
    /// What it is counted in, where the cell says so.
    pub(super) unit: Option<UnitOfMeasure>,
    /// The year it is for, where the cell names another than its column.
    pub(super) year: Option<Period>,
    /// True when the cell says no more than the number and its unit.
    pub(super) plain: bool,
}

/// Reads `92%`, `£1,493`, `2,553`, `50 weeks`, `£1.44 million` or a share with a remark.
pub(super) fn amount(written: &str) -> Option<Amount> {
    let text = written.trim();
    let pounds = text.strip_prefix('£');
    let text = pounds.unwrap_or(text).trim_start();
    let end = text
        .find(|character: char| !character.is_ascii_digit() && !",.".contains(character))
        .unwrap_or(text.len());
    let number: Decimal = text[..end].replace(',', "").parse().ok()?;
    let rest = text[end..].trim();
    let (unit, rest) = if pounds.is_some() {
        (Some(UnitOfMeasure::Pounds), rest)
    } else if let Some(rest) = rest.strip_prefix('%') {
        (Some(UnitOfMeasure::Percent), rest.trim())
    } else if let Some(rest) = rest.strip_prefix("weeks") {
        (Some(UnitOfMeasure::Weeks), rest.trim())
    } else {
        (None, rest)
    };
    let millions = rest.starts_with("million");
    Some(Amount {
        value: if millions {
            number * Decimal::from(1_000_000)
        } else {
            number
        },
        unit,
        year: year(rest),
        plain: rest.is_empty(),
    })
}

/// Reads an amount of a budget: `2,362,957`, `£ 0`, `-46,000`, `(4,500)`.
pub(super) fn money(written: &str) -> Option<Decimal> {
    let text: String = written
        .chars()
        .filter(|character| !"£, ".contains(*character))
        .collect();
    match text
        .strip_prefix('(')
        .and_then(|text| text.strip_suffix(')'))
    {
        Some(inner) => inner.parse::<Decimal>().ok().map(|amount| -amount),
        None => text.parse().ok(),
    }
}

/// The financial year that a text names: `… 2021/22`, `… 18/19`.
pub(super) fn year(text: &str) -> Option<Period> {
    let looks_like_a_year = |word: &&str| {
        word.split_once('/')
            .is_some_and(|(first, second)| digits(first) && digits(second))
    };
    let word = text.split_whitespace().find(looks_like_a_year)?;
    let full = if word.len() == "18/19".len() {
        format!("20{word}")
    } else {
        word.to_owned()
    };
    full.parse().ok()
}

fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The first day of the day or month that a text names: `Date: 4th June 2021`, `April 2021`.
pub(super) fn first_day(text: &str) -> Option<Day> {
    let text = text.rsplit(':').next()?;
    let words: Vec<&str> = text.split_whitespace().map(without_ordinal).collect();
    let period: Period = words.join(" ").parse().ok()?;
    matches!(period.kind(), PeriodKind::Day | PeriodKind::Month).then(|| period.first())
}

fn without_ordinal(word: &str) -> &str {
    let number = word.trim_end_matches(|character: char| character.is_ascii_lowercase());
    if digits(number) { number } else { word }
}

/// `2 Delivering …` and `2. Delivering …` without their number.
pub(super) fn without_number(written: &str) -> &str {
    let text = written.trim();
    let rest = text.trim_start_matches(|character: char| character.is_ascii_digit());
    if rest.len() == text.len() {
        text
    } else {
        rest.trim_start_matches(['.', ' '])
    }
}

/// The post in `Service manager: Name, Post`, without the name: what follows the first comma.
pub(super) fn post(written: &str) -> Option<&str> {
    written.split_once(',').map(|(_, post)| post.trim())
}

/// Register codes such as `IJB010` that a text refers to: capitals, then three digits or more.
pub(super) fn register_codes(text: &str) -> Vec<String> {
    text.split(|character: char| !character.is_ascii_alphanumeric())
        .filter(|word| {
            let number = word.trim_start_matches(|character: char| character.is_ascii_uppercase());
            word.len() > number.len() && digits(number) && number.len() >= 3
        })
        .map(str::to_owned)
        .collect()
}

/// Small letters and digits joined with hyphens: `older-people`.
pub(super) fn slug(text: &str) -> String {
    let plain: String = text
        .chars()
        .map(|character| {
            if character.is_alphanumeric() {
                character
            } else {
                ' '
            }
        })
        .flat_map(char::to_lowercase)
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_gives_its_number_its_unit_and_its_year() {
        // written | value | unit | year | says no more than that
        let table = "
            92%                              | 92      | %      |         | true
            100 %                            | 100     | %      |         | true
            £1,493                           | 1493    | £      |         | true
            £185.00                          | 185.00  | £      |         | true
            2,553                            | 2553    |        |         | true
            50 weeks                         | 50      | weeks  |         | true
            £1.44 million                    | 1440000.00 | £   |         | false
            56% latest available data 18/19  | 56      | %      | 2018-19 | false";
        for line in table.lines().filter(|line| !line.trim().is_empty()) {
            let cells: Vec<&str> = line.split('|').map(str::trim).collect();
            let found = amount(cells[0]).expect(cells[0]);
            let unit = found.unit.map_or_else(String::new, |unit| unit.to_string());
            let year = found.year.map_or_else(String::new, |year| year.to_string());
            let found = [found.value.to_string(), unit, year, found.plain.to_string()];
            assert_eq!(found.as_slice(), &cells[1..], "{}", cells[0]);
        }
        assert_eq!(amount("to be set"), None);
    }

    #[test]
    fn income_is_negative_with_a_sign_or_in_brackets() {
        for (written, value) in [
            ("(4,500)", "-4500"),
            ("-46,000", "-46000"),
            ("£ 0", "0"),
            ("1,080.4", "1080.4"),
        ] {
            assert_eq!(
                money(written).map(|money| money.to_string()).as_deref(),
                Some(value),
                "{written}"
            );
        }
        assert_eq!(money("n/a"), None);
    }

    #[test]
    fn dates_are_read_with_ordinals_and_labels() {
        let day = |text| first_day(text).map(|day| day.to_string());
        assert_eq!(day("Date: 4th June 2021").as_deref(), Some("2021-06-04"));
        assert_eq!(day("April 2021").as_deref(), Some("2021-04-01"));
        assert_eq!(day("2021/22"), None);
    }

    #[test]
    fn a_priority_has_one_id_whatever_its_number_and_capitals() {
        assert_eq!(
            slug(without_number("4. Older People")),
            slug(without_number("4 Older people"))
        );
        assert_eq!(without_number("Enabler – Risk"), "Enabler – Risk");
    }

    #[test]
    fn codes_of_other_registers_are_told_from_words() {
        assert_eq!(
            register_codes("for the IJB (IJB010), with COVID-19 and 2020"),
            ["IJB010"]
        );
    }
}
