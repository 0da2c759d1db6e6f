//! The two cookies: the session's, and that of a device from which somebody signed in before.

use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use clew_service::SignedIn;

use crate::{App, guard};

/// How long a device is known again, as cookies say it: 365 days in seconds.
const KNOWN_FOR: &str = "Max-Age=31536000";

fn device_name(app: &App) -> &'static str {
    if app.settings().https {
        "__Host-clew-device"
    } else {
        "clew-device"
    }
}

/// What the device's cookie says.
pub(super) fn device(app: &App, jar: &CookieJar) -> Option<String> {
    jar.get(device_name(app))
        .map(|cookie| cookie.value().to_owned())
}

/// The session's cookie. It ends with the browser; the server ends it earlier.
pub(super) fn session_cookie(app: &App, token: String) -> Cookie<'static> {
    cookie(app, guard::cookie_name(app), token)
}

fn cookie(app: &App, name: &'static str, value: String) -> Cookie<'static> {
    Cookie::build((name, value))
        .path("/")
        .http_only(true)
        .secure(app.settings().https)
        .same_site(SameSite::Lax)
        .build()
}

/// The cookies of who has just signed in.
pub(super) fn signed_in(app: &App, jar: CookieJar, signed_in: &SignedIn) -> CookieJar {
    let mut device = cookie(app, device_name(app), signed_in.device.clone());
    let lasting = Cookie::parse(format!("x=y; {KNOWN_FOR}"));
    device.set_max_age(lasting.ok().and_then(|lasting| lasting.max_age()));
    jar.add(session_cookie(app, signed_in.token.to_string()))
        .add(device)
}
