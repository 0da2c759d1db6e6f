//! The golden thread of a plan as a nested tree, with the statuses counted at each node.

use axum::extract::Path;
use axum::response::Response;
use clew_journal::{Subject, SubjectKind};
use clew_measure::Counts;
use clew_plan::{Kind, OutcomeLevel, PlanId};
use clew_report::words;
use clew_service::{Act, Overview, Thread, ThreadNode, ThreadPoint};
use maud::{Markup, html};

use super::Shown;
use crate::components::{empty, status_counts, status_mark, summary_list};
use crate::layout::{Piece, kept, piece};
use crate::{App, Visit, WebError, links};

/// Levels of the tree that stand open at first.
const OPEN_LEVELS: usize = 1;

/// The page.
pub(super) async fn show(visit: Visit, Path(id): Path<String>) -> Result<Response, WebError> {
    let overview = visit.overview().await?;
    if let Some(page) = kept(&visit, &overview) {
        return Ok(page);
    }
    let shown = Shown::of(&visit, &overview, &id)?;
    let may = visit.may(Act::ChangePlan);
    let thread = tree(&visit.app, &shown, may);
    let body = html! {
        (shown.head(""))
        (about(&shown))
        @if may { (ways_to_change(&shown)) }
        (shown.period_filter(&links::plan(shown.id())))
        (Piece::place(0))
    };
    let page = shown.page(&visit, "");
    Ok(page.show_with_pieces(&overview, body, &[thread]))
}

/// The thread itself, the same at every address of the plan and the period.
pub(super) fn tree(app: &App, shown: &Shown<'_>, may: bool) -> Piece {
    let name = format!("thread {may} {} {}", shown.at.period, shown.id());
    piece(app, shown.overview, shown.at.today, &name, || {
        let thread = shown.overview.thread(Some(shown.id()), shown.at);
        html! {
            @for plan in &thread.plans { (whole(plan, thread.without_sight.len(), shown.id())) }
            (without_sight(&thread, shown, may))
        }
    })
}

fn about(shown: &Shown<'_>) -> Markup {
    let (book, plan) = (shown.overview.book(), shown.plan);
    let mut facts: Vec<(&str, Markup)> = Vec::new();
    if let Some(purpose) = &plan.purpose {
        facts.push(("What it is for", html! { (purpose) }));
    }
    if let Some(unit) = &plan.unit {
        facts.push(("Whose plan it is", html! { (book.unit_name(unit)) }));
    }
    if let Some(parent) = plan.parent.as_ref().and_then(|parent| book.plan(parent)) {
        let link = html! { a class="govuk-link" href=(links::plan(&parent.id)) { (parent.title) } };
        facts.push(("Serves", link));
    }
    if let Some(period) = plan.period {
        facts.push(("Period", html! { (words::period(period)) }));
    }
    if plan.approved_by.is_some() || plan.approved_on.is_some() {
        let approved = html! {
            @if let Some(by) = &plan.approved_by { (by) }
            @if let Some(on) = plan.approved_on { " on " (words::day(on)) }
        };
        facts.push(("Approved", approved));
    }
    html! { @if !facts.is_empty() { (summary_list(&facts)) } }
}

fn ways_to_change(shown: &Shown<'_>) -> Markup {
    let id = shown.id();
    let subject = Subject::named(SubjectKind::Record(Kind::Plan), [id.as_str()]);
    let of_plan = [("plan", id.as_str())];
    html! {
        div class="clew-actions" {
            a class="govuk-link" href=(links::edit(&subject)) { "Change the plan" }
            a class="govuk-link" href=(links::history(&subject)) { "Its history" }
            a class="govuk-link" href=(links::new_record(Kind::Outcome, &of_plan)) { "Add an outcome" }
            a class="govuk-link" href=(links::new_record(Kind::Measure, &of_plan)) { "Add a measure" }
            a class="govuk-link" href=(links::new_record(Kind::Action, &of_plan)) { "Add an action" }
            a class="govuk-link" href=(links::new_record(Kind::Risk, &of_plan)) { "Add a risk" }
            a class="govuk-link" href=(links::plan_part(id, "copy")) { "Copy it forward" }
        }
    }
}

