//! Reports, freezes, checks, search and the journal, asked for as a browser does.

#![allow(clippy::unwrap_used, missing_docs)]

use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use clew_journal::Moment;
use clew_service::{Caller, Incoming, Service};
use clew_web::{App, Clock, Settings, application};
use http_body_util::BodyExt;
use tower::ServiceExt;

/// 12 June 2026, 14:00 UTC.
const NOON: i64 = 1_781_272_800_000_000;

/// The cookie of a session of an account.
fn signed_in(account: &str) -> String {
    format!("clew-session={account}")
}

struct Site {
    router: Router,
    folder: PathBuf,
}

impl Drop for Site {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// What was answered.
struct Answer {
    status: StatusCode,
    kind: String,
    to: String,
    body: Vec<u8>,
}

impl Answer {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// A service over an embedded example, in a folder of its own.
fn service(folder: &std::path::Path, example: &str) -> Service {
    let file = folder.join("clew.db");
    let service = Service::create(&file.to_str().unwrap().parse().unwrap()).unwrap();
    let book = clew_exchange::examples::load(example).unwrap();
    let caller = |id: &str| Caller {
        actor: "administrator".into(),
        id: id.to_owned(),
        at: Moment::from_microseconds(NOON - 1_000_000),
        origin: None,
        despite_clock: false,
    };
    let organisation = book.organisation.clone().unwrap();
    let founded = service.found(&caller("found"), organisation, "Administrator");
    founded.unwrap();
    let incoming = Incoming {
        book,
        seen: 2,
        reason: None,
    };
    let taken = service.take_in_records(&caller("records"), &incoming);
    taken.unwrap();
    service
}

impl Site {
    fn new(name: &str, example: &str) -> Self {
        let own = format!("clew-web-reports-{}-{name}", std::process::id());
        let folder = std::env::temp_dir().join(own);
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        let service = service(&folder, example);
        let settings = Settings {
            clock: Clock::Fixed(Moment::from_microseconds(NOON)),
            second_step_required: false,
            ..Settings::default()
        };
        Self {
            router: application(&App::new(Arc::new(service), settings)),
            folder,
        }
    }

    async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let status = response.status();
        let of = |name: header::HeaderName| {
            let value = response.headers().get(name);
            value.map_or("", |value| value.to_str().unwrap()).to_owned()
        };
        let (kind, to) = (of(header::CONTENT_TYPE), of(header::LOCATION));
        let body = response.into_body().collect().await.unwrap().to_bytes();
        Answer {
            status,
            kind,
            to,
            body: body.to_vec(),
        }
    }

    async fn get(&self, address: &str) -> Answer {
        let request = Request::get(address)
            .header(header::COOKIE, signed_in("administrator"))
            .body(Body::empty());
        self.send(request.unwrap()).await
    }

    async fn post(&self, address: &str, form: &str) -> Answer {
        let request = Request::post(address)
            .header(header::COOKIE, signed_in("administrator"))
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(form.to_owned()));
        self.send(request.unwrap()).await
    }
}

const QUARTER: &str = "south-lanarkshire-2019-20";
const FORUM: &str = "new-forum=Social+Work+Committee&meeting-new=2019-11-20";

