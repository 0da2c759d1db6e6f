//! Actions, improvement and risks: read, updated by their owners, and closed with evidence.

use axum::http::StatusCode;
use clew_web::Settings;

use crate::host::Host;

const ACTION: &str = "/actions/management-plan-2021-22/11";

fn west_lothian() -> Host {
    Host::with("west-lothian-2021-22", Settings::default())
}

fn edinburgh() -> Host {
    Host::with("edinburgh-2023", Settings::default())
}

/// The last entry that a form was made with.
fn seen(host: &Host) -> String {
    host.app
        .service()
        .memory()
        .state()
        .head
        .sequence
        .to_string()
}

#[tokio::test]
async fn every_page_of_actions_findings_and_risks_answers() {
    for (host, paths) in [
        (
            west_lothian(),
            vec![
                "/actions?late=yes&order=late&text=digital",
                "/actions/timeline",
                ACTION,
                "/actions/management-plan-2021-22/11/update",
                "/actions/management-plan-2021-22/11/extend",
                "/risks?band=moderate",
                "/risks/heat-map?score=target",
                "/risks/CCOP001",
                "/risks/CCOP001/review",
            ],
        ),
        (
            edinburgh(),
            vec![
                "/actions/timeline?theme=nothing",
                "/actions/swsc-improvement-plan/9",
                "/improvement",
                "/improvement/coverage?show=uncovered",
                "/improvement/asp-2023?show=open",
                "/improvement/asp-2023/1/close",
            ],
        ),
    ] {
        let cookie = host.signed_in("administrator").await;
        for path in paths {
            let answer = host.get(path, &cookie).await;
            assert_eq!(answer.status, StatusCode::OK, "{path}\n{}", answer.text);
            assert_eq!(answer.text.matches("<h1").count(), 1, "{path}");
            assert!(!answer.text.contains("style=\""), "{path}");
        }
    }
}

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let host = west_lothian();
    let cookie = host.signed_in("administrator").await;
    for path in [
        "/actions/management-plan-2021-22/999",
        "/actions/other/11",
        "/improvement/none",
        "/improvement/none/1/close",
        "/risks/NONE",
        "/risks/CCOP001?plan=other",
    ] {
        let answer = host.get(path, &cookie).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn the_lists_are_taken_away_as_files() {
    let host = edinburgh();
    let cookie = host.signed_in("viewer").await;
    for path in ["/actions", "/improvement/coverage"] {
        let csv = host.get(&format!("{path}?format=csv"), &cookie).await;
        assert!(csv.header("content-type").starts_with("text/csv"), "{path}");
        assert!(csv.text.lines().count() > 100, "{path}");
        let workbook = host.get(&format!("{path}?format=xlsx"), &cookie).await;
        assert!(workbook.text.starts_with("PK"), "{path}");
        let other = host.get(&format!("{path}?format=exe"), &cookie).await;
        assert_eq!(other.status, StatusCode::BAD_REQUEST, "{path}");
    }
}

#[tokio::test]
async fn an_update_that_meets_another_is_asked_about_field_by_field() {
    let host = west_lothian();
    let cookie = host.signed_in("administrator").await;
    let before = seen(&host);
    let first = [
        ("act", "one"),
        ("seen", &before),
        ("percent", "50"),
        ("text", "Half are out."),
    ];
    let path = format!("{ACTION}/update");
    let answer = host.post(&path, &cookie, &first).await;
    assert_eq!(answer.location(), format!("{ACTION}?done=action-updated"));
    let page = host.get(ACTION, &cookie).await;
    assert!(
        page.text.contains("Half are out.") && page.text.contains("50%"),
        "{}",
        page.text
    );
    let second = [
        ("act", "two"),
        ("seen", before.as_str()),
        ("percent", "30"),
        ("text", "Few are out."),
    ];
    let asked = host.post(&path, &cookie, &second).await;
    assert_eq!(asked.status, StatusCode::CONFLICT, "{}", asked.text);
    for part in [
        "keep-percent",
        "Few are out.",
        "<strong>50</strong>",
        "<strong>30</strong>",
    ] {
        assert!(asked.text.contains(part), "{part} in {}", asked.text);
    }
    let now = seen(&host);
    let chosen = [
        ("act", "three"),
        ("seen", &now),
        ("percent", "30"),
        ("keep-percent", "theirs"),
        ("text", "Few are out."),
    ];
    let answer = host.post(&path, &cookie, &chosen).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    let page = host.get(ACTION, &cookie).await;
    assert!(
        page.text.contains("Few are out.") && page.text.contains("50%"),
        "{}",
        page.text
    );
}

#[tokio::test]
async fn an_extension_keeps_the_first_date_with_who_approved_it_and_why() {
    let host = west_lothian();
    let (owner, approver) = (
        host.signed_in("owner").await,
        host.signed_in("administrator").await,
    );
    let path = format!("{ACTION}/extend");
    let now = seen(&host);
    let fields = [
        ("act", "one"),
        ("seen", now.as_str()),
        ("new_end", "2027-03-31"),
        ("reason", "The supplier was late."),
    ];
    let refused = host.post(&path, &owner, &fields).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let wrong = [
        ("new_end", "2021-01-01"),
        ("reason", "Kept as it was typed"),
    ];
    let shown = host.post(&path, &approver, &wrong).await;
    assert_eq!(shown.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        shown.text.contains("Kept as it was typed"),
        "{}",
        shown.text
    );
    let done = host.post(&path, &approver, &fields).await;
    assert_eq!(done.location(), format!("{ACTION}?done=action-extended"));
    let page = host.get(ACTION, &approver).await;
    for part in [
        "at first July 2021",
        "The supplier was late.",
        "Administrator",
        "31 March 2027",
    ] {
        assert!(page.text.contains(part), "{part} in {}", page.text);
    }
}

#[tokio::test]
async fn a_review_of_a_risk_stands_in_its_history() {
    let host = west_lothian();
    let cookie = host.signed_in("administrator").await;
    let now = seen(&host);
    let path = "/risks/CCOP001/review";
    let fields = [
        ("act", "one"),
        ("seen", now.as_str()),
        ("likelihood", "4"),
        ("impact", "4"),
        ("note", "Two homes <closed>."),
        ("reviewed_on", "2026-06-11"),
        ("review_due", "2026-09-11"),
    ];
    let done = host.post(path, &cookie, &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let page = host.get(done.location(), &cookie).await;
    for part in [
        "16 Very high",
        "Two homes &lt;closed&gt;.",
        "Score of CCOP001 over time",
        "11 September 2026",
    ] {
        assert!(page.text.contains(part), "{part} in {}", page.text);
    }
    let map = host.get("/risks/heat-map", &cookie).await;
    assert!(map.text.contains("cell=4x4"), "{}", map.text);
    let cell = host.get("/risks?cell=4x4", &cookie).await;
    assert!(
        cell.text.contains("CCOP001") && !cell.text.contains("CCOP002"),
        "{}",
        cell.text
    );
}

#[tokio::test]
async fn a_finding_is_closed_by_evidence_only_and_can_be_opened_again() {
    let host = edinburgh();
    let cookie = host.signed_in("performance-officer").await;
    let path = "/improvement/asp-2023/1/close";
    let bare = [("activity", "1"), ("closed_on", "2026-06-01")];
    let refused = host.post(path, &cookie, &bare).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let now = seen(&host);
    let fields = [
        ("act", "one"),
        ("seen", now.as_str()),
        ("activity", "1"),
        ("evidence", "The audit of May"),
        ("closed_on", "2026-06-01"),
    ];
    let done = host.post(path, &cookie, &fields).await;
    assert_eq!(
        done.location(),
        "/improvement/asp-2023?done=finding-closed#finding-1"
    );
    let page = host.get("/improvement/asp-2023", &cookie).await;
    assert!(page.text.contains("The audit of May") && page.text.contains("1 June 2026"));
    let now = seen(&host);
    let again = [
        ("act", "two"),
        ("seen", now.as_str()),
        ("reason", "New cases were found"),
    ];
    let open = host.post(path, &cookie, &again).await;
    assert_eq!(open.status, StatusCode::SEE_OTHER, "{}", open.text);
    let page = host.get("/improvement/asp-2023", &cookie).await;
    assert!(!page.text.contains("1 June 2026 </") && page.text.contains("30, of which 0 closed"));
}
