//! What a page may offer to write with: nothing under broken glass, and nothing that the visitor’s roles do not reach.
//! The service asks again.

use clew_plan::UnitId;
use clew_service::{Act, Memory, PersonPage, Right, authorise};

use crate::{Visit, WebError};

/// Whether the visitor may do this for a team, and may do more than look.
pub(super) fn may_for(
    visit: &Visit,
    memory: &Memory,
    (act, right): (Act, Right),
    team: &UnitId,
) -> bool {
    let allowed = |account| authorise(memory.state(), account, act, Some(team)).is_ok();
    right != Right::Glass && visit.account().is_ok_and(allowed)
}

/// Whether the visitor may do this to what is known of a person: for one team at least that works with them.
pub(super) fn may_for_person(visit: &Visit, memory: &Memory, act: Act, page: &PersonPage) -> bool {
    let mut teams = page.teams.iter();
    teams.any(|team| may_for(visit, memory, (act, page.right), team))
}

/// Turns away whoever may only look.
///
/// # Errors
/// When the visitor may not write there.
pub(super) fn refuse_unless(may: bool) -> Result<(), WebError> {
    let told = "You can look at this and not write here: the glass was broken for it, or another team holds it. Ask the \
                team that works with the person.";
    may.then_some(())
        .ok_or_else(|| WebError::Refused(told.to_owned()))
}
