//! Periods for figures that add up over time.

use clew_calendar::Period;

/// For each period the year up to its end, for cumulative figures.
#[must_use]
pub fn years_to_date(periods: &[Period]) -> Vec<Period> {
    periods
        .iter()
        .map(|period| Period::year_to_date(*period))
        .collect()
}

/// For each period so many months up to its end, for rolling figures. A period that ends with a month gives whole months.
#[must_use]
pub fn rolling(periods: &[Period], months: u8) -> Vec<Period> {
    let up_to = |period: &Period| {
        let last = period.last();
        let first = if last.is_last_of_month() {
            last.first_of_month().plus_months(1 - i32::from(months))
        } else {
            last.plus_months(-i32::from(months)).plus_days(1)
        };
        Period::range(first.min(last), last).unwrap_or(*period)
    };
    periods.iter().map(up_to).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn rolling_periods_reach_back_whole_months_from_the_end_of_each() {
        let period = |text: &str| text.parse::<Period>().unwrap();
        let quarters = [period("2025-26 Q4"), period("2026-02-01..2026-02-15")];
        let shown: Vec<String> = rolling(&quarters, 12)
            .iter()
            .map(|period| format!("{}..{}", period.first(), period.last()))
            .collect();
        assert_eq!(shown, ["2025-04-01..2026-03-31", "2025-02-16..2026-02-15"]);
        let to_date = years_to_date(&quarters[..1]);
        assert_eq!(
            (to_date[0].first(), to_date[0].last()),
            (quarters[0].first().plus_months(-9), quarters[0].last())
        );
    }
}
