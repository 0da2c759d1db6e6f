//! Every form that changes something: refused to whoever has all roles in another part of the
//! organisation; done once for whoever may, though sent twice, as by a visitor without script; and told by
//! the journal.

use axum::http::StatusCode;
use clew_web::Settings;

use crate::cycle::{BOARD, PLAN, with_cycle};
use crate::host::{ELSEWHERE, Host};

fn head(host: &Host) -> u64 {
    host.app.service().memory().state().head.sequence
}

/// Sends a form as it is: first as somebody with every role elsewhere, then twice as somebody who may.
async fn twice(host: &Host, (who, cookie): (&str, &str), path: &str, fields: &[(&str, &str)]) {
    let elsewhere = host.signed_in(ELSEWHERE).await;
    let before = head(host);
    let (seen, act) = (before.to_string(), format!("act-{before}"));
    let mut all = vec![("act", act.as_str()), ("seen", seen.as_str())];
    all.extend_from_slice(fields);
    // Whoever reads a measure may ask about it.
    if !path.ends_with("/questions") {
        let refused = host.post(path, &elsewhere, &all).await;
        assert_eq!(
            refused.status,
            StatusCode::FORBIDDEN,
            "{path}\n{}",
            refused.text
        );
        assert_eq!(head(host), before, "{path} is refused and changes nothing");
    }
    let first = host.post(path, cookie, &all).await;
    assert_eq!(
        first.status,
        StatusCode::SEE_OTHER,
        "{path}\n{}",
        first.text
    );
    let after = head(host);
    assert!(after > before, "{path} changes something");
    journalled(host, who, before, path);
    let again = host.post(path, cookie, &all).await;
    assert_eq!(
        again.status,
        StatusCode::SEE_OTHER,
        "{path} again\n{}",
        again.text
    );
    assert_eq!(again.location(), first.location(), "{path}");
    assert_eq!(head(host), after, "{path} was done twice");
}

/// Everything after an entry was done by this account, from this page.
fn journalled(host: &Host, who: &str, before: u64, path: &str) {
    let administrator = "administrator".into();
    let reader = host.app.service().reader(&administrator).unwrap();
    let filter = clew_service::LogFilter {
        newest_first: true,
        limit: Some(head(host) - before),
        ..clew_service::LogFilter::default()
    };
    for line in reader.log(&filter).unwrap() {
        assert_eq!(line.row.actor, who, "{path}: {}", line.sentence);
        let origin = line.row.origin.unwrap_or_default();
        assert!(origin.starts_with("the page /"), "{path}: {origin}");
    }
}

#[tokio::test]
async fn what_is_said_of_actions_risks_and_records_is_said_once() {
    let host = Host::with("west-lothian-2021-22", Settings::default());
    let cookie = host.signed_in("administrator").await;
    let me = ("administrator", cookie.as_str());
    let action = "/actions/management-plan-2021-22/11";
    let update = [
        ("status", "active"),
        ("percent", "55"),
        ("evidence", "The minutes of May"),
        ("text", "Half of it is done."),
    ];
    twice(&host, me, &format!("{action}/update"), &update).await;
    let later = [
        ("new_end", "2027-03-31"),
        ("reason", "The supplier was late."),
    ];
    twice(&host, me, &format!("{action}/extend"), &later).await;
    let review = [
        ("likelihood", "4"),
        ("impact", "4"),
        ("note", "Two homes closed."),
        ("reviewed_on", "2026-06-11"),
        ("review_due", "2026-09-11"),
    ];
    twice(&host, me, "/risks/CCOP001/review", &review).await;
    let outcome = [
        ("id", "P2.1"),
        ("plan", "management-plan-2021-22"),
        ("parent", "early-years"),
        ("level", "deliverable"),
        ("title", "Another title"),
    ];
    twice(&host, me, "/records/outcomes%2FP2.1/edit", &outcome).await;
    let line = [
        ("table", "older-people"),
        ("title", "Another line"),
        ("kind", "activity"),
    ];
    twice(&host, me, "/records/new/activities", &line).await;
    let goal = [("goal:2020-21", "1400")];
    twice(&host, me, "/measures/SPCC24/targets", &goal).await;
    let gone = [("reason", "never agreed")];
    let target = "/records/targets%2FSPCC24%2F2020-21/withdraw";
    twice(&host, me, target, &gone).await;
    let waived = [
        ("rule", "money-off-by-a-thousand"),
        ("place", "Management plan line 167: passage Money"),
        ("where", "here"),
        ("reason", "It is known"),
    ];
    twice(&host, me, "/checks/waive", &waived).await;
    let list = host.get("/checks/waivers", &cookie).await.text;
    let start = list.find("/checks/withdraw?").unwrap();
    let address = list[start..].split('"').next().unwrap();
    let query = address.split_once('?').unwrap().1.replace("&amp;", "&");
    let waiver = form_urlencoded::parse(query.as_bytes()).next().unwrap();
    let unwaived = [(&*waiver.0, &*waiver.1), ("reason", "It was put right")];
    twice(&host, me, "/checks/withdraw", &unwaived).await;
}

