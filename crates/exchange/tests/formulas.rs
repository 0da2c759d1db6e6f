//! Formulas go out and come in; what they give is worked out anew and never taken from a file.

#![allow(clippy::unwrap_used, missing_docs)]

use clew_exchange::export::{self, Existing, Form};
use clew_exchange::import::{self, Imported, Options, from_bytes};
use clew_measure::formulas::derive;
use clew_plan::{Book, Figure, FigureSource, UnitOfMeasure};
use proptest::prelude::*;
use rust_decimal::Decimal;

const MEASURES: &str = "Code,Title,Unit of measure,Definition version\n\
    SW03,Seen in time,percent,2\nA1,Seen,number,\nA2,Referred,number,\nA3,Cost,£,\n";
const FORMULAS: &str = "Measure,From period,Formula,Reason\n\
    SW3,,Ratio of a1 TO a02,\nSW3,2024-25,\"difference of A1 , A2\",To be seen\n";
const FIGURES: &str = "Measure,Period,Value,Reliability\n\
    A1,2023-24,2,high\nA2,2023-24,3,not checked\nA1,2022-23,5,\n";

fn read(existing: &Book, name: &str, csv: &str) -> Imported {
    let options = Options {
        existing: Some(existing),
        ..Options::default()
    };
    from_bytes(name, csv.as_bytes(), &options)
}

fn issues(imported: &Imported) -> Vec<String> {
    let issues = imported.issues.iter();
    issues
        .map(|issue| {
            format!(
                "{:?} {} {}",
                issue.severity,
                issue.rule,
                issue.row.unwrap_or(0)
            )
        })
        .collect()
}

fn book() -> Book {
    let mut book = Book::default();
    for (name, csv) in [
        ("measures.csv", MEASURES),
        ("formulas.csv", FORMULAS),
        ("figures.csv", FIGURES),
    ] {
        let imported = read(&book, name, csv);
        assert_eq!(imported.issues, []);
        clew_exchange::merge(&mut book, imported.book);
    }
    derive(&mut book);
    book
}

#[test]
fn a_sheet_of_formulas_gives_figures() {
    let book = book();
    let texts: Vec<String> = book
        .formulas
        .iter()
        .map(|formula| formula.formula.to_string())
        .collect();
    assert_eq!(texts, ["ratio of A1 to A2", "difference of A1, A2"]);
    let figures = book.figures.iter();
    let computed: Vec<_> = figures
        .filter(|figure| figure.from == FigureSource::Computed)
        .map(|figure| (figure.period.to_string(), figure.value, figure.note.clone()))
        .collect();
    let note = Some("1 of 2 parts reported".to_owned());
    assert_eq!(
        computed,
        [
            ("2022-23".to_owned(), None, note),
            ("2023-24".to_owned(), "66.6666666667".parse().ok(), None),
        ]
    );
}

#[test]
fn a_book_with_worked_out_figures_comes_back_from_every_form() {
    let mut book = book();
    let figure = book.figures.last_mut().unwrap();
    figure.forecast = Some(70.into());
    derive(&mut book);
    for (form, name) in [
        (Form::Workspace, "workspace"),
        (Form::Csv, "csv"),
        (Form::Json, "book.json"),
        (Form::Workbook, "book.xlsx"),
    ] {
        let file = format!("clew-formulas-{}-{name}", std::process::id());
        let path = std::env::temp_dir().join(file);
        let left_out = export::export(&book, &path, form, Existing::Replace).unwrap();
        let imported = import::read(std::slice::from_ref(&path), &Options::default());
        let _ = std::fs::remove_dir_all(&path);
        let _ = std::fs::remove_file(&path);
        assert_eq!((left_out, issues(&imported)), (vec![], vec![]), "{form:?}");
        let mut again = imported.book;
        assert_eq!(
            again.figures.len(),
            4,
            "only the one with a forecast: {form:?}"
        );
        derive(&mut again);
        assert_eq!(again, book, "{form:?}");
    }
}

#[test]
fn formulas_and_figures_that_do_not_fit_are_told_with_what_to_do() {
    let cases: [(&str, &str, &[&str]); 8] = [
        (
            "formulas.csv",
            "Measure,Formula\nA1,sum of A2 plus A3\n",
            &["Error not-a-formula 2"],
        ),
        (
            "formulas.csv",
            "Measure,Formula\nA1,\"sum of A2, A9\"\n",
            &["Error unknown-reference 2"],
        ),
        (
            "formulas.csv",
            "Measure,Formula\nA9,\"sum of A2, A3\"\n",
            &["Error unknown-reference 2"],
        ),
        (
            "formulas.csv",
            "Measure,Formula\nA1,\"sum of SW3, A2\"\n",
            &["Error circle 2"],
        ),
        (
            "formulas.csv",
            "Measure,Formula\nA1,\"sum of A2, A3\"\nA01,\"sum of A3, A2\"\n",
            &["Error twice 3"],
        ),
        (
            "figures.csv",
            "Measure,Period,Value\nSW3,2023-24,67\n",
            &["Warning given-by-hand 2"],
        ),
        (
            "figures.csv",
            "Measure,Period,Value,Source of figure\nSW3,2023-24,67,computed\nSW3,2021-22,1,computed\n",
            &[
                "Warning worked-out-otherwise 2",
                "Warning worked-out-otherwise 3",
            ],
        ),
        (
            "figures.csv",
            "Measure,Period,Value,Source of figure\nA1,2023-24,3,returned\nSW3,2023-24,100,computed\n",
            &["Warning replaces-known-value 2"],
        ),
    ];
    let mut book = book();
    book.figures
        .retain(|figure| figure.from != FigureSource::Computed);
    for (name, csv, expected) in cases {
        assert_eq!(issues(&read(&book, name, csv)), expected, "{csv}");
    }
}

/// Values of the two parts in one of ten years.
fn values() -> impl Strategy<Value = Vec<(i32, Decimal, Decimal)>> {
    let number = || (any::<i64>(), 4_u32..10).prop_map(|(units, scale)| Decimal::new(units, scale));
    prop::collection::vec((2010..2020, number(), number()), 0..8)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    #[test]
    fn whatever_the_figures_a_book_with_formulas_comes_back(
        values in values(),
        text in prop::sample::select(vec!["sum of A1, A2", "ratio of A1 to A2", "A1 per 1,000 of A2"]),
        unit in prop::sample::select(UnitOfMeasure::ALL),
    ) {
        let mut book = Book { figures: Vec::new(), ..book() };
        book.formulas.truncate(1);
        book.formulas[0].formula = text.parse().unwrap();
        book.measures[0].unit_of_measure = Some(unit);
        for (year, top, bottom) in values {
            let period = format!("{year}-{:02}", year % 100 + 1);
            for (code, value) in [("A1", top), ("A2", bottom)] {
                let figure: Figure = serde_json::from_value(serde_json::json!({
                    "measure": code, "period": period, "value": value.to_string(),
                    "from": "imported", "state": "final",
                }))
                .unwrap();
                let same = |one: &Figure| (&one.measure, one.period) == (&figure.measure, figure.period);
                book.figures.retain(|one| !same(one));
                book.figures.push(figure);
            }
        }
        derive(&mut book);
        let options = Options::default();
        let imported = from_bytes("book.json", export::json(&book).as_bytes(), &options);
        prop_assert_eq!(&imported.issues, &[]);
        let mut again = imported.book;
        derive(&mut again);
        prop_assert_eq!(again, book);
    }
}
