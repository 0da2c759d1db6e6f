//! Records: one filled form about a person, with the day of what happened and the time it was recorded.

use std::collections::BTreeMap;
use std::fmt;

use clew_calendar::Day;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::pack::PackCode;

/// A record's number, given by the store in the order of recording.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Hash, Ord, PartialOrd, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RecordNumber(pub u64);

/// A person's number, given by the store; says nothing of them.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Hash, Ord, PartialOrd, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PersonNumber(pub u64);

impl fmt::Display for RecordNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "R{}", self.0)
    }
}

impl fmt::Display for PersonNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "P{}", self.0)
    }
}

/// What a field of a record holds. Written in JSON as `{"day": "2026-04-01"}` and the like, so that a date is never
/// taken for text.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Value {
    /// A day.
    Day(Day),
    /// Text of one or more lines.
    Text(String),
    /// A number or an amount of money.
    Number(Decimal),
    /// Yes or no.
    YesNo(bool),
    /// The code of a choice.
    Choice(PackCode),
    /// The codes of choices.
    Choices(Vec<PackCode>),
    /// A person.
    Person(PersonNumber),
    /// An account, or a team, by its code; or a file, by its digest.
    Code(String),
}

/// How far a record has come.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Ord, PartialOrd, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// Being written; counts nowhere.
    Draft,
    /// Completed by whoever recorded it.
    Complete,
    /// Authorised by a senior.
    Authorised,
    /// Should not be there; its history stays, it counts nowhere.
    Withdrawn,
}

/// One filled form about a person, as it now stands or as it stood at a time.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// Its number.
    pub number: RecordNumber,
    /// Its form.
    pub form: PackCode,
    /// The process it belongs to, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub process: Option<PackCode>,
    /// The record that opened the episode it belongs to; its own number when it opened it.
    pub episode: RecordNumber,
    /// The person it is about.
    pub person: PersonNumber,
    /// The team that holds it, by unit.
    pub team: String,
    /// The day of what it records: the value of its form's date of the event.
    pub event_date: Day,
    /// When this version was recorded, in seconds since 1970 UTC.
    pub recorded_at: i64,
    /// The account that recorded this version.
    pub recorded_by: String,
    /// How far it has come.
    pub stage: Stage,
    /// True when only those named in its restriction may open it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub restricted: bool,
    /// Its version, counted from 1.
    pub version: u32,
    /// What was filled, by field.
    pub values: BTreeMap<PackCode, Value>,
}
