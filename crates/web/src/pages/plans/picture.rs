//! The golden thread as a picture, from priority to team, with the same as a table.

use std::collections::BTreeMap;

use axum::extract::Path;
use axum::response::Response;
use clew_measure::Counts;
use clew_plan::{Book, PlanId, Status, UnitId};
use clew_render::svg::{self, Size};
use clew_report::{Node, Tree};
use clew_service::{ThreadNode, ThreadPoint};
use maud::{Markup, PreEscaped, html};

use super::Shown;
use super::thread::{address, both, kind_of};
use crate::components::{empty, table};
use crate::{Visit, WebError, links};

/// Nodes that a picture can show and still be read.
const MOST_NODES: usize = 90;

/// The page.
pub(super) async fn show(visit: Visit, Path(id): Path<String>) -> Result<Response, WebError> {
    let overview = visit.overview().await?;
    let shown = Shown::of(&visit, &overview, &id)?;
    let thread = overview.thread(Some(shown.id()), shown.at);
    let tree = tree_of(&thread.plans, &shown);
    let body = html! {
        (shown.head("picture"))
        (shown.period_filter(&links::plan_part(shown.id(), "picture")))
        @if tree.roots.is_empty() {
            (empty(&html! { p class="govuk-body" { "Nothing hangs from this plan yet." } }))
        } @else {
            (drawn(&tree))
            details class="govuk-details" {
                summary class="govuk-details__summary" { span class="govuk-details__summary-text" { "The same as a table" } }
                div class="govuk-details__text" { (as_table(&tree)) }
            }
        }
    };
    Ok(shown.page(&visit, "Picture").show(body))
}

fn drawn(tree: &Tree) -> Markup {
    let small = tree.collapsed(MOST_NODES);
    html! {
        p class="govuk-body clew-quiet" { (tree.description) }
        div class="clew-chart clew-only-wide" { (PreEscaped(svg::tree(&small, "thread-wide", Size::Wide))) }
        div class="clew-chart clew-only-narrow" { (PreEscaped(svg::tree(&small, "thread-narrow", Size::Compact))) }
    }
}

fn tree_of(plans: &[ThreadNode], shown: &Shown<'_>) -> Tree {
    let book = shown.overview.book();
    let tops = plans.iter().flat_map(|plan| &plan.children);
    Tree {
        title: format!("From priority to team: {}", shown.plan.title),
        description: "Each box is something the plan promises, with how many of the measures and \
                      actions below it have each status; at the end stands the team that answers."
            .to_owned(),
        levels: Vec::new(),
        roots: tops
            .filter_map(|node| branch(node, book, shown.id()))
            .collect(),
        more: 0,
    }
}

/// An outcome or a plan with what serves it, and at its end the teams that answer for its measures
/// and actions. Those themselves are counted and not drawn.
fn branch(node: &ThreadNode, book: &Book, plan: &PlanId) -> Option<Node> {
    if !matches!(node.point, ThreadPoint::Outcome(_) | ThreadPoint::Plan(_)) {
        return None;
    }
    let outcomes = node
        .children
        .iter()
        .filter_map(|child| branch(child, book, plan));
    let mut below: Vec<Node> = outcomes.collect();
    below.extend(teams(node, book));
    Some(Node {
        title: node.title.clone(),
        code: kind_of(node).to_owned(),
        counts: pairs(&both(node)),
        href: address(node, plan),
        below,
        more: 0,
    })
}

/// The parts of the organisation that answer for what hangs directly from an outcome, or from its
/// activities; each measure and action is counted once.
fn teams(node: &ThreadNode, book: &Book) -> Vec<Node> {
    let mut teams: BTreeMap<&UnitId, BTreeMap<&ThreadPoint, Option<Status>>> = BTreeMap::new();
    let activities =
        (node.children.iter()).filter(|child| matches!(child.point, ThreadPoint::Activity(_)));
    let under = activities.flat_map(|activity| &activity.children);
    for child in node.children.iter().chain(under) {
        let leaf = matches!(
            child.point,
            ThreadPoint::Measure(_) | ThreadPoint::Action(..)
        );
        if let (true, Some(unit)) = (leaf, &child.unit) {
            let team = teams.entry(unit).or_default();
            team.insert(&child.point, child.status);
        }
    }
    let teams = teams.into_iter();
    teams
        .map(|(unit, points)| Node {
            title: book.unit_name(unit).to_owned(),
            code: "Team".to_owned(),
            counts: pairs(&counted(points.into_values().flatten())),
            ..Node::default()
        })
        .collect()
}

fn counted(statuses: impl Iterator<Item = Status>) -> Counts {
    statuses.fold(Counts::default(), |mut counts, status| {
        counts.add(status, 1);
        counts
    })
}

fn pairs(counts: &Counts) -> Vec<(Status, u32)> {
    let all = Status::ALL
        .iter()
        .map(|status| (*status, counts.of(*status)));
    all.filter(|(_, count)| *count > 0).collect()
}

/// The whole tree in rows, those that the picture leaves out too.
fn as_table(tree: &Tree) -> Markup {
    let rows = html! { @for root in &tree.roots { (rows_of(root, &mut Vec::new())) } };
    let headings = [
        ("Kind", ""),
        ("Serves", ""),
        ("Title", ""),
        ("Statuses", ""),
    ];
    table(&tree.title, &headings, &rows)
}

fn rows_of<'node>(node: &'node Node, above: &mut Vec<&'node str>) -> Markup {
    let statuses = node.counts.iter();
    let statuses = statuses.map(|(status, count)| format!("{count} {}", status.word()));
    let row = html! {
        tr {
            td { (node.code) }
            td { (above.join(" › ")) }
            th scope="row" {
                @match &node.href { Some(href) => { a href=(href) { (node.title) } } None => { (node.title) } }
            }
            td { (statuses.collect::<Vec<_>>().join(", ")) }
        }
    };
    above.push(&node.title);
    let below: Vec<Markup> = node.below.iter().map(|node| rows_of(node, above)).collect();
    above.pop();
    html! { (row) @for below in &below { (below) } }
}
