//! Reading a period from its label, or from the other ways in which people write it.

use std::str::FromStr;

use super::label::{reads_as_a_year, year_span};
use crate::{CalendarError, Day, Period, PeriodKind};

mod words;

use words::{Piece, pieces_of, tidied};

/// Why a text was not understood, in words for the person who wrote it.
type Reason = String;

/// Longer texts are refused unread; the longest sensible one has about 30 characters.
const LONGEST: usize = 80;

impl FromStr for Period {
    type Err = CalendarError;

    /// Reads a [label](Period::label), and also `2019/20`, `2019-2020`, `FY2019-20`,
    /// `2019/20 Q2`, `Q2 2019-20`, `Sep 2019`, `September 2019`, `April 21`,
    /// `12 June 2026`, `2019-20 YTD Q2`, `2019-20 to 2019-09`, `April to June 2019`
    /// and the like. Years of two digits belong to the century 2000.
    fn from_str(text: &str) -> Result<Period, CalendarError> {
        plain_label(text).map_or_else(|| read(text, None), Ok)
    }
}

impl Period {
    /// Reads a period where its kind is known, as in a column of months.
    ///
    /// The kind settles what `2011-12` means, which [`FromStr`] takes for the
    /// financial year: as a [`PeriodKind::Month`] it is December 2011. A bare span
    /// such as `2019/20` is the academic year when that is the kind wanted.
    ///
    /// # Errors
    /// When the text is not a period, or is one of another kind.
    pub fn parse_as(kind: PeriodKind, text: &str) -> Result<Period, CalendarError> {
        let period = read(text, Some(kind))?;
        if period.kind() == kind {
            return Ok(period);
        }
        let reason = format!("it is a {}, and a {kind} is wanted", period.kind());
        Err(refusal(text, reason))
    }
}

/// The labels met most, read as they stand: `2019-20` and `2019-20 Q2`. None for anything else.
fn plain_label(text: &str) -> Option<Period> {
    let (year, quarter) = match text.as_bytes() {
        [year @ .., b' ', b'Q', quarter @ b'1'..=b'4'] => (year, Some(quarter - b'0')),
        year => (year, None),
    };
    let [first @ .., b'-', tens, ones] = year else {
        return None;
    };
    // Longer runs of digits are no year, and would not fit the number either.
    if first.len() != 4 {
        return None;
    }
    let number = |digits: &[u8]| {
        digits.iter().try_fold(0, |number, digit| {
            let digit = digit.is_ascii_digit().then(|| i32::from(digit - b'0'))?;
            Some(number * 10 + digit)
        })
    };
    let (first, next) = (number(first)?, number(&[*tens, *ones])?);
    if (first + 1) % 100 != next {
        return None;
    }
    let period = match quarter {
        Some(quarter) => Period::quarter(first, quarter),
        None => Period::financial_year_starting(first),
    };
    period.ok()
}

fn refusal(text: &str, reason: Reason) -> CalendarError {
    CalendarError::PeriodText {
        text: text.chars().take(LONGEST).collect(),
        reason,
    }
}

fn read(text: &str, wanted: Option<PeriodKind>) -> Result<Period, CalendarError> {
    let outcome = if text.chars().count() > LONGEST {
        Err("it is too long".to_owned())
    } else {
        read_tidied(&tidied(text), wanted)
    };
    outcome.map_err(|reason| refusal(text, reason))
}

fn read_tidied(text: &str, wanted: Option<PeriodKind>) -> Result<Period, Reason> {
    if let Some((first, last)) = text.split_once("..") {
        return between(read_single(first, None)?, read_single(last, None)?);
    }
    if let Some((start, end)) = text.split_once(" to ").or_else(|| text.split_once(" - ")) {
        return read_from_to(start, end);
    }
    read_single(text, wanted)
}

/// From the first day of one period to the last day of another.
fn between(start: Period, end: Period) -> Result<Period, Reason> {
    Period::range(start.first(), end.last()).map_err(in_words)
}

