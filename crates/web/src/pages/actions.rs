//! Actions: what is being done, by whom, by when, how far it has come, and how its end has moved.

mod conflict;
mod dangling;
mod extend;
mod facts;
mod filters;
mod ledger;
mod list;
mod show;
mod table;
mod timeline;
mod update;
pub(super) mod words;

pub(super) use conflict::{
    changed_meanwhile, choices as conflict_choices, keeps_theirs, take_over,
};

use clew_plan::UnitId;
use clew_service::{Act, authorise};

use crate::Visit;
use crate::routes::{Needs, Routes};

pub(super) fn routes(routes: Routes) -> Routes {
    let update = "/actions/{plan}/{id}/update";
    let extend = "/actions/{plan}/{id}/extend";
    routes
        .get("/actions", Needs::SignedIn, list::show)
        .get("/actions/timeline", Needs::SignedIn, timeline::show)
        .get("/actions/{plan}/{id}", Needs::SignedIn, show::show)
        .get(update, Needs::May(Act::Return), update::show)
        .post(update, Needs::May(Act::Return), update::send)
        .get(extend, Needs::May(Act::ExtendActions), extend::show)
        .post(extend, Needs::May(Act::ExtendActions), extend::send)
}

/// Whether the visitor may do this to what belongs to a part of the organisation, so that a page
/// offers only what the service would take.
pub(super) fn may(visit: &Visit, act: Act, unit: Option<&UnitId>) -> bool {
    let memory = visit.app.service().memory();
    let account = visit.account();
    account.is_ok_and(|account| authorise(memory.state(), account, act, unit).is_ok())
}
