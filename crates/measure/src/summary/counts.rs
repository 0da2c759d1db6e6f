//! Counts of measures by status.

use std::ops::AddAssign;

use clew_plan::Status;
use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use crate::Share;
use crate::shares::shares;

/// How many measures have each status.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Counts {
    /// Complete.
    pub blue: u32,
    /// On target.
    pub green: u32,
    /// A minor shortfall.
    pub amber: u32,
    /// A major shortfall.
    pub red: u32,
    /// To be reported later; with the contextual ones where a printed summary joins the two.
    pub later: u32,
    /// For information.
    pub contextual: u32,
}

impl Counts {
    /// Report later and Contextual together, as committees' summaries print them.
    #[must_use]
    pub const fn later_or_contextual(&self) -> u32 {
        self.later.saturating_add(self.contextual)
    }

    /// All of them.
    #[must_use]
    pub const fn total(&self) -> u32 {
        self.blue
            .saturating_add(self.green)
            .saturating_add(self.amber)
            .saturating_add(self.red)
            .saturating_add(self.later_or_contextual())
    }

    /// How many have this status.
    #[must_use]
    pub const fn of(&self, status: Status) -> u32 {
        match status {
            Status::Blue => self.blue,
            Status::Green => self.green,
            Status::Amber => self.amber,
            Status::Red => self.red,
            Status::ReportLater => self.later,
            Status::Contextual => self.contextual,
        }
    }

    /// Adds some measures of a status.
    pub const fn add(&mut self, status: Status, how_many: u32) {
        let count = match status {
            Status::Blue => &mut self.blue,
            Status::Green => &mut self.green,
            Status::Amber => &mut self.amber,
            Status::Red => &mut self.red,
            Status::ReportLater => &mut self.later,
            Status::Contextual => &mut self.contextual,
        };
        *count = count.saturating_add(how_many);
    }

    /// Percentages of the total for Blue, Green, Amber, Red, and Report later and Contextual
    /// together. The whole ones add up to 100.
    #[must_use]
    pub fn percentages(&self) -> Vec<Share> {
        shares(&[
            ("Blue", self.blue),
            ("Green", self.green),
            ("Amber", self.amber),
            ("Red", self.red),
            ("Report later / Contextual", self.later_or_contextual()),
        ])
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        for status in Status::ALL {
            self.add(*status, other.of(*status));
        }
    }
}

impl Serialize for Counts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Counts", 8)?;
        fields.serialize_field("blue", &self.blue)?;
        fields.serialize_field("green", &self.green)?;
        fields.serialize_field("amber", &self.amber)?;
        fields.serialize_field("red", &self.red)?;
        fields.serialize_field("report_later", &self.later)?;
        fields.serialize_field("contextual", &self.contextual)?;
        fields.serialize_field("later_or_contextual", &self.later_or_contextual())?;
        fields.serialize_field("total", &self.total())?;
        fields.end()
    }
}

/// Counts split by kind of measure.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Serialize)]
pub struct ByKind {
    /// Measures that are numbers.
    pub statistical: Counts,
    /// Measures that are pieces of work.
    pub project: Counts,
}
