//! A server that cannot take in what others add shows nothing as the present.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::http::StatusCode;
use clew_plan::AccountId;

use crate::host::{Host, caller};

/// Adds what only a later release knows.
fn later_release_adds(host: &Host) {
    let store = host.app.service().store();
    let head = store.head().unwrap();
    let mut row = store.row(head.sequence).unwrap().unwrap();
    row.id = "from-a-later-release".to_owned();
    row.change = "a-later-release-s".to_owned();
    row.version += 1;
    row.seal(&head);
    store.append(&head, &[row], &[]).unwrap();
}

#[tokio::test]
async fn a_server_that_does_not_keep_up_is_not_well_and_lets_nobody_in() {
    let host = Host::new();
    let cookie = host.signed_in("viewer").await;
    let following = Arc::clone(host.app.service()).follow_every(Duration::from_millis(10));
    let following = following.unwrap();
    assert_eq!(host.get("/health", "").await.status, StatusCode::OK);
    assert_eq!(host.get("/plans", &cookie).await.status, StatusCode::OK);
    // Another node closes the account after the upgrade; this one will never know.
    later_release_adds(&host);
    let end = Instant::now() + Duration::from_secs(5);
    while following.trouble().is_none() {
        assert!(Instant::now() < end, "it said nothing");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let closed = host.app.service().close_account(
        &caller("close"),
        &AccountId::from("viewer"),
        Some("left the service"),
    );
    assert!(closed.is_err(), "nor can anything be changed here");
    let health = host.get("/health", "").await;
    assert_eq!(health.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(health.text, "behind the journal\n");
    let page = host.get("/plans", &cookie).await;
    assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(page.text.contains("may be out of date"), "{}", page.text);
    let program = host.get("/api/v1/organisation", &cookie).await;
    assert_eq!(program.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(host.get("/help", "").await.status, StatusCode::OK);
}
