//! Returns: one measure's answer in one cycle, from draft to signed off; and the state of a cycle.

use std::fmt;

use clew_plan::{AccountId, Commentary, Figure, MeasureKey, PlanId, UnitId};
use serde::{Deserialize, Serialize};

use crate::{Moment, Subject, SubjectKind};

/// Where a return has got to.
#[derive(
    Clone, Copy, Debug, Default, Eq, PartialEq, Hash, Ord, PartialOrd, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum ReturnStage {
    /// Nothing has come in.
    #[default]
    Due,
    /// Begun and saved, not yet handed in.
    Draft,
    /// Handed in by its owner.
    Returned,
    /// Sent back to its owner, with a reason.
    SentBack,
    /// Looked over by the performance team.
    Checked,
    /// Signed off.
    SignedOff,
}

impl ReturnStage {
    /// Every stage, in order.
    pub const ALL: [Self; 6] = [
        Self::Due,
        Self::Draft,
        Self::Returned,
        Self::SentBack,
        Self::Checked,
        Self::SignedOff,
    ];

    /// In words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Due => "due",
            Self::Draft => "draft",
            Self::Returned => "returned",
            Self::SentBack => "sent back",
            Self::Checked => "checked",
            Self::SignedOff => "signed off",
        }
    }

    /// Whether a return may go from this stage to the next one.
    #[must_use]
    pub const fn may_become(self, next: Self) -> bool {
        use ReturnStage::{Checked, Draft, Due, Returned, SentBack, SignedOff};
        match next {
            Due => false,
            Draft => matches!(self, Due | Draft | SentBack),
            Returned => !matches!(self, SignedOff),
            SentBack => matches!(self, Returned | Checked | SignedOff),
            Checked => matches!(self, Returned),
            SignedOff => matches!(self, Returned | Checked),
        }
    }
}

impl fmt::Display for ReturnStage {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.words())
    }
}

/// Which return: a measure, for the whole or a part of the organisation, in a plan's cycle.
#[derive(Clone, Debug, Eq, PartialEq, Hash, Ord, PartialOrd, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReturnKey {
    /// The plan reported on.
    pub plan: PlanId,
    /// The cycle's id.
    pub cycle: String,
    /// The measure.
    pub measure: MeasureKey,
    /// The part of the organisation; none for the whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitId>,
}

impl ReturnKey {
    /// The return as a subject of entries.
    #[must_use]
    pub fn subject(&self) -> Subject {
        let unit = self.unit.as_ref().map_or("", UnitId::as_str);
        let parts = [self.plan.as_str(), &self.cycle, self.measure.as_str(), unit];
        Subject::named(SubjectKind::Return, parts)
    }

    /// The return that a subject names; none when it names no return.
    #[must_use]
    pub fn of(subject: &Subject) -> Option<Self> {
        if subject.kind != SubjectKind::Return {
            return None;
        }
        let mut parts = subject.parts().into_iter();
        Some(Self {
            plan: parts.next()?.into(),
            cycle: parts.next()?,
            measure: parts.next()?.into(),
            unit: parts.next().map(UnitId::from),
        })
    }
}

/// What an owner has typed and not yet handed in.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Draft {
    /// The figure as far as it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub figure: Option<Figure>,
    /// The explanation as far as it is written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commentary: Option<Commentary>,
}

/// A return, as it stands.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Return {
    /// Where it has got to.
    pub stage: ReturnStage,
    /// What is typed and not yet handed in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub draft: Option<Draft>,
    /// Who moved it last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<AccountId>,
    /// When it was moved last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Moment>,
    /// The reason given with the last move, for example why it was sent back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Its version: how many entries it has.
    pub version: u32,
}

/// Whether a cycle takes returns.
#[derive(
    Clone, Copy, Debug, Default, Eq, PartialEq, Hash, Ord, PartialOrd, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum CycleStage {
    /// Returns come in.
    #[default]
    Open,
    /// Its figures, targets and comments change only with a reason, and none of its returns moves.
    Locked,
}
