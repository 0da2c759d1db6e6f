//! The chronology: a projection of what was recorded. A record is left out, or put back, with a reason.

use axum::extract::Path;
use axum::response::Response;
use clew_practice::chronology::{Chronology, Event};
use clew_practice::record::RecordNumber;
use clew_report::words as day_words;
use clew_service::{Act, ChronologyChoice, Memory, PersonPage, RecordPage, record_in_words};
use maud::{Markup, html};

use super::allowed::{may_for, may_for_person, refuse_unless};
use super::words;
use super::{Packs, look_at_record, on_to, packs, page_of, person_at, record_at, take_problems};
use crate::components::{Choice, TextArea, empty, form as around, radios, submit, text_area};
use crate::pages::reports::format::{ReportFormat, downloads};
use crate::routes::{Needs, Routes};
use crate::{Form, Visit, WebError, links};

const ADDRESS: &str = "/practice/records/{record}/chronology";
const FILE: &str = "/practice/people/{person}/chronology/{format}";

/// What a chronology can be taken away as: to read, to edit, and to count.
const TAKEN_AWAY: [ReportFormat; 3] = [ReportFormat::Pdf, ReportFormat::Docx, ReportFormat::Csv];

pub(super) fn routes(routes: Routes) -> Routes {
    let records = Needs::May(Act::RecordPractice);
    routes
        .get(ADDRESS, records, choose)
        .post(ADDRESS, records, send)
        .get(FILE, records, download)
}

/// The chronology of everyone who is the same person.
pub(super) fn shown(visit: &Visit, page: &PersonPage, packs: &Packs, memory: &Memory) -> Markup {
    let Chronology { events, left_out } = page.projected(&packs.0);
    let records = (Act::RecordPractice, page.right);
    let may = |event: &Event<'_>| {
        let team = event.record.team.as_str().into();
        may_for(visit, memory, records, &team)
    };
    html! {
        h2 class="govuk-heading-m" { "Chronology" }
        @if may_for_person(visit, memory, Act::RecordPractice, page) { (files(page)) }
        @if events.is_empty() { (empty(&html! { p class="govuk-body" { "Nothing stands in it yet. What is recorded comes into it by itself." } })) }
        @else {
            ol class="clew-chronology" {
                @for event in &events { li { (shown_event(event, packs, memory)) (way(may(event), event, "Leave out")) } }
            }
        }
        @if !left_out.is_empty() {
            details class="govuk-details" {
                summary class="govuk-details__summary" { span class="govuk-details__summary-text" { "Left out, with the reason (" (left_out.len()) ")" } }
                div class="govuk-details__text" {
                    ol class="clew-chronology" {
                        @for (event, reason) in &left_out {
                            li { (shown_event(event, packs, memory)) p { strong { "Left out: " } (reason) } (way(may(event), event, "Put back")) }
                        }
                    }
                }
            }
        }
    }
}

fn shown_event(event: &Event<'_>, packs: &Packs, memory: &Memory) -> Markup {
    let values = record_in_words(&packs.0, event.record, memory);
    let later = event.recorded_after();
    html! {
        h3 class="govuk-heading-s" {
            (day_words::day(event.day)) ": "
            a class="govuk-link" href=(links::practice_record(event.record.number)) { (event.title) " " (event.record.number) }
        }
        @if !values.is_empty() {
            dl class="clew-filled" {
                @for (title, value) in &values { div { dt { (title) } dd class="clew-typed" { (value) } } }
            }
        }
        @if later > 0 {
            p class="clew-quiet" { "Recorded " (later) @if later == 1 { " day" } @else { " days" } " after it happened." }
        }
    }
}

/// The ways to take it to a conference, for those who record.
fn files(page: &PersonPage) -> Markup {
    let person = page.person.number;
    html! {
        p class="govuk-body" { "For a conference it can be taken away. That you took it is noted; records that are restricted are counted in it and not told." }
        (downloads("Download the chronology", &TAKEN_AWAY, &|format| links::chronology_file(person, format.name())))
    }
}

