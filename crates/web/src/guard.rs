//! The guard before every route: who asks, whether they may, and what they are told if not.

mod token;

use std::net::{IpAddr, SocketAddr};

use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, FromRequest as _, Request, State};
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use clew_service::{ApiSession, SecondStep, Session, SessionToken};

use crate::error::ToldLater;
use crate::upload::Upload;
use crate::{App, Fields, Needs, Visit, WebError, api, layout, links, packing};

/// The cookie of a session on a server that is reached over HTTPS.
const SECURE_COOKIE: &str = "__Host-clew-session";
/// The cookie of a session on a server that is not, such as a demonstration.
const PLAIN_COOKIE: &str = "clew-session";
/// The most bytes of a form that are kept when its session has ended.
const MOST_HELD: usize = 256 * 1024;
/// What a form with files is called in the header of its request, and one without.
const WITH_FILES: &str = "multipart/form-data";
pub(crate) const FIELDS_ALONE: &str = "application/x-www-form-urlencoded; without-files";

/// The name of the session's cookie.
pub(crate) fn cookie_name(app: &App) -> &'static str {
    if app.settings().https {
        SECURE_COOKIE
    } else {
        PLAIN_COOKIE
    }
}

/// Lets a request through to its route, or answers it.
pub(crate) async fn guard(
    State((app, needs, keeps)): State<(App, Needs, bool)>,
    request: Request,
    next: Next,
) -> Response {
    let (mut parts, body) = request.into_parts();
    let json = wants_json(&parts);
    if needs != Needs::Anyone && app.is_behind() {
        return told(None, json, WebError::Behind.into_response());
    }
    let asks_program = needs != Needs::Anyone && token::is_program_s(&parts);
    let program = match asks_program {
        true => match token::program(&app, &parts).await {
            Ok(program) => program,
            Err(response) => return told(None, json, response),
        },
        false => None,
    };
    let visit = match visit(&app, &parts, program.as_ref()).await {
        Ok(visit) => visit,
        Err(error) => return told(None, json, error.into_response()),
    };
    if asks_program
        && let Some(response) = token::refused(&parts, program.as_ref(), visit.session.is_some())
    {
        return told(Some(&visit), json, response);
    }
    let response = match passes(&app, &visit, needs) {
        Passes::Yes => {
            parts.extensions.insert(visit.clone());
            parts.extensions.extend(extensions_of(program));
            let response = next.run(Request::from_parts(parts, body)).await;
            forget_held(&app, &visit, response.status()).await;
            response
        }
        Passes::No(response) => response,
        Passes::SignInFirst if keeps || parts.method.is_safe() => {
            to_sign_in(&app, &visit, &parts, body).await
        }
        Passes::SignInFirst => {
            Redirect::to(&links::sign_in_and_back(instead(&visit))).into_response()
        }
    };
    told(Some(&visit), json, response)
}

/// What the route is told of the program that asks.
fn extensions_of(program: Option<ApiSession>) -> Extensions {
    let mut extensions = Extensions::new();
    if let Some(program) = program {
        extensions.insert(program);
    }
    extensions
}

async fn visit(app: &App, parts: &Parts, program: Option<&ApiSession>) -> Result<Visit, WebError> {
    let session = match (program, token(app, &parts.headers)) {
        (Some(program), _) => Some(token::session(app, program)),
        (None, Some(token)) => session_with(app, token).await?,
        (None, None) => None,
    };
    Ok(Visit {
        app: app.clone(),
        session,
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().unwrap_or_default().to_owned(),
        address: address(app, parts),
        at: app.now(),
        takes_gzip: packing::takes_gzip(&parts.headers),
    })
}

/// The session with a token: from the database where it was not read within the last second.
async fn session_with(app: &App, token: SessionToken) -> Result<Option<Session>, WebError> {
    let now = app.now();
    match app.service().session_at_hand(&token, now) {
        Some(session) => Ok(Some(session)),
        None => {
            app.blocking(move |service| service.session(&token, now))
                .await
        }
    }
}

/// The session's token, if the request has one.
pub(crate) fn token(app: &App, headers: &HeaderMap) -> Option<SessionToken> {
    let jar = CookieJar::from_headers(headers);
    jar.get(cookie_name(app))?.value().parse().ok()
}

/// Whether a visit may go on to its route.
enum Passes {
    Yes,
    No(Response),
    SignInFirst,
}

fn passes(app: &App, visit: &Visit, needs: Needs) -> Passes {
    if needs == Needs::Anyone {
        return Passes::Yes;
    }
    let Some(session) = &visit.session else {
        return Passes::SignInFirst;
    };
    // A token would let its holder do without the second step.
    let own = visit.path.starts_with(links::ACCOUNT) && !visit.path.starts_with(links::TOKENS);
    if must_set_up(app, session) && !own {
        return Passes::No(Redirect::to(links::SECOND_STEP).into_response());
    }
    match needs {
        Needs::May(act) if !visit.may(act) => {
            let message = format!("Your account may not {act}.");
            Passes::No(WebError::Refused(message).into_response())
        }
        _ => Passes::Yes,
    }
}

fn must_set_up(app: &App, session: &Session) -> bool {
    app.settings().second_step_required && session.second_step == SecondStep::NotSetUp
}

/// To the sign-in page and back; a form that was sent is kept until then.
async fn to_sign_in(app: &App, visit: &Visit, parts: &Parts, body: Body) -> Response {
    let back = match parts.method {
        Method::GET | Method::HEAD => links::with_query(&visit.path, &visit.query),
        _ => match held(app, visit, parts, body).await {
            Some(id) => links::held(&id),
            None => links::HOME.to_owned(),
        },
    };
    Redirect::to(&links::sign_in_and_back(&back)).into_response()
}

