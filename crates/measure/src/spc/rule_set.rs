//! Named rule sets: how long a run or a trend must be to be a signal, by publisher.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::Signal;
use crate::MeasureError;

/// The rule set taken where none is named: the one NHS boards and councils in Scotland know.
pub const DEFAULT_RULE_SET: &str = "nhs-scotland";

/// What a point that is exactly on a line, or equal to its neighbour, does to a run.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tie {
    /// It ends the run.
    Breaks,
    /// It is passed over: it neither counts nor ends the run.
    Skipped,
}

/// So many of so many points in a row near a control limit.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NearLimit {
    /// Points in a row looked at.
    pub of: usize,
    /// How many of them must lie in the outer third, inside the limit.
    pub at_least: usize,
    /// Whether all points looked at must be on that side of the centre line.
    pub same_side: bool,
}

/// A named set of rules. A rule that is none is not applied; a point outside the limits is a
/// signal in every set.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleSet {
    /// Name to ask for it by.
    pub name: String,
    /// Name for readers.
    pub title: String,
    /// Where the rules are published.
    pub source: String,
    /// Points in a row on one side of the centre line.
    #[serde(default)]
    pub shift: Option<usize>,
    /// Points in a row, each higher or each lower than the one before.
    #[serde(default)]
    pub trend: Option<usize>,
    /// Points near a limit.
    #[serde(default)]
    pub near: Option<NearLimit>,
    /// Points in a row in the inner third around the centre line.
    #[serde(default)]
    pub inner: Option<usize>,
    /// What a point on the centre line does to a shift.
    pub on_centre: Tie,
    /// What a point equal to the one before does to a trend.
    pub equal_neighbours: Tie,
    /// Whether large moving ranges are left out once, unless the caller says otherwise.
    pub screen_outliers: bool,
    /// Limits drawn from fewer points than this are trial limits.
    pub trial_below: usize,
    /// Which signal names a point that has several, first wins.
    pub precedence: Vec<Signal>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    rule_set: Vec<RuleSet>,
}

/// Read once. A test proves that the embedded table can be read.
static TABLE: LazyLock<Result<Table, toml::de::Error>> =
    LazyLock::new(|| toml::from_str(include_str!("../../data/rule-sets.toml")));

impl RuleSet {
    /// Every built-in rule set, in the table's order.
    #[must_use]
    pub fn all() -> &'static [RuleSet] {
        TABLE.as_ref().map_or(&[], |table| &table.rule_set)
    }

    /// The rule set of this name; case and underscores do not matter.
    ///
    /// # Errors
    /// [`MeasureError::UnknownRuleSet`] with the names there are;
    /// [`MeasureError::BuiltIn`] when the built-in table cannot be read.
    pub fn named(name: &str) -> Result<&'static RuleSet, MeasureError> {
        let table = TABLE.as_ref().map_err(|problem| MeasureError::BuiltIn {
            table: "rule-sets.toml",
            problem: problem.to_string(),
        })?;
        let wanted = name.trim().to_lowercase().replace('_', "-");
        table
            .rule_set
            .iter()
            .find(|set| set.name == wanted)
            .ok_or_else(|| {
                let names: Vec<&str> = table.rule_set.iter().map(|set| set.name.as_str()).collect();
                MeasureError::UnknownRuleSet {
                    name: name.to_owned(),
                    known: names.join(", "),
                }
            })
    }
}