fn way(may: bool, event: &Event<'_>, words: &str) -> Markup {
    let number = event.record.number;
    html! {
        @if may {
            p { a class="govuk-link" href=(links::in_chronology(number)) { (words) span class="govuk-visually-hidden" { " " (number) } } }
        }
    }
}

async fn choose(visit: Visit, Path(record): Path<String>) -> Result<Response, WebError> {
    let number = record_at(&record)?;
    page(&visit, number, &Form::default()).await
}

async fn page(visit: &Visit, number: RecordNumber, form: &Form) -> Result<Response, WebError> {
    let looked = look_at_record(visit, number).await?;
    if let Some(now) = looked.now() {
        let (records, team) = ((Act::RecordPractice, looked.right), now.team.as_str());
        refuse_unless(may_for(visit, &*visit.memory()?, records, &team.into()))?;
    }
    let packs = packs(visit).await?;
    let title = title(&looked, &packs);
    let choices = [
        Choice::new("out", "Leave it out"),
        Choice::new("in", "Put it in"),
    ];
    let fields = html! {
        (radios(form, "choice", "What is to be done with it", "", &choices))
        (text_area(form, &TextArea { name: "reason", label: "Why", hint: "It is shown with the chronology, and stands in what is taken to a conference.", rows: 3, ..TextArea::default() }))
        (submit("Save"))
    };
    let body = html! {
        span class="govuk-caption-l" { (title) " " (number) }
        h1 class="govuk-heading-l" { "In the chronology, or not" }
        (words::about(&looked.person, visit.today()))
        (around(&links::in_chronology(number), 0, &fields))
    };
    Ok(page_of(visit, "In the chronology, or not")
        .crumb(&looked.person.name, links::person(looked.person.number))
        .narrow()
        .problems_of(form)
        .show(body))
}

fn title(looked: &RecordPage, packs: &Packs) -> String {
    let form = looked.now().map(|now| packs.form_title(&now.form));
    form.unwrap_or("Record").to_owned()
}

async fn send(
    visit: Visit,
    Path(record): Path<String>,
    mut form: Form,
) -> Result<Response, WebError> {
    let number = record_at(&record)?;
    let reason = form.needed("reason", "Say why");
    let left_out = match form.fields.text("choice") {
        "out" => true,
        "in" => false,
        _ => {
            form.refuse("choice", "Choose what is to be done with it");
            false
        }
    };
    if !form.is_sound() {
        return page(&visit, number, &form).await;
    }
    let choice = ChronologyChoice {
        record: number,
        left_out,
        reason,
    };
    let caller = visit.caller(&form.act())?;
    let done = visit
        .app
        .blocking(move |service| service.choose_chronology(&caller, &choice))
        .await;
    if let Err(error) = done {
        take_problems(&mut form, error, &str::to_owned)?;
        return page(&visit, number, &form).await;
    }
    let person = look_at_record(&visit, number).await?.person.number;
    Ok(on_to(&links::person(person), "chronology-chosen"))
}

/// The chronology as a file. The service notes that it was taken away.
async fn download(
    visit: Visit,
    Path((person, format)): Path<(String, String)>,
) -> Result<Response, WebError> {
    let number = person_at(&person)?;
    let format = ReportFormat::called(&format)?;
    if !TAKEN_AWAY.contains(&format) {
        return Err(WebError::not_found(
            "A chronology is not made in this format.",
        ));
    }
    let (account, at) = (visit.account()?.clone(), visit.at);
    let report = visit
        .app
        .blocking(move |service| service.chronology_report(&account, at, number))
        .await?;
    let bytes = visit.app.blocking(move |_| format.write(&report)).await?;
    Ok(format.answer(&format!("chronology {number}"), bytes))
}
