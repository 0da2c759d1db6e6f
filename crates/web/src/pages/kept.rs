//! What was kept when a session ended: forms that were sent, and what was typed.

use axum::body::Bytes;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::html;

use crate::components::{inset, link_button, submit};
use crate::layout::{Page, Section};
use crate::routes::{Needs, Routes};
use crate::{Fields, Visit, WebError, guard, links};

pub(super) fn routes(routes: Routes) -> Routes {
    routes.get("/kept/{id}", Needs::SignedIn, show).put(
        "/typed/{place}",
        Needs::SignedIn,
        keep_typed,
    )
}

/// The form that was sent when its session had ended, ready to be sent again as it was.
async fn show(visit: Visit, Path(id): Path<String>) -> Result<Response, WebError> {
    let (account, at) = (visit.account()?.clone(), visit.at);
    let held = visit
        .app
        .blocking(move |service| service.held_form(&account, &id, at))
        .await?;
    let held = held.ok_or_else(|| WebError::not_found("Nothing is kept here any more."))?;
    let fields = Fields::read(&String::from_utf8_lossy(&held.body))?;
    let shown = fields
        .iter()
        .filter(|(name, value)| !matches!(*name, "act" | "seen") && !value.trim().is_empty());
    let shown: Vec<_> = shown.collect();
    let path = links::local(&held.path);
    // Of an import nothing is left to send when its file is gone.
    let had_file = held.content_type == guard::FIELDS_ALONE;
    if had_file && (shown.is_empty() || path == links::IMPORT_RETURNS) {
        return Ok(file_page(&visit, path));
    }
    let body = html! {
        h1 class="govuk-heading-l" { "What you sent was kept" }
        p class="govuk-body" { "You had been signed out when you sent this, so nothing was done with it yet. Send it now, or go back to its page and look again." }
        @if had_file {
            (inset(&html! {
                p class="govuk-body" { "Files are not kept. If you had chosen one, " a class="govuk-link" href=(path) { "go back to the page" } " and choose it again." }
            }))
        }
        dl class="govuk-summary-list" {
            @for (name, value) in shown {
                div class="govuk-summary-list__row" {
                    dt class="govuk-summary-list__key" { (name.replace(['-', '_'], " ")) }
                    dd class="govuk-summary-list__value" { (value) }
                }
            }
        }
        form method="post" action=(links::send_held(path, &held.id)) {
            @for (name, value) in fields.iter() { input type="hidden" name=(name) value=(value); }
            (submit("Send it now"))
        }
    };
    Ok(
        Page::new(&visit, Section::Elsewhere, "What you sent was kept")
            .narrow()
            .show(body),
    )
}

/// What stands in the place of a form with a file: where to choose it again.
fn file_page(visit: &Visit, path: &str) -> Response {
    let body = html! {
        h1 class="govuk-heading-l" { "Choose your file again" }
        p class="govuk-body" { "You had been signed out when you sent a file, so it did not come in: nothing was read of it, and nothing was changed. Files are not kept here meanwhile." }
        (link_button("Choose the file again", path))
    };
    Page::new(visit, Section::Elsewhere, "Choose your file again")
        .narrow()
        .show(body)
}

/// Keeps what is being typed.
async fn keep_typed(
    visit: Visit,
    Path(place): Path<String>,
    body: Bytes,
) -> Result<Response, WebError> {
    let text = String::from_utf8(body.to_vec());
    let text = text.map_err(|_| WebError::BadRequest("This is no text.".to_owned()))?;
    let (account, at) = (visit.account()?.clone(), visit.at);
    visit
        .app
        .blocking(move |service| service.keep_typed(&account, &place, &text, at))
        .await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
