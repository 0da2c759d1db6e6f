//! A person's own calendar feed: made, fetched without signing in, replaced and ended.

use axum::http::{Method, StatusCode};

use crate::cycle::with_cycle;
use crate::host::Host;
use crate::programs::ask;

const MY_FEED: &str = "/account/tokens/calendar";

/// Makes the address of somebody's calendar: its path.
async fn made(host: &Host, cookie: &str, act: &str) -> String {
    let page = host.post(MY_FEED, cookie, &[("act", act)]).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    let start = page.text.find("/feeds/").unwrap();
    let address = page.text[start..].split('<').next().unwrap();
    address.to_owned()
}

#[tokio::test]
async fn a_calendar_is_fetched_by_its_address_alone() {
    let host = with_cycle().await;
    let owner = host.signed_in("owner").await;
    let address = made(&host, &owner, "a").await;
    assert!(address.ends_with(".ics"), "{address}");
    let calendar = host.get(&address, "").await;
    assert_eq!(calendar.status, StatusCode::OK);
    assert_eq!(
        calendar.header("content-type"),
        "text/calendar; charset=utf-8"
    );
    for part in ["BEGIN:VCALENDAR", "20200131", "are due", "SUMMARY:Return "] {
        assert!(calendar.text.contains(part), "{part}\n{}", calendar.text);
    }
    let shown = host.get(MY_FEED, &owner).await;
    assert!(!shown.text.contains("/feeds/"), "it is told once");
    assert!(shown.text.contains("last fetched"), "{}", shown.text);
}

#[tokio::test]
async fn another_address_ends_the_first_and_a_revoked_one_opens_nothing() {
    let host = Host::new();
    let owner = host.signed_in("owner").await;
    let first = made(&host, &owner, "a").await;
    let second = made(&host, &owner, "b").await;
    assert_eq!(host.get(&first, "").await.status, StatusCode::NOT_FOUND);
    assert_eq!(host.get(&second, "").await.status, StatusCode::OK);
    let page = host.get(MY_FEED, &owner).await;
    let start = page.text.find("name=\"id\" value=\"").unwrap();
    let id = page.text[start..].split('"').nth(3).unwrap().to_owned();
    host.post("/account/tokens/revoke", &owner, &[("id", &id)])
        .await;
    assert_eq!(host.get(&second, "").await.status, StatusCode::NOT_FOUND);
    for guess in ["/feeds/x.ics", "/feeds/x", "/feeds/.ics"] {
        assert_eq!(host.get(guess, "").await.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn a_calendar_s_token_reads_nothing_else() {
    let host = Host::new();
    let owner = host.signed_in("owner").await;
    let address = made(&host, &owner, "a").await;
    let token = address
        .trim_start_matches("/feeds/")
        .trim_end_matches(".ics");
    let bearer = format!("Bearer {token}");
    let to = (Method::GET, "/api/v1/plans");
    let refused = ask(&host, to, &[("authorization", &bearer)], None).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN, "{}", refused.text);
}
