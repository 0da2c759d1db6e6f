//! Locking a cycle, with what of it is not settled; and opening it again.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use clew_plan::{Cycle, PlanId};
use clew_service::{Act, Done, Overview, Service, ServiceError};
use maud::{Markup, html};

use super::{board, is_locked, noted};
use crate::components::{TextArea, form as around, submit, text_area};
use crate::{Form, Visit, WebError, links};

/// Both forms: which of them is shown depends on how the cycle stands.
pub(super) fn forms(visit: &Visit, overview: &Overview, cycle: &Cycle, form: &Form) -> Markup {
    if cycle.imported || !visit.may(Act::RunCycle) {
        return html! {};
    }
    let seen = overview.memory().state().head.sequence;
    match is_locked(overview, cycle) {
        true => unlock_form(cycle, form, seen),
        false => lock_form(overview, cycle, form, seen),
    }
}

fn lock_form(overview: &Overview, cycle: &Cycle, form: &Form, seen: u64) -> Markup {
    let unsettled = overview.memory().unsettled(&cycle.plan, &cycle.id);
    let unsettled = unsettled.map_or(0, |unsettled| unsettled.len());
    let fields = html! {
        @if unsettled > 0 {
            p class="govuk-body" {
                strong { (clew_report::words::count(unsettled, "return")) " not settled." }
                " Settle them first; or say why the cycle is locked all the same, and the reason stays in the journal."
            }
            (text_area(form, &TextArea { name: "lock-reason", label: "Why it is locked all the same", rows: 2, ..TextArea::default() }))
        } @else { p class="govuk-body" { "Every return is signed off." } }
        (submit("Lock the cycle"))
    };
    html! {
        h2 class="govuk-heading-m" id="lock" { "Lock the cycle" }
        p class="govuk-body" { "After that its figures change only by corrections, with a reason." }
        (around(&links::of_cycle(&cycle.plan, &cycle.id, "lock"), seen, &fields))
    }
}

fn unlock_form(cycle: &Cycle, form: &Form, seen: u64) -> Markup {
    let fields = html! {
        (text_area(form, &TextArea { name: "unlock-reason", label: "Why it is opened again", rows: 2, ..TextArea::default() }))
        (submit("Open the cycle again"))
    };
    html! {
        h2 class="govuk-heading-m" id="lock" { "The cycle is locked" }
        (around(&links::of_cycle(&cycle.plan, &cycle.id, "unlock"), seen, &fields))
    }
}

/// Locks it.
pub(super) async fn lock(
    visit: Visit,
    Path((plan, cycle)): Path<(String, String)>,
    form: Form,
) -> Result<Response, WebError> {
    let reason = form.optional("lock-reason");
    let field = "lock-reason";
    change(
        visit,
        &plan,
        &cycle,
        form,
        (field, "locked"),
        move |service, caller, plan, cycle| match &reason {
            Some(reason) => service.lock_cycle_despite_unsettled(caller, plan, cycle, reason),
            None => service.lock_cycle(caller, plan, cycle),
        },
    )
    .await
}

/// Opens it again.
pub(super) async fn unlock(
    visit: Visit,
    Path((plan, cycle)): Path<(String, String)>,
    form: Form,
) -> Result<Response, WebError> {
    let reason = form.fields.text("unlock-reason").to_owned();
    let field = "unlock-reason";
    change(
        visit,
        &plan,
        &cycle,
        form,
        (field, "unlocked"),
        move |service, caller, plan, cycle| service.unlock_cycle(caller, plan, cycle, &reason),
    )
    .await
}

async fn change(
    visit: Visit,
    plan: &str,
    cycle: &str,
    mut form: Form,
    (field, done): (&'static str, &'static str),
    work: impl FnOnce(&Service, &clew_service::Caller, &PlanId, &str) -> Result<Done, ServiceError>
    + Send
    + 'static,
) -> Result<Response, WebError> {
    let caller = visit.caller(&form.act())?;
    let (plan, id) = (PlanId::from(plan), cycle.to_owned());
    let board_address = links::cycle(&plan, &id);
    let (its_plan, its_id) = (plan.clone(), id.clone());
    let changed = visit
        .app
        .blocking(move |service| work(service, &caller, &its_plan, &its_id))
        .await;
    match changed {
        Ok(_) => Ok(
            Redirect::to(&links::with_query(&board_address, &format!("done={done}")))
                .into_response(),
        ),
        Err(error) => {
            noted(&mut form, field, error)?;
            board::page(&visit, &plan, &id, &crate::Fields::default(), &form).await
        }
    }
}
