//! The organisation and its parts.

use serde::{Deserialize, Serialize};

use crate::UnitId;

/// The council or partnership whose book this is.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Organisation {
    /// Full name, for example "West Lothian Council".
    pub name: String,
    /// Short name for narrow places.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub short_name: Option<String>,
    /// Name of the working-day calendar it uses; the statutory one when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar: Option<String>,
    /// Family group for benchmarking, for example "people 3".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub family_group: Option<String>,
    /// Where the record was read from, in words a reader can follow ("page 12, row 4", "Measures row 12").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// A part of the organisation: directorate, service or team, in a tree.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unit {
    /// Identifier, for example `justice`.
    pub id: UnitId,
    /// Name as people know it.
    pub name: String,
    /// The unit it belongs to; none for a root.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<UnitId>,
    /// What sort of unit it is, for example "service" or "team".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Post of its manager.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manager: Option<String>,
    /// Where the record was read from, in words a reader can follow ("page 12, row 4", "Measures row 12").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}
