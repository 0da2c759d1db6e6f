//! Changing one's own password.

use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use maud::html;

use crate::components::{Input, form as around, submit, text_input};
use crate::layout::{Page, Section};
use crate::{Form, Visit, WebError, guard, links};

/// The form.
pub(super) async fn show(visit: Visit) -> Response {
    page(&visit, &Form::default())
}

fn page(visit: &Visit, form: &Form) -> Response {
    let fields = html! {
        (text_input(form, &Input { name: "old", label: "Present password", kind: "password", width: 20, autocomplete: "current-password", ..Input::default() }))
        (text_input(form, &Input { name: "password", label: "New password", hint: "At least 12 characters.", kind: "password", width: 20, autocomplete: "new-password", ..Input::default() }))
        (submit("Change the password"))
    };
    let body = html! {
        h1 class="govuk-heading-l" { "Change your password" }
        p class="govuk-body" { "You stay signed in here. Every other session ends, and the tokens of your programs are revoked: make new ones afterwards." }
        (around("/account/password", 0, &fields))
    };
    Page::new(visit, Section::Elsewhere, "Change your password")
        .crumb("Your account", links::ACCOUNT)
        .narrow()
        .problems_of(form)
        .show(body)
}

/// The form, sent.
pub(super) async fn send(
    visit: Visit,
    headers: HeaderMap,
    mut form: Form,
) -> Result<Response, WebError> {
    let (account, at) = (visit.account()?.clone(), visit.at);
    let here = guard::token(&visit.app, &headers);
    let old = form.fields.raw("old").to_owned();
    let new = form.fields.raw("password").to_owned();
    let changed = visit
        .app
        .blocking(move |service| service.set_password(&account, &old, &new, here.as_ref(), at))
        .await;
    match changed {
        Ok(()) => {
            Ok(Redirect::to(&links::with_query(links::ACCOUNT, "done=password")).into_response())
        }
        Err(error) if error.status().is_server_error() => Err(error),
        Err(error) => {
            match error.problems() {
                [] => form.refuse("old", error.to_string()),
                problems => form.problems.extend_from_slice(problems),
            }
            Ok(page(&visit, &form))
        }
    }
}
