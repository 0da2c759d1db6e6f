//! A reporting period: a run of days that has a kind and a label.

mod kind;
mod label;
mod parse;
mod step;

use std::cmp::Ordering;

pub use kind::PeriodKind;

use crate::{CalendarError, Day};

/// A run of days that figures are reported for, such as a quarter of the April year.
///
/// Two periods are equal when they are of the same kind and cover the same days, so
/// `2019-20 H1` and `2019-20 to Q2` are different periods with the same days (see
/// [`Period::same_days`]). Periods are ordered by first day, then length, then kind.
/// They are written and read by [label](Period::label).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Period {
    kind: PeriodKind,
    first: Day,
    last: Day,
}

impl Period {
    /// The period of one day.
    pub fn day(day: Day) -> Period {
        Period::covering(PeriodKind::Day, day, day)
    }

    /// A month of a calendar year; January is 1.
    ///
    /// # Errors
    /// When there is no such month or it lies outside the supported years.
    pub fn month(year: i32, month: u8) -> Result<Period, CalendarError> {
        no_more_than("month", month, 12)?;
        Period::months(PeriodKind::Month, year, month, 1)
    }

    /// A quarter of the April year that starts in this calendar year: quarter 1 is
    /// April to June, quarter 4 is January to March of the next calendar year.
    ///
    /// # Errors
    /// When the quarter is not 1 to 4 or lies outside the supported years.
    pub fn quarter(starting_year: i32, quarter: u8) -> Result<Period, CalendarError> {
        no_more_than("quarter", quarter, 4)?;
        let months = i32::from(quarter - 1) * 3;
        Period::april_part(PeriodKind::Quarter, starting_year, months, 3)
    }

    /// A half of the April year that starts in this calendar year: half 1 is April
    /// to September, half 2 is October to March.
    ///
    /// # Errors
    /// When the half is not 1 or 2 or lies outside the supported years.
    pub fn half(starting_year: i32, half: u8) -> Result<Period, CalendarError> {
        no_more_than("half", half, 2)?;
        let months = i32::from(half - 1) * 6;
        Period::april_part(PeriodKind::Half, starting_year, months, 6)
    }

    /// The financial year from 1 April of this calendar year to the next 31 March.
    ///
    /// # Errors
    /// When it lies outside the supported years.
    pub fn financial_year_starting(year: i32) -> Result<Period, CalendarError> {
        Period::months(PeriodKind::FinancialYear, year, 4, 12)
    }

    /// The calendar year, 1 January to 31 December.
    ///
    /// # Errors
    /// When it lies outside the supported years.
    pub fn calendar_year(year: i32) -> Result<Period, CalendarError> {
        Period::months(PeriodKind::CalendarYear, year, 1, 12)
    }

    /// The academic year from 1 August of this calendar year to the next 31 July.
    ///
    /// Scottish returns about looked-after children are made for this year.
    ///
    /// # Errors
    /// When it lies outside the supported years.
    pub fn academic_year_starting(year: i32) -> Result<Period, CalendarError> {
        Period::months(PeriodKind::AcademicYear, year, 8, 12)
    }

    /// From 1 April of the financial year in which `through` ends to its last day.
    ///
    /// The year to date of a period that ends in the first three months of 1900 starts on
    /// [`Day::START`].
    pub fn year_to_date(through: Period) -> Period {
        let last = through.last;
        let (year, month, _) = last.civil();
        let starting = if month >= 4 { year } else { year - 1 };
        let first = Day::new(starting, 4, 1).unwrap_or(Day::START);
        Period::covering(PeriodKind::YearToDate, first, last)
    }

    /// Any run of days, both ends included.
    ///
    /// # Errors
    /// When `last` comes before `first`.
    pub fn range(first: Day, last: Day) -> Result<Period, CalendarError> {
        if last < first {
            return Err(CalendarError::RangeReversed { first, last });
        }
        Ok(Period::covering(PeriodKind::Range, first, last))
    }

