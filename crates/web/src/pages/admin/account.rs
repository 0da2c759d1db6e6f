//! One account: its roles, how it signs in, and everything that can be done about it.

use axum::extract::Path;
use axum::response::Response;
use clew_plan::{Account, AccountId};
use clew_report::words;
use clew_service::{ApiToken, Memory, SecondStep, ServiceError, SignInSummary, local_time};
use maud::{Markup, html};

use super::{accounts, roles};
use crate::components::{
    Input, form as around, hidden, inset, quiet_button, submit, summary_list, table, text_input,
};
use crate::layout::{Page, Section};
use crate::{Form, Visit, WebError, links};

/// What a page of an account is made from.
pub(super) struct Shown {
    pub(super) id: AccountId,
    account: Account,
    way: Option<SignInSummary>,
    tokens: Vec<ApiToken>,
    seen: u64,
}

impl Shown {
    /// The account that a path names.
    pub(super) async fn of(visit: &Visit, id: &str) -> Result<Self, WebError> {
        let id = AccountId::from(id);
        let memory = visit.memory()?;
        let account = memory.state().account(&id).cloned();
        let account = account.ok_or_else(|| WebError::not_found("There is no such account."))?;
        let (actor, whose) = (visit.account()?.clone(), id.clone());
        let (all, tokens) = visit
            .app
            .blocking(move |service| {
                let tokens = service.api_tokens_of(&actor, &whose)?;
                Ok::<_, ServiceError>((service.sign_in_summaries(&actor)?, tokens))
            })
            .await?;
        Ok(Self {
            way: all.into_iter().find(|way| way.account == id),
            id,
            account,
            tokens: tokens
                .into_iter()
                .filter(|token| token.revoked.is_none())
                .collect(),
            seen: memory.state().head.sequence,
        })
    }

    fn address(&self, act: &str) -> String {
        format!("{}/{act}", links::managed(&self.id))
    }
}

/// The page.
pub(super) async fn show(visit: Visit, Path(id): Path<String>) -> Result<Response, WebError> {
    let shown = Shown::of(&visit, &id).await?;
    page(&visit, &shown, &Form::default(), None)
}

/// The page with a form that was not taken, or with a link that was made.
pub(super) fn page(
    visit: &Visit,
    shown: &Shown,
    form: &Form,
    link: Option<&str>,
) -> Result<Response, WebError> {
    let memory = visit.memory()?;
    let body = html! {
        h1 class="govuk-heading-l" { (shown.account.name) }
        @if let Some(link) = link { (inset(&made(link, &form.fields))) }
        (facts(shown))
        (table("Roles", &[("Role", ""), ("Held for", ""), ("", "")], &held(&memory, shown)))
        @if !shown.tokens.is_empty() {
            (table("Tokens of its programs", &[("Name", ""), ("May", ""), ("Made", ""), ("Ends", ""), ("Last used", ""), ("", "")], &tokens(shown)))
        }
        @if shown.account.closed { (reopening(shown, form)) (erasing(shown)) }
        @else {
            div class="clew-forms" {
                section { (granting(&memory, shown, form)) }
                section { (inviting(visit, shown, form)) (ending(shown, form)) }
            }
        }
        p class="govuk-body" {
            a class="govuk-link" href={ (links::JOURNAL) "?" (links::query(&[("subject", &subject(shown))])) } { "What was done about this account" }
            " · "
            a class="govuk-link" href={ (links::JOURNAL) "?" (links::query(&[("actor", shown.id.as_str())])) } { "What it has done" }
        }
    };
    Ok(Page::new(visit, Section::Admin, shown.account.name.clone())
        .crumb("Administration", links::ADMIN)
        .problems_of(form)
        .show(body))
}

fn subject(shown: &Shown) -> String {
    clew_journal::Subject::account(&shown.id).to_string()
}

