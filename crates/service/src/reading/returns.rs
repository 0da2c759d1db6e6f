//! The returns of a cycle, with who owes each: read once for a journal head.

use std::collections::HashMap;

use clew_calendar::{Day, Period};
use clew_journal::{Moment, ReturnKey, ReturnStage};
use clew_plan::{MeasureKey, PlanId, UnitId};

use crate::Memory;

/// One return of a cycle, as it stands.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ReturnOwed {
    /// Which return.
    pub key: ReturnKey,
    /// The measure's code as it is written.
    pub code: String,
    /// The measure's title.
    pub title: String,
    /// Post that answers for the measure.
    pub owner: Option<String>,
    /// The part of the organisation that answers: that of the return, else that of the measure.
    pub unit: Option<UnitId>,
    /// The period reported.
    pub period: Period,
    /// When it is due.
    pub due: Option<Day>,
    /// Where it has got to.
    pub stage: ReturnStage,
    /// Whether something is typed and not yet handed in.
    pub has_draft: bool,
    /// When it was moved last.
    pub moved_at: Option<Moment>,
    /// The reason given with the last move, for example why it was sent back.
    pub reason: Option<String>,
}

impl ReturnOwed {
    /// Whether its owner still has to do something.
    #[must_use]
    pub const fn is_owed(&self) -> bool {
        match self.stage {
            ReturnStage::Due | ReturnStage::Draft | ReturnStage::SentBack => true,
            ReturnStage::Returned | ReturnStage::Checked | ReturnStage::SignedOff => false,
        }
    }

    /// Who answers for it: its owner, or its part where no owner is named.
    pub(crate) fn answerer(&self) -> Answerer<'_> {
        answerer(self.owner.as_deref(), self.unit.as_ref())
    }

    /// Days past its due date while it is still owed; 0 when it is not late.
    #[must_use]
    pub fn overdue_days(&self, today: Day) -> i32 {
        match self.due.filter(|_| self.is_owed()) {
            Some(due) => due.days_until(today).max(0),
            None => 0,
        }
    }
}

/// Who answers: the owner that is named, or else the part of the organisation.
pub(crate) type Answerer<'a> = (Option<&'a str>, Option<&'a UnitId>);

/// Who answers for something with this owner, of this part. A part answers where no owner is named.
pub(crate) fn answerer<'a>(owner: Option<&'a str>, unit: Option<&'a UnitId>) -> Answerer<'a> {
    (owner, unit.filter(|_| owner.is_none()))
}

/// Every return of one plan's cycle.
#[derive(Clone, Debug, Default)]
pub(crate) struct RoundOfReturns {
    pub(crate) returns: Vec<ReturnOwed>,
    of_measure: HashMap<MeasureKey, Vec<usize>>,
}

impl RoundOfReturns {
    pub(crate) fn of(memory: &Memory, plan: &PlanId, cycle: &str) -> Self {
        let all = memory.returns_of(plan, cycle).unwrap_or_default();
        let mut round = Self::default();
        for found in all {
            let places = round.of_measure.entry(found.key.measure.clone());
            places.or_default().push(round.returns.len());
            round.returns.push(ReturnOwed {
                code: found.measure.code.written().to_owned(),
                title: found.measure.title.clone(),
                owner: found.measure.owner.clone(),
                unit: found
                    .key
                    .unit
                    .as_ref()
                    .or(found.measure.unit.as_ref())
                    .cloned(),
                period: found.period,
                due: found.due,
                stage: found.stands.stage,
                has_draft: found.stands.draft.is_some(),
                moved_at: found.stands.at,
                reason: found.stands.reason,
                key: found.key,
            });
        }
        round
    }

    /// The returns of a measure: of the whole, and of each part.
    pub(crate) fn of_measure(&self, key: &MeasureKey) -> impl Iterator<Item = &ReturnOwed> {
        let places = self.of_measure.get(key).into_iter().flatten();
        places.filter_map(|place| self.returns.get(*place))
    }
}
