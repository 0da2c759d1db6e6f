//! Formulas give the figures they should, version by version.

#![allow(clippy::unwrap_used)]

use clew_plan::{Book, Figure, FigureSource, FigureState, Formula};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::Exact;
use crate::support::{period, row, table};

/// A formula of `M`, from a period on where it says `from 2023-24: …`.
fn formula(measure: &str, text: &str) -> Formula {
    let (from, text) = match text
        .strip_prefix("from ")
        .and_then(|rest| rest.split_once(':'))
    {
        Some((from, text)) => (json!(from), text),
        None => (Value::Null, text),
    };
    row(json!({"measure": measure, "from": from, "formula": text.trim()}))
}

fn number(code: &str, unit: &str) -> Measure {
    row(json!({"code": code, "title": code, "kind": "statistical", "unit_of_measure": unit}))
}

/// `A 2023-24 east = 7` or `A 2023-24 = 3/4`, a final figure.
fn figure(line: &str) -> Figure {
    let (what, value) = line.split_once('=').expect(line);
    let words: Vec<&str> = what.split_whitespace().collect();
    let mut figure =
        json!({"measure": words[0], "period": words[1], "from": "returned", "state": "final"});
    if let Some(unit) = words.get(2) {
        figure["unit"] = json!(unit);
    }
    match value.trim().split_once('/') {
        Some((top, bottom)) => {
            figure["numerator"] = json!(top);
            figure["denominator"] = json!(bottom);
        }
        None if value.trim().is_empty() => {}
        None => figure["value"] = json!(value.trim()),
    }
    row(figure)
}

/// A Book with `M` in a unit, the plain numbers `A`, `B` and `C`, and figures separated by `;`.
fn book(unit: &str, formulas: &[&str], figures: &str) -> Book {
    let mut measures = vec![number("M", unit)];
    measures.extend(["A", "B", "C"].map(|code| number(code, "number")));
    Book {
        measures,
        formulas: formulas.iter().map(|text| formula("M", text)).collect(),
        figures: figures
            .split(';')
            .filter(|line| !line.trim().is_empty())
            .map(figure)
            .collect(),
        ..Book::default()
    }
}

/// `period unit = value (numerator/denominator) vVERSION note`, of every figure.
fn shown(figures: &[Figure]) -> Vec<String> {
    let text = |figure: &Figure| {
        let mut text = figure.period.to_string();
        text.extend(figure.unit.iter().map(|unit| format!(" {unit}")));
        text.extend(figure.value.map(|value| format!(" = {value}")));
        let counts = figure.numerator.zip(figure.denominator);
        text.extend(counts.map(|(top, bottom)| format!(" ({top}/{bottom})")));
        text.extend(
            figure
                .definition_version
                .map(|version| format!(" v{version}")),
        );
        text.extend(figure.note.iter().map(|note| format!(" {note}")));
        text
    };
    figures.iter().map(text).collect()
}

