//! Cycles and their returns: opened, looked over, sent back, signed off, locked.

use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::Response;
use clew_journal::{CycleStage, Subject, SubjectKind};
use clew_plan::{Kind, MeasureKey, PlanId};
use clew_service::{CycleRequest, ReturnsOf};
use serde_json::{Value, json};

use super::answers::{done, page, tag_of, tagged};
use super::call::Call;
use super::failed::Failed;
use super::sent::Sent;

const DAY: &str = "give a day, for example 2026-06-12";

/// Every cycle, with whether it takes returns.
pub(super) async fn list(call: Call) -> Result<Response, Failed> {
    call.only(&["plan"])?;
    let memory = call.memory()?;
    let plan = call.asked.given("plan").map(PlanId::from);
    let cycles = memory.book().cycles.iter();
    let cycles = cycles.filter(|cycle| plan.as_ref().is_none_or(|plan| cycle.plan == *plan));
    let shown: Vec<Value> = cycles
        .map(|cycle| {
            let names = [cycle.id.as_str(), cycle.plan.as_str()];
            let subject = Subject::named(SubjectKind::Record(Kind::Cycle), names);
            let locked = memory.state().cycle_stage(&subject) == CycleStage::Locked;
            json!({ "subject": subject.to_string(), "locked": locked, "record": cycle })
        })
        .collect();
    tagged(&call, &tag_of(&memory), || Ok(json!({ "items": shown })))
}

/// Opens a cycle.
pub(super) async fn open(call: Call, mut sent: Sent) -> Result<Response, Failed> {
    call.only(&[])?;
    let period = sent.needed("period").parse();
    if period.is_err() {
        sent.refuse("period", "give a period, for example 2025-26 Q2");
    }
    let (id, plan) = (sent.text("id"), PlanId::from(sent.needed("plan")));
    let (opens, due) = (sent.read("opens", DAY), sent.read("due", DAY));
    sent.end()?;
    let Ok(period) = period else {
        return Err(Failed::field("period", "give a period"));
    };
    let caller = call.caller()?;
    let request = CycleRequest {
        id,
        plan,
        period,
        opens,
        due,
    };
    let opened = call
        .does(move |service| service.open_cycle(&caller, &request))
        .await?;
    Ok(done(StatusCode::CREATED, &opened))
}

fn named(call: &Call) -> (PlanId, String) {
    (
        PlanId::from(call.name("plan")),
        call.name("cycle").to_owned(),
    )
}

/// The returns of a cycle, and who owes each.
pub(super) async fn returns(call: Call) -> Result<Response, Failed> {
    call.only(&["stage", "limit", "after"])?;
    let reader = call.visit.reader()?;
    let memory = Arc::clone(reader.memory());
    let (plan, cycle) = named(&call);
    let stage = call.asked.given("stage");
    let after = call.asked.given("after");
    let all = memory.returns_of(&plan, &cycle)?;
    let rest = all
        .iter()
        .skip_while(|found| after.is_some_and(|after| found.key.subject().to_string() != after));
    let rest = rest.skip(usize::from(after.is_some()));
    let wanted = rest.filter(|found| stage.is_none_or(|stage| found.stands.stage.words() == stage));
    let shown = wanted.map(|found| {
        let subject = found.key.subject().to_string();
        let shown = json!({
            "subject": subject,
            "measure": found.key.measure,
            "code": found.measure.code,
            "title": found.measure.title,
            "owner": found.measure.owner,
            "unit": found.key.unit,
            "period": found.period,
            "due": found.due,
            "stage": found.stands.stage.words(),
            "by": found.stands.by,
            "at": found.stands.at.map(|at| at.to_string()),
            "reason": found.stands.reason,
            "draft": reader.draft_of(&found.key),
            "version": found.stands.version,
        });
        (subject, shown)
    });
    page(&call, &tag_of(&memory), shown)
}

/// What a body says of the returns that are meant, and why.
fn meant(call: &Call, mut sent: Sent) -> Result<(ReturnsOf, Option<String>), Failed> {
    call.only(&[])?;
    let (plan, cycle) = named(call);
    let measures = sent.list("measures");
    let returns = ReturnsOf {
        plan,
        cycle,
        measures: measures.map(|all| all.into_iter().map(MeasureKey::from).collect()),
        seen: sent.read("seen", "give the number of an entry of the journal"),
    };
    let reason = sent.text("reason");
    sent.end()?;
    Ok((returns, reason.filter(|reason| !reason.trim().is_empty())))
}

/// Marks returns as looked over.
pub(super) async fn check(call: Call, sent: Sent) -> Result<Response, Failed> {
    let ((returns, _), caller) = (meant(&call, sent)?, call.caller()?);
    let checked = call
        .does(move |service| service.check_returns(&caller, &returns))
        .await?;
    Ok(done(StatusCode::OK, &checked))
}

/// Sends returns back.
pub(super) async fn send_back(call: Call, sent: Sent) -> Result<Response, Failed> {
    let ((returns, reason), caller) = (meant(&call, sent)?, call.caller()?);
    let sent_back = call
        .does(move |service| service.send_back(&caller, &returns, &reason.unwrap_or_default()))
        .await?;
    Ok(done(StatusCode::OK, &sent_back))
}

/// Signs returns off; with a reason also one's own, and a Red figure of which nothing is said.
pub(super) async fn sign_off(call: Call, sent: Sent) -> Result<Response, Failed> {
    let ((returns, reason), caller) = (meant(&call, sent)?, call.caller()?);
    let signed = call
        .does(move |service| match reason {
            None => service.sign_off(&caller, &returns),
            Some(reason) => service.sign_off_despite(&caller, &returns, &reason),
        })
        .await?;
    Ok(done(StatusCode::OK, &signed))
}

fn why(call: &Call, mut sent: Sent) -> Result<Option<String>, Failed> {
    call.only(&[])?;
    let reason = sent.text("reason");
    sent.end()?;
    Ok(reason.filter(|reason| !reason.trim().is_empty()))
}

/// Locks a cycle; with a reason also one whose returns are not settled.
pub(super) async fn lock(call: Call, sent: Sent) -> Result<Response, Failed> {
    let (reason, caller) = (why(&call, sent)?, call.caller()?);
    let (plan, cycle) = named(&call);
    let locked = call
        .does(move |service| match reason {
            None => service.lock_cycle(&caller, &plan, &cycle),
            Some(why) => service.lock_cycle_despite_unsettled(&caller, &plan, &cycle, &why),
        })
        .await?;
    Ok(done(StatusCode::OK, &locked))
}

/// Opens a locked cycle again.
pub(super) async fn unlock(call: Call, sent: Sent) -> Result<Response, Failed> {
    let (reason, caller) = (why(&call, sent)?, call.caller()?);
    let (plan, cycle) = named(&call);
    let unlocked = call
        .does(move |service| {
            service.unlock_cycle(&caller, &plan, &cycle, &reason.unwrap_or_default())
        })
        .await?;
    Ok(done(StatusCode::OK, &unlocked))
}
