//! How long is allowed, as a day.

use clew_calendar::{Calendar, CalendarError, Day};

use crate::pack::Allowance;

impl Allowance {
    /// The last day in time, counted from a day, which itself is day 0.
    ///
    /// So many working days are counted from the day after, by the calendar. So many months end on the same day of the
    /// month, or on the last day of a month that is too short for it. Days and months may end on any day of the week.
    ///
    /// # Errors
    /// When working days run out of what the calendar covers, or the answer lies after the years that are supported.
    pub fn due_after(self, day: Day, calendar: &Calendar) -> Result<Day, CalendarError> {
        match self {
            Allowance::WorkingDays(days) => calendar.add_working_days(day, i32::from(days)),
            Allowance::Days(days) => Day::from_number(day.number() + i32::from(days)),
            Allowance::Months(months) => {
                let (year, month, _) = day.civil();
                let total = year * 12 + i32::from(month) - 1 + i32::from(months);
                if total / 12 > Day::END.year() {
                    return Err(CalendarError::OutOfRange {
                        what: format!("{months} months after {day}"),
                    });
                }
                Ok(day.plus_months(i32::from(months)))
            }
        }
    }

    /// The last day in time when the days from one day up to, and without, another do not count.
    ///
    /// # Errors
    /// As for [`Allowance::due_after`].
    pub(crate) fn due_around(
        self,
        day: Day,
        (from, until): (Day, Day),
        calendar: &Calendar,
    ) -> Result<Day, CalendarError> {
        let due = self.due_after(day, calendar)?;
        let from = from.max(day.plus_days(1));
        if from > due || until <= from {
            return Ok(due);
        }
        match self {
            Allowance::WorkingDays(days) => {
                let (before, last) = (from.plus_days(-1), until.plus_days(-1));
                let still = calendar.working_days_between(before, last)?;
                calendar.add_working_days(day, i32::from(days) + still)
            }
            _ => Day::from_number(due.number() + from.days_until(until)),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn due(allowance: Allowance, day: &str) -> String {
        let calendar = Calendar::built_in("scotland-statutory").unwrap();
        match allowance.due_after(day.parse().unwrap(), calendar) {
            Ok(day) => day.to_string(),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn allowances_end_where_a_person_with_a_wall_calendar_would_say() {
        use Allowance::{Days, Months, WorkingDays};
        for (allowance, from, ends) in [
            (WorkingDays(2), "2026-04-02", "2026-04-07"), // Good Friday and a weekend lie between
            (WorkingDays(20), "2026-06-05", "2026-07-06"), // 15 June 2026 was proclaimed a holiday
            (Days(28), "2026-02-01", "2026-03-01"),
            (Months(1), "2026-01-31", "2026-02-28"),
            (Months(1), "2028-01-31", "2028-02-29"),
            (Months(12), "2028-02-29", "2029-02-28"),
            (Months(0), "2026-01-31", "2026-01-31"),
        ] {
            assert_eq!(due(allowance, from), ends, "{allowance} from {from}");
        }
    }

    #[test]
    fn what_runs_past_the_calendar_or_the_years_is_told_and_not_guessed() {
        assert!(due(Allowance::WorkingDays(5), "2035-12-31").contains("runs outside"));
        assert!(due(Allowance::WorkingDays(5), "1999-01-04").contains("lies outside"));
        assert!(due(Allowance::Days(2), "2199-12-30").contains("1900 to 2199"));
        assert!(due(Allowance::Months(1), "2199-12-01").contains("1900 to 2199"));
        assert_eq!(due(Allowance::Months(1), "2199-11-30"), "2199-12-30");
        assert_eq!(due(Allowance::Days(1), "2199-12-30"), "2199-12-31");
    }
}
