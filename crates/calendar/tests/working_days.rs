//! Working days added and counted: a table of cases, and a naive count day by day.
#![allow(clippy::unwrap_used, missing_docs)]

use clew_calendar::{Calendar, CalendarError, Day, Period, Weekday};
use proptest::prelude::*;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn statutory() -> &'static Calendar {
    Calendar::built_in("scotland-statutory").unwrap()
}

/// calendar | from | working days | gives
const ADDED: &str = "
scotland-statutory | 2026-06-12 |   0 | 2026-06-12
scotland-statutory | 2026-06-13 |   0 | 2026-06-13
scotland-statutory | 2026-06-12 |   1 | 2026-06-16
scotland-statutory | 2026-06-12 |   5 | 2026-06-22
scotland-statutory | 2026-06-13 |   1 | 2026-06-16
scotland-statutory | 2026-06-15 |   1 | 2026-06-16
scotland-statutory | 2026-06-16 |  -1 | 2026-06-12
scotland-statutory | 2026-06-15 |  -1 | 2026-06-12
scotland-statutory | 2026-06-14 |  -1 | 2026-06-12
scotland-statutory | 2026-06-12 |  -1 | 2026-06-11
scotland-statutory | 2024-12-02 |  20 | 2025-01-03
scotland-statutory | 2024-11-29 |   1 | 2024-12-03
scotland-statutory | 2022-12-23 |   1 | 2022-12-28
scotland-statutory | 2021-12-24 |   1 | 2021-12-29
scotland-statutory | 2021-12-31 |   1 | 2022-01-05
scotland-statutory | 2026-12-24 |   1 | 2026-12-29
scotland-statutory | 2026-04-02 |   1 | 2026-04-06
scotland-council   | 2026-04-02 |   1 | 2026-04-07
scotland-council   | 2026-09-24 |   1 | 2026-09-29
scotland-statutory | 2026-09-24 |   1 | 2026-09-25
scotland-statutory | 2035-12-28 |   1 | 2035-12-31
scotland-statutory | 2010-01-05 |  -1 | outside
scotland-statutory | 2010-01-06 |  -1 | 2010-01-05
scotland-statutory | 2035-12-31 |   1 | outside
scotland-statutory | 2035-12-31 |   0 | 2035-12-31
scotland-statutory | 2009-12-31 |   1 | outside
scotland-statutory | 2036-01-01 |  -1 | outside
scotland-statutory | 2026-06-12 |  2147483647 | outside
scotland-statutory | 2026-06-12 | -2147483648 | outside
";

#[test]
fn working_days_are_added_as_the_table_says() {
    for line in ADDED.trim().lines() {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let calendar = Calendar::built_in(cells[0]).unwrap();
        let found = calendar.add_working_days(day(cells[1]), cells[2].parse().unwrap());
        let found = found.map_or_else(
            |error| {
                assert!(
                    error
                        .to_string()
                        .contains("covers 2010-01-01 to 2035-12-31"),
                    "{error}"
                );
                "outside".to_owned()
            },
            |day| day.to_string(),
        );
        assert_eq!(found, cells[3], "{line}");
    }
}

/// from | to | working days
const COUNTED: &str = "
2026-06-12 | 2026-06-12 | 0
2026-06-13 | 2026-06-13 | 0
2026-06-12 | 2026-06-15 | 0
2026-06-12 | 2026-06-16 | 1
2026-06-13 | 2026-06-16 | 1
2026-06-16 | 2026-06-12 | -1
2026-06-01 | 2026-06-30 | 20
2024-12-24 | 2025-01-03 | 4
2010-01-01 | 2010-12-31 | 252
";

#[test]
fn working_days_are_counted_as_the_table_says() {
    for line in COUNTED.trim().lines() {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let found = statutory()
            .working_days_between(day(cells[0]), day(cells[1]))
            .unwrap();
        assert_eq!(found.to_string(), cells[2], "{line}");
    }
    let error = statutory()
        .working_days_between(day("2026-01-01"), day("2040-01-01"))
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "2040-01-01 lies outside the calendar scotland-statutory, which covers 2010-01-01 to 2035-12-31"
    );
}

