//! What is worked out, and what was done: the organisation, the scorecard, checks, search, the journal.

use std::sync::Arc;

use axum::response::Response;
use clew_calendar::Period;
use clew_check::Severity;
use clew_journal::Moment;
use clew_plan::{AccountId, PlanId};
use clew_service::{Filter, HitKind, LogFilter, LogSubject};
use serde_json::{Value, json};

use super::answers::{page, tag_of, tagged};
use super::call::Call;
use super::failed::Failed;
use crate::WebError;

/// The most that a search finds.
const MOST_HITS: usize = 200;

/// Whose plans these are, and how far the journal has got.
pub(super) async fn organisation(call: Call) -> Result<Response, Failed> {
    call.only(&[])?;
    let memory = call.memory()?;
    let head = memory.state().head;
    let shown = json!({
        "organisation": memory.book().organisation,
        "journal": {
            "entries": head.sequence,
            "recorded_at": Moment::from_microseconds(head.recorded_at).to_string(),
            "hash": head.hash.to_string(),
        },
    });
    tagged(&call, &tag_of(&memory), || Ok(shown))
}

/// Every measure of a plan in a period, as the scorecard shows it.
pub(super) async fn scorecard(call: Call) -> Result<Response, Failed> {
    call.only(&[
        "plan", "period", "unit", "owner", "status", "category", "due", "kind", "outcome", "text",
        "limit", "after",
    ])?;
    let period: Option<Period> =
        call.parameter("period", "give a period, for example 2025-26 Q2")?;
    let period = period.ok_or_else(|| Failed::field("period", "say which period"))?;
    let plan = call.asked.given("plan").map(PlanId::from);
    let filter = Filter::from_pairs(call.asked.iter().filter(|(name, _)| *name != "period"))?;
    let overview = call.overview().await?;
    let rows = overview.scorecard(&filter, period, plan.as_ref(), call.visit.today());
    let after = call.asked.given("after");
    let rest = rows
        .iter()
        .skip_while(|row| after.is_some_and(|after| row.measure.as_str() != after))
        .skip(usize::from(after.is_some()));
    let shown = rest.map(|row| {
        let shown = json!({
            "measure": row.measure,
            "code": row.code,
            "title": row.title,
            "owner": row.owner,
            "unit": row.unit,
            "outcome": row.path.last().map(|step| step.id.as_str()),
            "categories": row.categories,
            "figure_period": row.figure_period,
            "shown": row.shown,
            "target": row.target_shown,
            "status": row.status,
            "basis": row.basis.to_string(),
            "status_by_rule": row.by_rule,
            "status_reported": row.reported,
            "why": row.why,
            "provisional": row.provisional,
            "return_state": row.return_mark.map(clew_report::ReturnMark::words),
            "small_numbers": row.small_numbers,
            "has_commentary": row.has_commentary,
        });
        (row.measure.to_string(), shown)
    });
    page(&call, &tag_of(overview.memory()), shown)
}

/// What does not hold together.
pub(super) async fn checks(call: Call) -> Result<Response, Failed> {
    call.only(&["severity", "rule", "limit", "after"])?;
    let severity = match call.asked.given("severity") {
        None => None,
        Some("note") => Some(Severity::Note),
        Some("warning") => Some(Severity::Warning),
        Some("error") => Some(Severity::Error),
        Some(_) => return Err(Failed::field("severity", "say note, warning or error")),
    };
    let rule = call.asked.given("rule").map(str::to_owned);
    let after: Option<usize> = call.parameter("after", "give what the last page gave")?;
    let (overview, today) = (call.overview().await?, call.visit.today());
    let read = Arc::clone(&overview);
    let report = call
        .does(move |_| Ok::<_, WebError>(read.checked(today)))
        .await?;
    // Findings have no names of their own: a page goes on by its place in the list of this day.
    let findings = report.findings.iter().enumerate().skip(after.unwrap_or(0));
    let wanted = findings.filter(|(_, found)| {
        severity.is_none_or(|severity| found.severity == severity)
            && rule.as_ref().is_none_or(|rule| found.rule == rule)
    });
    let shown = wanted.map(|(place, found)| ((place + 1).to_string(), json!(found)));
    let tag = tag_of(overview.memory()).replace("\"", "");
    page(
        &call,
        &format!("W/\"{}-{today}\"", tag.trim_start_matches("W/")),
        shown,
    )
}

/// What answers some words best.
pub(super) async fn search(call: Call) -> Result<Response, Failed> {
    call.only(&["q", "limit"])?;
    let query = call.asked.given("q");
    let query = query.ok_or_else(|| Failed::field("q", "say what to look for"))?;
    if query.chars().count() > 200 {
        return Err(Failed::field("q", "look for at most 200 letters"));
    }
    let most = call.limit()?.min(MOST_HITS);
    let overview = call.overview().await?;
    let hits = overview.search(query, most);
    let shown = hits.iter().map(|hit| {
        let kind = match hit.kind {
            HitKind::Record(kind) => kind.name(),
            HitKind::Owner => "owners",
        };
        json!({
            "kind": kind,
            "subject": hit.subject.as_ref().map(ToString::to_string),
            "title": hit.title,
            "excerpt": hit.excerpt,
        })
    });
    let shown: Vec<Value> = shown.collect();
    tagged(&call, &tag_of(overview.memory()), || {
        Ok(json!({ "items": shown }))
    })
}

/// The entries of the journal, the newest first.
pub(super) async fn journal(call: Call) -> Result<Response, Failed> {
    call.only(&[
        "subject", "actor", "change", "since", "until", "limit", "after",
    ])?;
    let moment = "give a moment, for example 2026-06-12T14:05:00Z";
    let memory = call.memory()?;
    let subject = match call.asked.given("subject") {
        None => None,
        Some(text) => Some(LogSubject::read(text, &memory)?),
    };
    let filter = LogFilter {
        subject,
        actor: call.asked.given("actor").map(AccountId::from),
        change: call.asked.given("change").map(str::to_owned),
        since: call.parameter("since", moment)?,
        until: call.parameter("until", moment)?,
        before: call.parameter("after", "give what the last page gave")?,
        limit: Some(call.limit()? as u64 + 1),
        newest_first: true,
    };
    let lines = call.visit.read(move |reader| reader.log(&filter)).await?;
    let shown = lines.into_iter().map(|line| {
        let row = line.row;
        let body: Value = serde_json::from_str(&row.body).unwrap_or_default();
        let shown = json!({
            "entry": row.sequence,
            "id": row.id,
            "recorded_at": Moment::from_microseconds(row.recorded_at).to_string(),
            "event_date": row.event_date,
            "actor": row.actor,
            "subject": row.subject,
            "version": row.version,
            "change": row.change,
            "what": line.sentence,
            "body": body,
            "reason": row.reason,
            "origin": row.origin,
            "hash": row.hash.to_string(),
        });
        (row.sequence.to_string(), shown)
    });
    page(&call, &tag_of(&memory), shown)
}
