//! The waivers: what was accepted, why, by whom, until when; and withdrawing one.

use axum::response::{IntoResponse, Redirect, Response};
use clew_check::Report;
use clew_journal::{Subject, SubjectKind};
use clew_plan::{Kind, Record, Waiver};
use clew_report::words;
use maud::{Markup, html};

use super::{checked, views};
use crate::components::{
    TextArea, empty, form as around, hidden, inset, pagination, submit, table, text_area,
};
use crate::fields::Asked;
use crate::layout::{Page, Section};
use crate::{Form, Visit, WebError, links};

/// Waivers on a page.
const A_PAGE: usize = 50;

const HEADINGS: &[(&str, &str)] = &[
    ("Check", ""),
    ("Where", ""),
    ("Why", ""),
    ("By", ""),
    ("Until", "whole"),
    ("Covers", "end"),
    ("", ""),
];

/// The list.
pub(super) async fn show(visit: Visit, Asked(asked): Asked) -> Result<Response, WebError> {
    let overview = visit.overview().await?;
    let report = checked(&visit, &overview).await?;
    let (book, state) = (overview.book(), overview.memory().state());
    let pages = book.waivers.len().div_ceil(A_PAGE).max(1);
    let page = asked.text("page").parse().unwrap_or(1).clamp(1, pages);
    let here = book.waivers.iter().enumerate();
    let here = here.skip((page - 1) * A_PAGE).take(A_PAGE);
    let may = visit.may(clew_service::Act::ChangePlan);
    let rows = html! {
        @for (place, waiver) in here {
            @let subject = state.subject_at(Kind::Waiver, place).filter(|_| may);
            (row(waiver, &report, subject.as_ref(), visit.today()))
        }
    };
    let address = |page: usize| {
        links::with_query(
            links::WAIVERS,
            &links::query(&[("page", &page.to_string())]),
        )
    };
    let body = html! {
        h1 class="govuk-heading-l" { "Waivers" }
        p class="govuk-body" { "Findings that somebody has accepted as they are, with the reason." }
        (views(&report, book.waivers.len(), true))
        @if book.waivers.is_empty() {
            (empty(&html! { "Nothing has been waived." }))
        } @else {
            (table("What was accepted", HEADINGS, &rows))
            (pagination(page, pages, &address))
        }
    };
    Ok(Page::new(&visit, Section::Checks, "Waivers")
        .crumb("Checks", links::CHECKS)
        .show(body))
}

fn row(
    waiver: &Waiver,
    report: &Report,
    subject: Option<&Subject>,
    today: clew_calendar::Day,
) -> Markup {
    let rule = clew_check::rule(&waiver.rule);
    let lapsed = waiver.until.is_some_and(|until| until < today);
    html! {
        tr {
            th scope="row" { (rule.map_or(waiver.rule.as_str(), |rule| rule.title)) }
            td { (waiver.place.as_deref().unwrap_or("Everywhere")) }
            td { (waiver.reason) }
            td { (waiver.by.as_deref().unwrap_or("–")) @if let Some(on) = waiver.on { br; span class="clew-quiet" { (words::day(on)) } } }
            td class="whole" { (waiver.until.map_or_else(|| "–".to_owned(), words::day)) @if lapsed { " (lapsed)" } }
            td class="end" { (covered(waiver, report, today)) }
            td {
                @if let Some(subject) = subject {
                    a href=(links::withdraw_waiver(subject)) {
                        "Withdraw" span class="govuk-visually-hidden" { " the waiver of " (waiver.rule) }
                    }
                }
            }
        }
    }
}

/// How many findings it covers now.
fn covered(waiver: &Waiver, report: &Report, today: clew_calendar::Day) -> usize {
    let waived = report.waived.iter();
    waived
        .filter(|waived| clew_check::covers(waiver, &waived.finding, Some(today)))
        .count()
}

/// Asks why a waiver is withdrawn.
pub(super) async fn ask_to_withdraw(
    visit: Visit,
    Asked(fields): Asked,
) -> Result<Response, WebError> {
    let form = Form {
        fields,
        problems: Vec::new(),
    };
    page(&visit, &form)
}

fn page(visit: &Visit, form: &Form) -> Result<Response, WebError> {
    let (subject, waiver) = asked_for(visit, form)?;
    let reason = TextArea {
        name: "reason",
        label: "Why it is withdrawn",
        rows: 3,
        ..TextArea::default()
    };
    let seen = visit.memory()?.state().head.sequence;
    let body = html! {
        h1 class="govuk-heading-l" { "Withdraw a waiver" }
        (inset(&html! {
            p class="govuk-body" { strong { (waiver.rule) } ", " (waiver.place.as_deref().unwrap_or("everywhere")) }
            p class="govuk-body" { "Accepted because: " (waiver.reason) }
        }))
        p class="govuk-body" { "What it covered is then found again." }
        (around(links::WITHDRAW_WAIVER, seen, &html! {
            (hidden("waiver", &subject.to_string()))
            (text_area(form, &reason))
            (submit("Withdraw the waiver"))
        }))
    };
    Ok(Page::new(visit, Section::Checks, "Withdraw a waiver")
        .crumb("Checks", links::CHECKS)
        .crumb("Waivers", links::WAIVERS)
        .narrow()
        .problems_of(form)
        .show(body))
}

/// The waiver that is meant, by its subject.
fn meant(form: &Form) -> Result<Subject, WebError> {
    let subject = form.fields.text("waiver").parse().ok();
    let waiver = |it: &Subject| it.kind == SubjectKind::Record(Kind::Waiver);
    subject
        .filter(waiver)
        .ok_or_else(|| WebError::not_found("There is no such waiver."))
}

fn asked_for(visit: &Visit, form: &Form) -> Result<(Subject, Waiver), WebError> {
    let missing = || WebError::not_found("There is no such waiver.");
    let subject = meant(form)?;
    match visit.memory()?.state().record(&subject) {
        Some(Record::Waiver(waiver)) => Ok((subject, waiver)),
        _ => Err(missing()),
    }
}

/// Withdraws it.
pub(super) async fn withdraw(visit: Visit, mut form: Form) -> Result<Response, WebError> {
    let reason = form.needed("reason", "Say why it is withdrawn");
    let subject = meant(&form)?;
    if !form.is_sound() {
        return page(&visit, &form);
    }
    // Whether it is there is for the service to say: sent twice, it is gone already.
    let (caller, seen) = (visit.caller(&form.act())?, form.seen());
    visit
        .app
        .blocking(move |service| service.withdraw_as_seen(&caller, (&subject, seen), &reason))
        .await?;
    let address = links::with_query(links::WAIVERS, "done=waiver-withdrawn");
    Ok(Redirect::to(&address).into_response())
}
