//! `clew summary`: the published matrices.

use serde_json::{Value, json};

use crate::program::clew;

/// Blue, Green, Amber, Red, later or contextual, total.
fn counts(counts: &Value) -> [u64; 6] {
    let of = |name: &str| counts[name].as_u64().unwrap();
    assert_eq!(
        of("later_or_contextual"),
        of("report_later") + of("contextual"),
        "{counts}"
    );
    let parts = ["blue", "green", "amber", "red", "later_or_contextual"].map(of);
    assert_eq!(of("total"), parts.iter().sum::<u64>(), "{counts}");
    let [blue, green, amber, red, later] = parts;
    [blue, green, amber, red, later, of("total")]
}

fn summary(words: &[&str]) -> Value {
    clew(&[&["summary", "--format", "json"], words].concat()).json(0)
}

#[test]
fn the_published_matrix_of_the_second_quarter_comes_out_row_by_row() {
    let summary = summary(&[
        "--example",
        "south-lanarkshire-2019-20",
        "--period",
        "2019-20 Q2",
    ]);
    assert_eq!(counts(&summary["total"]), [0, 43, 3, 2, 17, 65]);
    let rows = summary["rows"].as_array().unwrap();
    let of = |row: &Value| {
        (
            row["outcome"].as_str().unwrap().to_owned(),
            counts(&row["counts"]),
        )
    };
    let expected = [
        ("P1", [0, 4, 0, 0, 6, 10]),
        ("P2", [0, 8, 1, 1, 5, 15]),
        ("P3", [0, 6, 0, 0, 4, 10]),
        ("P4", [0, 0, 0, 0, 0, 0]),
        ("P5", [0, 0, 0, 0, 0, 0]),
        ("P6", [0, 10, 1, 0, 1, 12]),
        ("P7", [0, 0, 0, 0, 0, 0]),
        ("P8", [0, 1, 0, 0, 0, 1]),
        ("P9", [0, 0, 0, 0, 0, 0]),
        ("P10", [0, 0, 0, 0, 0, 0]),
        ("P11", [0, 0, 0, 0, 0, 0]),
        ("P12", [0, 14, 1, 1, 1, 17]),
    ];
    let found: Vec<_> = rows.iter().map(of).collect();
    assert_eq!(
        found,
        expected.map(|(outcome, counts)| (outcome.to_owned(), counts))
    );
    assert_eq!(
        (&summary["period"], &summary["listed"]),
        (&json!("2019-20 Q2"), &json!(65))
    );
}

#[test]
fn the_last_cycle_is_summed_up_when_no_period_is_named() {
    let named = summary(&[
        "--example",
        "south-lanarkshire-2019-20",
        "--period",
        "2019-20 Q2",
    ]);
    assert_eq!(summary(&["--example", "south-lanarkshire-2019-20"]), named);
}

#[test]
fn statistical_and_project_measures_are_told_apart_with_true_percentages() {
    let summary = summary(&["--example", "south-lanarkshire-2021-22"]);
    assert_eq!(
        counts(&summary["by_kind"]["statistical"]),
        [0, 13, 1, 1, 2, 17]
    );
    assert_eq!(counts(&summary["by_kind"]["project"]), [3, 12, 0, 0, 6, 21]);
    assert_eq!(counts(&summary["total"]), [3, 25, 1, 1, 8, 38]);
    let shares = summary["percentages"].as_array().unwrap();
    let exact: Vec<_> = shares
        .iter()
        .map(|share| share["exact_percent"].to_string())
        .collect();
    assert_eq!(exact, ["7.9", "65.8", "2.6", "2.6", "21.1"]);
    let whole: u64 = shares
        .iter()
        .map(|share| share["percent"].as_u64().unwrap())
        .sum();
    assert_eq!(whole, 100);
    assert_eq!(shares[1]["percent"], json!(66), "25 of 38 is not 65%");
}

#[test]
fn statuses_by_the_rule_can_be_asked_for() {
    let words = [
        "--example",
        "south-lanarkshire-2019-20",
        "--period",
        "2019-20 Q2",
        "--basis",
    ];
    let by_rule = summary(&[&words[..], &["by-rule"]].concat());
    let reported = summary(&[&words[..], &["as-reported"]].concat());
    assert_eq!(by_rule["basis"], json!("by-rule"));
    assert_eq!(counts(&by_rule["total"])[5], 65);
    assert_ne!(
        by_rule["total"], reported["total"],
        "a Green at 0% against 96% is no Green by the rule"
    );
}

#[test]
fn the_text_shows_the_same_totals() {
    let text = clew(&["summary", "--example", "south-lanarkshire-2019-20"]).ends(0);
    let total = text
        .lines()
        .find(|line| line.trim_start().starts_with("Total"))
        .unwrap();
    let cells: Vec<_> = total.split_whitespace().collect();
    assert_eq!(cells, ["Total", ".", "43", "3", "2", "17", "65"]);
}
