//! The tables of a report in reading order, and a name for each that no other has.

use std::collections::HashSet;

use clew_report::{Block, Report, Table};

/// Longest name of a sheet that workbooks allow, in characters.
const LONGEST_NAME: usize = 31;

/// Every table of a report in reading order, those of its charts among them.
pub(crate) fn tables(report: &Report) -> Vec<&Table> {
    report
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Table(table) => Some(table),
            Block::Chart(chart) => Some(&chart.table),
            _ => None,
        })
        .collect()
}

/// A name for each table: at most 31 characters, letters, digits and spaces, unique
/// whatever the case.
pub(crate) fn sheet_names(tables: &[&Table]) -> Vec<String> {
    // Names that a workbook keeps for itself.
    let mut taken = HashSet::from(["contents".to_owned(), "history".to_owned()]);
    tables
        .iter()
        .map(|table| {
            let name = free_name(&plain_name(table), &taken);
            taken.insert(name.to_lowercase());
            name
        })
        .collect()
}

fn plain_name(table: &Table) -> String {
    let source = if table.name.trim().is_empty() {
        &table.caption
    } else {
        &table.name
    };
    let plain: String = source
        .chars()
        .map(|character| {
            if character.is_alphanumeric() {
                character
            } else {
                ' '
            }
        })
        .collect();
    let words: Vec<&str> = plain.split_whitespace().collect();
    let name = shortened(&words.join(" "), LONGEST_NAME);
    if name.is_empty() {
        "Table".to_owned()
    } else {
        name
    }
}

/// The first characters, cut between words where that leaves any.
fn shortened(text: &str, longest: usize) -> String {
    let short: String = text.chars().take(longest).collect();
    let cut_within_word = text[short.len()..].starts_with(|next: char| !next.is_whitespace());
    match short.rsplit_once(' ') {
        Some((whole, _)) if cut_within_word => whole.trim_end().to_owned(),
        _ => short.trim_end().to_owned(),
    }
}

fn free_name(name: &str, taken: &HashSet<String>) -> String {
    if !taken.contains(&name.to_lowercase()) {
        return name.to_owned();
    }
    (2_u32..)
        .map(|number| {
            let end = format!(" {number}");
            format!("{}{end}", shortened(name, LONGEST_NAME - end.len()))
        })
        .find(|candidate| !taken.contains(&candidate.to_lowercase()))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str) -> Table {
        Table {
            name: name.to_owned(),
            ..Table::default()
        }
    }

    #[test]
    fn sheets_have_short_plain_names_that_differ() {
        let tables = [
            named("Improve later life: measures [2019/20] * all"),
            named("Improve later life: measures [2019/20] * more"),
            named("Contents"),
            named("'''"),
        ];
        let names = sheet_names(&tables.iter().collect::<Vec<_>>());
        assert_eq!(
            names,
            [
                "Improve later life measures",
                "Improve later life measures 2",
                "Contents 2",
                "Table",
            ]
        );
    }
}
