//! Signing in: password, code, invitation, forgotten password, signing out.

mod code;
mod cookies;
mod invitation;
mod password;
mod reset;

use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;

use crate::routes::{Needs, Routes};
use crate::{Visit, WebError, guard, links};

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/sign-in", Needs::Anyone, password::show)
        .post("/sign-in", Needs::Anyone, password::send)
        .post("/sign-in/code", Needs::Anyone, code::send)
        .post("/sign-out", Needs::Anyone, sign_out)
        .get("/invitation/{token}", Needs::Anyone, invitation::show)
        .post("/invitation/{token}", Needs::Anyone, invitation::send)
        .get("/forgotten", Needs::Anyone, reset::show)
        .post("/forgotten", Needs::Anyone, reset::send)
}

/// Ends the session here; signing out when there is none does no harm.
async fn sign_out(visit: Visit, jar: CookieJar) -> Result<Response, WebError> {
    let (name, at) = (guard::cookie_name(&visit.app), visit.at);
    if let Some(token) = jar.get(name).and_then(|cookie| cookie.value().parse().ok()) {
        visit
            .app
            .blocking(move |service| service.sign_out(&token, at))
            .await?;
    }
    let jar = jar.remove(cookies::session_cookie(&visit.app, String::new()));
    let to = links::with_query(links::SIGN_IN, "done=signed-out");
    Ok((jar, Redirect::to(&to)).into_response())
}
