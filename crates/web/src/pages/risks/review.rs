//! The review of a risk: its score now, what was found, and when it is looked at next.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use clew_calendar::Day;
use clew_plan::{Risk, RiskScore};
use clew_service::{Conflict, RiskReview};
use maud::{Markup, html};

use super::bands::{current, score};
use super::risk_called;
use crate::components::{
    Choice, Input, TextArea, date_input, hidden, select, submit, summary_list, text_area,
    text_input,
};
use crate::fields::{Asked, new_act};
use crate::layout::{Page, Section};
use crate::pages::actions::words::capital;
use crate::pages::actions::{conflict_choices, keeps_theirs, take_over};
use crate::pages::drafts::{begun, forget, typed_at};
use crate::{Form, Visit, WebError, links};

/// The form, with what was typed into it before.
pub(super) async fn show(
    visit: Visit,
    Path(id): Path<String>,
    Asked(asked): Asked,
) -> Result<Response, WebError> {
    let memory = visit.memory()?;
    let risk = risk_called(memory.book(), &id, &asked)?;
    let today = visit.today();
    let mut form = Form::showing(&[
        ("reviewed_on-day", today.day().to_string()),
        ("reviewed_on-month", today.month().to_string()),
        ("reviewed_on-year", today.year().to_string()),
    ]);
    // A next review that is still to come stands; one that has passed is what this review answers.
    let to_come = risk.review_due.is_some_and(|due| due > today);
    for (field, name, value) in now(risk) {
        if field == "current" || to_come {
            form.fields.set(name, value);
        }
    }
    let (form, at) = begun(&visit, &place(risk), form).await?;
    page(&visit, risk, &form, None, at.is_some())
}

/// A score as the form's fields hold it.
fn typed(score: Option<RiskScore>) -> (String, String, String) {
    match score {
        Some(RiskScore::Parts { likelihood, impact }) => {
            (likelihood.to_string(), impact.to_string(), String::new())
        }
        Some(RiskScore::Product(product)) => (String::new(), String::new(), product.to_string()),
        None => <_>::default(),
    }
}

/// What the form's fields hold now, by the record's field.
fn now(risk: &Risk) -> Vec<(&'static str, &'static str, String)> {
    let (likelihood, impact, product) = typed(risk.current);
    let part = |part: fn(Day) -> String| risk.review_due.map(part).unwrap_or_default();
    vec![
        ("current", "likelihood", likelihood),
        ("current", "impact", impact),
        ("current", "product", product),
        (
            "review_due",
            "review_due-day",
            part(|due| due.day().to_string()),
        ),
        (
            "review_due",
            "review_due-month",
            part(|due| due.month().to_string()),
        ),
        (
            "review_due",
            "review_due-year",
            part(|due| due.year().to_string()),
        ),
    ]
}

/// Where what is typed is kept.
fn place(risk: &Risk) -> String {
    let plan = risk.plan.as_ref().map_or("", clew_plan::PlanId::as_str);
    format!("risk-review {plan} {}", risk.code)
}

fn page(
    visit: &Visit,
    risk: &Risk,
    form: &Form,
    conflict: Option<&Conflict>,
    is_draft: bool,
) -> Result<Response, WebError> {
    let seen = form.made_after(visit.memory()?.state().head.sequence);
    let address = links::review_risk(risk.plan.as_ref(), &risk.code);
    let own = links::risk_of(risk.plan.as_ref(), &risk.code);
    let body = html! {
        span class="govuk-caption-l" { "Risk " (risk.code) ": " (risk.title) }
        h1 class="govuk-heading-l" { "Record a review" }
        (summary_list(&[("Score now", current(risk)), ("Target", score(risk.target))]))
        form method="post" action=(address) novalidate data-keep-typed=(typed_at(&place(risk))) {
            (hidden("act", &new_act()))
            (hidden("seen", &seen.to_string()))
            @if let Some(conflict) = conflict { (conflict_choices(conflict)) }
            (fields(form, risk))
            (submit("Record the review"))
            p class="govuk-body clew-quiet" data-kept role="status" { @if is_draft { "This is what you typed before." } }
        }
        p class="govuk-body" { a class="govuk-link" href=(own) { "Leave it as it is" } }
    };
    let page = Page::new(visit, Section::Risks, "Record a review")
        .crumb("Risks", links::RISKS)
        .crumb(risk.title.as_str(), own)
        .narrow()
        .problems_of(form);
    Ok(match conflict {
        Some(_) => (StatusCode::CONFLICT, page.markup(body)).into_response(),
        None => page.show(body),
    })
}

fn fields(form: &Form, risk: &Risk) -> Markup {
    let likelihoods = choices(["Rare", "Unlikely", "Possible", "Likely", "Almost certain"]);
    let impacts = choices(["Minor", "Moderate", "Significant", "Major", "Catastrophic"]);
    let only_product = matches!(risk.current, Some(RiskScore::Product(_)));
    html! {
        (select(form, "likelihood", "Likelihood now", "", &likelihoods))
        (select(form, "impact", "Impact now", "", &impacts))
        @if only_product {
            (text_input(form, &Input { name: "product", label: "Or the score alone", hint: "This register gives only the score, 1 to 25. With likelihood and impact the risk has its place in the heat map.", width: 3, mode: "numeric", ..Input::default() }))
        }
        (text_area(form, &TextArea { name: "note", label: "What was found", hint: "Why the score is what it is, in a sentence that will be read in a year.", rows: 4, most: 2000 }))
        (date_input(form, "reviewed_on", "The day of the review", ""))
        (date_input(form, "review_due", "When it is looked at next", "Leave it empty if that is left open."))
    }
}

