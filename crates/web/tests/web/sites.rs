//! Headers on every answer, and forms of other sites.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use clew_web::every_route;

use crate::host::{Host, request};

#[tokio::test]
async fn every_answer_has_the_headers_that_keep_browsers_safe() {
    let host = Host::new();
    let cookie = host.signed_in("administrator").await;
    for path in ["/sign-in", "/account", "/no-such-page", "/help"] {
        let answer = host.get(path, &cookie).await;
        let policy = answer.header("content-security-policy");
        assert!(
            policy.contains("default-src 'none'") && policy.contains("script-src 'self'"),
            "{path}"
        );
        assert!(!policy.contains("unsafe"), "{path}: {policy}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
        assert!(
            !answer.text.contains(" style=\""),
            "{path}: a style in the page"
        );
        assert!(
            !answer.text.contains(" onclick="),
            "{path}: a script in the page"
        );
    }
}

#[tokio::test]
async fn a_form_of_another_site_changes_nothing_on_any_route() {
    let host = Host::new();
    let cookie = host.signed_in("administrator").await;
    let before = host.app.service().memory().state().head;
    for route in every_route(&host.app) {
        if route.method == Method::GET || route.path.starts_with("/api/") {
            continue;
        }
        let asked = Request::builder()
            .method(route.method.clone())
            .uri(route.path.replace(['{', '}'], ""))
            .header("sec-fetch-site", "cross-site")
            .header("cookie", &cookie)
            .body(Body::empty())
            .unwrap();
        let answer = host.send(asked).await;
        assert_eq!(
            answer.status,
            StatusCode::FORBIDDEN,
            "{} {}",
            route.method,
            route.path
        );
    }
    assert_eq!(host.app.service().memory().state().head, before);
    assert_eq!(
        host.get("/account", &cookie).await.status,
        StatusCode::OK,
        "still signed in"
    );
}

#[tokio::test]
async fn files_may_be_kept_for_ever_and_have_no_crown_and_no_typeface() {
    let host = Host::new();
    let page = host.get("/sign-in", "").await.text;
    let start = page.find("/assets/").unwrap();
    let path: String = page[start..]
        .chars()
        .take_while(|char| *char != '"')
        .collect();
    let mut names = vec![path];
    for part in page
        .split("href=\"")
        .chain(page.split("src=\""))
        .chain(page.split("data-govuk=\""))
    {
        if let Some(path) = part
            .split('"')
            .next()
            .filter(|path| path.starts_with("/assets/"))
        {
            names.push(path.to_owned());
        }
    }
    for path in names {
        let answer = host.get(&path, "").await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert!(
            answer.header("cache-control").contains("immutable"),
            "{path}"
        );
        for forbidden in ["GDS Transport", "govuk-crest", "@font-face"] {
            assert!(!answer.text.contains(forbidden), "{path}: {forbidden}");
        }
    }
}

#[tokio::test]
async fn a_page_that_is_not_there_says_so_to_people_and_to_programs() {
    let host = Host::new();
    let page = host.get("/no-such-page", "").await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert!(
        page.text
            .contains("<h1 class=\"govuk-heading-l\">Page not found</h1>")
    );
    let mut asked = request(Method::GET, "/no-such-page", "", "");
    asked
        .headers_mut()
        .insert("accept", "application/json".parse().unwrap());
    let answer = host.send(asked).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    let told: serde_json::Value = serde_json::from_str(&answer.text).unwrap();
    assert_eq!(told["error"], "There is no page at this address.");
}
