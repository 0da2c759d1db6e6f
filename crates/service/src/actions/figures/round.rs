//! The reporting round that a figure belongs to, and whether it may still be returned.

use clew_calendar::Period;
use clew_journal::{CycleStage, ReturnKey, ReturnStage, Subject, SubjectKind};
use clew_plan::{Cycle, Figure, Kind, Measure, UnitId};

use crate::{Memory, ServiceError};

/// The cycle in which a measure is returned for a period: that of its plan, or of one above it, whose
/// period ends on the same day.
pub(crate) fn cycle_of<'book>(
    memory: &'book Memory,
    measure: &Measure,
    period: Period,
) -> Option<&'book Cycle> {
    let book = memory.book();
    let ends_with = |cycle: &&Cycle| cycle.period.last() == period.last();
    let holds = |cycle: &&Cycle| {
        let below = book.plan_and_those_below(&cycle.plan);
        measure
            .plan
            .as_ref()
            .is_some_and(|plan| below.iter().any(|found| found.id == *plan))
    };
    book.cycles.iter().filter(ends_with).find(holds)
}

pub(crate) fn return_key(
    memory: &Memory,
    measure: &Measure,
    period: Period,
    unit: Option<&UnitId>,
) -> Option<ReturnKey> {
    let cycle = cycle_of(memory, measure, period)?;
    Some(ReturnKey {
        plan: cycle.plan.clone(),
        cycle: cycle.id.clone(),
        measure: measure.code.key(),
        unit: unit.cloned(),
    })
}

/// The subject of a cycle.
pub(crate) fn cycle_subject(cycle: &Cycle) -> Subject {
    Subject::named(
        SubjectKind::Record(Kind::Cycle),
        [cycle.id.as_str(), cycle.plan.as_str()],
    )
}

pub(super) fn no_cycle(measure: &Measure, period: Period) -> ServiceError {
    ServiceError::NotFound {
        what: "open cycle",
        name: format!("{} {period}", measure.code),
        hint: Some("the performance team opens one with `clew cycle open`".to_owned()),
    }
}

/// Why a figure changes by corrections only; none when it may still be returned.
pub(crate) fn settled(memory: &Memory, figure: &Figure) -> Option<String> {
    // Of ten years of figures a cycle settles those of one period: the others need no measure looked up.
    let ends_with = |cycle: &Cycle| cycle.period.last() == figure.period.last();
    if !memory.book().cycles.iter().any(ends_with) {
        return None;
    }
    let measure = memory.book().measure(&figure.measure)?;
    let cycle = cycle_of(memory, measure, figure.period)?;
    if memory.state().cycle_stage(&cycle_subject(cycle)) == CycleStage::Locked {
        return Some(format!("the cycle {} is locked", cycle.id));
    }
    let key = return_key(memory, measure, figure.period, figure.unit.as_ref())?;
    let signed_off = memory.state().return_of(&key).stage == ReturnStage::SignedOff;
    signed_off.then(|| "it is signed off".to_owned())
}