#[test]
fn months_are_added_and_rolled_on_to_a_working_day() {
    for (from, months, gives) in [
        ("2026-01-31", 1, "2026-03-02"),
        ("2026-05-15", 1, "2026-06-16"),
        ("2026-03-12", 3, "2026-06-12"),
        ("2025-11-25", 1, "2025-12-29"),
    ] {
        let found = statutory()
            .add_months_to_working_day(day(from), months)
            .unwrap();
        assert_eq!(found, day(gives), "{from} and {months} months");
    }
    assert_eq!(
        statutory()
            .working_day_on_or_before(day("2026-06-15"))
            .unwrap(),
        day("2026-06-12")
    );
    assert_eq!(
        statutory()
            .working_day_on_or_before(day("2026-06-12"))
            .unwrap(),
        day("2026-06-12")
    );
}

const WINDOW: &str = r#"
name = "window"
title = "Sundays off, one holiday, one Sunday worked"
first = "2024-02-26"
last = "2024-03-10"
weekend = ["Sunday"]
holidays = [{ date = "2024-02-29", name = "Leap day", source = "s" }]
worked = [{ date = "2024-03-03", name = "Stock-taking", source = "s" }]
[sources]
s = { title = "made for this test" }
"#;

#[test]
fn a_calendar_of_ones_own_has_its_own_weekend_holidays_and_worked_days() {
    let calendar = Calendar::from_toml(WINDOW).unwrap();
    let working = |text| calendar.is_working_day(day(text)).unwrap();
    assert!(working("2024-03-02") && working("2024-03-03"));
    assert!(!working("2024-02-29") && !working("2024-03-10"));
    assert_eq!(calendar.weekend(), [Weekday::Sunday]);
    assert_eq!(
        calendar.cumulative(),
        [1, 2, 3, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 12]
    );
    let all = Period::range(day("2024-02-26"), day("2024-03-10")).unwrap();
    assert_eq!(calendar.holidays(all).unwrap().len(), 1);
}

#[test]
fn a_layer_can_work_on_a_holiday_of_the_calendar_beneath() {
    let calendar = Calendar::from_toml(
        r#"
        name = "open-in-august"
        title = "A council open on the summer bank holiday"
        based_on = "scotland-council"
        worked = [{ date = "2026-08-03", name = "Summer bank holiday", source = "s" }]
        sources = { s = { title = "made for this test" } }
        "#,
    )
    .unwrap();
    assert!(calendar.is_working_day(day("2026-08-03")).unwrap());
    assert!(!calendar.is_working_day(day("2026-04-06")).unwrap());
    let summer = Period::month(2026, 8).unwrap();
    assert!(calendar.holidays(summer).unwrap().is_empty());
}

