//! Hostile strings, broken bodies and forms that are too large: a clear answer, never a fault.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use clew_web::{Needs, every_route};

use crate::host::Host;

/// What somebody may type, or send, to see what breaks.
fn hostile() -> Vec<String> {
    vec![
        "<script>alert(1)</script>".to_owned(),
        "\" onmouseover=\"alert(1)".to_owned(),
        "\u{202e}desrever\u{0}\u{7}".to_owned(),
        "' OR 1=1 --".to_owned(),
        "../../etc/passwd".to_owned(),
        "9".repeat(400),
        "ж".repeat(50_000),
        "2019-20 Q99999999999999999999".to_owned(),
        "-0.000000000000000000000000000000000000001e999".to_owned(),
        String::new(),
    ]
}

#[tokio::test]
async fn whatever_is_sent_to_a_form_is_answered() {
    let host = Host::new();
    let cookie = host.signed_in("administrator").await;
    let names = [
        "who",
        "password",
        "old",
        "code",
        "name",
        "scope",
        "to",
        "id",
        "act",
        "seen",
        "plan",
        "period",
        "measure",
        "unit",
        "value",
        "numerator",
        "denominator",
        "reason",
        "why",
        "doing",
        "by_when",
        "by_when-day",
        "by_when-month",
        "by_when-year",
        "kind",
        "field",
        "q",
        "page",
        "cycle",
        "forum",
    ];
    let kept_out = |path: &str| {
        path.contains("sign-out") || path.ends_with("everywhere") || path.ends_with("password")
    };
    for route in every_route(&host.app) {
        if route.method != Method::POST || kept_out(route.path) || route.path.starts_with("/api/") {
            continue;
        }
        for text in hostile() {
            let fields: Vec<(&str, &str)> =
                names.iter().map(|name| (*name, text.as_str())).collect();
            let answer = host
                .post(&route.path.replace(['{', '}'], ""), &cookie, &fields)
                .await;
            let what = format!("{} {} with {:.40}", route.method, route.path, text);
            assert!(
                !answer.status.is_server_error(),
                "{what}: {}\n{}",
                answer.status,
                answer.text
            );
            assert!(
                !answer.text.contains("<script>alert"),
                "{what}: it came back as markup"
            );
            assert!(
                !answer.text.contains("\" onmouseover=\"alert"),
                "{what}: it left its attribute"
            );
        }
    }
}

#[tokio::test]
async fn whatever_stands_in_an_address_is_answered() {
    let host = Host::new();
    let cookie = host.signed_in("administrator").await;
    let parts = [
        "x",
        "%3Cscript%3E",
        "%E2%80%AE",
        "%FF%FE",
        "..%2F..",
        "2019-20%20Q2",
        "%00",
    ];
    for route in every_route(&host.app) {
        if route.method != Method::GET || matches!(route.needs, Needs::Anyone) {
            continue;
        }
        for part in parts {
            let path: Vec<&str> = route
                .path
                .split('/')
                .map(|there| if there.starts_with('{') { part } else { there })
                .collect();
            let query = format!(
                "?plan={part}&period={part}&page={part}&unit={part}&q={part}&measure={part}&kind={part}&from={part}"
            );
            let answer = host.get(&(path.join("/") + &query), &cookie).await;
            let what = format!("{} with {part}: {}", route.path, answer.status);
            assert!(!answer.status.is_server_error(), "{what}\n{}", answer.text);
            assert!(!answer.text.contains("<script>alert"), "{what}");
        }
    }
}

#[tokio::test]
async fn a_body_that_is_no_form_or_too_large_is_refused() {
    let host = Host::new();
    let cookie = host.signed_in("viewer").await;
    let send = |kind: &'static str, body: Vec<u8>| {
        Request::builder()
            .method(Method::POST)
            .uri("/account/password")
            .header("sec-fetch-site", "same-origin")
            .header("cookie", &cookie)
            .header("content-type", kind)
            .body(Body::from(body))
            .unwrap()
    };
    let answer = host.send(send("application/json", b"{}".to_vec())).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    let form = "application/x-www-form-urlencoded";
    let answer = host.send(send(form, vec![b'a'; 600 * 1024])).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    let answer = host.send(send(form, vec![0xff, 0xfe, b'=', 0xfd])).await;
    assert!(answer.status.is_client_error(), "{}", answer.status);
}
