//! Explore: figures worked out from records, split, supposed otherwise, walked to, and kept from those whom they could
//! tell of somebody.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use clew_practice::pack::Pack;
use clew_practice::record::{Stage, Value};
use clew_service::{Named, PersonRequest, TakeOver, TakenPerson, TakenRecord, TakenVersion};

use crate::host::{ELSEWHERE, Host, caller};

const PAGE: &str = "/explore/JUST-COURT-REPORTS";
/// In the place of a day on which a report came: none was to be made.
const NOT_DONE: &str = "not done";
/// One year up to the end of what the reports were asked for in, whatever the day.
const ASKED: &str = "every=year&years=1&as-at-day=31&as-at-month=3&as-at-year=2026";

/// An application in which reports were asked for on 2 June 2025 and due on the 20th: in the first team 15 came in time
/// and 6 late, and in the other one 3 late. Of 2 more in the first none was to be made.
pub(crate) fn with_reports() -> Host {
    let host = Host::new();
    let service = host.app.service();
    let files = Pack::built_in_files("scotland").unwrap();
    service.apply_pack(&caller("pack"), &files, None).unwrap();
    let first = service.memory().book().units[0].id.to_string();
    let mut records = Vec::new();
    for (team, submitted, count) in [
        (first.as_str(), "2025-06-19", 15),
        (&first, "2025-06-24", 6),
        (ELSEWHERE, "2025-06-30", 3),
        (&first, NOT_DONE, 2),
    ] {
        for number in 0..count {
            records.push(report(team, submitted, number));
        }
    }
    let batch = TakeOver {
        people: [first.as_str(), ELSEWHERE].map(known_to).to_vec(),
        records,
    };
    service.take_over(&caller("old"), &batch).unwrap();
    host
}

/// Somebody whom a team knows, by its name.
fn known_to(team: &str) -> TakenPerson {
    TakenPerson {
        key: team.to_owned(),
        team: team.into(),
        person: PersonRequest {
            name: format!("Testperson of {team}"),
            ..PersonRequest::default()
        },
    }
}

fn report(team: &str, submitted: &str, number: u32) -> TakenRecord {
    let day = |text: &str| Value::Day(text.parse().unwrap());
    let (field, end) = match submitted {
        NOT_DONE => ("not_done", Value::Choice("withdrawn".to_owned())),
        submitted => ("submitted", day(submitted)),
    };
    let values = BTreeMap::from([
        ("requested".to_owned(), day("2025-06-02")),
        ("due".to_owned(), day("2025-06-20")),
        (field.to_owned(), end),
        ("kind".to_owned(), Value::Choice("full".to_owned())),
    ]);
    TakenRecord {
        key: format!("{team} {submitted} {number}"),
        form: "court-report".to_owned(),
        process: None,
        episode: None,
        person: Named::Key(team.to_owned()),
        team: team.into(),
        holder: None,
        versions: vec![TakenVersion {
            recorded: "2025-07-01T10:00:00Z".parse().unwrap(),
            recorded_by: "old-system".to_owned(),
            stage: Stage::Complete,
            values,
        }],
    }
}

async fn seen(host: &Host, account: &str, path: &str) -> String {
    let cookie = host.signed_in(account).await;
    let answer = host.get(path, &cookie).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text);
    answer.text
}

#[tokio::test]
async fn every_measure_of_the_packs_is_listed_and_found_by_its_words() {
    let host = with_reports();
    let all = seen(&host, "viewer", "/explore").await;
    let (pack, _) = Pack::built_in("scotland").unwrap();
    let count = format!("{} measures", pack.measures.len());
    assert!(all.contains(PAGE) && all.contains(&count));
    let found = seen(&host, "viewer", "/explore?words=court+SUBMITTED+due").await;
    assert!(found.contains(PAGE) && found.contains("1 measure<"));
    let none = seen(&host, "viewer", "/explore?words=zebra").await;
    assert!(none.contains("No measure has all of these words"));
}

#[tokio::test]
async fn a_figure_is_worked_out_with_what_it_rests_on_and_leads_to_its_records() {
    let host = with_reports();
    let page = seen(&host, "quality", &format!("{PAGE}?{ASKED}")).await;
    for expected in [
        "62.5%",
        "15 of 24",
        "Recorded late",
        "scotland-council",
        "Version 1 in pack scotland",
    ] {
        assert!(page.contains(expected), "{expected}");
    }
    let link = page
        .split("href=\"")
        .find(|link| link.contains("/records?"));
    let address = link
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .replace("&amp;", "&");
    let walked = seen(&host, "quality", &address).await;
    assert!(walked.contains("26 records") && walked.contains("That you looked at them is noted"));
    assert_eq!(walked.matches("Missed").count(), 9);
}

#[tokio::test]
async fn records_are_walked_to_by_those_who_may_open_them() {
    let host = with_reports();
    let address = format!("{PAGE}/records?{ASKED}&period=0");
    let viewer = host.signed_in("viewer").await;
    assert_eq!(
        host.get(&address, &viewer).await.status,
        StatusCode::FORBIDDEN
    );
    let own = seen(&host, "practitioner", &address).await;
    assert!(
        own.contains("26 records") && own.contains("3 records that you may not open"),
        "{own}"
    );
    let page = seen(&host, "viewer", &format!("{PAGE}?{ASKED}")).await;
    assert!(!page.contains("/records?"));
}

