//! One risk: what it is, its scores, its controls, its history, and what it is linked with.

use axum::extract::Path;
use axum::response::Response;
use clew_plan::{Book, Control, Risk};
use clew_report::words;
use clew_service::{Act, Memory};
use maud::{Markup, html};

use super::bands::{current, parts, score};
use super::register::{review as review_due, since_first};
use super::{history, risk_called, subject};
use crate::components::{link_button, summary_list, table};
use crate::fields::Asked;
use crate::layout::{Page, Section};
use crate::pages::actions::may;
use crate::pages::actions::words::{capital, late_mark, or_dash, paragraphs};
use crate::{Visit, WebError, links};

/// The page.
pub(super) async fn show(
    visit: Visit,
    Path(id): Path<String>,
    Asked(asked): Asked,
) -> Result<Response, WebError> {
    let memory = visit.memory()?;
    let book = memory.book();
    let risk = risk_called(book, &id, &asked)?;
    let history = history::of(&visit, &memory, risk).await?;
    let body = html! {
        span class="govuk-caption-l" { "Risk " (risk.code) }
        h1 class="govuk-heading-l" { (risk.title) }
        (ways(&visit, &memory, risk))
        div class="clew-columns" {
            div {
                @if let Some(text) = &risk.description { (paragraphs(text)) }
                (scores(risk))
                (controls(book, risk, visit.today()))
                (history)
            }
            div {
                (facts(book, risk, &visit))
                (linked(book, risk))
            }
        }
    };
    Ok(Page::new(&visit, Section::Risks, risk.title.clone())
        .crumb("Risks", links::RISKS)
        .show(body))
}

fn ways(visit: &Visit, memory: &Memory, risk: &Risk) -> Markup {
    let unit = memory.unit_of_risk(risk);
    html! {
        div class="clew-actions" {
            @if may(visit, Act::Return, unit) {
                (link_button("Record a review", &links::review_risk(risk.plan.as_ref(), &risk.code)))
            }
            @if may(visit, Act::ChangePlan, unit) { a class="govuk-link" href=(links::edit(&subject(risk))) { "Edit everything" } }
            a class="govuk-link" href=(links::history(&subject(risk))) { "History" }
        }
    }
}

fn scores(risk: &Risk) -> Markup {
    let rows = html! {
        tr { th scope="row" { "At first, before any control" } td { (score(risk.original)) } td {} }
        tr {
            th scope="row" { "Now" }
            td { (current(risk)) @if let Some(parts) = risk.current.and_then(parts) { div class="clew-quiet" { (parts) } } }
            td { (since_first(risk)) }
        }
        tr { th scope="row" { "Target" } td { (score(risk.target)) } td { (to_go(risk)) } }
    };
    table(
        "Scores",
        &[
            ("Score", ""),
            ("Likelihood × impact", ""),
            ("How it moved", ""),
        ],
        &rows,
    )
}

/// How far the score is from its target.
fn to_go(risk: &Risk) -> Markup {
    let both = risk.current.zip(risk.target);
    let both = both.map(|(now, target)| (now.product(), target.product()));
    html! {
        @match both {
            Some((now, target)) if now > target => { (now - target) " above it" }
            Some(_) => "Reached",
            None => {}
        }
    }
}

fn controls(book: &Book, risk: &Risk, today: clew_calendar::Day) -> Markup {
    let of_risk: Vec<&Control> = book
        .controls
        .iter()
        .filter(|it| it.risk == risk.code)
        .collect();
    let in_place = of_risk.iter().filter(|control| control.in_place).count();
    let late = |control: &Control| match control.due {
        Some(due) if !control.in_place => due.days_until(today),
        _ => 0,
    };
    let rows = html! {
        @for control in &of_risk {
            tr {
                th scope="row" { (control.title) }
                td { @if control.in_place { "In place" } @else { "Planned" } }
                td { (or_dash(control.owner.as_deref())) }
                td class="whole" { (or_dash(control.due.map(words::day).as_deref())) (late_mark(late(control))) }
            }
        }
    };
    let caption = format!("Controls: {in_place} of {} in place", of_risk.len());
    html! {
        @if of_risk.is_empty() {
            h2 class="govuk-heading-m" { "Controls" }
            p class="govuk-body" { span class="clew-lack" { "No control is listed" } }
        } @else {
            (table(&caption, &[("Control", ""), ("Stands", ""), ("Owner", ""), ("By", "")], &rows))
        }
    }
}

fn facts(book: &Book, risk: &Risk, visit: &Visit) -> Markup {
    let plan = risk.plan.as_ref();
    let unit = risk.unit.as_ref().map(|unit| book.unit_name(unit));
    html! {
        h2 class="govuk-heading-m" { "In short" }
        (summary_list(&[
            ("Owner", or_dash(risk.owner.as_deref())),
            ("Service", or_dash(unit)),
            ("Category", or_dash(risk.category.as_deref().map(capital).as_deref())),
            ("Reviewed", or_dash(risk.reviewed_on.map(words::day).as_deref())),
            ("Next review", review_due(risk, visit.today())),
            ("Plan", match plan {
                Some(id) => html! { a class="govuk-link" href=(links::plan(id)) { (book.plan(id).map_or(id.as_str(), |plan| &plan.title)) } },
                None => or_dash(None),
            }),
            ("Read from", or_dash(risk.source.as_deref())),
        ]))
    }
}

/// Other registers, actions and outcomes that share a code with it.
fn linked(book: &Book, risk: &Risk) -> Markup {
    let code = risk.code.as_str();
    let names = |codes: &[String]| codes.iter().any(|it| it == code);
    let actions = book.actions.iter();
    let actions: Vec<_> = actions
        .filter(|action| {
            names(&action.links) || risk.links.iter().any(|it| it == action.id.as_str())
        })
        .collect();
    let outcomes = book.outcomes.iter();
    let outcomes: Vec<_> = outcomes
        .filter(|outcome| risk.links.iter().any(|it| it == outcome.id.as_str()))
        .collect();
    html! {
        h2 class="govuk-heading-m" { "Linked with" }
        @if actions.is_empty() && outcomes.is_empty() && risk.links.is_empty() {
            p class="govuk-body clew-quiet" { "Nothing names it, and it names nothing." }
        }
        ul class="govuk-list" {
            @for action in actions {
                li { "Action " (action.id) ": " a class="govuk-link" href=(links::action(&action.plan, &action.id)) { (action.title.as_deref().unwrap_or("without a title")) } }
            }
            @for outcome in &outcomes {
                li { "Outcome: " a class="govuk-link" href=(links::outcome(&outcome.plan, &outcome.id)) { (outcome.title) } }
            }
            @for other in risk.links.iter().filter(|it| !outcomes.iter().any(|outcome| outcome.id.as_str() == **it)) {
                @match book.risks.iter().find(|there| there.code.as_str() == other && there.code != risk.code) {
                    Some(there) => li { "Risk " (other) ": " a class="govuk-link" href=(links::risk_of(there.plan.as_ref(), &there.code)) { (there.title) } },
                    None => li { (other) " " span class="clew-quiet" { "in another register" } },
                }
            }
        }
    }
}
