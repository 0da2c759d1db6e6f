//! Days out of order: possible, unlikely, and so looked at again before a record is completed.

use axum::http::StatusCode;

use crate::host::{Answer, Host};
use crate::practice::{begun, entered, head, number_in, referred, team, with_pack, works};

/// The field of a day with its parts, and the other fields.
type Filled<'f> = ((&'f str, [&'f str; 3]), &'f [(&'f str, &'f str)]);

/// Sends the form of a draft with a day, and with what was warned of where it was.
async fn completed(
    (host, cookie): (&Host, &str),
    draft: &str,
    (day, filled): Filled<'_>,
    warned: Option<&str>,
) -> Answer {
    let shown = host.get(draft, cookie).await.hidden("shown").to_owned();
    let (field, [date, month, year]) = day;
    let parts = ["day", "month", "year"].map(|part| format!("f-{field}-{part}"));
    let mut fields = vec![
        ("shown", shown.as_str()),
        ("do", "complete"),
        ("act", "unlikely"),
        (&*parts[0], date),
        (&*parts[1], month),
        (&*parts[2], year),
    ];
    fields.extend(filled);
    fields.extend(warned.map(|warned| ("warned", warned)));
    host.post(draft, cookie, &fields).await
}

#[tokio::test]
async fn a_day_before_the_birth_is_asked_about_once_and_completed_as_it_is() {
    let host = with_pack();
    let cookie = host.signed_in("practitioner").await;
    let ada = entered(&host, &cookie, "Ada Testperson").await;
    let draft = begun(&host, &cookie, ada).await;
    let before = head(&host);
    let by = (&host, cookie.as_str());
    let filled = [("f-concern", "Before they were born"), ("f-police", "yes")];
    let of = |year| (("received", ["10", "4", year]), &filled[..]);
    let asked = completed(by, &draft, of("1950"), None).await;
    assert_eq!(asked.status, StatusCode::OK, "{}", asked.text);
    for said in [
        "Look at this again",
        "is before the person was born",
        "It is right: complete the record",
        "Before they were born",
    ] {
        assert!(asked.text.contains(said), "{said}\n{}", asked.text);
    }
    assert!(
        asked.text.contains("href=\"#f-received\""),
        "{}",
        asked.text
    );
    assert_eq!(head(&host), before, "nothing is recorded yet");
    let warned = asked.hidden("warned").to_owned();
    let done = completed(by, &draft, of("1950"), Some(&warned)).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let record = host
        .get(&format!("/practice/records/{}", number_in(&done)), &cookie)
        .await;
    assert!(
        record.text.contains("is before the person was born"),
        "who authorises it reads that too\n{}",
        record.text
    );
}

#[tokio::test]
async fn a_visit_before_its_order_is_asked_about_again_where_the_day_is_another() {
    let host = with_pack();
    works(&host, "practitioner", &["visitor"]);
    let cookie = host.signed_in("practitioner").await;
    let ada = entered(&host, &cookie, "Ada Testperson").await;
    let referral = referred(&host, &cookie, ada).await;
    let (number, case, team) = (ada.0.to_string(), referral.0.to_string(), team(&host));
    let visit = [
        ("person", number.as_str()),
        ("what", "protection/visit"),
        ("episode", case.as_str()),
        ("team", team.as_str()),
    ];
    let draft = host.post("/practice/drafts", &cookie, &visit).await;
    let draft = draft.location().to_owned();
    let by = (&host, cookie.as_str());
    let on = |day| (("visited", [day, "6", "2026"]), &[][..]);
    let asked = completed(by, &draft, on("9"), None).await;
    assert_eq!(asked.status, StatusCode::OK, "{}", asked.text);
    let warned = asked.hidden("warned").to_owned();
    let again = completed(by, &draft, on("8"), Some(&warned)).await;
    assert_eq!(again.status, StatusCode::OK, "{}", again.text);
    assert_ne!(again.hidden("warned"), warned);
    let done = completed(by, &draft, on("10"), Some(&warned)).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
}
