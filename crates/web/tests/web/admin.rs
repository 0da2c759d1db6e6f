//! Administration: accounts are opened, given roles, invited, closed; the journal says who did it and why.

use axum::http::StatusCode;
use clew_plan::{AccountId, Role};

use crate::host::{Answer, Host};

async fn send(host: &Host, cookie: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
    host.post(path, cookie, fields).await
}

#[tokio::test]
async fn an_account_is_opened_given_roles_and_closed_with_reasons() {
    let host = Host::new();
    let cookie = host.signed_in("administrator").await;
    let fields = [
        ("id", "team-manager"),
        ("name", "Team Manager"),
        ("role", "owner"),
        ("reason", "A new post"),
    ];
    let opened = send(&host, &cookie, "/admin/open-account", &fields).await;
    assert_eq!(
        opened.location(),
        "/admin/accounts/team-manager?done=account-opened",
        "{}",
        opened.text
    );
    let page = host.get(opened.location(), &cookie).await;
    assert!(page.text.contains("Invite its holder next") && page.text.contains("not invited yet"));

    let unit = host.app.service().memory().book().units[0].id.to_string();
    let grant = [
        ("role", "approver"),
        ("unit", unit.as_str()),
        ("reason", "Stands in for the manager"),
    ];
    send(&host, &cookie, "/admin/accounts/team-manager/grant", &grant).await;
    let held = |host: &Host| {
        let memory = host.app.service().memory();
        let account = memory
            .state()
            .account(&AccountId::from("team-manager"))
            .cloned();
        account.unwrap()
    };
    let roles: Vec<Role> = held(&host).grants.iter().map(|grant| grant.role).collect();
    assert_eq!(roles, [Role::Owner, Role::Approver]);
    send(
        &host,
        &cookie,
        "/admin/accounts/team-manager/revoke",
        &grant,
    )
    .await;
    assert_eq!(held(&host).grants.len(), 1);
    let closed = send(
        &host,
        &cookie,
        "/admin/accounts/team-manager/close",
        &[("close-reason", "Left")],
    )
    .await;
    assert_eq!(closed.status, StatusCode::SEE_OTHER);
    assert!(held(&host).closed);
    let list = host.get("/admin?closed=yes", &cookie).await;
    assert!(list.text.contains("Team Manager"));
    send(
        &host,
        &cookie,
        "/admin/accounts/team-manager/reopen",
        &[("reason", "Came back")],
    )
    .await;
    assert!(!held(&host).closed);
}

#[tokio::test]
async fn what_is_wrong_is_told_at_its_field_and_what_was_typed_stays() {
    let host = Host::new();
    let cookie = host.signed_in("administrator").await;
    let answer = send(
        &host,
        &cookie,
        "/admin/open-account",
        &[("id", "two words"), ("name", "Kept")],
    )
    .await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        answer.text.contains("value=\"Kept\"")
            && answer.text.contains("href=\"#id\"")
            && answer.text.contains("href=\"#role\"")
    );
    let last = [("role", "administrator"), ("unit", ""), ("reason", "x")];
    let answer = send(
        &host,
        &cookie,
        "/admin/accounts/administrator/revoke",
        &last,
    )
    .await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        answer.text.contains("nobody would be left"),
        "{}",
        answer.text
    );
}

#[tokio::test]
async fn a_link_to_hand_over_is_shown_once_and_works() {
    let host = Host::new();
    let cookie = host.signed_in("administrator").await;
    let fields = [("email", "owner@council.example"), ("by", "link")];
    let shown = send(&host, &cookie, "/admin/accounts/owner/invite", &fields).await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.text);
    let start = shown.text.find("/invitation/").unwrap();
    let link: String = shown.text[start..]
        .chars()
        .take_while(|char| *char != '<')
        .collect();
    assert!(host.get(&link, "").await.text.contains("Choose a password"));
    let again = host.get("/admin/accounts/owner", &cookie).await;
    assert!(!again.text.contains("/invitation/"));
}

#[tokio::test]
async fn the_page_of_who_can_agrees_with_what_is_allowed() {
    let host = Host::new();
    let cookie = host.signed_in("viewer").await;
    let page = host.get("/who", &cookie).await;
    assert!(
        page.text.contains("Sign returns off") && page.text.contains("The performance officer"),
        "{}",
        page.text
    );
    assert!(
        !page.text.contains("/admin/accounts/"),
        "no links to what the visitor may not see"
    );
    assert_eq!(
        host.get("/who?unit=nowhere", &cookie).await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        host.get("/admin", &cookie).await.status,
        StatusCode::FORBIDDEN
    );
}

#[tokio::test]
async fn verifying_says_that_the_journal_is_sound_and_shows_its_hash() {
    let host = Host::new();
    let cookie = host.signed_in("quality").await;
    let hash = host.app.service().memory().state().head.hash.to_string();
    let page = host.get("/admin/health", &cookie).await;
    assert!(page.text.contains(&hash));
    let page = send(&host, &cookie, "/admin/health/verify", &[]).await;
    assert!(page.text.contains("The journal is sound"), "{}", page.text);
}
