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
        "name=\"as_at-day\" type=\"text\" inputmode=\"numeric\" value=\"5\"",
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
    let seen = head(&host);
    let closed = [
        ("seen", seen.as_str()),
        ("activity", "1"),
        ("evidence", "The audit of May"),
        ("closed_on", "2026-06-01"),
    ];
    let officer = host.signed_in("performance-officer").await;
    let done = host.post(path, &officer, &closed).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let unsound = [("seen", seen.as_str()), ("activity", "1")];
    let back = host.post(path, &cookie, &unsound).await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(back.hidden("seen"), seen);
    let other = [
        ("seen", seen.as_str()),
        ("activity", "1"),
        ("evidence", "Another audit"),
        ("closed_on", "2026-06-02"),
    ];
    let met = host.post(path, &cookie, &other).await;
    assert_eq!(met.status, StatusCode::CONFLICT, "{}", met.text);
}

#[tokio::test]
async fn nothing_is_withdrawn_reassigned_or_frozen_that_was_changed_after_the_page_was_shown() {
    let host = Host::with("west-lothian-2021-22", Settings::default());
    let cookie = host.signed_in("administrator").await;
    let seen = head(&host);
    let targets = [("seen", seen.as_str()), ("goal:2020-21", "1400")];
    let saved = host
        .post("/measures/SPCC24/targets", &cookie, &targets)
        .await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);

    let path = "/records/targets%2FSPCC24%2F2020-21/withdraw";
    let fields = [("seen", seen.as_str()), ("reason", "never agreed")];
    let met = host.post(path, &cookie, &fields).await;
    assert_eq!(met.status, StatusCode::CONFLICT, "{}", met.text);
    assert!(met.text.contains("1400") && met.text.contains("never agreed"));
    let fields = [("seen", met.hidden("seen")), ("reason", "never agreed")];
    let gone = host.post(path, &cookie, &fields).await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER, "{}", gone.text);

    let memory = host.app.service().memory();
    let action = memory.book().actions.iter().find(|it| it.owner.is_some());
    let action = action.unwrap().clone();
    let owner = action.owner.clone().unwrap();
    let seen = head(&host);
    let update = format!("/actions/{}/{}/update", action.plan, action.id);
    let said = host.post(&update, &cookie, &[("percent", "7")]).await;
    assert_eq!(said.status, StatusCode::SEE_OTHER, "{}", said.text);
    let fields = [
        ("seen", seen.as_str()),
        ("from", owner.as_str()),
        ("to", "Another post"),
        ("reason", "The post was filled."),
    ];
    let met = host.post("/reassign", &cookie, &fields).await;
    assert_eq!(met.status, StatusCode::CONFLICT, "{}", met.text);
    assert!(met.text.contains("The post was filled."), "{}", met.text);
}

#[tokio::test]
async fn a_figure_that_came_in_after_the_preview_is_shown_before_it_is_frozen() {
    let host = with_cycle().await;
    let officer = host.signed_in("performance-officer").await;
    let approver = host.signed_in("approver").await;
    let seen = head(&host);
    let sent = returned(&host, &approver, &[]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    let paper = |seen: String| {
        [
            ("seen", seen),
            ("plan", crate::cycle::PLAN.to_owned()),
            ("period", "2019-20 Q3".to_owned()),
            ("kinds", "committee-report".to_owned()),
            ("new-forum", "Audit Committee".to_owned()),
            ("meeting-new", "2020-02-05".to_owned()),
            ("despite", "They are known.".to_owned()),
            ("despite-unsettled", "It meets today.".to_owned()),
        ]
    };
    let send = async |seen: String| {
        let fields = paper(seen);
        let fields = fields
            .each_ref()
            .map(|(name, value)| (*name, value.as_str()));
        host.post("/freezes", &officer, &fields).await
    };
    let met = send(seen).await;
    assert_eq!(met.status, StatusCode::CONFLICT, "{}", met.text);
    assert!(met.text.contains("M21, 2019-20 Q3"), "{}", met.text);
    let shown = met.text.split("action=\"/freezes\"").nth(1).unwrap();
    let shown = shown.split("name=\"seen\" value=\"").nth(1).unwrap();
    let seen = shown.split('"').next().unwrap().to_owned();
    let done = send(seen).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
}

#[tokio::test]
async fn what_is_cleared_in_a_form_is_cleared() {
    let host = with_cycle().await;
    let owner = host.signed_in("owner").await;
    let filled = [
        ("as_at", "2020-01-05"),
        ("reliability", "high"),
        ("evidence", "The extract"),
        ("comment", "Two were away."),
    ];
    let sent = returned(&host, &owner, &filled).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    let cleared = [
        ("as_at-day", ""),
        ("as_at-month", ""),
        ("as_at-year", ""),
        ("reliability", ""),
        ("evidence", ""),
        ("comment", ""),
    ];
    let sent = returned(&host, &owner, &cleared).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    let memory = host.app.service().memory();
    let book = memory.book();
    let of_quarter = |it: &&clew_plan::Figure| {
        it.measure.as_str() == "M21" && it.period.to_string() == "2019-20 Q3"
    };
    let figure = book.figures.iter().find(of_quarter).unwrap();
    assert_eq!(
        (figure.as_at, figure.reliability, figure.evidence.as_ref()),
        (None, None, None)
    );
    assert!(
        !book
            .commentary
            .iter()
            .any(|it| it.by.as_deref() == Some("owner"))
    );

    let blank = [("value", ""), ("numerator", ""), ("denominator", "")];
    let asked = returned(&host, &owner, &blank).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(asked.text.contains("href=\"#value\""), "{}", asked.text);
}

#[tokio::test]
async fn an_update_in_which_nothing_is_new_is_not_said_to_be_in() {
    let host = Host::with("west-lothian-2021-22", Settings::default());
    let cookie = host.signed_in("administrator").await;
    let first = host.post(UPDATE, &cookie, &[("percent", "50")]).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.text);
    let nothing = host.post(UPDATE, &cookie, &[("percent", "50")]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nothing.text.contains("href=\"#text\""), "{}", nothing.text);
}
