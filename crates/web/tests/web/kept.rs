//! Pages whose main part is kept, and answers that come packed.

use std::io::Read;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use clew_plan::AccountId;
use clew_web::Settings;

use crate::host::{Answer, ELSEWHERE, Host, NOW, caller};

const PLAN: &str = "/plans/management-plan-2021-22";
const OUTCOME: &str = "/records/outcomes%2FP2.1/edit";
/// Pages that are kept.
const KEPT: &[&str] = &[
    PLAN,
    "/plans",
    "/performance",
    "/performance/scorecard?sort=status",
    "/measures",
    "/measures/SPCC24",
    "/actions",
    "/checks",
    "/risks",
    "/measures/SPCC24/figures/2020-21",
    "/search?q=early+help",
    "/my-work",
];

fn host() -> Host {
    Host::with("west-lothian-2021-22", Settings::default())
}

/// The value of a hidden field.
fn hidden(answer: &Answer, name: &str) -> String {
    let start = format!("name=\"{name}\" value=\"");
    let (_, rest) = answer.text.split_once(&start).unwrap();
    rest.split_once('"').unwrap().0.to_owned()
}

/// A page as a browser asks for it that takes gzip, and what it unpacks to.
async fn packed(host: &Host, path: &str, cookie: &str) -> (Answer, String) {
    let request = Request::get(path)
        .header(header::COOKIE, cookie)
        .header(header::ACCEPT_ENCODING, "gzip, deflate, br")
        .body(Body::empty())
        .unwrap();
    let answer = host.send(request).await;
    assert_eq!(answer.header("content-encoding"), "gzip", "{path}");
    assert_eq!(answer.header("vary"), "accept-encoding", "{path}");
    // A gzip file has ten bytes before its blocks, and its check and its length behind them.
    let blocks = &answer.bytes[10..answer.bytes.len() - 8];
    let mut content = Vec::new();
    let mut decoder = flate2::read::DeflateDecoder::new(blocks);
    decoder.read_to_end(&mut content).unwrap();
    let end = &answer.bytes[answer.bytes.len() - 8..];
    assert_eq!(end[..4], crc32fast::hash(&content).to_le_bytes(), "{path}");
    (answer, String::from_utf8(content).unwrap())
}

#[tokio::test]
async fn a_page_says_the_same_made_anew_kept_and_packed() {
    let host = host();
    let cookie = host.signed_in("viewer").await;
    for path in KEPT {
        let anew = host.get(path, &cookie).await;
        assert_eq!(anew.status, StatusCode::OK, "{path}");
        assert_eq!(anew.header("content-encoding"), "", "{path}");
        let again = host.get(path, &cookie).await;
        assert!(anew.text == again.text, "{path} is kept as it was");
        let (answer, unpacked) = packed(&host, path, &cookie).await;
        assert!(unpacked == anew.text, "{path} unpacks to what it is");
        let most = anew.text.len() * 2 / 3;
        assert!(answer.bytes.len() < most, "{path} is smaller");
        for name in ["content-security-policy", "cache-control", "content-type"] {
            assert_eq!(answer.header(name), anew.header(name), "{path} {name}");
        }
    }
}

#[tokio::test]
async fn what_is_not_kept_comes_packed_too() {
    let host = host();
    let cookie = host.signed_in("viewer").await;
    let plain = host.get("/help", &cookie).await;
    let (_, unpacked) = packed(&host, "/help", &cookie).await;
    assert!(unpacked == plain.text);
    let (_, rest) = plain.text.split_once("rel=\"stylesheet\" href=\"").unwrap();
    let styles = rest.split_once('"').unwrap().0;
    let (_, unpacked) = packed(&host, styles, "").await;
    assert!(unpacked == host.get(styles, "").await.text);
}

#[tokio::test]
async fn a_kept_page_is_in_each_visitors_own_frame_and_offers_what_their_roles_allow() {
    let host = host();
    let administrator = host.signed_in("administrator").await;
    let viewer = host.signed_in("viewer").await;
    let performance = host.signed_in("performance-officer").await;
    for _ in 0..2 {
        let page = host.get(PLAN, &administrator).await.text;
        assert!(page.contains(">Administrator</a>"), "{page}");
        assert!(page.contains("href=\"/admin\""), "{page}");
        let page = host.get(PLAN, &viewer).await.text;
        assert!(page.contains(">The viewer</a>"), "{page}");
        assert!(!page.contains("Change the plan"), "{page}");
        let page = host.get(PLAN, &performance).await.text;
        assert!(page.contains("Change the plan"), "{page}");
        assert!(!page.contains("href=\"/admin\""), "{page}");
    }
    let said = host
        .get(&format!("{PLAN}?done=record-saved"), &viewer)
        .await;
    assert!(said.text.contains("What you changed is saved."));
    let said = host.get(PLAN, &viewer).await;
    assert!(!said.text.contains("What you changed is saved."));
}