/// `2019-20 to Q2`, `April to June 2019`, `2019-04-01 to 2019-09-30`.
fn read_from_to(start: &str, end: &str) -> Result<Period, Reason> {
    let start_pieces = pieces_of(start)?;
    let end_pieces = pieces_of(end)?;
    match (start_pieces.as_slice(), end_pieces.as_slice()) {
        ([Piece::Span(year)], _) => year_to(*year, &end_pieces),
        ([Piece::Dashed(year, month)], _) if reads_as_a_year(*year, *month) => {
            year_to(*year, &end_pieces)
        }
        ([Piece::Month(month)], _) => from_month(*month, assemble(&end_pieces, None)?),
        _ => between(assemble(&start_pieces, None)?, assemble(&end_pieces, None)?),
    }
}

/// From the latest such month that is not after the end, to the end.
fn from_month(month: u8, end: Period) -> Result<Period, Reason> {
    let (year, end_month, _) = end.last().civil();
    let start_year = if month <= end_month { year } else { year - 1 };
    between(month_of(start_year, month)?, end)
}

/// From the financial year that starts in `year`: to date within it, or to a later year.
fn year_to(year: i32, end: &[Piece]) -> Result<Period, Reason> {
    let month_in_year = |end_year: i32, month: u8| april_year(end_year, month) == year;
    match *end {
        [Piece::Span(_)] => between(whole_year(year)?, assemble(end, None)?),
        [Piece::Dashed(end_year, month)]
            if reads_as_a_year(end_year, month) && !month_in_year(end_year, month) =>
        {
            between(whole_year(year)?, assemble(end, None)?)
        }
        _ => to_date(year, end),
    }
}

/// The year to date of the financial year that starts in `year`, through `end`.
fn to_date(year: i32, end: &[Piece]) -> Result<Period, Reason> {
    let through = match *end {
        [Piece::Quarter(quarter)] => Period::quarter(year, quarter).map_err(in_words)?,
        [Piece::Half(half)] => Period::half(year, half).map_err(in_words)?,
        [Piece::Month(month)] => month_within(year, month)?,
        [Piece::Dashed(end_year, month)] => month_of(end_year, month)?,
        _ => assemble(end, None)?,
    };
    let (end_year, end_month, _) = through.last().civil();
    if april_year(end_year, end_month) == year {
        Ok(Period::year_to_date(through))
    } else {
        Err(format!("{through} does not end within {}", year_span(year)))
    }
}

fn whole_year(year: i32) -> Result<Period, Reason> {
    Period::financial_year_starting(year).map_err(in_words)
}

/// The year in which the April year starts that the month belongs to.
fn april_year(year: i32, month: u8) -> i32 {
    if month >= 4 { year } else { year - 1 }
}

fn read_single(text: &str, wanted: Option<PeriodKind>) -> Result<Period, Reason> {
    assemble(&pieces_of(text)?, wanted)
}

