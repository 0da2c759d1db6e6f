//! Signing in and out, and what is kept when a session ends.

use axum::http::StatusCode;

use crate::host::{Host, PASSWORD};

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
        ("name", "Spreadsheet of the \u{202e}team"),
        ("scope", "read"),
    ];
    let answer = host.post("/account/tokens", &cookie, &fields).await;
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
    assert!(page.text.contains("Spreadsheet of the"), "{}", page.text);
    assert!(page.text.contains("action=\"/account/tokens\""));
}

#[tokio::test]
async fn strangers_leave_nothing_behind() {
    let host = Host::new();
    let answer = host.post("/account/tokens", "", &[("name", "x")]).await;
    assert_eq!(answer.location(), "/sign-in?to=%2F");
    let forged = "clew-session=0000000000000000000000000000000000000000000000000000000000000000";
    let answer = host.post("/account/tokens", forged, &[("name", "x")]).await;
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
