//! Books for tests, written as short JSON rows.

use clew_calendar::Period;
use clew_plan::{Book, Measure, Status};
use rust_decimal::Decimal;
use serde_json::{Value, json};

/// One row of a kind, from JSON.
pub(crate) fn row<T: serde::de::DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value.clone()).unwrap_or_else(|error| panic!("{value}: {error}"))
}

/// A statistical measure `M` in per cent where higher is better, with changes.
pub(crate) fn measure(changes: Value) -> Measure {
    let mut fields = json!({
        "code": "M", "title": "Seen in time", "kind": "statistical",
        "unit_of_measure": "%", "polarity": "higher",
    });
    if let (Some(fields), Some(changes)) = (fields.as_object_mut(), changes.as_object()) {
        fields.extend(changes.clone());
        fields.retain(|_, value| !value.is_null());
    }
    row(fields)
}

/// A book with one measure, and figures of it as `period = value` rows.
pub(crate) fn book(measure: Measure, figures: &str) -> Book {
    let key = measure.code.key();
    let mut book = Book {
        measures: vec![measure],
        ..Book::default()
    };
    for line in figures
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
    {
        let (period, value) = line.split_once('=').unwrap_or((line, ""));
        let mut figure = json!({
            "measure": key, "period": period.trim(), "from": "returned", "state": "final",
        });
        match value.trim().split_once('/') {
            Some((met, all)) => {
                figure["numerator"] = json!(met.trim());
                figure["denominator"] = json!(all.trim());
            }
            None if value.trim().is_empty() => {}
            None => figure["value"] = json!(value.trim()),
        }
        book.figures.push(row(figure));
    }
    book
}

pub(crate) fn period(label: &str) -> Period {
    label
        .parse()
        .unwrap_or_else(|error| panic!("{label}: {error}"))
}

pub(crate) fn number(text: &str) -> Decimal {
    text.trim()
        .parse()
        .unwrap_or_else(|error| panic!("{text}: {error}"))
}

pub(crate) fn status(word: &str) -> Status {
    word.parse()
        .unwrap_or_else(|error| panic!("{word}: {error}"))
}

/// The rows of a text table, cells trimmed; blank lines and lines that begin with # are left out.
pub(crate) fn table(text: &str) -> impl Iterator<Item = Vec<&str>> {
    let lines = text.lines().map(str::trim);
    let rows = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
    rows.map(|line| line.split('|').map(str::trim).collect())
}
