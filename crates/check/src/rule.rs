//! What a rule is, and the list of them all.

use clew_plan::Book;

use crate::rules;
use crate::{Finding, Severity};

/// One check.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Its id, in lower case with hyphens.
    pub id: &'static str,
    /// How much its findings usually matter.
    pub severity: Severity,
    /// What it looks for, in a few words.
    pub title: &'static str,
    /// Why it matters, what counts, and what does not, for the person who reads its findings.
    pub explanation: &'static str,
    /// Reads the whole book.
    pub run: fn(&Book) -> Vec<Finding>,
}

impl Rule {
    /// An empty finding of this rule.
    pub(crate) fn finding(&self, document: impl Into<String>) -> Finding {
        Finding {
            rule: self.id,
            severity: self.severity,
            document: document.into(),
            places: Vec::new(),
            message: String::new(),
            suggestion: String::new(),
        }
    }
}

/// Every rule, family by family.
#[must_use]
pub fn all_rules() -> &'static [&'static Rule] {
    rules::ALL
}

/// The rule with this id.
#[must_use]
pub fn rule(id: &str) -> Option<&'static Rule> {
    rules::ALL.iter().copied().find(|rule| rule.id == id)
}
