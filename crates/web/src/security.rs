//! What stands around every route: headers, limits, and the refusal of other sites' forms.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::timeout::TimeoutLayer;

use crate::{App, packing};

/// Nothing is loaded from anywhere but here, and no script or style stands in a page.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
     img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; \
     form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
/// The most bytes of a request; uploads have a limit of their own below it.
const MOST_BYTES: usize = 20 * 1024 * 1024;
/// The longest that a request may take.
const LONGEST: Duration = Duration::from_secs(60);

/// What every answer says that does not say otherwise itself.
const SAID: &[(&str, &str)] = &[
    ("content-security-policy", CONTENT_SECURITY_POLICY),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("x-frame-options", "DENY"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    (
        "permissions-policy",
        "camera=(), geolocation=(), microphone=()",
    ),
    ("cache-control", "no-store"),
];
/// The same, on a server that is reached over HTTPS.
const TRANSPORT: (&str, &str) = (
    "strict-transport-security",
    "max-age=31536000; includeSubDomains",
);

/// The layers around every route.
pub(crate) fn around(app: &App, router: Router<App>) -> Router<App> {
    let transport = app.settings().https.then_some(TRANSPORT);
    let said = SAID.iter().copied().chain(transport);
    let said: Said = said
        .map(|(name, value)| {
            let name = HeaderName::from_static(name);
            (name, HeaderValue::from_static(value))
        })
        .collect();
    let layers = ServiceBuilder::new()
        .layer(CatchPanicLayer::new())
        .layer(from_fn_with_state(said, answered))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            LONGEST,
        ))
        .layer(DefaultBodyLimit::max(MOST_BYTES));
    router.layer(layers)
}

/// Headers of every answer.
type Said = Arc<[(HeaderName, HeaderValue)]>;

/// Refuses other sites' forms, says what every answer says, and packs it: in one layer, since each takes its
/// time at every request.
async fn answered(State(said): State<Said>, request: Request, next: Next) -> Response {
    let takes_gzip = packing::takes_gzip(request.headers());
    let mut response = match refused(&request) {
        Some(refused) => refused,
        None => next.run(request).await,
    };
    let headers = response.headers_mut();
    for (name, value) in said.iter() {
        if !headers.contains_key(name) {
            headers.insert(name.clone(), value.clone());
        }
    }
    packing::pack(takes_gzip, response).await
}

/// Refuses what would change something when it comes from another site.
///
/// Browsers say where a request comes from (`Sec-Fetch-Site`; older ones `Origin`), and no page can
/// forge either. A request without both comes from no browser, and then carries no one's cookies.
/// See docs/decisions/0011-forms-from-other-sites.md.
fn refused(request: &Request) -> Option<Response> {
    let safe = matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS
    );
    if safe || from_here(request.headers()) {
        return None;
    }
    let message = "This form was sent from another site, and was not taken. Open the page here and \
                   send it again.";
    Some((StatusCode::FORBIDDEN, message).into_response())
}

fn from_here(headers: &HeaderMap) -> bool {
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text(HeaderName::from_static("sec-fetch-site")) {
        return matches!(site, "same-origin" | "none");
    }
    match text(header::ORIGIN) {
        Some(origin) => {
            let host = origin.split_once("://").map(|(_, host)| host);
            host.is_some() && host == text(header::HOST)
        }
        None => headers.get(header::COOKIE).is_none(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_form_is_taken_from_our_own_pages_and_from_programs_without_cookies() {
        let cases: &[(&[(&str, &str)], bool)] = &[
            (&[("sec-fetch-site", "same-origin")], true),
            (&[("sec-fetch-site", "none")], true),
            (&[("sec-fetch-site", "same-site")], false),
            (&[("sec-fetch-site", "cross-site")], false),
            (
                &[
                    ("sec-fetch-site", "cross-site"),
                    ("origin", "https://here"),
                    ("host", "here"),
                ],
                false,
            ),
            (
                &[("origin", "https://here:8000"), ("host", "here:8000")],
                true,
            ),
            (&[("origin", "https://there"), ("host", "here")], false),
            (&[("origin", "null"), ("host", "here")], false),
            (&[("host", "here")], true),
            (&[("host", "here"), ("cookie", "clew-session=x")], false),
        ];
        for (given, expected) in cases {
            let mut headers = HeaderMap::new();
            for (name, value) in *given {
                headers.insert(
                    HeaderName::from_static(name),
                    HeaderValue::from_static(value),
                );
            }
            assert_eq!(from_here(&headers), *expected, "{given:?}");
        }
    }
}
