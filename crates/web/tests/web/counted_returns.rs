//! Returns of measures that are counted from records: shown to their owner, confirmed as they are, and never typed.

use axum::http::StatusCode;
use clew_plan::{FigureSource, Kind};

use crate::explore::with_reports;
use crate::host::{Host, caller};

const FORM: &str = "/measures/CR1/return/2025-26%20Q1";

/// The host with a measure of court reports in time, of which records give 15 of 24 for the quarter.
fn bound() -> Host {
    let host = with_reports();
    let service = host.app.service();
    let measure = serde_json::json!({
        "code": "CR1", "title": "Court reports in time", "kind": "statistical",
        "unit_of_measure": "percent", "polarity": "higher", "computed_from": "JUST-COURT-REPORTS"
    });
    let record = Kind::Measure.read(measure).unwrap();
    service
        .add_record(&caller("measure"), &record, None)
        .unwrap();
    host
}

fn figure(host: &Host) -> Option<clew_plan::Figure> {
    let memory = host.app.service().memory();
    let mut figures = memory.book().figures.iter();
    figures
        .rfind(|figure| figure.measure == "CR1".into())
        .cloned()
}

#[tokio::test]
async fn an_owner_confirms_what_the_records_give() {
    let host = bound();
    let cookie = host.signed_in("administrator").await;
    let page = host.get(FORM, &cookie).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    for said in ["15 of 24", "9 missed", "Confirm the figure", "Explore it"] {
        assert!(page.text.contains(said), "{said}\n{}", page.text);
    }
    assert!(!page.text.contains("id=\"numerator\""), "nothing is typed");
    assert_eq!(page.hidden("numerator"), "15");
    let sent = |met: &'static str| {
        [
            ("act", "confirm"),
            ("do", "return"),
            ("numerator", met),
            ("denominator", "24"),
            ("state", "final"),
            ("comment", ""),
            ("answer-without-words", "yes"),
        ]
    };
    let refused = host.post(FORM, &cookie, &sent("20")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.text.contains("records now give 15 of 24"),
        "{}",
        refused.text
    );
    assert_eq!(
        refused.hidden("numerator"),
        "15",
        "what they give is sent next"
    );
    assert_eq!(figure(&host), None);
    let done = host.post(FORM, &cookie, &sent("15")).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let figure = figure(&host).unwrap();
    assert_eq!(figure.from, FigureSource::Computed);
    assert_eq!(figure.numerator, Some(15.into()));
}

#[tokio::test]
async fn a_figure_that_cannot_be_counted_says_why_and_one_can_be_reported_later() {
    let host = bound();
    let cookie = host.signed_in("administrator").await;
    let later = [
        ("act", "later"),
        ("do", "return"),
        ("numerator", "15"),
        ("denominator", "24"),
        ("later", "yes"),
        ("state", "final"),
    ];
    let done = host.post(FORM, &cookie, &later).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let figure = figure(&host).unwrap();
    assert_eq!((figure.numerator, figure.value), (None, None));
    let wrong = serde_json::json!({
        "code": "CR2", "title": "Court reports", "kind": "statistical",
        "unit_of_measure": "number", "polarity": "higher", "computed_from": "JUST-COURT-REPORTS"
    });
    let record = Kind::Measure.read(wrong).unwrap();
    let service = host.app.service();
    service.add_record(&caller("wrong"), &record, None).unwrap();
    let page = host.get("/measures/CR2/return/2025-26%20Q1", &cookie).await;
    assert!(page.text.contains("cannot be counted now"), "{}", page.text);
}
