//! A frozen report and its lines as release 0.1.0 wrote them, with every sort of block, cell and
//! mark that there was then. Every later release must read them. How the report is rendered is held
//! by `crates/clew/tests/kept_report.rs`.

#![allow(clippy::unwrap_used, missing_docs)]

use std::collections::BTreeSet;

use clew_journal::FrozenLine;
use clew_report::Report;
use serde_json::Value;

const REPORT: &str = include_str!("../kept/report-0.1.0.json");
const LINES: &str = include_str!("../kept/lines-0.1.0.json");

#[test]
fn a_frozen_report_of_the_first_release_is_read_and_written_again_byte_for_byte() {
    let report: Report = serde_json::from_str(REPORT).unwrap();
    assert_eq!(serde_json::to_string(&report).unwrap(), REPORT);
}

#[test]
fn frozen_lines_of_the_first_release_are_read_whether_or_not_they_have_details() {
    let lines: Vec<FrozenLine> = serde_json::from_str(LINES).unwrap();
    let with_detail: Vec<bool> = lines.iter().map(|line| line.detail.is_some()).collect();
    assert_eq!(with_detail, [false, false, true]);
    assert_eq!(serde_json::to_string(&lines).unwrap(), LINES);
}

#[test]
fn the_kept_report_has_every_sort_of_thing_that_a_report_can_hold() {
    let mut found = BTreeSet::new();
    gather(&serde_json::from_str(REPORT).unwrap(), &mut found);
    let everything = "
        Heading Paragraph List Definitions KeyFigures Table Chart PageBreak
        Empty Text Number Date Status Trend Sparkline Strong Break
        Line Bar StackedBar Value Target Centre Limit Comparison
        Start End Body Group Total Up Down Level
        Blue Green Amber Red Contextual";
    let missing: Vec<&str> = everything
        .split_whitespace()
        .chain(["Report later"])
        .filter(|name| !found.contains(*name))
        .collect();
    assert_eq!(missing, [""; 0]);
}

fn gather(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::String(text) => {
            found.insert(text.clone());
        }
        Value::Array(items) => items.iter().for_each(|item| gather(item, found)),
        Value::Object(fields) => {
            for (name, field) in fields {
                found.insert(name.clone());
                gather(field, found);
            }
        }
        _ => {}
    }
}
