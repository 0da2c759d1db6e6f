//! The bank holidays shipped as data, against the rules they follow and against what was known when.
#![allow(clippy::unwrap_used, missing_docs)]

use std::collections::BTreeSet;

use clew_calendar::{Calendar, Day, Period, Weekday};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn statutory() -> &'static Calendar {
    Calendar::built_in("scotland-statutory").unwrap()
}

fn council() -> &'static Calendar {
    Calendar::built_in("scotland-council").unwrap()
}

fn holidays_of(calendar: &Calendar, year: i32) -> BTreeSet<Day> {
    let year = Period::calendar_year(year).unwrap();
    calendar
        .holidays(year)
        .unwrap()
        .iter()
        .map(|holiday| holiday.date)
        .collect()
}

/// Easter Sunday by the golden number, the century's corrections and the epact, as the
/// Book of Common Prayer explains it.
fn easter_sunday(year: i32) -> Day {
    let golden = year % 19 + 1;
    let century = year / 100 + 1;
    let dropped_leap_years = 3 * century / 4 - 12;
    let moon_correction = (8 * century + 5) / 25 - 5;
    let sunday = 5 * year / 4 - dropped_leap_years - 10;
    let mut epact = (11 * golden + 20 + moon_correction - dropped_leap_years).rem_euclid(30);
    if (epact == 25 && golden > 11) || epact == 24 {
        epact += 1;
    }
    let mut full_moon = 44 - epact;
    if full_moon < 21 {
        full_moon += 30;
    }
    let in_march = full_moon + 7 - (sunday + full_moon) % 7;
    Day::new(year, 3, 1).unwrap().plus_days(in_march - 1)
}

fn is_weekend(day: Day) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

fn first_monday_from(mut day: Day) -> Day {
    while day.weekday() != Weekday::Monday {
        day = day.plus_days(1);
    }
    day
}

/// Two holidays in a row, each on the first free weekday from its date on; a holiday
/// that is on a weekday keeps it, and the other goes after.
fn pair_on_weekdays(first: Day) -> [Day; 2] {
    let second = first.plus_days(1);
    let mut taken: BTreeSet<Day> = [first, second]
        .into_iter()
        .filter(|day| !is_weekend(*day))
        .collect();
    let mut candidate = second;
    while taken.len() < 2 {
        candidate = candidate.plus_days(1);
        if !is_weekend(candidate) {
            taken.insert(candidate);
        }
    }
    let mut days = taken.into_iter();
    [days.next().unwrap(), days.next().unwrap()]
}

/// The bank holidays of a year by rule, with the one-offs and moves added by hand.
fn derived(year: i32) -> BTreeSet<Day> {
    let on = |month, day| Day::new(year, month, day).unwrap();
    let saint_andrew = on(11, 30);
    let mut days: BTreeSet<Day> = BTreeSet::new();
    days.extend(pair_on_weekdays(on(1, 1)));
    days.insert(easter_sunday(year).plus_days(-2));
    days.insert(first_monday_from(on(5, 1)));
    days.insert(first_monday_from(on(5, 25)));
    days.insert(first_monday_from(on(8, 1)));
    days.insert(if is_weekend(saint_andrew) {
        first_monday_from(saint_andrew)
    } else {
        saint_andrew
    });
    days.extend(pair_on_weekdays(on(12, 25)));
    let (removed, added): (&[&str], &[&str]) = match year {
        2011 => (&[], &["2011-04-29"]),
        2012 => (&["2012-05-28"], &["2012-06-04", "2012-06-05"]),
        2020 => (&["2020-05-04"], &["2020-05-08"]),
        2022 => (&["2022-05-30"], &["2022-06-02", "2022-06-03", "2022-09-19"]),
        2023 => (&[], &["2023-05-08"]),
        2026 => (&[], &["2026-06-15"]),
        _ => (&[], &[]),
    };
    for text in removed {
        assert!(days.remove(&day(text)), "{text} was no holiday by rule");
    }
    days.extend(added.iter().map(|text| day(text)));
    days
}

#[test]
fn every_bank_holiday_from_2010_to_2035_is_the_one_the_rules_give() {
    for year in 2010..=2035 {
        assert_eq!(holidays_of(statutory(), year), derived(year), "{year}");
    }
}

