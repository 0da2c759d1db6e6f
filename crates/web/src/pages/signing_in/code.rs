//! The second step: the code of the moment.

use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use maud::html;

use super::cookies;
use crate::components::{Input, hidden, submit, text_input};
use crate::layout::{Page, Section};
use crate::{Form, Visit, WebError, links};

/// The form. What shows that the password was right is carried unseen.
pub(super) fn page(visit: &Visit, form: &Form) -> Response {
    let body = html! {
        h1 class="govuk-heading-l" { "Enter your code" }
        form method="post" action="/sign-in/code" novalidate {
            (hidden("to", form.fields.text("to")))
            (hidden("pending", form.fields.text("pending")))
            (text_input(form, &Input {
                name: "code", label: "Code", hint: "Six digits, from the app that you set up for Clew. A new one comes every 30 seconds.",
                width: 10, mode: "numeric", autocomplete: "one-time-code", ..Input::default()
            }))
            (submit("Go on"))
        }
        p class="govuk-body" { "If you have lost the device with your app, ask an administrator to clear your second step." }
    };
    Page::new(visit, Section::Elsewhere, "Enter your code")
        .narrow()
        .problems_of(form)
        .show(body)
}

/// The form, sent.
pub(super) async fn send(
    visit: Visit,
    jar: CookieJar,
    mut form: Form,
) -> Result<Response, WebError> {
    let code: String = form
        .fields
        .text("code")
        .chars()
        .filter(char::is_ascii_digit)
        .collect();
    if code.len() != 6 {
        form.refuse("code", "Enter the six digits that your app shows");
        return Ok(page(&visit, &form));
    }
    let pending = form.fields.text("pending").to_owned();
    let device = cookies::device(&visit.app, &jar);
    let (address, at) = (visit.address.clone(), visit.at);
    let confirmed = visit
        .app
        .blocking(move |service| {
            service.confirm_code(&pending, &code, device.as_deref(), &address, at)
        })
        .await;
    match confirmed {
        Ok(signed_in) => {
            let jar = cookies::signed_in(&visit.app, jar, &signed_in);
            Ok((jar, Redirect::to(links::local(form.fields.text("to")))).into_response())
        }
        Err(error) if error.status().is_server_error() => Err(error),
        Err(error) => {
            form.refuse("code", error.to_string());
            Ok(page(&visit, &form))
        }
    }
}
