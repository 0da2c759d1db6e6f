//! The filter of a scorecard, as it lives in an address.

use std::fmt;
use std::str::FromStr;

use clew_calendar::Day;
use clew_journal::ReturnStage;
use clew_plan::{MeasureKind, OutcomeId, Status, UnitId};

use super::returns::ReturnOwed;
use super::scorecard::ScorecardRow;
use super::units::UnitTree;
use crate::ServiceError;

/// Where the return of a measure has got to, as a reader of a list asks for it.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Hash)]
pub enum DueState {
    /// Its owner still has to hand it in, and its date has not passed.
    Due,
    /// Its owner still has to hand it in, and its date has passed.
    Overdue,
    /// Sent back to its owner with a reason; also due or overdue.
    SentBack,
    /// Handed in, and perhaps checked, but not signed off.
    Returned,
    /// Signed off.
    SignedOff,
}

impl DueState {
    /// Every one, in the order of a list to choose from.
    pub const ALL: [Self; 5] = [
        Self::Due,
        Self::Overdue,
        Self::SentBack,
        Self::Returned,
        Self::SignedOff,
    ];

    /// The word in an address.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Due => "due",
            Self::Overdue => "overdue",
            Self::SentBack => "sent-back",
            Self::Returned => "returned",
            Self::SignedOff => "signed-off",
        }
    }

    /// Whether a return stands so on a day.
    #[must_use]
    pub fn is_of(self, owed: &ReturnOwed, today: Day) -> bool {
        let late = owed.due.is_some_and(|due| due < today);
        match self {
            Self::Due => owed.is_owed() && !late,
            Self::Overdue => owed.is_owed() && late,
            Self::SentBack => owed.stage == ReturnStage::SentBack,
            Self::Returned => matches!(owed.stage, ReturnStage::Returned | ReturnStage::Checked),
            Self::SignedOff => owed.stage == ReturnStage::SignedOff,
        }
    }
}

impl fmt::Display for DueState {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.word())
    }
}

impl FromStr for DueState {
    type Err = ServiceError;

    fn from_str(written: &str) -> Result<Self, ServiceError> {
        let plain = written.trim().to_lowercase().replace([' ', '_'], "-");
        let found = Self::ALL.into_iter().find(|state| state.word() == plain);
        found.ok_or_else(|| unreadable("due", &Self::ALL.map(Self::word).join(", ")))
    }
}

fn unreadable(field: &str, allowed: &str) -> ServiceError {
    ServiceError::invalid("the filter", field, format!("choose one of {allowed}"))
}

/// Which rows of a scorecard to show. What is left out does not matter.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Filter {
    /// Measures of this part of the organisation and of those below it.
    pub unit: Option<UnitId>,
    /// Measures of this owner, whatever the case of the letters.
    pub owner: Option<String>,
    /// Measures with any of these statuses.
    pub statuses: Vec<Status>,
    /// Measures with this label, whatever the case of the letters.
    pub category: Option<String>,
    /// Measures with a return that stands so.
    pub due: Option<DueState>,
    /// Numbers, or pieces of work.
    pub kind: Option<MeasureKind>,
    /// True for measures whose short trend is for worse.
    pub worsening: bool,
    /// Measures of this outcome and of those below it.
    pub outcome: Option<OutcomeId>,
    /// True for measures without line of sight to any outcome.
    pub no_outcome: bool,
    /// Measures whose code, title or definition has all of these words.
    pub text: Option<String>,
}

/// The value of `trend` in an address that asks for measures that are worse than before.
const WORSE: &str = "worse";
/// The value of `outcome` in an address that asks for measures without one.
const NO_OUTCOME: &str = "-";

