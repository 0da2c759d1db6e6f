//! Records field by field: what differs between two, and what one becomes when fields change.

use clew_plan::{Kind, Record};
use serde_json::{Map, Value};

use crate::subject::named_key;
use crate::{FieldChange, Key, Problem, Subject, SubjectKind};

/// The fields in which `after` differs from `before`, in the order of the record's fields.
#[must_use]
pub fn changed_fields(before: &Record, after: &Record) -> Vec<FieldChange> {
    let (before, after) = (fields_of(before), fields_of(after));
    let gone = before.keys().filter(|field| !after.contains_key(*field));
    let names: Vec<&String> = after.keys().chain(gone).collect();
    let value =
        |fields: &Map<String, Value>, name: &str| fields.get(name).cloned().unwrap_or(Value::Null);
    names
        .into_iter()
        .map(|name| FieldChange {
            field: name.clone(),
            from: value(&before, name),
            to: value(&after, name),
        })
        .filter(|change| change.from != change.to)
        .collect()
}

/// The record after the fields have changed.
///
/// # Errors
/// When a field is not what the change says it was, or the fields no longer make a record of the kind.
pub fn with_fields(record: &Record, changes: &[FieldChange]) -> Result<Record, Problem> {
    let mut fields = fields_of(record);
    for change in changes {
        let found = fields.get(&change.field).unwrap_or(&Value::Null);
        if *found != change.from {
            return Err(Problem::OtherValue {
                field: change.field.clone(),
                expected: change.from.to_string(),
                found: found.to_string(),
            });
        }
        if change.to.is_null() {
            fields.shift_remove(&change.field);
        } else {
            fields.insert(change.field.clone(), change.to.clone());
        }
    }
    record_of(record.kind(), fields)
}

/// The record of a kind that these fields make.
///
/// # Errors
/// When they make none.
pub fn record_of(kind: Kind, fields: Map<String, Value>) -> Result<Record, Problem> {
    kind.read(Value::Object(fields))
        .map_err(|error| Problem::Unsound {
            message: error.to_string(),
        })
}

/// The record's fields that have a value.
#[must_use]
pub fn fields_of(record: &Record) -> Map<String, Value> {
    match serde_json::to_value(record) {
        Ok(Value::Object(mut fields)) => {
            fields.retain(|_, value| !value.is_null());
            fields
        }
        _ => Map::new(),
    }
}

/// The subject of a record of a kind with names; none for the other kinds.
#[must_use]
pub fn subject_of(record: &Record) -> Option<Subject> {
    key_of(record).map(|key| Subject {
        kind: SubjectKind::Record(record.kind()),
        key,
    })
}

/// The key of a record of a kind with names; none for the other kinds.
pub(crate) fn key_of(record: &Record) -> Option<Key> {
    if !record.kind().is_unique() {
        return None;
    }
    let of_period = |measure: &clew_plan::MeasureKey,
                     period: clew_calendar::Period,
                     unit: Option<&clew_plan::UnitId>| {
        let unit = unit.map_or("", clew_plan::UnitId::as_str);
        named_key([measure.as_str(), &period.to_string(), unit])
    };
    Some(match record {
        Record::Figure(figure) => of_period(&figure.measure, figure.period, figure.unit.as_ref()),
        Record::Target(target) => of_period(&target.measure, target.period, target.unit.as_ref()),
        Record::Measure(measure) => named_key([measure.code.key().as_str()]),
        other => {
            let fields = fields_of(other);
            let parts: Vec<String> = other
                .kind()
                .identified_by()
                .iter()
                .map(|name| text_of(fields.get(*name)))
                .collect();
            named_key(parts.iter().map(String::as_str))
        }
    })
}

fn text_of(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    }
}
