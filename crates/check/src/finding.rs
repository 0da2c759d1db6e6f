//! What a rule found, and where.

use std::fmt;

use serde::{Serialize, Serializer};

/// How much a finding matters.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Ord, PartialOrd, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; nothing need be wrong.
    Note,
    /// Probably wrong, or sure to be asked about.
    Warning,
    /// Two statements that cannot both be right.
    Error,
}

impl Severity {
    /// The word that is shown for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.word())
    }
}

/// One place in a document that a finding is about. Written `002 line 417: SPCC024 in scorecard`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Place {
    /// What stands there.
    pub what: String,
    /// Where the record was read from, when that is known.
    pub source: Option<String>,
}

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.source {
            Some(source) => write!(formatter, "{source}: {}", self.what),
            None => formatter.write_str(&self.what),
        }
    }
}

impl Serialize for Place {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Something that does not hold together.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Finding {
    /// Id of the rule that found it.
    pub rule: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// Identifier of the document it stands in; empty when the book names none.
    pub document: String,
    /// The places in conflict, the first one first.
    pub places: Vec<Place>,
    /// What is wrong, with the figures.
    pub message: String,
    /// What to do about it.
    pub suggestion: String,
}

impl Finding {
    /// Adds a place.
    #[must_use]
    pub(crate) fn at(mut self, what: impl Into<String>, source: Option<&String>) -> Self {
        let place = Place {
            what: what.into(),
            source: source.cloned(),
        };
        if !self.places.contains(&place) {
            self.places.push(place);
        }
        self
    }

    /// Adds several places.
    #[must_use]
    pub(crate) fn at_all(mut self, places: impl IntoIterator<Item = Place>) -> Self {
        for place in places {
            if !self.places.contains(&place) {
                self.places.push(place);
            }
        }
        self
    }

    /// Says what is wrong.
    #[must_use]
    pub(crate) fn says(mut self, message: impl Into<String>) -> Self {
        self.message = message.into();
        self
    }

    /// Says what to do.
    #[must_use]
    pub(crate) fn suggests(mut self, suggestion: impl Into<String>) -> Self {
        self.suggestion = suggestion.into();
        self
    }

    /// Gives it another weight than its rule's.
    #[must_use]
    pub(crate) fn weighing(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }
}

/// A place, from what stands there and its source.
pub(crate) fn place(what: impl Into<String>, source: Option<&String>) -> Place {
    Place {
        what: what.into(),
        source: source.cloned(),
    }
}
