//! Tokens with which programs read, or write, as this account.

use axum::response::{IntoResponse, Redirect, Response};
use clew_journal::Moment;
use clew_service::{Scope, local_time};
use maud::{Markup, html};

use crate::components::{
    Choice, Input, form as around, hidden, inset, radios, stacked_table as table, submit,
    text_input,
};
use crate::layout::{Page, Section};
use crate::{Form, Visit, WebError, links};

/// Days that a token lasts.
const DAYS: i64 = 365;
const DAY: i64 = 86_400_000_000;

/// The list, and the form for another.
pub(super) async fn show(visit: Visit) -> Result<Response, WebError> {
    page(&visit, &Form::default(), None).await
}

async fn page(visit: &Visit, form: &Form, made: Option<&str>) -> Result<Response, WebError> {
    let account = visit.account()?.clone();
    let tokens = visit
        .app
        .blocking(move |service| service.api_tokens(&account))
        .await?;
    let rows = html! {
        @for token in tokens.iter().filter(|token| token.revoked.is_none()) {
            tr {
                th scope="row" { (token.name) }
                td { @for scope in &token.scopes { (scope.word()) " " } }
                td { (token.ends.map_or_else(|| "–".to_owned(), |ends| local_time::day_of(ends).to_string())) }
                td { (token.used.map_or_else(|| "never".to_owned(), |used| local_time::day_of(used).to_string())) }
                td {
                    form method="post" action="/account/tokens/revoke" {
                        (hidden("id", &token.id))
                        button class="clew-plain-button" { "Revoke" span class="govuk-visually-hidden" { " " (token.name) } }
                    }
                }
            }
        }
    };
    let body = html! {
        h1 class="govuk-heading-l" { "Tokens for programs" }
        @if let Some(token) = made { (inset(&told(token))) }
        p class="govuk-body" {
            a class="govuk-link" href="/api" { "What programs can ask for" }
            ", also Excel and Power BI."
        }
        @if !tokens.is_empty() {
            (table("Your tokens", &[("Name", ""), ("May", ""), ("Ends", ""), ("Last used", ""), ("", "")], &rows))
        }
        h2 class="govuk-heading-m" { "Make a token" }
        (around("/account/tokens", 0, &fields(form)))
    };
    Ok(Page::new(visit, Section::Elsewhere, "Tokens for programs")
        .crumb("Your account", links::ACCOUNT)
        .narrow()
        .problems_of(form)
        .show(body))
}

fn told(token: &str) -> Markup {
    html! {
        p class="govuk-body" { "This is your new token. It is shown this once: copy it now." }
        p class="govuk-body" { code class="clew-key" { (token) } }
    }
}

fn fields(form: &Form) -> Markup {
    let scopes = [
        Choice {
            value: "read".to_owned(),
            words: "Read".to_owned(),
            hint: "What you may see.".to_owned(),
        },
        Choice {
            value: "write".to_owned(),
            words: "Read and change".to_owned(),
            hint: "What you may change.".to_owned(),
        },
    ];
    html! {
        (text_input(form, &Input { name: "name", label: "What it is for", hint: "For example: Power BI on the performance team's machine.", width: 30, ..Input::default() }))
        (radios(form, "scope", "What the program may do", "", &scopes))
        (text_input(form, &Input { name: "password", label: "Your present password", hint: "A token lasts longer than your session, so you are asked again.", kind: "password", width: 20, autocomplete: "current-password", ..Input::default() }))
        (submit("Make the token"))
    }
}

/// A new token, shown once.
pub(super) async fn make(visit: Visit, mut form: Form) -> Result<Response, WebError> {
    let name = form.needed("name", "Say what the token is for");
    let password = form.fields.raw("password").to_owned();
    let scopes = match form.fields.text("scope") {
        "read" => vec![Scope::Read],
        "write" => vec![Scope::Read, Scope::Write],
        _ => {
            form.refuse("scope", "Choose what the program may do");
            Vec::new()
        }
    };
    if !form.is_sound() {
        return page(&visit, &form, None).await;
    }
    let caller = visit.caller(&form.act())?;
    let ends = Moment::from_microseconds(visit.at.microseconds() + DAYS * DAY);
    let made = visit
        .app
        .blocking(move |service| {
            service.make_api_token(&caller, &password, &name, &scopes, Some(ends))
        })
        .await;
    match made {
        Ok(token) => page(&visit, &Form::default(), Some(&token)).await,
        Err(error) if error.problems().is_empty() => Err(error),
        Err(error) => {
            form.problems.extend_from_slice(error.problems());
            page(&visit, &form, None).await
        }
    }
}

/// Ends a token.
pub(super) async fn revoke(visit: Visit, form: Form) -> Result<Response, WebError> {
    let (account, id) = (visit.account()?.clone(), form.fields.text("id").to_owned());
    let at = visit.at;
    visit
        .app
        .blocking(move |service| service.revoke_api_token(&account, &id, at))
        .await?;
    Ok(Redirect::to("/account/tokens?done=token").into_response())
}
