//! A frozen report that release 0.1.0 kept is rendered to the same bytes by every later one: what a
//! committee was shown does not come to look otherwise because Clew was renewed.

#![allow(clippy::unwrap_used, missing_docs)]

use clew_journal::Digest;
use clew_render::{csv, html, json, stylesheet};
use clew_report::Report;

const KEPT: &str = include_str!("../../service/tests/kept/report-0.1.0.json");

fn digest(text: &str) -> String {
    Digest::of(text.as_bytes()).to_string()
}

fn kept() -> Report {
    serde_json::from_str(KEPT).unwrap()
}

/// The page without its style sheet, which says how it looks and nothing of what was shown.
fn page() -> String {
    html(&kept()).replace(&stylesheet(), "")
}

#[test]
fn the_page_has_the_same_bytes() {
    assert_eq!(
        digest(&page()),
        "385247cc596d93d9506d79bebfcc73a145bbcd9921ba8aa31c30c2c37a234ebf"
    );
}

#[test]
fn the_tables_as_csv_have_the_same_bytes() {
    let mut tables: Vec<String> = csv(&kept())
        .into_iter()
        .map(|(name, text)| format!("{name}\n{text}"))
        .collect();
    tables.sort();
    assert_eq!(
        digest(&tables.join("\n")),
        "b18502877dda95a227fd24a0d633bd464f07c0301dfef69784aa2382d5308023"
    );
}

#[test]
fn the_report_as_json_has_the_same_bytes() {
    assert_eq!(
        digest(&json(&kept()).unwrap()),
        "53d187c0950cac8ffe3c843b15866189b66eb9111f8251bb19d98db29567140f"
    );
}