#[test]
fn each_formula_gives_its_exact_value_with_its_counts() {
    let cases = "
        # unit  | formula                | figures                                   | what comes out
        number  | sum of A, B, C         | A 2023-24=1; B 2023-24=2.50; C 2023-24=3  | 2023-24 = 6.5 v1
        number  | sum of A, B            | A 2023-24=-4; B 2023-24=4                 | 2023-24 = 0 v1
        number  | difference of A, B, C  | A 2023-24=10; B 2023-24=3; C 2023-24=9    | 2023-24 = -2 v1
        %       | ratio of A to B        | A 2023-24=2; B 2023-24=3                  | 2023-24 = 66.6666666667 (2/3) v1
        %       | ratio of A to B        | A 2023-24=0; B 2023-24=3                  | 2023-24 = 0 (0/3) v1
        number  | ratio of A to B        | A 2023-24=3; B 2023-24=4                  | 2023-24 = 0.75 (3/4) v1
        rate    | A per 1,000 of B       | A 2023-24=3; B 2023-24=4000               | 2023-24 = 0.75 (3/4000) v1
        number  | A per head of B        | A 2023-24=100; B 2023-24=8                | 2023-24 = 12.5 (100/8) v1
        %       | ratio of A to B        | A 2023-24=2; B 2023-24=0                  | 2023-24 (2/0) v1 B is 0, and nothing can be divided by 0
        %       | ratio of A to B        | A 2023-24=2                               | 2023-24 v1 1 of 2 parts reported
        %       | ratio of A to B        | A 2023-24=2; B 2023-24=                   | 2023-24 v1 1 of 2 parts reported
        number  | difference of A, B     | B 2023-24=2                               | 2023-24 v1 1 of 2 parts reported
        number  | sum of A, B, C         | A 2023-24=1; C 2023-24=2                  | 2023-24 = 3 v1 2 of 3 parts reported
        number  | sum of A, B, GONE      | A 2023-24=1; B 2023-24=2                  | 2023-24 = 3 v1 2 of 3 parts reported
        number  | sum of A, B            | A 2023-24=                                | 2023-24 v1 0 of 2 parts reported
        number  | sum of A, B            | A 2023-24=1; A 2023-24=5; B 2023-24=2     | 2023-24 = 7 v1
        number  | sum of A, B            | A 2023-24=1; B 2022-23=2                  | 2022-23 = 2 v1 1 of 2 parts reported, 2023-24 = 1 v1 1 of 2 parts reported
        number  | sum of A, B            | A 2023-24 east=1; B 2023-24 east=4; A 2023-24=9; B 2023-24=9 | 2023-24 = 18 v1, 2023-24 east = 5 v1
        number  | sum of A, B            | A 2023-24=1000000000000000; B 2023-24=1   | 2023-24 v1 the result is larger than 1000000000000000
        £       | sum of A, B            | A 2023-24=1; B 2023-24=2                  | 2023-24 v1 A is in plain numbers and M in £
        number  | sum of A, B            |                                           |
        number  | sum of A, B            | C 2023-24=1                               |";
    for cells in table(cases) {
        let [unit, text, figures, expected] = cells[..] else {
            panic!("{cells:?}")
        };
        let found = computed_figures(&book(unit, &[text], figures));
        assert_eq!(shown(&found).join(", "), expected, "{cells:?}");
        assert!(
            found
                .iter()
                .all(|figure| figure.from == FigureSource::Computed)
        );
    }
}

#[test]
fn a_sum_waits_for_all_its_parts_where_the_measure_says_so() {
    let mut book = book(
        "number",
        &["sum of A, B"],
        "A 2023-24=1; A 2022-23=1; B 2022-23=2",
    );
    book.measures[0].missing_parts = Some(clew_plan::MissingParts::Blank);
    assert_eq!(
        shown(&computed_figures(&book)),
        ["2022-23 = 3 v1", "2023-24 v1 1 of 2 parts reported"]
    );
}

#[test]
fn parts_that_are_shares_are_used_by_their_counts_in_a_difference() {
    let mut book = book("%", &["difference of A, B"], "A 2023-24=1/3; B 2023-24=1/6");
    for part in &mut book.measures[1..] {
        part.unit_of_measure = Some(clew_plan::UnitOfMeasure::Percent);
    }
    assert_eq!(
        shown(&computed_figures(&book)),
        ["2023-24 = 16.6666666667 v1"]
    );
}

#[test]
fn a_ratio_is_judged_before_it_is_rounded() {
    let third = Exact::ratio(1.into(), 3.into()).unwrap();
    for (unit, text, expected) in [
        ("number", "ratio of A to B", third),
        (
            "rate",
            "A per 1,000 of B",
            third.times(Exact::from(1_000_u32)),
        ),
        ("%", "ratio of A to B", third.times(Exact::from(100_u32))),
    ] {
        let book = book(unit, &[text], "A 2023-24=1; B 2023-24=3");
        let figure = &computed_figures(&book)[0];
        let found = crate::exact_value(figure, book.measures[0].unit_of_measure);
        assert_eq!(found, Some(expected), "{text}");
        let returned = Figure {
            from: FigureSource::Returned,
            ..figure.clone()
        };
        let found = crate::exact_value(&returned, Some(clew_plan::UnitOfMeasure::Rate));
        assert_eq!(found, figure.value.map(Exact::from), "as it was given");
    }
}

#[test]
fn every_version_is_used_for_the_periods_from_its_first_day_on() {
    let formulas = [
        "from 2023-24: difference of A, B",
        "sum of A, B",
        "from 2024-25 Q2: sum of A, C",
    ];
    let figures = ["2022-23", "2023-24 Q1", "2023-24", "2024-25", "2024-25 Q2"]
        .map(|period| period.replace(' ', "-"))
        .map(|period| format!("A {period}=10; B {period}=1; C {period}=5"))
        .join(";");
    let book = book("number", &formulas, &figures);
    assert_eq!(
        shown(&computed_figures(&book)),
        [
            "2022-23 = 11 v1",
            "2023-24 Q1 = 9 v2",
            "2023-24 = 9 v2",
            "2024-25 = 9 v2",
            "2024-25 Q2 = 15 v3",
        ]
    );
    let version = formula_for(&book, &"M".into(), period("2024-25 Q2"));
    assert_eq!(version.map(|version| version.version), Some(3));
    assert_eq!(formula_for(&book, &"A".into(), period("2024-25")), None);
}

