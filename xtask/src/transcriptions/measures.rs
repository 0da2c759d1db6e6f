//! What the wording of a measure's title shows: its better side, its target, its codes.

use clew_plan::{Code, Measure, MeasureKind, Polarity};
use rust_decimal::Decimal;

use super::cells::amount;

/// Words of titles whose lower values are better.
const LOWER: [&str; 7] = [
    "turnover",
    "cost",
    "re-registration",
    "more than one placement",
    "readmission",
    "ready to be discharged",
    "residential placements",
];

/// The side on which the title's measure is better.
pub(crate) fn polarity(title: &str) -> Polarity {
    let title = title.to_lowercase();
    if LOWER.iter().any(|word| title.contains(word)) {
        Polarity::Lower
    } else {
        Polarity::Higher
    }
}

/// The target of a title that begins with one, such as "96% of requests answered in time".
pub(crate) fn goal_in_title(title: &str) -> Option<Decimal> {
    let first = title.split_whitespace().next()?;
    first.ends_with('%').then(|| amount(first)).flatten()
}

/// The label and codes of the benchmarking framework that a title names.
pub(crate) fn categories(title: &str) -> Vec<String> {
    if !title.contains("LGBF") {
        return Vec::new();
    }
    let codes = title
        .split(['(', ')'])
        .filter(|part| is_benchmark_code(part));
    let named = codes.map(|code| format!("LGBF {code}"));
    std::iter::once("LGBF".to_owned()).chain(named).collect()
}

/// Capital letters, then digits, then perhaps a small letter: `SW3`, `CHN8a`.
fn is_benchmark_code(text: &str) -> bool {
    let after_letters = text.trim_start_matches(|c: char| c.is_ascii_uppercase());
    let after_digits = after_letters.trim_start_matches(|c: char| c.is_ascii_digit());
    after_letters.len() < text.len()
        && after_digits.len() < after_letters.len()
        && after_digits.len() <= 1
        && after_digits.chars().all(|c| c.is_ascii_lowercase())
}

/// A measure of this kind with nothing else known, to be filled in.
pub(crate) fn blank(kind: MeasureKind, code: Code) -> Measure {
    Measure {
        code,
        title: String::new(),
        kind,
        plan: None,
        outcome: None,
        unit_of_measure: None,
        polarity: None,
        frequency: None,
        decimals: None,
        definition: None,
        version: None,
        owner: None,
        unit: None,
        categories: Vec::new(),
        links: Vec::new(),
        tolerance: None,
        aggregation: None,
        missing_parts: None,
        computed_from: None,
        trend_mode: None,
        arrears: None,
        baseline: None,
        small_number: None,
        due: None,
        expected_low: None,
        expected_high: None,
        retired_on: None,
        notes: None,
        source: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_show_what_they_say() {
        // title | polarity | target | categories
        let table = "
            96% of requests answered                   | higher | 96   |
            5% labour turnover                         | lower  | 5    |
            LGBF: cost of a place (CHN8a)              | lower  | none | LGBF, LGBF CHN8a
            LGBF: readmissions                         | lower  | none | LGBF
            Requests (FOISA) answered                  | higher | none |
            LGBF: people aged 65 (SW3) at (home) place | higher | none | LGBF, LGBF SW3";
        for line in table.lines().filter(|line| !line.trim().is_empty()) {
            let cells: Vec<&str> = line.split('|').map(str::trim).collect();
            let goal = goal_in_title(cells[0]).map_or("none".to_owned(), |goal| goal.to_string());
            assert_eq!(polarity(cells[0]).word(), cells[1], "{line}");
            assert_eq!(goal, cells[2], "{line}");
            assert_eq!(categories(cells[0]).join(", "), cells[3], "{line}");
        }
    }
}