#[tokio::test]
async fn a_report_is_shown_in_the_page_and_taken_away_in_each_format() {
    let site = Site::new("preview", QUARTER);
    let page = site.get("/reports/preview?kind=quarterly-progress").await;
    assert_eq!(page.status, StatusCode::OK);
    let text = page.text();
    assert_eq!(text.matches("<h1").count(), 1);
    assert!(
        !text.contains(" style=") && !text.contains("<style"),
        "no rule stands in the page"
    );
    for (format, kind, begins) in [
        ("docx", "application/vnd.openxmlformats", &b"PK"[..]),
        ("xlsx", "application/vnd.openxmlformats", b"PK"),
        ("csv", "application/zip", b"PK"),
        ("html", "text/html", b"<!DOCTYPE html>"),
        ("json", "application/json", b"{"),
    ] {
        let address = format!("/reports/download/{format}?kind=quarterly-progress");
        let file = site.get(&address).await;
        assert!(file.kind.starts_with(kind), "{format}: {}", file.kind);
        assert!(file.body.starts_with(begins), "{format}");
    }
    let none = site.get("/reports/download/exe?kind=quarterly-progress");
    assert_eq!(none.await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_cannot_be_reported_is_said_at_the_field() {
    let site = Site::new("cannot", QUARTER);
    for query in [
        "kind=risk-register",
        "kind=poem",
        "kind=quarterly-progress&period=soon",
    ] {
        let page = site.get(&format!("/reports/preview?{query}")).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{query}");
        assert!(page.text().contains("There is a problem"), "{query}");
    }
}

#[tokio::test]
async fn a_freeze_asks_why_despite_errors_is_done_once_and_does_not_change() {
    let site = Site::new("freeze", QUARTER);
    let form = format!("kinds=committee-report&{FORUM}&act=one&seen=1");
    let refused = site.post("/freezes", &form).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.text().contains("value=\"Social Work Committee\""),
        "what was typed stays"
    );
    let form = format!("{form}&despite=They+are+known");
    let freeze = "/freezes/social-work-committee-2019-11-20";
    for _ in 0..2 {
        let done = site.post("/freezes", &form).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER);
        assert_eq!(done.to, format!("{freeze}?done=frozen"));
    }
    let report = format!("{freeze}/reports/committee-report");
    let shown = site.get(&report).await.text();
    assert!(shown.contains("The Social Work Committee is asked to"));
    let file = format!("{report}/docx");
    assert_eq!(site.get(&file).await.body, site.get(&file).await.body);
    let changes = site.get(&format!("{freeze}/changes")).await.text();
    assert!(changes.contains("are as they were shown"), "{changes}");
    let none = site.get("/freezes/none").await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_finding_is_waived_with_a_reason_and_found_again_when_that_is_withdrawn() {
    let site = Site::new("waive", "west-lothian-2021-22");
    let before = site.get("/checks").await.text();
    let place = "rule=money-off-by-a-thousand&place=Management+plan+line+167%3A+passage+Money";
    let form = format!("{place}&where=here&seen=9999&act=");
    let refused = site.post("/checks/waive", &format!("{form}w1")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let reasoned = format!("{form}w2&reason=It+is+known");
    let done = site.post("/checks/waive", &reasoned).await;
    assert_eq!(done.to, "/checks?done=waived");
    let waived = site.get("/checks").await.text();
    assert!(waived.contains("Waivers (1)") && before.contains("Waivers (0)"));
    let list = site.get("/checks/waivers").await.text();
    let start = list.find("/checks/withdraw?").unwrap();
    let address = list[start..].split('"').next().unwrap();
    let query = address.split('?').nth(1).unwrap();
    let reasoned = format!("{query}&reason=Put+right&act=w3");
    let done = site.post("/checks/withdraw", &reasoned).await;
    assert_eq!(done.to, "/checks/waivers?done=waiver-withdrawn");
    assert!(site.get("/checks").await.text().contains("Waivers (0)"));
}

#[tokio::test]
async fn a_waiver_that_somebody_else_made_meanwhile_is_not_replaced_in_silence() {
    let site = Site::new("meanwhile", "west-lothian-2021-22");
    let form = "rule=money-off-by-a-thousand&where=everywhere&seen=10";
    let first = format!("{form}&reason=Theirs&act=w1");
    assert_eq!(
        site.post("/checks/waive", &first).await.status,
        StatusCode::SEE_OTHER
    );
    let second = format!("{form}&reason=Mine&act=w2");
    let second = site.post("/checks/waive", &second).await;
    assert_eq!(second.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = second.text();
    assert!(text.contains("Theirs") && text.contains(">Mine</textarea>"));
}

#[tokio::test]
async fn search_forgives_spelling_and_runs_nothing_that_is_typed() {
    let site = Site::new("search", "west-lothian-2021-22");
    let found = site.get("/search?q=delayed+dischage").await.text();
    assert!(found.contains("<mark>discharge</mark>"), "{found}");
    let hostile = site
        .get("/search?q=%3Cscript%3Ealert(1)%3C/script%3E")
        .await;
    assert_eq!(hostile.status, StatusCode::OK);
    assert!(!hostile.text().contains("<script>alert"));
}

#[tokio::test]
async fn the_journal_is_paged_from_the_newest_and_each_entry_is_told_whole() {
    let site = Site::new("journal", QUARTER);
    let first = site.get("/journal").await.text();
    let start = first.find("/journal?before=").unwrap();
    let older = first[start..].split('"').next().unwrap();
    let second = site.get(older).await;
    assert_eq!(second.status, StatusCode::OK);
    assert!(second.text().contains("Newest entries"));
    let entry = site.get("/journal/3").await.text();
    assert!(entry.contains("Hash of the one before") && entry.contains("/journal/4"));
    for (address, status) in [
        ("/journal/0", StatusCode::NOT_FOUND),
        ("/journal/99999999999999999999999", StatusCode::NOT_FOUND),
        ("/journal?subject=nothing", StatusCode::UNPROCESSABLE_ENTITY),
    ] {
        assert_eq!(site.get(address).await.status, status, "{address}");
    }
}
