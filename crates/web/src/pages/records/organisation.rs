//! The editor of the organisation itself: its name, its calendar, its family group.

use axum::response::{IntoResponse, Redirect, Response};
use clew_journal::Subject;
use clew_plan::{Book, Organisation};
use clew_service::{Incoming, Memory};
use maud::{Markup, html};

use super::edit::{refused, why};
use crate::components::{Input, form as around, hidden, submit, text_input};
use crate::layout::{Page, Section};
use crate::{Form, Visit, WebError, links};

/// The form with what the organisation is now.
pub(super) async fn show(visit: Visit) -> Result<Response, WebError> {
    let memory = visit.memory()?;
    let now = memory.book().organisation.as_ref();
    let text = |read: fn(&Organisation) -> Option<String>| now.and_then(read).unwrap_or_default();
    let form = Form::showing(&[
        ("name", text(|it| Some(it.name.clone()))),
        ("short_name", text(|it| it.short_name.clone())),
        ("calendar", text(|it| it.calendar.clone())),
        ("family_group", text(|it| it.family_group.clone())),
        ("version", version(&memory).to_string()),
    ]);
    Ok(page(&visit, &memory, &form))
}

/// Saves it.
pub(super) async fn send(visit: Visit, mut form: Form) -> Result<Response, WebError> {
    let memory = visit.memory()?;
    let name = form.needed("name", "Enter the name of the organisation");
    if form.fields.text("version") != version(&memory).to_string() {
        form.refuse("name", other_was_faster(&memory));
        form.fields.set("version", version(&memory).to_string());
    }
    if !form.is_sound() {
        return Ok(page(&visit, &memory, &form));
    }
    let organisation = Organisation {
        name,
        short_name: form.optional("short_name"),
        calendar: form.optional("calendar"),
        family_group: form.optional("family_group"),
        source: None,
    };
    let incoming = Incoming {
        book: Book {
            organisation: Some(organisation),
            ..Book::default()
        },
        seen: memory.state().head.sequence,
        reason: form.optional("why"),
    };
    let caller = visit.caller(&form.act())?;
    let saved = visit
        .app
        .blocking(move |service| service.take_in_records(&caller, &incoming))
        .await;
    match saved {
        Ok(_) => {
            let done = links::with_query(links::ORGANISATION, "done=record-saved");
            Ok(Redirect::to(&done).into_response())
        }
        Err(error) => {
            refused(&mut form, error)?;
            Ok(page(&visit, &memory, &form))
        }
    }
}

/// How often it was changed: what a form was made for is told from what has come since.
fn version(memory: &Memory) -> u32 {
    memory.state().version(&Subject::organisation())
}

fn other_was_faster(memory: &Memory) -> String {
    let now = memory.book().organisation.as_ref();
    let name = now.map_or("nothing", |organisation| &organisation.name);
    format!(
        "Somebody else changed the organisation meanwhile; its name is now {name}. Look at what you typed, and save again if it should stand"
    )
}

fn page(visit: &Visit, memory: &Memory, form: &Form) -> Response {
    let field = |name, label, hint| {
        text_input(
            form,
            &Input {
                name,
                label,
                hint,
                ..Input::default()
            },
        )
    };
    let content: Markup = html! {
        (hidden("version", form.fields.text("version")))
        (field("name", "Name", "As it stands on reports and at the top of every page."))
        (field("short_name", "Short name (optional)", "For narrow places."))
        (field("calendar", "Working-day calendar (optional)", "Its name; the statutory one where none is given."))
        (field("family_group", "Family group (optional)", "For benchmarking, for example people 3."))
        (why(form))
        (submit("Save"))
    };
    let seen = memory.state().head.sequence;
    Page::new(visit, Section::Plans, "Change the organisation")
        .crumb("Plans", links::PLANS)
        .crumb("Everything the Book holds", links::RECORDS)
        .narrow()
        .problems_of(form)
        .show(html! {
            h1 class="govuk-heading-l" { "Change the organisation" }
            (around(links::ORGANISATION, seen, &content))
            p class="govuk-body" { a class="govuk-link" href=(links::entries_about("organisation")) { "How it was changed" } }
        })
}
