//! Tests of charts: verified vectors, tables of signals, and properties.

use clew_plan::{Goal, Polarity};
use proptest::prelude::*;
use rust_decimal::Decimal;
use serde_json::json;

use super::*;
use crate::support::{book, measure, number, row, table};

fn series(values: &str) -> Vec<Observation> {
    let point = |(place, value): (usize, &str)| Observation {
        label: format!("p{}", place + 1),
        value: (value != "-").then(|| number(value)),
        ..Observation::default()
    };
    values.split_whitespace().enumerate().map(point).collect()
}

fn counts(pairs: &str) -> Vec<Observation> {
    let point = |(place, pair): (usize, &str)| {
        let (met, all) = pair.split_once('/').expect("met/all");
        Observation {
            label: format!("p{}", place + 1),
            numerator: Some(number(met)),
            denominator: Some(number(all)),
            ..Observation::default()
        }
    };
    pairs.split_whitespace().enumerate().map(point).collect()
}

fn rules(name: &str) -> &'static RuleSet {
    RuleSet::named(name).expect(name)
}

fn drawn(observations: &[Observation], settings: &Settings<'_>) -> Chart {
    chart(observations, settings).expect("a chart")
}

/// The first letter of each point's first signal; a full stop where it has none.
fn signals(chart: &Chart) -> String {
    let letter = |point: &ChartPoint| match point.signals.first() {
        None => '.',
        Some(Signal::Outside) => 'O',
        Some(Signal::Trend) => 'T',
        Some(Signal::Near) => 'N',
        Some(Signal::Shift) => 'S',
        Some(Signal::Inner) => 'I',
    };
    chart.points.iter().map(letter).collect()
}

fn rounded(value: Decimal) -> String {
    value.round_dp(4).normalize().to_string()
}

/// The reference vector, worked out from the R package's method.
const VECTOR: &str = "1 2 1 2 10 1 2 1 2 1 2 1 2 1 2 1 2 1";

#[test]
fn the_verified_vector_gives_its_limits_with_and_without_screening() {
    for (screen, range, lower, upper, left_out) in [
        (true, "1", "-0.7156", "4.6044", 2),
        (false, "1.8824", "-3.0626", "6.9515", 0),
    ] {
        let mut settings = Settings::new(rules("making-data-count"));
        settings.screen_outliers = Some(screen);
        let chart = drawn(&series(VECTOR), &settings);
        let segment = &chart.segments[0];
        assert_eq!(rounded(chart.centre), "1.9444");
        assert_eq!(
            segment.mean_moving_range.map(rounded).as_deref(),
            Some(range)
        );
        assert_eq!(
            (rounded(chart.lower).as_str(), rounded(chart.upper).as_str()),
            (lower, upper)
        );
        assert_eq!(segment.screened, left_out);
        assert_eq!(chart.points[4].signals, [Signal::Outside]);
    }
}

#[test]
fn screening_is_as_the_rule_set_says_unless_asked() {
    let of = |name| drawn(&series(VECTOR), &Settings::new(rules(name))).screen_outliers;
    assert!(of("nhs-r-plot-the-dots"));
    assert!(!of("making-data-count") && !of("nhs-scotland") && !of("nsw-cec"));
}

/// After a baseline of six points: centre 10, limits 4.68 and 15.32, outer thirds beyond 6.45 and
/// 13.55, inner third from 8.23 to 11.77.
const BASELINE: &str = "11 9 11 9 11 9";

