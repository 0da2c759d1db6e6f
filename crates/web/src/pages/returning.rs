//! Returning a figure: the form that its owner answers in two minutes.

mod beside;
mod conflict;
mod counted;
mod ground;
mod page;
mod reading;
mod talk;

use axum::extract::Path;
use axum::response::{Html, IntoResponse, Redirect, Response};
use clew_service::{Act, Conflict, FigureRequest, ServiceError, preview};

use crate::fields::Asked;
use crate::pages::{drafts, evidence};
use crate::routes::{Needs, Routes};
use crate::upload::Upload;
use crate::{Form, Visit, WebError, links};
use ground::{Ground, Place};

/// The field that hands a figure in although words are missing.
const WITHOUT_WORDS: &str = "answer-without-words";

pub(super) fn routes(routes: Routes) -> Routes {
    let may = Needs::May(Act::Return);
    routes
        .get("/measures/{key}/return/{period}", may, show)
        .post("/measures/{key}/return/{period}", may, send)
        .post("/measures/{key}/return/{period}/talk", may, talk)
}

/// The form: with what was typed and not sent, else the draft, else what stands.
async fn show(
    visit: Visit,
    Path((key, period)): Path<(String, String)>,
    asked: Asked,
) -> Result<Response, WebError> {
    let ground = Ground::of(&visit, Place::of(&key, &period, &asked.0)?).await?;
    let (form, from) = reading::begun(&visit, &ground).await?;
    Ok(page::show(&visit, &ground, form, from, None))
}

/// What is said of the figure as it is typed: a part of the page, for the script.
async fn talk(
    visit: Visit,
    Path((key, period)): Path<(String, String)>,
    asked: Asked,
    mut form: Form,
) -> Result<Response, WebError> {
    let ground = Ground::of(&visit, Place::of(&key, &period, &asked.0)?).await?;
    let said = talk::of(&visit, &ground, &mut form);
    Ok(Html(said.into_string()).into_response())
}

/// The form, sent: handed in, saved as a draft, or forgotten.
async fn send(
    visit: Visit,
    Path((key, period)): Path<(String, String)>,
    asked: Asked,
    upload: Upload,
) -> Result<Response, WebError> {
    let place = Place::of(&key, &period, &asked.0)?;
    let form = evidence::hold(&visit, &place.address(), upload).await?;
    let ground = Ground::of(&visit, place).await?;
    if evidence::keeps_files_only(&form) {
        return Ok(page::show(&visit, &ground, form, None, None));
    }
    match form.fields.text("do") {
        "draft" => save(visit, ground, form).await,
        "forget" => {
            forget(&visit, &ground).await?;
            evidence::let_go(&visit, &ground.place.address()).await?;
            let address = ground.place.address();
            Ok(Redirect::to(&and_done(&address, "forgotten")).into_response())
        }
        _ => hand_in(visit, ground, form).await,
    }
}

async fn hand_in(visit: Visit, ground: Ground, mut form: Form) -> Result<Response, WebError> {
    let request = reading::request(&mut form, &ground);
    if form.is_sound() && reading::is_blank(&form, &ground) {
        form.refuse(
            "value",
            "Enter the figure, or tick that it is not known yet",
        );
    }
    if form.is_sound() {
        ask_for_words(&visit, &ground, &mut form, &request);
    }
    if !form.is_sound() {
        return Ok(page::show(&visit, &ground, form, None, None));
    }
    let caller = visit.caller(&form.act())?;
    let corrects = ground.standing.settled.is_some();
    let confirms = ground.prepared().is_some() && request.status.is_none();
    let files = evidence::sent_with(&visit, &caller, &ground.held).await?;
    let sent = visit
        .app
        .blocking(move |service| match (confirms, corrects) {
            (true, _) => service.confirm_return(&caller, &request, &files),
            (false, true) => {
                let reason = request.reason.clone().unwrap_or_default();
                service.correct_figure_with(&caller, &request, &reason, &files)
            }
            (false, false) => service.return_figure_with(&caller, &request, &files),
        })
        .await;
    match sent {
        Ok(_) => {
            forget(&visit, &ground).await?;
            evidence::let_go(&visit, &ground.place.address()).await?;
            let done = if corrects { "corrected" } else { "returned" };
            let to = and_done(links::MY_WORK, done);
            let named = links::query(&[
                ("figure", ground.place.measure.as_str()),
                ("period", &ground.place.period.to_string()),
            ]);
            Ok(Redirect::to(&format!("{to}&{named}")).into_response())
        }
        Err(error) => refused(&visit, &ground, form, error).await,
    }
}

