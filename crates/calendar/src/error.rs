//! What can go wrong with days, periods and calendars.

use thiserror::Error;

use crate::Day;

/// Every way in which this crate refuses an input.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CalendarError {
    /// The year, month and day do not name a day that exists.
    #[error("there is no day {year:04}-{month:02}-{day:02}")]
    NoSuchDay {
        /// The year asked for.
        year: i32,
        /// The month asked for; January is 1.
        month: u8,
        /// The day of the month asked for.
        day: u8,
    },
    /// The day lies outside the years this crate works with.
    #[error("{what} lies outside the years 1900 to 2199")]
    OutOfRange {
        /// What was asked for, in words.
        what: String,
    },
    /// The text is not a day written as `2026-06-12`.
    #[error("\"{text}\" is not a day; write it as 2026-06-12")]
    DayText {
        /// The text as it was given.
        text: String,
    },
    /// The text is not a period that can be understood.
    #[error("\"{text}\" is not a period: {reason}")]
    PeriodText {
        /// The text as it was given, shortened if it was long.
        text: String,
        /// What is wrong with it and how to write it.
        reason: String,
    },
    /// The end of a range comes before its start.
    #[error("a range cannot end on {last}, before it starts on {first}")]
    RangeReversed {
        /// The first day given.
        first: Day,
        /// The last day given.
        last: Day,
    },
    /// A quarter, half or month number that does not exist.
    #[error("there is no {what} {number}; it runs from 1 to {most}")]
    NoSuchPart {
        /// `quarter`, `half` or `month`.
        what: &'static str,
        /// The number given.
        number: u8,
        /// The greatest number allowed.
        most: u8,
    },
    /// No built-in calendar has this name.
    #[error("there is no calendar \"{name}\"; there are {known}")]
    NoSuchCalendar {
        /// The name asked for.
        name: String,
        /// The names that exist, separated by commas.
        known: String,
    },
    /// A calendar file cannot be read.
    #[error("the calendar file cannot be used: {reason}")]
    CalendarText {
        /// What is wrong, where, and what would be right.
        reason: String,
    },
    /// The day is not one that the calendar knows about.
    #[error("{day} lies outside the calendar {calendar}, which covers {first} to {last}")]
    OutsideCoverage {
        /// The calendar's name.
        calendar: String,
        /// The day asked about.
        day: Day,
        /// The first day covered.
        first: Day,
        /// The last day covered.
        last: Day,
    },
    /// Counting ran past the days the calendar knows about.
    #[error(
        "{days} working days from {from} runs outside the calendar {calendar}, \
         which covers {first} to {last}"
    )]
    RunsOutOfCoverage {
        /// The calendar's name.
        calendar: String,
        /// The day counted from.
        from: Day,
        /// The working days to be counted; negative backwards.
        days: i32,
        /// The first day covered.
        first: Day,
        /// The last day covered.
        last: Day,
    },
}