#[test]
fn rule_sets_differ_in_what_they_call_a_signal() {
    let cases = "
        # rules           | points after the baseline            | signals, baseline included
        making-data-count | 12 12 12 12 12 12                    | ............
        making-data-count | 12 12 12 12 12 12 12                 | ......SSSSSSS
        making-data-count | 12 12 12 10 12 12 12 12              | ..............
        nhs-scotland      | 12 12 12 12 12 12 12                 | .............
        nhs-scotland      | 12 12 12 12 12 12 12 12              | ......SSSSSSSS
        nhs-scotland      | 12 12 12 12 10 12 12 12 12           | ......SSSS.SSSS
        making-data-count | 9.2 9.4 9.6 9.8 10.2                 | ...........
        making-data-count | 9.2 9.4 9.6 9.8 10.2 10.4            | .....TTTTTTT
        making-data-count | 9.2 9.2 9.4 9.6 9.8 10.2 10.4        | .............
        making-data-count | 9.2 9.4 9.6 9.8 10.2 10.4 9.9        | .....TTTTTTT.
        nsw-cec           | 9.2 9.4 9.6                          | .........
        nsw-cec           | 9.2 9.4 9.6 9.8                      | .....TTTTT
        nhs-scotland      | 9.2 9.4 9.6 9.8                      | ..........
        nhs-scotland      | 9.2 9.4 9.6 9.8 10.2                 | .....TTTTTT
        nhs-scotland      | 9.2 9.2 9.4 9.6 9.8 10.2             | .....TT.TTTT
        making-data-count | 14 12 14                             | ......N.N
        making-data-count | 14 9 14                              | .........
        nhs-scotland      | 14 9 14                              | ......N.N
        making-data-count | 6 8 6                                | ......N.N
        making-data-count | 14 6 14                              | .........
        making-data-count | 16 14 12                             | ......O..
        making-data-count | 15.32 9                              | ........
        making-data-count | 15.33 9                              | ......O.
        making-data-count | 4.67 9                               | ......O.
        nhs-scotland      | 11 9 11 9 11 9 11 9                  | ..............
        nhs-scotland      | 11 9 11 9 11 9 11 9 11               | IIIIIIIIIIIIIII
        making-data-count | 11 9 11 9 11 9 11 9 11               | ...............
        making-data-count | 10.1 10.2 10.3 10.4 10.5 16          | .....TTTTTTO
        making-data-count | 12 12 12 - 12 12 12 12               | ......SSS.SSSS";
    for cells in table(cases) {
        let [name, after, expected] = cells[..] else {
            panic!("{cells:?}")
        };
        let mut settings = Settings::new(rules(name));
        settings.screen_outliers = Some(false);
        settings.baseline = Baseline::First(6);
        let chart = drawn(&series(&format!("{BASELINE} {after}")), &settings);
        assert_eq!(rounded(chart.lower), "4.68");
        assert_eq!(signals(&chart), expected, "{cells:?}");
    }
}

#[test]
fn what_a_signal_means_depends_on_polarity() {
    let cases = "
        # polarity | high        | low
        higher     | Improvement | Concern
        lower      | Concern     | Improvement
        in range   | High        | Low
        contextual | High        | Low";
    for cells in table(cases) {
        let [polarity, high, low] = cells[..] else {
            panic!("{cells:?}")
        };
        let mut settings = Settings::new(rules("making-data-count"));
        settings.baseline = Baseline::First(6);
        settings.polarity = polarity.parse().expect(polarity);
        let chart = drawn(&series(&format!("{BASELINE} 16 4")), &settings);
        let meanings: Vec<String> = chart.points[6..]
            .iter()
            .map(|point| format!("{:?}", point.meaning))
            .collect();
        assert_eq!(meanings, [high, low], "{cells:?}");
        assert_eq!(chart.points[0].meaning, Meaning::Common);
    }
}

#[test]
fn the_target_is_assured_by_the_last_limits() {
    // Limits 4.68 and 15.32.
    let cases = "
        # polarity | target   | assurance
        higher     | 4.68     | ConsistentlyMet
        higher     | 4.69     | Inconsistent
        higher     | 15.32    | Inconsistent
        higher     | 15.33    | ConsistentlyMissed
        lower      | 15.32    | ConsistentlyMet
        lower      | 15.31    | Inconsistent
        lower      | 4.67     | ConsistentlyMissed
        in range   | 4 to 16  | ConsistentlyMet
        in range   | 5 to 16  | Inconsistent
        in range   | 16 to 20 | ConsistentlyMissed
        in range   | 1 to 4   | ConsistentlyMissed
        contextual | 4        | none
        higher     |          | none";
    for cells in table(cases) {
        let [polarity, target, expected] = cells[..] else {
            panic!("{cells:?}")
        };
        let mut settings = Settings::new(rules("nhs-scotland"));
        settings.polarity = polarity.parse().expect(polarity);
        settings.target = (!target.is_empty()).then(|| target.parse().expect(target));
        let chart = drawn(&series(BASELINE), &settings);
        let found = chart
            .assurance
            .map_or("none".to_owned(), |found| format!("{found:?}"));
        assert_eq!(found, expected, "{cells:?}");
    }
}