#[tokio::test]
async fn small_numbers_are_shown_to_those_who_may_look_and_kept_from_others_in_files_too() {
    let host = with_reports();
    let by_team = format!("{PAGE}?{ASKED}&by=team");
    let quality = seen(&host, "quality", &by_team).await;
    assert!(
        quality.contains("0 of 3") && quality.contains("15 of 21") && quality.contains("(few)")
    );
    let viewer = seen(&host, "viewer", &by_team).await;
    assert!(
        !viewer.contains("0 of 3") && !viewer.contains("15 of 21"),
        "{viewer}"
    );
    assert!(viewer.contains("not told") && viewer.contains("15 of 24"));
    let file = seen(&host, "viewer", &format!("{by_team}&format=csv")).await;
    assert!(
        !file.contains("0 of 3") && !file.contains("15 of 21"),
        "{file}"
    );
    let whole = format!("{PAGE}?{ASKED}&format=csv");
    let told = |csv: &str| csv.lines().last().unwrap().to_owned();
    let quality = told(&seen(&host, "quality", &whole).await);
    assert!(quality.contains(",15,9,0,2,"), "{quality}");
    let viewer = told(&seen(&host, "viewer", &whole).await);
    assert!(viewer.contains(",15,9,0,not told,"), "{viewer}");
    let csv = seen(&host, "quality", &format!("{by_team}&format=csv")).await;
    assert!(csv.contains("0 of 3"), "{csv}");
}

#[tokio::test]
async fn what_if_shows_what_would_be_beside_what_is() {
    let host = with_reports();
    // Of the two for whom no report was to be made, each would count as missed.
    let supposed = format!("{PAGE}?{ASKED}&keep=no+report+was+to+be+made");
    let quality = seen(&host, "quality", &supposed).await;
    assert!(
        quality.contains("15 of 26") && quality.contains("15 of 24"),
        "{quality}"
    );
    let viewer = seen(&host, "viewer", &supposed).await;
    assert!(
        !viewer.contains("15 of 26") && viewer.contains("15 of 24"),
        "{viewer}"
    );
    let csv = seen(&host, "quality", &format!("{supposed}&by=team&format=csv")).await;
    let heading = csv.lines().next().unwrap();
    assert!(heading.contains("All, as supposed"), "{csv}");
    let page = format!("/explore/JUST-CPO-1WD?{ASKED}");
    let asked = seen(&host, "viewer", &format!("{page}&within=3+working+days")).await;
    assert!(asked.contains("As supposed") && asked.contains("not what is"));
    let cookie = host.signed_in("viewer").await;
    let wrong = host.get(&format!("{page}&within=soon"), &cookie).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("3 working days") && wrong.text.contains("href=\"#within\""));
}

#[tokio::test]
async fn a_day_before_any_pack_was_in_force_is_refused_at_its_field() {
    let host = with_reports();
    let cookie = host.signed_in("quality").await;
    let known = "known-on-day=30&known-on-month=6&known-on-year=2025";
    let answer = host.get(&format!("{PAGE}?{ASKED}&{known}"), &cookie).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text.contains("no pack in force then counted this"));
    let now = "known-on-day=12&known-on-month=6&known-on-year=2026";
    let page = seen(&host, "quality", &format!("{PAGE}?{ASKED}&{now}")).await;
    assert!(
        page.contains("15 of 24") && page.contains("known by"),
        "{page}"
    );
}

#[tokio::test]
async fn hostile_questions_are_refused_plainly() {
    let host = with_reports();
    let cookie = host.signed_in("quality").await;
    for (path, status) in [
        ("/explore/NOTHING", StatusCode::NOT_FOUND),
        ("/explore/%3Cscript%3E", StatusCode::NOT_FOUND),
        (
            "/explore/JUST-COURT-REPORTS?years=300",
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
        (
            "/explore/JUST-COURT-REPORTS?as-at=31+2+2025",
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
        (
            "/explore/JUST-COURT-REPORTS?format=exe",
            StatusCode::BAD_REQUEST,
        ),
        (
            "/explore/JUST-COURT-REPORTS/records?period=999",
            StatusCode::NOT_FOUND,
        ),
        (
            "/explore/JUST-COURT-REPORTS/records?period=one",
            StatusCode::BAD_REQUEST,
        ),
        (
            "/explore/JUST-COURT-REPORTS/records?period=0&as-at=31+2+2025",
            StatusCode::BAD_REQUEST,
        ),
        (
            "/explore/JUST-COURT-REPORTS/records?by=team&period=0&part=%3Dnobody",
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
    ] {
        let answer = host.get(path, &cookie).await;
        assert_eq!(answer.status, status, "{path}: {}", answer.text);
    }
    let odd = "/explore/JUST-COURT-REPORTS?by=%3Cb%3E&every=%3Cb%3E&keep=%3Cb%3E";
    assert!(!seen(&host, "quality", odd).await.contains("<b>"));
}
