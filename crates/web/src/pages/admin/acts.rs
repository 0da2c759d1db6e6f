//! What is done about an account: one function of the service each.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use clew_plan::{AccountId, Grant};
use clew_service::{Caller, Service, ServiceError};

use super::account::{Shown, page};
use super::roles;
use crate::{Form, Visit, WebError, links};

/// Does something about an account and goes back to its page; shows the form again where it could not be.
async fn done<F>(
    visit: Visit,
    (id, mut form): (String, Form),
    key: &'static str,
    act: F,
) -> Result<Response, WebError>
where
    F: FnOnce(&Service, &Caller, &AccountId) -> Result<(), ServiceError> + Send + 'static,
{
    let (caller, account) = (visit.caller(&form.act())?, AccountId::from(id.as_str()));
    let did = visit
        .app
        .blocking(move |service| act(service, &caller, &account))
        .await;
    match did {
        Ok(()) => {
            let to =
                links::with_query(&links::managed(&id.as_str().into()), &format!("done={key}"));
            Ok(Redirect::to(&to).into_response())
        }
        Err(error) => again(&visit, (&id, &mut form), error).await,
    }
}

/// The page of the account with what was wrong.
async fn again(
    visit: &Visit,
    (id, form): (&str, &mut Form),
    error: WebError,
) -> Result<Response, WebError> {
    if error.problems().is_empty() {
        return Err(error);
    }
    form.problems.extend_from_slice(error.problems());
    page(visit, &Shown::of(visit, id).await?, form, None)
}

fn why(form: &Form, field: &str) -> Option<String> {
    form.optional(field)
}

/// Gives a role.
pub(super) async fn grant(
    visit: Visit,
    Path(id): Path<String>,
    mut form: Form,
) -> Result<Response, WebError> {
    let Some(grant) = roles::chosen(&mut form) else {
        return page(&visit, &Shown::of(&visit, &id).await?, &form, None);
    };
    let why = why(&form, "reason");
    done(
        visit,
        (id, form),
        "granted",
        move |service, caller, account| {
            let done = service.grant(caller, account, &grant, why.as_deref());
            done.map(|_| ())
        },
    )
    .await
}

/// Gives the e-mail address of its holder.
pub(super) async fn email(
    visit: Visit,
    Path(id): Path<String>,
    form: Form,
) -> Result<Response, WebError> {
    let email = form.fields.text("email").to_owned();
    done(
        visit,
        (id, form),
        "e-mail",
        move |service, caller, account| service.set_email(caller, account, &email),
    )
    .await
}

/// Takes a role away.
pub(super) async fn revoke(
    visit: Visit,
    Path(id): Path<String>,
    mut form: Form,
) -> Result<Response, WebError> {
    let chosen: Option<Grant> = roles::chosen(&mut form);
    let Some(grant) = chosen else {
        return page(&visit, &Shown::of(&visit, &id).await?, &form, None);
    };
    let why = why(&form, "reason");
    done(
        visit,
        (id, form),
        "revoked",
        move |service, caller, account| {
            let done = service.revoke(caller, account, &grant, why.as_deref());
            done.map(|_| ())
        },
    )
    .await
}

/// Closes the account.
pub(super) async fn close(
    visit: Visit,
    Path(id): Path<String>,
    form: Form,
) -> Result<Response, WebError> {
    let why = why(&form, "close-reason");
    done(
        visit,
        (id, form),
        "account-closed",
        move |service, caller, account| {
            let done = service.close_account(caller, account, why.as_deref());
            done.map(|_| ())
        },
    )
    .await
}

/// Opens the account again.
pub(super) async fn reopen(
    visit: Visit,
    Path(id): Path<String>,
    form: Form,
) -> Result<Response, WebError> {
    let why = why(&form, "reason");
    done(
        visit,
        (id, form),
        "account-reopened",
        move |service, caller, account| {
            let done = service.reopen_account(caller, account, why.as_deref());
            done.map(|_| ())
        },
    )
    .await
}

/// Invites its holder: by a mail in the outbox, or with a link to hand over.
pub(super) async fn invite(
    visit: Visit,
    Path(id): Path<String>,
    mut form: Form,
) -> Result<Response, WebError> {
    let email = form.needed("email", "Enter the e-mail address of its holder");
    if !form.is_sound() {
        return page(&visit, &Shown::of(&visit, &id).await?, &form, None);
    }
    // Without a mail server a mail would wait for ever: the link is shown instead.
    if form.fields.text("by") != "link" && visit.app.settings().mail.is_some() {
        return done(
            visit,
            (id, form),
            "invited",
            move |service, caller, account| {
                let mail = service.invite_by_mail(caller, account, &email);
                mail.map(|_| ())
            },
        )
        .await;
    }
    let (caller, account) = (visit.caller(&form.act())?, AccountId::from(id.as_str()));
    let invited = visit
        .app
        .blocking(move |service| service.invite(&caller, &account, &email))
        .await;
    match invited {
        Ok(token) => {
            let link = links::invitation_at(&visit.app.settings().base_address, &token);
            page(
                &visit,
                &Shown::of(&visit, &id).await?,
                &asked_by(&form),
                Some(&link),
            )
        }
        Err(error) => again(&visit, (&id, &mut form), error).await,
    }
}

/// How an invitation was asked for, so that the page says when it could not be so.
fn asked_by(form: &Form) -> Form {
    let by = match form.fields.text("by") {
        "link" => "link",
        _ => "mail",
    };
    Form::showing(&[("by", by.to_owned())])
}

/// Mails its holder a link to choose a new password.
pub(super) async fn reset(
    visit: Visit,
    Path(id): Path<String>,
    form: Form,
) -> Result<Response, WebError> {
    done(visit, (id, form), "reset", |service, caller, account| {
        service.send_reset(caller, account).map(|_| ())
    })
    .await
}

/// Takes its second step away.
pub(super) async fn clear_second_step(
    visit: Visit,
    Path(id): Path<String>,
    form: Form,
) -> Result<Response, WebError> {
    done(
        visit,
        (id, form),
        "second-step-cleared",
        |service, caller, account| service.clear_second_step(caller, account),
    )
    .await
}

/// Ends its sessions.
pub(super) async fn end_sessions(
    visit: Visit,
    Path(id): Path<String>,
    form: Form,
) -> Result<Response, WebError> {
    done(visit, (id, form), "ended", |service, caller, account| {
        service.end_sessions(caller, account)
    })
    .await
}

/// Revokes a token of one of its programs.
pub(super) async fn revoke_token(
    visit: Visit,
    Path(id): Path<String>,
    form: Form,
) -> Result<Response, WebError> {
    let token = form.fields.text("id").to_owned();
    done(
        visit,
        (id, form),
        "token-revoked",
        move |service, caller, account| service.revoke_api_token_of(caller, account, &token),
    )
    .await
}

/// Erases what is kept of it beside the journal.
pub(super) async fn erase(
    visit: Visit,
    Path(id): Path<String>,
    form: Form,
) -> Result<Response, WebError> {
    done(visit, (id, form), "erased", |service, caller, account| {
        service.erase_sign_in(caller, account)
    })
    .await
}
