//! `clew spc`: control charts of any series.

use serde_json::json;

use crate::program::Folder;

/// Twenty-four months that swing around 50; the twentieth is as given.
fn series(twentieth: &str) -> String {
    const SWING: [&str; 8] = ["50", "53", "57", "53", "50", "47", "43", "47"];
    let mut text = "period,value\n".to_owned();
    for (month, value) in (1..=24).zip(SWING.into_iter().cycle()) {
        let value = if month == 20 { twentieth } else { value };
        text.push_str(&format!("month {month},{value}\n"));
    }
    text
}

#[test]
fn a_value_outside_the_limits_is_a_signal_under_every_rule_set() {
    let folder = Folder::new();
    folder.file("waits.csv", series("95"));
    for ruleset in [
        "making-data-count",
        "nhs-r-plot-the-dots",
        "nsw-cec",
        "nhs-scotland",
    ] {
        let words = [
            "spc",
            "--series",
            "waits.csv",
            "--ruleset",
            ruleset,
            "--polarity",
            "lower",
            "--format",
            "json",
        ];
        let chart = folder.clew(&words).json(0);
        let points = chart["points"].as_array().unwrap();
        assert_eq!(
            (points.len(), &points[19]["label"]),
            (24, &json!("month 20")),
            "{ruleset}"
        );
        assert_eq!(
            points[19]["meaning"],
            json!("concern"),
            "{ruleset}: {}",
            points[19]
        );
        assert!(
            chart["rule_set_source"].as_str().unwrap().len() > 10,
            "{ruleset}"
        );
    }
}

#[test]
fn a_steady_series_has_limits_and_no_signals() {
    let folder = Folder::new();
    folder.file("waits.csv", series("53"));
    let chart = folder
        .clew(&["spc", "--series", "waits.csv", "--format", "json"])
        .json(0);
    assert!(
        chart["points"]
            .as_array()
            .unwrap()
            .iter()
            .all(|point| point["meaning"] == "common"),
        "{chart}"
    );
    assert!(
        chart["lower"].as_f64().unwrap() < 43.0 && chart["upper"].as_f64().unwrap() > 57.0,
        "{chart}"
    );
}

#[test]
fn the_text_names_the_limits_and_the_signal() {
    let folder = Folder::new();
    folder.file("waits.csv", series("95"));
    let text = folder
        .clew(&[
            "spc",
            "--series",
            "waits.csv",
            "--target",
            "60",
            "--polarity",
            "lower",
        ])
        .ends(0);
    assert!(
        text.contains("Target 60") && text.contains("limits"),
        "{text}"
    );
    let row = text
        .lines()
        .find(|line| line.starts_with("month 20"))
        .unwrap();
    assert!(row.contains("concern"), "{row}");
}

#[test]
fn counts_without_values_make_a_chart_of_shares() {
    let folder = Folder::new();
    let rows: Vec<_> = (1..=12)
        .map(|month| format!("month {month},{},{}\n", 40 + month % 4, 50 + month))
        .collect();
    folder.file("seen.csv", format!("month,met,total\n{}", rows.concat()));
    let chart = folder
        .clew(&["spc", "--series", "seen.csv", "--format", "json"])
        .json(0);
    assert_eq!(chart["chart"], json!("p"));
}

#[test]
fn a_series_that_cannot_be_read_is_told_with_its_row() {
    let folder = Folder::new();
    folder.file("broken.csv", "period,value\nApr,78\nMay,seven\n");
    folder.file("empty.csv", "");
    folder.file("zeros.csv", b"period,value\nApr,7\0\n");
    let cases = [
        ("broken.csv", "row 3"),
        ("empty.csv", "no rows"),
        ("zeros.csv", "row 2"),
        ("gone.csv", "gone.csv"),
    ];
    for (name, said) in cases {
        let message = folder.clew(&["spc", "--series", name]).fails();
        assert!(message.contains(said), "{name}: {message}");
        assert!(message.contains("hint: "), "{name}: {message}");
    }
    folder.file("fine.csv", series("53"));
    let message = folder
        .clew(&["spc", "--series", "fine.csv", "--ruleset", "nonsense"])
        .fails();
    assert!(message.contains("making-data-count"), "{message}");
}
