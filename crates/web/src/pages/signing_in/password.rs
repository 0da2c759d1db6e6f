//! The first step: who, and the password.

use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use clew_service::{SignInAttempt, SignInStep};
use maud::{Markup, html};

use super::{code, cookies};
use crate::components::{Input, hidden, submit, text_input};
use crate::fields::Asked;
use crate::layout::{Page, Section};
use crate::{Form, Visit, WebError, links};

/// The form.
pub(super) async fn show(visit: Visit, Asked(asked): Asked) -> Response {
    let form = Form::showing(&[("to", asked.text("to").to_owned())]);
    page(&visit, &form)
}

fn page(visit: &Visit, form: &Form) -> Response {
    let body = html! {
        h1 class="govuk-heading-l" { "Sign in" }
        form method="post" action=(links::SIGN_IN) novalidate {
            (hidden("to", form.fields.text("to")))
            (text_input(form, &Input { name: "who", label: "Account or e-mail address", width: 20, autocomplete: "username", ..Input::default() }))
            (text_input(form, &Input { name: "password", label: "Password", kind: "password", width: 20, autocomplete: "current-password", ..Input::default() }))
            (submit("Sign in"))
        }
        p class="govuk-body" { a class="govuk-link" href="/forgotten" { "I cannot sign in" } }
        (demo(visit))
    };
    Page::new(visit, Section::Elsewhere, "Sign in")
        .narrow()
        .problems_of(form)
        .show(body)
}

/// The accounts of a demonstration, whose people are invented and whose passwords are no secret.
fn demo(visit: &Visit) -> Markup {
    let accounts = &visit.app.settings().demo;
    let first = accounts.first().map(|account| &account.password);
    let shared = first.filter(|first| accounts.iter().all(|account| account.password == **first));
    html! {
        @if !accounts.is_empty() {
            h2 class="govuk-heading-m" { "This is a demonstration" }
            p class="govuk-body" {
                "In it, it is " (clew_report::words::day(visit.today())) ". The people are invented. Sign in as any of them"
                @if let Some(password) = shared { ", with the password " code { (password) } }
                ":"
            }
            table class="clew-table clew-stack" {
                thead { tr {
                    th scope="col" { "Account" }
                    @if shared.is_none() { th scope="col" { "Password" } }
                    th scope="col" { "What they do" }
                } }
                tbody {
                    @for account in accounts {
                        tr {
                            th scope="row" { (account.account) }
                            @if shared.is_none() { td { code { (account.password) } } }
                            td { (account.role) }
                        }
                    }
                }
            }
        }
    }
}

/// The form, sent.
pub(super) async fn send(
    visit: Visit,
    jar: CookieJar,
    mut form: Form,
) -> Result<Response, WebError> {
    let who = form.needed("who", "Enter your account or e-mail address");
    let password = form.fields.raw("password").to_owned();
    if password.is_empty() {
        form.refuse("password", "Enter your password");
    }
    if !form.is_sound() {
        return Ok(page(&visit, &form));
    }
    let device = cookies::device(&visit.app, &jar);
    let (address, at) = (visit.address.clone(), visit.at);
    let step = visit
        .app
        .blocking(move |service| {
            service.sign_in(&SignInAttempt {
                who: &who,
                password: &password,
                device: device.as_deref(),
                address: &address,
                at,
            })
        })
        .await;
    match step {
        Ok(SignInStep::SignedIn(signed_in)) => {
            let jar = cookies::signed_in(&visit.app, jar, &signed_in);
            Ok((jar, Redirect::to(links::local(form.fields.text("to")))).into_response())
        }
        Ok(SignInStep::NeedsCode { pending }) => {
            let form = Form::showing(&[
                ("to", form.fields.text("to").to_owned()),
                ("pending", pending),
            ]);
            Ok(code::page(&visit, &form))
        }
        Err(error) => refused(&visit, form, error),
    }
}

/// The form again, with why the service did not let in.
fn refused(visit: &Visit, mut form: Form, error: WebError) -> Result<Response, WebError> {
    if error.status().is_server_error() {
        return Err(error);
    }
    form.refuse("who", error.to_string());
    Ok(page(visit, &form))
}
