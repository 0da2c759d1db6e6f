//! Every page of practice with every sort of visitor: allowed, refused, restricted, broken glass; and what the
//! journal and the log of looks then say.

use axum::http::StatusCode;
use clew_practice::record::{PersonNumber, RecordNumber};
use clew_service::{RestrictRequest, Restricted};

use crate::host::{ELSEWHERE, Host, NOW, caller};
use crate::practice::{entered, head, referred, with_pack};

/// Pages about a person and a record, each with whether it needs somebody who records, and who authorises.
fn pages(person: PersonNumber, record: RecordNumber) -> Vec<(String, &'static str)> {
    vec![
        (format!("/practice/people/{}", person.0), "look"),
        (format!("/practice/people/{}/edit", person.0), "record"),
        (format!("/practice/people/{}/record", person.0), "record"),
        (format!("/practice/people/{}/looks", person.0), "authorise"),
        (
            format!("/practice/people/{}/supervision", person.0),
            "authorise",
        ),
        (format!("/practice/people/{}/merge", person.0), "authorise"),
        (format!("/practice/people/{}/copy", person.0), "authorise"),
        (
            format!("/practice/people/{}/restrict", person.0),
            "authorise",
        ),
        (
            format!("/practice/people/{}/lift-restriction", person.0),
            "authorise",
        ),
        (format!("/practice/records/{}", record.0), "look"),
        (
            format!("/practice/records/{}/restrict", record.0),
            "authorise",
        ),
        (format!("/practice/records/{}/withdraw", record.0), "record"),
        (
            format!("/practice/records/{}/chronology", record.0),
            "record",
        ),
        (format!("/practice/cases/{}/hand-over", record.0), "record"),
        (
            format!("/practice/people/{}/chronology/pdf", person.0),
            "record",
        ),
        (
            format!("/practice/people/{}/chronology/docx", person.0),
            "record",
        ),
        (
            format!("/practice/people/{}/chronology/csv", person.0),
            "record",
        ),
    ]
}

async fn statuses(host: &Host, who: &str, pages: &[(String, &str)]) -> Vec<StatusCode> {
    let cookie = host.signed_in(who).await;
    let mut all = Vec::new();
    for (page, _) in pages {
        all.push(host.get(page, &cookie).await.status);
    }
    all
}

fn by_needs(pages: &[(String, &str)], may: &[&str], otherwise: StatusCode) -> Vec<StatusCode> {
    let status = |needs: &str| match may.contains(&needs) {
        true => StatusCode::OK,
        false => otherwise,
    };
    pages.iter().map(|(_, needs)| status(needs)).collect()
}

#[tokio::test]
async fn pages_of_a_person_open_to_their_team_and_to_nobody_else() {
    let host = with_pack();
    let cookie = host.signed_in("practitioner").await;
    let ada = entered(&host, &cookie, "Ada Testperson").await;
    let record = referred(&host, &cookie, ada).await;
    let pages = pages(ada, record);
    let all = ["look", "record", "authorise"];
    for (who, may) in [
        ("practitioner", &all[..2]),
        ("senior", &all[..]),
        ("quality", &all[..1]),
    ] {
        let expected = by_needs(&pages, may, StatusCode::FORBIDDEN);
        assert_eq!(statuses(&host, who, &pages).await, expected, "{who}");
    }
    let nobody = vec![StatusCode::NOT_FOUND; pages.len()];
    assert_eq!(
        statuses(&host, ELSEWHERE, &pages).await,
        nobody,
        "another team"
    );
    for who in [
        "administrator",
        "performance-officer",
        "viewer",
        "owner",
        "approver",
    ] {
        let refused = vec![StatusCode::FORBIDDEN; pages.len()];
        assert_eq!(statuses(&host, who, &pages).await, refused, "{who}");
        let cookie = host.signed_in(who).await;
        let front = host.get("/my-work", &cookie).await;
        assert!(
            !front.text.contains("href=\"/practice\""),
            "{who} is not led there"
        );
    }
    let cookie = host.signed_in("senior").await;
    let looks = host.get(&pages[3].0, &cookie).await;
    assert!(looks.text.contains("The practitioner"), "{}", looks.text);
    assert!(
        !looks.text.contains("Somebody elsewhere"),
        "who saw nothing did not look"
    );
}

