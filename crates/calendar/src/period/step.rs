//! From one period to its neighbours, to the year before, and to its parts.

use crate::{Day, Period, PeriodKind};

impl Period {
    /// The like period that follows.
    ///
    /// For a year to date it is the same stretch of the next financial year, since the
    /// next longer stretch of the same year would count days twice. For a range it is
    /// the adjoining range of as many whole months, or of as many days when the
    /// range is not made of whole months. `None` beyond the supported years.
    #[must_use]
    pub fn next(self) -> Option<Period> {
        self.stepped(1)
    }

    /// The like period that comes before: the opposite of [`Period::next`], but for a
    /// year to date that ends on 28 February of a leap year, which comes back as 29.
    #[must_use]
    pub fn previous(self) -> Option<Period> {
        self.stepped(-1)
    }

    /// The like period of the year before: the same quarter, month, day or stretch,
    /// twelve months earlier. `None` before the supported years.
    ///
    /// A period that ends with a month still ends with that month (so February's last
    /// day moves between 28 and 29); 29 February by itself becomes 28 February.
    #[must_use]
    pub fn year_before(self) -> Option<Period> {
        self.moved_by_months(-12)
    }

    /// All periods of the kind that lie wholly inside this one, in order: the four
    /// quarters of a year, the three months of a quarter.
    ///
    /// Empty for [`PeriodKind::Range`], which has no fixed bounds. For
    /// [`PeriodKind::YearToDate`] they are the years to date that end with this
    /// period's whole quarters.
    pub fn parts(self, kind: PeriodKind) -> Vec<Period> {
        if kind == PeriodKind::YearToDate {
            return self
                .parts(PeriodKind::Quarter)
                .into_iter()
                .map(Period::year_to_date)
                .filter(|part| self.covers(*part))
                .collect();
        }
        let mut parts = Vec::new();
        let mut candidate = Period::containing(kind, self.first());
        while let Some(part) = candidate {
            if part.last() > self.last() {
                break;
            }
            if self.covers(part) {
                parts.push(part);
            }
            candidate = part.next();
        }
        parts
    }

    fn stepped(self, direction: i32) -> Option<Period> {
        match self.kind() {
            PeriodKind::Day => self.moved_by_days(direction),
            PeriodKind::Month => self.moved_by_months(direction),
            PeriodKind::Quarter => self.moved_by_months(3 * direction),
            PeriodKind::Half => self.moved_by_months(6 * direction),
            PeriodKind::FinancialYear
            | PeriodKind::CalendarYear
            | PeriodKind::AcademicYear
            | PeriodKind::YearToDate => self.moved_by_months(12 * direction),
            PeriodKind::Range => match self.whole_months() {
                Some(months) => self.moved_by_months(months * direction),
                None => self.moved_by_days(self.days() * direction),
            },
        }
    }

    /// How many months it is made of, when it is made of whole months.
    fn whole_months(self) -> Option<i32> {
        let whole = self.first().day() == 1 && self.last().is_last_of_month();
        whole.then(|| months_since_year_0(self.last()) - months_since_year_0(self.first()) + 1)
    }

    fn moved_by_days(self, days: i32) -> Option<Period> {
        let first = Day::from_number(self.first().number() + days).ok()?;
        let last = Day::from_number(self.last().number() + days).ok()?;
        Some(Period::covering(self.kind(), first, last))
    }

    fn moved_by_months(self, months: i32) -> Option<Period> {
        let first = moved_day(self.first(), months);
        let mut last = moved_day(self.last(), months)?;
        if self.last().is_last_of_month() && self.kind() != PeriodKind::Day {
            last = last.last_of_month();
        }
        if self.kind() == PeriodKind::YearToDate {
            return Some(Period::year_to_date(Period::day(last)));
        }
        let first = first.filter(|first| *first <= last)?;
        Some(Period::covering(self.kind(), first, last))
    }
}

fn months_since_year_0(day: Day) -> i32 {
    let (year, month, _) = day.civil();
    year * 12 + i32::from(month) - 1
}

/// `Day::plus_months`, but `None` where that would stop at the supported years.
fn moved_day(day: Day, months: i32) -> Option<Day> {
    let year = (months_since_year_0(day) + months).div_euclid(12);
    (1900..=2199)
        .contains(&year)
        .then(|| day.plus_months(months))
}
