//! Another record of a kind.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use clew_journal::Moment;
use clew_plan::{Kind, Record};
use clew_service::{Done, Memory};
use maud::html;

use super::edit::{after, kept_form, refused, why};
use super::fields::Asking;
use super::{kind_called, kind_title, one, typed};
use crate::components::{hidden, submit};
use crate::layout::{Page, Section};
use crate::pages::drafts::{begun, forget, told};
use crate::{Fields, Form, Visit, WebError, links};

/// The form, with what the address fills in.
pub(super) async fn show(visit: Visit, Path(kind): Path<String>) -> Result<Response, WebError> {
    let kind = kind_called(&kind)?;
    let memory = visit.memory()?;
    let form = Form {
        fields: Fields::read(&visit.query)?,
        problems: Vec::new(),
    };
    let (form, at) = begun(&visit, &place_of(kind), form).await?;
    Ok(page(&visit, &memory, kind, (&form, at)))
}

/// Where what is typed into the form of a kind is kept.
fn place_of(kind: Kind) -> String {
    format!("new {}", kind.name())
}

/// Adds the record.
pub(super) async fn send(
    visit: Visit,
    Path(kind): Path<String>,
    mut form: Form,
) -> Result<Response, WebError> {
    let kind = kind_called(&kind)?;
    let memory = visit.memory()?;
    let Some(record) = typed::read(&mut form, kind, memory.book()) else {
        return Ok(page(&visit, &memory, kind, (&form, None)));
    };
    match add(&visit, &record, &form).await {
        Ok(done) => {
            forget(&visit, &place_of(kind)).await?;
            let subject = done.entries()?.first().map(|entry| entry.subject.clone());
            let to = subject.map_or_else(
                || links::records(kind),
                |subject| after(&form, &subject, "record-added"),
            );
            Ok(Redirect::to(&to).into_response())
        }
        Err(error) => {
            refused(&mut form, error)?;
            Ok(page(&visit, &memory, kind, (&form, None)))
        }
    }
}

async fn add(visit: &Visit, record: &Record, form: &Form) -> Result<Done, WebError> {
    let caller = visit.caller(&form.act())?;
    let (record, why) = (record.clone(), form.optional("why"));
    let work =
        move |service: &clew_service::Service| service.add_record(&caller, &record, why.as_deref());
    visit.app.blocking(work).await
}

fn page(
    visit: &Visit,
    memory: &Memory,
    kind: Kind,
    (form, at): (&Form, Option<Moment>),
) -> Response {
    let asking = Asking::new(form, memory.book(), kind, false);
    let content = html! {
        (hidden("back", form.fields.text("back")))
        (asking.fields())
        (why(form))
        (submit(&format!("Add {}", one(kind))))
    };
    let action = links::new_record(kind, &[]);
    let seen = form.made_after(memory.state().head.sequence);
    let title = format!("Add {}", one(kind));
    let body = html! {
        h1 class="govuk-heading-l" { (title) }
        (told(at, &action))
        (kept_form(&action, seen, &place_of(kind), &content))
    };
    Page::new(visit, Section::Plans, title)
        .crumb("Plans", links::PLANS)
        .crumb(kind_title(kind), links::records(kind))
        .narrow()
        .problems_of(form)
        .show(body)
}
