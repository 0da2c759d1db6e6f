//! A record's history: every entry, and field by field what it was and what it became.

use axum::extract::Path;
use axum::response::Response;
use clew_journal::{Subject, SubjectKind, fields_of};
use clew_service::{
    Act, FieldStep, LogFilter, LogLine, LogSubject, ServiceError, field_history, local_time,
    who_can,
};
use maud::{Markup, html};

use super::{kind_title, name_of, title_of};
use crate::components::{empty, table};
use crate::layout::{Page, Section};
use crate::{Visit, WebError, links};

/// Entries that are listed; older ones stand in the journal.
const MOST_ENTRIES: u64 = 200;

/// The page.
pub(super) async fn show(visit: Visit, Path(written): Path<String>) -> Result<Response, WebError> {
    let missing = || WebError::not_found("There is no such record.");
    let subject: Subject = written.parse().map_err(|_| missing())?;
    let SubjectKind::Record(kind) = subject.kind else {
        return Err(missing());
    };
    let about = subject.clone();
    let (steps, entries) = visit
        .read(move |reader| {
            let filter = LogFilter {
                subject: Some(LogSubject::Exactly(about.clone())),
                newest_first: true,
                limit: Some(MOST_ENTRIES),
                ..LogFilter::default()
            };
            Ok::<_, ServiceError>((field_history(reader, &about)?, reader.log(&filter)?))
        })
        .await?;
    if entries.is_empty() {
        return Err(missing());
    }
    let memory = visit.memory()?;
    let record = memory.state().record(&subject);
    let title = record
        .as_ref()
        .map_or_else(|| subject.to_string(), title_of);
    let body = html! {
        h1 class="govuk-heading-l" { span class="govuk-caption-l" { "History" } (title) }
        @if record.is_none() { p class="clew-asks" { "It was withdrawn and is no longer in the Book. Its history stays." } }
        @if let (Some(_), true) = (&record, visit.may(Act::ChangePlan)) {
            div class="clew-actions" {
                a class="govuk-link" href=(links::edit(&subject)) { "Change it" }
                a class="govuk-link" href=(links::withdraw(&subject)) { "Withdraw it" }
            }
        }
        (by_field(&steps))
        (by_entry(&entries))
        (who(&visit, &memory, record.as_ref())?)
    };
    let page = Page::new(&visit, Section::Plans, format!("History of {title}"))
        .crumb("Plans", links::PLANS)
        .crumb(kind_title(kind), links::records(kind));
    Ok(match &record {
        Some(record) => page
            .crumb(name_of(record), links::edit(&subject))
            .show(body),
        None => page.show(body),
    })
}

fn by_field(steps: &[FieldStep]) -> Markup {
    let rows = html! {
        @for step in steps {
            tr {
                td class="whole" { (local_time::shown(step.at)) }
                th scope="row" { (step.heading) }
                td { (step.from) }
                td { (step.to) }
                td { (step.name) }
                td { (step.reason.as_deref().unwrap_or_default()) }
            }
        }
    };
    html! {
        h2 class="govuk-heading-m" { "Field by field" }
        @if steps.is_empty() { (empty(&html! { p class="govuk-body" { "No field has changed since it was added." } })) }
        @else { (table("What changed, the newest first", &[("When", ""), ("Field", ""), ("It was", ""), ("It became", ""), ("By", ""), ("Why", "")], &rows)) }
    }
}

fn by_entry(entries: &[LogLine]) -> Markup {
    let rows = html! {
        @for line in entries {
            tr {
                td class="end" { (line.row.sequence) }
                td { (line.sentence) }
            }
        }
    };
    html! {
        h2 class="govuk-heading-m" { "Every entry" }
        (table("Entries of the journal, the newest first", &[("Entry", "end"), ("What was done", "")], &rows))
    }
}

/// Who can change it, and why.
fn who(
    visit: &Visit,
    memory: &clew_service::Memory,
    record: Option<&clew_plan::Record>,
) -> Result<Markup, WebError> {
    visit.account()?;
    let unit = record.and_then(|record| {
        let unit = fields_of(record).get("unit")?.as_str()?.to_owned();
        Some(clew_plan::UnitId::from(unit))
    });
    let able = who_can(memory, unit.as_ref());
    let able = able.iter().find(|(act, _)| *act == Act::ChangePlan);
    Ok(html! {
        @if let Some((_, accounts)) = able {
            details class="govuk-details" {
                summary class="govuk-details__summary" { span class="govuk-details__summary-text" { "Who can change this, and why" } }
                div class="govuk-details__text" {
                    ul class="govuk-list" {
                        @for it in accounts {
                            li { (it.name) ": " (it.role) @if let Some(unit) = &it.through { " for " (memory.book().unit_name(unit)) } @else { " for the whole organisation" } }
                        }
                    }
                    p class="govuk-body" { "Whoever holds any role can see it." }
                }
            }
        }
    })
}