impl Filter {
    /// Whether it lets everything through.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Reads the pairs of an address's query. Pairs with other names are of no concern to it, and
    /// empty values stand for nothing, as forms send them.
    ///
    /// # Errors
    /// When a status, kind, trend or due state is none; the error names the field.
    pub fn from_pairs<'pair>(
        pairs: impl IntoIterator<Item = (&'pair str, &'pair str)>,
    ) -> Result<Self, ServiceError> {
        let mut filter = Self::default();
        for (name, value) in pairs {
            let value = value.trim();
            if !value.is_empty() {
                filter.set(name, value)?;
            }
        }
        Ok(filter)
    }

    fn set(&mut self, name: &str, value: &str) -> Result<(), ServiceError> {
        match name {
            "unit" => self.unit = Some(value.into()),
            "owner" => self.owner = Some(value.to_owned()),
            "status" => self.add_status(value)?,
            "category" => self.category = Some(value.to_owned()),
            "due" => self.due = Some(value.parse()?),
            "kind" => {
                let kinds: Vec<&str> = MeasureKind::ALL.iter().map(|kind| kind.word()).collect();
                let kind = value.parse();
                self.kind = Some(kind.map_err(|_| unreadable("kind", &kinds.join(", ")))?);
            }
            "trend" if value == WORSE => self.worsening = true,
            "trend" => return Err(unreadable("trend", WORSE)),
            "outcome" if value == NO_OUTCOME => self.no_outcome = true,
            "outcome" => self.outcome = Some(value.into()),
            "text" => self.text = Some(value.to_owned()),
            _ => {}
        }
        Ok(())
    }

    fn add_status(&mut self, value: &str) -> Result<(), ServiceError> {
        let all: Vec<&str> = Status::ALL.iter().map(|status| status.word()).collect();
        let status = value.parse();
        let status = status.map_err(|_| unreadable("status", &all.join(", ")))?;
        if !self.statuses.contains(&status) {
            self.statuses.push(status);
        }
        Ok(())
    }

    /// The pairs of an address's query that [`Filter::from_pairs`] reads back.
    #[must_use]
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let outcome = self.outcome.as_ref().map(ToString::to_string);
        let outcome = outcome.or_else(|| self.no_outcome.then(|| NO_OUTCOME.to_owned()));
        let mut pairs: Vec<(&'static str, String)> = Vec::new();
        let mut add = |name, value: Option<String>| pairs.extend(value.map(|value| (name, value)));
        add("unit", self.unit.as_ref().map(ToString::to_string));
        add("owner", self.owner.clone());
        for status in &self.statuses {
            add("status", Some(status.word().to_lowercase()));
        }
        add("category", self.category.clone());
        add("due", self.due.map(|due| due.to_string()));
        add("kind", self.kind.map(|kind| kind.word().to_owned()));
        add("trend", self.worsening.then(|| WORSE.to_owned()));
        add("outcome", outcome);
        add("text", self.text.clone());
        pairs
    }

    /// The filter made ready to look at many rows.
    pub(crate) fn prepared<'filter>(
        &'filter self,
        units: &'filter UnitTree,
        today: Day,
    ) -> Prepared<'filter> {
        let text = self.text.as_deref().unwrap_or_default().to_lowercase();
        Prepared {
            filter: self,
            units,
            today,
            owner: self.owner.as_deref().map(str::to_lowercase),
            category: self.category.as_deref().map(str::to_lowercase),
            words: text.split_whitespace().map(str::to_owned).collect(),
        }
    }
}

/// A filter with its words in lower case.
pub(crate) struct Prepared<'filter> {
    filter: &'filter Filter,
    units: &'filter UnitTree,
    today: Day,
    owner: Option<String>,
    category: Option<String>,
    words: Vec<String>,
}

impl Prepared<'_> {
    pub(crate) fn lets_through(&self, row: &ScorecardRow) -> bool {
        let Filter {
            statuses,
            due,
            kind,
            ..
        } = self.filter;
        (statuses.is_empty() || statuses.contains(&row.status))
            && kind.is_none_or(|kind| row.kind == kind)
            && (!self.filter.worsening || row.is_worsening())
            && due.is_none_or(|due| row.returns.iter().any(|owed| due.is_of(owed, self.today)))
            && self.is_of_unit(row)
            && self.is_of_outcome(row)
            && self.is_of_owner(row)
            && self.has_category(row)
            && self.words.iter().all(|word| row.haystack.contains(word))
    }

    fn is_of_unit(&self, row: &ScorecardRow) -> bool {
        let Some(wanted) = &self.filter.unit else {
            return true;
        };
        let of_row = row.unit.as_ref();
        of_row.is_some_and(|unit| self.units.is_within(unit, wanted))
    }

    fn is_of_outcome(&self, row: &ScorecardRow) -> bool {
        let below = |wanted: &OutcomeId| row.path.iter().any(|step| step.id == *wanted);
        self.filter.outcome.as_ref().is_none_or(below)
            && (!self.filter.no_outcome || row.path.is_empty())
    }

    fn is_of_owner(&self, row: &ScorecardRow) -> bool {
        let same = |wanted: &String| {
            let owner = row.owner.as_ref();
            owner.is_some_and(|owner| owner.to_lowercase() == *wanted)
        };
        self.owner.as_ref().is_none_or(same)
    }

    fn has_category(&self, row: &ScorecardRow) -> bool {
        let labelled = |wanted: &String| {
            let mut labels = row.categories.iter();
            labels.any(|label| label.to_lowercase() == *wanted)
        };
        self.category.as_ref().is_none_or(labelled)
    }
}
