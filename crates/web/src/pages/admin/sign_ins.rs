//! What happened to sign-ins, for those who manage accounts.

use axum::response::Response;
use clew_plan::AccountId;
use clew_service::{IdentityEvent, IdentityLine, IdentityQuery, Memory};
use maud::{Markup, html};

use crate::components::{Choice, Input, select, table, text_input};
use crate::fields::Asked;
use crate::layout::{Page, Section};
use crate::{Form, Visit, WebError, links};

/// Lines on a page.
const LINES: u32 = 100;
/// The address of the page.
pub(super) const ADDRESS: &str = "/admin/sign-ins";

/// The page.
pub(super) async fn show(visit: Visit, Asked(asked): Asked) -> Result<Response, WebError> {
    let page: u32 = asked.text("page").parse().unwrap_or(1).clamp(1, 10_000);
    let query = IdentityQuery {
        account: asked.given("account").map(AccountId::from),
        event: asked.text("event").parse().ok(),
        limit: LINES + 1,
        skip: (page - 1) * LINES,
    };
    let actor = visit.account()?.clone();
    let mut lines = visit
        .app
        .blocking(move |service| service.identity_log(&actor, &query))
        .await?;
    let more = lines.len() > LINES as usize;
    lines.truncate(LINES as usize);
    let memory = visit.memory()?;
    let headings = [
        ("When", ""),
        ("What happened", ""),
        ("Account", ""),
        ("Done by", ""),
        ("From", ""),
    ];
    let (account, event) = (asked.text("account"), asked.text("event"));
    let body = html! {
        h1 class="govuk-heading-l" { "Sign-ins" }
        (super::parts(&visit, ADDRESS))
        (choosing(account, event))
        (table("The latest first", &headings, &rows(&memory, &lines)))
        @if lines.is_empty() { p class="govuk-body clew-quiet" { "Nothing of the kind has happened in the last year." } }
        p class="govuk-body" {
            @if page > 1 { a class="govuk-link" href=(at_page(account, event, page - 1)) { "Later" } " " }
            @if more { a class="govuk-link" href=(at_page(account, event, page + 1)) { "Earlier" } }
        }
        p class="govuk-body clew-quiet" { "A line is kept for a year, and the address in it for ninety days. Where nobody has the name that was typed, the name is not kept: it may be a password in the wrong field." }
    };
    Ok(Page::new(&visit, Section::Admin, "Sign-ins").show(body))
}

fn at_page(account: &str, event: &str, page: u32) -> String {
    let page = page.to_string();
    let query = links::query(&[("account", account), ("event", event), ("page", &page)]);
    links::with_query(ADDRESS, &query)
}

fn choosing(account: &str, event: &str) -> Markup {
    let form = Form::showing(&[("account", account.to_owned()), ("event", event.to_owned())]);
    let events = IdentityEvent::ALL.iter();
    let choices: Vec<Choice> = std::iter::once(Choice::new("", "Everything"))
        .chain(events.map(|event| Choice::new(event.word(), event.said())))
        .collect();
    html! {
        form class="clew-filters" action=(ADDRESS) method="get" {
            (text_input(&form, &Input { name: "account", label: "Account", width: 20, ..Input::default() }))
            (select(&form, "event", "What happened", "", &choices))
            (crate::components::show_button())
        }
    }
}

fn rows(memory: &Memory, lines: &[IdentityLine]) -> Markup {
    let name = |id: &AccountId| {
        let known = memory.state().account(id);
        known.map_or_else(|| id.to_string(), |account| account.name.clone())
    };
    html! {
        @for line in lines {
            tr {
                td class="whole" { (crate::components::moment(line.at)) }
                th scope="row" {
                    (line.event.map_or("Something that this release does not know", IdentityEvent::said))
                    @if let Some(about) = &line.about { br; span class="clew-quiet" { (about) } }
                }
                td {
                    @match &line.account {
                        Some(id) => { a class="govuk-link" href=(links::managed(id)) { (name(id)) } }
                        None => { span class="clew-quiet" { "Nobody of that name" } }
                    }
                }
                td { @if let Some(actor) = &line.actor { (name(actor)) } }
                td { (line.address.as_deref().unwrap_or_default()) }
            }
        }
    }
}
