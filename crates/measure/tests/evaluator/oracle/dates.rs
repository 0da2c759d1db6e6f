//! Ages, due days and census days, counted day by day.

use clew_calendar::{Calendar, Day, Period, Weekday};
use clew_practice::pack::{Allowance, Census};
use clew_practice::person::Person;

pub(crate) fn locality(person: &Person, on: Day) -> Option<String> {
    let mut latest = None;
    for address in &person.addresses {
        if address.from <= on {
            latest = Some(address.locality.clone());
        }
    }
    latest
}

/// Birthdays one after the other; that of a leap day is 1 March in other years.
pub(crate) fn age(person: &Person, on: Day) -> Option<i64> {
    let birth = person.birth.as_ref()?.day;
    if birth > on {
        return None;
    }
    let (year, month, day) = birth.civil();
    let mut age = 0;
    for year in year + 1..=2100 {
        let birthday = Day::new(year, month, day).unwrap_or_else(|_| Day::new(year, 3, 1).unwrap());
        if birthday <= on {
            age += 1;
        }
    }
    Some(age)
}

pub(crate) fn due_day(calendar: &Calendar, from: Day, allowance: Allowance) -> Option<Day> {
    match allowance {
        Allowance::Days(days) => Some(from.plus_days(i32::from(days))),
        Allowance::Months(months) => {
            let (year, month, day) = from.civil();
            let months = i32::from(month) - 1 + i32::from(months);
            let (year, month) = (year + months / 12, u8::try_from(months % 12 + 1).unwrap());
            (1..=day)
                .rev()
                .find_map(|day| Day::new(year, month, day).ok())
        }
        Allowance::WorkingDays(days) => {
            calendar.is_working_day(from).ok()?;
            let mut on = from;
            for _ in 0..days {
                on = on.plus_days(1);
                while !calendar.is_working_day(on).ok()? {
                    on = on.plus_days(1);
                }
            }
            Some(on)
        }
    }
}

/// Working days after the first day up to the second; counted backwards with a minus sign.
pub(crate) fn working_days(calendar: &Calendar, from: Day, to: Day) -> Option<i64> {
    if to < from {
        return working_days(calendar, to, from).map(|days| -days);
    }
    calendar.is_working_day(from).ok()?;
    let mut days = 0;
    let mut on = from;
    while on < to {
        on = on.plus_days(1);
        days += i64::from(calendar.is_working_day(on).ok()?);
    }
    Some(days)
}

pub(crate) fn census_day(period: Period, census: Census) -> Option<Day> {
    let mut found = None;
    let mut on = period.first();
    while on <= period.last() {
        let is_it = match census {
            Census::LastDay => true,
            Census::LastThursday => on.weekday() == Weekday::Thursday,
            Census::EndOfJuly => (on.month(), on.day()) == (7, 31),
        };
        if is_it {
            found = Some(on);
        }
        on = on.plus_days(1);
    }
    found
}
