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
identifier!(
    /// A measure's normalised code: what [`crate::Code::key`] gives. Figures, targets and
    /// commentary find their measure by it, however the code was written.
    MeasureKey
);
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
