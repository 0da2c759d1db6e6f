//! Steps of a process in a browser: what is offered next and to whom, what is due, and a case that is closed.

use axum::http::StatusCode;

use crate::host::Answer;
use crate::practice::{entered, head, referred, team, with_pack, works};

/// The buttons of the page on which it is chosen what is recorded, by what each begins.
fn offered(page: &Answer) -> Vec<String> {
    let starts = page.text.split("name=\"what\" value=\"").skip(1);
    starts
        .map(|rest| rest.split('"').next().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn what_comes_next_is_offered_to_who_does_the_work_until_the_case_is_closed() {
    let host = with_pack();
    let cookie = host.signed_in("practitioner").await;
    let ada = entered(&host, &cookie, "Ada Testperson").await;
    let record = referred(&host, &cookie, ada).await;
    let choose = format!("/practice/people/{}/record", ada.0);
    let page = host.get(&choose, &cookie).await;
    assert_eq!(offered(&page), ["protection/ending"]);
    assert!(
        page.text.contains("Visit: Visiting officer"),
        "{}",
        page.text
    );
    let (number, case, team) = (ada.0.to_string(), record.0.to_string(), team(&host));
    let visit = [
        ("person", number.as_str()),
        ("what", "protection/visit"),
        ("episode", case.as_str()),
        ("team", team.as_str()),
    ];
    let draft = host.post("/practice/drafts", &cookie, &visit).await;
    let draft = draft.location().to_owned();
    let shown = host.get(&draft, &cookie).await.hidden("shown").to_owned();
    let filled = [
        ("shown", shown.as_str()),
        ("do", "complete"),
        ("act", "visit"),
        ("f-visited-day", "11"),
        ("f-visited-month", "6"),
        ("f-visited-year", "2026"),
    ];
    let before = head(&host);
    let refused = host.post(&draft, &cookie, &filled).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN, "{}", refused.text);
    assert!(
        refused.text.contains("Visiting officer"),
        "{}",
        refused.text
    );
    assert_eq!(head(&host), before);
    let kept = host.get(&draft, &cookie).await;
    assert!(kept.text.contains("value=\"11\""), "what was typed is kept");
    works(&host, "practitioner", &["visitor"]);
    let page = host.get(&choose, &cookie).await;
    assert_eq!(offered(&page), ["protection/visit", "protection/ending"]);
    let person = format!("/practice/people/{}", ada.0);
    let due = host.get(&person, &cookie).await;
    assert!(due.text.contains("First visit"), "{}", due.text);
    assert!(due.text.contains("Overdue"), "{}", due.text);
    let home = host.get("/practice", &cookie).await;
    for said in ["Ada Testperson", "First visit", "Overdue"] {
        assert!(home.text.contains(said), "{said}\n{}", home.text);
    }
    let done = host.post(&draft, &cookie, &filled).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let due = host.get(&person, &cookie).await;
    assert!(!due.text.contains("Overdue"), "{}", due.text);
    let ending = [
        ("person", number.as_str()),
        ("what", "protection/ending"),
        ("episode", case.as_str()),
        ("team", team.as_str()),
    ];
    let draft = host.post("/practice/drafts", &cookie, &ending).await;
    let draft = draft.location().to_owned();
    let shown = host.get(&draft, &cookie).await.hidden("shown").to_owned();
    let filled = [
        ("shown", shown.as_str()),
        ("do", "complete"),
        ("act", "ending"),
        ("f-ended-day", "12"),
        ("f-ended-month", "6"),
        ("f-ended-year", "2026"),
    ];
    let done = host.post(&draft, &cookie, &filled).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let page = host.get(&choose, &cookie).await;
    assert!(offered(&page).is_empty(), "{}", page.text);
    let home = host.get("/practice", &cookie).await;
    assert!(home.text.contains("You hold no case"), "{}", home.text);
    let closed = host.get(&person, &cookie).await;
    assert!(closed.text.contains("Closed on 12 June 2026"));
}