#[test]
fn a_calendar_file_that_cannot_be_right_is_refused_with_its_reason() {
    for (from, to, reason) in [
        (
            "[{ date = \"2024-02-29\"",
            "[{ date = \"2024-02-30\"",
            "there is no day 2024-02-30",
        ),
        (
            "\"2024-03-03\"",
            "\"2024-02-29\"",
            "2024-02-29 stands in it twice",
        ),
        (
            "\"2024-03-03\"",
            "\"2024-03-11\"",
            "outside the days it covers",
        ),
        (
            "source = \"s\" }]\n[",
            "source = \"t\" }]\n[",
            "names the source \"t\"",
        ),
        ("last = \"2024-03-10\"", "", "which days it covers"),
        (
            "last = \"2024-03-10\"",
            "last = \"2024-01-01\"",
            "no day at all",
        ),
        ("weekend", "weekends", "unknown field"),
        ("\"Sunday\"", "\"Domingo\"", "unknown variant"),
        (
            "weekend",
            "based_on = \"mars\"\nweekend",
            "no calendar \"mars\"",
        ),
        (
            "2024-02-26",
            "2009-01-01\"\nbased_on = \"scotland-statutory",
            "covers only 2010-01-01",
        ),
        (
            "source = \"s\" }]\nworked",
            "source = \"s\", known_since = \"2024-01-02\", withdrawn = \"2024-01-01\" }]\nworked",
            "before it is known",
        ),
        (
            "[\"Sunday\"]",
            "[\"Monday\", \"Tuesday\", \"Wednesday\", \"Thursday\", \"Friday\", \"Saturday\", \"Sunday\"]",
            "every day of the week",
        ),
    ] {
        assert!(WINDOW.contains(from), "{from}");
        let error = Calendar::from_toml(&WINDOW.replacen(from, to, 1)).unwrap_err();
        assert!(error.to_string().contains(reason), "{to}: {error}");
    }
    assert!(Calendar::from_toml("").is_err());
    assert!(matches!(
        Calendar::built_in("mars"),
        Err(CalendarError::NoSuchCalendar { .. })
    ));
}

fn covered_day() -> impl Strategy<Value = Day> {
    let (first, last) = statutory().coverage();
    (first.number()..=last.number()).prop_map(|number| Day::from_number(number).unwrap())
}

fn any_calendar() -> impl Strategy<Value = Calendar> {
    let known_on = proptest::option::of(covered_day());
    (proptest::sample::select(&Calendar::BUILT_IN[..]), known_on).prop_map(|(name, known_on)| {
        let calendar = Calendar::built_in(name).unwrap();
        known_on.map_or_else(|| calendar.clone(), |day| calendar.as_known_on(day))
    })
}

/// Walks day by day until so many working days have gone by.
fn naive_add(calendar: &Calendar, from: Day, days: i32) -> Option<Day> {
    let step = days.signum();
    let mut left = days.abs();
    let mut at = from;
    while left > 0 {
        at = at.plus_days(step);
        left -= i32::from(calendar.is_working_day(at).ok()?);
    }
    Some(at)
}

proptest! {
    #[test]
    fn adding_agrees_with_walking_day_by_day(
        calendar in any_calendar(), from in covered_day(), days in -300i32..=300,
    ) {
        prop_assert_eq!(calendar.add_working_days(from, days).ok(), naive_add(&calendar, from, days));
    }

    #[test]
    fn counting_agrees_with_walking_day_by_day(
        calendar in any_calendar(), from in covered_day(), length in 0i32..1000,
    ) {
        let to = from.plus_days(length).min(calendar.coverage().1);
        let naive = (from.number() + 1..=to.number())
            .filter(|number| calendar.is_working_day(Day::from_number(*number).unwrap()).unwrap())
            .count();
        let counted = calendar.working_days_between(from, to).unwrap();
        prop_assert_eq!(usize::try_from(counted).unwrap(), naive);
        prop_assert_eq!(calendar.working_days_between(to, from).unwrap(), -counted);
    }

    #[test]
    fn counting_undoes_adding(calendar in any_calendar(), from in covered_day(), days in 0i32..500) {
        if let Ok(to) = calendar.add_working_days(from, days) {
            prop_assert_eq!(calendar.working_days_between(from, to).unwrap(), days);
        }
    }

    #[test]
    fn a_later_start_never_ends_earlier(from in covered_day(), apart in 0i32..30, days in 1i32..60) {
        let later = from.plus_days(apart).min(statutory().coverage().1);
        if let (Ok(a), Ok(b)) = (
            statutory().add_working_days(from, days),
            statutory().add_working_days(later, days),
        ) {
            prop_assert!(a <= b);
        }
    }

    #[test]
    fn a_calendar_file_of_junk_never_panics(text in ".{0,60}") {
        let _ = Calendar::from_toml(&text);
    }
}
