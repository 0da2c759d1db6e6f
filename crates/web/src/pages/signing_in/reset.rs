//! A forgotten password: a link by e-mail, without telling strangers who has an account.

use axum::response::Response;
use maud::html;

use crate::components::{Input, submit, text_input};
use crate::layout::{Page, Section};
use crate::{Form, Visit, WebError, links};

/// The form.
pub(super) async fn show(visit: Visit) -> Response {
    page(&visit, &Form::default())
}

fn page(visit: &Visit, form: &Form) -> Response {
    let body = html! {
        h1 class="govuk-heading-l" { "I cannot sign in" }
        form method="post" action="/forgotten" novalidate {
            (text_input(form, &Input {
                name: "who", label: "Account or e-mail address", hint: "If there is such an account, a link to choose a new password is sent to its e-mail address.",
                width: 20, autocomplete: "username", ..Input::default()
            }))
            (submit("Send the link"))
        }
        p class="govuk-body" { a class="govuk-link" href=(links::SIGN_IN) { "Back to sign in" } }
    };
    Page::new(visit, Section::Elsewhere, "I cannot sign in")
        .narrow()
        .problems_of(form)
        .show(body)
}

/// The form, sent. The answer is the same whether or not there is such an account.
pub(super) async fn send(visit: Visit, mut form: Form) -> Result<Response, WebError> {
    let who = form.needed("who", "Enter your account or e-mail address");
    if !form.is_sound() {
        return Ok(page(&visit, &form));
    }
    let at = visit.at;
    visit
        .app
        .blocking(move |service| service.ask_reset(&who, at))
        .await?;
    let body = html! {
        h1 class="govuk-heading-l" { "Look at your e-mail" }
        p class="govuk-body" { "If there is such an account and it has an e-mail address, a link is on its way. It can be used once, within an hour." }
    };
    Ok(Page::new(&visit, Section::Elsewhere, "Look at your e-mail")
        .narrow()
        .show(body))
}
