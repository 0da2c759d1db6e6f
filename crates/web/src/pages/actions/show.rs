//! One action: everything about it, and what can be done.

use axum::extract::Path;
use axum::response::Response;
use clew_journal::{Subject, SubjectKind};
use clew_plan::{Action, ActionId, ActionStatus, Book, Kind, PlanId, Update};
use clew_report::words;
use clew_service::{
    Act, ActionFilter, Memory, Overview, References, TimelineRow, references, slippage,
};
use maud::{Markup, html};

use super::words::{late_mark, or_dash, paragraphs};
use super::{facts, ledger, may, timeline};
use crate::components::{link_button, table};
use crate::layout::{Page, Section};
use crate::pages::evidence;
use crate::{Visit, WebError, links};

/// The page.
pub(super) async fn show(
    visit: Visit,
    Path((plan, id)): Path<(String, String)>,
) -> Result<Response, WebError> {
    let overview = visit.overview().await?;
    let book = overview.book();
    let action = action_called(book, &plan, &id)?;
    let row = row_of(&overview, &visit, action)?;
    let title = row.title.clone();
    let ledger = slippage_of(&visit, &overview, action).await?;
    let body = html! {
        span class="govuk-caption-l" { "Action " (action.id) }
        h1 class="govuk-heading-l" { (title) }
        (ways(&visit, overview.memory(), action))
        div class="clew-columns" {
            div {
                (what(action))
                (progress(&visit, overview.memory(), action))
                (evidence::of_record(&visit, overview.memory(), action.clone().into()))
                (milestones(&row))
                (cross_references(&action.plan, &references(book, &action.plan, &action.id)))
            }
            div { (facts::facts(book, action, &row)) }
        }
        (ledger)
        (drawn(&visit, &row))
    };
    Ok(Page::new(&visit, Section::Actions, title)
        .crumb("Actions", links::ACTIONS)
        .crumb(plan_title(book, &action.plan), of_plan(&action.plan))
        .show(body))
}

/// The actions of a plan.
fn of_plan(plan: &PlanId) -> String {
    links::with_query(links::ACTIONS, &links::query(&[("plan", plan.as_str())]))
}

fn plan_title<'book>(book: &'book Book, plan: &'book PlanId) -> &'book str {
    book.plan(plan).map_or(plan.as_str(), |plan| &plan.title)
}

/// The action at an address.
pub(super) fn action_called<'book>(
    book: &'book Book,
    plan: &str,
    id: &str,
) -> Result<&'book Action, WebError> {
    let mut actions = book.actions.iter();
    let found = actions.find(|action| action.plan.as_str() == plan && action.id.as_str() == id);
    found.ok_or_else(|| WebError::not_found("There is no such action."))
}

/// The action as a row of the list, so that page and list say the same of it.
fn row_of(overview: &Overview, visit: &Visit, action: &Action) -> Result<TimelineRow, WebError> {
    let filter = ActionFilter {
        plan: Some(action.plan.clone()),
        text: Some(action.id.to_string()),
        ..ActionFilter::default()
    };
    let rows = overview.timeline(&filter, visit.today()).into_iter();
    let mut rows = rows.filter(|row| row.action == action.id);
    rows.next()
        .ok_or_else(|| WebError::not_found("There is no such action."))
}

/// The journal is read only for an action that was changed since it came in.
async fn slippage_of(
    visit: &Visit,
    overview: &Overview,
    action: &Action,
) -> Result<Markup, WebError> {
    let state = overview.memory().state();
    if state.version(&subject(&action.plan, &action.id)) <= 1 {
        return Ok(ledger::unmoved(action));
    }
    let (plan, id) = (action.plan.clone(), action.id.clone());
    let found = visit
        .read(move |reader| slippage(reader, &plan, &id))
        .await?;
    Ok(ledger::ledger(action, &found))
}

/// What the journal calls an action.
pub(super) fn subject(plan: &PlanId, id: &ActionId) -> Subject {
    let kind = SubjectKind::Record(Kind::Action);
    Subject::named(kind, [id.as_str(), plan.as_str()])
}

