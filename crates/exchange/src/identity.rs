//! What tells one record from another: the values of its identifying columns.

use serde_json::Value;

use crate::columns::{CellType, Table, columns};

/// The identity of a record of a table, from its JSON form. Codes of measures count as their
/// normalised form, so `SW1` and `SW01` are one.
pub(crate) fn of(table: Table, record: &Value) -> String {
    let mut identity = String::new();
    for column in columns(table).iter().filter(|column| column.identifies) {
        let text = match record.get(column.name) {
            Some(Value::String(text)) if matches!(column.cell, CellType::Code) => normalised(text),
            Some(Value::String(text)) => text.clone(),
            Some(Value::Null) | None => String::new(),
            Some(other) => other.to_string(),
        };
        identity.push_str(&text);
        identity.push('\u{1f}');
    }
    identity
}

/// The normalised form of a measure's code; the text itself where it is no code.
pub(crate) fn normalised(code: &str) -> String {
    let parsed = code.parse::<clew_plan::Code>();
    parsed.map_or_else(|_| code.to_owned(), |code| code.key().as_str().to_owned())
}

/// The identity in words, for a message.
pub(crate) fn in_words(identity: &str) -> String {
    let parts: Vec<&str> = identity
        .split('\u{1f}')
        .filter(|part| !part.is_empty())
        .collect();
    parts.join(", ")
}
