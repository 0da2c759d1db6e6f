//! A pack: forms, processes, clocks and measure definitions, as data that a council can read and change.

mod built_in;
mod check;
mod clock;
mod condition;
mod definition;
mod difference;
mod form;
mod issue;
mod lookup;
mod process;
mod read;
mod words;
mod write;
mod written;

use std::collections::BTreeMap;

pub use clock::{Allowance, Clock, ClockRule, Due, Extension, Pause, Standing, Stop, Trigger};
pub use condition::{Condition, Path, Test};
pub use definition::{
    Amount, Band, Census, Definition, DefinitionKind, Dimension, Exclusion, Of, Within,
};
pub use difference::{Happened, ItemKind, PackChange, PackDifference};
pub use form::{Choice, ChoiceList, Field, FieldKind, Form, Needed};
pub use issue::{Gravity, PackIssue};
pub use process::{Process, Step, WorkRole};
pub(crate) use words::day_in_words;
pub use written::{is_code, is_measure_code};

/// Where something stands in a pack, so that an issue can point at it.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Place {
    /// The file, relative to the pack's folder.
    pub file: String,
    /// The line, counted from 1.
    pub line: u32,
}

/// A code within a pack or a form: small letters, digits, hyphens and underscores, beginning with a letter.
pub type PackCode = String;

/// A pack as read from its folder: everything that can be recorded, timed and counted.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Pack {
    /// Its code, for example `scotland`.
    pub code: PackCode,
    /// Its title.
    pub title: String,
    /// Its version, for example `1.2.0`; a higher one is later.
    pub version: String,
    /// Names of the working-day calendars it counts with; built-in ones, or files of the pack.
    pub calendars: Vec<String>,
    /// The texts of the calendars that the pack brings with it, by name.
    pub calendar_files: BTreeMap<String, String>,
    /// Lists of choices that several fields share, by code.
    pub choice_lists: BTreeMap<PackCode, ChoiceList>,
    /// Kinds of worker that may fill forms or authorise them, by code.
    pub roles: BTreeMap<PackCode, WorkRole>,
    /// Forms by code.
    pub forms: BTreeMap<PackCode, Form>,
    /// Processes by code.
    pub processes: BTreeMap<PackCode, Process>,
    /// Clocks by code.
    pub clocks: BTreeMap<PackCode, Clock>,
    /// What counts can be split by, by code.
    pub dimensions: BTreeMap<PackCode, Dimension>,
    /// Measure definitions by code as written.
    pub measures: BTreeMap<String, Definition>,
}