fn choices(words: [&str; 5]) -> Vec<Choice> {
    let scored = words
        .iter()
        .zip(1..)
        .map(|(word, score)| Choice::new(score.to_string(), format!("{score} {word}")));
    std::iter::once(Choice::new("", "Choose"))
        .chain(scored)
        .collect()
}

/// The form, sent.
pub(super) async fn send(
    visit: Visit,
    Path(id): Path<String>,
    Asked(asked): Asked,
    mut form: Form,
) -> Result<Response, WebError> {
    let memory = visit.memory()?;
    let risk = risk_called(memory.book(), &id, &asked)?;
    let Some(review) = review_of(&mut form, risk) else {
        return page(&visit, risk, &form, None, false);
    };
    let caller = visit.caller(&form.act())?;
    let done = visit
        .app
        .blocking(move |service| service.review_risk(&caller, &review))
        .await;
    let Err(error) = done else {
        forget(&visit, &place(risk)).await?;
        let plan = risk.plan.as_ref().map_or("", clew_plan::PlanId::as_str);
        let pairs = [("plan", plan), ("done", "risk-reviewed")];
        let to = links::with_query(&links::risk(&risk.code), &links::query(&pairs));
        return Ok(Redirect::to(&to).into_response());
    };
    let known = visit.memory()?;
    let risk = risk_called(known.book(), &id, &asked)?;
    if let Some(conflict) = error.conflicts().first() {
        take_over(&mut form.fields, conflict, &now(risk));
        form.has_seen(known.state().head.sequence);
        return page(&visit, risk, &form, Some(conflict), false);
    }
    if error.problems().is_empty() {
        return Err(error);
    }
    for problem in error.problems() {
        form.refuse(&problem.field, capital(&problem.problem));
    }
    page(&visit, risk, &form, None, false)
}

fn review_of(form: &mut Form, risk: &Risk) -> Option<RiskReview> {
    let score = score_of(form);
    let note = form.needed("note", "Say what was found");
    let reviewed_on = form.day("reviewed_on");
    if reviewed_on.is_none() && form.problem("reviewed_on").is_none() {
        form.refuse("reviewed_on", "Enter the day of the review");
    }
    let review_due = form.day("review_due");
    let theirs = |field: &str| keeps_theirs(&form.fields, field);
    let review = RiskReview {
        plan: risk.plan.clone(),
        risk: risk.code.clone(),
        score: if theirs("current") {
            risk.current.or(score)?
        } else {
            score?
        },
        note,
        reviewed_on: if theirs("reviewed_on") {
            risk.reviewed_on.or(reviewed_on)?
        } else {
            reviewed_on?
        },
        review_due: if theirs("review_due") {
            risk.review_due
        } else {
            review_due
        },
        seen: form.seen(),
    };
    form.is_sound().then_some(review)
}

/// Likelihood and impact, or the score alone.
fn score_of(form: &mut Form) -> Option<RiskScore> {
    let (likelihood, impact) = (form.fields.text("likelihood"), form.fields.text("impact"));
    let written = match (likelihood.is_empty(), impact.is_empty()) {
        (false, false) => format!("{likelihood}x{impact}"),
        (true, true) => form.fields.text("product").to_owned(),
        (true, false) => {
            form.refuse("likelihood", "Choose how likely it is now");
            return None;
        }
        (false, true) => {
            form.refuse("impact", "Choose how bad it would be now");
            return None;
        }
    };
    let score = written.parse().ok();
    if score.is_none() {
        form.refuse(
            "likelihood",
            "Choose how likely it is now, and how bad it would be",
        );
    }
    score
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn review(pairs: &[(&str, &str)]) -> (Form, Option<RiskReview>) {
        let fields = serde_json::json!({"code": "R1", "title": "R", "current": "12"});
        let risk: Risk = serde_json::from_value(fields).unwrap();
        let owned: Vec<(&str, String)> = pairs
            .iter()
            .map(|(name, value)| (*name, (*value).to_owned()))
            .collect();
        let mut form = Form::showing(&owned);
        let review = review_of(&mut form, &risk);
        (form, review)
    }

    #[test]
    fn a_score_is_likelihood_and_impact_or_the_product_alone() {
        let rest = [("note", "Beds were found."), ("reviewed_on", "2026-06-12")];
        for (given, score) in [
            (vec![("likelihood", "3"), ("impact", "4")], Some("3x4")),
            (vec![("product", "9")], Some("9")),
            (vec![("product", "26")], None),
            (vec![("likelihood", "3")], None),
            (vec![("likelihood", "6"), ("impact", "1")], None),
            (vec![], None),
        ] {
            let pairs: Vec<_> = given.iter().chain(&rest).copied().collect();
            let (_, review) = review(&pairs);
            let found = review.map(|review| review.score.to_string());
            assert_eq!(found.as_deref(), score, "{given:?}");
        }
    }

    #[test]
    fn a_review_needs_its_day_and_what_was_found() {
        let (form, review) = review(&[("product", "9")]);
        assert!(review.is_none());
        assert!(form.problem("note").is_some() && form.problem("reviewed_on").is_some());
    }
}
