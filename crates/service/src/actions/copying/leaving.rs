//! Cycles that measures may not leave when their plan is copied forward.

use clew_plan::{Cycle, Plan, PlanId};

use crate::actions::figures::Rounds;
use crate::{Memory, ServiceError};

/// Refuses while a cycle of the plan still gathers returns: without its measures it would lock and be
/// frozen with nothing in it.
pub(super) fn none_gathering(memory: &Memory, plan: &Plan) -> Result<(), ServiceError> {
    let rounds = Rounds::of(memory);
    let gathering = |cycle: &&Cycle| {
        let open = !cycle.imported && cycle.published.is_none() && !rounds.is_locked(cycle);
        cycle.plan == plan.id && open
    };
    let cycles = memory.book().cycles.iter().filter(gathering);
    let ids: Vec<&str> = cycles.map(|cycle| cycle.id.as_str()).collect();
    refuse_for(&plan.id, &ids, "what", |cycles| {
        format!(
            "{cycles} still gathers returns of these measures, and would be left with none; lock it first, or copy the plan without its measures and move them afterwards"
        )
    })
}

/// Refuses where a cycle of the plan is locked.
pub(super) fn none_locked(memory: &Memory, plan: &PlanId) -> Result<(), ServiceError> {
    let rounds = Rounds::of(memory);
    let locked = |cycle: &&Cycle| cycle.plan == *plan && rounds.is_locked(cycle);
    let cycles = memory.book().cycles.iter().filter(locked);
    let ids: Vec<&str> = cycles.map(|cycle| cycle.id.as_str()).collect();
    refuse_for(plan, &ids, "reason", |cycles| {
        format!(
            "say why: {cycles} is locked, and its pages list these measures no longer; what forums were shown stays"
        )
    })
}

fn refuse_for(
    plan: &PlanId,
    cycles: &[&str],
    field: &str,
    why: impl Fn(String) -> String,
) -> Result<(), ServiceError> {
    if cycles.is_empty() {
        return Ok(());
    }
    let named = format!("the cycle {}", cycles.join(", and the cycle "));
    let what = format!("the measures of the plan {plan} cannot come over");
    Err(ServiceError::invalid(what, field, why(named)))
}
