//! What is asked for and is not there: the message names it and says what to do.

use crate::program::{EXAMPLES, Folder, clew};

#[test]
fn an_unknown_example_is_told_with_those_there_are() {
    for words in [
        &["summary"][..],
        &["check"],
        &["report", "risk-register"],
        &["export", "--to", "x.json"],
        &["demo"],
    ] {
        let message = clew(&[words, &["--example", "atlantis"]].concat()).fails();
        assert!(message.contains("\"atlantis\""), "{message}");
        assert!(
            EXAMPLES.iter().all(|example| message.contains(example)),
            "{message}"
        );
    }
}

#[test]
fn the_list_of_examples_is_complete() {
    let text = clew(&["examples"]).ends(0);
    let names: Vec<_> = text
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert_eq!(names, EXAMPLES);
    assert!(text.contains("65 measures"), "{text}");
}

#[test]
fn an_unknown_plan_is_told_with_those_there_are() {
    for words in [&["summary"][..], &["report", "quarterly-progress"]] {
        let words = [
            words,
            &["--example", "south-lanarkshire-2019-20", "--plan", "plan-9"],
        ]
        .concat();
        let message = clew(&words).fails();
        assert!(
            message.contains("\"plan-9\"") && message.contains("resource-plan-2019-20"),
            "{message}"
        );
    }
}

#[test]
fn a_period_that_is_none_is_told_with_how_to_write_one() {
    for period in ["next week", "2019-21", "2019-20 Q7", ""] {
        let run = clew(&[
            "summary",
            "--example",
            "south-lanarkshire-2019-20",
            "--period",
            period,
        ]);
        assert_eq!(run.code, 2, "{run:?}");
        assert!(
            run.err.contains("2019-20 Q2") || run.err.contains("20"),
            "{run:?}"
        );
        assert!(
            run.out.is_empty() && run.err.contains("--period"),
            "{run:?}"
        );
    }
}

#[test]
fn a_period_without_figures_has_nothing_but_measures_to_report_later() {
    let summary = clew(&[
        "summary",
        "--example",
        "south-lanarkshire-2019-20",
        "--period",
        "2031-32 Q1",
        "--format",
        "json",
    ])
    .json(0);
    let total = &summary["total"];
    let judged: u64 = ["blue", "green", "amber", "red"]
        .iter()
        .map(|status| total[status].as_u64().unwrap())
        .sum();
    assert_eq!(judged, 0, "{summary}");
}

#[test]
fn an_unknown_kind_or_format_is_told_with_those_there_are() {
    let run = clew(&["report", "annual", "--example", "edinburgh-2023"]);
    assert_eq!(run.code, 2);
    assert!(
        run.err.contains("quarterly-progress") && run.err.contains("improvement-plan"),
        "{run:?}"
    );
    let run = clew(&[
        "report",
        "risk-register",
        "--example",
        "edinburgh-2023",
        "--format",
        "odt",
    ]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("docx"), "{run:?}");
}

#[test]
fn an_unknown_measure_is_told() {
    let words = [
        "report",
        "measure-page",
        "--example",
        "south-lanarkshire-2019-20",
        "--measure",
    ];
    let message = clew(&[&words[..], &["XX99"]].concat()).fails();
    assert!(message.contains("XX99"), "{message}");
}

#[test]
fn a_measure_page_without_a_measure_says_how_to_name_one() {
    let message = clew(&[
        "report",
        "measure-page",
        "--example",
        "south-lanarkshire-2019-20",
    ])
    .fails();
    assert!(message.contains("measure"), "{message}");
}

#[test]
fn a_plan_without_what_is_asked_for_is_told() {
    let message = clew(&["report", "risk-register", "--example", "edinburgh-2023"]).fails();
    assert!(
        message.contains("nothing to report") && message.contains("risks"),
        "{message}"
    );
}

#[test]
fn an_unknown_calendar_is_told_with_those_there_are() {
    let message = clew(&["calendar", "list", "2026", "--calendar", "mars"]).fails();
    assert!(
        message.contains("\"mars\"") && message.contains("scotland-statutory"),
        "{message}"
    );
}

#[test]
fn a_file_that_is_not_there_is_told() {
    let folder = Folder::new();
    let message = folder
        .clew(&["import", "gone.xlsx", "--data", "work"])
        .fails();
    assert!(
        message.contains("gone.xlsx") && message.contains("hint"),
        "{message}"
    );
    assert!(!folder.path("work").exists());
}

#[test]
fn no_command_at_all_shows_the_help() {
    let run = clew(&[]);
    assert_eq!(run.code, 2);
    assert!(
        run.err.contains("Usage") && run.err.contains("import"),
        "{run:?}"
    );
    clew(&["--version"]).ends(0);
}