    /// The period of this kind that contains the day; for
    /// [`PeriodKind::YearToDate`], the year up to that day.
    ///
    /// `None` for [`PeriodKind::Range`], which has no fixed bounds, and for a year
    /// that reaches outside the supported years.
    pub fn containing(kind: PeriodKind, day: Day) -> Option<Period> {
        let (year, month, _) = day.civil();
        let april = if month >= 4 { year } else { year - 1 };
        let months_from_april = (month + 8) % 12;
        match kind {
            PeriodKind::Day => Some(Period::day(day)),
            PeriodKind::Month => Period::month(year, month).ok(),
            PeriodKind::Quarter => Period::quarter(april, months_from_april / 3 + 1).ok(),
            PeriodKind::Half => Period::half(april, months_from_april / 6 + 1).ok(),
            PeriodKind::FinancialYear => Period::financial_year_starting(april).ok(),
            PeriodKind::CalendarYear => Period::calendar_year(year).ok(),
            PeriodKind::AcademicYear => {
                Period::academic_year_starting(if month >= 8 { year } else { year - 1 }).ok()
            }
            PeriodKind::YearToDate => Some(Period::year_to_date(Period::day(day))),
            PeriodKind::Range => None,
        }
    }

    /// What kind of period this is.
    pub fn kind(self) -> PeriodKind {
        self.kind
    }

    /// The first day.
    pub fn first(self) -> Day {
        self.first
    }

    /// The last day, which belongs to the period.
    pub fn last(self) -> Day {
        self.last
    }

    /// Whether the day belongs to the period.
    pub fn contains(self, day: Day) -> bool {
        (self.first..=self.last).contains(&day)
    }

    /// Whether every day of the other period belongs to this one.
    pub fn covers(self, other: Period) -> bool {
        self.first <= other.first && other.last <= self.last
    }

    /// Whether both cover the same days, whatever their kinds.
    pub fn same_days(self, other: Period) -> bool {
        self.first == other.first && self.last == other.last
    }

    /// How many days it has; at least 1.
    pub fn days(self) -> i32 {
        self.first.days_until(self.last) + 1
    }

    /// The financial year that contains the whole period; `None` when it straddles
    /// two, or the year reaches outside the supported years.
    pub fn financial_year(self) -> Option<Period> {
        Period::containing(PeriodKind::FinancialYear, self.first).filter(|year| year.covers(self))
    }

    fn covering(kind: PeriodKind, first: Day, last: Day) -> Period {
        Period { kind, first, last }
    }

    fn april_part(
        kind: PeriodKind,
        starting_year: i32,
        months_after_april: i32,
        length: i32,
    ) -> Result<Period, CalendarError> {
        let month = u8::try_from((3 + months_after_april).rem_euclid(12) + 1).unwrap_or(1);
        let years_on = (3 + months_after_april).div_euclid(12);
        Period::months(kind, starting_year.saturating_add(years_on), month, length)
    }

    fn months(
        kind: PeriodKind,
        year: i32,
        month: u8,
        length: i32,
    ) -> Result<Period, CalendarError> {
        let first = Day::new(year, month, 1)?;
        let last_month = first.plus_months(length - 1);
        let months_gained =
            (last_month.year() - year) * 12 + i32::from(last_month.month()) - i32::from(month);
        if months_gained != length - 1 {
            return Err(CalendarError::OutOfRange {
                what: format!("the end of the period that starts on {first}"),
            });
        }
        Ok(Period::covering(kind, first, last_month.last_of_month()))
    }
}

fn no_more_than(what: &'static str, number: u8, most: u8) -> Result<(), CalendarError> {
    if (1..=most).contains(&number) {
        Ok(())
    } else {
        Err(CalendarError::NoSuchPart { what, number, most })
    }
}

impl Ord for Period {
    fn cmp(&self, other: &Period) -> Ordering {
        (self.first, self.last, self.kind).cmp(&(other.first, other.last, other.kind))
    }
}

impl PartialOrd for Period {
    fn partial_cmp(&self, other: &Period) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
