//! What happened to sign-ins, as administrators read it.

use axum::http::StatusCode;

use crate::host::{Host, PASSWORD};

#[tokio::test]
async fn administrators_read_who_signed_in_and_who_could_not() {
    let host = Host::new();
    let administrator = host.signed_in("administrator").await;
    let wrong = [("who", "viewer"), ("password", "not the password")];
    host.post("/sign-in", "", &wrong).await;
    let typed = [
        ("who", "three plain words here typed"),
        ("password", PASSWORD),
    ];
    host.post("/sign-in", "", &typed).await;
    let page = host.get("/admin/sign-ins", &administrator).await;
    assert_eq!(page.status, StatusCode::OK);
    for shown in [
        "Signed in",
        "Wrong name or password",
        "The viewer",
        "Nobody of that name",
    ] {
        assert!(page.text.contains(shown), "{shown}\n{}", page.text);
    }
    assert!(
        !page.text.contains("words here typed"),
        "it is kept nowhere"
    );
    let only = host
        .get(
            "/admin/sign-ins?event=wrong-password&account=viewer",
            &administrator,
        )
        .await;
    assert!(only.text.contains("The viewer"));
    assert!(!only.text.contains("Nobody of that name"), "{}", only.text);
}

#[tokio::test]
async fn nobody_else_reads_them() {
    let host = Host::new();
    let officer = host.signed_in("performance-officer").await;
    let page = host.get("/admin/sign-ins", &officer).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
}
