//! One outcome: the ways up from it, and everything that hangs from it.

use axum::extract::Path;
use axum::response::Response;
use clew_journal::{Subject, SubjectKind};
use clew_plan::{Kind, OutcomeId};
use clew_service::{Act, ThreadNode, ThreadPoint};
use maud::{Markup, html};

use super::Shown;
use super::thread::{kind_of, node, titled};
use crate::components::{empty, status_counts, summary_list};
use crate::{Visit, WebError, links};

/// The page.
pub(super) async fn show(
    visit: Visit,
    Path((plan, outcome)): Path<(String, String)>,
) -> Result<Response, WebError> {
    let overview = visit.overview().await?;
    let shown = Shown::of(&visit, &overview, &plan)?;
    let point = ThreadPoint::Outcome(OutcomeId::from(outcome));
    let found = overview.down_from(&point, shown.at);
    let found = found.ok_or_else(|| WebError::not_found("There is no such outcome."))?;
    let ways = overview.up_from(&point, shown.at);
    let body = html! {
        h1 class="govuk-heading-l" {
            span class="govuk-caption-l" { (kind_of(&found)) " " (found.code) }
            (found.title)
        }
        @if visit.may(Act::ChangePlan) { (ways_to_change(&found, &shown)) }
        (shown.period_filter(&visit.path))
        (facts(&found))
        h2 class="govuk-heading-m" { "What it serves" }
        @for way in &ways { (way_up(way, &shown)) }
        h2 class="govuk-heading-m" { "What serves it" }
        (down(&found, &shown))
    };
    Ok(shown.page(&visit, &found.title).show(body))
}

fn facts(found: &ThreadNode) -> Markup {
    let mut facts: Vec<(&str, Markup)> = Vec::new();
    if let Some(owner) = &found.owner {
        facts.push(("Lead", html! { (owner) }));
    }
    if found.measures.total() > 0 {
        facts.push((
            "Measures",
            html! { (found.measures.total()) ": " (status_counts(&found.measures)) },
        ));
    }
    if found.how_many_actions > 0 {
        facts.push((
            "Actions",
            html! { (found.how_many_actions) ": " (status_counts(&found.actions)) },
        ));
    }
    html! { @if !facts.is_empty() { (summary_list(&facts)) } }
}

fn ways_to_change(found: &ThreadNode, shown: &Shown<'_>) -> Markup {
    let kind = SubjectKind::Record(Kind::Outcome);
    let subject = Subject::named(kind, [found.code.as_str()]);
    let book = shown.overview.book();
    let plan = book.outcome(&OutcomeId::from(found.code.as_str()));
    let plan = plan.map_or(shown.id(), |outcome| &outcome.plan).as_str();
    let below = [("plan", plan), ("outcome", found.code.as_str())];
    html! {
        div class="clew-actions" {
            a class="govuk-link" href=(links::edit(&subject)) { "Change it" }
            a class="govuk-link" href=(links::history(&subject)) { "Its history" }
            a class="govuk-link" href=(links::new_record(Kind::Outcome, &[("plan", plan), ("parent", found.code.as_str())])) { "Add what serves it" }
            a class="govuk-link" href=(links::new_record(Kind::Measure, &below)) { "Add a measure" }
            a class="govuk-link" href=(links::new_record(Kind::Action, &below)) { "Add an action" }
        }
    }
}

/// One way from the plan down to the outcome itself.
fn way_up(way: &[ThreadNode], shown: &Shown<'_>) -> Markup {
    html! {
        @if way.len() > 1 {
            ol class="clew-sight" {
                @for (place, step) in way.iter().enumerate() {
                    li aria-current=[(place + 1 == way.len()).then_some("true")] {
                        span class="clew-thread__kind" { (kind_of(step)) } " "
                        @if place + 1 == way.len() { strong { (step.title) } }
                        @else { (titled(step, shown.id())) }
                    }
                }
            }
        } @else {
            p class="govuk-body" { "Nothing above it." }
        }
    }
}

fn down(found: &ThreadNode, shown: &Shown<'_>) -> Markup {
    html! {
        @if found.children.is_empty() {
            (empty(&html! { p class="govuk-body" { "Nothing serves this yet: no measure shows whether it is reached, and no action works towards it." } }))
        } @else {
            ul class="clew-thread" { @for child in &found.children { (node(child, 0, shown.id())) } }
        }
    }
}
