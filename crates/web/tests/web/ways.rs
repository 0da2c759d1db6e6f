//! Ways from page to page, what can be taken away as a file, and forms in groups.

use axum::http::{Method, StatusCode, header};

use crate::host::{Host, request};

#[tokio::test]
async fn reports_cycles_and_freezes_lead_to_one_another() {
    let host = Host::new();
    let cookie = host.signed_in("viewer").await;
    for page in ["/reports", "/cycles", "/freezes"] {
        let answer = host.get(page, &cookie).await;
        for to in ["/reports", "/cycles", "/freezes"] {
            let link = format!("<a href=\"{to}\"");
            assert!(answer.text.contains(&link), "{page} to {to}");
        }
        let here = format!("<a href=\"{page}\" aria-current=\"page\"");
        assert!(answer.text.contains(&here), "{page} says that it is shown");
    }
}

#[tokio::test]
async fn the_returns_of_a_cycle_are_taken_away_as_they_are_filtered() {
    let host = Host::new();
    let cookie = host.signed_in("viewer").await;
    let board = "/cycles/resource-plan-2019-20/2019-20%20Q2";
    let page = host.get(board, &cookie).await;
    assert!(page.text.contains("?format=csv"), "{}", page.text);
    let all = host.get(&format!("{board}?format=csv"), &cookie).await;
    assert_eq!(all.header("content-type"), "text/csv; charset=utf-8");
    assert!(all.text.contains("M22,"), "{}", all.text);
    let none = host
        .get(&format!("{board}?stage=overdue&format=csv"), &cookie)
        .await;
    assert!(!none.text.contains("M22,"), "{}", none.text);
    let workbook = host.get(&format!("{board}?format=xlsx"), &cookie).await;
    assert!(workbook.bytes.starts_with(b"PK"));
}

#[tokio::test]
async fn entries_of_the_journal_are_taken_away_as_they_are_chosen() {
    let host = Host::new();
    let cookie = host.signed_in("administrator").await;
    let page = host.get("/journal?change=set-account", &cookie).await;
    assert!(
        page.text
            .contains("/journal?change=set-account&amp;format=csv")
    );
    let file = host
        .get("/journal?change=set-account&format=csv", &cookie)
        .await;
    assert_eq!(file.status, StatusCode::OK);
    let head = host.app.service().memory().state().head.sequence;
    let entries = file.text.lines().count() - 1;
    assert!(file.text.contains("Account viewer opened"), "{}", file.text);
    assert!(entries > 1 && (entries as u64) < head, "{entries}");
    let wrong = host.get("/journal?format=pdf", &cookie).await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn the_organisation_is_changed_by_its_editor_and_a_slower_change_is_told() {
    let host = Host::new();
    let cookie = host.signed_in("performance-officer").await;
    let form = host.get("/organisation", &cookie).await;
    let version = form.text.split("name=\"version\" value=\"").nth(1).unwrap();
    let version = version.split('"').next().unwrap().to_owned();
    let fields = [
        ("act", "organisation-1"),
        ("seen", "1"),
        ("version", version.as_str()),
        ("name", "Northfield Council"),
        ("family_group", "people 3"),
    ];
    let saved = host.post("/organisation", &cookie, &fields).await;
    assert_eq!(saved.location(), "/organisation?done=record-saved");
    let now = host.app.service().memory();
    let organisation = now.book().organisation.clone().unwrap();
    assert_eq!(organisation.name, "Northfield Council");
    assert_eq!(organisation.family_group.as_deref(), Some("people 3"));
    let late = [("act", "organisation-2"), fields[1], fields[2], fields[3]];
    let met = host.post("/organisation", &cookie, &late).await;
    assert_eq!(met.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(met.text.contains("Somebody else changed the organisation"));
    let nameless = [("act", "organisation-3"), ("name", " ")];
    let refused = host.post("/organisation", &cookie, &nameless).await;
    assert!(refused.text.contains("Enter the name of the organisation"));
}

#[tokio::test]
async fn a_file_that_was_sent_after_the_session_ended_is_asked_for_again() {
    let host = Host::new();
    let cookie = host.signed_in("owner").await;
    host.post("/sign-out", &cookie, &[]).await;
    let mut sent = request(
        Method::POST,
        "/returns/import",
        &cookie,
        "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\nsecret figures\r\n--b--\r\n",
    );
    let kind = "multipart/form-data; boundary=b".parse().unwrap();
    sent.headers_mut().insert(header::CONTENT_TYPE, kind);
    let answer = host.send(sent).await;
    let kept = answer.location().trim_start_matches("/sign-in?to=");
    let kept = kept.replace("%2F", "/");
    assert!(kept.starts_with("/kept/"), "{kept}");
    let again = host.signed_in("owner").await;
    let page = host.get(&kept, &again).await;
    assert!(
        page.text.contains("Choose your file again"),
        "{}",
        page.text
    );
    assert!(page.text.contains("href=\"/returns/import\""));
    assert!(!page.text.contains("secret figures"));
}

#[tokio::test]
async fn the_form_of_a_measure_folds_away_what_is_seldom_needed() {
    let host = Host::new();
    let cookie = host.signed_in("performance-officer").await;
    let edit = "/records/measures%2FM22/edit";
    let form = host.get(edit, &cookie).await;
    assert_eq!(form.text.matches("clew-fold").count(), 3);
    assert!(
        !form
            .text
            .contains("<details class=\"govuk-details clew-fold\" open")
    );
    let fields = [
        ("act", "fold-1"),
        ("code", "M22"),
        ("title", "Reports"),
        ("arrears", "many"),
    ];
    let wrong = host.post(edit, &cookie, &fields).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        wrong
            .text
            .matches("<details class=\"govuk-details clew-fold\" open")
            .count(),
        1,
        "what is wrong is unfolded"
    );
}
