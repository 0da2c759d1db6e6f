//! The journal's health: what was looked at, its head, and verifying it from its first entry.

use axum::response::Response;
use clew_journal::Moment;
use clew_report::words;
use clew_service::{Fault, HealthFinding, HealthLevel, Verification};
use maud::{Markup, html};

use crate::components::{form as around, stacked_table as table, submit, summary_list};
use crate::layout::{Page, Section};
use crate::{Form, Visit, WebError};

/// The page.
pub(super) async fn show(visit: Visit) -> Result<Response, WebError> {
    page(&visit, None).await
}

/// Verifies the journal, and shows what that came to.
pub(super) async fn verify(visit: Visit, form: Form) -> Result<Response, WebError> {
    let caller = visit.caller(&form.act())?;
    let verified = visit
        .app
        .blocking(move |service| service.verify(&caller.actor, &mut |_| {}))
        .await?;
    page(&visit, Some(&verified)).await
}

async fn page(visit: &Visit, verified: Option<&Verification>) -> Result<Response, WebError> {
    let now = visit.at;
    let findings = visit.read(move |reader| reader.health(now)).await?;
    let memory = visit.memory()?;
    let head = memory.state().head;
    let body = html! {
        h1 class="govuk-heading-l" { "Health" }
        (super::parts(visit, "/admin/health"))
        @if let Some(verified) = verified { (told(verified)) }
        (table("What was looked at", &[("Stands", ""), ("What was found", ""), ("What to do", "")], &rows(&findings)))
        h2 class="govuk-heading-m" { "The journal" }
        (summary_list(&[
            ("Last entry", html! { (words::number(head.sequence.into())) ", recorded " (crate::components::moment(Moment::from_microseconds(head.recorded_at))) }),
            ("Its hash", html! { code class="clew-hash" { (head.hash) } }),
        ]))
        p class="govuk-body" { "Write the hash down somewhere else, for example in the minutes of a meeting: as long as the journal has an entry with this hash, nothing before it was altered. What pages show is compared with the entries a minute after each start." }
        (around("/admin/health/verify", head.sequence, &submit("Verify the whole journal now")))
        h2 class="govuk-heading-m" { "Backups" }
        p class="govuk-body" { "A backup is taken while the server runs: " code { "clew backup" } ". One is worth as much as the last time it was restored for trial: " code { "clew restore" } " into an empty place, then " code { "clew verify" } "." }
    };
    Ok(Page::new(visit, Section::Admin, "Health").show(body))
}

fn rows(findings: &[HealthFinding]) -> Markup {
    html! {
        @for finding in findings {
            tr {
                th scope="row" { (level(finding.level)) }
                td { (finding.what) }
                td { @match &finding.advice { Some(advice) => { (advice) } None => { "–" } } }
            }
        }
    }
}

fn level(level: HealthLevel) -> Markup {
    let (key, sign, words) = match level {
        HealthLevel::Ok => ("ok", "✓", "As it should be"),
        HealthLevel::Warning => ("warning", "!", "To be seen to"),
        HealthLevel::Problem => ("problem", "✕", "In the way"),
    };
    html! {
        span class={ "clew-level clew-level--" (key) } { span aria-hidden="true" { (sign) " " } (words) }
    }
}

fn told(verified: &Verification) -> Markup {
    html! {
        div class="govuk-inset-text" role="status" {
            h2 class="govuk-heading-m" {
                @if verified.is_sound() { "The journal is sound" } @else { "Something is wrong with the journal" }
            }
            p class="govuk-body" {
                (words::number(verified.entries.into())) " entries read from the first to the last, each chained to the one before; "
                (words::count(verified.checkpoints, "checkpoint")) " and " (words::count(verified.attachments, "attachment")) " compared."
            }
            @if !verified.faults.is_empty() {
                ul class="govuk-list govuk-list--bullet" {
                    @for fault in &verified.faults { li { (one(fault)) } }
                    @if verified.more > 0 { li { "and " (verified.more) " more" } }
                }
            }
        }
    }
}

fn one(fault: &Fault) -> Markup {
    html! {
        @if let Some(entry) = fault.entry { "Entry " (entry) ": " }
        (fault.what) ". " (fault.advice)
    }
}