#[test]
fn fewer_than_twelve_points_give_trial_limits() {
    let of = |count: usize| {
        let values = ["1", "2"].repeat(6)[..count].join(" ");
        drawn(&series(&values), &Settings::new(rules("making-data-count")))
    };
    assert!(of(11).trial && of(11).summary.contains("on trial"));
    assert!(!of(12).trial && !of(12).summary.contains("on trial"));
}

#[test]
fn limits_begin_anew_at_a_break_and_no_run_crosses_it() {
    let mut observations = series("9 11 9 11 12 12 12 12 19 21 19 21 22 22 22");
    observations[8].starts_new_series = true;
    let chart = drawn(&observations, &Settings::new(rules("making-data-count")));
    let segments: Vec<(&str, &str)> = chart
        .segments
        .iter()
        .map(|part| (part.from.as_str(), part.to.as_str()))
        .collect();
    assert_eq!(segments, [("p1", "p8"), ("p9", "p15")]);
    assert_eq!(rounded(chart.segments[0].centre), "11");
    assert_eq!(rounded(chart.centre), "20.8571");
    assert_eq!(chart.points[8].moving_range, None);
    assert_eq!(signals(&chart), ".".repeat(15));
    assert_eq!((chart.points[7].series, chart.points[8].series), (1, 2));
}

#[test]
fn a_series_that_has_only_just_begun_is_drawn_on_trial() {
    let mut observations = series("9 11 9 11 40");
    observations[4].starts_new_series = true;
    let mut settings = Settings::new(rules("nhs-scotland"));
    settings.polarity = Polarity::Higher;
    settings.target = Some(Goal::Value(number("30")));
    let chart = drawn(&observations, &settings);
    assert_eq!(
        (chart.lower, chart.upper),
        (Decimal::from(40), Decimal::from(40))
    );
    assert!(chart.trial && chart.summary.ends_with("drawn from 1 point only."));
    assert_eq!(chart.assurance, None, "one point assures nothing");
}

#[test]
fn a_baseline_fixes_the_lines() {
    let observations = series("3 11 9 11 50 60");
    let mut settings = Settings::new(rules("making-data-count"));
    settings.baseline = Baseline::Places(1, 3);
    let chart = drawn(&observations, &settings);
    // Mean of 11, 9, 11; moving ranges of the baseline's own steps only.
    assert_eq!(rounded(chart.centre), "10.3333");
    assert_eq!(chart.segments[0].drawn_from, 3);
    assert_eq!(chart.segments[0].mean_moving_range, Some(Decimal::TWO));
    settings.baseline = Baseline::First(1);
    assert_eq!(
        super::chart(&observations, &settings),
        Err(MeasureError::ShortBaseline { points: 1 })
    );
}

#[test]
fn shares_have_limits_for_their_own_denominators() {
    let mut settings = Settings::new(rules("nhs-scotland"));
    settings.kind = ChartKind::P;
    let chart = drawn(&counts("50/100 40/100 60/100 25/50 2/4 0/0"), &settings);
    assert_eq!(rounded(chart.centre), "50");
    let limits: Vec<(String, String)> = chart
        .points
        .iter()
        .map(|point| (rounded(point.lower), rounded(point.upper)))
        .collect();
    let pair = |low: &str, high: &str| (low.to_owned(), high.to_owned());
    assert_eq!(limits[0], pair("35", "65"));
    assert_eq!(limits[3], pair("28.7868", "71.2132"));
    assert_eq!(
        limits[4],
        pair("0", "100"),
        "a share lies between 0 and 100 %"
    );
    assert_eq!(chart.points[1].value, Some(Decimal::from(40)));
    assert_eq!(
        chart.points[5].value, None,
        "nothing counted, nothing drawn"
    );
}

