//! The pieces a written period is made of: years, quarters, month names, dates.

use super::{Reason, how_to_write};
use crate::Day;

/// One meaningful piece of a written period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// A span of two following years, by the first: `2019-20`, `2019/20`, `19/20`.
    Span(i32),
    /// `2011-12`: a month, or a span when the numbers also fit one.
    Dashed(i32, u8),
    /// A year by itself.
    Year(i32),
    /// A number of one or two digits.
    Small(u8),
    /// A whole date.
    Date(Day),
    /// A month by name.
    Month(u8),
    /// `Q2`, `quarter 2`.
    Quarter(u8),
    /// `H1`, `half 1`.
    Half(u8),
    /// `YTD`, `year to date`.
    ToDate,
    /// `FY`, `financial`.
    Financial,
    /// `academic`.
    Academic,
    /// `calendar`, `CY`.
    Calendar,
}

/// Lower case, plain hyphens, single spaces, "year to date" as one word.
pub(super) fn tidied(text: &str) -> String {
    let plain: String = text
        .chars()
        .flat_map(char::to_lowercase)
        .filter(|character| !matches!(character, '\'' | '\u{2019}'))
        .map(|character| match character {
            '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            ',' | ':' | '(' | ')' | '_' => ' ',
            other => other,
        })
        .collect();
    let single = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    single.replace("year to date", "ytd")
}

/// Cuts a tidied text into its pieces.
pub(super) fn pieces_of(text: &str) -> Result<Vec<Piece>, Reason> {
    let mut pieces = Vec::new();
    let mut runs = runs_of(text).into_iter().peekable();
    while let Some(run) = runs.next() {
        let numbered = match run.as_str() {
            "q" | "qtr" | "quarter" => Some(Piece::Quarter as fn(u8) -> Piece),
            "h" | "half" => Some(Piece::Half as fn(u8) -> Piece),
            _ => None,
        };
        let piece = match numbered {
            Some(kind) => {
                let number = runs.next().and_then(|next| next.parse::<u8>().ok());
                Some(kind(number.ok_or_else(|| {
                    format!("\"{run}\" needs its number straight after it, as in Q2")
                })?))
            }
            None if run.starts_with(|c: char| c.is_ascii_digit()) => Some(number_piece(&run)?),
            None => word_piece(&run)?,
        };
        pieces.extend(piece);
    }
    Ok(pieces)
}

/// Runs of letters, and runs of digits with `-`, `/` or `.` between them.
fn runs_of(text: &str) -> Vec<String> {
    let mut runs: Vec<String> = Vec::new();
    let mut previous = ' ';
    for character in text.chars() {
        let joins = match character {
            '-' | '/' | '.' => previous.is_ascii_digit(),
            c if c.is_ascii_digit() => {
                previous.is_ascii_digit()
                    || (is_joint(previous)
                        && runs
                            .last()
                            .is_some_and(|run| run.starts_with(|c: char| c.is_ascii_digit())))
            }
            c => {
                !c.is_whitespace()
                    && !previous.is_ascii_digit()
                    && !is_joint(previous)
                    && previous != ' '
            }
        };
        match runs.last_mut() {
            Some(run) if joins => run.push(character),
            _ if character.is_whitespace() || is_joint(character) => {}
            _ => runs.push(character.to_string()),
        }
        previous = character;
    }
    for run in &mut runs {
        run.truncate(run.trim_end_matches(is_joint).len());
    }
    runs
}

fn is_joint(character: char) -> bool {
    matches!(character, '-' | '/' | '.')
}

fn word_piece(word: &str) -> Result<Option<Piece>, Reason> {
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
    let by_name = || {
        let shortened = if word == "sept" { "sep" } else { word };
        let month = MONTHS.iter().zip(1u8..).find(|(name, _)| {
            **name == shortened || (shortened.len() == 3 && name.starts_with(shortened))
        });
        month.map(|(_, number)| Piece::Month(number))
    };
    match word {
        "ytd" => Ok(Some(Piece::ToDate)),
        "fy" | "financial" => Ok(Some(Piece::Financial)),
        "academic" | "school" | "ay" => Ok(Some(Piece::Academic)),
        "calendar" | "cy" => Ok(Some(Piece::Calendar)),
        "year" | "of" => Ok(None),
        _ => match by_name() {
            Some(month) => Ok(Some(month)),
            None => Err(format!("\"{word}\" is not understood; {}", how_to_write())),
        },
    }
}

/// A year, a span of years, a month or a date, all in digits.
fn number_piece(run: &str) -> Result<Piece, Reason> {
    let parts: Vec<&str> = run.split(is_joint).collect();
    let numbers: Option<Vec<i32>> = parts.iter().map(|part| short_number(part)).collect();
    let numbers = numbers.ok_or_else(how_to_write)?;
    let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    match (lengths.as_slice(), numbers.as_slice()) {
        ([4], [year]) => Ok(Piece::Year(*year)),
        ([1 | 2], [number]) => small(*number).map(Piece::Small),
        ([4, 1 | 2, 1 | 2], [year, month, day]) | ([1 | 2, 1 | 2, 4], [day, month, year]) => {
            let day = Day::new(*year, small(*month)?, small(*day)?);
            day.map(Piece::Date).map_err(|error| error.to_string())
        }
        ([4, 4], [first, second]) => span(run, *first, *second),
        ([4, 2], [year, end]) if run.contains('-') && (1..=12).contains(end) => {
            Ok(Piece::Dashed(*year, small(*end)?))
        }
        ([4, 2], [first, end]) => span(run, *first, following_century(*first, *end)),
        ([2, 2], [first, end]) => span(run, 2000 + first, following_century(2000 + first, *end)),
        _ => Err(how_to_write()),
    }
}

fn small(number: i32) -> Result<u8, Reason> {
    u8::try_from(number).map_err(|_| how_to_write())
}

fn short_number(digits: &str) -> Option<i32> {
    let plain = (1..=4).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| digits.parse().ok()).flatten()
}

/// The year that a two-digit second half of a span means: `00` after 1999 is 2000.
fn following_century(first: i32, end: i32) -> i32 {
    let century = (first + 1).div_euclid(100) * 100;
    century + end
}

fn span(run: &str, first: i32, second: i32) -> Result<Piece, Reason> {
    if second == first + 1 {
        return Ok(Piece::Span(first));
    }
    let meant = super::year_span(first);
    Err(format!(
        "the two years of {run} do not follow one another; {first} is followed by {}, so a year is \
         written {meant}, and a longer run of years as {first}-04-01..{second}-03-31",
        first + 1
    ))
}