fn made(link: &str, asked: &crate::Fields) -> Markup {
    html! {
        @if asked.text("by") == "mail" {
            p class="govuk-body" { strong { "No e-mail was sent: no mail server is set." } " Hand this link over instead." }
        }
        p class="govuk-body" { "Give this link to the account's holder, and to nobody else. It works once, within seven days, and is shown this once." }
        p class="govuk-body" { code class="clew-key-link" { (link) } }
    }
}

fn facts(shown: &Shown) -> Markup {
    let way = shown.way.as_ref();
    summary_list(&[
        ("Account", html! { code { (shown.id) } }),
        (
            "Stands",
            html! { @if shown.account.closed { "Closed: nobody can sign in, and what it did stays in the journal" } @else { "Open" } },
        ),
        (
            "E-mail address",
            html! { @match way.and_then(|way| way.email.as_deref()) { Some(email) => (email), None => span class="clew-late" { "none: no reminder and no link reaches it" } } },
        ),
        ("Signs in with", accounts::signs_in(way)),
        (
            "Last signed in",
            html! { (accounts::last(way.and_then(|way| way.last_signed_in))) },
        ),
    ])
}

fn held(memory: &Memory, shown: &Shown) -> Markup {
    html! {
        @if shown.account.grants.is_empty() {
            tr { td colspan="3" class="clew-quiet" { "None yet: it can sign in and see nothing." } }
        }
        @for grant in &shown.account.grants {
            tr {
                th scope="row" { (grant.role) br; span class="clew-quiet" { "may " (roles::meaning(grant.role)) } }
                td {
                    @match &grant.unit {
                        Some(unit) => { a href=(links::who(Some(unit))) { (memory.book().unit_name(unit)) } }
                        None => { a href=(links::who(None)) { "The whole organisation" } }
                    }
                }
                td {
                    details class="govuk-details" {
                        summary class="govuk-details__summary" {
                            span class="govuk-details__summary-text" {
                                "Take away" span class="govuk-visually-hidden" { " " (roles::words(memory.book(), grant)) }
                            }
                        }
                        div class="govuk-details__text" { (revoking(shown, grant)) }
                    }
                }
            }
        }
    }
}

fn tokens(shown: &Shown) -> Markup {
    html! {
        @for token in &shown.tokens {
            tr {
                th scope="row" { (token.name) }
                td { @for scope in &token.scopes { (scope.word()) " " } }
                td { (words::day(local_time::day_of(token.made))) }
                td { (token.ends.map_or_else(|| "–".to_owned(), |ends| words::day(local_time::day_of(ends)))) }
                td { (token.used.map_or_else(|| "never".to_owned(), |used| words::day(local_time::day_of(used)))) }
                td {
                    form method="post" action=(shown.address("revoke-token")) {
                        (hidden("id", &token.id))
                        button class="clew-plain-button" { "Revoke" span class="govuk-visually-hidden" { " " (token.name) } }
                    }
                }
            }
        }
    }
}

fn revoking(shown: &Shown, grant: &clew_plan::Grant) -> Markup {
    let unit = grant.unit.as_ref().map_or("", clew_plan::UnitId::as_str);
    let id = format!("reason-{}-{unit}", grant.role.word().replace(' ', "-"));
    around(
        &shown.address("revoke"),
        shown.seen,
        &html! {
            (hidden("role", grant.role.word()))
            (hidden("unit", unit))
            div class="govuk-form-group" {
                label class="govuk-label" for=(id) { "Why" }
                input class="govuk-input" id=(id) name="reason";
            }
            (quiet_button("Take the role away", "sent", "yes"))
        },
    )
}

fn granting(memory: &Memory, shown: &Shown, form: &Form) -> Markup {
    html! {
        h2 class="govuk-heading-m" { "Give a role" }
        (around(&shown.address("grant"), shown.seen, &html! {
            (roles::fields(memory.book(), form))
            (reason(form, "reason", "It stands in the journal, where auditors read it."))
            (submit("Give the role"))
        }))
    }
}

