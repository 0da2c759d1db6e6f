//! Dates inside sentences.

use clew_calendar::{Day, Period, PeriodKind};

/// Days and months named in a text, in order: `3 May 2023`, `September 2023`. A month without a
/// year is not one of them.
pub(super) fn periods_in(text: &str) -> Vec<Period> {
    let words: Vec<&str> = text.split_whitespace().map(bare).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let day = words.get(at..at + 3).and_then(day_of);
        let month = words.get(at..at + 2).and_then(month_of);
        at += if day.is_some() { 3 } else { 1 };
        found.extend(day.or(month));
    }
    found
}

/// The days among [`periods_in`].
pub(super) fn days_in(text: &str) -> Vec<Day> {
    let periods = periods_in(text).into_iter();
    periods
        .filter(|period| period.kind() == PeriodKind::Day)
        .map(Period::first)
        .collect()
}

fn bare(word: &str) -> &str {
    word.trim_matches(|character: char| !character.is_alphanumeric())
}

fn day_of(words: &[&str]) -> Option<Period> {
    read(words).filter(|period| period.kind() == PeriodKind::Day)
}

fn month_of(words: &[&str]) -> Option<Period> {
    let year = words.last()?;
    let names_month = words.first()?.chars().all(char::is_alphabetic);
    if year.len() != 4 || !names_month {
        return None;
    }
    read(words).filter(|period| period.kind() == PeriodKind::Month)
}

fn read(words: &[&str]) -> Option<Period> {
    words.join(" ").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_found_where_a_sentence_names_them_in_full() {
        // text | days and months found
        let table = "
            visited on 3 May 2023, again planned for June 2023. | 2023-05-03, 2023-06
            starting in July.                          |
            complete by summer 2023.                   |
            to the board on 20 June 2023               | 2023-06-20
            strategy 2022-2025 approved                |
            reduced throughout 2022/23. Since April 23 |
            between 2 and 3 days a week                |";
        for line in table.lines().filter(|line| !line.trim().is_empty()) {
            let (text, wanted) = line.split_once('|').expect(line);
            let found: Vec<String> = periods_in(text)
                .iter()
                .map(|period| period.label())
                .collect();
            assert_eq!(found.join(", "), wanted.trim(), "{text}");
        }
    }
}
