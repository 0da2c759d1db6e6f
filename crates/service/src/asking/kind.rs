//! What a question is: its kind, its weight and its words.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// What is asked about.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Hash, Ord, PartialOrd, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum QuestionKind {
    /// More met than there are in all, of a share.
    MoreThanAll,
    /// The value does not follow from the counts beside it.
    NotFromCounts,
    /// A percentage below 0 or above 100.
    OutsideHundred,
    /// Negative, where nothing was ever negative.
    NeverNegative,
    /// Ten times as large or as small as everything before, or more.
    TenFold,
    /// Outside the values that were said to make sense.
    Unexpected,
    /// Outside the measure's own control limits.
    OutsideLimits,
    /// What is left to 100 would fit better, or the counts exchanged.
    WrongWayRound,
    /// The same as in the period before, to the digit.
    Unchanged,
    /// A target of nothing, or none.
    NoTarget,
    /// A period for which no open cycle asks.
    UnexpectedPeriod,
    /// Data drawn in the future, or too early for a final figure.
    AsAt,
}

impl QuestionKind {
    /// Every kind.
    pub const ALL: [Self; 12] = [
        Self::MoreThanAll,
        Self::NotFromCounts,
        Self::OutsideHundred,
        Self::NeverNegative,
        Self::TenFold,
        Self::Unexpected,
        Self::OutsideLimits,
        Self::WrongWayRound,
        Self::Unchanged,
        Self::NoTarget,
        Self::UnexpectedPeriod,
        Self::AsAt,
    ];

    /// Its word, which stays the same: forms, files and commands name it by it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::MoreThanAll => "more-than-all",
            Self::NotFromCounts => "not-from-counts",
            Self::OutsideHundred => "outside-hundred",
            Self::NeverNegative => "never-negative",
            Self::TenFold => "ten-fold",
            Self::Unexpected => "unexpected",
            Self::OutsideLimits => "outside-limits",
            Self::WrongWayRound => "wrong-way-round",
            Self::Unchanged => "unchanged",
            Self::NoTarget => "no-target",
            Self::UnexpectedPeriod => "unexpected-period",
            Self::AsAt => "as-at",
        }
    }
}

impl fmt::Display for QuestionKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.word())
    }
}

impl FromStr for QuestionKind {
    type Err = String;

    fn from_str(written: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|kind| kind.word() == written);
        found.ok_or_else(|| {
            let words: Vec<&str> = Self::ALL.iter().map(|kind| kind.word()).collect();
            format!(
                "there is no question {written:?}; they are {}",
                words.join(", ")
            )
        })
    }
}

/// How much a question weighs.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Hash, Ord, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Weight {
    /// It cannot be so: no answer lets it pass.
    Refuse,
    /// It is taken once its owner says that it is right.
    Ask,
    /// Worth knowing; its owner need not answer.
    Tell,
}

/// One thing that is asked of a figure.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Question {
    /// What it is about.
    pub id: QuestionKind,
    /// The field of the request that it is shown beside.
    pub field: &'static str,
    /// The question in a plain sentence, with the numbers.
    pub text: String,
    /// How much it weighs.
    pub weight: Weight,
}

impl Question {
    pub(super) fn asks(id: QuestionKind, field: &'static str, text: String) -> Self {
        Self {
            id,
            field,
            text,
            weight: Weight::Ask,
        }
    }

    pub(super) fn weighing(self, weight: Weight) -> Self {
        Self { weight, ..self }
    }
}

impl fmt::Display for Question {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.id, self.text)
    }
}
