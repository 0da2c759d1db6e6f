//! What is asked of records, and what is answered.

use clew_calendar::{Day, Period};
use clew_journal::Moment;
use clew_measure::evaluate::{Cell, Figures, PartApart, parts_apart};
use clew_practice::pack::Definition;
use serde::{Deserialize, Serialize};

use super::WhatIf;

/// Days after the event within which a record counts as recorded in time, where nothing else is asked.
pub const LATE_AFTER: u16 = 7;

/// A question to the records: a definition of a pack in force, over periods.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FiguresRequest {
    /// The code of the definition.
    pub definition: String,
    /// The periods, in any order; they may overlap.
    pub periods: Vec<Period>,
    /// By what it is split: codes of up to three dimensions of the pack, or choice fields of the form.
    #[serde(default)]
    pub split: Vec<String>,
    /// The day whose state is shown; what happened after it is not seen.
    pub as_at: Day,
    /// From the versions of records that were known then, by the packs then in force; none for now.
    #[serde(default)]
    pub known_at: Option<Moment>,
    /// Days within which a record was recorded in time; [`LATE_AFTER`] when not given.
    #[serde(default)]
    pub recorded_within: Option<u16>,
    /// What is supposed of the definition; nothing when not given.
    #[serde(default, skip_serializing_if = "WhatIf::is_nothing")]
    pub what_if: WhatIf,
}

impl FiguresRequest {
    /// A definition over periods, as things stand on a day.
    #[must_use]
    pub fn of(definition: &str, periods: &[Period], as_at: Day) -> Self {
        Self {
            definition: definition.to_owned(),
            periods: periods.to_vec(),
            split: Vec::new(),
            as_at,
            known_at: None,
            recorded_within: None,
            what_if: WhatIf::default(),
        }
    }

    /// The same, split by these.
    #[must_use]
    pub fn by(self, split: &[&str]) -> Self {
        Self {
            split: split.iter().map(|code| (*code).to_owned()).collect(),
            ..self
        }
    }
}

/// The figures that answer a question, with what they rest on.
#[derive(Clone, Debug, PartialEq)]
pub struct FiguresAnswer {
    /// The definition by which they were counted, with its version; as it was supposed to be in a what-if.
    pub definition: Definition,
    /// The pack that has it, and the pack's version.
    pub pack: (String, String),
    /// Counts and values by period and part.
    pub figures: Figures,
    /// The last journal entry that was seen.
    pub entry: u64,
    /// The time whose knowledge they show; none for now.
    pub known_at: Option<Moment>,
    /// Whether they show what would be, and not what is.
    pub supposed: bool,
    /// How many records count nowhere because they do not fit their form as it now is.
    pub unfit: usize,
}

impl FiguresAnswer {
    /// The figure of a period as a whole, when nothing was split.
    #[must_use]
    pub fn whole(&self, period: usize) -> Option<&Cell> {
        self.figures.cell(period, &[])
    }

    /// Is one part hiding behind the total? How each part of a dimension stands to the whole in a period, by the places of
    /// both; see [`parts_apart`].
    #[must_use]
    pub fn parts_apart(&self, period: usize, axis: usize) -> Vec<PartApart> {
        parts_apart(&self.figures, period, axis)
    }
}
