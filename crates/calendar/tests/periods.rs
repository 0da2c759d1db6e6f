//! Periods: what is written, what it means, what is refused, and the way to neighbours and parts.
#![allow(clippy::unwrap_used, missing_docs)]

use clew_calendar::{Day, Period, PeriodKind};
use proptest::prelude::*;

/// written | label | first | last
const UNDERSTOOD: &str = "
2019-20                    | 2019-20                 | 2019-04-01 | 2020-03-31
2019/20                    | 2019-20                 | 2019-04-01 | 2020-03-31
2019-2020                  | 2019-20                 | 2019-04-01 | 2020-03-31
2019/2020                  | 2019-20                 | 2019-04-01 | 2020-03-31
2019–20                    | 2019-20                 | 2019-04-01 | 2020-03-31
19/20                      | 2019-20                 | 2019-04-01 | 2020-03-31
18-19                      | 2018-19                 | 2018-04-01 | 2019-03-31
FY2019-20                  | 2019-20                 | 2019-04-01 | 2020-03-31
FY 2019/20                 | 2019-20                 | 2019-04-01 | 2020-03-31
Financial Year 2019/20     | 2019-20                 | 2019-04-01 | 2020-03-31
1999-00                    | 1999-00                 | 1999-04-01 | 2000-03-31
1999/2000                  | 1999-00                 | 1999-04-01 | 2000-03-31
2011-12                    | 2011-12                 | 2011-04-01 | 2012-03-31
2010-11                    | 2010-11                 | 2010-04-01 | 2011-03-31
2019-20 Q2                 | 2019-20 Q2              | 2019-07-01 | 2019-09-30
2019/20 Q2                 | 2019-20 Q2              | 2019-07-01 | 2019-09-30
Q2 2019-20                 | 2019-20 Q2              | 2019-07-01 | 2019-09-30
Q2 2019/20                 | 2019-20 Q2              | 2019-07-01 | 2019-09-30
2019-20Q2                  | 2019-20 Q2              | 2019-07-01 | 2019-09-30
Quarter 2, 2019/20         | 2019-20 Q2              | 2019-07-01 | 2019-09-30
Quarter 4 of 2011-12       | 2011-12 Q4              | 2012-01-01 | 2012-03-31
2023-24 Q4                 | 2023-24 Q4              | 2024-01-01 | 2024-03-31
2019-20 H1                 | 2019-20 H1              | 2019-04-01 | 2019-09-30
2019-20 h2                 | 2019-20 H2              | 2019-10-01 | 2020-03-31
2019                       | 2019                    | 2019-01-01 | 2019-12-31
calendar year 2019         | 2019                    | 2019-01-01 | 2019-12-31
2019-20 academic           | 2019-20 academic        | 2019-08-01 | 2020-07-31
academic year 2019/20      | 2019-20 academic        | 2019-08-01 | 2020-07-31
AY2011-12                  | 2011-12 academic        | 2011-08-01 | 2012-07-31
2019-09                    | 2019-09                 | 2019-09-01 | 2019-09-30
Sep 2019                   | 2019-09                 | 2019-09-01 | 2019-09-30
Sept 2019                  | 2019-09                 | 2019-09-01 | 2019-09-30
September 2019             | 2019-09                 | 2019-09-01 | 2019-09-30
Sep-19                     | 2019-09                 | 2019-09-01 | 2019-09-30
Sep '19                    | 2019-09                 | 2019-09-01 | 2019-09-30
2019 SEPTEMBER             | 2019-09                 | 2019-09-01 | 2019-09-30
April 21                   | 2021-04                 | 2021-04-01 | 2021-04-30
February 2024              | 2024-02                 | 2024-02-01 | 2024-02-29
Dec 2011                   | Dec 2011                | 2011-12-01 | 2011-12-31
January 2000               | Jan 2000                | 2000-01-01 | 2000-01-31
March 2019-20              | 2020-03                 | 2020-03-01 | 2020-03-31
2019-09-30                 | 2019-09-30              | 2019-09-30 | 2019-09-30
30/09/2019                 | 2019-09-30              | 2019-09-30 | 2019-09-30
30 September 2019          | 2019-09-30              | 2019-09-30 | 2019-09-30
2019-20 to Q2              | 2019-20 to Q2           | 2019-04-01 | 2019-09-30
2019/20 to Q4              | 2019-20 to Q4           | 2019-04-01 | 2020-03-31
2019-20 to H1              | 2019-20 to Q2           | 2019-04-01 | 2019-09-30
2019-20 to 2019-09         | 2019-20 to Q2           | 2019-04-01 | 2019-09-30
2019-20 to September       | 2019-20 to Q2           | 2019-04-01 | 2019-09-30
2019-20 to Feb             | 2019-20 to 2020-02      | 2019-04-01 | 2020-02-29
2019-20 to 2019-08         | 2019-20 to 2019-08      | 2019-04-01 | 2019-08-31
2011-12 to 2011-12         | 2011-12 to Q3           | 2011-04-01 | 2011-12-31
2011-12 to 2011-11         | 2011-12 to 2011-11      | 2011-04-01 | 2011-11-30
2019-20 to 2019-08-15      | 2019-20 to 2019-08-15   | 2019-04-01 | 2019-08-15
2019-20 YTD Q2             | 2019-20 to Q2           | 2019-04-01 | 2019-09-30
2019-20 Q2 YTD             | 2019-20 to Q2           | 2019-04-01 | 2019-09-30
Year to date Q2 2019/20    | 2019-20 to Q2           | 2019-04-01 | 2019-09-30
Aug 2019 YTD               | 2019-20 to 2019-08      | 2019-04-01 | 2019-08-31
2011-12 to 2011-12-15      | 2011-12 to 2011-12-15   | 2011-04-01 | 2011-12-15
2017-18 to 2019-20         | 2017-04-01..2020-03-31  | 2017-04-01 | 2020-03-31
2010-11 to 2011-12         | 2010-04-01..2012-03-31  | 2010-04-01 | 2012-03-31
2019-04-01..2019-09-30     | 2019-04-01..2019-09-30  | 2019-04-01 | 2019-09-30
2019-04-01 to 2019-09-30   | 2019-04-01..2019-09-30  | 2019-04-01 | 2019-09-30
2017-18..2019-20           | 2017-04-01..2020-03-31  | 2017-04-01 | 2020-03-31
April to June 2019         | 2019-04-01..2019-06-30  | 2019-04-01 | 2019-06-30
April-June 2019            | 2019-04-01..2019-06-30  | 2019-04-01 | 2019-06-30
Oct – Mar 2020             | 2019-10-01..2020-03-31  | 2019-10-01 | 2020-03-31
Apr 2019 - Sep 2019        | 2019-04-01..2019-09-30  | 2019-04-01 | 2019-09-30
October to March 2020      | 2019-10-01..2020-03-31  | 2019-10-01 | 2020-03-31
";