fn reason(form: &Form, name: &str, hint: &str) -> Markup {
    text_input(
        form,
        &Input {
            name,
            label: "Why",
            hint,
            ..Input::default()
        },
    )
}

fn inviting(visit: &Visit, shown: &Shown, form: &Form) -> Markup {
    let sends = visit.app.settings().mail.is_some();
    let has_password = shown.way.as_ref().is_some_and(|way| way.has_password);
    let email = shown.way.as_ref().and_then(|way| way.email.clone());
    let form = match form.fields.has("email") {
        true => form.clone(),
        false => Form::showing(&[("email", email.clone().unwrap_or_default())]),
    };
    html! {
        h2 class="govuk-heading-m" { @if has_password { "New password" } @else { "Invite" } }
        (around(&shown.address("invite"), shown.seen, &html! {
            (text_input(&form, &Input { name: "email", label: "E-mail address of its holder", kind: "email", mode: "email", ..Input::default() }))
            @if sends {
                div class="clew-actions" {
                    button type="submit" class="govuk-button" name="by" value="mail" { @if has_password { "Invite anew by e-mail" } @else { "Invite by e-mail" } }
                    (quiet_button("Show me a link to hand over", "by", "link"))
                }
            } @else {
                p class="govuk-body" { "No mail server is set, so Clew sends no e-mail. Make a link here, and hand it over yourself." }
                button type="submit" class="govuk-button" name="by" value="link" { "Show me a link to hand over" }
            }
            p class="govuk-body" {
                button type="submit" class="clew-plain-button" formaction=(shown.address("e-mail")) { "Keep the address only, and invite nobody" }
            }
        }))
        @if sends && has_password && email.is_some() {
            (around(&shown.address("reset"), shown.seen, &quiet_button("E-mail a link to choose a new password", "sent", "yes")))
        }
    }
}

fn ending(shown: &Shown, form: &Form) -> Markup {
    let second_step = shown
        .way
        .as_ref()
        .is_some_and(|way| way.second_step == SecondStep::Done);
    html! {
        h2 class="govuk-heading-m" { "A lost telephone, or a stranger" }
        @if second_step {
            p class="govuk-body" { "Without its telephone nobody passes the second step. Clear it once you are sure whom you speak with." }
            (around(&shown.address("second-step"), shown.seen, &quiet_button("Clear the second step", "sent", "yes")))
        }
        p class="govuk-body" { "Its sessions end, and the tokens of its programs are revoked." }
        (around(&shown.address("end-sessions"), shown.seen, &quiet_button("End every session", "sent", "yes")))
        h2 class="govuk-heading-m" { "Close the account" }
        p class="govuk-body" { "Nobody signs in with it any more. What it did stays in the journal, and it can be opened again." }
        (around(&shown.address("close"), shown.seen, &html! {
            (reason(form, "close-reason", "For example: left the service."))
            button type="submit" class="govuk-button govuk-button--warning" { "Close the account" }
        }))
    }
}

fn reopening(shown: &Shown, form: &Form) -> Markup {
    html! {
        h2 class="govuk-heading-m" { "Open it again" }
        p class="govuk-body" { "With the roles that it had. Its holder is invited anew: neither password nor second step is kept." }
        (around(&shown.address("reopen"), shown.seen, &html! {
            (reason(form, "reason", ""))
            (submit("Open the account again"))
        }))
    }
}

fn erasing(shown: &Shown) -> Markup {
    html! {
        h2 class="govuk-heading-m" { "Erase how it signs in" }
        p class="govuk-body" { "Its e-mail address, password and second step, its devices and sessions, what it typed and never handed in, its programs' tokens and the mail to it. What it did stays in the journal under the account's name. It cannot be undone." }
        (around(&shown.address("erase"), shown.seen, &quiet_button("Erase how it signs in", "sent", "yes")))
    }
}
