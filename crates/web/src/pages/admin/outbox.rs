//! The outbox: mail that waits, that went, and that could not go.

use axum::response::Response;
use clew_service::SentMail;
use maud::{Markup, html};

use crate::components::{Choice, inset, select, stacked_table as table};
use crate::fields::Asked;
use crate::layout::{Page, Section};
use crate::{Form, Visit, WebError};

/// The most mails that are shown.
const MOST: usize = 500;

/// How a mail stands.
fn stands(mail: &SentMail) -> &'static str {
    match (mail.sent, mail.due, &mail.failure) {
        (Some(_), _, _) => "sent",
        (None, None, _) => "given up",
        (None, Some(_), Some(_)) => "failed",
        (None, Some(_), None) => "waiting",
    }
}

/// The page.
pub(super) async fn show(visit: Visit, Asked(asked): Asked) -> Result<Response, WebError> {
    let actor = visit.account()?.clone();
    let mails = visit
        .app
        .blocking(move |service| service.outbox(&actor, MOST))
        .await?;
    let wanted = asked.text("stands");
    let shown: Vec<&SentMail> = mails
        .iter()
        .filter(|mail| wanted.is_empty() || stands(mail) == wanted)
        .collect();
    let body = html! {
        h1 class="govuk-heading-l" { "Outbox" }
        (super::parts(&visit, "/admin/outbox"))
        @if visit.app.settings().mail.is_none() { (inset(&dry_run())) }
        (choosing(wanted))
        (table("The latest mail", &[("To", ""), ("Subject", ""), ("Stands", ""), ("Put here", "")], &rows(&shown)))
        @if shown.is_empty() { p class="govuk-body clew-quiet" { "No mail is so." } }
        p class="govuk-body clew-quiet" { "A link that lets somebody choose a password is made when its mail goes, and stands neither here nor in the database." }
    };
    Ok(Page::new(&visit, Section::Admin, "Outbox").show(body))
}

fn dry_run() -> Markup {
    html! {
        p class="govuk-body" { strong { "Nothing is sent." } " No mail server is set, so mail only waits here. Whoever runs the server sets " code { "CLEW_SMTP_URL" } " and " code { "CLEW_MAIL_FROM" } "; until then, hand links over yourself from an account's page." }
    }
}

fn choosing(wanted: &str) -> Markup {
    let form = Form::showing(&[("stands", wanted.to_owned())]);
    let all = ["waiting", "failed", "given up", "sent"];
    let choices: Vec<Choice> = std::iter::once(Choice::new("", "All"))
        .chain(all.map(|word| Choice::new(word, word)))
        .collect();
    html! {
        form class="clew-filters" action="/admin/outbox" method="get" {
            (select(&form, "stands", "Stands", "", &choices))
            (crate::components::show_button())
        }
    }
}

fn rows(mails: &[&SentMail]) -> Markup {
    html! {
        @for mail in mails {
            tr {
                th scope="row" {
                    (mail.mail.address)
                    @if let Some(to) = &mail.mail.to { br; span class="clew-quiet" { (to) } }
                }
                td {
                    details class="govuk-details" {
                        summary class="govuk-details__summary" { span class="govuk-details__summary-text" { (mail.mail.subject) } }
                        div class="govuk-details__text" { @for line in mail.mail.body.lines() { (line) br; } }
                    }
                }
                td { (standing(mail)) }
                td class="whole" { (crate::components::moment(mail.made)) }
            }
        }
    }
}

fn standing(mail: &SentMail) -> Markup {
    html! {
        strong { (stands(mail)) }
        @if let Some(sent) = mail.sent { " " (crate::components::moment(sent)) }
        @if mail.sent.is_none() && mail.tries > 0 {
            br; "tried " (mail.tries) @if mail.tries == 1 { " time" } @else { " times" }
            @if let Some(due) = mail.due { "; again at " (crate::components::moment(due)) }
        }
        @if let Some(why) = &mail.failure { br; span class="clew-quiet" { (why) } }
    }
}
