//! The chronology: a projection of what was recorded. A record is left out, or put back, with a reason.

use std::collections::BTreeMap;

use axum::extract::Path;
use axum::response::Response;
use clew_practice::chronology::{Event, Inclusion, chronology};
use clew_practice::record::{Record, RecordNumber};
use clew_report::words as day_words;
use clew_service::{Act, ChronologyChoice, Memory, PersonPage, RecordPage};
use maud::{Markup, html};

use super::words;
use super::{Packs, look_at_record, on_to, packs, page_of, record_at, take_problems};
use crate::components::{Choice, TextArea, empty, form as around, radios, submit, text_area};
use crate::routes::{Needs, Routes};
use crate::{Form, Visit, WebError, links};

const ADDRESS: &str = "/practice/records/{record}/chronology";

pub(super) fn routes(routes: Routes) -> Routes {
    let records = Needs::May(Act::RecordPractice);
    routes
        .get(ADDRESS, records, choose)
        .post(ADDRESS, records, send)
}

/// What was decided, by record.
fn decisions(page: &PersonPage) -> BTreeMap<RecordNumber, Inclusion> {
    let all = page.chronology.iter().map(|choice| {
        let decided = match choice.left_out {
            true => Inclusion::LeftOut(choice.reason.clone()),
            false => Inclusion::Included,
        };
        (choice.record, decided)
    });
    all.collect()
}

/// The chronology of everyone who is the same person.
pub(super) fn shown(visit: &Visit, page: &PersonPage, packs: &Packs, memory: &Memory) -> Markup {
    let decisions = decisions(page);
    let (mut events, mut left_out) = (Vec::new(), Vec::new());
    for pack in &packs.0 {
        for one in &page.same_as {
            let of_pack = chronology(pack, &page.records, *one, &decisions);
            let known = |event: &Event<'_>| pack.forms.contains_key(&event.record.form);
            events.extend(of_pack.events.into_iter().filter(&known));
            left_out.extend(
                of_pack
                    .left_out
                    .into_iter()
                    .filter(|(event, _)| known(event)),
            );
        }
    }
    events.sort_by_key(|event| (event.day, event.record.number));
    html! {
        h2 class="govuk-heading-m" { "Chronology" }
        @if events.is_empty() { (empty(&html! { p class="govuk-body" { "Nothing stands in it yet. What is recorded comes into it by itself." } })) }
        @else {
            ol class="clew-chronology" {
                @for event in &events { li { (shown_event(event, packs, memory)) (way(visit, event, "Leave out")) } }
            }
        }
        @if !left_out.is_empty() {
            details class="govuk-details" {
                summary class="govuk-details__summary" { span class="govuk-details__summary-text" { "Left out, with the reason (" (left_out.len()) ")" } }
                div class="govuk-details__text" {
                    ol class="clew-chronology" {
                        @for (event, reason) in &left_out {
                            li { (shown_event(event, packs, memory)) p { strong { "Left out: " } (reason) } (way(visit, event, "Put back")) }
                        }
                    }
                }
            }
        }
    }
}

fn shown_event(event: &Event<'_>, packs: &Packs, memory: &Memory) -> Markup {
    let values = filled(event.record, packs, memory);
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
        @if event.recorded_after > 0 {
            p class="clew-quiet" { "Recorded " (event.recorded_after) @if event.recorded_after == 1 { " day" } @else { " days" } " after it happened." }
        }
    }
}

/// What was filled in a record, in the form's order; its own day stands above.
fn filled<'p>(record: &Record, packs: &'p Packs, memory: &Memory) -> Vec<(&'p str, String)> {
    let Some((pack, form)) = packs.form(&record.form) else {
        return Vec::new();
    };
    let fields = form.fields.iter();
    let fields = fields.filter(|field| field.code != form.event_date);
    let filled = fields.map(|field| {
        let value = record.values.get(&field.code);
        let words = words::value((pack, &form.code), field, value, memory);
        (field.title.as_str(), words)
    });
    filled.filter(|(_, words)| !words.is_empty()).collect()
}

fn way(visit: &Visit, event: &Event<'_>, words: &str) -> Markup {
    let number = event.record.number;
    html! {
        @if visit.may(Act::RecordPractice) {
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
    let packs = packs(visit).await?;
    let title = title(&looked, &packs);
    let choices = [
        Choice::new("out", "Leave it out"),
        Choice::new("in", "Put it in"),
    ];
    let fields = html! {
        (radios(form, "choice", "What is to be done with it", "", &choices))
        (text_area(form, &TextArea { name: "reason", label: "Why", hint: "It is shown with the chronology.", rows: 3, ..TextArea::default() }))
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
