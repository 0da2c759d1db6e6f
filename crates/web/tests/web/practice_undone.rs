//! People entered twice are merged and parted again, persons and records are restricted, records are withdrawn: each with
//! a reason, once, and by those alone who may.

use axum::http::StatusCode;
use clew_practice::record::PersonNumber;

use crate::host::{ELSEWHERE, Host};
use crate::practice::{entered, head, referred, team, with_pack};

/// A second entry of somebody with a name alike, born on the same day.
async fn entered_again(host: &Host, cookie: &str) -> PersonNumber {
    let team = team(host);
    let fields = [
        ("name", "Testperson Ada <i>"),
        ("birth-day", "1"),
        ("birth-month", "5"),
        ("birth-year", "1950"),
        ("team", team.as_str()),
    ];
    let looked = host.post("/practice/people/new", cookie, &fields).await;
    let mark = looked.hidden("looked").to_owned();
    let mut again = vec![("looked", mark.as_str()), ("act", "entered-again")];
    again.extend(fields);
    let done = host.post("/practice/people/new", cookie, &again).await;
    PersonNumber(crate::practice::number_in(&done))
}

#[tokio::test]
async fn two_entries_of_one_person_are_compared_merged_and_parted_again() {
    let host = with_pack();
    let cookie = host.signed_in("practitioner").await;
    let senior = host.signed_in("senior").await;
    let ada = entered(&host, &cookie, "Ada Testperson").await;
    let twin = entered_again(&host, &cookie).await;
    let record = referred(&host, &cookie, twin).await;
    let merge = format!("/practice/people/{}/merge", twin.0);
    let candidates = host.get(&merge, &senior).await;
    assert!(
        candidates.text.contains(&format!("into=P{}", ada.0)),
        "{}",
        candidates.text
    );
    let compare = format!("{merge}?into=P{}", ada.0);
    let beside = host.get(&compare, &senior).await;
    assert!(
        beside.text.contains("Testperson Ada &lt;i&gt;"),
        "{}",
        beside.text
    );
    let version = beside.hidden("version").to_owned();
    let (into, before) = (format!("P{}", ada.0), head(&host));
    let without = [("version", version.as_str()), ("into", into.as_str())];
    let refused = host.post(&merge, &senior, &without).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let fields = [
        ("act", "merged"),
        ("version", version.as_str()),
        ("into", into.as_str()),
        ("reason", "The same <b> identifier"),
    ];
    let by_worker = host.post(&merge, &cookie, &fields).await;
    assert_eq!(by_worker.status, StatusCode::FORBIDDEN);
    let stranger = host.signed_in(ELSEWHERE).await;
    assert_eq!(
        host.get(&compare, &stranger).await.status,
        StatusCode::NOT_FOUND
    );
    let by_stranger = host.post(&merge, &stranger, &fields).await;
    assert_eq!(
        by_stranger.status,
        StatusCode::NOT_FOUND,
        "{}",
        by_stranger.text
    );
    assert_eq!(head(&host), before, "what is refused leaves no entry");
    for _ in 0..2 {
        let done = host.post(&merge, &senior, &fields).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
        assert!(done.location().contains("done=people-merged"));
    }
    assert_eq!(head(&host), before + 1, "once");
    let again = host.get(&compare, &senior).await;
    assert!(
        again.text.contains("They are one already"),
        "{}",
        again.text
    );
    let person = format!("/practice/people/{}", ada.0);
    let page = host.get(&person, &senior).await;
    for said in [
        "Also entered as",
        &format!("/practice/records/{}", record.0),
    ] {
        assert!(page.text.contains(said), "{said}\n{}", page.text);
    }
    let by_worker = host.get(&person, &cookie).await;
    assert!(
        !by_worker.text.contains("Also entered as"),
        "hidden from who may not"
    );
    let part = format!("/practice/people/{}/part", twin.0);
    let version = host.get(&part, &senior).await.hidden("version").to_owned();
    let old = [("version", "1"), ("reason", "Two after all")];
    let met = host.post(&part, &senior, &old).await;
    assert_eq!(met.status, StatusCode::CONFLICT, "{}", met.text);
    let fields = [
        ("act", "parted"),
        ("version", version.as_str()),
        ("reason", "Two after all"),
    ];
    let done = host.post(&part, &senior, &fields).await;
    assert!(
        done.location().contains("done=people-parted"),
        "{}",
        done.text
    );
    let page = host.get(&person, &senior).await;
    assert!(
        !page
            .text
            .contains(&format!("/practice/records/{}", record.0))
    );
    assert_eq!(host.get(&part, &senior).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_person_is_restricted_after_a_look_at_who_may_open_them_then_and_it_is_lifted() {
    let host = with_pack();
    let cookie = host.signed_in("practitioner").await;
    let senior = host.signed_in("senior").await;
    let ada = entered(&host, &cookie, "Ada Testperson").await;
    let person = format!("/practice/people/{}", ada.0);
    let (restrict, lift) = (
        format!("{person}/restrict"),
        format!("{person}/lift-restriction"),
    );
    let before = head(&host);
    let form = host.get(&restrict, &senior).await;
    assert!(form.text.contains("The practitioner"), "{}", form.text);
    let wrong = [("others", "nobody-at-all"), ("reason", "Related")];
    let wrong = host.post(&restrict, &senior, &wrong).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let mut fields = vec![
        ("act", "restricted"),
        ("others", "quality"),
        ("reason", "Related <b>"),
    ];
    let look = host.post(&restrict, &senior, &fields).await;
    assert_eq!(look.status, StatusCode::OK, "{}", look.text);
    for said in ["The quality", "Related &lt;b&gt;", "nobody else"] {
        assert!(look.text.contains(said), "{said}\n{}", look.text);
    }
    assert_eq!(head(&host), before, "a look restricts nothing");
    fields.push(("do", "restrict"));
    let refused = host.post(&restrict, &cookie, &fields).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let done = host.post(&restrict, &senior, &fields).await;
    assert!(done.location().contains("done=restricted"), "{}", done.text);
    assert_eq!(
        host.get(&person, &cookie).await.status,
        StatusCode::NOT_FOUND
    );
    let quality = host.signed_in("quality").await;
    assert_eq!(host.get(&person, &quality).await.status, StatusCode::OK);
    let page = host.get(&person, &senior).await;
    assert!(page.text.contains("Lift the restriction"), "{}", page.text);
    let without = host.post(&lift, &senior, &[]).await;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
    let done = host.post(&lift, &senior, &[("reason", "They left")]).await;
    assert!(
        done.location().contains("done=restriction-lifted"),
        "{}",
        done.text
    );
    assert_eq!(host.get(&person, &cookie).await.status, StatusCode::OK);
    let twice = host.post(&lift, &senior, &[("reason", "Again")]).await;
    assert_eq!(
        twice.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "{}",
        twice.text
    );
}

#[tokio::test]
async fn a_record_is_restricted_lifted_and_withdrawn() {
    let host = with_pack();
    let cookie = host.signed_in("practitioner").await;
    let senior = host.signed_in("senior").await;
    let ada = entered(&host, &cookie, "Ada Testperson").await;
    let record = referred(&host, &cookie, ada).await;
    let address = format!("/practice/records/{}", record.0);
    let fields = [("do", "restrict"), ("reason", "A colleague is named")];
    let done = host
        .post(&format!("{address}/restrict"), &senior, &fields)
        .await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    assert_eq!(
        host.get(&address, &cookie).await.status,
        StatusCode::NOT_FOUND
    );
    let lift = [("reason", "It is settled")];
    let done = host
        .post(&format!("{address}/lift-restriction"), &senior, &lift)
        .await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let page = host.get(&address, &cookie).await;
    assert!(page.text.contains("Withdraw this record"), "{}", page.text);
    assert!(
        !page.text.contains("Restrict this record"),
        "hidden from who may not"
    );
    let withdraw = format!("{address}/withdraw");
    let form = host.get(&withdraw, &cookie).await;
    assert!(form.text.contains("the case is closed"), "{}", form.text);
    let version = form.hidden("version").to_owned();
    let without = host
        .post(&withdraw, &cookie, &[("version", &version)])
        .await;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
    let old = [("version", "1"), ("reason", "Of somebody else")];
    let met = host.post(&withdraw, &cookie, &old).await;
    assert_eq!(met.status, StatusCode::CONFLICT, "{}", met.text);
    let stranger = host.signed_in(ELSEWHERE).await;
    let before = head(&host);
    let fields = [
        ("act", "withdrawn"),
        ("version", version.as_str()),
        ("reason", "Of somebody <b> else"),
    ];
    let refused = host.post(&withdraw, &stranger, &fields).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
    assert_eq!(head(&host), before);
    for _ in 0..2 {
        let done = host.post(&withdraw, &cookie, &fields).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    }
    let page = host.get(&address, &cookie).await;
    for said in ["this record counts nowhere", "Of somebody &lt;b&gt; else"] {
        assert!(page.text.contains(said), "{said}\n{}", page.text);
    }
    assert!(!page.text.contains("Withdraw this record"), "not twice");
    assert_eq!(
        host.get(&withdraw, &cookie).await.status,
        StatusCode::NOT_FOUND
    );
}
