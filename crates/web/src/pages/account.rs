//! The visitor's own account: who they are, what they may do, password, second step, tokens.

mod password;
mod second_step;
mod tokens;

use axum::response::{IntoResponse, Redirect, Response};
use clew_service::SecondStep;
use maud::{Markup, html};

use crate::components::{form, link_button, submit, summary_list};
use crate::layout::{Page, Section};
use crate::routes::{Needs, Routes};
use crate::{Visit, WebError, links};

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/account", Needs::SignedIn, show)
        .post("/account/everywhere", Needs::SignedIn, sign_out_everywhere)
        .get("/account/password", Needs::SignedIn, password::show)
        .post("/account/password", Needs::SignedIn, password::send)
        .get("/account/second-step", Needs::SignedIn, second_step::show)
        .post("/account/second-step", Needs::SignedIn, second_step::send)
        .post(
            links::BEGIN_SECOND_STEP,
            Needs::SignedIn,
            second_step::begin,
        )
        .post(
            links::LEAVE_SECOND_STEP,
            Needs::SignedIn,
            second_step::leave,
        )
        .get("/account/tokens", Needs::SignedIn, tokens::show)
        .post("/account/tokens", Needs::SignedIn, tokens::make)
        .post("/account/tokens/revoke", Needs::SignedIn, tokens::revoke)
}

async fn show(visit: Visit) -> Result<Response, WebError> {
    let id = visit.account()?.clone();
    let account = visit
        .known_as()
        .ok_or_else(|| WebError::not_found("There is no such account."))?;
    let second_step = visit.session.as_ref().map(|session| session.second_step);
    let body = html! {
        h1 class="govuk-heading-l" { "Your account" }
        (summary_list(&[
            ("Name", html! { (account.name) }),
            ("Account", html! { code { (id) } }),
            ("What you may do", roles(&visit, &account)),
            ("Second step", match second_step {
                Some(SecondStep::Done) => html! { "Set up. " a class="govuk-link" href=(links::SECOND_STEP) { "Change or leave it" } },
                _ => html! { "Not set up. " a class="govuk-link" href=(links::SECOND_STEP) { "Set it up" } },
            }),
        ]))
        div class="clew-actions" {
            (link_button("Change your password", "/account/password"))
            a class="govuk-link" href="/account/tokens" { "Tokens for programs" }
            a class="govuk-link" href=(links::MY_FEED) { "Your calendar" }
        }
        h2 class="govuk-heading-m" { "Other devices" }
        p class="govuk-body" { "If you left yourself signed in somewhere, end every session, this one too. The tokens of your programs are revoked with them." }
        (form("/account/everywhere", 0, &submit("Sign out everywhere")))
    };
    Ok(Page::new(&visit, Section::Elsewhere, "Your account")
        .narrow()
        .show(body))
}

fn roles(visit: &Visit, account: &clew_plan::Account) -> Markup {
    let memory = visit.app.service().memory();
    let name = |unit: &clew_plan::UnitId| {
        let found = memory.book().units.iter().find(|there| there.id == *unit);
        found.map_or_else(|| unit.to_string(), |unit| unit.name.clone())
    };
    html! {
        ul class="govuk-list" {
            @for grant in &account.grants {
                li {
                    (grant.role) " – "
                    @match &grant.unit { Some(unit) => { (name(unit)) } None => { "the whole organisation" } }
                }
            }
            @if account.grants.is_empty() { li { "Nothing yet: an administrator has to give you a role." } }
        }
    }
}

/// Ends every session of the account, this one too: whoever fears a stranger should sign in afresh.
async fn sign_out_everywhere(visit: Visit) -> Result<Response, WebError> {
    let (account, at) = (visit.account()?.clone(), visit.at);
    visit
        .app
        .blocking(move |service| service.sign_out_everywhere(&account, &account, at))
        .await?;
    Ok(Redirect::to(&links::with_query(links::SIGN_IN, "done=everywhere")).into_response())
}