/// Where whoever sent a form that is never kept comes to after signing in.
fn instead(visit: &Visit) -> &'static str {
    match visit.path.starts_with(links::ACCOUNT) {
        true => links::ACCOUNT,
        false => links::HOME,
    }
}

/// Forgets a form that was kept, now that it was sent again and done.
async fn forget_held(app: &App, visit: &Visit, status: StatusCode) {
    let Ok(asked) = Fields::read(&visit.query) else {
        return;
    };
    let held = asked.given(links::HELD).map(str::to_owned);
    let Some((id, account)) = held.zip(visit.account().ok().cloned()) else {
        return;
    };
    if status == StatusCode::SEE_OTHER {
        let forget = move |service: &clew_service::Service| {
            service
                .forget_held_form(&account, &id)
                .map_err(WebError::from)
        };
        // Where it is not forgotten now, it is after a day.
        let _ = app.blocking(forget).await;
    }
}

/// Keeps the form of a session that has ended; only who had a session can leave one here.
async fn held(app: &App, visit: &Visit, parts: &Parts, body: Body) -> Option<String> {
    let token = token(app, &parts.headers)?;
    let kind = parts
        .headers
        .get(header::CONTENT_TYPE)?
        .to_str()
        .ok()?
        .to_owned();
    let (path, at) = (links::with_query(&visit.path, &visit.query), visit.at);
    let (kind, bytes) = match kind.starts_with(WITH_FILES) {
        false => (kind, to_bytes(body, MOST_HELD).await.ok()?.to_vec()),
        true => {
            let asked = token.clone();
            let whose =
                move |service: &clew_service::Service| service.ended_session_account(&asked, at);
            // Nobody else has a form read that may be so large.
            app.blocking(whose).await.ok().flatten()?;
            (
                FIELDS_ALONE.to_owned(),
                without_files(app, &kind, body).await?,
            )
        }
    };
    let keep = move |service: &clew_service::Service| {
        let Some(account) = service.ended_session_account(&token, at)? else {
            return Ok::<_, WebError>(None);
        };
        let id = service.hold_form(&account, &path, &kind, &bytes, at)?;
        Ok(Some(id))
    };
    app.blocking(keep).await.ok().flatten()
}

/// The fields of a form that came with files, which are not kept: they have to be chosen again.
async fn without_files(app: &App, kind: &str, body: Body) -> Option<Vec<u8>> {
    let request = Request::builder()
        .header(header::CONTENT_TYPE, kind)
        .body(body);
    let upload = Upload::from_request(request.ok()?, app).await.ok()?;
    let mut written = form_urlencoded::Serializer::new(String::new());
    written.extend_pairs(upload.form.fields.iter());
    let written = written.finish().into_bytes();
    Some(written).filter(|written| written.len() <= MOST_HELD)
}

/// Puts the page or the JSON of an error into an answer that only says which.
fn told(visit: Option<&Visit>, json: bool, mut response: Response) -> Response {
    let Some(told) = response.extensions_mut().remove::<ToldLater>() else {
        return response;
    };
    let mut full = if json {
        api::problem(told.status, &told.message, &told.problems)
    } else {
        layout::error_page(visit, told.status, &told.message, &told.problems).into_response()
    };
    *full.status_mut() = told.status;
    if let Some((until, visit)) = told.until.zip(visit) {
        let wait = until.microseconds() - visit.at.microseconds();
        let wait = u64::try_from(wait).unwrap_or(0);
        let seconds = wait.div_ceil(1_000_000).max(1);
        full.headers_mut()
            .insert(header::RETRY_AFTER, seconds.into());
    }
    full
}

fn wants_json(parts: &Parts) -> bool {
    if parts.uri.path().starts_with(links::API) {
        return true;
    }
    let accept = parts.headers.get(header::ACCEPT);
    let accept = accept.and_then(|accept| accept.to_str().ok());
    accept.is_some_and(|accept| accept.starts_with("application/json"))
}

/// Where the request comes from: the last hop that a proxy of ours names, or the connection's other end.
fn address(app: &App, parts: &Parts) -> String {
    let proxied = app.settings().behind_proxy;
    let named = proxied.then(|| forwarded(&parts.headers)).flatten();
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
    let peer = peer.map(|ConnectInfo(address)| address.ip());
    named
        .or(peer)
        .map(|address| address.to_string())
        .unwrap_or_default()
}

/// The last address that proxies name. A proxy may add a line of its own to those that came, so it is the
/// last of the last line: whatever stands before may be the client's own making.
fn forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    let last = headers.get_all("x-forwarded-for").iter().next_back()?;
    let last = last.to_str().ok()?.rsplit(',').next()?.trim();
    let with_port = || last.parse().map(|address: SocketAddr| address.ip());
    last.parse().or_else(|_| with_port()).ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn the_client_s_address_is_the_last_that_the_last_line_names() {
        for (lines, expected) in [
            (&["192.0.2.7"][..], Some("192.0.2.7")),
            (&["198.51.100.1, 192.0.2.7"], Some("192.0.2.7")),
            (&["198.51.100.1", "192.0.2.7"], Some("192.0.2.7")),
            (&["192.0.2.7:4711"], Some("192.0.2.7")),
            (&["[2001:db8::1]:4711"], Some("2001:db8::1")),
            (&["2001:DB8:0::1"], Some("2001:db8::1")),
            (&["192.0.2.7", "unknown"], None),
            (&["192.0.2.7,"], None),
            (&[], None),
        ] {
            let mut headers = HeaderMap::new();
            for line in lines {
                headers.append("x-forwarded-for", line.parse().unwrap());
            }
            let found = forwarded(&headers).map(|address| address.to_string());
            assert_eq!(found.as_deref(), expected, "{lines:?}");
        }
    }
}