/// A plan's own counts, and what hangs from it.
fn whole(plan: &ThreadNode, without_sight: usize, id: &PlanId) -> Markup {
    html! {
        h2 class="govuk-heading-m" { "From priority to figure" }
        p class="govuk-body" {
            @if plan.measures.total() > 0 { "Measures: " (status_counts(&plan.measures)) }
            @if plan.how_many_actions > 0 { " Actions: " (status_counts(&plan.actions)) (uncoloured(plan)) }
            @if without_sight > 0 { " " a class="govuk-link" href="#without-line-of-sight" { (without_sight) " more without a line of sight" } }
        }
        @if plan.children.is_empty() {
            (empty(&html! { p class="govuk-body" { "Nothing hangs from this plan yet. Add its first outcome." } }))
        } @else {
            ul class="clew-thread" { @for child in &plan.children { (node(child, 0, id)) } }
        }
    }
}

fn uncoloured(node: &ThreadNode) -> Markup {
    let without = node.how_many_actions.saturating_sub(node.actions.total());
    html! { @if without > 0 { span class="clew-quiet" { (without) " without a colour" } } }
}

/// A node with everything that hangs from it.
pub(super) fn node(node: &ThreadNode, depth: usize, plan: &PlanId) -> Markup {
    html! {
        li {
            (line(node, plan))
            @if !node.children.is_empty() {
                details open[depth < OPEN_LEVELS] {
                    summary { (below(node)) span class="govuk-visually-hidden" { " of " (node.title) } }
                    ul { @for child in &node.children { (self::node(child, depth + 1, plan)) } }
                }
            }
        }
    }
}

fn line(node: &ThreadNode, plan: &PlanId) -> Markup {
    let is_outcome = node.level.is_some();
    html! {
        div class="clew-thread__line" {
            span class="clew-thread__kind" { (kind_of(node)) }
            span class={ "clew-thread__title" @if is_outcome { " clew-thread__title--outcome" } } {
                (titled(node, plan))
                @if let Some(owner) = &node.owner { span class="clew-quiet" { " – " (owner) } }
            }
            (standing(node))
        }
    }
}

/// How a node stands: its own status, or how many of what hangs from it have each.
fn standing(node: &ThreadNode) -> Markup {
    let own = matches!(
        node.point,
        ThreadPoint::Measure(_) | ThreadPoint::Action(..)
    );
    html! {
        @if own {
            @match node.status {
                Some(status) => { (status_mark(status)) }
                None => { span class="clew-quiet" { "No colour" } }
            }
        } @else {
            (status_counts(&both(node))) (uncoloured(node))
        }
    }
}

/// Measures and actions together.
pub(super) fn both(node: &ThreadNode) -> Counts {
    let mut counts = node.measures;
    for status in clew_plan::Status::ALL {
        counts.add(*status, node.actions.of(*status));
    }
    counts
}

/// The title, leading to where the thing is shown.
pub(super) fn titled(node: &ThreadNode, plan: &PlanId) -> Markup {
    let title = if node.title.is_empty() {
        "(no title)"
    } else {
        &node.title
    };
    html! {
        @match address(node, plan) {
            Some(address) => { a class="govuk-link" href=(address) { (title) } }
            None => { (title) }
        }
        @if !node.code.is_empty() && !matches!(node.point, ThreadPoint::Plan(_)) { " " span class="clew-quiet" { (node.code) } }
    }
}

