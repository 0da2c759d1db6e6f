//! Waiving: accepting a finding as it is, with a reason.

use axum::response::{IntoResponse, Redirect, Response};
use clew_check::{Finding, Report};
use clew_plan::{Book, Kind, Waiver};
use clew_service::{ErrorKind, Incoming, Overview};
use maud::{Markup, html};

use super::{checked, findings};
use crate::components::{
    Choice, Input, TextArea, form as around, hidden, inset, radios, submit, text_area, text_input,
};
use crate::fields::Asked;
use crate::layout::{Page, Section};
use crate::{Form, Visit, WebError, links};

/// Findings that are listed as what would be covered.
const MOST_LISTED: usize = 5;

/// The form for a finding.
pub(super) async fn show(visit: Visit, Asked(fields): Asked) -> Result<Response, WebError> {
    let mut form = Form {
        fields,
        problems: Vec::new(),
    };
    let here = form.fields.given("place").is_some();
    form.fields
        .set("where", if here { "here" } else { "everywhere" });
    page(&visit, &form).await
}

async fn page(visit: &Visit, form: &Form) -> Result<Response, WebError> {
    let overview = visit.overview().await?;
    let report = checked(visit, &overview).await?;
    let rule = clew_check::rule(form.fields.text("rule"))
        .ok_or_else(|| WebError::not_found("There is no such check."))?;
    let body = html! {
        h1 class="govuk-heading-l" { "Waive a finding" }
        p class="govuk-body" { strong { (rule.title) } }
        (covered(&overview, &report, form))
        (around(links::WAIVE, overview.memory().state().head.sequence, &fields(form)))
    };
    Ok(Page::new(visit, Section::Checks, "Waive a finding")
        .crumb("Checks", links::CHECKS)
        .narrow()
        .problems_of(form)
        .show(body))
}

/// The findings that the waiver would cover, here and everywhere.
fn covered(overview: &Overview, report: &Report, form: &Form) -> Markup {
    let rule = form.fields.text("rule");
    let all = report.findings.iter().filter(|found| found.rule == rule);
    let all = all.count();
    let here = waiver(form, form.optional("place"), String::new());
    // Whether it covers is asked with a reason, as a waiver without one covers nothing.
    let here = Waiver {
        reason: "asked".to_owned(),
        ..here
    };
    let found: Vec<&Finding> = report
        .findings
        .iter()
        .filter(|found| clew_check::covers(&here, found, None))
        .collect();
    html! {
        @if found.is_empty() {
            (inset(&html! { "Nothing is found here now: it was put right, or is waived already." }))
        } @else {
            ul class="clew-findings" {
                @for finding in found.iter().take(MOST_LISTED) {
                    li class=(finding.severity) {
                        p { (finding.message) }
                        @if let Some(place) = finding.places.first() { p { (findings::at(overview, place, false)) } }
                    }
                }
            }
            @if found.len() > MOST_LISTED { p class="govuk-body" { "And " (found.len() - MOST_LISTED) " more at this place." } }
        }
        p class="govuk-body" { "In all, this check finds " (all) @if all == 1 { " thing." } @else { " things." } }
    }
}

fn fields(form: &Form) -> Markup {
    let place = form.fields.text("place");
    let scope = [
        Choice {
            value: "here".to_owned(),
            words: "Only here".to_owned(),
            hint: place.to_owned(),
        },
        Choice {
            value: "everywhere".to_owned(),
            words: "Wherever this check finds something".to_owned(),
            hint: "Also what it finds later.".to_owned(),
        },
    ];
    let reason = TextArea {
        name: "reason",
        label: "Why it is accepted",
        hint: "A sentence that will be understood in a year.",
        rows: 3,
        ..TextArea::default()
    };
    let by = Input {
        name: "by",
        label: "Post that accepts it",
        hint: "For example performance manager.",
        width: 30,
        ..Input::default()
    };
    let until = Input {
        name: "until",
        label: "Look at it again on",
        hint: "May be left out. After this day it is found again. For example 31/3/2027.",
        width: 10,
        ..Input::default()
    };
    html! {
        (hidden("rule", form.fields.text("rule")))
        (hidden("place", place))
        @if place.is_empty() { (hidden("where", "everywhere")) }
        @else { (radios(form, "where", "What is waived", "", &scope)) }
        (text_area(form, &reason))
        (text_input(form, &by))
        (text_input(form, &until))
        (submit("Waive"))
    }
}

fn waiver(form: &Form, place: Option<String>, reason: String) -> Waiver {
    Waiver {
        rule: form.fields.text("rule").to_owned(),
        place,
        reason,
        by: form.optional("by"),
        on: None,
        until: None,
        source: None,
    }
}

/// The form, sent.
pub(super) async fn send(visit: Visit, mut form: Form) -> Result<Response, WebError> {
    let reason = form.needed("reason", "Say why it is accepted");
    let until = form.day("until");
    if until.is_some_and(|until| until < visit.today()) {
        form.refuse("until", "Choose a day that is still to come");
    }
    if clew_check::rule(form.fields.text("rule")).is_none() {
        return Err(WebError::not_found("There is no such check."));
    }
    if !form.is_sound() {
        return page(&visit, &form).await;
    }
    let everywhere = form.fields.text("where") == "everywhere";
    let place = form.optional("place").filter(|_| !everywhere);
    let waiver = Waiver {
        on: Some(visit.today()),
        until,
        ..waiver(&form, place, reason)
    };
    if let Some(theirs) = meanwhile(&visit, &form, &waiver)? {
        form.refuse("reason", format!("Somebody else waived this meanwhile, because: {theirs} Send it again to put your reason in its place"));
        return page(&visit, &form).await;
    }
    match take_in(&visit, &form, waiver).await {
        Ok(()) => {
            let address = links::with_query(links::CHECKS, "done=waived");
            Ok(Redirect::to(&address).into_response())
        }
        Err(WebError::Service(error)) if error.kind() == ErrorKind::Conflict => {
            form.refuse("reason", "Somebody else waived this meanwhile. Look at the waivers, or send it again to put your reason in its place");
            page(&visit, &form).await
        }
        Err(error) => Err(error),
    }
}

/// Why somebody else waived the same after the form was made.
fn meanwhile(visit: &Visit, form: &Form, waiver: &Waiver) -> Result<Option<String>, WebError> {
    let memory = visit.memory()?;
    let alike = |there: &Waiver| there.rule == waiver.rule && there.place == waiver.place;
    let mut waivers = memory.book().waivers.iter().enumerate();
    let Some((place, theirs)) = waivers.find(|(_, there)| alike(there)) else {
        return Ok(None);
    };
    let standing = memory.state().standing(Kind::Waiver, place);
    let seen = form.seen().unwrap_or(0);
    let since = standing.is_some_and(|standing| standing.changed > seen);
    let otherwise = theirs.reason != waiver.reason;
    Ok((since && otherwise).then(|| theirs.reason.clone()))
}

async fn take_in(visit: &Visit, form: &Form, waiver: Waiver) -> Result<(), WebError> {
    let incoming = Incoming {
        book: Book {
            waivers: vec![waiver],
            ..Book::default()
        },
        seen: form.seen().unwrap_or(0),
        reason: None,
    };
    let caller = visit.caller(&form.act())?;
    visit
        .app
        .blocking(move |service| service.take_in_records(&caller, &incoming))
        .await?;
    Ok(())
}
