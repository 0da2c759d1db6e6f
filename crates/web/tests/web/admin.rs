//! Administration: accounts are opened, given roles, invited, closed; the journal says who did it and why.

use axum::http::StatusCode;
use clew_plan::{AccountId, Role};
use clew_service::Scope;

use crate::host::{Answer, Host};
use crate::programs;

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

#[tokio::test]
async fn the_tokens_of_an_account_are_listed_and_revoked_by_who_manages_accounts() {
    let host = Host::new();
    let token = programs::token(&host, "viewer", &[Scope::Read]);
    let cookie = host.signed_in("administrator").await;
    let page = host.get("/admin/accounts/viewer", &cookie).await.text;
    assert!(page.contains("Tokens of its programs") && page.contains("a test"));
    let known = host.app.service().api_tokens(&AccountId::from("viewer"));
    let id = known.unwrap()[0].id.clone();
    let path = "/admin/accounts/viewer/revoke-token";
    let done = host.post(path, &cookie, &[("id", &id)]).await;
    assert_eq!(done.location(), "/admin/accounts/viewer?done=token-revoked");
    let answer = programs::get(&host, "/api/v1/organisation", &token).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    let page = host.get("/admin/accounts/viewer", &cookie).await.text;
    assert!(!page.contains("Tokens of its programs"));
}

#[tokio::test]
async fn how_a_closed_account_signs_in_is_erased_from_its_page() {
    let host = Host::new();
    let cookie = host.signed_in("administrator").await;
    let viewer = AccountId::from("viewer");
    let email = || host.app.service().email_of(&viewer).unwrap();
    let open = host.get("/admin/accounts/viewer", &cookie).await.text;
    assert!(!open.contains("/erase"), "an open account is closed first");
    let closing = [
        ("act", "close-viewer"),
        ("close-reason", "left the service"),
    ];
    host.post("/admin/accounts/viewer/close", &cookie, &closing)
        .await;
    let closed = host.get("/admin/accounts/viewer", &cookie).await.text;
    assert!(closed.contains("action=\"/admin/accounts/viewer/erase\""));
    assert!(email().is_some());
    let done = host
        .post("/admin/accounts/viewer/erase", &cookie, &[("sent", "yes")])
        .await;
    assert_eq!(done.location(), "/admin/accounts/viewer?done=erased");
    assert_eq!(email(), None);
}
