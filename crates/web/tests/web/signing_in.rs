//! Signing in and out, and what is kept when a session ends.

use axum::http::StatusCode;

use crate::host::{Host, PASSWORD, request};

/// Where questions of a measure are asked.
const QUESTIONS: &str = "/measures/M21/questions";

#[tokio::test]
async fn a_wrong_password_and_a_wrong_name_are_answered_alike() {
    let host = Host::new();
    let mut told = Vec::new();
    for who in ["administrator", "nobody-at-all"] {
        let fields = [
            ("who", who),
            ("password", "not the right one"),
            ("to", "/performance"),
        ];
        let answer = host.post("/sign-in", "", &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.cookie("clew-session").is_none());
        told.push(answer.text.replace(who, "WHO"));
    }
    assert_eq!(told[0], told[1]);
    assert!(
        !told[0].contains("not the right one"),
        "a password never comes back"
    );
}

#[tokio::test]
async fn after_sign_in_one_comes_to_the_page_that_was_asked_for_and_to_no_other_site() {
    let host = Host::new();
    for (to, expected) in [
        ("/account", "/account"),
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example", "/"),
    ] {
        let fields = [("who", "viewer"), ("password", PASSWORD), ("to", to)];
        let answer = host.post("/sign-in", "", &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        assert_eq!(answer.location(), expected);
    }
}

#[tokio::test]
async fn the_cookie_is_kept_from_scripts_and_other_sites() {
    let host = Host::new();
    let fields = [("who", "viewer"), ("password", PASSWORD)];
    let answer = host.post("/sign-in", "", &fields).await;
    let set = answer.headers.get_all("set-cookie").iter();
    for cookie in set.map(|cookie| cookie.to_str().unwrap()) {
        assert!(
            cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"),
            "{cookie}"
        );
        assert!(cookie.contains("Path=/"), "{cookie}");
    }
}

#[tokio::test]
async fn a_session_that_was_signed_out_opens_nothing() {
    let host = Host::new();
    let cookie = host.signed_in("viewer").await;
    assert_eq!(host.get("/account", &cookie).await.status, StatusCode::OK);
    let out = host.post("/sign-out", &cookie, &[]).await;
    assert_eq!(out.location(), "/sign-in?done=signed-out");
    let answer = host.get("/account", &cookie).await;
    assert_eq!(answer.location(), "/sign-in?to=%2Faccount");
}

#[tokio::test]
async fn what_was_sent_after_the_session_ended_is_kept_and_can_be_sent_again() {
    let host = Host::new();
    let cookie = host.signed_in("viewer").await;
    host.post("/sign-out", &cookie, &[]).await;
    let fields = [
        ("question", "Which \u{202e}team is it?"),
        ("period", "2019-20 Q2"),
        ("asked_on", "2026-06-12"),
    ];
    let answer = host.post(QUESTIONS, &cookie, &fields).await;
    assert!(
        answer.location().starts_with("/sign-in?to=%2Fkept%2F"),
        "{}",
        answer.location()
    );
    let kept = answer
        .location()
        .trim_start_matches("/sign-in?to=")
        .replace("%2F", "/");

    let other = host.signed_in("owner").await;
    assert_eq!(host.get(&kept, &other).await.status, StatusCode::NOT_FOUND);
    let again = host.signed_in("viewer").await;
    let page = host.get(&kept, &again).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains("team is it?"), "{}", page.text);
    let action = format!("action=\"{QUESTIONS}?held=");
    let (_, rest) = page.text.split_once(&action).unwrap();
    let id = rest.split_once('"').unwrap().0;
    let path = format!("{QUESTIONS}?held={id}");

    let refused = host.post(&path, &again, &[]).await;
    assert!(refused.status.is_client_error(), "{}", refused.status);
    let still = host.get(&kept, &again).await;
    assert_eq!(still.status, StatusCode::OK, "what was not done stays kept");
    let sent = host.post(&path, &again, &fields).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    let gone = host.get(&kept, &again).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND, "it was done");
}

#[tokio::test]
async fn no_password_and_no_code_is_kept_when_a_session_has_ended() {
    let host = Host::new();
    let cookie = host.signed_in("viewer").await;
    host.post("/sign-out", &cookie, &[]).await;
    let fields = [
        ("old", PASSWORD),
        ("password", "four other plain words"),
        ("code", "123456"),
        ("comment", "half a word"),
    ];
    let secret = |path: &str| path.starts_with("/account") || path.ends_with("/talk");
    let routes = clew_web::every_route(&host.app);
    let signed_in = routes.iter().filter(|route| {
        let page = !route.path.starts_with("/api/") && route.needs != clew_web::Needs::Anyone;
        page && !route.method.is_safe()
    });
    let (mut kept, mut not_kept) = (0, 0);
    for route in signed_in {
        let path = route.path.replace(['{', '}'], "");
        let mut asked = request(route.method.clone(), &path, &cookie, "");
        let mut body = form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(fields);
        *asked.body_mut() = axum::body::Body::from(body.finish());
        let answer = host.send(asked).await;
        let is_kept = answer.location().contains("kept");
        let expected = route.method == axum::http::Method::POST && !secret(route.path);
        assert_eq!(is_kept, expected, "{} {}", route.method, route.path);
        assert!(
            answer.location().starts_with("/sign-in?to="),
            "{}",
            route.path
        );
        *(if expected { &mut kept } else { &mut not_kept }) += 1;
    }
    assert!(kept > 10 && not_kept > 5, "{kept} {not_kept}");
}

#[tokio::test]
async fn strangers_leave_nothing_behind() {
    let host = Host::new();
    let answer = host.post(QUESTIONS, "", &[("name", "x")]).await;
    assert_eq!(answer.location(), "/sign-in?to=%2F");
    let forged = "clew-session=0000000000000000000000000000000000000000000000000000000000000000";
    let answer = host.post(QUESTIONS, forged, &[("name", "x")]).await;
    assert_eq!(answer.location(), "/sign-in?to=%2F");
}

#[tokio::test]
async fn where_a_second_step_is_required_everything_waits_for_it() {
    let settings = clew_web::Settings {
        second_step_required: true,
        ..clew_web::Settings::default()
    };
    let host = Host::with("south-lanarkshire-2019-20", settings);
    let cookie = host.signed_in("viewer").await;
    let answer = host.get("/", &cookie).await;
    assert_eq!(answer.location(), "/account/second-step");
    let page = host.get("/account/second-step", &cookie).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(
        page.text.contains("/account/second-step/begin"),
        "{}",
        page.text
    );
}
