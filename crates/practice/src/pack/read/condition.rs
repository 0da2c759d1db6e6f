//! Conditions, as skip rules, steps, clocks and measures have them.

use super::table::Table;
use crate::pack::{Condition, Path, Test};

/// The ways in which a condition's test is written.
const TESTS: [&str; 11] = [
    "is",
    "is_not",
    "in",
    "not_in",
    "at_least",
    "more_than",
    "at_most",
    "less_than",
    "on_or_after",
    "before",
    "empty",
];

/// Reads a list of conditions; empty when the key is not there.
pub(super) fn read_list(table: &mut Table<'_>, key: &'static str) -> Vec<Condition> {
    let rows = table.tables(key);
    rows.into_iter()
        .filter_map(|mut row| {
            let condition = read_one(&mut row);
            row.finish();
            condition
        })
        .collect()
}

/// Reads one condition; what else the table may hold has to be asked for by the caller.
pub(super) fn read_one(row: &mut Table<'_>) -> Option<Condition> {
    row.name("the condition".to_owned());
    let field = if row.has("field") {
        row.parsed::<Path>("field")
    } else {
        row.needed_text("field");
        None
    };
    let written = TESTS.iter().filter(|test| row.has(test)).count();
    let test = read_test(row);
    if written != 1 {
        row.issue_at(
            "field",
            "one-test",
            format!("The condition has {written} tests"),
            format!("Give it exactly one of {}", TESTS.join(", ")),
        );
        return None;
    }
    Some(Condition {
        field: field?,
        test: test?,
    })
}

/// The first test that is there; every kind is asked for, so that none counts as unknown.
fn read_test(row: &mut Table<'_>) -> Option<Test> {
    let is = row.text("is").map(|code| Test::OneOf(vec![code]));
    let is_not = row.text("is_not").map(|code| Test::NoneOf(vec![code]));
    let one_of = list(row, "in").map(Test::OneOf);
    let none_of = list(row, "not_in").map(Test::NoneOf);
    let numbers = [
        row.decimal("at_least").map(Test::AtLeast),
        row.decimal("more_than").map(Test::MoreThan),
        row.decimal("at_most").map(Test::AtMost),
        row.decimal("less_than").map(Test::LessThan),
    ];
    let days = [
        row.day("on_or_after").map(Test::OnOrAfter),
        row.day("before").map(Test::Before),
    ];
    let filled = |empty| if empty { Test::Empty } else { Test::Filled };
    let empty = row.truth("empty").map(filled);
    let codes = [is, is_not, one_of, none_of];
    codes
        .into_iter()
        .chain(numbers)
        .chain(days)
        .chain([empty])
        .flatten()
        .next()
}

fn list(row: &mut Table<'_>, key: &'static str) -> Option<Vec<String>> {
    let there = row.has(key);
    let codes = row.texts(key);
    if there && codes.is_empty() {
        row.issue_at(
            key,
            "empty-list",
            format!("{key} of the condition names nothing"),
            "Name at least one choice",
        );
    }
    there.then_some(codes)
}
