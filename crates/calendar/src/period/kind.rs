//! The kinds of period that figures are reported for.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What kind of run of days a [`Period`](crate::Period) is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PeriodKind {
    /// One day, `2026-06-12`.
    Day,
    /// A calendar month, `2019-09`.
    Month,
    /// A quarter of the April year, `2019-20 Q2`.
    Quarter,
    /// A half of the April year, `2019-20 H1`.
    Half,
    /// 1 April to 31 March, `2019-20`: the year of Scottish councils' accounts and plans.
    FinancialYear,
    /// 1 January to 31 December, `2019`.
    CalendarYear,
    /// 1 August to 31 July, `2019-20 academic`.
    AcademicYear,
    /// 1 April to some later day of the same financial year, `2019-20 to Q2`.
    YearToDate,
    /// Any other run of days, `2019-04-01..2019-09-30`.
    Range,
}

impl PeriodKind {
    /// The name in plain English, as in `financial year`.
    pub fn name(self) -> &'static str {
        match self {
            PeriodKind::Day => "day",
            PeriodKind::Month => "month",
            PeriodKind::Quarter => "quarter",
            PeriodKind::Half => "half-year",
            PeriodKind::FinancialYear => "financial year",
            PeriodKind::CalendarYear => "calendar year",
            PeriodKind::AcademicYear => "academic year",
            PeriodKind::YearToDate => "year to date",
            PeriodKind::Range => "range of days",
        }
    }
}

impl fmt::Display for PeriodKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.name())
    }
}
