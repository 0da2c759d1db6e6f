//! The published long table of the Local Government Benchmarking Framework: a row for each
//! indicator, council and year.
//!
//! Its rows are read like any benchmark table ([`crate::import::read`] knows it by its headings).
//! What is particular is done here: which way is better comes from our own table and never from the
//! feed, whose metadata has it wrong for some indicators (the attainment gaps, for one); and the
//! family group, where the table names it, becomes a [`FamilyMember`].

use std::collections::BTreeSet;
use std::path::Path;

use clew_measure::lgbf_measure;
use clew_plan::{BenchmarkFigure, FamilyMember, Polarity};

use crate::cells::plain;
use crate::grid::{Cell, Grid, Row};
use crate::heading::Heading;
use crate::import::{self, Options};
use crate::issue::{Issue, Issues, Problem};

/// What a benchmark table holds.
#[derive(Debug, Default)]
pub struct Benchmarks {
    /// The councils' figures, with codes normalised (`SW01` is `SW1`).
    pub figures: Vec<BenchmarkFigure>,
    /// Which council is in which family group, where the table says.
    pub families: Vec<FamilyMember>,
    /// What is wrong or doubtful.
    pub issues: Vec<Issue>,
}

/// Reads a benchmark table from a CSV file or workbook.
#[must_use]
pub fn read(path: &Path) -> Benchmarks {
    let imported = import::read(&[path.to_owned()], &Options::default());
    Benchmarks {
        figures: imported.book.benchmarks,
        families: imported.book.families,
        issues: imported.issues,
    }
}

const POLARITY_HEADINGS: [&str; 8] = [
    "polarity",
    "oneishigh",
    "highisgood",
    "highergood",
    "higherisbetter",
    "direction",
    "goodis",
    "desireddirection",
];
const FAMILY_HEADINGS: [&str; 4] = ["familygroup", "familygroupname", "fg", "benchmarkinggroup"];

/// Whether a column of a benchmark sheet that gives no part of a figure is read all the same.
pub(crate) fn uses(heading: &str) -> bool {
    let heading = plain(heading);
    POLARITY_HEADINGS.contains(&heading.as_str()) || FAMILY_HEADINGS.contains(&heading.as_str())
}

/// What a benchmark sheet says beside the figures: a warning for each indicator whose polarity it
/// has otherwise than our table, and the members of family groups.
pub(crate) fn beside_the_figures(
    grid: &Grid,
    heading: &Heading,
    issues: &mut Issues,
) -> Vec<FamilyMember> {
    let Some(headings) = heading
        .below
        .checked_sub(1)
        .and_then(|row| grid.rows.get(row))
    else {
        return Vec::new();
    };
    let rows = || grid.rows.iter().skip(heading.below);
    let named = |names: &[&str]| {
        headings
            .cells
            .iter()
            .position(|cell| names.contains(&plain(&cell.shown()).as_str()))
    };
    let ours = |name: &str| {
        heading
            .columns
            .iter()
            .position(|column| column.is_some_and(|column| column.name == name))
    };
    if let (Some(code), Some(polarity)) = (ours("measure"), named(&POLARITY_HEADINGS)) {
        compare_polarity(grid, rows(), code, polarity, issues);
    }
    match (named(&FAMILY_HEADINGS), ours("council")) {
        (Some(group), Some(council)) => members(rows(), group, council),
        _ => Vec::new(),
    }
}

fn compare_polarity<'a>(
    grid: &Grid,
    rows: impl Iterator<Item = &'a Row>,
    code: usize,
    polarity: usize,
    issues: &mut Issues,
) {
    let mut told = BTreeSet::new();
    for row in rows {
        let (code, feed) = (shown(row, code), feed_polarity(&shown(row, polarity)));
        let ours = lgbf_measure(&code).map(|measure| measure.polarity);
        if let (Some(ours), Some(feed)) = (ours, feed)
            && ours != feed
            && told.insert(code.clone())
        {
            issues.warn(
                &grid.place.row(row.number),
                Problem::new(
                    "polarity-of-feed",
                    format!("the table says that {feed} is better for {code}; Clew's own table says {ours}, and that is used"),
                    "nothing, unless you know better: then tell whoever keeps the table of polarities",
                ),
            );
        }
    }
}

fn shown(row: &Row, place: usize) -> String {
    row.cells
        .get(place)
        .map(Cell::shown)
        .unwrap_or_default()
        .trim()
        .to_owned()
}

fn feed_polarity(text: &str) -> Option<Polarity> {
    match plain(text).as_str() {
        "yes" | "y" | "true" | "1" | "high" | "higher" | "up" => Some(Polarity::Higher),
        "no" | "n" | "false" | "0" | "low" | "lower" | "down" => Some(Polarity::Lower),
        _ => None,
    }
}

fn members<'a>(
    rows: impl Iterator<Item = &'a Row>,
    group: usize,
    council: usize,
) -> Vec<FamilyMember> {
    let pairs: BTreeSet<(String, String)> = rows
        .map(|row| (shown(row, group), shown(row, council)))
        .filter(|(group, council)| !group.is_empty() && !council.is_empty())
        .collect();
    let member = |(group, council)| FamilyMember {
        group,
        council,
        source: None,
    };
    pairs.into_iter().map(member).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn imported(csv: &str) -> import::Imported {
        import::from_bytes("lgbf-2024.csv", csv.as_bytes(), &Options::default())
    }

    #[test]
    fn the_long_table_gives_figures_with_one_code_for_sw1_and_sw01() {
        let csv = "Indicator code,Local authority,Year,Value,Numerator,Denominator,Scotland average,Family average,Family group\n\
                   SW01,West Lothian,2020-21,£28.50,\"12,007,000\",421298,27.65,26.10,people 3\n\
                   SW1,Fife,2020-21,No Data,,,27.65,26.10,people 3\n";
        let imported = imported(csv);
        let codes: Vec<_> = imported
            .book
            .benchmarks
            .iter()
            .map(|figure| figure.measure.as_str())
            .collect();
        assert_eq!(codes, ["SW1", "SW1"]);
        let first = &imported.book.benchmarks[0];
        assert_eq!(first.value, Some("28.50".parse().unwrap()));
        assert_eq!(first.numerator, Some(12_007_000.into()));
        assert_eq!(first.family, Some("26.10".parse().unwrap()));
        assert_eq!(imported.book.benchmarks[1].value, None);
        assert_eq!(imported.book.families.len(), 2);
        let rules: Vec<_> = imported.issues.iter().map(|issue| issue.rule).collect();
        assert_eq!(rules, ["no-value"], "{:?}", imported.issues);
    }

    #[test]
    fn the_polarity_of_the_feed_is_never_used_and_a_wrong_one_is_told_once() {
        let csv = "Code,Council,Year,Value,One is high\n\
                   SW1,Fife,2019-20,25,Yes\n\
                   SW1,Fife,2020-21,26,Yes\n\
                   SW7,Fife,2020-21,80,Yes\n";
        let imported = imported(csv);
        let told = imported
            .issues
            .iter()
            .filter(|issue| issue.rule == "polarity-of-feed")
            .count();
        assert_eq!(told, 1, "{:?}", imported.issues);
        assert_eq!(imported.book.benchmarks.len(), 3);
    }
}
