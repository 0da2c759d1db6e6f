//! A senior authorises a record, or sends it back with a reason.

use axum::extract::Path;
use axum::response::Response;
use clew_practice::record::{Record, RecordNumber};
use clew_service::Act;
use maud::{Markup, html};

use super::conflict::{self, Met};
use super::{on_to, record, record_at, take_problems};
use crate::components::{TextArea, form as around, hidden, quiet_button, submit, text_area};
use crate::routes::{Needs, Routes};
use crate::{Form, Visit, WebError, links};

pub(super) fn routes(routes: Routes) -> Routes {
    let authorises = Needs::May(Act::AuthorisePractice);
    routes
        .post("/practice/records/{record}/authorise", authorises, accept)
        .post("/practice/records/{record}/send-back", authorises, back)
}

/// Both forms, for a record as it now is.
pub(super) fn shown(form: &Form, now: &Record) -> Markup {
    let version = now.version.to_string();
    html! {
        h2 class="govuk-heading-m" { "To authorise" }
        (around(&links::authorise_record(now.number), 0, &html! {
            (hidden("version", &version))
            (submit("Authorise this record"))
        }))
        (around(&links::send_record_back(now.number), 0, &html! {
            (hidden("version", &version))
            (text_area(form, &TextArea { name: "reason", label: "Why it is sent back", hint: "Whoever recorded it reads this, and corrects it.", rows: 3, ..TextArea::default() }))
            (quiet_button("Send it back", "do", "send-back"))
        }))
    }
}

fn version(form: &Form) -> u32 {
    form.fields.text("version").parse().unwrap_or(0)
}

async fn accept(
    visit: Visit,
    Path(record): Path<String>,
    mut form: Form,
) -> Result<Response, WebError> {
    let number = record_at(&record)?;
    let (caller, seen) = (visit.caller(&form.act())?, version(&form));
    let done = visit
        .app
        .blocking(move |service| service.authorise_record(&caller, (number, seen)))
        .await;
    answered(&visit, number, &mut form, done.map(|_| "record-authorised")).await
}

async fn back(
    visit: Visit,
    Path(record): Path<String>,
    mut form: Form,
) -> Result<Response, WebError> {
    let number = record_at(&record)?;
    let reason = form.needed("reason", "Say why it is sent back");
    if !form.is_sound() {
        let (page, body) = record::made(&visit, number, &form).await?;
        return Ok(page.show(body));
    }
    let (caller, seen) = (visit.caller(&form.act())?, version(&form));
    let done = visit
        .app
        .blocking(move |service| service.send_record_back(&caller, (number, seen), &reason))
        .await;
    answered(&visit, number, &mut form, done.map(|_| "record-sent-back")).await
}

/// On to the record; or the record with what stands in the way, or with who was first.
async fn answered(
    visit: &Visit,
    number: RecordNumber,
    form: &mut Form,
    done: Result<&str, WebError>,
) -> Result<Response, WebError> {
    let error = match done {
        Ok(done) => return Ok(on_to(&links::practice_record(number), done)),
        Err(error) => error,
    };
    if error.problems().is_empty() {
        let met = Met::of(&*visit.memory()?, error)?;
        let (page, body) = record::made(visit, number, form).await?;
        return Ok(conflict::page(page, html! { (met.said(&[])) (body) }));
    }
    // What is missing in the record is no field of this page.
    take_problems(form, error, &|_| String::new())?;
    let (page, body) = record::made(visit, number, form).await?;
    Ok(page.show(body))
}
