//! What is kept of people: a copy for the person, erasing, and who is told of whom.

use axum::http::StatusCode;

use crate::host::ELSEWHERE;
use crate::practice::{entered, head, referred, with_pack};

#[tokio::test]
async fn a_senior_makes_a_copy_for_the_person_as_text_and_as_data_and_that_is_noted() {
    let host = with_pack();
    let cookie = host.signed_in("practitioner").await;
    let ada = entered(&host, &cookie, "Ada Testperson").await;
    referred(&host, &cookie, ada).await;
    let senior = host.signed_in("senior").await;
    let person = host
        .get(&format!("/practice/people/{}", ada.0), &senior)
        .await;
    let copy = format!("/practice/people/{}/copy", ada.0);
    assert!(person.text.contains(&format!("href=\"{copy}\"")));
    let silent = host.post(&copy, &senior, &[("act", "copy")]).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    let before = head(&host);
    let fields = [("act", "copy"), ("reason", "Asked for on 3 June")];
    let text = host.post(&copy, &senior, &fields).await;
    assert_eq!(text.status, StatusCode::OK, "{}", text.text);
    assert!(text.header("content-disposition").starts_with("attachment"));
    for said in [
        "Money is missing",
        "People named here who are not this person",
    ] {
        assert!(text.text.contains(said), "{said}\n{}", text.text);
    }
    assert_eq!(
        head(&host),
        before + 1,
        "that it was made stands in the journal"
    );
    let data = [fields[0], fields[1], ("do", "data")];
    let data = host.post(&copy, &senior, &data).await;
    let read: serde_json::Value = serde_json::from_str(&data.text).unwrap();
    assert_eq!(read["person"], ada.0);
    assert!(!read["kept"].as_array().unwrap().is_empty());
    assert_eq!(head(&host), before + 1, "the same form makes it once");
}

#[tokio::test]
async fn a_person_is_erased_by_an_order_that_says_who_and_why() {
    let host = with_pack();
    let cookie = host.signed_in("practitioner").await;
    let ada = entered(&host, &cookie, "Ada Testperson").await;
    referred(&host, &cookie, ada).await;
    let cookie = host.signed_in("administrator").await;
    let list = host.get("/admin/erasures", &cookie).await;
    assert!(
        list.text.contains("Nobody's records are due"),
        "{}",
        list.text
    );
    assert!(!list.text.contains("Testperson"));
    let number = format!("P{}", ada.0);
    let on = host
        .post("/admin/erasures", &cookie, &[("person", &number)])
        .await;
    let page = on.location().to_owned();
    assert_eq!(page, format!("/admin/erasures/{}", ada.0));
    let shown = host.get(&page, &cookie).await;
    assert!(shown.text.contains("only by an order"), "{}", shown.text);
    assert!(
        !shown.text.contains("Testperson"),
        "no more than the number"
    );
    let order = [
        ("act", "erase"),
        ("ordered_by", "The data protection officer"),
        ("reason", "A decision of June"),
    ];
    let before = head(&host);
    for without in ["known--yes", "ordered_by", "reason"] {
        let mut fields: Vec<_> = order
            .iter()
            .copied()
            .chain([("known--yes", "yes")])
            .collect();
        fields.retain(|(name, _)| *name != without);
        let refused = host.post(&page, &cookie, &fields).await;
        assert_eq!(
            refused.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{without}"
        );
    }
    assert_eq!(head(&host), before);
    let fields: Vec<_> = order
        .iter()
        .copied()
        .chain([("known--yes", "yes")])
        .collect();
    let done = host.post(&page, &cookie, &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let gone = host
        .get(
            &format!("/practice/people/{}", ada.0),
            &host.signed_in("practitioner").await,
        )
        .await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn another_team_is_told_that_somebody_is_known_only_where_that_is_decided() {
    let host = with_pack();
    let cookie = host.signed_in("practitioner").await;
    entered(&host, &cookie, "Ada Testperson").await;
    let other = host.signed_in(ELSEWHERE).await;
    let find = [("name", "testperson")];
    let hidden = host.post("/practice/people", &other, &find).await;
    assert!(!hidden.text.contains("is known"), "{}", hidden.text);
    let cookie = host.signed_in("administrator").await;
    let page = host.get("/admin/practice", &cookie).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    let silent = host
        .post(
            "/admin/practice",
            &cookie,
            &[("act", "policy"), ("known", "yes")],
        )
        .await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    let decided = [
        ("act", "policy"),
        ("known", "yes"),
        ("reason", "Agreed by the board"),
    ];
    let done = host.post("/admin/practice", &cookie, &decided).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let told = host.post("/practice/people", &other, &find).await;
    assert!(told.text.contains("known"), "{}", told.text);
    assert!(!told.text.contains("Ada Testperson"), "and no more");
}
