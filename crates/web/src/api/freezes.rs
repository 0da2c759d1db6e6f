//! Freezes: what forums were shown, and fixing it.

use axum::http::StatusCode;
use axum::response::Response;
use clew_journal::Freeze;
use clew_plan::{FreezeId, PlanId};
use clew_report::ReportKind;
use clew_service::FreezeRequest;
use serde_json::json;

use super::answers::{done, tag_of, tagged};
use super::call::Call;
use super::failed::Failed;
use super::sent::Sent;

/// Every freeze, the latest first.
pub(super) async fn list(call: Call) -> Result<Response, Failed> {
    call.only(&[])?;
    let memory = call.memory()?;
    let shown: Vec<&Freeze> = memory.state().freezes().rev().collect();
    tagged(&call, &tag_of(&memory), || Ok(json!({ "items": shown })))
}

/// One freeze.
pub(super) async fn one(call: Call) -> Result<Response, Failed> {
    call.only(&[])?;
    let memory = call.memory()?;
    let freeze = memory.state().freeze(&FreezeId::from(call.name("id")));
    let freeze = freeze.ok_or_else(|| Failed::not_found("such freeze"))?;
    tagged(&call, &tag_of(&memory), || Ok(json!(freeze)))
}

/// Every measure's line as it was fixed.
pub(super) async fn lines(call: Call) -> Result<Response, Failed> {
    call.only(&[])?;
    let (tag, id) = (tag_of(&*call.memory()?), FreezeId::from(call.name("id")));
    let lines = call
        .visit
        .read(move |reader| reader.frozen_lines(&id))
        .await?;
    tagged(&call, &tag, || Ok(json!({ "items": lines })))
}

/// Fixes what a forum is shown.
pub(super) async fn fix(call: Call, mut sent: Sent) -> Result<Response, Failed> {
    call.only(&[])?;
    let meeting = sent.needed("meeting").parse();
    if meeting.is_err() {
        sent.refuse("meeting", "give a day, for example 2026-06-12");
    }
    let reports = sent.list("reports").unwrap_or_default();
    let kinds: Vec<ReportKind> = reports
        .iter()
        .filter_map(|name| kind_called(name))
        .collect();
    if kinds.len() != reports.len() {
        let known: Vec<&str> = ReportKind::ALL.iter().map(|kind| kind.name()).collect();
        sent.refuse("reports", &format!("choose from {}", known.join(", ")));
    }
    let request = FreezeRequest {
        id: sent.text("id").map(FreezeId::from),
        forum: sent.needed("forum"),
        meeting: match meeting {
            Ok(meeting) => meeting,
            Err(_) => call.visit.today(),
        },
        plan: sent.text("plan").map(PlanId::from),
        period: sent.read("period", "give a period, for example 2025-26 Q2"),
        basis: sent.read("basis", "say as-reported or by-rule"),
        reports: kinds,
        despite: sent.text("despite"),
        despite_unsettled: sent.text("despite_unsettled"),
        seen: sent.read("seen", "give the number of an entry of the journal"),
    };
    sent.end()?;
    let caller = call.caller()?;
    let fixed = call
        .does(move |service| service.freeze(&caller, &request))
        .await?;
    Ok(done(StatusCode::CREATED, &fixed))
}

fn kind_called(name: &str) -> Option<ReportKind> {
    ReportKind::ALL.into_iter().find(|kind| kind.name() == name)
}