#[test]
fn the_dates_published_for_some_years_are_those_in_the_data() {
    let published = "
        2010: 01-01 01-04 04-02 05-03 05-31 08-02 11-30 12-27 12-28
        2011: 01-03 01-04 04-22 04-29 05-02 05-30 08-01 11-30 12-26 12-27
        2012: 01-02 01-03 04-06 05-07 06-04 06-05 08-06 11-30 12-25 12-26
        2016: 01-01 01-04 03-25 05-02 05-30 08-01 11-30 12-26 12-27
        2020: 01-01 01-02 04-10 05-08 05-25 08-03 11-30 12-25 12-28
        2021: 01-01 01-04 04-02 05-03 05-31 08-02 11-30 12-27 12-28
        2022: 01-03 01-04 04-15 05-02 06-02 06-03 08-01 09-19 11-30 12-26 12-27
        2023: 01-02 01-03 04-07 05-01 05-08 05-29 08-07 11-30 12-25 12-26
        2024: 01-01 01-02 03-29 05-06 05-27 08-05 12-02 12-25 12-26
        2025: 01-01 01-02 04-18 05-05 05-26 08-04 12-01 12-25 12-26
        2026: 01-01 01-02 04-03 05-04 05-25 06-15 08-03 11-30 12-25 12-28
        2027: 01-01 01-04 03-26 05-03 05-31 08-02 11-30 12-27 12-28
        2028: 01-03 01-04 04-14 05-01 05-29 08-07 11-30 12-25 12-26";
    for line in published.trim().lines() {
        let (year, days) = line.trim().split_once(": ").unwrap();
        let expected: BTreeSet<Day> = days
            .split(' ')
            .map(|month_and_day| day(&format!("{year}-{month_and_day}")))
            .collect();
        assert_eq!(
            holidays_of(statutory(), year.parse().unwrap()),
            expected,
            "{year}"
        );
    }
}

#[test]
fn no_holiday_in_the_data_falls_on_a_weekend_and_each_says_where_it_is_written() {
    for special in statutory().special_days() {
        assert!(!is_weekend(special.date), "{}", special.date);
        assert!(
            !special.source.is_empty() && special.known_since.is_some(),
            "{}",
            special.date
        );
        assert!(special.known_since < Some(special.date), "{}", special.date);
    }
}

#[test]
fn a_proclaimed_holiday_is_absent_before_it_was_known() {
    for (announced, date, moved_from) in [
        ("2010-11-23", "2011-04-29", None),
        ("2010-03-19", "2012-06-05", None),
        ("2010-03-19", "2012-06-04", Some("2012-05-28")),
        ("2019-06-14", "2020-05-08", Some("2020-05-04")),
        ("2020-11-12", "2022-06-02", Some("2022-05-30")),
        ("2020-11-12", "2022-06-03", None),
        ("2022-09-10", "2022-09-19", None),
        ("2022-11-06", "2023-05-08", None),
        ("2026-02-04", "2026-06-15", None),
    ] {
        let before = statutory().as_known_on(day(announced).plus_days(-1));
        let after = statutory().as_known_on(day(announced));
        assert!(
            before.is_working_day(day(date)).unwrap(),
            "{date} before {announced}"
        );
        assert!(
            !after.is_working_day(day(date)).unwrap(),
            "{date} on {announced}"
        );
        if let Some(old) = moved_from {
            assert!(
                !before.is_working_day(day(old)).unwrap(),
                "{old} before {announced}"
            );
            assert!(
                after.is_working_day(day(old)).unwrap(),
                "{old} on {announced}"
            );
        }
        let learned = statutory().learned_between(day(announced).plus_days(-1), day(announced));
        assert!(
            learned.iter().any(|special| special.date == day(date)),
            "{date}"
        );
    }
}

#[test]
fn a_clock_worked_out_before_a_proclamation_moves() {
    let received = day("2026-06-01");
    let before = statutory().as_known_on(day("2026-02-03"));
    assert_eq!(
        before.add_working_days(received, 20).unwrap(),
        day("2026-06-29")
    );
    assert_eq!(
        statutory().add_working_days(received, 20).unwrap(),
        day("2026-06-30")
    );
    let learned = statutory().learned_between(day("2026-02-03"), day("2026-06-01"));
    assert_eq!(learned.len(), 1);
    assert_eq!(learned[0].date, day("2026-06-15"));
}

#[test]
fn easter_monday_and_local_holidays_are_working_days_for_freedom_of_information_only() {
    for year in 2010..=2035 {
        let local: BTreeSet<Day> = &holidays_of(council(), year) - &holidays_of(statutory(), year);
        let monday = easter_sunday(year).plus_days(1);
        assert!(statutory().is_working_day(monday).unwrap());
        assert!(!council().is_working_day(monday).unwrap());
        let last_of_september = Day::new(year, 9, 30).unwrap();
        let september_monday = first_monday_from(last_of_september.plus_days(-6));
        let expected = [monday, september_monday.plus_days(-3), september_monday];
        assert_eq!(local, BTreeSet::from(expected), "{year}");
    }
    let holidays = council()
        .holidays(Period::calendar_year(2026).unwrap())
        .unwrap();
    let easter = holidays
        .iter()
        .find(|holiday| holiday.name == "Easter Monday")
        .unwrap();
    assert_eq!(easter.calendar, "scotland-council");
    assert!(easter.source.contains("example"));
}