/// Asks once for the words that a figure needs; its owner may hand it in without them all the same.
fn ask_for_words(visit: &Visit, ground: &Ground, form: &mut Form, request: &FigureRequest) {
    if form.fields.given(WITHOUT_WORDS).is_some() {
        return;
    }
    let Ok(found) = preview(ground.overview.memory(), request, visit.today()) else {
        return;
    };
    // What cannot be so is put right before anything is said of it.
    if talk::is_refused(&found) {
        return;
    }
    for lacking in found.lacks {
        form.refuse(lacking, talk::wanted(lacking));
    }
}

async fn save(visit: Visit, ground: Ground, mut form: Form) -> Result<Response, WebError> {
    let request = reading::as_counted(&mut form, &ground);
    if !form.is_sound() {
        return Ok(page::show(&visit, &ground, form, None, None));
    }
    // Without an open cycle there is nobody to show a draft to: it is kept for its owner alone.
    let saved = if ground.standing.key.is_some() && ground.standing.settled.is_none() {
        let caller = visit.caller(&form.act())?;
        let saved = visit
            .app
            .blocking(move |service| service.save_draft(&caller, &request))
            .await
            .map(|_| ());
        if saved.is_ok() {
            forget(&visit, &ground).await?;
        }
        saved
    } else {
        drafts::keep(&visit, &ground.place.address(), &form).await
    };
    match saved {
        Ok(()) => Ok(Redirect::to(&and_done(&ground.place.address(), "draft")).into_response()),
        Err(error) => refused(&visit, &ground, form, error).await,
    }
}

async fn forget(visit: &Visit, ground: &Ground) -> Result<(), WebError> {
    drafts::forget(visit, &ground.place.address()).await
}

/// The form again, with everything that stands in its way and what was typed.
async fn refused(
    visit: &Visit,
    ground: &Ground,
    mut form: Form,
    error: WebError,
) -> Result<Response, WebError> {
    if let Some(conflict) = error.conflicts().first() {
        return met(visit, ground, form, conflict).await;
    }
    match &error {
        WebError::Service(ServiceError::Asks { questions, .. }) => {
            for question in questions {
                form.refuse(&talk::field_of(question), talk::stands(question));
            }
        }
        WebError::Service(ServiceError::Invalid { problems, .. }) if !problems.is_empty() => {
            for problem in problems {
                let field = page::field_named(&problem.field);
                form.refuse(field, talk::sentence(&problem.problem));
            }
        }
        _ => return Err(error),
    }
    Ok(page::show(visit, ground, form, None, None))
}

/// The form beside what somebody else changed meanwhile, and with what only they changed in it.
async fn met(
    visit: &Visit,
    ground: &Ground,
    mut form: Form,
    met: &Conflict,
) -> Result<Response, WebError> {
    let ground = Ground::of(visit, ground.place.clone()).await?;
    let met = conflict::settled(&mut form, met, &reading::stands(visit, &ground)?);
    form.has_seen(ground.overview.memory().state().head.sequence);
    Ok(page::show(visit, &ground, form, None, Some(&met)))
}

fn and_done(address: &str, done: &str) -> String {
    let join = if address.contains('?') { '&' } else { '?' };
    format!("{address}{join}done={done}")
}
