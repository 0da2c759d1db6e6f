//! Rows that cannot be, or may not be meant: each is told with its row and column.

use serde_json::Value;

use crate::program::Folder;
use crate::workbooks::{Cell, excel, rows};

const MEASURES: &str = "Code,Title,Kind,Unit of measure,Polarity\n\
    SW1,Cost of an hour of care at home,statistical,£,lower\n\
    SW7,Services graded good or better,statistical,%,higher\n";

/// A workspace with two measures to refer to.
fn workspace() -> Folder {
    let folder = Folder::new();
    folder.file("measures.csv", MEASURES);
    folder
        .clew(&["import", "measures.csv", "--data", "work"])
        .ends(0);
    folder
}

fn import(folder: &Folder, name: &str, code: i32) -> Value {
    folder
        .clew(&["import", name, "--data", "work", "--format", "json"])
        .json(code)
}

/// Imports rows that are refused; the workspace is as it was. Gives the first issue of the rule.
#[track_caller]
fn refused(name: &str, text: &str, rule: &str) -> Value {
    let folder = workspace();
    folder.file(name, text);
    let before = folder.everything();
    let report = import(&folder, name, 1);
    assert_eq!(folder.everything(), before, "nothing is written");
    issue(&report, rule, "error")
}

/// Imports rows that are taken in with a warning, which it gives.
#[track_caller]
fn doubted(name: &str, text: &str, rule: &str) -> Value {
    let folder = workspace();
    folder.file(name, text);
    let report = import(&folder, name, 0);
    assert_eq!(report["written"], true, "{report}");
    issue(&report, rule, "warning")
}

#[track_caller]
fn issue(report: &Value, rule: &str, severity: &str) -> Value {
    let issues = report["issues"].as_array().unwrap();
    let found = issues
        .iter()
        .find(|issue| issue["rule"] == rule && issue["severity"] == severity);
    let found = found.unwrap_or_else(|| panic!("no {severity} {rule}: {report:#}"));
    assert!(found["suggestion"].as_str().unwrap().len() > 10, "{found}");
    found.clone()
}

#[test]
fn one_code_twice() {
    let issue = refused(
        "more.csv",
        "Code,Title,Polarity\nSW9,One,higher\nSW09,Two,higher\n",
        "twice",
    );
    assert_eq!(issue["row"], 3);
}

#[test]
fn two_figures_for_one_period() {
    let issue = refused(
        "figures.csv",
        "Measure,Period,Value\nSW1,2019-20,5\nSW01,2019/20,6\n",
        "twice",
    );
    assert_eq!(issue["row"], 3);
}

#[test]
fn outcomes_in_a_circle() {
    let text = "Id,Plan,Level,Title,Parent\na,p,outcome,A,c\nb,p,outcome,B,a\nc,p,outcome,C,b\nd,p,outcome,D,d\n";
    refused("outcomes.csv", text, "circle");
}

#[test]
fn a_negative_number_of_staff() {
    let issue = refused(
        "staffing.csv",
        "Plan,Title,FTE\np,Adults,-3.5\n",
        "negative-fte",
    );
    assert_eq!(issue["row"], 2);
}

#[test]
fn a_target_of_zero() {
    doubted(
        "targets.csv",
        "Measure,Period,Target\nSW7,2019-20,0\n",
        "target-of-zero",
    );
}

#[test]
fn a_numerator_above_its_denominator() {
    let text = "Measure,Period,Numerator,Denominator\nSW7,2019-20,12,10\n";
    refused("figures.csv", text, "numerator-above-denominator");
}

#[test]
fn dates_as_people_write_them() {
    let folder = workspace();
    let dates = [
        "2020-03-31",
        "31/03/2020",
        "31 March 2020",
        "31.3.2020",
        "31-Mar-20",
    ];
    for (year, date) in (2010..).zip(dates) {
        let text = format!(
            "Measure,Period,Value,As at\nSW1,{year}-{:02},5,{date}\n",
            (year + 1) % 100
        );
        folder.file("figures.csv", text);
        let report = import(&folder, "figures.csv", 0);
        assert_eq!(report["errors"], 0, "{date}: {report}");
    }
    let figures = std::fs::read_to_string(folder.path("work/figures.jsonl")).unwrap();
    assert_eq!(
        figures.matches("\"as_at\":\"2020-03-31\"").count(),
        dates.len(),
        "{figures}"
    );
}