fn rows(table: &str) -> impl Iterator<Item = Vec<&str>> {
    table
        .trim_matches('\n')
        .lines()
        .map(|line| line.split('|').map(str::trim).collect())
}

#[test]
fn what_people_write_is_understood() {
    for row in rows(UNDERSTOOD) {
        let [written, label, first, last] = row[..] else {
            panic!("{row:?} has not four columns")
        };
        let period: Period = written.parse().unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(period.label(), label, "{written}");
        assert_eq!(period.first().to_string(), first, "{written}");
        assert_eq!(period.last().to_string(), last, "{written}");
        assert_eq!(label.parse::<Period>().unwrap(), period, "{label}");
    }
}

/// written | a part of the reason given
const REFUSED: &str = "
2019-21               | 2019 is followed by 2020, so a year is written 2019-20
2019/21               | do not follow one another
2019-2021             | 2019-04-01..2021-03-31
2019/18               | do not follow one another
FY2019                | write 2018-19 or 2019-20
2019 Q2               | name both years of the financial year, as in 2019-20 Q2
Q2                    | which year
September             | which year
2019-20 Q5            | there is no quarter 5
2019-20 Q0            | there is no quarter 0
2019-20 H3            | there is no half 3
2019-20 Q             | needs its number
2019-20 to            | \"to\" is not understood
2019-20 YTD           | write 2019-20 to Q2
2019 YTD              | runs from 1 April
2019-20 to 2018-09    | does not end within 2019-20
2019-20 to 2020-05    | does not end within 2019-20
2019-13               | do not follow one another
2019-02-30            | there is no day 2019-02-30
2019-09-30..2019-04-01 | cannot end on 2019-04-01
1850-51               | outside the years 1900 to 2199
2199-00               | outside the years 1900 to 2199
TBC                   | \"tbc\" is not understood
                      | write 2019-20
..                    | write 2019-20
43709                 | write 2019-20
";

#[test]
fn what_is_not_a_period_is_refused_with_its_reason() {
    for row in rows(REFUSED) {
        let [written, reason] = row[..] else {
            panic!("{row:?} has not two columns")
        };
        let error = written.parse::<Period>().unwrap_err().to_string();
        assert!(error.contains(reason), "{written}: {error}");
        assert!(
            error.contains(&format!("\"{written}\"")),
            "{written}: {error}"
        );
    }
    let long = "2019-20 ".repeat(40);
    assert!(
        long.parse::<Period>()
            .unwrap_err()
            .to_string()
            .contains("too long")
    );
}

