//! The schedules of a plan: how employees are engaged, how customers are consulted, and when the plan
//! itself is written, approved and reviewed.

use axum::extract::Path;
use axum::response::Response;
use clew_journal::Subject;
use clew_plan::{Book, Kind, PlanId, Schedule, ScheduleEntry};
use clew_report::words;
use clew_service::{Act, Overview};
use maud::{Markup, html};

use super::Shown;
use crate::components::{empty, stacked_table};
use crate::{Visit, WebError, links};

/// The page.
pub(super) async fn show(visit: Visit, Path(id): Path<String>) -> Result<Response, WebError> {
    let overview = visit.overview().await?;
    let shown = Shown::of(&visit, &overview, &id)?;
    let may = visit.may(Act::ChangePlan);
    let body = html! {
        (shown.head("schedules"))
        @for (schedule, title, nothing) in SCHEDULES {
            (schedule_of(&shown, *schedule, (title, nothing), may))
        }
        (calendar(&shown, may))
    };
    Ok(shown.page(&visit, "Schedules").show(body))
}

const SCHEDULES: &[(Schedule, &str, &str)] = &[
    (
        Schedule::EmployeeEngagement,
        "How employees are engaged",
        "The plan says nothing of how employees are engaged.",
    ),
    (
        Schedule::CustomerConsultation,
        "How customers are consulted",
        "The plan says nothing of how customers are consulted.",
    ),
];

fn schedule_of(
    shown: &Shown<'_>,
    schedule: Schedule,
    (title, nothing): (&str, &str),
    may: bool,
) -> Markup {
    let book = shown.overview.book();
    let entries = book.schedules.iter().enumerate();
    let own = |entry: &ScheduleEntry| entry.plan == *shown.id() && entry.schedule == schedule;
    let entries: Vec<_> = entries.filter(|(_, entry)| own(entry)).collect();
    let filled = [("plan", shown.id().as_str()), ("schedule", schedule.word())];
    let rows = html! {
        @for (place, entry) in &entries { (entry_row(shown.overview, *place, entry, may)) }
    };
    html! {
        h2 class="govuk-heading-m" { (title) }
        @if entries.is_empty() { (empty(&html! { p class="govuk-body" { (nothing) } })) }
        @else { div class="clew-headed" { (stacked_table(title, &[("Who", ""), ("Service", ""), ("How", ""), ("How often", ""), ("Who sees to it", ""), ("How results are fed back", ""), ("", "")], &rows)) } }
        @if may { p class="govuk-body" { a class="govuk-link" href=(links::new_record(Kind::ScheduleEntry, &filled)) { "Add a line" span class="govuk-visually-hidden" { " to: " (title) } } } }
    }
}

fn entry_row(overview: &Overview, place: usize, entry: &ScheduleEntry, may: bool) -> Markup {
    let book: &Book = overview.book();
    html! {
        tr {
            th scope="row" { (entry.group) }
            td data-label="Service" class=[entry.unit.is_none().then_some("clew-none")] { @if let Some(unit) = &entry.unit { (book.unit_name(unit)) } }
            td data-label="How" { (entry.method) }
            td data-label="How often" class=[entry.frequency.is_none().then_some("clew-none")] { (entry.frequency.as_deref().unwrap_or_default()) }
            td data-label="Who sees to it" class=[entry.responsible.is_none().then_some("clew-none")] { (entry.responsible.as_deref().unwrap_or_default()) }
            td data-label="Fed back" class=[entry.feedback.is_none().then_some("clew-none")] { (entry.feedback.as_deref().unwrap_or_default()) }
            td { (change(overview, Kind::ScheduleEntry, place, &entry.group, may)) }
        }
    }
}

/// A link to the editor of a record by its place, or to its history.
pub(crate) fn change(
    overview: &Overview,
    kind: Kind,
    place: usize,
    title: &str,
    may: bool,
) -> Markup {
    let subject: Option<Subject> = overview.memory().state().subject_at(kind, place);
    html! {
        @if let Some(subject) = subject {
            @let (words, address) = if may { ("Change", links::edit(&subject)) } else { ("History", links::history(&subject)) };
            a class="govuk-link" href=(address) { (words) span class="govuk-visually-hidden" { ": " (title) } }
        }
    }
}

fn calendar(shown: &Shown<'_>, may: bool) -> Markup {
    let book = shown.overview.book();
    let steps = book.planning_calendar.iter().enumerate();
    let steps: Vec<_> = steps.filter(|(_, step)| step.plan == *shown.id()).collect();
    let plan: &PlanId = shown.id();
    let rows = html! {
        @for (place, step) in &steps {
            tr {
                th scope="row" { (step.step) }
                td { (step.description.as_deref().unwrap_or_default()) }
                td data-label="When" { (step.when.clone().or_else(|| step.during.map(words::period)).unwrap_or_default()) }
                td { (change(shown.overview, Kind::PlanningStep, *place, &step.step, may)) }
            }
        }
    };
    html! {
        h2 class="govuk-heading-m" { "Planning calendar" }
        @if steps.is_empty() { (empty(&html! { p class="govuk-body" { "The plan has no planning calendar." } })) }
        @else { (stacked_table("How the plan is made, published and reviewed", &[("Step", ""), ("What happens", ""), ("When", "whole"), ("", "")], &rows)) }
        @if may { p class="govuk-body" { a class="govuk-link" href=(links::new_record(Kind::PlanningStep, &[("plan", plan.as_str())])) { "Add a step" } } }
    }
}
