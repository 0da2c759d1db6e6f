//! The one label of each period, and serialisation by it.

use std::{borrow::Cow, fmt};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use crate::{Day, Period, PeriodKind};

const MONTH_NAMES: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

impl Period {
    /// The label that names this period and is read back as the same period.
    ///
    /// | kind | label |
    /// |---|---|
    /// | day | `2026-06-12` |
    /// | month | `2019-09` |
    /// | quarter, half | `2019-20 Q2`, `2019-20 H1` |
    /// | financial year | `2019-20` |
    /// | calendar year | `2019` |
    /// | academic year | `2019-20 academic` |
    /// | year to date | `2019-20 to Q2`; `2019-20 to 2019-08` when it ends with a month that ends no quarter; `2019-20 to 2019-08-15` otherwise |
    /// | range | `2019-04-01..2019-09-30` |
    ///
    /// `2011-12` could be a year or a month. It is read as the financial year, because
    /// benchmarking tables label their years so; twelve months a century (January
    /// 2000, February 2001 … December 2011) are therefore labelled `Dec 2011`.
    pub fn label(self) -> String {
        self.to_string()
    }
}

impl fmt::Display for Period {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&text_of(*self))
    }
}

fn text_of(period: Period) -> String {
    let (first, last) = (period.first(), period.last());
    let (year, month, _) = first.civil();
    match period.kind() {
        PeriodKind::Day => first.to_string(),
        PeriodKind::Month => month_text(year, month),
        PeriodKind::Quarter => format!("{} Q{}", april_year(first), quarter_number(last)),
        PeriodKind::Half => format!("{} H{}", april_year(first), quarter_number(last) / 2),
        PeriodKind::FinancialYear => year_span(year),
        PeriodKind::CalendarYear => format!("{year:04}"),
        PeriodKind::AcademicYear => format!("{} academic", year_span(year)),
        PeriodKind::YearToDate => format!("{} to {}", april_year(last), year_to_date_end(last)),
        PeriodKind::Range => format!("{first}..{last}"),
    }
}

/// `2019-20` for 2019.
pub(super) fn year_span(starting: i32) -> String {
    format!("{starting:04}-{:02}", (starting + 1) % 100)
}

fn april_year(day: Day) -> String {
    let (year, month, _) = day.civil();
    year_span(if month >= 4 { year } else { year - 1 })
}

/// The quarter of the April year that the day is in, 1 to 4.
fn quarter_number(day: Day) -> u8 {
    (day.month() + 8) % 12 / 3 + 1
}

/// Whether `2011-12` would be taken for a financial year.
pub(super) fn reads_as_a_year(year: i32, month: u8) -> bool {
    (year + 1) % 100 == i32::from(month)
}

fn month_text(year: i32, month: u8) -> String {
    if reads_as_a_year(year, month) {
        format!("{} {year:04}", MONTH_NAMES[usize::from(month - 1)])
    } else {
        format!("{year:04}-{month:02}")
    }
}

fn year_to_date_end(last: Day) -> String {
    let (year, month, _) = last.civil();
    if !last.is_last_of_month() {
        last.to_string()
    } else if month % 3 == 0 {
        format!("Q{}", quarter_number(last))
    } else {
        format!("{year:04}-{month:02}")
    }
}

impl Serialize for Period {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Period {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Period, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(D::Error::custom)
    }
}
