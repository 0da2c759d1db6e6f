//! Programs: who calls under `/api/`, by a token in the header, and what the token is good for.

use axum::http::request::Parts;
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use clew_service::{ApiSession, Scope, SecondStep, Session};

use crate::{App, WebError, api, links};

/// The longest `Authorization` header that is looked at, in bytes.
const LONGEST: usize = 1_000;

/// Whether a request is a program's rather than a page's.
pub(super) fn is_program_s(parts: &Parts) -> bool {
    parts.uri.path().starts_with(links::API)
}

/// What the token of a request stands for; none where it has no token.
///
/// # Errors
/// When the token stands for nothing (the answer says so), or the database cannot be used.
pub(super) async fn program(app: &App, parts: &Parts) -> Result<Option<ApiSession>, Response> {
    let Some(given) = parts.headers.get(header::AUTHORIZATION) else {
        return Ok(None);
    };
    let Some(token) = given
        .to_str()
        .ok()
        .and_then(|given| token_of(given, &parts.method))
    else {
        return Err(unauthorised(parts));
    };
    let now = app.now();
    let found = app
        .blocking(move |service| service.api_token(&token, now))
        .await;
    match found {
        Ok(Some(session)) => Ok(Some(session)),
        Ok(None) => Err(unauthorised(parts)),
        Err(error) => Err(error.into_response()),
    }
}

/// The session that a token stands for during one request. It was made by somebody who had signed in, so
/// no second step is asked for.
pub(super) fn session(app: &App, program: &ApiSession) -> Session {
    let memory = app.service().memory();
    let account = memory.state().account(&program.account);
    Session {
        account: program.account.clone(),
        name: account.map_or_else(|| program.name.clone(), |account| account.name.clone()),
        made: app.now(),
        ends: app.now(),
        second_step: SecondStep::Done,
    }
}

/// Why a program, or a page that asks as one, may not do what it asks for; none where it may.
pub(super) fn refused(
    parts: &Parts,
    program: Option<&ApiSession>,
    signed_in: bool,
) -> Option<Response> {
    let scope = if parts.method.is_safe() {
        Scope::Read
    } else {
        Scope::Write
    };
    match program {
        None if !signed_in => Some(unauthorised(parts)),
        // A browser sends its cookie whether or not its user meant to; a token is always meant.
        None if scope == Scope::Write => Some(no(
            "Signing in is for pages: a program changes something with a token that may write.",
        )),
        Some(program) if !program.scopes.contains(&scope) => Some(no(&format!(
            "This token may not {scope}. Make another under Your account, Tokens for programs."
        ))),
        _ => None,
    }
}

fn no(message: &str) -> Response {
    WebError::Refused(message.to_owned()).into_response()
}

/// Nobody is known: how to say who one is. Spreadsheets are told that a name and password will do.
pub(super) fn unauthorised(parts: &Parts) -> Response {
    let path = parts.uri.path();
    let ways = if path.ends_with(".csv") {
        "Basic realm=\"Clew\", charset=\"UTF-8\""
    } else {
        "Bearer realm=\"Clew\""
    };
    let message = "This needs a token that has not ended: send it as Authorization: Bearer clew_…";
    let mut response = api::problem(StatusCode::UNAUTHORIZED, message, &[]);
    let value = header::HeaderValue::from_static(ways);
    response
        .headers_mut()
        .insert(header::WWW_AUTHENTICATE, value);
    response
}

/// The token in an `Authorization` header: `Bearer`, or the password of `Basic`. A browser sends the
/// latter by itself once it knows it, so that changes nothing.
fn token_of(given: &str, method: &Method) -> Option<String> {
    if given.len() > LONGEST {
        return None;
    }
    let (scheme, value) = given.split_once(' ')?;
    let value = value.trim();
    if scheme.eq_ignore_ascii_case("bearer") {
        return Some(value.to_owned());
    }
    if !scheme.eq_ignore_ascii_case("basic") || !method.is_safe() {
        return None;
    }
    let decoded = String::from_utf8(base64(value)?).ok()?;
    let (_, password) = decoded.split_once(':')?;
    Some(password.to_owned())
}

/// Bytes written as base 64 (RFC 4648, section 4), with or without its padding.
fn base64(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut held, mut bits) = (0_u32, 0_u32);
    for letter in text.trim_end_matches('=').bytes() {
        let six = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'a'..=b'z' => letter - b'a' + 26,
            b'0'..=b'9' => letter - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        held = (held << 6 | u32::from(six)) & 0xff_ffff;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.extend(u8::try_from(held >> bits & 0xff));
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The examples of RFC 4648, section 10.
    #[test]
    fn base_64_is_read_as_the_standard_says() {
        for (written, expected) in [
            ("", ""),
            ("Zg==", "f"),
            ("Zm8=", "fo"),
            ("Zm9v", "foo"),
            ("Zm9vYg==", "foob"),
            ("Zm9vYmE", "fooba"),
            ("Zm9vYmFy", "foobar"),
        ] {
            assert_eq!(base64(written).as_deref(), Some(expected.as_bytes()));
        }
        assert_eq!(base64("Zm9v!"), None);
    }

    #[test]
    fn a_token_is_taken_from_bearer_always_and_from_basic_only_to_read() {
        let bearer = "bearer  clew_abc";
        let basic = "Basic eDpjbGV3X2FiYw==";
        for method in [Method::GET, Method::POST] {
            assert_eq!(token_of(bearer, &method).as_deref(), Some("clew_abc"));
        }
        assert_eq!(token_of(basic, &Method::GET).as_deref(), Some("clew_abc"));
        assert_eq!(token_of(basic, &Method::PUT), None);
        for wrong in ["clew_abc", "Digest clew_abc", "Basic %%%", "Basic eA=="] {
            assert_eq!(token_of(wrong, &Method::GET), None, "{wrong}");
        }
    }
}