#[tokio::test]
async fn a_page_that_was_kept_says_what_has_changed_since() {
    let host = host();
    let viewer = host.signed_in("viewer").await;
    let cookie = host.signed_in("administrator").await;
    let words = "Parents are helped sooner";
    assert!(!host.get(PLAN, &viewer).await.text.contains(words));
    let form = host.get(OUTCOME, &cookie).await;
    let fields = [
        ("id", "P2.1"),
        ("plan", "management-plan-2021-22"),
        ("parent", "early-years"),
        ("level", "deliverable"),
        ("title", words),
        ("owner", ""),
        ("act", &hidden(&form, "act")),
        ("seen", &hidden(&form, "seen")),
    ];
    let sent = host.post(OUTCOME, &cookie, &fields).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    assert!(host.get(PLAN, &viewer).await.text.contains(words));
    let (_, unpacked) = packed(&host, PLAN, &viewer).await;
    assert!(unpacked.contains(words));
}

#[tokio::test]
async fn my_work_is_kept_for_each_account_alone_and_shows_what_was_typed_at_once() {
    let host = host();
    let viewer = host.signed_in("viewer").await;
    let stranger = host.signed_in(ELSEWHERE).await;
    let place = "/measures/SPCC24/return/2026-27%20Q1";
    for _ in 0..2 {
        for cookie in [&viewer, &stranger] {
            let page = host.get("/my-work", cookie).await;
            assert_eq!(page.status, StatusCode::OK);
            assert!(!page.text.contains("Typed and not sent"), "{}", page.text);
        }
    }
    let keep = |fields: &'static str| {
        let (service, now) = (host.app.service(), NOW.parse().unwrap());
        let account = AccountId::from("viewer");
        service.keep_typed(&account, place, fields, now).unwrap();
    };
    keep(r#"{"value":"82.5"}"#);
    for _ in 0..2 {
        let page = host.get("/my-work", &viewer).await;
        assert!(page.text.contains("Typed and not sent"), "{}", page.text);
        let page = host.get("/my-work", &stranger).await;
        assert!(!page.text.contains("Typed and not sent"), "{}", page.text);
    }
    let service = host.app.service();
    service
        .forget_typed(&AccountId::from("viewer"), place)
        .unwrap();
    let page = host.get("/my-work", &viewer).await;
    assert!(!page.text.contains("Typed and not sent"), "{}", page.text);
}

#[tokio::test]
async fn a_kept_page_is_shown_to_nobody_whose_session_has_just_ended() {
    let host = host();
    let cookie = host.signed_in("viewer").await;
    for _ in 0..3 {
        assert_eq!(host.get(PLAN, &cookie).await.status, StatusCode::OK);
    }
    host.post("/sign-out", &cookie, &[]).await;
    let page = host.get(PLAN, &cookie).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER);
    assert!(
        page.location().starts_with("/sign-in"),
        "{}",
        page.location()
    );
    let cookie = host.signed_in("viewer").await;
    assert_eq!(host.get(PLAN, &cookie).await.status, StatusCode::OK);
    let closed = host.app.service().close_account(
        &caller("close"),
        &AccountId::from("viewer"),
        Some("She has left."),
    );
    closed.unwrap();
    let page = host.get(PLAN, &cookie).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
}

#[tokio::test]
async fn a_plan_that_is_asked_for_in_two_ways_has_one_thread() {
    let host = host();
    let viewer = host.signed_in("viewer").await;
    let officer = host.signed_in("performance-officer").await;
    let whole = host.get(PLAN, &viewer).await.text;
    let named = host
        .get(&format!("{PLAN}?done=record-saved"), &viewer)
        .await;
    let thread = |page: &str| {
        let (_, rest) = page.split_once("From priority to figure").unwrap();
        rest.split_once("</main>").unwrap().0.to_owned()
    };
    assert_eq!(thread(&whole), thread(&named.text));
    assert!(!whole.contains("<!--"), "nothing stands for a piece");
    let (_, unpacked) = packed(&host, PLAN, &viewer).await;
    assert!(unpacked == whole);
    let other = host.get(PLAN, &officer).await.text;
    assert_eq!(other.matches("<main").count(), 1);
    assert!(!other.contains("<!--"), "{other}");
}
