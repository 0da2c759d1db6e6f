//! Setting the second step up from the page of one's own account, and leaving it.

use axum::http::StatusCode;
use clew_plan::AccountId;

use crate::host::{Host, PASSWORD};

const PAGE: &str = "/account/second-step";

/// The key as the page shows it; none where it shows none.
fn key(page: &str) -> Option<String> {
    let (_, after) = page.split_once("clew-key\">")?;
    Some(after.split_once('<')?.0.to_owned())
}

#[tokio::test]
async fn looking_at_the_page_sets_nothing_up_and_a_reload_shows_the_same_key() {
    let host = Host::new();
    let cookie = host.signed_in("viewer").await;
    let begun = || {
        let (viewer, now) = (AccountId::from("viewer"), host.app.now());
        host.app.service().begun_second_step(&viewer, now).unwrap()
    };
    assert_eq!(key(&host.get(PAGE, &cookie).await.text), None);
    assert_eq!(begun(), None, "a link to the page changes nothing");
    let begin = format!("{PAGE}/begin");
    let wrong = host
        .post(&begin, &cookie, &[("password", "a guess at it")])
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("password-error"), "{}", wrong.text);
    assert_eq!(begun(), None, "an open screen is not enough");
    let answer = host.post(&begin, &cookie, &[("password", PASSWORD)]).await;
    assert_eq!(answer.location(), PAGE);
    let first = host.get(PAGE, &cookie).await;
    assert!(first.text.contains("<svg"), "the key as a picture");
    let shown = key(&first.text).unwrap();
    assert_eq!(key(&host.get(PAGE, &cookie).await.text).unwrap(), shown);
    assert_eq!(begun().unwrap().secret_base32, shown);
    let wrong = host.post(PAGE, &cookie, &[("code", "000000")]).await;
    assert_eq!(
        key(&wrong.text),
        Some(shown),
        "the app keeps its key: {}",
        wrong.text
    );
}
