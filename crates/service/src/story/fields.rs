//! Fields in words: named as the workbook heads them, with what each was and is.

use clew_calendar::Day;
use clew_exchange::columns::{CellType, Column, Table, columns};
use clew_journal::{FieldChange, Subject, SubjectKind};
use clew_plan::{Kind, Measure, MeasureKey, Record};
use clew_report::words;
use rust_decimal::Decimal;
use serde_json::Value;

use crate::Memory;

/// Letters of a long text that are shown.
const MOST_LETTERS: usize = 80;

/// A text in quotation marks, cut at a word where it is long.
#[must_use]
pub(crate) fn shortened(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= MOST_LETTERS {
        return format!("\u{201c}{text}\u{201d}");
    }
    let start: String = text.chars().take(MOST_LETTERS).collect();
    let at_word = start
        .rsplit_once(' ')
        .map_or(start.as_str(), |(start, _)| start);
    format!("\u{201c}{at_word} \u{2026}\u{201d}")
}

/// The changes of a subject's fields in words: `tolerance from 5% to 10%; owner from …`.
#[must_use]
pub(crate) fn changes_in_words(
    subject: &Subject,
    changes: &[FieldChange],
    memory: &Memory,
) -> String {
    let record = memory.state().record(subject);
    let measure = record
        .as_ref()
        .and_then(|record| measure_of(record, memory));
    in_words(kind_of(subject), changes, measure)
}

/// The changes of a record's fields in words.
#[must_use]
pub(crate) fn listed(record: &Record, changes: &[FieldChange], memory: &Memory) -> String {
    in_words(Some(record.kind()), changes, measure_of(record, memory))
}

/// A field as it is headed inside a sentence.
#[must_use]
pub(crate) fn field_heading(subject: &Subject, field: &str) -> String {
    heading(field, kind_of(subject).and_then(|kind| column(kind, field)))
}

/// One value of a subject's field in words.
#[must_use]
pub(crate) fn field_in_words(
    subject: &Subject,
    field: &str,
    value: &Value,
    memory: &Memory,
) -> String {
    let record = memory.state().record(subject);
    let measure = record
        .as_ref()
        .and_then(|record| measure_of(record, memory));
    let column = kind_of(subject).and_then(|kind| column(kind, field));
    value_in_words(value, column, measure)
}

const fn kind_of(subject: &Subject) -> Option<Kind> {
    match subject.kind {
        SubjectKind::Record(kind) => Some(kind),
        _ => None,
    }
}

/// The measure in whose unit a record's numbers are.
fn measure_of<'memory>(record: &Record, memory: &'memory Memory) -> Option<&'memory Measure> {
    let key: MeasureKey = match record {
        Record::Figure(figure) => figure.measure.clone(),
        Record::Target(target) => target.measure.clone(),
        Record::ProfilePoint(point) => point.measure.clone(),
        Record::Measure(measure) => measure.code.key(),
        _ => return None,
    };
    memory.book().measure(&key)
}

fn in_words(kind: Option<Kind>, changes: &[FieldChange], measure: Option<&Measure>) -> String {
    let one = |change: &FieldChange| {
        let column = kind.and_then(|kind| column(kind, &change.field));
        let show = |value: &Value| value_in_words(value, column, measure);
        format!(
            "{} from {} to {}",
            heading(&change.field, column),
            show(&change.from),
            show(&change.to)
        )
    };
    changes.iter().map(one).collect::<Vec<_>>().join("; ")
}

fn column(kind: Kind, field: &str) -> Option<&'static Column> {
    columns(Table::Records(kind))
        .iter()
        .find(|column| column.name == field)
}

/// The heading as it stands inside a sentence.
fn heading(field: &str, column: Option<&Column>) -> String {
    let heading = column.map_or_else(
        || field.replace('_', " "),
        |column| column.heading().into_owned(),
    );
    let mut letters = heading.chars();
    let first = letters
        .next()
        .map(|letter| letter.to_lowercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

fn value_in_words(value: &Value, column: Option<&Column>, measure: Option<&Measure>) -> String {
    match value {
        Value::Null => "nothing".to_owned(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::Number(number) => text_in_words(&number.to_string(), column, measure),
        Value::String(text) => text_in_words(text, column, measure),
        Value::Array(entries) if entries.is_empty() => "nothing".to_owned(),
        Value::Array(entries) => {
            let entries = entries
                .iter()
                .map(|entry| value_in_words(entry, column, measure));
            entries.collect::<Vec<_>>().join(", ")
        }
        Value::Object(fields) => {
            let fields = fields
                .values()
                .map(|field| value_in_words(field, None, None));
            fields.collect::<Vec<_>>().join(", ")
        }
    }
}

fn text_in_words(text: &str, column: Option<&Column>, measure: Option<&Measure>) -> String {
    let unit = measure.and_then(|measure| measure.unit_of_measure);
    let decimals = measure.and_then(|measure| measure.decimals);
    let of_unit = |name: &str| {
        matches!(
            name,
            "value" | "forecast" | "expected_low" | "expected_high"
        )
    };
    match column.map(|column| (column.cell, column.name)) {
        Some((CellType::Decimal, name)) if of_unit(name) => text.parse::<Decimal>().map_or_else(
            |_| text.to_owned(),
            |value| clew_measure::show_value(value, unit, decimals),
        ),
        Some((CellType::Goal, _)) => text.parse().map_or_else(
            |_| text.to_owned(),
            |goal| clew_measure::show_goal(goal, unit, decimals),
        ),
        Some((CellType::Day, _)) => text
            .parse::<Day>()
            .map_or_else(|_| text.to_owned(), words::day),
        Some((CellType::Text, _)) | None => shortened(text),
        Some(_) => text.to_owned(),
    }
}
