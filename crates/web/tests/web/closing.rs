//! Findings closed by whoever assures quality, with the file that shows it in the same form.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use clew_web::Settings;
use serde_json::Value;

use crate::evidence::sent;
use crate::host::{Answer, Host};
use crate::programs::{BOTH, get, json_of, token};

const CLOSE: &str = "/improvement/asp-2023/1/close";
const OF: &str = "/api/v1/evidence?of=findings/1";
const AUDIT: &[u8] = b"%PDF-1.7 the audit";

fn edinburgh() -> Host {
    Host::with("edinburgh-2023", Settings::default())
}

fn head(host: &Host) -> u64 {
    host.app.service().memory().state().head.sequence
}

#[tokio::test]
async fn quality_closes_a_finding_with_its_file_in_one_form_that_is_sent_twice_and_done_once() {
    let host = edinburgh();
    let quality = host.signed_in("quality").await;
    let page = host.get("/improvement/asp-2023", &quality).await;
    assert!(page.text.contains(CLOSE), "the way is there\n{}", page.text);
    let form = host.get(CLOSE, &quality).await;
    assert!(form.text.contains("type=\"file\""), "{}", form.text);
    let seen = head(&host).to_string();
    let bare = [
        ("act", "a"),
        ("seen", seen.as_str()),
        ("activity", "1"),
        ("closed_on", "2026-06-01"),
    ];
    let refused = sent(&host, CLOSE, &quality, &bare, &[]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("or add a file"), "{}", refused.text);
    // The file is added first, and waits in the form.
    let add = [("do", "attach"), ("activity", "1")];
    let added = sent(&host, CLOSE, &quality, &add, &[("audit.pdf", AUDIT)]).await;
    assert!(added.text.contains("audit.pdf"), "{}", added.text);
    let done = sent(&host, CLOSE, &quality, &bare, &[]).await;
    assert_eq!(
        done.location(),
        "/improvement/asp-2023?done=finding-closed#finding-1",
        "{}",
        done.text
    );
    let after = head(&host);
    let again = sent(&host, CLOSE, &quality, &bare, &[]).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.text);
    assert_eq!(head(&host), after, "sent twice, done once");
    for path in [
        "/improvement/asp-2023",
        "/improvement/coverage?inspection=asp-2023",
    ] {
        let page = host.get(path, &quality).await;
        assert!(page.text.contains("audit.pdf"), "{path}\n{}", page.text);
        assert!(!page.text.to_lowercase().contains(">uncovered"), "{path}");
    }
    let owner = host.signed_in("owner").await;
    assert_eq!(host.get(CLOSE, &owner).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_finding_with_a_file_lacks_no_evidence() {
    let host = edinburgh();
    let quality = host.signed_in("quality").await;
    let of = "/evidence/findings%2F2";
    let count = |page: &Answer| page.text.matches("No evidence yet").count();
    let before = host.get("/improvement/asp-2023", &quality).await;
    assert!(before.text.contains("No action yet") || count(&before) > 0);
    let attached = sent(
        &host,
        of,
        &quality,
        &[("act", "b")],
        &[("audit.pdf", AUDIT)],
    )
    .await;
    assert_eq!(
        attached.location(),
        format!("{of}?done=attached"),
        "{}",
        attached.text
    );
    let after = host.get("/improvement/asp-2023", &quality).await;
    assert!(after.text.contains("audit.pdf"));
    assert!(count(&after) <= count(&before));
}

async fn sent_by_program(host: &Host, path: &str, bearer: &str, key: &str, body: &[u8]) -> Answer {
    let request = Request::builder()
        .method(Method::POST)
        .uri(path)
        .header("authorization", bearer)
        .header("idempotency-key", key)
        .header(header::CONTENT_TYPE, "application/octet-stream");
    host.send(request.body(Body::from(body.to_vec())).unwrap())
        .await
}

#[tokio::test]
async fn a_program_attaches_a_file_lists_it_and_has_it_back() {
    let host = edinburgh();
    let token = token(&host, "quality", BOTH);
    let bearer = format!("Bearer {token}");
    let none = get(&host, OF, &token).await;
    assert_eq!(json_of(&none)["items"], Value::from(Vec::<Value>::new()));
    let to = format!("{OF}&name=audit.pdf");
    let made = sent_by_program(&host, &to, &bearer, "one", AUDIT).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
    let again = sent_by_program(&host, &to, &bearer, "one", AUDIT).await;
    assert_eq!(json_of(&again)["repeated"], true, "{}", again.text);
    let listed = json_of(&get(&host, OF, &token).await);
    assert_eq!(listed["items"][0]["name"], "audit.pdf", "{listed}");
    assert_eq!(listed["items"][0]["attached_by"], "quality");
    let digest = listed["items"][0]["digest"].as_str().unwrap();
    let file = get(
        &host,
        &format!("/api/v1/evidence/{digest}?of=findings/1"),
        &token,
    )
    .await;
    assert_eq!(file.bytes, AUDIT);
    assert_eq!(file.header("content-type"), "application/pdf");
    assert!(file.header("content-disposition").starts_with("attachment"));
    for (path, body, status) in [
        (to.replace("audit.pdf", "audit.exe"), AUDIT, 422),
        (OF.to_owned(), AUDIT, 422),
        (to.replace("findings/1", "findings/none"), AUDIT, 404),
        (to.replace("findings/1", "plans/x"), AUDIT, 404),
        (to.clone(), b"".as_slice(), 422),
    ] {
        let refused = sent_by_program(&host, &path, &bearer, "two", body).await;
        assert_eq!(refused.status.as_u16(), status, "{path}\n{}", refused.text);
    }
    let viewer = crate::programs::token(&host, "viewer", BOTH);
    let refused = sent_by_program(&host, &to, &format!("Bearer {viewer}"), "three", AUDIT).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}
