//! Processes: the forms of one statutory job, and how one leads to the next.

use super::{Condition, PackCode, Place};

/// A kind of worker, such as a council officer.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct WorkRole {
    /// Its code.
    pub code: PackCode,
    /// Its title.
    pub title: String,
    /// True when it may authorise what practitioners record.
    pub senior: bool,
    /// Where it stands.
    pub place: Place,
}

/// One form of a process.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Step {
    /// The form.
    pub form: PackCode,
    /// The forms of which one must have been completed before; the step opens an episode when there are none.
    pub after: Vec<PackCode>,
    /// The conditions on the latest of those forms under which the step is offered.
    pub when: Vec<Condition>,
    /// True when an episode has it at most once.
    pub once: bool,
    /// The kinds of worker who may fill it; anyone who may record when empty.
    pub may: Vec<PackCode>,
    /// The kind of worker who has to authorise it, if any.
    pub authorised_by: Option<PackCode>,
    /// The conditions, all of which must hold, under which the form ends the episode; none when it never does.
    pub closes_when: Option<Vec<Condition>>,
    /// Where it stands.
    pub place: Place,
}

/// The forms of one statutory job.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Process {
    /// Its code.
    pub code: PackCode,
    /// Its title.
    pub title: String,
    /// What it is, in plain words.
    pub help: Option<String>,
    /// Its steps, in the order in which they usually come.
    pub steps: Vec<Step>,
    /// How much one open episode weighs in a caseload, in hundredths of an ordinary case.
    pub weight: u32,
    /// For how many years its records are kept after the last of them; what `privacy.toml` says when it is not said.
    pub keep_years: Option<u16>,
    /// Law, guidance or procedure it follows.
    pub source: Option<String>,
    /// Where it stands.
    pub place: Place,
}
