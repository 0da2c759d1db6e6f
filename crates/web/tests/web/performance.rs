//! Performance: the summary, the scorecard, and measures side by side.

use axum::http::StatusCode;

use crate::host::{Answer, Host};

async fn page(path: &str) -> Answer {
    let host = Host::new();
    let cookie = host.signed_in("viewer").await;
    host.get(path, &cookie).await
}

/// How many measures the scorecard shows.
fn rows(answer: &Answer) -> usize {
    answer.text.matches("<th scope=\"row\"").count()
}

#[tokio::test]
async fn the_summary_counts_what_committee_was_told_and_says_why_measures_are_off_track() {
    let answer = page("/performance").await;
    assert_eq!(answer.status, StatusCode::OK);
    for expected in [
        "Social Work Resource Plan 2019-20, 2019-20 Q2",
        "66.2%",
        "5 measures: 2 Red, 3 Amber.",
        "Reports sent in 20 days",
        "What is being done",
    ] {
        assert!(answer.text.contains(expected), "{expected}");
    }
}

#[tokio::test]
async fn every_count_of_the_matrix_leads_to_as_many_measures() {
    let host = Host::new();
    let cookie = host.signed_in("viewer").await;
    let summary = host.get("/performance", &cookie).await.text;
    let start = summary.find("<tbody").unwrap();
    let end = summary.find("</tfoot>").unwrap();
    let mut followed = 0;
    for link in summary[start..end].split("<a href=\"").skip(1) {
        let (address, rest) = link.split_once("\">").unwrap();
        let count: usize = rest.split_once("<span").unwrap().0.parse().unwrap();
        let address = address.replace("&amp;", "&");
        let scorecard = host.get(&address, &cookie).await;
        assert_eq!(scorecard.status, StatusCode::OK, "{address}");
        assert_eq!(rows(&scorecard), count, "{address}");
        followed += 1;
    }
    assert!(followed > 15, "{followed}");
}

#[tokio::test]
async fn filters_live_in_the_address_and_can_be_taken_away() {
    let answer = page("/performance/scorecard?status=red&status=amber&unit=adults").await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(rows(&answer), 1);
    assert!(
        answer
            .text
            .contains("Guardianship visits on time: private orders")
    );
    assert!(answer.text.contains("Status: Red"));
    let none = page("/performance/scorecard?text=nothing+has+these+words").await;
    assert_eq!(rows(&none), 0);
    assert!(
        none.text
            .contains("No measure of this plan answers to these filters")
    );
}

#[tokio::test]
async fn what_cannot_be_read_in_an_address_is_said_and_a_plan_that_is_not_there_is_not_found() {
    let host = Host::new();
    let cookie = host.signed_in("viewer").await;
    for (path, status) in [
        (
            "/performance?status=purple",
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
        (
            "/performance?trend=sideways",
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
        ("/performance?period=whenever", StatusCode::BAD_REQUEST),
        ("/performance/scorecard?format=pdf", StatusCode::BAD_REQUEST),
        ("/performance?plan=no-such-plan", StatusCode::NOT_FOUND),
        ("/performance?plan=*", StatusCode::OK),
        ("/performance?period=2099-00", StatusCode::OK),
        (
            "/performance/scorecard?page=999999999999&sort=sideways",
            StatusCode::OK,
        ),
    ] {
        let answer = host.get(path, &cookie).await;
        assert_eq!(answer.status, status, "{path}");
    }
}

#[tokio::test]
async fn what_is_worse_than_before_can_be_listed_by_itself() {
    let host = Host::new();
    let cookie = host.signed_in("viewer").await;
    let all = host.get("/performance/scorecard", &cookie).await;
    let worse = host
        .get("/performance/scorecard?trend=worse", &cookie)
        .await;
    let arrows = |answer: &Answer| {
        answer
            .text
            .matches("data-label=\"Short trend\"><span class=\"clew-trend t-down\"")
            .count()
    };
    assert_eq!(rows(&worse), arrows(&worse));
    assert_eq!(arrows(&worse), arrows(&all));
    assert!(rows(&worse) > 3 && rows(&worse) < rows(&all));
}

#[tokio::test]
async fn the_scorecard_is_downloaded_exactly_as_it_is_filtered() {
    let host = Host::new();
    let cookie = host.signed_in("viewer").await;
    let csv = host
        .get("/performance/scorecard?status=red&format=csv", &cookie)
        .await;
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    assert!(
        csv.header("content-disposition")
            .contains("scorecard-social-work-resource-plan")
    );
    assert_eq!(csv.text.trim_end().lines().count(), 3, "{}", csv.text);
    assert!(csv.text.contains("M22") && csv.text.contains("M54"));
    let xlsx = host.get("/performance?format=xlsx", &cookie).await;
    assert!(xlsx.text.starts_with("PK"));
}

#[tokio::test]
async fn rows_are_sorted_as_the_address_asks() {
    let answer = page("/performance/scorecard?sort=status").await;
    let place = |title: &str| answer.text.find(title).unwrap();
    let red = place("Subject access requests answered within 30 days");
    let amber = place("Employees with a performance appraisal");
    let green = place("Act on improvement plans that follow inspections");
    assert!(red < amber && amber < green);
    assert!(answer.text.contains("aria-sort"));
}

#[tokio::test]
async fn six_measures_are_compared_and_the_seventh_is_named_as_left_out() {
    let answer = page("/compare?measure=M16&measure=M22&measure=m016&measure=M46&measure=M54&measure=M15&measure=M5&measure=M6&measure=none").await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.text.contains("M06 is left out"), "the seventh");
    assert!(answer.text.contains("There is no measure none."));
    assert!(answer.text.contains("All are counted in one unit"));
    assert_eq!(answer.text.matches("Take away").count(), 6);
}

#[tokio::test]
async fn measures_of_different_units_are_not_put_on_one_axis() {
    let answer = page("/compare?measure=M11&measure=M16").await;
    assert!(!answer.text.contains("All are counted in one unit"));
    assert!(answer.text.contains("counts as 100"), "indexed");
    let apart = page("/compare?measure=M11&measure=M16&show=apart").await;
    assert!(apart.text.contains("an axis of its own"));
    let dishonest = page("/compare?measure=M11&measure=M16&show=together").await;
    assert!(!dishonest.text.contains("All are counted in one unit"));
}

#[tokio::test]
async fn a_measure_is_added_by_its_code_or_found_by_words() {
    let host = Host::new();
    let cookie = host.signed_in("viewer").await;
    let added = host.get("/compare?measure=M16&add=m22", &cookie).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER);
    assert_eq!(added.location(), "/compare?measure=M16&measure=M22");
    let found = host
        .get("/compare?measure=M16&add=home+care", &cookie)
        .await;
    assert_eq!(found.status, StatusCode::OK);
    assert!(found.text.contains("Add "), "offers");
    let nothing = host.get("/compare?add=zzzzzzqqq", &cookie).await;
    assert!(nothing.text.contains("No other measure answers to"));
}
