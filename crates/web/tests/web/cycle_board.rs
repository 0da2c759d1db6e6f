//! Around the board of a cycle: locking, reminding, calendars, reassigning, and nothing to do.

use axum::http::StatusCode;

use crate::cycle::{BOARD, with_cycle};
use crate::host::Host;

#[tokio::test]
async fn a_cycle_is_locked_despite_what_is_missing_only_with_a_reason() {
    let host = with_cycle().await;
    let officer = host.signed_in("performance-officer").await;
    let lock = format!("{BOARD}/lock");
    let refused = host.post(&lock, &officer, &[("act", "act-1")]).await;
    assert_eq!(
        refused.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "{}",
        refused.text
    );
    assert!(refused.text.contains("are not settled"), "{}", refused.text);
    let fields = [
        ("act", "act-2"),
        ("lock-reason", "The committee meets tomorrow."),
    ];
    let locked = host.post(&lock, &officer, &fields).await;
    assert_eq!(
        locked.location(),
        format!("{BOARD}?done=locked"),
        "{}",
        locked.text
    );
    let unlock = format!("{BOARD}/unlock");
    let silent = host.post(&unlock, &officer, &[("act", "act-3")]).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    let fields = [("act", "act-4"), ("unlock-reason", "A figure came late.")];
    assert_eq!(
        host.post(&unlock, &officer, &fields).await.status,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn reminders_are_shown_before_they_are_queued_and_are_queued_once() {
    let host = with_cycle().await;
    let officer = host.signed_in("performance-officer").await;
    let remind = format!("{BOARD}/remind");
    let shown = host.get(&remind, &officer).await;
    assert!(shown.text.contains("owner@clew.example"), "{}", shown.text);
    assert!(
        shown.text.contains("have not come in from you"),
        "{}",
        shown.text
    );
    assert!(
        shown.text.contains("never answered"),
        "whoever signs off is told too\n{}",
        shown.text
    );
    let mails = || {
        host.app
            .service()
            .outbox(&"administrator".into(), 100)
            .unwrap()
            .len()
    };
    assert_eq!(mails(), 0, "looking queues nothing");
    let none = host.post(&remind, &officer, &[]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    for _ in 0..2 {
        let queued = host.post(&remind, &officer, &[("to", "owner")]).await;
        assert_eq!(
            queued.location(),
            format!("{BOARD}?done=reminded"),
            "{}",
            queued.text
        );
        assert_eq!(mails(), 1);
    }
}

#[tokio::test]
async fn the_dates_of_a_cycle_and_of_my_work_are_a_calendar() {
    let host = with_cycle().await;
    let owner = host.signed_in("owner").await;
    for path in [&format!("{BOARD}/calendar.ics"), "/my-work/calendar.ics"] {
        let calendar = host.get(path, &owner).await;
        assert_eq!(
            calendar.header("content-type"),
            "text/calendar; charset=utf-8"
        );
        assert!(
            calendar.text.starts_with("BEGIN:VCALENDAR"),
            "{}",
            calendar.text
        );
        assert!(
            calendar.text.contains("DTSTART;VALUE=DATE:20200131"),
            "{}",
            calendar.text
        );
        assert!(
            calendar.text.contains("DTSTAMP:20260612T140500Z"),
            "{}",
            calendar.text
        );
    }
}

#[tokio::test]
async fn what_a_post_answers_for_is_shown_and_then_reassigned() {
    let host = Host::new();
    let officer = host.signed_in("performance-officer").await;
    let path = "/reassign?from=Head+of+Adult+and+Older+People+Services&kind=measure";
    let shown = host.get(path, &officer).await;
    assert!(
        shown
            .text
            .contains("Guardianship visits on time: private orders"),
        "{}",
        shown.text
    );
    let from = ("from", "Head of Adult and Older People Services");
    let fields = [
        ("act", "act-1"),
        from,
        ("kind", "measure"),
        ("to", "Head of Adults"),
        ("reason", "The post was renamed."),
    ];
    let done = host.post("/reassign", &officer, &fields).await;
    assert_eq!(
        done.location(),
        "/reassign?done=reassigned",
        "{}",
        done.text
    );
    let memory = host.app.service().memory();
    let owned = memory
        .book()
        .measures
        .iter()
        .filter(|it| it.owner.as_deref() == Some("Head of Adults"))
        .count();
    assert!(owned > 5, "{owned}");
}

#[tokio::test]
async fn nothing_to_do_is_said_calmly() {
    let host = Host::new();
    let viewer = host.signed_in("viewer").await;
    let work = host.get("/my-work", &viewer).await;
    assert_eq!(work.status, StatusCode::OK);
    assert!(
        work.text.contains("Nothing is due from you."),
        "{}",
        work.text
    );
}

#[tokio::test]
async fn the_board_names_the_part_and_its_people_where_no_owner_is_named() {
    let host = Host::with("west-lothian-2021-22", clew_web::Settings::default());
    let officer = host.signed_in("performance-officer").await;
    let fields = [
        ("plan", "management-plan-2021-22"),
        ("period", "2021-22"),
        ("due-day", "31"),
        ("due-month", "5"),
        ("due-year", "2022"),
    ];
    let opened = host.post("/cycles/open", &officer, &fields).await;
    let board = opened.location().split('?').next().unwrap().to_owned();
    let shown = host.get(&board, &officer).await;
    let owners = shown.text.split("<caption>By owner").nth(1).unwrap();
    let owners = owners.split("</table>").next().unwrap();
    assert!(
        !owners.contains(">72<"),
        "not everything is nobody's\n{owners}"
    );
    let rows: Vec<&str> = owners.split("<tr>").collect();
    let part = rows.iter().find(|row| row.contains(">Justice<")).unwrap();
    assert!(part.contains("asked: The owner"), "its people\n{part}");
    assert!(part.contains("Senior Manager"), "its post\n{part}");
    let link = part.split("href=\"").nth(1).unwrap();
    let link = link.split('#').next().unwrap().replace("&amp;", "&");
    assert!(link.contains("owner=-%3Ajustice"), "{link}");
    let part = host.get(&link, &officer).await;
    assert!(!part.text.contains("No return stands so"), "{link}");
}

#[tokio::test]
async fn returns_of_which_nobody_can_be_reminded_are_listed_with_why() {
    let host = with_cycle().await;
    let officer = host.signed_in("performance-officer").await;
    let remind = format!("{BOARD}/remind");
    let store = host.app.service().store();
    store.set_email("owner", None, 1).unwrap().unwrap();
    let shown = host.get(&remind, &officer).await;
    assert!(
        shown.text.contains("The owner has no e-mail address."),
        "{}",
        shown.text
    );
    assert!(shown.text.contains("An administrator can give it one."));
    let admin = host.signed_in("administrator").await;
    let shown = host.get(&remind, &admin).await;
    assert!(
        shown.text.contains("href=\"/admin/accounts/owner#email\""),
        "{}",
        shown.text
    );
    let give = [("act", "act-1"), ("email", "owner@example.org")];
    let given = host
        .post("/admin/accounts/owner/e-mail", &admin, &give)
        .await;
    assert_eq!(
        given.location(),
        "/admin/accounts/owner?done=e-mail",
        "{}",
        given.text
    );
    let shown = host.get(&remind, &officer).await;
    assert!(!shown.text.contains("The owner has no e-mail address."));
    assert!(shown.text.contains("owner@example.org"));
}
