//! Setting up the second step: a picture for the app, and a first code to show that it works.

use axum::response::{IntoResponse, Redirect, Response};
use clew_service::{SecondStep, SecondStepSetup};
use maud::{Markup, PreEscaped, html};
use qrcode::QrCode;
use qrcode::render::svg;

use crate::components::{Input, form as around, submit, text_input};
use crate::layout::{Page, Section};
use crate::{Form, Visit, WebError, links};

/// What is to be done next: begin with the password, confirm what was begun, or leave what is set up.
/// Looking changes nothing.
pub(super) async fn show(visit: Visit) -> Result<Response, WebError> {
    page(&visit, &Form::default()).await
}

async fn page(visit: &Visit, form: &Form) -> Result<Response, WebError> {
    let done = visit
        .session
        .as_ref()
        .is_some_and(|session| session.second_step == SecondStep::Done);
    let (account, at) = (visit.account()?.clone(), visit.at);
    let begun = visit
        .app
        .blocking(move |service| service.begun_second_step(&account, at))
        .await?;
    let (title, body) = match begun {
        Some(setup) if !done => ("Set up your second step", confirming(form, &setup)?),
        _ if done => ("Your second step", leaving(form)),
        _ => ("Set up your second step", beginning(form)),
    };
    let body = html! {
        h1 class="govuk-heading-l" { (title) }
        (body)
    };
    Ok(Page::new(visit, Section::Elsewhere, title)
        .crumb("Your account", links::ACCOUNT)
        .narrow()
        .problems_of(form)
        .show(body))
}

fn beginning(form: &Form) -> Markup {
    let fields = html! {
        (text_input(form, &Input { name: "password", label: "Your password", hint: "So that nobody sets up a telephone of theirs on a screen that you left open.", kind: "password", width: 20, autocomplete: "current-password", ..Input::default() }))
        (submit("Begin"))
    };
    html! {
        p class="govuk-body" { "With a second step, nobody can sign in as you with your password alone. Have any app at hand that makes codes for sign-in." }
        (around(links::BEGIN_SECOND_STEP, 0, &fields))
    }
}

fn confirming(form: &Form, setup: &SecondStepSetup) -> Result<Markup, WebError> {
    let fields = html! { (code(form)) (submit("Confirm")) };
    Ok(html! {
        p class="govuk-body" { "Show the app this picture or type the key. It stands for an hour." }
        (picture(setup)?)
        p class="govuk-body" { "Key: " code class="clew-key" { (setup.secret_base32) } }
        (around(links::SECOND_STEP, 0, &fields))
    })
}

fn leaving(form: &Form) -> Markup {
    let fields = html! { (code(form)) (submit("Take it away")) };
    html! {
        p class="govuk-body" { "It is set up. To move to another telephone, take it away with a code of the present one, and set it up anew. Where that telephone is lost, an administrator can clear it." }
        (around(links::LEAVE_SECOND_STEP, 0, &fields))
    }
}

fn code(form: &Form) -> Markup {
    text_input(
        form,
        &Input {
            name: "code",
            label: "Code from the app",
            hint: "Six digits.",
            width: 10,
            mode: "numeric",
            autocomplete: "one-time-code",
            ..Input::default()
        },
    )
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

/// Begins, with the password.
pub(super) async fn begin(visit: Visit, form: Form) -> Result<Response, WebError> {
    let (account, at) = (visit.account()?.clone(), visit.at);
    let password = form.fields.raw("password").to_owned();
    let begun = visit
        .app
        .blocking(move |service| service.begin_second_step(&account, &password, at))
        .await
        .map(|_| ());
    after(&visit, (form, "password"), links::SECOND_STEP, begun).await
}

/// Confirms what was begun, with its first code.
pub(super) async fn send(visit: Visit, form: Form) -> Result<Response, WebError> {
    let (account, at, code) = (visit.account()?.clone(), visit.at, digits(&form));
    let confirmed = visit
        .app
        .blocking(move |service| service.finish_second_step(&account, &code, at))
        .await;
    let to = links::with_query(links::ACCOUNT, "done=second-step");
    after(&visit, (form, "code"), &to, confirmed).await
}

/// Takes away what is set up, with a code of it.
pub(super) async fn leave(visit: Visit, form: Form) -> Result<Response, WebError> {
    let (account, at, code) = (visit.account()?.clone(), visit.at, digits(&form));
    let left = visit
        .app
        .blocking(move |service| service.leave_second_step(&account, &code, at))
        .await;
    let to = links::with_query(links::ACCOUNT, "done=second-step-left");
    after(&visit, (form, "code"), &to, left).await
}

fn digits(form: &Form) -> String {
    let code = form.fields.text("code").chars();
    code.filter(char::is_ascii_digit).collect()
}

/// Where to go once it is done; the page again, with what was wrong at its field, where it is not.
async fn after(
    visit: &Visit,
    (mut form, field): (Form, &str),
    to: &str,
    done: Result<(), WebError>,
) -> Result<Response, WebError> {
    match done {
        Ok(()) => Ok(Redirect::to(to).into_response()),
        Err(error) if error.status().is_server_error() => Err(error),
        Err(error) => {
            form.refuse(field, error.to_string());
            page(visit, &form).await
        }
    }
}