#[test]
fn thirds_are_those_of_the_limits_before_they_are_cut() {
    // Ten points make 0.64 %; of 1,000 each the lower limit would lie at -0.12 and is cut to 0. The
    // outer third begins below 0.14 (not at 0.21) and the inner one reaches down to 0.39 (not 0.43).
    const MET: &str = "8 5 8 5 8 5 8 5 8 4";
    let cases = "
        # numbers after that | signals
        2 6 2                | .............
        1 6 1                | ..........N.N
        12 6 12              | ..........N.N
        7 6 7 6 4            | IIIIIIIIIIIIIII
        7 6 7 6 3            | ...............";
    let mut settings = Settings::new(rules("nhs-scotland"));
    settings.kind = ChartKind::P;
    settings.baseline = Baseline::First(10);
    for cells in table(cases) {
        let [after, expected] = cells[..] else {
            panic!("{cells:?}")
        };
        let numbers = format!("{MET} {after}");
        let all = |share: fn(u32) -> u32| -> Vec<Observation> {
            let pair = |met: &str| format!("{}/1000", share(met.parse().expect(met)));
            let pairs: Vec<String> = numbers.split(' ').map(pair).collect();
            counts(&pairs.join(" "))
        };
        let low = drawn(&all(|met| met), &settings);
        assert_eq!(low.lower, Decimal::ZERO);
        assert_eq!(signals(&low), expected, "{cells:?}");
        let high = drawn(&all(|met| 1000 - met), &settings);
        assert_eq!(high.upper, Decimal::ONE_HUNDRED);
        assert_eq!(signals(&high), expected, "cut at 100: {cells:?}");
        settings.kind = ChartKind::U;
        let rate = drawn(&all(|met| met), &settings);
        assert_eq!(signals(&rate), expected, "a rate: {cells:?}");
        settings.kind = ChartKind::P;
    }
}

#[test]
fn rates_have_limits_for_their_own_exposure() {
    let mut settings = Settings::new(rules("nhs-scotland"));
    settings.kind = ChartKind::U;
    settings.per = Decimal::from(100);
    let chart = drawn(&counts("4/100 9/225 1/25"), &settings);
    assert_eq!(rounded(chart.centre), "4");
    assert_eq!(
        (
            rounded(chart.points[0].lower),
            rounded(chart.points[0].upper)
        ),
        ("0".into(), "10".into())
    );
    assert_eq!(
        (
            rounded(chart.points[1].lower),
            rounded(chart.points[1].upper)
        ),
        ("0".into(), "8".into())
    );
    assert_eq!(rounded(chart.points[2].upper), "16");
}

#[test]
fn series_that_cannot_be_drawn_are_refused_with_a_reason() {
    let mut settings = Settings::new(rules("nhs-scotland"));
    assert_eq!(chart(&[], &settings), Err(MeasureError::EmptySeries));
    assert_eq!(
        chart(&series("- -"), &settings),
        Err(MeasureError::EmptySeries)
    );
    assert_eq!(
        chart(&series("5"), &settings),
        Err(MeasureError::ShortBaseline { points: 1 })
    );
    let huge = [Decimal::MAX, Decimal::MIN].map(|value| Observation {
        value: Some(value),
        ..Observation::default()
    });
    assert!(matches!(
        chart(&huge, &settings),
        Err(MeasureError::TooLarge { .. })
    ));
    settings.kind = ChartKind::P;
    for pairs in ["5/4 1/2", "-1/4 1/2"] {
        let refused = chart(&counts(pairs), &settings);
        assert!(
            matches!(refused, Err(MeasureError::CountsNeeded { .. })),
            "{pairs}"
        );
    }
    assert!(matches!(
        chart(&series("1 2"), &settings),
        Err(MeasureError::CountsNeeded { .. })
    ));
}

#[test]
fn values_that_never_change_have_no_signals() {
    let chart = drawn(
        &series(&"7 ".repeat(20)),
        &Settings::new(rules("nhs-scotland")),
    );
    assert_eq!(
        (chart.lower, chart.upper),
        (Decimal::from(7), Decimal::from(7))
    );
    assert_eq!(signals(&chart), ".".repeat(20));
}

#[test]
fn every_rule_set_can_be_read_and_names_its_source() {
    let names: Vec<&str> = RuleSet::all().iter().map(|set| set.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "making-data-count",
            "nhs-r-plot-the-dots",
            "nsw-cec",
            "nhs-scotland"
        ]
    );
    for set in RuleSet::all() {
        assert!(
            set.source.len() > 20 && !set.precedence.is_empty(),
            "{}",
            set.name
        );
    }
    assert_eq!(rules(DEFAULT_RULE_SET).name, rules(" NHS_Scotland ").name);
    let unknown = RuleSet::named("nelson").map(|set| set.name.clone());
    let problem = unknown.expect_err("no such set").to_string();
    assert!(problem.contains("making-data-count, "), "{problem}");
}

