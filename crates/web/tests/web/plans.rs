//! Plans: the thread, budgets, and the editor of records with its conflicts.

use axum::http::StatusCode;
use clew_web::Settings;

use crate::host::{Answer, Host};

const PLAN: &str = "/plans/management-plan-2021-22";
const OUTCOME: &str = "/records/outcomes%2FP2.1/edit";
const TARGETS: &str = "/measures/SPCC24/targets";

fn host() -> Host {
    Host::with("west-lothian-2021-22", Settings::default())
}

/// The value of a hidden field.
fn hidden(answer: &Answer, name: &str) -> String {
    let start = format!("name=\"{name}\" value=\"");
    let (_, rest) = answer.text.split_once(&start).unwrap();
    rest.split_once('"').unwrap().0.to_owned()
}

fn head(host: &Host) -> u64 {
    host.app.service().memory().state().head.sequence
}

/// The fields of the outcome's form.
fn outcome<'text>(title: &'text str, owner: &'text str) -> Vec<(&'text str, &'text str)> {
    vec![
        ("id", "P2.1"),
        ("plan", "management-plan-2021-22"),
        ("parent", "early-years"),
        ("level", "deliverable"),
        ("title", title),
        ("owner", owner),
    ]
}

fn with<'text>(
    mut fields: Vec<(&'text str, &'text str)>,
    more: &[(&'text str, &'text str)],
) -> Vec<(&'text str, &'text str)> {
    fields.extend(more);
    fields
}

#[tokio::test]
async fn the_thread_leads_from_a_priority_to_its_measures_and_says_what_serves_nothing() {
    let host = host();
    let cookie = host.signed_in("viewer").await;
    let page = host.get(PLAN, &cookie).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(
        page.text
            .contains("Improving the quality of life for older people")
    );
    assert!(page.text.contains("/measures/SPCC24"));
    assert!(page.text.contains("id=\"without-line-of-sight\""));
    assert!(
        !page.text.contains("Change the plan"),
        "a viewer is offered no change"
    );
    let outcome = host.get(&format!("{PLAN}/outcomes/P4.4"), &cookie).await;
    assert!(outcome.text.contains("What it serves"));
    assert!(
        outcome.text.contains("Corporate Plan 2018/23"),
        "up to the plan that is served"
    );
    let picture = host.get(&format!("{PLAN}/picture"), &cookie).await;
    assert!(picture.text.contains("<svg"));
    assert!(picture.text.contains("The same as a table"));
}

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let host = host();
    let cookie = host.signed_in("administrator").await;
    for path in [
        "/plans/none",
        "/plans/management-plan-2021-22/outcomes/none",
        "/records/none",
        "/records/new/none",
        "/records/outcomes%2Fnone/edit",
        "/records/accounts%2Fadministrator/edit",
        "/measures/NONE/targets",
    ] {
        assert_eq!(
            host.get(path, &cookie).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
}

#[tokio::test]
async fn totals_of_a_budget_stand_beside_the_printed_ones_and_follow_its_rows() {
    let host = host();
    let cookie = host.signed_in("administrator").await;
    let address = format!("{PLAN}/activities");
    let before = host.get(&address, &cookie).await;
    assert!(before.text.contains("£57,819,511"));
    assert!(!before.text.contains("disagree with the rows"));
    let line = ["/records/new/activities", "activity"];
    let added = host
        .post(
            line[0],
            &cookie,
            &[
                ("table", "older-people"),
                ("title", "A new service"),
                ("kind", line[1]),
                ("fte", "1"),
                ("expenditure", "£1,000"),
                ("income", "0"),
                ("net", "1000"),
            ],
        )
        .await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text);
    let after = host.get(&address, &cookie).await;
    assert!(after.text.contains("£57,820,511"));
    assert!(after.text.contains("disagree with the rows"));
    let file = host.get(&format!("{address}?format=csv"), &cookie).await;
    assert!(file.text.contains("A new service"));
}

#[tokio::test]
async fn a_form_that_is_sent_twice_is_done_once() {
    let host = host();
    let cookie = host.signed_in("administrator").await;
    let form = host.get(OUTCOME, &cookie).await;
    let (act, seen) = (hidden(&form, "act"), hidden(&form, "seen"));
    let own = [("act", act.as_str()), ("seen", seen.as_str())];
    let fields = with(outcome("Parents are supported", ""), &own);
    let first = host.post(OUTCOME, &cookie, &fields).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.text);
    let after = head(&host);
    let second = host.post(OUTCOME, &cookie, &fields).await;
    assert_eq!(second.location(), first.location());
    assert_eq!(head(&host), after);
}

#[tokio::test]
async fn what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost() {
    let host = host();
    let cookie = host.signed_in("administrator").await;
    let fields = with(
        outcome("<script>alert(1)</script>", "Head"),
        &[("position", "first")],
    );
    let before = head(&host);
    let answer = host.post(OUTCOME, &cookie, &fields).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text.contains("href=\"#position\""));
    assert!(answer.text.contains("value=\"first\""));
    assert!(
        answer
            .text
            .contains("value=\"&lt;script&gt;alert(1)&lt;/script&gt;\"")
    );
    assert_eq!(head(&host), before);
}

