//! A person's own calendar feed: an address that a calendar program asks again and again, without
//! signing in. Whoever has the address has the calendar, so that it is told once and can be ended.

use std::sync::Arc;

use axum::extract::Path;
use axum::response::Response;
use clew_report::words;
use clew_service::Scope;
use clew_service::local_time::day_of;
use maud::{Markup, html};

use crate::components::{form as around, hidden, inset, submit};
use crate::layout::{Page, Section};
use crate::pages::cycles::calendar;
use crate::routes::{Needs, Routes};
use crate::{Form, Visit, WebError, links};

/// Days ahead that the feed tells of.
const AHEAD: i32 = 400;
/// How the last part of the address ends, so that calendar programs know what it is.
const END: &str = ".ics";

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/feeds/{token}", Needs::Anyone, feed)
        .get(links::MY_FEED, Needs::SignedIn, show)
        .post(links::MY_FEED, Needs::SignedIn, make)
}

/// The calendar of whoever the address was made for.
async fn feed(visit: Visit, Path(token): Path<String>) -> Result<Response, WebError> {
    let missing = || WebError::not_found("There is no such calendar.");
    let token = token.strip_suffix(END).ok_or_else(missing)?.to_owned();
    let at = visit.at;
    let account = visit
        .app
        .blocking(move |service| service.calendar_of(&token, at))
        .await?;
    let account = account.ok_or_else(missing)?;
    // An account that lost every role has nothing to be told.
    let reader = visit
        .app
        .service()
        .reader(&account)
        .map_err(|_| missing())?;
    let overview = visit.app.overview(Arc::clone(reader.memory())).await?;
    let work = overview.work_within(&account, visit.today(), AHEAD);
    Ok(calendar::feed(&visit, &overview, &work))
}

/// Whether there is a feed, and the ways to make one and to end it.
async fn show(visit: Visit) -> Result<Response, WebError> {
    page(&visit, None).await
}

async fn page(visit: &Visit, made: Option<&str>) -> Result<Response, WebError> {
    let account = visit.account()?.clone();
    let tokens = visit
        .app
        .blocking(move |service| service.api_tokens(&account))
        .await?;
    let mut tokens = tokens.into_iter();
    let standing =
        tokens.find(|token| token.revoked.is_none() && token.scopes.contains(&Scope::Calendar));
    let words = match standing {
        Some(_) => "Make a new address, and end the old one",
        None => "Make the address",
    };
    let body = html! {
        h1 class="govuk-heading-l" { "Your calendar" }
        p class="govuk-body" { "An address that Outlook, or any other calendar, can subscribe to: returns that are due from you, your actions and milestones, reviews of your risks, and the dates of the cycles." }
        p class="govuk-body" { "Whoever has the address can read these dates and titles without signing in, so treat it like a password." }
        @if let Some(address) = made { (inset(&told(address))) }
        @if let Some(standing) = &standing {
            p class="govuk-body" {
                "It was made on " (words::day(day_of(standing.made))) " and was "
                @match standing.used { Some(used) => { "last fetched on " (words::day(day_of(used))) } None => { "never fetched" } }
                "."
            }
            form method="post" action="/account/tokens/revoke" {
                (hidden("id", &standing.id))
                button class="govuk-button govuk-button--warning" { "End it" }
            }
        }
        (around(links::MY_FEED, 0, &submit(words)))
    };
    Ok(Page::new(visit, Section::Elsewhere, "Your calendar")
        .crumb("Your account", links::ACCOUNT)
        .narrow()
        .show(body))
}

fn told(address: &str) -> Markup {
    html! {
        p class="govuk-body" { "This is the address of your calendar. It is shown this once: copy it now." }
        p class="govuk-body" { code class="clew-key" { (address) } }
    }
}

/// A new address, shown once.
async fn make(visit: Visit, form: Form) -> Result<Response, WebError> {
    let caller = visit.caller(&form.act())?;
    let token = visit
        .app
        .blocking(move |service| service.make_calendar_token(&caller))
        .await?;
    let base = visit
        .app
        .settings()
        .base_address
        .trim_end_matches('/')
        .to_owned();
    let address = format!("{base}{}{END}", links::path(&["feeds", &token]));
    page(&visit, Some(&address)).await
}
