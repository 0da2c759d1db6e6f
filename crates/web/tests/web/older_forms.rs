//! A form that is shown again is as old as it was: what others changed since is met, never undone.

use axum::http::StatusCode;
use clew_plan::{AccountId, Kind};
use clew_web::Settings;

use crate::cycle::with_cycle;
use crate::host::{Answer, Host, NOW, caller};

const RETURN: &str = "/measures/M21/return/2019-20%20Q3";
const UPDATE: &str = "/actions/management-plan-2021-22/11/update";

fn head(host: &Host) -> String {
    let memory = host.app.service().memory();
    memory.state().head.sequence.to_string()
}

/// Returns a figure of 20 in 40 with these further fields.
async fn returned(host: &Host, cookie: &str, more: &[(&str, &str)]) -> Answer {
    let mut fields = vec![
        ("state", "final"),
        ("answer-without-words", "yes"),
        ("answer-outside-limits", "yes"),
        ("answer-wrong-way-round", "yes"),
        ("answer-unexpected", "yes"),
    ];
    if !more.iter().any(|(name, _)| *name == "value") {
        fields.extend([("numerator", "20"), ("denominator", "40")]);
    }
    fields.extend_from_slice(more);
    host.post(RETURN, cookie, &fields).await
}

fn typed(host: &Host, account: &str, place: &str, fields: &str) {
    let (account, at) = (AccountId::from(account), NOW.parse().unwrap());
    let service = host.app.service();
    service.keep_typed(&account, place, fields, at).unwrap();
}

#[tokio::test]
async fn a_return_that_was_asked_about_still_meets_what_came_in_meanwhile() {
    let host = with_cycle().await;
    let (owner, other) = (
        host.signed_in("owner").await,
        host.signed_in("approver").await,
    );
    let seen = host.get(RETURN, &owner).await.hidden("seen").to_owned();
    let first = returned(&host, &other, &[]).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.text);

    let unsound = [("seen", seen.as_str()), ("value", "eighty")];
    let asked = returned(&host, &owner, &unsound).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(asked.hidden("seen"), seen, "it is as old as it was");

    let again = [("seen", asked.hidden("seen")), ("value", "80")];
    let met = returned(&host, &owner, &again).await;
    assert_eq!(met.status, StatusCode::CONFLICT, "{}", met.text);
    assert_eq!(met.hidden("seen"), head(&host), "now both are shown");

    let chosen = [("seen", met.hidden("seen")), ("value", "80")];
    let sent = returned(&host, &owner, &chosen).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
}

#[tokio::test]
async fn what_was_typed_yesterday_is_as_old_as_yesterday() {
    let host = with_cycle().await;
    let (owner, other) = (
        host.signed_in("owner").await,
        host.signed_in("approver").await,
    );
    let seen = head(&host);
    let fields = format!(r#"{{"value":"80","seen":"{seen}"}}"#);
    typed(&host, "owner", RETURN, &fields);
    returned(&host, &other, &[]).await;
    let form = host.get(RETURN, &owner).await;
    assert!(form.text.contains("value=\"80\""), "{}", form.text);
    assert_eq!(form.hidden("seen"), seen);
    let fields = [("seen", form.hidden("seen")), ("value", "80")];
    let met = returned(&host, &owner, &fields).await;
    assert_eq!(met.status, StatusCode::CONFLICT, "{}", met.text);
}

#[tokio::test]
async fn a_draft_is_as_old_as_when_it_was_saved() {
    let host = with_cycle().await;
    let owner = host.signed_in("owner").await;
    let draft = [("value", "81.5"), ("do", "draft")];
    let saved = returned(&host, &owner, &draft).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    let seen = head(&host);
    let figure = serde_json::json!({
        "measure": "M21", "period": "2019-20 Q3", "value": "85", "from": "returned", "state": "final",
    });
    let figure = Kind::Figure.read(figure).unwrap();
    let service = host.app.service();
    service
        .add_record(&caller("entered"), &figure, None)
        .unwrap();
    let form = host.get(RETURN, &owner).await;
    assert!(form.text.contains("value=\"81.5\""), "{}", form.text);
    assert_eq!(form.hidden("seen"), seen);
    let fields = [("seen", form.hidden("seen")), ("value", "81.5")];
    let met = returned(&host, &owner, &fields).await;
    assert_eq!(met.status, StatusCode::CONFLICT, "{}", met.text);
}

#[tokio::test]
async fn what_only_the_other_changed_in_a_figure_is_not_taken_back() {
    let host = with_cycle().await;
    let (owner, other) = (
        host.signed_in("owner").await,
        host.signed_in("approver").await,
    );
    returned(&host, &owner, &[("evidence", "The old extract")]).await;
    let seen = head(&host);
    let newer = [
        ("evidence", "The new extract"),
        ("as_at", "2020-01-05"),
        ("reliability", "high"),
    ];
    let sent = returned(&host, &other, &newer).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    let older = [
        ("seen", seen.as_str()),
        ("evidence", "The old extract"),
        ("value", "80"),
    ];
    let met = returned(&host, &owner, &older).await;
    assert_eq!(met.status, StatusCode::CONFLICT, "{}", met.text);
    for part in [
        ">The new extract</textarea>",
        "name=\"as_at-day\" type=\"text\" value=\"5\"",
        "value=\"80\"",
    ] {
        assert!(met.text.contains(part), "{part} in {}", met.text);
    }
    assert!(!met.text.contains(">The old extract</textarea>"));
}

#[tokio::test]
async fn an_update_that_was_put_right_or_left_lying_meets_what_others_said() {
    let host = Host::with("west-lothian-2021-22", Settings::default());
    let cookie = host.signed_in("administrator").await;
    let seen = head(&host);
    let other = [("seen", seen.as_str()), ("percent", "50")];
    let first = host.post(UPDATE, &cookie, &other).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.text);

    let unsound = [("seen", seen.as_str()), ("percent", "many")];
    let asked = host.post(UPDATE, &cookie, &unsound).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(asked.hidden("seen"), seen);

    let place = "action-update management-plan-2021-22 11";
    let fields = format!(r#"{{"percent":"30","seen":"{seen}"}}"#);
    typed(&host, "administrator", place, &fields);
    let form = host.get(UPDATE, &cookie).await;
    assert!(form.text.contains("value=\"30\""), "{}", form.text);
    let late = [("seen", form.hidden("seen")), ("percent", "30")];
    let met = host.post(UPDATE, &cookie, &late).await;
    assert_eq!(met.status, StatusCode::CONFLICT, "{}", met.text);
    assert_eq!(met.hidden("seen"), head(&host));
}

#[tokio::test]
async fn the_other_forms_that_come_back_are_as_old_as_they_were() {
    let host = Host::with("west-lothian-2021-22", Settings::default());
    let cookie = host.signed_in("administrator").await;
    for path in [
        "/actions/management-plan-2021-22/11/extend",
        "/risks/CCOP001/review",
    ] {
        let back = host.post(path, &cookie, &[("seen", "3")]).await;
        assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
        assert_eq!(back.hidden("seen"), "3", "{path}");
    }
    let host = Host::with("edinburgh-2023", Settings::default());
    let cookie = host.signed_in("administrator").await;
    let path = "/improvement/asp-2023/1/close";
    let back = host.post(path, &cookie, &[("seen", "3")]).await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(back.hidden("seen"), "3");
}
