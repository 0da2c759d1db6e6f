//! Identifiers: one type for each kind of thing, so that one cannot stand for another.

use serde::{Deserialize, Serialize};

macro_rules! identifier {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Default, Eq, PartialEq, Hash, Ord, PartialOrd, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The identifier as text.
            #[must_use]
            pub fn as_str(&self) -> &str { &self.0 }
        }

        impl<T: Into<String>> From<T> for $name {
            fn from(text: T) -> Self { Self(text.into()) }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.pad(&self.0)
            }
        }
    };
}

identifier!(
    /// A part of the organisation.
    UnitId
);
identifier!(
    /// A plan.
    PlanId
);
identifier!(
    /// An outcome at any level of a plan's tree.
    OutcomeId
);
/// A measure's normalised code: what [`crate::Code::key`] gives. Figures, targets and commentary
/// find their measure by it, however the code was written; text that is no code stays as it is.
#[derive(Clone, Debug, Default, Eq, PartialEq, Hash, Ord, PartialOrd, Serialize)]
#[serde(transparent)]
pub struct MeasureKey(String);

impl MeasureKey {
    /// The identifier as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A key from text that is known to be normalised.
    pub(crate) const fn of_normalised(text: String) -> Self {
        Self(text)
    }
}

impl<T: Into<String>> From<T> for MeasureKey {
    fn from(written: T) -> Self {
        let written = written.into();
        if crate::code::is_plain_key(&written) {
            return Self(written);
        }
        match written.parse::<crate::Code>() {
            Ok(code) => code.key(),
            Err(_) => Self(written),
        }
    }
}

impl<'de> Deserialize<'de> for MeasureKey {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}

impl std::fmt::Display for MeasureKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.pad(&self.0)
    }
}

identifier!(
    /// An action's number or code, for example `4a`.
    ActionId
);
identifier!(
    /// A risk's code in its register.
    RiskId
);
identifier!(
    /// A table of a budget.
    BudgetTableId
);
identifier!(
    /// An inspection or audit.
    InspectionId
);
identifier!(
    /// A finding of an inspection or audit.
    FindingId
);
identifier!(
    /// A workstream of an improvement plan.
    WorkstreamId
);
identifier!(
    /// A committee or board.
    ForumId
);
identifier!(
    /// A document, published or to be.
    DocumentId
);
identifier!(
    /// Someone who uses Clew.
    AccountId
);
identifier!(
    /// A freeze: what a forum was shown.
    FreezeId
);

#[cfg(test)]
mod tests {
    use serde::de::IntoDeserializer as _;
    use serde::de::value::{Error as ValueError, StrDeserializer};

    use super::*;

    #[test]
    fn a_reference_to_a_measure_finds_it_however_the_code_is_written() {
        for written in ["CP:SPCC014_6b.5", "SPCC014", "spcc14"] {
            assert_eq!(MeasureKey::from(written).as_str(), "SPCC14", "{written}");
            let text: StrDeserializer<'_, ValueError> = written.into_deserializer();
            let read = MeasureKey::deserialize(text).expect(written);
            assert_eq!(read.as_str(), "SPCC14", "{written}");
        }
    }
}