#[test]
fn a_known_kind_settles_what_is_ambiguous() {
    let label = |kind, text| Period::parse_as(kind, text).map(Period::label);
    assert_eq!(label(PeriodKind::Month, "2011-12").unwrap(), "Dec 2011");
    assert_eq!(
        label(PeriodKind::FinancialYear, "2011-12").unwrap(),
        "2011-12"
    );
    assert_eq!(
        label(PeriodKind::AcademicYear, "2019/20").unwrap(),
        "2019-20 academic"
    );
    let refused = label(PeriodKind::Quarter, "2019-20")
        .unwrap_err()
        .to_string();
    assert!(
        refused.contains("it is a financial year, and a quarter is wanted"),
        "{refused}"
    );
}

/// period | previous | next | year before
const NEIGHBOURS: &str = "
2019-20 Q1              | 2018-19 Q4              | 2019-20 Q2              | 2018-19 Q1
2019-20 Q4              | 2019-20 Q3              | 2020-21 Q1              | 2018-19 Q4
2019-20 H1              | 2018-19 H2              | 2019-20 H2              | 2018-19 H1
2019-20                 | 2018-19                 | 2020-21                 | 2018-19
2019                    | 2018                    | 2020                    | 2018
2019-20 academic        | 2018-19 academic        | 2020-21 academic        | 2018-19 academic
2020-02                 | 2020-01                 | 2020-03                 | 2019-02
2019-12                 | 2019-11                 | 2020-01                 | 2018-12
2020-03-01              | 2020-02-29              | 2020-03-02              | 2019-03-01
2020-02-29              | 2020-02-28              | 2020-03-01              | 2019-02-28
2019-20 to Q2           | 2018-19 to Q2           | 2020-21 to Q2           | 2018-19 to Q2
2020-21 to 2021-02      | 2019-20 to 2020-02      | 2021-22 to 2022-02      | 2019-20 to 2020-02
2019-04-01..2019-09-30  | 2018-10-01..2019-03-31  | 2019-10-01..2020-03-31  | 2018-04-01..2018-09-30
2019-12-01..2020-02-29  | 2019-09-01..2019-11-30  | 2020-03-01..2020-05-31  | 2018-12-01..2019-02-28
2019-04-02..2019-04-08  | 2019-03-26..2019-04-01  | 2019-04-09..2019-04-15  | 2018-04-02..2018-04-08
";

#[test]
fn neighbours_are_like_periods() {
    for row in rows(NEIGHBOURS) {
        let period: Period = row[0].parse().unwrap();
        assert_eq!(
            period.previous().unwrap().label(),
            row[1],
            "before {period}"
        );
        assert_eq!(period.next().unwrap().label(), row[2], "after {period}");
        assert_eq!(
            period.year_before().unwrap().label(),
            row[3],
            "a year before {period}"
        );
    }
}

#[test]
fn no_period_leaves_the_supported_years() {
    assert_eq!("1900-01".parse::<Period>().unwrap().previous(), None);
    assert_eq!("1900-01-01".parse::<Period>().unwrap().previous(), None);
    assert_eq!("2198-99".parse::<Period>().unwrap().next(), None);
    assert_eq!("2199".parse::<Period>().unwrap().next(), None);
    let earliest: Period = "Feb 1900 YTD".parse().unwrap();
    assert_eq!(
        (earliest.first(), earliest.label().as_str()),
        (Day::START, "1899-00 to 1900-02")
    );
    assert_eq!(earliest.label().parse(), Ok(earliest));
    assert_eq!(earliest.next().unwrap().label(), "1900-01 to 1901-02");
    assert_eq!(earliest.next().unwrap().previous(), Some(earliest));
    assert!(Period::quarter(i32::MAX, 4).is_err() && Period::quarter(i32::MIN, 1).is_err());
    assert_eq!(Period::day(Day::START).financial_year(), None);
}

#[test]
fn a_period_has_its_whole_parts() {
    let labels = |text: &str, kind| -> Vec<String> {
        let parts = text.parse::<Period>().unwrap().parts(kind);
        parts.into_iter().map(Period::label).collect()
    };
    let quarters = ["2019-20 Q1", "2019-20 Q2", "2019-20 Q3", "2019-20 Q4"];
    assert_eq!(labels("2019-20", PeriodKind::Quarter), quarters);
    assert_eq!(labels("2019-20 to Q2", PeriodKind::Quarter), quarters[..2]);
    assert_eq!(
        labels("2019-20 Q4", PeriodKind::Month),
        ["2020-01", "2020-02", "2020-03"]
    );
    assert_eq!(labels("2019", PeriodKind::Quarter).len(), 4);
    assert_eq!(labels("2019-20 academic", PeriodKind::Quarter).len(), 3);
    assert_eq!(
        labels("2017-18..2019-20", PeriodKind::FinancialYear).len(),
        3
    );
    assert_eq!(labels("2020-02", PeriodKind::Day).len(), 29);
    assert_eq!(
        labels("2019-20", PeriodKind::YearToDate)[1],
        "2019-20 to Q2"
    );
    assert_eq!(labels("2019-20 Q2", PeriodKind::YearToDate), [""; 0]);
    assert_eq!(labels("2019-20 Q2", PeriodKind::FinancialYear), [""; 0]);
    assert_eq!(labels("2019-20", PeriodKind::Range), [""; 0]);
}

