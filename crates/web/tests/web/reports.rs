//! Reports, freezes, checks, search and the journal, asked for as a browser does.

use axum::http::{Method, StatusCode};
use clew_web::Settings;

use crate::host::{Answer, Host, request};

/// An application, and the administrator's session in it.
struct Site {
    host: Host,
    cookie: String,
}

impl Site {
    async fn new(example: &str) -> Self {
        let host = Host::with(example, Settings::default());
        let cookie = host.signed_in("administrator").await;
        Self { host, cookie }
    }

    async fn get(&self, address: &str) -> Answer {
        self.host.get(address, &self.cookie).await
    }

    async fn post(&self, address: &str, form: &str) -> Answer {
        let asked = request(Method::POST, address, &self.cookie, form);
        self.host.send(asked).await
    }
}

const QUARTER: &str = "south-lanarkshire-2019-20";
const FORUM: &str = "new-forum=Social+Work+Committee&meeting-new=2019-11-20";

#[tokio::test]
async fn a_report_is_shown_in_the_page_and_taken_away_in_each_format() {
    let site = Site::new(QUARTER).await;
    let page = site.get("/reports/preview?kind=quarterly-progress").await;
    assert_eq!(page.status, StatusCode::OK);
    let text = page.text;
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
        assert!(
            file.header("content-type").starts_with(kind),
            "{format}: {}",
            file.header("content-type")
        );
        assert!(file.bytes.starts_with(begins), "{format}");
    }
    let none = site.get("/reports/download/exe?kind=quarterly-progress");
    assert_eq!(none.await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_cannot_be_reported_is_said_at_the_field() {
    let site = Site::new(QUARTER).await;
    for query in [
        "kind=risk-register",
        "kind=poem",
        "kind=quarterly-progress&period=soon",
    ] {
        let page = site.get(&format!("/reports/preview?{query}")).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{query}");
        assert!(page.text.contains("There is a problem"), "{query}");
    }
}

#[tokio::test]
async fn a_freeze_asks_why_despite_errors_is_done_once_and_does_not_change() {
    let site = Site::new(QUARTER).await;
    let seen = site.host.app.service().memory().state().head.sequence;
    let form = format!("kinds=committee-report&{FORUM}&act=one&seen={seen}");
    let refused = site.post("/freezes", &form).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.text.contains("value=\"Social Work Committee\""),
        "what was typed stays"
    );
    let form = format!("{form}&despite=They+are+known");
    let freeze = "/freezes/social-work-committee-2019-11-20";
    for _ in 0..2 {
        let done = site.post("/freezes", &form).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER);
        assert_eq!(done.location(), format!("{freeze}?done=frozen"));
    }
    let report = format!("{freeze}/reports/committee-report");
    let shown = site.get(&report).await.text;
    assert!(shown.contains("The Social Work Committee is asked to"));
    let file = format!("{report}/docx");
    assert_eq!(site.get(&file).await.bytes, site.get(&file).await.bytes);
    let changes = site.get(&format!("{freeze}/changes")).await.text;
    assert!(changes.contains("are as they were shown"), "{changes}");
    let none = site.get("/freezes/none").await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_finding_is_waived_with_a_reason_and_found_again_when_that_is_withdrawn() {
    let site = Site::new("west-lothian-2021-22").await;
    let before = site.get("/checks").await.text;
    let place = "rule=money-off-by-a-thousand&place=Management+plan+line+167%3A+passage+Money";
    let form = format!("{place}&where=here&seen=9999&act=");
    let refused = site.post("/checks/waive", &format!("{form}w1")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let reasoned = format!("{form}w2&reason=It+is+known");
    let done = site.post("/checks/waive", &reasoned).await;
    assert_eq!(done.location(), "/checks?done=waived");
    let waived = site.get("/checks").await.text;
    assert!(waived.contains("Waivers (1)") && before.contains("Waivers (0)"));
    let list = site.get("/checks/waivers").await.text;
    let start = list.find("/checks/withdraw?").unwrap();
    let address = list[start..].split('"').next().unwrap();
    let query = address.split('?').nth(1).unwrap();
    let reasoned = format!("{query}&reason=Put+right&act=w3");
    let done = site.post("/checks/withdraw", &reasoned).await;
    assert_eq!(done.location(), "/checks/waivers?done=waiver-withdrawn");
    assert!(site.get("/checks").await.text.contains("Waivers (0)"));
}

#[tokio::test]
async fn a_waiver_that_somebody_else_made_meanwhile_is_not_replaced_in_silence() {
    let site = Site::new("west-lothian-2021-22").await;
    let form = "rule=money-off-by-a-thousand&where=everywhere&seen=10";
    let first = format!("{form}&reason=Theirs&act=w1");
    assert_eq!(
        site.post("/checks/waive", &first).await.status,
        StatusCode::SEE_OTHER
    );
    let second = format!("{form}&reason=Mine&act=w2");
    let second = site.post("/checks/waive", &second).await;
    assert_eq!(second.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = second.text;
    assert!(text.contains("Theirs") && text.contains(">Mine</textarea>"));
}

#[tokio::test]
async fn search_forgives_spelling_and_runs_nothing_that_is_typed() {
    let site = Site::new("west-lothian-2021-22").await;
    let found = site.get("/search?q=delayed+dischage").await.text;
    assert!(found.contains("<mark>discharge</mark>"), "{found}");
    let hostile = site
        .get("/search?q=%3Cscript%3Ealert(1)%3C/script%3E")
        .await;
    assert_eq!(hostile.status, StatusCode::OK);
    assert!(!hostile.text.contains("<script>alert"));
}

#[tokio::test]
async fn the_journal_is_paged_from_the_newest_and_each_entry_is_told_whole() {
    let site = Site::new(QUARTER).await;
    let first = site.get("/journal").await.text;
    let start = first.find("/journal?before=").unwrap();
    let older = first[start..].split('"').next().unwrap();
    let second = site.get(older).await;
    assert_eq!(second.status, StatusCode::OK);
    assert!(second.text.contains("Newest entries"));
    let entry = site.get("/journal/3").await.text;
    assert!(entry.contains("Hash of the one before") && entry.contains("/journal/4"));
    for (address, status) in [
        ("/journal/0", StatusCode::NOT_FOUND),
        ("/journal/99999999999999999999999", StatusCode::NOT_FOUND),
        ("/journal?subject=nothing", StatusCode::UNPROCESSABLE_ENTITY),
    ] {
        assert_eq!(site.get(address).await.status, status, "{address}");
    }
}

#[tokio::test]
async fn the_forums_of_the_plan_stand_first_in_the_form_that_freezes_and_the_others_on_demand() {
    let host = Host::with("west-lothian-2021-22", clew_web::Settings::default());
    let forum = serde_json::json!({"id": "licensing", "name": "Licensing Board"});
    let forum = clew_plan::Kind::Forum.read(forum).unwrap();
    let service = host.app.service();
    service
        .add_record(&crate::host::caller("forum"), &forum, None)
        .unwrap();
    let officer = host.signed_in("performance-officer").await;
    let path = "/freezes/new?plan=management-plan-2021-22&period=2021-22";
    let page = host.get(path, &officer).await;
    let own = page.text.find("Social Policy Policy Development").unwrap();
    let others = page.text.find("1 other forum").unwrap();
    let licensing = page.text.find("Licensing Board").unwrap();
    assert!(own < others && others < licensing, "{}", page.text);
}
