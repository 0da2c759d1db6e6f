//! Opening an account: a name, an id and a first role.

use axum::response::{IntoResponse, Redirect, Response};
use clew_plan::AccountId;
use maud::html;

use super::roles;
use crate::components::{Input, form as around, submit, text_input};
use crate::layout::{Page, Section};
use crate::{Form, Visit, WebError, links};

/// The form.
pub(super) async fn show(visit: Visit) -> Result<Response, WebError> {
    page(&visit, &Form::default())
}

fn page(visit: &Visit, form: &Form) -> Result<Response, WebError> {
    let memory = visit.memory()?;
    let seen = memory.state().head.sequence;
    let fields = html! {
        (text_input(form, &Input { name: "name", label: "Post or name", hint: "It stands beside everything that is done with the account, for example Team Manager, North.", ..Input::default() }))
        (text_input(form, &Input { name: "id", label: "Account", hint: "What is typed to sign in: letters, digits and hyphens, for example team-manager-north. It never changes.", width: 20, ..Input::default() }))
        (roles::fields(memory.book(), form))
        (text_input(form, &Input { name: "reason", label: "Why", hint: "It stands in the journal, where auditors read it.", ..Input::default() }))
        (submit("Open the account"))
    };
    let body = html! {
        h1 class="govuk-heading-l" { "Open an account" }
        (around("/admin/open-account", seen, &fields))
    };
    Ok(Page::new(visit, Section::Admin, "Open an account")
        .crumb("Administration", links::ADMIN)
        .narrow()
        .problems_of(form)
        .show(body))
}

/// The form, sent.
pub(super) async fn send(visit: Visit, mut form: Form) -> Result<Response, WebError> {
    let name = form.needed("name", "Enter the post or name");
    let id = form.needed("id", "Enter what is typed to sign in");
    let fit = |char: char| char.is_ascii_alphanumeric() || "-._".contains(char);
    if !id.chars().all(fit) || id.len() > 64 {
        form.refuse("id", "Use at most 64 letters, digits and hyphens");
    }
    let grant = roles::chosen(&mut form);
    if !form.is_sound() {
        return page(&visit, &form);
    }
    let (caller, account) = (visit.caller(&form.act())?, AccountId::from(id.as_str()));
    let (grants, why) = (Vec::from_iter(grant), form.optional("reason"));
    let to = links::with_query(&links::managed(&account), "done=account-opened");
    let opened = visit
        .app
        .blocking(move |service| {
            service.open_account(&caller, &account, &name, &grants, why.as_deref())
        })
        .await;
    match opened {
        Ok(_) => Ok(Redirect::to(&to).into_response()),
        Err(error) if error.problems().is_empty() => Err(error),
        Err(error) => {
            form.problems.extend_from_slice(error.problems());
            page(&visit, &form)
        }
    }
}