#[tokio::test]
async fn questions_plans_and_owners_are_asked_copied_and_changed_once() {
    let host = Host::with("west-lothian-2021-22", Settings::default());
    let cookie = host.signed_in("administrator").await;
    let me = ("administrator", cookie.as_str());
    let question = [
        ("question", "Why is it so?"),
        ("period", "2020-21"),
        ("asked_on", "2026-06-11"),
    ];
    let ask = "/measures/SPCC24/questions";
    twice(&host, me, ask, &question).await;
    let number = head(&host);
    let answer = [("answer", "Two posts were vacant.")];
    twice(&host, me, &format!("{ask}/{number}"), &answer).await;
    let copy = [
        ("new_id", "management-plan-2022-23"),
        ("title", "Management plan 2022/23"),
        ("years", "1"),
        ("what", "outcomes"),
        ("do", "copy"),
    ];
    twice(&host, me, "/plans/management-plan-2021-22/copy", &copy).await;
    let memory = host.app.service().memory();
    let owner = memory.book().actions.iter().find_map(|it| it.owner.clone());
    let owner = owner.unwrap();
    let other = [
        ("from", owner.as_str()),
        ("to", "Another post"),
        ("reason", "The post was filled."),
    ];
    twice(&host, me, "/reassign", &other).await;
}

#[tokio::test]
async fn a_finding_is_closed_and_opened_again_once() {
    let host = Host::with("edinburgh-2023", Settings::default());
    let cookie = host.signed_in("administrator").await;
    let me = ("administrator", cookie.as_str());
    let path = "/improvement/asp-2023/1/close";
    let closed = [
        ("activity", "other"),
        ("done", "New forms are used"),
        ("evidence", "The audit of May"),
        ("closed_on", "2026-06-01"),
    ];
    twice(&host, me, path, &closed).await;
    let open = [("reason", "New cases were found")];
    twice(&host, me, path, &open).await;
}

#[tokio::test]
async fn a_cycle_is_opened_returned_into_checked_signed_off_frozen_and_locked_once() {
    let host = with_cycle().await;
    let cookie = host.signed_in("performance-officer").await;
    let officer = ("performance-officer", cookie.as_str());
    let approver = host.signed_in("approver").await;
    let approver = ("approver", approver.as_str());
    let cycle = [
        ("plan", PLAN),
        ("period", "2019-20 Q4"),
        ("due-day", "30"),
        ("due-month", "4"),
        ("due-year", "2020"),
    ];
    twice(&host, officer, "/cycles/open", &cycle).await;
    let figure = [
        ("numerator", "20"),
        ("denominator", "40"),
        ("state", "final"),
        ("evidence", "The extract"),
        ("answer-without-words", "yes"),
        ("answer-outside-limits", "yes"),
        ("answer-wrong-way-round", "yes"),
    ];
    let form = "/measures/M21/return/2019-20%20Q3";
    twice(&host, approver, form, &figure).await;
    let moved = format!("{BOARD}/returns");
    let back = [
        ("do", "send-back"),
        ("measure", "M21"),
        ("reason", "Which team is it?"),
        ("to", BOARD),
    ];
    twice(&host, approver, &moved, &back).await;
    twice(&host, approver, form, &figure).await;
    let check = [("do", "check"), ("measure", "M21"), ("to", BOARD)];
    twice(&host, approver, &moved, &check).await;
    let sign = [
        ("do", "sign-off"),
        ("measure", "M21"),
        ("despite", "It is asked for today."),
        ("to", BOARD),
    ];
    twice(&host, approver, &moved, &sign).await;
    let correct = [
        ("numerator", "21"),
        ("denominator", "40"),
        ("state", "final"),
        ("reason", "One was missed."),
        ("answer-without-words", "yes"),
        ("answer-outside-limits", "yes"),
        ("answer-wrong-way-round", "yes"),
    ];
    twice(&host, officer, form, &correct).await;
    let paper = [
        ("plan", PLAN),
        ("period", "2019-20 Q3"),
        ("kinds", "committee-report"),
        ("new-forum", "Audit Committee"),
        ("meeting-new", "2020-02-05"),
        ("despite", "They are known."),
        ("despite-unsettled", "The committee meets today."),
    ];
    twice(&host, officer, "/freezes", &paper).await;
    let lock = [("lock-reason", "The committee meets tomorrow.")];
    twice(&host, officer, &format!("{BOARD}/lock"), &lock).await;
    let unlock = [("unlock-reason", "A figure came late.")];
    twice(&host, officer, &format!("{BOARD}/unlock"), &unlock).await;
}

#[tokio::test]
async fn accounts_are_opened_given_roles_and_closed_once() {
    let host = Host::new();
    let cookie = host.signed_in("administrator").await;
    let me = ("administrator", cookie.as_str());
    let account = [
        ("id", "team-manager"),
        ("name", "Team Manager"),
        ("role", "owner"),
        ("reason", "A new post"),
    ];
    twice(&host, me, "/admin/open-account", &account).await;
    let own = |act: &str| format!("/admin/accounts/team-manager/{act}");
    let role = [("role", "approver"), ("reason", "Stands in")];
    twice(&host, me, &own("grant"), &role).await;
    twice(&host, me, &own("revoke"), &role).await;
    twice(&host, me, &own("close"), &[("close-reason", "Left")]).await;
    twice(&host, me, &own("reopen"), &[("reason", "Came back")]).await;
}
