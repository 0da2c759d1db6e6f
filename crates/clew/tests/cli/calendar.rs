//! `clew calendar`: working days with the holidays that are easily forgotten.

use crate::program::{Folder, clew};

#[test]
fn the_holiday_proclaimed_for_june_2026_is_left_out() {
    let text = clew(&[
        "calendar",
        "add",
        "2026-06-12",
        "5",
        "--calendar",
        "scotland-statutory",
    ])
    .ends(0);
    assert_eq!(text.lines().next(), Some("2026-06-22 Monday"));
    assert!(text.contains("left out: 2026-06-15 Monday"), "{text}");
    let before = clew(&["calendar", "add", "2026-06-22", "-5"]).ends(0);
    assert_eq!(before.lines().next(), Some("2026-06-12 Friday"));
}

#[test]
fn days_are_counted_after_the_first_and_up_to_the_last() {
    let cases = [
        ("2026-06-12", "2026-06-22", "5"),
        ("2026-06-12", "2026-06-15", "0"),
        ("2026-06-12", "2026-06-12", "0"),
        ("2026-06-22", "2026-06-12", "-5"),
        ("2022-06-01", "2022-06-06", "1"),
        ("2022-09-16", "2022-09-20", "1"),
    ];
    for (from, to, days) in cases {
        let text = clew(&["calendar", "between", from, to]).ends(0);
        assert_eq!(text.lines().next(), Some(days), "{from} to {to}: {text}");
    }
}

#[test]
fn a_year_is_listed_as_text_and_as_json() {
    let text = clew(&["calendar", "list", "2026"]).ends(0);
    assert!(text.contains("2026-06-15 Monday"), "{text}");
    let json = clew(&["calendar", "list", "2026", "--format", "json"]).json(0);
    let dates: Vec<_> = json["holidays"]
        .as_array()
        .unwrap()
        .iter()
        .map(|day| day["date"].as_str().unwrap())
        .collect();
    assert_eq!(dates.len() + 1, text.lines().count());
    assert!(
        dates.contains(&"2026-06-15") && dates.contains(&"2026-12-28"),
        "{dates:?}"
    );
}

#[test]
fn a_councils_calendar_has_more_holidays_than_the_statute() {
    let count = |calendar: &str| {
        clew(&["calendar", "list", "2024", "--calendar", calendar])
            .ends(0)
            .lines()
            .count()
    };
    assert!(count("scotland-council") > count("scotland-statutory"));
}

#[test]
fn a_calendar_of_ones_own_is_read_from_a_file() {
    let folder = Folder::new();
    folder.file("mine.toml", "name = [broken");
    let message = folder
        .clew(&["calendar", "list", "2026", "--calendar", "mine.toml"])
        .fails();
    assert!(message.contains("calendar"), "{message}");
    let message = folder
        .clew(&["calendar", "list", "2026", "--calendar", "missing.toml"])
        .fails();
    assert!(message.contains("missing.toml"), "{message}");
}

#[test]
fn dates_outside_the_calendar_or_the_year_are_refused() {
    let message = clew(&["calendar", "add", "2035-12-31", "1"]).fails();
    assert!(message.contains("2010-01-01 to 2035-12-31"), "{message}");
    let message = clew(&["calendar", "add", "2026-02-30", "1"]);
    assert_eq!(message.code, 2, "{message:?}");
    assert!(message.err.contains("2026-02-30"), "{message:?}");
    for days in ["2147483647", "-2147483648"] {
        assert_eq!(clew(&["calendar", "add", "2026-06-12", days]).code, 2);
    }
}