#[tokio::test]
async fn the_glass_is_broken_with_a_reason_to_look_and_not_to_write() {
    let host = with_pack();
    let cookie = host.signed_in("practitioner").await;
    let ada = entered(&host, &cookie, "Ada Testperson").await;
    let record = referred(&host, &cookie, ada).await;
    let other = host.signed_in(ELSEWHERE).await;
    let person = format!("/practice/people/{}", ada.0);
    let closed = host.get(&person, &other).await;
    let none = host.get("/practice/people/999999", &other).await;
    let alike = |text: &str, number: u64| {
        let text = text.replace(&format!("P{number}"), "somebody");
        text.replace(&format!("/people/{number}/"), "/people/somebody/")
    };
    assert_eq!(
        alike(&closed.text, ada.0),
        alike(&none.text, 999_999),
        "whether there is somebody is not told"
    );
    assert!(!closed.text.contains("Ada"));
    let glass = format!("{person}/break-glass");
    let before = head(&host);
    let empty = host.post(&glass, &other, &[("reason", " ")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(head(&host), before);
    let fields = [("act", "glass"), ("reason", "Found in the street <u>")];
    for _ in 0..2 {
        let done = host.post(&glass, &other, &fields).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    }
    assert_eq!(head(&host), before + 1, "once, and in the journal");
    let opened = host.get(&person, &other).await;
    assert_eq!(opened.status, StatusCode::OK);
    assert!(opened.text.contains("because you broke the glass"));
    let page = host
        .get(&format!("/practice/records/{}", record.0), &other)
        .await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(
        !page.text.contains("Correct this record"),
        "nothing to write with"
    );
    let number = record.0.to_string();
    let after = head(&host);
    let write = host
        .post("/practice/drafts", &other, &[("corrects", number.as_str())])
        .await;
    assert!(write.status.is_client_error(), "{}", write.text);
    let choice = [("choice", "out"), ("reason", "x")];
    let path = format!("/practice/records/{number}/chronology");
    assert!(
        host.post(&path, &other, &choice)
            .await
            .status
            .is_client_error()
    );
    assert_eq!(head(&host), after, "it is broken to look");
    let team = host.get(&person, &cookie).await;
    assert!(
        team.text.contains("Found in the street &lt;u&gt;"),
        "{}",
        team.text
    );
}

#[tokio::test]
async fn what_is_restricted_is_shown_to_those_who_are_named() {
    let host = with_pack();
    let cookie = host.signed_in("practitioner").await;
    let senior = host.signed_in("senior").await;
    let ada = entered(&host, &cookie, "Ada Testperson").await;
    let record = referred(&host, &cookie, ada).await;
    let mut by_senior = caller("restrict");
    by_senior.actor = "senior".into();
    by_senior.at = NOW.parse().unwrap();
    let request = RestrictRequest {
        of: Restricted::Record(record),
        accounts: vec!["senior".into()],
        teams: Vec::new(),
        reason: "A colleague is concerned".to_owned(),
    };
    host.app.service().restrict(&by_senior, &request).unwrap();
    let address = format!("/practice/records/{}", record.0);
    assert_eq!(
        host.get(&address, &cookie).await.status,
        StatusCode::NOT_FOUND
    );
    let person = host
        .get(&format!("/practice/people/{}", ada.0), &cookie)
        .await;
    assert!(person.text.contains("1 more record is"), "{}", person.text);
    assert!(!person.text.contains("Money is missing"));
    let named = host.get(&address, &senior).await;
    assert_eq!(named.status, StatusCode::OK);
    assert!(named.text.contains("Restricted: only those who are named"));
}
