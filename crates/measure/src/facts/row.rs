//! One record as the numbers that go into columns.

use std::sync::Arc;

use clew_calendar::Day;
use clew_practice::record::{Record, Stage, Value};
use rust_decimal::Decimal;

use super::column::NO_NUMBER;
use super::day::{NO_DAY, mark_of};
use super::dictionary::{CHOICES_APART, Dictionary};
use super::people::number_in;
use super::shape::{ColumnKind, ColumnShape, Shape};
use crate::MeasureError;

const SECONDS_A_DAY: i64 = 86_400;

/// A record's numbers.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) record: u32,
    pub(crate) person: u32,
    pub(crate) episode: u32,
    pub(crate) event: Day,
    pub(crate) recorded: u16,
    pub(crate) team: u32,
    pub(crate) own: Vec<i64>,
}

/// Whether a record counts at all.
pub(crate) fn counts(record: &Record) -> bool {
    matches!(record.stage, Stage::Complete | Stage::Authorised)
}

/// A number of a record or a person as facts hold it.
pub(crate) fn fitting(number: u64) -> Result<u32, MeasureError> {
    u32::try_from(number).map_err(|_| MeasureError::NumberTooHigh { number })
}

/// The day on which a version was recorded, in UTC.
pub(crate) fn recorded_day(record: &Record) -> u16 {
    let days = record.recorded_at.div_euclid(SECONDS_A_DAY);
    let day = i32::try_from(days)
        .ok()
        .and_then(|days| Day::from_number(days).ok());
    day.map_or(NO_DAY, mark_of)
}

impl Row {
    /// The record's numbers; texts not met before get their codes.
    pub(crate) fn of(
        record: &Record,
        shape: &Shape,
        dictionaries: &mut [Arc<Dictionary>],
        teams: &mut Arc<Dictionary>,
    ) -> Result<Row, MeasureError> {
        let columns = shape.columns.iter().zip(dictionaries);
        let own = columns.map(|(column, dictionary)| {
            if column.field == shape.event_date {
                return Ok(i64::from(mark_of(record.event_date)));
            }
            let value = record.values.get(&column.field);
            number_of(value, column.kind, dictionary).ok_or_else(|| misfit(record, column))
        });
        Ok(Row {
            record: fitting(record.number.0)?,
            person: fitting(record.person.0)?,
            episode: fitting(record.episode.0)?,
            event: record.event_date,
            recorded: recorded_day(record),
            team: number_in(teams, &record.team),
            own: own.collect::<Result<_, _>>()?,
        })
    }
}

fn misfit(record: &Record, column: &ColumnShape) -> MeasureError {
    MeasureError::ValueMisfit {
        record: record.number.to_string(),
        field: column.field.clone(),
    }
}

/// The number that a field's value has in its column; none when it is not of the field's kind.
fn number_of(value: Option<&Value>, kind: ColumnKind, texts: &mut Arc<Dictionary>) -> Option<i64> {
    let Some(value) = value else {
        return Some(nothing(kind));
    };
    match (kind, value) {
        (ColumnKind::Day, Value::Day(day)) => Some(i64::from(mark_of(*day))),
        (ColumnKind::Number { decimals }, Value::Number(number)) => scaled(*number, decimals),
        (ColumnKind::YesNo, Value::YesNo(yes)) => Some(1 + i64::from(*yes)),
        (ColumnKind::Choice, Value::Choice(code)) | (ColumnKind::Code, Value::Code(code)) => {
            Some(i64::from(number_in(texts, code)))
        }
        (ColumnKind::Choices, Value::Choices(codes)) => Some(several(codes, texts)),
        (ColumnKind::Filled, _) => Some(1),
        _ => None,
    }
}

fn nothing(kind: ColumnKind) -> i64 {
    kind.empty_column().nothing()
}

fn several(codes: &[String], texts: &mut Arc<Dictionary>) -> i64 {
    if codes.is_empty() {
        return 0;
    }
    let mut sorted: Vec<&str> = codes.iter().map(String::as_str).collect();
    sorted.sort_unstable();
    sorted.dedup();
    i64::from(number_in(texts, &sorted.join(&CHOICES_APART.to_string())))
}

/// A number times ten to the power of its field's decimals; none when it has more of them or is too large.
pub(crate) fn scaled(number: Decimal, decimals: u8) -> Option<i64> {
    let normal = number.normalize();
    let missing = u32::from(decimals).checked_sub(normal.scale())?;
    let scaled = normal
        .mantissa()
        .checked_mul(10_i128.checked_pow(missing)?)?;
    i64::try_from(scaled)
        .ok()
        .filter(|scaled| *scaled != NO_NUMBER)
}
