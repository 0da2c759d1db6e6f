//! What Practice tells of its own accord, and what it offers to those who may only look.

use axum::http::StatusCode;
use clew_practice::record::{PersonNumber, RecordNumber};
use clew_service::Caller;

use crate::host::{ELSEWHERE, Host, NOW, caller};
use crate::practice::{entered, referred, with_pack};

/// An application with a person and a referral about them, and the practitioner's cookie.
async fn with_referral() -> (Host, String, PersonNumber, RecordNumber) {
    let host = with_pack();
    let cookie = host.signed_in("practitioner").await;
    let ada = entered(&host, &cookie, "Ada Testperson").await;
    let record = referred(&host, &cookie, ada).await;
    (host, cookie, ada, record)
}

fn by(account: &str, act: &str) -> Caller {
    Caller {
        actor: account.into(),
        at: NOW.parse().unwrap(),
        ..caller(act)
    }
}

#[tokio::test]
async fn whoever_broke_the_glass_is_offered_nothing_to_write_and_turned_away_where_they_would() {
    let (host, cookie, ada, record) = with_referral().await;
    let other = host.signed_in(ELSEWHERE).await;
    let person = format!("/practice/people/{}", ada.0);
    let fields = [("act", "glass"), ("reason", "Found in the street")];
    let broken = format!("{person}/break-glass");
    host.post(&broken, &other, &fields).await;
    let pages = [
        (format!("{person}/edit"), "Change what is known"),
        (format!("{person}/record"), "Record something"),
        (
            format!("/practice/records/{}/chronology", record.0),
            "Leave out",
        ),
        (
            format!("/practice/cases/{}/hand-over", record.0),
            "Hand over",
        ),
    ];
    let theirs = host.get(&person, &other).await;
    let own = host.get(&person, &cookie).await;
    assert_eq!(
        (theirs.status, own.status),
        (StatusCode::OK, StatusCode::OK)
    );
    for (page, words) in pages {
        assert!(own.text.contains(words), "{words}\n{}", own.text);
        assert!(!theirs.text.contains(words), "{words}\n{}", theirs.text);
        assert_eq!(
            host.get(&page, &cookie).await.status,
            StatusCode::OK,
            "{page}"
        );
        let refused = host.get(&page, &other).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{page}");
    }
}

#[tokio::test]
async fn broken_glass_is_told_to_seniors_of_the_team_without_their_opening_the_person() {
    let (host, cookie, ada, _) = with_referral().await;
    let other = host.signed_in(ELSEWHERE).await;
    let senior = host.signed_in("senior").await;
    let fields = [("act", "glass"), ("reason", "Found in the street <u>")];
    let broken = format!("/practice/people/{}/break-glass", ada.0);
    host.post(&broken, &other, &fields).await;
    let told = host.get("/practice", &senior).await;
    assert!(
        told.text.contains("Found in the street &lt;u&gt;"),
        "{}",
        told.text
    );
    assert!(told.text.contains("Ada Testperson"));
    let worker = host.get("/practice", &cookie).await;
    assert!(!worker.text.contains("Found in the street"));
}

#[tokio::test]
async fn a_record_that_is_sent_back_reaches_its_worker_and_my_work_counts_what_waits() {
    let (host, cookie, ada, record) = with_referral().await;
    let senior = host.signed_in("senior").await;
    let waits = host.get("/my-work", &senior).await;
    assert!(waits.text.contains("1 to authorise"), "{}", waits.text);
    assert!(!waits.text.contains("Nothing is due from you"));
    let back = by("senior", "back");
    let service = host.app.service();
    service
        .send_record_back(&back, (record, 1), "Say who <b>rang</b>")
        .unwrap();
    let home = host.get("/practice", &cookie).await;
    assert!(home.text.contains("Sent back to me"), "{}", home.text);
    assert!(home.text.contains("Say who &lt;b&gt;rang"));
    assert!(
        home.text
            .contains(&format!("/practice/records/{}\"", record.0))
    );
    let person = host
        .get(&format!("/practice/people/{}", ada.0), &cookie)
        .await;
    assert!(
        person.text.contains("Completed, sent back"),
        "{}",
        person.text
    );
    let work = host.get("/my-work", &cookie).await;
    assert!(work.text.contains("1 sent back to you"), "{}", work.text);
    assert!(
        work.text.contains("1 overdue in your cases"),
        "{}",
        work.text
    );
    assert!(!work.text.contains("Nothing is due from you"));
    let elsewhere = host.signed_in(ELSEWHERE).await;
    let nothing = host.get("/my-work", &elsewhere).await;
    assert!(
        nothing.text.contains("Nothing is due from you"),
        "{}",
        nothing.text
    );
}

#[tokio::test]
async fn who_offered_a_case_reads_that_it_waits_and_can_withdraw_it() {
    let (host, cookie, ada, record) = with_referral().await;
    let elsewhere = host.signed_in(ELSEWHERE).await;
    let person = format!("/practice/people/{}", ada.0);
    let offer = format!("/practice/cases/{}/hand-over", record.0);
    let senior_of_another_team = [
        ("act", "wrong"),
        ("to", ELSEWHERE),
        ("worker", "practitioner"),
        ("reason", "They moved"),
    ];
    let wrong = host.post(&offer, &cookie, &senior_of_another_team).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        wrong.text.contains("May not record for the team"),
        "{}",
        wrong.text
    );
    let fields = [("act", "one"), ("to", ELSEWHERE), ("reason", "They moved")];
    let done = host.post(&offer, &cookie, &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let own = host.get(&person, &cookie).await;
    assert!(own.text.contains("It waits for an answer."), "{}", own.text);
    let (_, rest) = own.text.split_once("/practice/hand-overs/").unwrap();
    let number = rest.split('/').next().unwrap();
    let address = format!("/practice/hand-overs/{number}");
    let link = format!("href=\"{address}\"");
    assert!(!own.text.contains(&link), "a link that leads nowhere");
    let theirs = host.get(&person, &elsewhere).await;
    assert!(theirs.text.contains(&link), "{}", theirs.text);
    let withdraw = format!("{address}/withdraw");
    assert_eq!(host.get(&withdraw, &cookie).await.status, StatusCode::OK);
    let other = host.post(&withdraw, &elsewhere, &[("act", "no")]).await;
    assert_eq!(other.status, StatusCode::FORBIDDEN);
    let done = host.post(&withdraw, &cookie, &[("act", "back")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let own = host.get(&person, &cookie).await;
    assert!(
        own.text.contains("The offer was withdrawn."),
        "{}",
        own.text
    );
    let gone = host.get(&person, &elsewhere).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
}
