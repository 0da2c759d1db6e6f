//! Every account: who, what they may do, when they last signed in.

use std::collections::HashMap;

use axum::response::Response;
use clew_journal::Moment;
use clew_plan::{Account, AccountId, Book};
use clew_service::{SecondStep, SignInSummary};
use maud::{Markup, html};

use super::roles;
use crate::components::{link_button, pagination, stacked_table as table};
use crate::fields::Asked;
use crate::layout::{Page, Section};
use crate::{Visit, WebError, links};

/// Accounts on a page.
const ON_A_PAGE: usize = 100;

/// The list.
pub(super) async fn show(visit: Visit, Asked(asked): Asked) -> Result<Response, WebError> {
    let memory = visit.memory()?;
    let ways = ways_in(&visit).await?;
    let words = asked.text("q").to_lowercase();
    let closed = asked.text("closed") == "yes";
    let found: Vec<(&AccountId, &Account)> = memory
        .state()
        .accounts()
        .filter(|(_, account)| account.closed == closed)
        .filter(|(id, account)| {
            let email = ways
                .get(*id)
                .and_then(|way| way.email.as_deref())
                .unwrap_or_default();
            let all = format!("{id} {} {email}", account.name).to_lowercase();
            words.split_whitespace().all(|word| all.contains(word))
        })
        .collect();
    let pages = found.len().div_ceil(ON_A_PAGE).max(1);
    let page = asked.text("page").parse().unwrap_or(1).clamp(1, pages);
    let shown = &found[(page - 1) * ON_A_PAGE..found.len().min(page * ON_A_PAGE)];
    let address = |page: usize| {
        let closed = if closed { "yes" } else { "" };
        let query = links::query(&[
            ("q", asked.text("q")),
            ("closed", closed),
            ("page", &page.to_string()),
        ]);
        links::with_query(links::ADMIN, &query)
    };
    let caption = if closed {
        "Closed accounts"
    } else {
        "Open accounts"
    };
    let body = html! {
        h1 class="govuk-heading-l" { "Administration" }
        (super::parts(&visit, links::ADMIN))
        div class="clew-actions" { (link_button("Open an account", "/admin/open-account")) }
        (filters(&asked, closed))
        (table(caption, &[("Account", ""), ("Roles", ""), ("Signs in with", ""), ("Last signed in", "")], &rows(memory.book(), shown, &ways)))
        @if shown.is_empty() { p class="govuk-body clew-quiet" { "No account is so." } }
        (pagination(page, pages, &address))
    };
    Ok(Page::new(&visit, Section::Admin, "Accounts").show(body))
}

/// How each account signs in.
async fn ways_in(visit: &Visit) -> Result<HashMap<AccountId, SignInSummary>, WebError> {
    let actor = visit.account()?.clone();
    let all = visit
        .app
        .blocking(move |service| service.sign_in_summaries(&actor))
        .await?;
    let named = all.into_iter().map(|way| (way.account.clone(), way));
    Ok(named.collect())
}

fn filters(asked: &crate::Fields, closed: bool) -> Markup {
    html! {
        form class="clew-filters" action=(links::ADMIN) method="get" {
            div class="govuk-form-group" {
                label class="govuk-label" for="q" { "Name, id or e-mail address" }
                input class="govuk-input" id="q" name="q" value=(asked.text("q"));
            }
            div class="govuk-form-group" {
                label class="govuk-label" for="closed" { "Which" }
                select class="govuk-select" id="closed" name="closed" {
                    option value="" selected[!closed] { "Open" }
                    option value="yes" selected[closed] { "Closed" }
                }
            }
            (crate::components::show_button())
        }
    }
}

fn rows(
    book: &Book,
    shown: &[(&AccountId, &Account)],
    ways: &HashMap<AccountId, SignInSummary>,
) -> Markup {
    html! {
        @for (id, account) in shown {
            @let way = ways.get(*id);
            tr {
                th scope="row" {
                    a href=(links::managed(id)) { (account.name) } br;
                    span class="clew-quiet" { (id) }
                }
                td { (roles::list(book, &account.grants)) }
                td { (signs_in(way)) }
                td class="whole" { (last(way.and_then(|way| way.last_signed_in))) }
            }
        }
    }
}

/// How an account signs in, in words.
pub(super) fn signs_in(way: Option<&SignInSummary>) -> Markup {
    let Some(way) = way else {
        return html! { span class="clew-quiet" { "not invited yet" } };
    };
    html! {
        @if let Some(email) = &way.email { (email) br; }
        span class="clew-quiet" {
            @if !way.has_password { "invited, no password yet" }
            @else if way.second_step == SecondStep::Done { "password and second step" }
            @else { "password only" }
        }
    }
}

/// When somebody last signed in.
pub(super) fn last(at: Option<Moment>) -> String {
    at.map_or_else(|| "never".to_owned(), crate::components::moment)
}
