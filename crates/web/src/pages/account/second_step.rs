//! Setting up the second step: a picture for the app, and a first code to show that it works.

use axum::response::{IntoResponse, Redirect, Response};
use clew_service::SecondStepSetup;
use maud::{Markup, PreEscaped, html};
use qrcode::QrCode;
use qrcode::render::svg;

use crate::components::{Input, form as around, submit, text_input};
use crate::layout::{Page, Section};
use crate::{Form, Visit, WebError, links};

/// The form, with a new secret until the first code is confirmed.
pub(super) async fn show(visit: Visit) -> Result<Response, WebError> {
    let (account, at) = (visit.account()?.clone(), visit.at);
    let setup = visit
        .app
        .blocking(move |service| service.begin_second_step(&account, at))
        .await?;
    let shown = html! {
        p class="govuk-body" { "With a second step, nobody can sign in as you with your password alone. Take any app that makes codes for sign-in, and show it this picture or type the key." }
        (picture(&setup)?)
        p class="govuk-body" { "Key: " code class="clew-key" { (setup.secret_base32) } }
    };
    Ok(page(&visit, &Form::default(), &shown))
}

fn page(visit: &Visit, form: &Form, setup: &Markup) -> Response {
    let fields = html! {
        (text_input(form, &Input { name: "code", label: "Code from the app", hint: "Six digits.", width: 10, mode: "numeric", autocomplete: "one-time-code", ..Input::default() }))
        (submit("Confirm"))
    };
    let body = html! {
        h1 class="govuk-heading-l" { "Set up your second step" }
        (setup)
        (around(links::SECOND_STEP, 0, &fields))
    };
    Page::new(visit, Section::Elsewhere, "Set up your second step")
        .crumb("Your account", links::ACCOUNT)
        .narrow()
        .problems_of(form)
        .show(body)
}

fn picture(setup: &SecondStepSetup) -> Result<Markup, WebError> {
    let code = QrCode::new(setup.otpauth_uri.as_bytes())
        .map_err(|error| WebError::internal(error.to_string()))?;
    let drawn = code
        .render::<svg::Color<'_>>()
        .min_dimensions(220, 220)
        .build();
    let start = drawn.find("<svg").unwrap_or(0);
    Ok(html! {
        div class="clew-code-picture" role="img" aria-label="The key below as a picture for an app" { (PreEscaped(&drawn[start..])) }
    })
}

/// The form, sent.
pub(super) async fn send(visit: Visit, mut form: Form) -> Result<Response, WebError> {
    let (account, at) = (visit.account()?.clone(), visit.at);
    let code: String = form
        .fields
        .text("code")
        .chars()
        .filter(char::is_ascii_digit)
        .collect();
    let confirmed = visit
        .app
        .blocking(move |service| service.finish_second_step(&account, &code, at))
        .await;
    match confirmed {
        Ok(()) => Ok(
            Redirect::to(&links::with_query(links::ACCOUNT, "done=second-step")).into_response(),
        ),
        Err(error) if error.status().is_server_error() => Err(error),
        Err(error) => {
            form.refuse("code", error.to_string());
            // The key that the app has stays the same.
            let again = html! {
                p class="govuk-body" { "Wait for the next code of the app, and enter that. To begin anew, open this page again." }
            };
            Ok(page(&visit, &form, &again))
        }
    }
}