#[tokio::test]
async fn two_changes_of_one_field_meet_on_a_page_and_one_is_chosen() {
    let host = host();
    let first = host.signed_in("administrator").await;
    let second = host.signed_in("performance-officer").await;
    let seen = hidden(&host.get(OUTCOME, &second).await, "seen");
    let theirs = with(outcome("Theirs", ""), &[("act", "a1"), ("seen", &seen)]);
    assert_eq!(
        host.post(OUTCOME, &first, &theirs).await.status,
        StatusCode::SEE_OTHER
    );
    let yours = with(
        outcome("Yours", "Head of service"),
        &[("act", "a2"), ("seen", &seen)],
    );
    let met = host.post(OUTCOME, &second, &yours).await;
    assert_eq!(met.status, StatusCode::CONFLICT);
    assert!(met.text.contains("value=\"Theirs\"") && met.text.contains("value=\"Yours\""));
    assert!(
        met.text
            .contains("name=\"owner\" value=\"Head of service\"")
    );
    // Sent without a choice it asks again, and keeps what was typed.
    let now = hidden(&met, "seen");
    let settling = [
        ("seen", now.as_str()),
        ("base_seen", &seen),
        ("settle", "title"),
        ("yours:title", "Yours"),
    ];
    let open: Vec<_> = outcome("", "Head of service")
        .into_iter()
        .filter(|(name, _)| *name != "title")
        .collect();
    let again = host
        .post(OUTCOME, &second, &with(open.clone(), &settling))
        .await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert!(again.text.contains("Choose which of the two stands"));
    assert!(again.text.contains("value=\"Yours\""));
    let chosen = with(with(open, &settling), &[("title", "Yours"), ("act", "a3")]);
    let saved = host.post(OUTCOME, &second, &chosen).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    let history = host.get("/records/outcomes%2FP2.1/history", &second).await;
    assert!(history.text.contains("Theirs") && history.text.contains("Yours"));
}

#[tokio::test]
async fn a_target_that_another_edits_meets_on_a_page() {
    let host = host();
    let first = host.signed_in("administrator").await;
    let second = host.signed_in("performance-officer").await;
    let form = host.get(TARGETS, &second).await;
    assert!(form.text.contains("name=\"goal:2021-22\""));
    let seen = hidden(&form, "seen");
    let theirs = [
        ("seen", seen.as_str()),
        ("act", "t1"),
        ("goal:2021-22", "1500"),
    ];
    let saved = host.post(TARGETS, &first, &theirs).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    let yours = [
        ("seen", seen.as_str()),
        ("act", "t2"),
        ("goal:2021-22", "1600"),
        ("reason:2021-22", "agreed with finance"),
        ("goal:another", "1700"),
        ("period:another", "2028-29"),
    ];
    let met = host.post(TARGETS, &second, &yours).await;
    assert_eq!(met.status, StatusCode::CONFLICT, "{}", met.text);
    for kept in ["1500", "1600", "agreed with finance", "1700"] {
        assert!(met.text.contains(kept), "{kept}");
    }
    let chosen = [
        ("seen", &*hidden(&met, "seen")),
        ("act", "t3"),
        ("goal:2021-22", "1600"),
        ("reason:2021-22", "agreed with finance"),
        ("goal:2028-29", "1700"),
    ];
    let saved = host.post(TARGETS, &second, &chosen).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    let now = host.get(TARGETS, &second).await;
    assert!(now.text.contains("value=\"1600\"") && now.text.contains("value=\"1700\""));
}

#[tokio::test]
async fn a_target_that_is_no_number_is_refused_at_its_field() {
    let host = host();
    let cookie = host.signed_in("administrator").await;
    let seen = head(&host).to_string();
    let fields = [
        ("seen", seen.as_str()),
        ("goal:2021-22", "about ten"),
        ("tolerance:2021-22", "lots"),
    ];
    let answer = host.post(TARGETS, &cookie, &fields).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text.contains("goal:2021-22-error"));
    assert!(answer.text.contains("value=\"about ten\""));
    assert_eq!(head(&host).to_string(), seen);
}

#[tokio::test]
async fn a_record_is_withdrawn_with_a_reason_unless_others_need_it() {
    let host = host();
    let cookie = host.signed_in("administrator").await;
    let address = "/records/outcomes%2Fearly-years/withdraw";
    let without = host.post(address, &cookie, &[("reason", "")]).await;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
    let needed = host
        .post(address, &cookie, &[("reason", "it was merged")])
        .await;
    assert_eq!(needed.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(needed.text.contains("refer to it"));
    let target = "/records/targets%2FSPCC24%2F2020-21/withdraw";
    let gone = host
        .post(target, &cookie, &[("reason", "never agreed")])
        .await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER, "{}", gone.text);
    let history = host
        .get("/records/targets%2FSPCC24%2F2020-21/history", &cookie)
        .await;
    assert!(history.text.contains("It was withdrawn") && history.text.contains("never agreed"));
}

