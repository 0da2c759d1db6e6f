//! Actions at work: what is said of them, and later ends.

use axum::http::StatusCode;
use axum::response::Response;
use clew_calendar::Day;
use clew_plan::{ActionId, PlanId};
use clew_service::{ActionUpdate, ExtendRequest};

use super::answers::done;
use super::call::Call;
use super::failed::Failed;
use super::sent::Sent;

fn named(call: &Call) -> (PlanId, ActionId) {
    (
        PlanId::from(call.name("plan")),
        ActionId::from(call.name("id")),
    )
}

/// Takes in what an owner says of an action.
pub(super) async fn update(call: Call, mut sent: Sent) -> Result<Response, Failed> {
    call.only(&[])?;
    let (plan, action) = named(&call);
    let reached = sent.within("reached", every_day).unwrap_or_default();
    let update = ActionUpdate {
        plan,
        action,
        status: sent.read("status", "say new, active, deferred, complete or cancelled"),
        percent: sent.read("percent", "give a number from 0 to 100"),
        text: sent.text("text"),
        evidence: sent.text("evidence"),
        emptied: Vec::new(),
        reached,
        seen: sent.read("seen", "give the number of an entry of the journal"),
    };
    sent.end()?;
    let caller = call.caller()?;
    let said = call
        .does(move |service| service.update_action(&caller, &update))
        .await?;
    Ok(done(StatusCode::OK, &said))
}

/// Milestones by title, with the day on which each was reached.
fn every_day(sent: &mut Sent) -> Vec<(String, Day)> {
    let titles: Vec<String> = sent.names();
    let read = titles.into_iter().filter_map(|title| {
        let day = sent.read(&title, "give a day, for example 2026-06-12")?;
        Some((title, day))
    });
    read.collect()
}

/// Moves the end of an action to a later one.
pub(super) async fn extend(call: Call, mut sent: Sent) -> Result<Response, Failed> {
    call.only(&[])?;
    let (plan, action) = named(&call);
    let new_end = sent.needed("new_end").parse();
    let reason = sent.needed("reason");
    let seen = sent.read("seen", "give the number of an entry of the journal");
    if new_end.is_err() {
        sent.refuse("new_end", "give a day or a month, for example 2026-09");
    }
    sent.end()?;
    let Ok(new_end) = new_end else {
        return Err(Failed::field("new_end", "give a day or a month"));
    };
    let caller = call.caller()?;
    let request = ExtendRequest {
        plan,
        action,
        new_end,
        reason,
        seen,
    };
    let extended = call
        .does(move |service| service.extend_action(&caller, &request))
        .await?;
    Ok(done(StatusCode::OK, &extended))
}