#[test]
fn the_chart_says_in_words_what_it_shows() {
    let mut settings = Settings::new(rules("making-data-count"));
    settings.polarity = Polarity::Higher;
    settings.baseline = Baseline::First(6);
    settings.target = Some(Goal::Value(number("10")));
    let chart = drawn(&series(&format!("{BASELINE} 16")), &settings);
    assert_eq!(
        chart.summary,
        "p7 is a signal of improvement: outside the control limits. The process as it stands will \
         meet the target at some times and miss it at others. The limits are on trial: they are \
         drawn from 6 points only."
    );
}

#[test]
fn json_has_numbers_and_the_rule_set() {
    let mut settings = Settings::new(rules("making-data-count"));
    settings.screen_outliers = Some(true);
    let json = serde_json::to_value(drawn(&series(VECTOR), &settings)).expect("JSON");
    assert_eq!(json["rule_set"], "making-data-count");
    assert_eq!(json["centre"], 1.944_444);
    assert_eq!(json["upper"], 4.604_444);
    assert_eq!(json["points"][4]["value"], 10);
    assert_eq!(json["points"][4]["signals"], json!(["outside"]));
    assert_eq!(json["points"][4]["meaning"], "high");
    assert_eq!(json["chart"], "xmr");
}

#[test]
fn a_measures_figures_of_one_length_make_its_series() {
    let mut book = book(
        measure(json!({"frequency": "quarterly", "baseline": "2018-19"})),
        "2019-20 Q1 = 4
         2018-19 Q1 = 1/2
         2018-19 Q2 = 60
         2018-19 Q3 = 50
         2018-19 Q4 = 60
         2018-19 = 55
         2019-20 to Q1 = 4
         2019-20 Q2 = 5",
    );
    book.series_breaks.push(row(
        json!({"measure": "M", "from": "2019-04", "reason": "definition changed"}),
    ));
    let found = observations(&book, &book.measures[0], None);
    let shown: Vec<(&str, Option<Decimal>, bool)> = found
        .iter()
        .map(|point| (point.label.as_str(), point.value, point.starts_new_series))
        .collect();
    let expected = [
        ("2018-19 Q1", Some(Decimal::from(50)), false),
        ("2018-19 Q2", Some(Decimal::from(60)), false),
        ("2018-19 Q3", Some(Decimal::from(50)), false),
        ("2018-19 Q4", Some(Decimal::from(60)), false),
        ("2019-20 Q1", Some(Decimal::from(4)), true),
        ("2019-20 Q2", Some(Decimal::from(5)), false),
    ];
    assert_eq!(shown, expected);
    let chart = chart_of_measure(&book, &book.measures[0], None, rules("nhs-scotland"));
    let chart = chart.expect("a chart");
    assert_eq!((chart.segments.len(), chart.segments[0].drawn_from), (2, 4));
    assert_eq!(chart.polarity, Polarity::Higher);
    let none = book.clone();
    let other = measure(json!({"code": "X"}));
    let empty = chart_of_measure(&none, &other, None, rules("nhs-scotland"));
    assert_eq!(empty, Err(MeasureError::EmptySeries));
}

/// Decimals of every size, the largest and smallest among them.
fn any_decimals() -> impl Strategy<Value = Decimal> {
    let digits = (any::<u32>(), any::<u32>(), any::<u32>());
    let scaled = (digits, any::<bool>(), 0_u32..29).prop_map(|(digits, negative, scale)| {
        Decimal::from_parts(digits.0, digits.1, digits.2, negative, scale)
    });
    prop_oneof![scaled, Just(Decimal::MAX), Just(Decimal::MIN)]
}