#[test]
fn before_the_first_version_nothing_is_worked_out() {
    let book = book(
        "number",
        &["from 2023-24: sum of A, B"],
        "A 2022-23=1; B 2022-23=2",
    );
    assert_eq!(computed_figures(&book), []);
}

#[test]
fn a_figure_that_was_given_stands_and_is_used_by_others() {
    let mut book = book(
        "number",
        &["sum of A, B"],
        "M 2023-24=50; A 2023-24=1; B 2023-24=2",
    );
    book.measures.push(number("N", "number"));
    book.formulas.push(formula("N", "sum of M, A"));
    assert_eq!(shown(&computed_figures(&book)), ["2023-24 = 51 v1"]);
}

#[test]
fn formulas_are_made_from_formulas_whatever_their_order_and_circles_give_nothing() {
    // formulas | figures of all measures | in a circle
    let cases = "
        M = sum of N, A; N = sum of B, C                        | M 7, N 6 |
        M = sum of N, A; N = sum of K, C; K = sum of A, B       | M 8, N 7, K 3 |
        M = sum of N, A; N = sum of M, B; K = sum of A, B       | K 3 | M, N
        M = sum of M, A                                         |     | M
        M = sum of N, A; N = sum of K, C; K = sum of N, B       |     | N, K";
    for cells in table(cases) {
        let [formulas, expected, circles] = cells[..] else {
            panic!("{cells:?}")
        };
        let mut book = book("number", &[], "A 2023-24=1; B 2023-24=2; C 2023-24=4");
        book.measures
            .extend(["N", "K"].map(|code| number(code, "number")));
        book.formulas = formulas
            .split(';')
            .map(|text| text.split_once('=').expect(text))
            .map(|(measure, text)| formula(measure.trim(), text))
            .collect();
        let found: Vec<String> = computed_figures(&book)
            .iter()
            .map(|figure| format!("{} {}", figure.measure, figure.value.unwrap()))
            .collect();
        assert_eq!(found.join(", "), expected, "{formulas}");
        let found = circular(&book);
        let found: Vec<&str> = found
            .iter()
            .map(|formula| formula.measure.as_str())
            .collect();
        assert_eq!(found.join(", "), circles, "{formulas}");
    }
}

#[test]
fn what_rests_on_an_incomplete_sum_is_not_judged_as_if_it_were_whole() {
    let with = |figures: &str| {
        let mut book = book("number", &[], figures);
        let codes = ["F", "G", "H", "K"];
        let texts = [
            "sum of A, B",
            "ratio of F to C",
            "sum of F, C",
            "difference of F, C",
        ];
        book.measures
            .extend(codes.map(|code| number(code, "number")));
        book.formulas = codes
            .iter()
            .zip(texts)
            .map(|(code, text)| formula(code, text))
            .collect();
        computed_figures(&book)
            .iter()
            .map(|figure| {
                let value = figure
                    .value
                    .map_or("none".to_owned(), |value| value.to_string());
                format!(
                    "{} {value} {}",
                    figure.measure,
                    figure.note.as_deref().unwrap_or("whole")
                )
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(
        with("A 2023-24=40; C 2023-24=90"),
        [
            "F 40 1 of 2 parts reported",
            "G none 2 of 2 parts reported; not every part of F is",
            "H 130 2 of 2 parts reported; not every part of F is",
            "K none 2 of 2 parts reported; not every part of F is",
        ]
    );
    assert_eq!(
        with("A 2023-24=40; B 2023-24=5; C 2023-24=90"),
        ["F 45 whole", "G 0.5 whole", "H 135 whole", "K -45 whole"]
    );
}

#[test]
fn state_day_and_reliability_come_from_the_parts() {
    let mut book = book("number", &["sum of A, B"], "A 2023-24=1; B 2023-24=2");
    let made = |book: &Book| computed_figures(book).remove(0);
    assert_eq!(made(&book).state, FigureState::Final);
    assert_eq!((made(&book).as_at, made(&book).reliability), (None, None));
    book.figures[0].reliability = Some(clew_plan::Reliability::High);
    book.figures[0].as_at = Some("2024-04-10".parse().unwrap());
    assert_eq!(made(&book).reliability, None, "nobody knows of the other");
    book.figures[1].reliability = Some(clew_plan::Reliability::Low);
    book.figures[1].as_at = Some("2024-04-03".parse().unwrap());
    book.figures[1].state = FigureState::Provisional;
    let figure = made(&book);
    assert_eq!(figure.reliability, Some(clew_plan::Reliability::Low));
    assert_eq!(figure.as_at, book.figures[0].as_at);
    assert_eq!(figure.state, FigureState::Provisional);
    book.figures.truncate(1);
    assert_eq!(
        made(&book).state,
        FigureState::Provisional,
        "a part is still to come"
    );
}

#[test]
fn what_was_said_of_a_worked_out_figure_stays_with_it() {
    let mut book = book("number", &["sum of A, B"], "A 2023-24=1; B 2023-24=2");
    derive(&mut book);
    let last = book.figures.last_mut().unwrap();
    last.forecast = Some(9.into());
    last.value = Some(100.into());
    derive(&mut book);
    let last = book.figures.last().unwrap();
    assert_eq!(
        (last.value, last.forecast),
        (Some(3.into()), Some(9.into()))
    );
}

/// Three numbers for some of five years, as figures of `A`, `B` and `C`; some are not settled.
fn figures() -> impl Strategy<Value = Vec<Figure>> {
    let one = (
        "[ABCM]",
        2019..2024_i32,
        -50..50_i64,
        any::<bool>(),
        any::<bool>(),
    );
    let figure = one.prop_map(|(measure, year, value, east, settled)| {
        let unit = if east { " east" } else { "" };
        let mut figure = figure(&format!(
            "{measure} {year}-{}{unit}={value}",
            year % 100 + 1
        ));
        if !settled {
            figure.state = FigureState::Provisional;
        }
        if measure == "M" {
            figure.from = FigureSource::Computed;
        }
        figure
    });
    prop::collection::vec(figure, 0..20)
}

fn any_formula() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "sum of A, B",
        "sum of A, B, C",
        "difference of C, A",
        "ratio of A to B",
        "A per 1,000 of C",
        "B per head of C",
    ])
}

