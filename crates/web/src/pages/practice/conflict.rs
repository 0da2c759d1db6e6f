//! What is shown when somebody else was first: who, what and when, and what differs.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use clew_journal::PracticeAct;
use clew_service::{Memory, ServiceError};
use maud::{Markup, html};

use super::account_name;
use super::words;
use crate::WebError;
use crate::components::{inset, moment, table};
use crate::layout::Page;

/// Somebody else was first.
pub(super) struct Met {
    /// The version that there is now.
    pub(super) found: u32,
    /// Who did what, when.
    pub(super) told: String,
}

impl Met {
    /// Whoever was first, if it is that; the error as it is, if not.
    pub(super) fn of(memory: &Memory, error: WebError) -> Result<Self, WebError> {
        let WebError::Service(ServiceError::Overtaken {
            found, act, by, at, ..
        }) = &error
        else {
            return Err(error);
        };
        let act = PracticeAct::called(act).map_or("changed", words::done);
        let by = account_name(memory, by);
        Ok(Self {
            found: *found,
            told: format!("{by} was first: it was {act} on {}.", moment(*at)),
        })
    }

    /// What is said above everything else. `differing` are fields with what they hold now and what was typed.
    pub(super) fn said(&self, differing: &[(String, String, String)]) -> Markup {
        html! {
            (inset(&html! {
                p class="govuk-body" { strong { (self.told) } " Nothing that you typed is lost, and nothing of theirs is overwritten yet." }
            }))
            @if !differing.is_empty() {
                (table("What differs", &[("Field", ""), ("As it now is", ""), ("As you typed it", "")], &html! {
                    @for (field, theirs, yours) in differing {
                        tr { th scope="row" { (field) } td class="clew-typed" { (theirs) } td class="clew-typed" { (yours) } }
                    }
                }))
            }
        }
    }
}

/// The page, as the answer to what came second.
pub(super) fn page(page: Page<'_>, body: Markup) -> Response {
    (StatusCode::CONFLICT, page.markup(body)).into_response()
}
