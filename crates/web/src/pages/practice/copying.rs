//! Subject access: a copy of everything that is kept of a person, made by a senior of a team that works with them.

use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use clew_practice::record::PersonNumber;
use clew_service::{Act, PersonCopy};
use maud::html;

use super::allowed::{may_for_person, refuse_unless};
use super::{look_at_person, page_of, person_at, take_problems};
use crate::components::{TextArea, form as around, quiet_button, submit, text_area};
use crate::routes::{Needs, Routes};
use crate::{Form, Visit, WebError, links};

const ADDRESS: &str = "/practice/people/{person}/copy";
/// What is sent to have it as data; anything else has it as text.
const AS_DATA: &str = "data";

pub(super) fn routes(routes: Routes) -> Routes {
    let authorises = Needs::May(Act::AuthorisePractice);
    routes
        .get(ADDRESS, authorises, show)
        .post(ADDRESS, authorises, send)
}

async fn show(visit: Visit, Path(person): Path<String>) -> Result<Response, WebError> {
    page(&visit, person_at(&person)?, &Form::default()).await
}

async fn page(visit: &Visit, number: PersonNumber, form: &Form) -> Result<Response, WebError> {
    let looked = look_at_person(visit, number).await?;
    let memory = visit.memory()?;
    refuse_unless(may_for_person(
        visit,
        &memory,
        Act::AuthorisePractice,
        &looked,
    ))?;
    let fields = html! {
        (text_area(form, &TextArea { name: "reason", label: "Why it is made", hint: "For example: subject access request of 3 June, and its reference. It stands in the journal.", rows: 3, ..TextArea::default() }))
        div class="clew-actions" {
            (submit("Make the copy, as text"))
            (quiet_button("Make it as data", "do", AS_DATA))
        }
    };
    let body = html! {
        span class="govuk-caption-l" { (number) }
        h1 class="govuk-heading-l" { "A copy for " (looked.person.name) }
        p class="govuk-body" { "Everything that is kept of them: each version of each record, who looked at them and when, and at the end the people who are named in it and are somebody else." }
        ul class="govuk-list govuk-list--bullet" {
            li { "Read it before it is handed over: others who are named in it may have to be made unreadable." }
            li { "What you may not open is left out, and the copy says how many records that is. Somebody to whom they are open makes it whole." }
            li { "Files that hang on records are named in it; open each at its record." }
        }
        (around(&links::copy_for_person(number), 0, &fields))
    };
    Ok(page_of(visit, "A copy for the person")
        .crumb(&looked.person.name, links::person(number))
        .narrow()
        .problems_of(form)
        .show(body))
}

async fn send(
    visit: Visit,
    Path(person): Path<String>,
    mut form: Form,
) -> Result<Response, WebError> {
    let number = person_at(&person)?;
    let reason = form.needed("reason", "Say why it is made");
    if !form.is_sound() {
        return page(&visit, number, &form).await;
    }
    let caller = visit.caller(&form.act())?;
    let made = visit
        .app
        .blocking(move |service| service.copy_for_person(&caller, number, &reason))
        .await;
    match made {
        Ok(copy) => answer(&copy, form.fields.text("do") == AS_DATA),
        Err(error) => {
            take_problems(&mut form, error, &str::to_owned)?;
            page(&visit, number, &form).await
        }
    }
}

/// The copy as a file.
fn answer(copy: &PersonCopy, as_data: bool) -> Result<Response, WebError> {
    let (kind, ending, bytes) = match as_data {
        false => (
            "text/plain; charset=utf-8",
            "txt",
            copy.text.clone().into_bytes(),
        ),
        true => ("application/json", "json", as_json(copy)?),
    };
    let name = format!("copy of person {}.{ending}", copy.person.0);
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, links::as_attachment(&name)),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ];
    Ok((headers, bytes).into_response())
}

/// Without the text, which says the same again.
fn as_json(copy: &PersonCopy) -> Result<Vec<u8>, WebError> {
    let data = serde_json::json!({
        "person": copy.person,
        "kept": copy.kept,
        "records_left_out": copy.left_out,
        "looks": copy.looks,
        "third_parties": copy.third_parties,
    });
    serde_json::to_vec_pretty(&data)
        .map_err(|error| WebError::internal(format!("the copy cannot be written: {error}")))
}
