//! Parts of the organisation beside the whole: on the scorecard, compared, and on a measure's page.

use axum::http::StatusCode;
use clew_plan::Book;
use clew_service::Incoming;

use crate::host::{Host, caller};

/// The example with figures of two services for one measure.
fn host() -> Host {
    let host = Host::new();
    let figure = |unit: &str, period: &str, met: u32| {
        let fields = serde_json::json!({"measure": "M22", "period": period, "unit": unit,
            "numerator": met.to_string(), "denominator": "100", "from": "returned", "state": "final"});
        serde_json::from_value(fields).unwrap()
    };
    let book = Book {
        figures: vec![
            figure("adults", "2017-18", 81),
            figure("adults", "2018-19", 83),
            figure("children-justice", "2018-19", 61),
            figure("children-justice", "2019-20 Q2", 64),
        ],
        ..Book::default()
    };
    let service = host.app.service();
    let incoming = Incoming {
        book,
        seen: service.memory().state().head.sequence,
        reason: None,
    };
    service
        .take_in_records(&caller("parts"), &incoming)
        .unwrap();
    host
}

#[tokio::test]
async fn parts_stand_beneath_their_measure_on_the_scorecard_when_they_are_asked_for() {
    let host = host();
    let cookie = host.signed_in("viewer").await;
    let whole = host.get("/performance/scorecard", &cookie).await;
    assert!(whole.text.contains("Show parts of the organisation too"));
    assert!(!whole.text.contains("clew-of-part"));
    let parts = host
        .get("/performance/scorecard?parts=yes&sort=status", &cookie)
        .await;
    assert_eq!(parts.text.matches("class=\"clew-of-part\"").count(), 2);
    assert!(parts.text.contains("<strong>64"), "the part's own value");
    assert!(
        parts.text.contains("value=\"M22@children-justice\""),
        "a part can be chosen to compare"
    );
    assert!(
        parts.text.contains("sort=measure&amp;parts=yes"),
        "other orders keep the parts"
    );
}

#[tokio::test]
async fn a_part_is_compared_with_the_whole_and_with_other_parts() {
    let host = host();
    let cookie = host.signed_in("viewer").await;
    let answer = host
        .get("/compare?measure=M22&measure=m22@adults", &cookie)
        .await;
    assert_eq!(answer.status, StatusCode::OK);
    for expected in [
        "Add a part: ",
        "measure=M22%40children-justice",
        "Adult and Older People Services: M22",
        "81%",
        "88",
    ] {
        assert!(answer.text.contains(expected), "{expected}");
    }
    let unknown = host.get("/compare?measure=M22@performance", &cookie).await;
    assert!(unknown.text.contains("M22 has no figures of performance."));
}

#[tokio::test]
async fn a_measure_leads_to_what_can_be_done_with_it() {
    let host = host();
    let officer = host.signed_in("performance-officer").await;
    let page = host.get("/measures/M22", &officer).await;
    for expected in [
        "/measures/M22/targets",
        "/records/measures%2FM22/edit?back=",
        "/records/measures%2FM22/history",
        "/compare?measure=M22&amp;measure=M22%40adults&amp;measure=M22%40children-justice",
        "href=\"#who\"",
        "the figure for 2019-20 to Q2",
    ] {
        assert!(page.text.contains(expected), "{expected}");
    }
    let viewer = host.signed_in("viewer").await;
    let page = host.get("/measures/M22", &viewer).await;
    assert!(!page.text.contains("/measures/M22/targets"));
    assert!(!page.text.contains("the figure for 2019-20 to Q2"));
    let alone = host.get("/measures/M16", &viewer).await;
    assert!(alone.text.contains("Compare with others"));
}
