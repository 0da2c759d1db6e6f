//! Dates in running text, and the day a document stands at.

use clew_calendar::{Day, Period};
use clew_plan::Document;

use crate::tokens::Token;
#[cfg(test)]
use crate::tokens::tokens;

/// The day a document stands at: the day it bears, else the meeting it goes to, else the day of its
/// data. This takes the place of "today" in every rule.
pub(crate) fn day_of(document: &Document) -> Option<Day> {
    document.dated.or(document.meeting).or(document.data_as_at)
}

/// A day, month or year named in a text.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Named {
    /// What is named.
    pub(crate) period: Period,
    /// The token it begins at.
    pub(crate) at: usize,
}

/// The days (`25 March 2021`), months (`March 2021`, `March 21`) and financial years (`2021/22`) that
/// a text names, in order.
pub(crate) fn named_in(found: &[Token<'_>]) -> Vec<Named> {
    let mut named = Vec::new();
    for at in 0..found.len() {
        let period = month_at(found, at).or_else(|| year_at(found, at));
        named.extend(period.map(|(period, at)| Named { period, at }));
    }
    named
}

/// Like [`named_in`], from the text.
#[cfg(test)]
pub(crate) fn named(text: &str) -> Vec<Period> {
    named_in(&tokens(text))
        .into_iter()
        .map(|named| named.period)
        .collect()
}

/// A month name at this token, with the year after it and the day before it.
fn month_at(found: &[Token<'_>], at: usize) -> Option<(Period, usize)> {
    let Token::Word(name) = found.get(at)? else {
        return None;
    };
    let month = month_number(name)?;
    let year = found
        .get(at + 1)?
        .number()
        .filter(|number| !number.percent && !number.pounds)?;
    let year: i32 = year
        .written
        .parse()
        .ok()
        .map(|year: i32| if year < 100 { 2000 + year } else { year })?;
    if !(2000..=2099).contains(&year) {
        return None;
    }
    match day_before(found, at) {
        Some((day, start)) => Day::new(year, month, day)
            .ok()
            .map(|day| (Period::day(day), start)),
        None => Period::month(year, month).ok().map(|period| (period, at)),
    }
}

/// The day of the month before a month's name: `25`, `25th` or `25 th`.
fn day_before(found: &[Token<'_>], at: usize) -> Option<(u8, usize)> {
    let ordinal = |token: &Token<'_>| ["st", "nd", "rd", "th"].iter().any(|end| token.is(end));
    let mut start = at.checked_sub(1)?;
    if ordinal(found.get(start)?) {
        start = start.checked_sub(1)?;
    }
    let digits = match found.get(start)? {
        Token::Number(number) => number.written,
        Token::Word(word) => word.trim_end_matches(char::is_alphabetic),
        Token::Sign(_) => return None,
    };
    digits
        .parse()
        .ok()
        .filter(|day| (1..=31).contains(day))
        .map(|day| (day, start))
}

/// A financial year `2021/22` or `2021-22` at this token.
fn year_at(found: &[Token<'_>], at: usize) -> Option<(Period, usize)> {
    let [
        Token::Number(first),
        Token::Sign('/' | '-' | '–'),
        Token::Number(second),
    ] = found.get(at..at + 3)?
    else {
        return None;
    };
    let (year, next): (i32, i32) = (first.written.parse().ok()?, second.written.parse().ok()?);
    let follows = (2000..2099).contains(&year) && (next == year + 1 || next == (year + 1) % 100);
    follows.then(|| {
        Period::financial_year_starting(year)
            .ok()
            .map(|period| (period, at))
    })?
}

fn month_number(name: &str) -> Option<u8> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let name = name.to_lowercase();
    let found = MONTHS
        .iter()
        .position(|month| *month == name || (name.len() == 3 && month.starts_with(&name)));
    found.and_then(|position| u8::try_from(position + 1).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_months_and_years_are_read_from_text() {
        // text | periods
        let table = "
            signed on 25 th March 2021, running from 1 st July | 2021-03-25
            to start March 21                                   | 2021-03
            by 1st April 2020, or in 2021/22                    | 2020-04-01 2021-22
            implemented 12 June 2023                            | 2023-06-12
            1 July 2019 until 30 September 2019                    | 2019-07-01 2019-09-30
            during 2021 and 15/16 or 2010/19                    |";
        for line in table.lines().filter(|line| !line.trim().is_empty()) {
            let (text, expected) = line.split_once('|').expect(line);
            let found: Vec<String> = named(text).into_iter().map(Period::label).collect();
            assert_eq!(found.join(" "), expected.trim(), "{text}");
        }
    }
}
