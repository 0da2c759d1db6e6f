//! Numbers in the lines of a workspace: those that later arithmetic has no room for are refused.

use clew_plan::Kind;
use serde_json::Value;

use crate::cell_value;
use crate::columns::{CellType, Table, columns};
use crate::limits;
use crate::workbook::field;

/// What is wrong with the first number of a line that is beyond the limits; none when all are within.
pub(super) fn beyond_limits(kind: Kind, line: &str) -> Option<String> {
    if !may_hold_one(line) {
        return None;
    }
    let record: Value = serde_json::from_str(line).ok()?;
    let mut numbers = columns(Table::Records(kind)).iter().filter(|column| {
        matches!(
            column.cell,
            CellType::Decimal | CellType::Goal | CellType::Tolerance
        )
    });
    numbers.find_map(|column| {
        let text = match field(&record, column.name)? {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        let number = cell_value::beyond_limits(&text)?;
        Some(format!(
            "{} is {number}; numbers go up to {} and have up to {} decimal places",
            column.name,
            limits::NUMBER,
            limits::DECIMALS
        ))
    })
}

/// Whether a line has so many digits in a row, or a power of ten, that a closer look is worth while.
fn may_hold_one(line: &str) -> bool {
    const FEWEST: usize = 11;
    let mut run = 0;
    for byte in line.bytes() {
        if run > 0 && matches!(byte, b'e' | b'E') {
            return true;
        }
        run = if byte.is_ascii_digit() || matches!(byte, b'.' | b'_') {
            run + 1
        } else {
            0
        };
        if run >= FEWEST {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_numbers_within_the_limits_pass() {
        let figure = |value: &str| format!("{{\"measure\":\"A1\",\"period\":\"2020-21\",{value}}}");
        let table = [
            ("\"value\":\"78.5\"", None),
            ("\"value\":\"1000000000000000\"", None),
            (
                "\"value\":\"1000000000000001\"",
                Some("value is 1000000000000001;"),
            ),
            (
                "\"value\":\"-7_000_000_000_000_000\"",
                Some("value is -7000000000000000;"),
            ),
            (
                "\"numerator\":1e20",
                Some("numerator is 100000000000000000000;"),
            ),
            (
                "\"denominator\":\"2e16\"",
                Some("denominator is 20000000000000000;"),
            ),
            (
                "\"forecast\":\"0.00000000001\"",
                Some("forecast is 0.00000000001;"),
            ),
            ("\"evidence\":\"file 12345678901234567890\"", None),
        ];
        for (value, expected) in table {
            let found = beyond_limits(Kind::Figure, &figure(value));
            let begins = |start: &str| {
                found
                    .as_deref()
                    .is_some_and(|found| found.starts_with(start))
            };
            assert!(
                expected.map_or(found.is_none(), begins),
                "{value}: {found:?}"
            );
        }
        let target = "{\"goal\":\"10 to 9000000000000000\"}";
        assert!(beyond_limits(Kind::Target, target).is_some());
        let measure = "{\"tolerance\":\"9000000000000000%\"}";
        assert!(beyond_limits(Kind::Measure, measure).is_some());
    }
}