proptest! {
    #[test]
    fn deriving_twice_is_deriving_once_and_worked_out_figures_come_last(
        figures in figures(), text in any_formula(), unit in prop::sample::select(vec!["number", "%", "rate"]),
    ) {
        let mut book = book(unit, &[text], "");
        book.figures = figures;
        let given = book.figures.iter().filter(|figure| figure.measure != "M".into());
        let given: Vec<Figure> = given.cloned().collect();
        derive(&mut book);
        prop_assert_eq!(&book.figures[..given.len()], &given[..]);
        let computed = |figure: &Figure| figure.from == FigureSource::Computed;
        prop_assert!(book.figures[given.len()..].iter().all(computed));
        let once = book.clone();
        derive(&mut book);
        prop_assert_eq!(book, once);
    }

    #[test]
    fn a_new_formula_never_changes_a_figure_of_an_earlier_period(
        figures in figures(), before in any_formula(), after in any_formula(), year in 2019..2025_i32,
    ) {
        let mut book = book("number", &[before], "");
        book.figures = figures;
        let old = computed_figures(&book);
        let from = format!("{year}-{}", year % 100 + 1);
        book.formulas.push(formula("M", &format!("from {from}: {after}")));
        let new = computed_figures(&book);
        let earlier = |figure: &&Figure| figure.period.first() < period(&from).first();
        prop_assert_eq!(
            old.iter().filter(earlier).collect::<Vec<_>>(),
            new.iter().filter(earlier).collect::<Vec<_>>()
        );
        let later = new.iter().filter(|figure| !earlier(figure));
        prop_assert!(later.map(|figure| figure.definition_version).all(|version| version == Some(2)));
    }

    #[test]
    fn a_ratio_rolls_up_as_counts(tops in prop::collection::vec((0..100_i64, 1..100_i64), 1..6)) {
        let units: Vec<String> = (0..tops.len()).map(|unit| format!("u{unit}")).collect();
        let lines = units.iter().zip(&tops).flat_map(|(unit, (top, bottom))| {
            [format!("A 2023-24 {unit}={top}"), format!("B 2023-24 {unit}={bottom}")]
        });
        let mut book = book("%", &["ratio of A to B"], &lines.collect::<Vec<_>>().join(";"));
        book.units = units.iter().map(|unit| row(json!({"id": unit, "name": unit}))).collect();
        derive(&mut book);
        let total = crate::over_units(&book, &book.measures[0], period("2023-24"), None);
        let sum = |of: fn(&(i64, i64)) -> i64| tops.iter().map(of).sum::<i64>().into();
        let expected = Exact::ratio(sum(|pair| pair.0), sum(|pair| pair.1));
        prop_assert_eq!(total.exact, expected.map(|ratio| ratio.times(Exact::from(100_u32))));
    }
}