/// Puts the pieces of one period together, in whatever order they stand.
fn assemble(pieces: &[Piece], wanted: Option<PeriodKind>) -> Result<Period, Reason> {
    use Piece::{
        Academic, Calendar, Dashed, Date, Financial, Half, Month, Quarter, Small, Span, ToDate,
        Year,
    };
    let (pieces, to_date_asked) = without(pieces, ToDate);
    let (pieces, academic) = without(&pieces, Academic);
    let (pieces, financial) = without(&pieces, Financial);
    let (pieces, calendar) = without(&pieces, Calendar);
    let academic = academic || (wanted == Some(PeriodKind::AcademicYear) && !financial);
    let month_wanted = wanted == Some(PeriodKind::Month) && !financial && !academic;
    let found = match *pieces.as_slice() {
        [Date(day)] => Ok(Period::day(day)),
        [Dashed(year, month)] if month_wanted || !reads_as_a_year(year, month) => {
            month_of(year, month)
        }
        [Dashed(year, _) | Span(year)] if academic => {
            Period::academic_year_starting(year).map_err(in_words)
        }
        [Dashed(year, _) | Span(year)] if !calendar => {
            Period::financial_year_starting(year).map_err(in_words)
        }
        [Year(year)] if !financial && !academic => Period::calendar_year(year).map_err(in_words),
        [Year(year)] => Err(format!(
            "{year} alone does not say which year is meant; write {} or {}",
            year_span(year - 1),
            year_span(year)
        )),
        [Dashed(year, _) | Span(year), Quarter(quarter)]
        | [Quarter(quarter), Dashed(year, _) | Span(year)] => {
            Period::quarter(year, quarter).map_err(in_words)
        }
        [Dashed(year, _) | Span(year), Half(half)] | [Half(half), Dashed(year, _) | Span(year)] => {
            Period::half(year, half).map_err(in_words)
        }
        [Year(year), Quarter(_) | Half(_)] | [Quarter(_) | Half(_), Year(year)] => Err(format!(
            "name both years of the financial year, as in {} Q2",
            year_span(year)
        )),
        [Month(month), Year(year)] | [Year(year), Month(month)] => month_of(year, month),
        [Month(first), Month(last), Year(year)] => from_month(first, month_of(year, last)?),
        [Month(month), Small(year)] => month_of(2000 + i32::from(year), month),
        [Month(month), Dashed(year, _) | Span(year)]
        | [Dashed(year, _) | Span(year), Month(month)] => month_within(year, month),
        [Small(day), Month(month), Year(year)] => Day::new(year, month, day)
            .map(Period::day)
            .map_err(in_words),
        [Quarter(_)] | [Half(_)] | [Month(_)] => Err("it does not say which year".to_owned()),
        _ => Err(how_to_write()),
    }?;
    if !to_date_asked {
        return Ok(found);
    }
    match found.kind() {
        PeriodKind::FinancialYear => Err(format!(
            "it does not say how far the year had run; write {found} to Q2"
        )),
        PeriodKind::CalendarYear | PeriodKind::AcademicYear => {
            Err("a year to date runs from 1 April; write 2019-20 to Q2".to_owned())
        }
        _ => Ok(Period::year_to_date(found)),
    }
}

fn without(pieces: &[Piece], unwanted: Piece) -> (Vec<Piece>, bool) {
    let kept: Vec<Piece> = pieces.iter().copied().filter(|p| *p != unwanted).collect();
    let found = kept.len() < pieces.len();
    (kept, found)
}

fn month_of(year: i32, month: u8) -> Result<Period, Reason> {
    Period::month(year, month).map_err(in_words)
}

/// The month as it falls in the April year that starts in `starting`.
fn month_within(starting: i32, month: u8) -> Result<Period, Reason> {
    month_of(if month >= 4 { starting } else { starting + 1 }, month)
}

fn in_words(error: CalendarError) -> Reason {
    error.to_string()
}

fn how_to_write() -> Reason {
    "write 2019-20, 2019-20 Q2, 2019-20 H1, 2019-20 to Q2, 2019-09, 2019, \
     2019-20 academic, 2019-09-30 or 2019-04-01..2019-09-30"
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_label_is_read_as_any_other_text_would_be() {
        let mut plain = 0;
        for year in 1_898..2_202 {
            let next = (year + 1) % 100;
            for text in [
                format!("{year}-{next:02}"),
                format!("{year}-{next:02} Q1"),
                format!("{year}-{next:02} Q4"),
                format!("{year}-{next:02} Q5"),
                format!("{year}-{:02}", (next + 1) % 100),
                format!("{}-{next:02} Q2", year % 100),
                format!("{year}-{next:02} q2"),
            ] {
                if let Some(period) = plain_label(&text) {
                    assert_eq!(read(&text, None), Ok(period), "{text}");
                    plain += 1;
                }
            }
        }
        assert!(plain > 890, "{plain}");
        assert_eq!(plain_label("2011-10"), None, "it is a month");
    }

    #[test]
    fn a_number_too_long_for_a_year_is_no_label() {
        for text in ["2147483648-49", "99999999999999999999-00 Q1", "02011-12"] {
            assert_eq!(plain_label(text), None, "{text}");
            assert!(text.parse::<Period>().is_err(), "{text}");
        }
    }
}