proptest! {
    #[test]
    fn numbers_of_any_size_are_drawn_or_refused_as_too_large(
        values in prop::collection::vec(any_decimals(), 2..12), first in 2_usize..12
    ) {
        let point = |value: Decimal| Observation { value: Some(value), ..Observation::default() };
        let observations: Vec<Observation> = values.into_iter().map(point).collect();
        let mut settings = Settings::new(rules("nhs-scotland"));
        settings.baseline = Baseline::First(first);
        match chart(&observations, &settings) {
            Ok(chart) => prop_assert!(chart.lower <= chart.centre && chart.centre <= chart.upper),
            Err(MeasureError::TooLarge { .. }) => {}
            Err(error) => prop_assert!(false, "{}", error),
        }
    }

    #[test]
    fn adding_a_constant_moves_the_lines_and_changes_no_signal(
        values in prop::collection::vec(0_i64..100, 2..40), by in -1000_i64..1000
    ) {
        let point = |value: i64| Observation { value: Some(value.into()), ..Observation::default() };
        let settings = Settings::new(rules("nhs-scotland"));
        let at_home: Vec<Observation> = values.iter().map(|value| point(*value)).collect();
        let moved: Vec<Observation> = values.iter().map(|value| point(value + by)).collect();
        let (at_home, moved) = (drawn(&at_home, &settings), drawn(&moved, &settings));
        prop_assert_eq!(signals(&at_home), signals(&moved));
        let shift = (moved.centre - at_home.centre - Decimal::from(by)).abs();
        prop_assert!(shift < Decimal::new(1, 20));
    }

    #[test]
    fn turning_a_series_upside_down_turns_its_meanings(
        values in prop::collection::vec(-50_i64..50, 2..40)
    ) {
        let point = |value: i64| Observation { value: Some(value.into()), ..Observation::default() };
        let mut settings = Settings::new(rules("making-data-count"));
        settings.polarity = Polarity::Higher;
        let upright: Vec<Observation> = values.iter().map(|value| point(*value)).collect();
        let turned: Vec<Observation> = values.iter().map(|value| point(-value)).collect();
        let upright = drawn(&upright, &settings);
        settings.polarity = Polarity::Lower;
        let turned = drawn(&turned, &settings);
        let meanings = |chart: &Chart| -> Vec<Meaning> {
            chart.points.iter().map(|point| point.meaning).collect()
        };
        prop_assert_eq!(meanings(&upright), meanings(&turned));
    }

    #[test]
    fn a_point_outside_the_limits_always_says_so_first(
        values in prop::collection::vec(0_i64..20, 2..40)
    ) {
        let point = |value: i64| Observation { value: Some(value.into()), ..Observation::default() };
        let observations: Vec<Observation> = values.iter().map(|value| point(*value)).collect();
        for set in RuleSet::all() {
            let chart = drawn(&observations, &Settings::new(set));
            for point in &chart.points {
                let value = point.value.expect("a value");
                let outside = value > point.upper || value < point.lower;
                prop_assert_eq!(point.signals.first() == Some(&Signal::Outside), outside);
                prop_assert_eq!(point.signals.is_empty(), point.meaning == Meaning::Common);
            }
        }
    }
}

#[test]
fn charts_of_the_largest_and_smallest_numbers_are_drawn_or_refused() {
    let (most, least) = (
        "70000000000000000000000000000",
        "0.0000000000000000000000000001",
    );
    let xmr = Settings::new(rules("nhs-scotland"));
    for values in [[most, most], [most, least], [least, least]] {
        let drawn = chart(&series(&values.join(" ")), &xmr);
        let too_large = matches!(drawn, Err(MeasureError::TooLarge { .. }));
        assert_eq!(too_large, values[0] == most, "{values:?}");
    }
    for kind in [ChartKind::P, ChartKind::U] {
        let settings = Settings {
            kind,
            per: Decimal::from(1000),
            ..xmr.clone()
        };
        for pair in [
            format!("{most}/{most}"),
            format!("{least}/{most}"),
            format!("{least}/{least}"),
            format!("{least}/1"),
            format!("1/{most}"),
        ] {
            let drawn = chart(&counts(&format!("{pair} {pair} 1/2")), &settings);
            let sound = match &drawn {
                Ok(chart) => chart.points.iter().all(|p| p.lower <= p.centre),
                Err(error) => matches!(error, MeasureError::TooLarge { .. }),
            };
            assert!(sound, "{pair}: {drawn:?}");
        }
    }
}
