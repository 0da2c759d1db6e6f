//! People: who records are about, and what is known of them.

use clew_calendar::Day;
use serde::{Deserialize, Serialize};

use crate::record::PersonNumber;

/// A day of birth, or what is known of it.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Birth {
    /// The day; the first of July of the estimated year when only that is known.
    pub day: Day,
    /// True when it is an estimate.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub estimated: bool,
}

/// Where somebody lives from a day on.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Address {
    /// The address, in lines; empty where only the locality is known.
    pub lines: String,
    /// The locality that it lies in, by code.
    pub locality: String,
    /// The first day.
    pub from: Day,
}

/// How somebody is known elsewhere, for example in the system that a council had before.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Identifier {
    /// The kind, for example `old-system`.
    pub kind: String,
    /// The identifier.
    pub value: String,
}

/// How somebody is related to somebody else.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Relationship {
    /// To whom.
    pub to: PersonNumber,
    /// What they are to this person, for example "daughter", "welfare guardian".
    pub kind: String,
}

/// A person as now known, or as known at a time.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// Their number.
    pub number: PersonNumber,
    /// The name they go by.
    pub name: String,
    /// Other names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// Their birth, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub birth: Option<Birth>,
    /// Their gender, by the code of a choice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gender: Option<String>,
    /// Identifiers elsewhere.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub identifiers: Vec<Identifier>,
    /// Addresses, the earliest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub addresses: Vec<Address>,
    /// Relationships.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub relationships: Vec<Relationship>,
    /// What a visitor must know, such as a dog or a risk of violence.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<String>,
    /// How they need to be communicated with.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub communication_needs: Vec<String>,
    /// The person into whom this one was merged, as a duplicate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged_into: Option<PersonNumber>,
    /// Their version, counted from 1.
    pub version: u32,
}

impl Person {
    /// The locality in which they lived on a day, if that is known.
    #[must_use]
    pub fn locality_on(&self, day: Day) -> Option<&str> {
        let mut earlier = self.addresses.iter().rev();
        let address = earlier.find(|address| address.from <= day)?;
        Some(&address.locality)
    }
}
