//! An invitation or a reset: whoever has the link sets a password, and is signed in.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use clew_service::{Invitation, SignInStep};
use maud::html;

use super::{code, cookies};
use crate::components::{Input, submit, text_input};
use crate::layout::{Page, Section};
use crate::{Form, Visit, WebError, links};

/// The form.
pub(super) async fn show(visit: Visit, Path(token): Path<String>) -> Result<Response, WebError> {
    let invitation = invited(&visit, &token).await?;
    Ok(page(&visit, &token, &invitation, &Form::default()))
}

async fn invited(visit: &Visit, token: &str) -> Result<Invitation, WebError> {
    let (token, at) = (token.to_owned(), visit.at);
    let found = visit
        .app
        .blocking(move |service| service.invitation(&token, at))
        .await?;
    found.ok_or_else(|| {
        WebError::not_found("This link was used before, or its time is over. Ask for a new one.")
    })
}

fn page(visit: &Visit, token: &str, invitation: &Invitation, form: &Form) -> Response {
    let body = html! {
        h1 class="govuk-heading-l" { "Choose a password" }
        p class="govuk-body" { "For " strong { (invitation.name) } ", account " code { (invitation.account) } "." }
        form method="post" action=(links::path(&["invitation", token])) novalidate {
            input type="hidden" name="who" autocomplete="username" value=(invitation.account);
            (text_input(form, &Input {
                name: "password", label: "New password", hint: "At least 12 characters. Three words that you will remember are better than one with odd letters.",
                kind: "password", width: 20, autocomplete: "new-password", ..Input::default()
            }))
            (submit("Set the password and sign in"))
        }
    };
    Page::new(visit, Section::Elsewhere, "Choose a password")
        .narrow()
        .problems_of(form)
        .show(body)
}

/// The form, sent.
pub(super) async fn send(
    visit: Visit,
    Path(token): Path<String>,
    jar: CookieJar,
    mut form: Form,
) -> Result<Response, WebError> {
    let invitation = invited(&visit, &token).await?;
    let password = form.fields.raw("password").to_owned();
    let device = cookies::device(&visit.app, &jar);
    let (address, at, used) = (visit.address.clone(), visit.at, token.clone());
    let accepted = visit
        .app
        .blocking(move |service| {
            service.accept_invitation(&used, &password, device.as_deref(), &address, at)
        })
        .await;
    match accepted {
        Ok(SignInStep::SignedIn(signed_in)) => {
            let jar = cookies::signed_in(&visit.app, jar, &signed_in);
            Ok((jar, Redirect::to(links::HOME)).into_response())
        }
        Ok(SignInStep::NeedsCode { pending }) => {
            let form = Form::showing(&[("pending", pending)]);
            Ok(code::page(&visit, &form))
        }
        Err(error) if error.status().is_server_error() => Err(error),
        Err(error) => {
            match error.problems() {
                [] => form.refuse("password", error.to_string()),
                problems => form.problems.extend_from_slice(problems),
            }
            Ok(page(&visit, &token, &invitation, &form))
        }
    }
}