/// Where the thing is shown; an outcome within the pages of the plan that is looked at.
pub(super) fn address(node: &ThreadNode, plan: &PlanId) -> Option<String> {
    match &node.point {
        ThreadPoint::Plan(id) => Some(links::plan(id)),
        ThreadPoint::Outcome(id) => Some(links::outcome(plan, id)),
        ThreadPoint::Measure(key) => Some(links::measure(key, None)),
        ThreadPoint::Action(plan, id) => Some(links::action(plan, id)),
        ThreadPoint::Activity(_) | ThreadPoint::Unit(_) => None,
    }
}

pub(super) fn kind_of(node: &ThreadNode) -> &'static str {
    match (&node.point, node.level) {
        (_, Some(OutcomeLevel::Priority)) => "Priority",
        (_, Some(OutcomeLevel::Outcome)) => "Outcome",
        (_, Some(OutcomeLevel::Deliverable)) => "Deliverable",
        (ThreadPoint::Plan(_), _) => "Plan",
        (ThreadPoint::Outcome(_), _) => "Outcome",
        (ThreadPoint::Activity(_), _) => "Activity",
        (ThreadPoint::Measure(_), _) => "Measure",
        (ThreadPoint::Action(..), _) => "Action",
        (ThreadPoint::Unit(_), _) => "Team",
    }
}

/// What hangs directly from a node, in words: `2 outcomes, 5 measures`.
fn below(node: &ThreadNode) -> String {
    let mut kinds: Vec<(&str, usize)> = Vec::new();
    for child in &node.children {
        let kind = kind_of(child);
        match kinds.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, count)) => *count += 1,
            None => kinds.push((kind, 1)),
        }
    }
    let said = kinds.iter().map(|(kind, count)| counted(kind, *count));
    said.collect::<Vec<_>>().join(", ")
}

fn counted(kind: &str, count: usize) -> String {
    let kind = kind.to_lowercase();
    match (count, kind.strip_suffix('y')) {
        (1, _) => format!("1 {kind}"),
        (_, Some(stem)) => format!("{count} {stem}ies"),
        _ => format!("{count} {kind}s"),
    }
}

/// Measures and actions that serve no outcome.
fn without_sight(thread: &Thread, shown: &Shown<'_>, may: bool) -> Markup {
    html! {
        @if !thread.without_sight.is_empty() {
            section id="without-line-of-sight" {
                h2 class="govuk-heading-m" { "Without a line of sight" }
                p class="govuk-body" { "These serve no outcome, so nobody can say which promise they keep. Give each the outcome it serves." }
                ul class="clew-thread" {
                    @for node in &thread.without_sight {
                        li {
                            (line(node, shown.id()))
                            @if may { @if let Some(subject) = subject_of(node, shown.overview) {
                                a class="govuk-link" href=(links::edit(&subject)) { "Give it an outcome" span class="govuk-visually-hidden" { ": " (node.title) } }
                            } }
                        }
                    }
                }
            }
        }
    }
}

/// The record that a point of the thread is.
pub(super) fn subject_of(node: &ThreadNode, overview: &Overview) -> Option<Subject> {
    let named = |kind, parts: &[&str]| {
        Some(Subject::named(
            SubjectKind::Record(kind),
            parts.iter().copied(),
        ))
    };
    match &node.point {
        ThreadPoint::Plan(id) => named(Kind::Plan, &[id.as_str()]),
        ThreadPoint::Outcome(id) => named(Kind::Outcome, &[id.as_str()]),
        ThreadPoint::Measure(key) => named(Kind::Measure, &[key.as_str()]),
        ThreadPoint::Action(plan, id) => named(Kind::Action, &[id.as_str(), plan.as_str()]),
        ThreadPoint::Unit(id) => named(Kind::Unit, &[id.as_str()]),
        ThreadPoint::Activity(place) => {
            overview.memory().state().subject_at(Kind::Activity, *place)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_hangs_from_a_node_is_counted_in_words() {
        assert_eq!(counted("Measure", 1), "1 measure");
        assert_eq!(counted("Activity", 3), "3 activities");
        assert_eq!(counted("Outcome", 2), "2 outcomes");
        assert_eq!(counted("Priority", 1), "1 priority");
    }
}