#[tokio::test]
async fn copying_forward_shows_what_it_would_make_before_it_makes_it() {
    let host = host();
    let cookie = host.signed_in("administrator").await;
    let address = format!("{PLAN}/copy");
    let fields = [
        ("new_id", "management-plan-2022-23"),
        ("title", "Management plan 2022/23"),
        ("years", "1"),
        ("what", "outcomes"),
        ("what", "activities"),
    ];
    let before = head(&host);
    let look = with(fields.to_vec(), &[("do", "look")]);
    let preview = host.post(&address, &cookie, &look).await;
    assert_eq!(preview.status, StatusCode::OK, "{}", preview.text);
    assert!(preview.text.contains("Nothing is written yet"));
    assert_eq!(head(&host), before);
    let copy = with(fields.to_vec(), &[("do", "copy")]);
    let done = host.post(&address, &cookie, &copy).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let made = host.get("/plans/management-plan-2022-23", &cookie).await;
    assert!(made.text.contains("Management plan 2022/23"));
    let taken = host.post(&address, &cookie, &copy).await;
    assert_eq!(taken.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn what_was_typed_is_there_again_and_keeps_what_it_was_made_from() {
    let host = host();
    let cookie = host.signed_in("administrator").await;
    let account = clew_plan::AccountId::from("administrator");
    let typed = r#"{"title":"Half a title","seen":"5"}"#;
    let at = crate::host::NOW.parse().unwrap();
    let service = host.app.service();
    service
        .keep_typed(&account, "edit outcomes/P2.1", typed, at)
        .unwrap();
    let form = host.get(OUTCOME, &cookie).await;
    assert!(form.text.contains("value=\"Half a title\""));
    assert_eq!(hidden(&form, "seen"), "5");
    let fresh = host.get(&format!("{OUTCOME}?fresh=yes"), &cookie).await;
    assert!(!fresh.text.contains("Half a title"));
}

#[tokio::test]
async fn of_two_lines_that_are_alike_the_very_one_that_was_opened_changes() {
    let host = host();
    let cookie = host.signed_in("administrator").await;
    let line = [
        ("table", "older-people"),
        ("title", "Twice there"),
        ("kind", "activity"),
    ];
    let add = "/records/new/activities";
    let first = host.post(add, &cookie, &line).await;
    let second = host.post(add, &cookie, &line).await;
    assert_ne!(first.location(), second.location());
    let (history, _) = second.location().split_once("/history").unwrap();
    let edit = format!("{history}/edit");
    let seen = hidden(&host.get(&edit, &cookie).await, "seen");
    let other = [
        ("table", "older-people"),
        ("title", "Another name"),
        ("kind", "activity"),
        ("seen", &seen),
    ];
    let saved = host.post(&edit, &cookie, &other).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    let memory = host.app.service().memory();
    let titles = memory.book().activities.iter().map(|it| it.title.as_str());
    let last: Vec<&str> = titles.rev().take(2).collect();
    assert_eq!(last, ["Another name", "Twice there"]);
}

#[tokio::test]
async fn the_name_by_which_others_refer_to_a_record_stays() {
    let host = host();
    let cookie = host.signed_in("administrator").await;
    let seen = head(&host).to_string();
    let mut fields = with(outcome("A title", ""), &[("seen", &seen)]);
    fields[0] = ("id", "P9.9");
    let answer = host.post(OUTCOME, &cookie, &fields).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text.contains("href=\"#id\""));
    assert_eq!(head(&host).to_string(), seen);
}

#[tokio::test]
async fn what_an_owner_may_not_change_is_not_changed() {
    let host = host();
    let cookie = host.signed_in("owner").await;
    let before = head(&host);
    let answer = host.post(OUTCOME, &cookie, &outcome("Mine", "")).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert_eq!(head(&host), before);
}

#[tokio::test]
async fn what_is_locked_asks_for_a_reason_and_then_changes() {
    let host = host();
    let cookie = host.signed_in("administrator").await;
    let plan = clew_plan::PlanId::from("management-plan-2021-22");
    let service = host.app.service();
    let caller = crate::host::caller("lock");
    service
        .lock_cycle_despite_unsettled(&caller, &plan, "2020-21", "the year is over")
        .unwrap();
    let seen = hidden(&host.get(TARGETS, &cookie).await, "seen");
    let change = vec![("seen", seen.as_str()), ("goal:2020-21", "1400")];
    let asked = host.post(TARGETS, &cookie, &change).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(asked.text.contains("href=\"#why\"") && asked.text.contains("is locked"));
    assert!(
        asked.text.contains("value=\"1400\""),
        "what was typed stays"
    );
    let change = with(change, &[("why", "a slip in the plan")]);
    let saved = host.post(TARGETS, &cookie, &change).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
}
