//! Periods as people write them, and the days that spreadsheets make of them.

use clew_calendar::{Day, Period, PeriodKind};

use crate::issue::Problem;

/// Reads a period by its label (`2019-20 Q2`) or in another usual form (`April 2023`, `2019/20`,
/// `April 21`, `12/06/2026` for a single day).
///
/// # Errors
/// When the text is no period; the message says how to write one.
pub fn read_period(text: &str) -> Result<Period, Problem> {
    let tidy = text.trim();
    tidy.parse::<Period>().or_else(|error| {
        // A day in figures, 12/06/2026, is no label of a period but is a period all the same.
        match super::read_day(tidy) {
            Ok(day) => Ok(Period::day(day)),
            Err(_) => Err(Problem::new(
                "not-a-period",
                error.to_string(),
                "write 2019-20, 2019-20 Q2, 2019-20 to Q2, 2019-09 or 2019-09-30",
            )),
        }
    })
}

/// The period that a date cell stands for. Spreadsheets turn `Apr-23` into the first of the month
/// unasked, so where a single day makes no sense the first of a month is read as the month.
///
/// # Errors
/// When days make no sense here and the day is not the first of a month.
pub fn period_of_day(day: Day, days_make_sense: bool) -> Result<Period, Problem> {
    if days_make_sense {
        return Ok(Period::day(day));
    }
    let month = Period::containing(PeriodKind::Month, day);
    month.filter(|month| month.first() == day).ok_or_else(|| {
        Problem::new(
            "not-a-period",
            format!("the date {day} is not a period"),
            "write the period as text, such as 2019-20 Q2 or Sep 2019",
        )
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn periods_are_understood_as_people_write_them_or_refused() {
        let table = "
            2019-20 Q2     | 2019-20 Q2
            Q2 2019/20     | 2019-20 Q2
            April 2023     | 2023-04
            April 21       | 2021-04
            2022/23        | 2022-23
            12/06/2026     | 2026-06-12
            2019-20 to Q2  | 2019-20 to Q2
            last year      | not-a-period
            2019-20 Q5     | not-a-period";
        for line in table.lines().filter(|line| !line.trim().is_empty()) {
            let (text, expected) = line.rsplit_once('|').unwrap();
            let read = read_period(text.trim())
                .map_or_else(|problem| problem.rule.to_owned(), |period| period.label());
            assert_eq!(read, expected.trim(), "{}", text.trim());
        }
    }

    #[test]
    fn the_first_of_a_month_stands_for_the_month_where_days_make_no_sense() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        assert_eq!(
            period_of_day(day("2023-04-01"), false).unwrap().label(),
            "2023-04"
        );
        assert_eq!(
            period_of_day(day("2023-04-01"), true).unwrap().label(),
            "2023-04-01"
        );
        assert!(period_of_day(day("2023-04-02"), false).is_err());
    }
}