#[test]
fn a_date_as_a_serial_number_is_doubted() {
    doubted(
        "figures.csv",
        "Measure,Period,Value,As at\nSW1,2019-20,5,43921\n",
        "date-as-number",
    );
}

#[test]
fn a_serial_number_in_a_workbook_is_the_same_day() {
    let heading = [
        Cell::Text("Measure"),
        Cell::Text("Period"),
        Cell::Text("Value"),
        Cell::Text("As at"),
    ];
    let row = [
        Cell::Text("SW1"),
        Cell::Text("2019-20"),
        Cell::Number("5"),
        Cell::Number("43921"),
    ];
    let folder = workspace();
    folder.file("figures.xlsx", excel("Figures", &rows(&[&heading, &row])));
    import(&folder, "figures.xlsx", 0);
    let figures = std::fs::read_to_string(folder.path("work/figures.jsonl")).unwrap();
    assert!(figures.contains("\"as_at\":\"2020-03-31\""), "{figures}");
}

#[test]
fn a_date_that_is_none() {
    for date in ["31/02/2020", "03/31/2020", "soon", "2020-13-01"] {
        let text = format!("Measure,Period,Value,As at\nSW1,2019-20,5,{date}\n");
        let issue = refused("figures.csv", &text, "not-a-date");
        assert_eq!(
            (&issue["row"], &issue["column"]),
            (&2.into(), &"As at".into()),
            "{date}"
        );
    }
}

#[test]
fn headings_that_nobody_knows() {
    let folder = workspace();
    folder.file("moods.csv", "colour,mood\nblue,fine\n");
    let report = import(&folder, "moods.csv", 0);
    issue(&report, "unknown-sheet", "warning");
    assert_eq!(report["added"], 0);
    let issue = doubted(
        "figures.csv",
        "Measure,Period,Value,Mood\nSW1,2019-20,5,fine\n",
        "unknown-column",
    );
    assert!(
        issue["message"].as_str().unwrap().contains("Mood"),
        "{issue}"
    );
}

#[test]
fn a_heading_that_is_missing() {
    let issue = refused("figures.csv", "Measure,Value\nSW1,5\n", "missing-column");
    assert!(
        issue["message"]
            .as_str()
            .unwrap()
            .to_lowercase()
            .contains("period"),
        "{issue}"
    );
}

#[test]
fn words_where_a_number_belongs() {
    let issue = refused(
        "figures.csv",
        "Measure,Period,Value\nSW1,2019-20,five\n",
        "not-a-number",
    );
    assert_eq!(
        (&issue["row"], &issue["column"]),
        (&2.into(), &"Value".into())
    );
}

#[test]
fn words_for_no_value_are_never_zero() {
    for (year, word) in (2010..).zip(["No Data", "N/A", "#N/A", "TBC", "-"]) {
        let folder = workspace();
        folder.file(
            "figures.csv",
            format!(
                "Measure,Period,Value\nSW1,{year}-{:02},{word}\n",
                (year + 1) % 100
            ),
        );
        import(&folder, "figures.csv", 0);
        let figures = std::fs::read_to_string(folder.path("work/figures.jsonl")).unwrap();
        assert!(
            figures.contains("\"as_written\"") && !figures.contains("\"value\""),
            "{word}: {figures}"
        );
    }
}

#[test]
fn numbers_that_say_more_are_understood_or_told() {
    let cases = [
        ("£267k", "\"value\":\"267000\""),
        ("56% latest available 18/19", "\"value\":\"56\""),
        ("\"1,746\"", "\"value\":\"1746\""),
    ];
    for (cell, expected) in cases {
        let folder = workspace();
        folder.file(
            "figures.csv",
            format!("Measure,Period,Value\nSW7,2019-20,{cell}\n"),
        );
        import(&folder, "figures.csv", 0);
        let figures = std::fs::read_to_string(folder.path("work/figures.jsonl")).unwrap();
        assert!(figures.contains(expected), "{cell}: {figures}");
    }
}

#[test]
fn a_code_that_is_nowhere() {
    let issue = refused(
        "figures.csv",
        "Measure,Period,Value\nSW99,2019-20,5\n",
        "unknown-reference",
    );
    assert!(
        issue["message"].as_str().unwrap().contains("SW99"),
        "{issue}"
    );
}
