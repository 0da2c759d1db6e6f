//! What of a cycle is not settled: returns that are missing, drafted, sent back or not signed off.

use std::collections::HashSet;

use clew_calendar::{Period, PeriodKind};
use clew_journal::ReturnStage;
use clew_plan::{Cycle, Frequency, Measure, MeasureKey, PlanId, UnitId};

use super::returns::Outstanding;
use crate::{FieldProblem, Memory, ServiceError};

/// Returns that are listed when they stand in the way.
const MOST_LISTED: usize = 10;

impl Memory {
    /// The returns of a plan's cycle that are not settled, in the order of the measures: nothing came
    /// in, it is a draft, it was sent back, or it is not signed off. A figure that came with a
    /// document, and for which no return was begun, was nobody's to hand in.
    ///
    /// # Errors
    /// When there is no such cycle.
    pub fn unsettled(
        &self,
        plan: &PlanId,
        cycle: &str,
    ) -> Result<Vec<Outstanding<'_>>, ServiceError> {
        let mut returns = self.returns_of(plan, cycle)?;
        let reported: HashSet<(MeasureKey, Period, Option<UnitId>)> = (self.book().figures.iter())
            .map(|figure| (figure.measure.clone(), figure.period, figure.unit.clone()))
            .collect();
        returns.retain(|owed| match owed.stands.stage {
            ReturnStage::SignedOff => false,
            ReturnStage::Due => {
                let figure = (owed.key.measure.clone(), owed.period, owed.key.unit.clone());
                !reported.contains(&figure)
            }
            _ => true,
        });
        Ok(returns)
    }
}

/// Whether the period that a measure is reported by ends with this one.
pub(super) fn falls_due(measure: &Measure, period: Period) -> bool {
    let ends = |kind| {
        Period::containing(kind, period.last()).is_some_and(|whole| whole.last() == period.last())
    };
    match measure.frequency {
        Some(Frequency::AdHoc) => false,
        Some(Frequency::HalfYearly) => ends(PeriodKind::Half),
        Some(Frequency::Annual | Frequency::Biennial) => ends(PeriodKind::FinancialYear),
        Some(Frequency::Monthly | Frequency::Quarterly) | None => true,
    }
}

/// Refuses while returns of a cycle are not settled, unless a reason is given. A cycle that came with
/// a published document gathered no returns.
pub(super) fn unless_settled(
    memory: &Memory,
    cycle: &Cycle,
    what: &str,
    despite: Option<&str>,
) -> Result<(), ServiceError> {
    if cycle.imported || despite.is_some_and(|reason| !reason.trim().is_empty()) {
        return Ok(());
    }
    let unsettled = memory.unsettled(&cycle.plan, &cycle.id)?;
    if unsettled.is_empty() {
        return Ok(());
    }
    let count = unsettled.len();
    let listed = unsettled.iter().take(MOST_LISTED);
    let mut problems: Vec<FieldProblem> = listed.map(problem).collect();
    if count > MOST_LISTED {
        let more = count - MOST_LISTED;
        problems.push(FieldProblem::new("", format!("and {more} more")));
    }
    Err(ServiceError::Invalid {
        what: format!(
            "{what} while {count} of the returns of the cycle {} are not settled; settle them, or say why it is done all the same",
            cycle.id
        ),
        problems,
    })
}

fn problem(owed: &Outstanding<'_>) -> FieldProblem {
    let part = owed.key.unit.as_ref();
    let part = part.map_or_else(String::new, |unit| format!(" ({unit})"));
    let why = match owed.stands.stage {
        ReturnStage::Due => "nothing came in",
        ReturnStage::Draft => "it is a draft",
        ReturnStage::SentBack => "it was sent back and did not come in again",
        ReturnStage::Returned | ReturnStage::Checked => "it is not signed off",
        ReturnStage::SignedOff => "it is signed off",
    };
    let owner = owed.measure.owner.as_ref();
    let owner = owner.map_or_else(String::new, |owner| format!("; {owner} answers for it"));
    FieldProblem::new(
        format!("{}{part}", owed.measure.code),
        format!("{why}{owner}"),
    )
}