#[test]
fn the_financial_year_of_a_period_contains_all_of_it() {
    for (text, year) in [
        ("2019-20 Q4", Some("2019-20")),
        ("2020-03", Some("2019-20")),
        ("2020-04-01", Some("2020-21")),
        ("2019-20 to Q3", Some("2019-20")),
        ("2019", None),
        ("2019-20 academic", None),
    ] {
        let found = text.parse::<Period>().unwrap().financial_year();
        assert_eq!(found.map(Period::label).as_deref(), year, "{text}");
    }
}

#[test]
fn periods_are_ordered_by_first_day_then_length() {
    let mut periods: Vec<Period> = [
        "2019-20 Q2",
        "2019-20",
        "2019-20 H1",
        "2019-04",
        "2018-19",
        "2019-20 Q1",
    ]
    .iter()
    .map(|text| text.parse().unwrap())
    .collect();
    periods.sort();
    let labels: Vec<String> = periods.into_iter().map(Period::label).collect();
    assert_eq!(
        labels,
        [
            "2018-19",
            "2019-04",
            "2019-20 Q1",
            "2019-20 H1",
            "2019-20",
            "2019-20 Q2"
        ]
    );
}

fn any_day() -> impl Strategy<Value = Day> {
    (Day::START.number()..=Day::END.number()).prop_map(|number| Day::from_number(number).unwrap())
}

fn any_period() -> impl Strategy<Value = Period> {
    let kinds = [
        PeriodKind::Day,
        PeriodKind::Month,
        PeriodKind::Quarter,
        PeriodKind::Half,
        PeriodKind::FinancialYear,
        PeriodKind::CalendarYear,
        PeriodKind::AcademicYear,
        PeriodKind::YearToDate,
    ];
    let of_a_kind = (any_day(), proptest::sample::select(kinds.to_vec()))
        .prop_filter_map("outside the supported years", |(day, kind)| {
            Period::containing(kind, day)
        });
    let range =
        (any_day(), any_day()).prop_filter_map("reversed", |(a, b)| Period::range(a, b).ok());
    prop_oneof![4 => of_a_kind, 1 => range]
}

proptest! {
    #[test]
    fn a_label_is_read_back_as_the_same_period(period in any_period()) {
        prop_assert_eq!(period.label().parse::<Period>(), Ok(period));
        let json = serde_json::to_string(&period).unwrap();
        prop_assert_eq!(serde_json::from_str::<Period>(&json).unwrap(), period);
    }

    #[test]
    fn next_adjoins_and_previous_undoes_it(period in any_period()) {
        let ends_on_28_february = period.last().to_string().ends_with("-02-28");
        prop_assume!(period.kind() != PeriodKind::YearToDate || !ends_on_28_february);
        if let Some(next) = period.next() {
            prop_assert_eq!(next.previous(), Some(period));
            if period.kind() != PeriodKind::YearToDate {
                prop_assert_eq!(period.last().plus_days(1), next.first());
            }
        }
    }

    #[test]
    fn a_day_is_in_the_period_that_contains_it(day in any_day(), period in any_period()) {
        if let Some(found) = Period::containing(period.kind(), day) {
            prop_assert!(found.contains(day));
            prop_assert_eq!(found.kind(), period.kind());
        }
    }

    #[test]
    fn the_months_of_a_whole_period_add_up_to_it(period in any_period()) {
        if period.kind() < PeriodKind::YearToDate && period.kind() != PeriodKind::Day {
            let days: i32 = period.parts(PeriodKind::Month).into_iter().map(Period::days).sum();
            prop_assert_eq!(days, period.days());
        }
    }

    #[test]
    fn junk_never_panics(text in ".{0,40}") {
        let _ = text.parse::<Period>();
        let _ = text.parse::<Day>();
    }

    #[test]
    fn junk_made_of_the_right_words_never_panics(
        words in prop::collection::vec(
            prop::sample::select(vec![
                "2019", "-", "/", "20", "Q", "q2", "to", "..", "YTD", "Sep", "FY", "academic", "99",
                "00", "9999", "2019-09-31", "H", "0", " ", "–", ".", "year", "1900", "2199", "99999999999",
            ]),
            0..6,
        ),
        spaced in any::<bool>(),
    ) {
        let text = words.join(if spaced { " " } else { "" });
        if let Ok(period) = text.parse::<Period>() {
            prop_assert_eq!(period.label().parse::<Period>(), Ok(period));
        }
    }
}