fn ways(visit: &Visit, memory: &Memory, action: &Action) -> Markup {
    let unit = memory.unit_of_action(action);
    let (plan, id) = (&action.plan, &action.id);
    let ended = matches!(
        action.status,
        Some(ActionStatus::Complete | ActionStatus::Cancelled)
    );
    let extends = !ended && action.end.is_some() && may(visit, Act::ExtendActions, unit);
    html! {
        div class="clew-actions" {
            @if may(visit, Act::Return, unit) { (link_button("Update this action", &links::update_action(plan, id))) }
            @if extends { a class="govuk-link" href=(links::extend_action(plan, id)) { "Give it a later end" } }
            @if may(visit, Act::ChangePlan, unit) { a class="govuk-link" href=(links::edit(&subject(plan, id))) { "Edit everything" } }
            a class="govuk-link" href=(links::history(&subject(plan, id))) { "History" }
        }
    }
}

fn what(action: &Action) -> Markup {
    let parts = [
        ("What will be done", &action.description),
        ("What it should bring about", &action.planned_outcome),
        (
            "What shows, or will show, that it is done",
            &action.evidence,
        ),
    ];
    html! {
        @for (heading, text) in parts {
            @if let Some(text) = text { h2 class="govuk-heading-s" { (heading) } (paragraphs(text)) }
        }
        @if action.evidence.is_none() {
            h2 class="govuk-heading-s" { "What shows, or will show, that it is done" }
            p class="govuk-body" { span class="clew-lack" { "No evidence is named" } }
        }
    }
}

/// What was said of its progress, the latest first.
fn progress(visit: &Visit, memory: &Memory, action: &Action) -> Markup {
    let book = memory.book();
    let of_action = |update: &Update| update.plan == action.plan && update.action == action.id;
    let numbered = book.updates.iter().enumerate();
    let mut updates: Vec<(usize, &Update)> =
        numbered.filter(|(_, update)| of_action(update)).collect();
    updates.reverse();
    updates.sort_by_key(|(_, update)| std::cmp::Reverse(update.on));
    html! {
        section aria-labelledby="progress" {
            h2 class="govuk-heading-m" id="progress" { "Progress" }
            @if updates.is_empty() { p class="govuk-body clew-quiet" { "Nothing has been said yet." } }
            ol class="clew-updates" {
                @for (place, update) in updates {
                    li {
                        p class="clew-quiet" {
                            (update.on.map_or_else(|| "Undated".to_owned(), words::day))
                            @if let Some(by) = &update.by { ", " (by) }
                        }
                        (paragraphs(&update.text))
                        @if let Some(of) = memory.state().subject_at(Kind::Update, place) { (evidence::listed(visit, memory, &of)) }
                    }
                }
            }
        }
    }
}

fn milestones(row: &TimelineRow) -> Markup {
    let rows = html! {
        @for mark in &row.milestones {
            tr {
                th scope="row" { (mark.title) }
                td class="whole" { (or_dash(mark.due.map(words::period).as_deref())) (late_mark(mark.late_by)) }
                td class="whole" {
                    @match mark.done { Some(done) => (words::day(done)), None => span class="clew-quiet" { "Not yet" } }
                }
            }
        }
    };
    html! {
        @if !row.milestones.is_empty() {
            (table("Milestones", &[("Milestone", ""), ("By", ""), ("Reached", "")], &rows))
        }
    }
}

fn drawn(visit: &Visit, row: &TimelineRow) -> Markup {
    let dated = row.end.is_some();
    html! {
        @if dated {
            @let title = format!("Action {} along the days", row.action);
            @let timeline = timeline::timeline(&[row], title, false, visit.today());
            figure class="clew-chart" { (timeline::draw(&timeline)) }
        }
    }
}

/// What it refers to and what refers to it, both ways.
fn cross_references(plan: &PlanId, found: &References) -> Markup {
    let lists = [
        ("It refers to", &found.to),
        ("These refer to it", &found.from),
        ("Its parts", &found.parts),
    ];
    let part_of: Vec<_> = found.part_of.iter().cloned().collect();
    let lists = lists.into_iter().chain([("It is part of", &part_of)]);
    let lists: Vec<_> = lists.filter(|(_, list)| !list.is_empty()).collect();
    html! {
        @if !lists.is_empty() {
            section aria-labelledby="references" {
                h2 class="govuk-heading-m" id="references" { "Other actions" }
                @for (heading, list) in lists {
                    h3 class="govuk-heading-s" { (heading) }
                    ul class="govuk-list" {
                        @for other in list {
                            li {
                                @match &other.title {
                                    Some(title) => { (other.action) " " a class="govuk-link" href=(links::action(plan, &other.action)) { (title) } }
                                    None => { (other.action) " " span class="clew-lack" { "There is no action " (other.action) " in this plan" } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
