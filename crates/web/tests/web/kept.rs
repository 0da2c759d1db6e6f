//! Pages whose main part is kept, and answers that come packed.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use clew_web::Settings;

use crate::host::{Answer, Host};

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
    let content = miniz_oxide::inflate::decompress_to_vec(blocks).unwrap();
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
        assert!(answer.bytes.len() < anew.text.len() / 2, "{path}");
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
