//! Taking a record out of the Book, with a reason.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use clew_journal::Subject;
use clew_plan::Record;
use clew_service::{Conflict, Memory};
use maud::html;

use super::edit::refused;
use super::{called, kind_title, name_of, one, title_of};
use crate::components::{TextArea, form as around, submit, text_area, warning};
use crate::layout::{Page, Section};
use crate::pages::actions::changed_meanwhile;
use crate::{Form, Visit, WebError, links};

/// The question.
pub(super) async fn show(visit: Visit, Path(written): Path<String>) -> Result<Response, WebError> {
    let memory = visit.memory()?;
    let (subject, _, record) = called(&memory, &written)?;
    Ok(page(
        &visit,
        &memory,
        (&subject, &record),
        &Form::default(),
        &[],
    ))
}

/// Withdraws it.
pub(super) async fn send(
    visit: Visit,
    Path(written): Path<String>,
    mut form: Form,
) -> Result<Response, WebError> {
    let done = |subject: &Subject| {
        let to = links::with_query(&links::history(subject), "done=record-withdrawn");
        Redirect::to(&to).into_response()
    };
    let memory = visit.memory()?;
    let (subject, _, record) = match called(&memory, &written) {
        Ok(found) => found,
        // Sent twice: it is gone already.
        Err(error) => {
            return written
                .parse()
                .map_or(Err(error), |subject| Ok(done(&subject)));
        }
    };
    let reason = form.needed(
        "reason",
        "Say why, in a sentence that will be read in a year",
    );
    if form.is_sound() {
        let caller = visit.caller(&form.act())?;
        let (about, seen) = (subject.clone(), form.seen());
        let work = move |service: &clew_service::Service| {
            service.withdraw_as_seen(&caller, (&about, seen), &reason)
        };
        match visit.app.blocking(work).await {
            Ok(_) => return Ok(done(&subject)),
            Err(error) if !error.conflicts().is_empty() => {
                let memory = visit.memory()?;
                let (subject, _, record) = called(&memory, &written)?;
                form.has_seen(memory.state().head.sequence);
                let about = (&subject, &record);
                return Ok(page(&visit, &memory, about, &form, error.conflicts()));
            }
            Err(error) => refused(&mut form, error)?,
        }
    }
    Ok(page(&visit, &memory, (&subject, &record), &form, &[]))
}

fn page(
    visit: &Visit,
    memory: &Memory,
    (subject, record): (&Subject, &Record),
    form: &Form,
    met: &[Conflict],
) -> Response {
    let kind = record.kind();
    let seen = form.made_after(memory.state().head.sequence);
    let content = html! {
        (text_area(form, &TextArea { name: "reason", label: "Why it is withdrawn", hint: "It stands in the history.", rows: 3, most: 0 }))
        div class="clew-actions" {
            (submit("Withdraw it"))
            a class="govuk-link" href=(links::edit(subject)) { "Keep it" }
        }
    };
    let body = html! {
        (changed_meanwhile(met, "the record"))
        h1 class="govuk-heading-l" { span class="govuk-caption-l" { "Withdraw " (one(kind)) } (title_of(record)) }
        (warning(&html! { "It leaves the plan and every page. Its history stays, and what was reported stays as it was reported." }))
        (around(&links::withdraw(subject), seen, &content))
    };
    let page = Page::new(visit, Section::Plans, format!("Withdraw {}", one(kind)))
        .crumb(kind_title(kind), links::records(kind))
        .crumb(name_of(record), links::edit(subject))
        .narrow()
        .problems_of(form);
    match met.is_empty() {
        true => page.show(body),
        false => (StatusCode::CONFLICT, page.markup(body)).into_response(),
    }
}
