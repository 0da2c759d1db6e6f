//! Files of evidence in a browser: chosen in a form, kept while it comes back, attached, opened and taken off.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use clew_web::Settings;

use crate::cycle::with_cycle;
use crate::host::{Answer, Host};

const RETURN: &str = "/measures/M21/return/2019-20%20Q3";
const STORY: &str = "/measures/M21/figures/2019-20%20Q3";
const OF: &str = "/evidence/figures%2FM21%2F2019-20%2520Q3";
const ACTION: &str = "/actions/management-plan-2021-22/11";
const PDF: &[u8] = b"%PDF-1.7 the register";

/// Sends a form with files, as a browser does.
pub(crate) async fn sent(
    host: &Host,
    path: &str,
    cookie: &str,
    fields: &[(&str, &str)],
    files: &[(&str, &[u8])],
) -> Answer {
    let mut body = Vec::new();
    for (name, value) in fields {
        let part =
            format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend_from_slice(part.as_bytes());
    }
    for (name, content) in files {
        let part = format!(
            "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n"
        );
        body.extend_from_slice(part.as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--edge--\r\n");
    let request = Request::builder()
        .method(Method::POST)
        .uri(path)
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=edge")
        .header(header::COOKIE, cookie);
    host.send(request.body(Body::from(body)).unwrap()).await
}

const FIGURE: [(&str, &str); 8] = [
    ("state", "final"),
    ("numerator", "36"),
    ("denominator", "40"),
    ("comment", "As before."),
    ("answer-unchanged", "yes"),
    ("answer-without-words", "yes"),
    ("answer-outside-limits", "yes"),
    ("answer-unexpected-period", "yes"),
];

fn head(host: &Host) -> u64 {
    host.app.service().memory().state().head.sequence
}

/// The address of the one file that a page links to.
fn file_address(page: &str) -> String {
    let start = page.find(&format!("{OF}/files/")).unwrap();
    page[start..].split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_file_chosen_in_a_form_that_comes_back_goes_with_it_when_it_is_handed_in() {
    let host = with_cycle().await;
    let owner = host.signed_in("owner").await;
    let before = head(&host);
    let wrong = [("act", "a"), ("state", "final"), ("value", "many")];
    let back = sent(&host, RETURN, &owner, &wrong, &[("register.pdf", PDF)]).await;
    assert_eq!(
        back.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "{}",
        back.text
    );
    assert!(back.text.contains("register.pdf"), "it is kept");
    let anew = host.get(RETURN, &owner).await;
    assert!(anew.text.contains("register.pdf"), "also for another day");
    assert!(anew.text.contains("multipart/form-data"));
    assert_eq!(head(&host), before);
    let mut fields = vec![("act", "b"), ("do", "return")];
    fields.extend(FIGURE);
    let done = sent(&host, RETURN, &owner, &fields, &[]).await;
    assert!(
        done.location()
            .starts_with("/my-work?done=returned&figure="),
        "{}",
        done.text
    );
    let story = host.get(STORY, &owner).await;
    assert!(story.text.contains("register.pdf"), "{}", story.text);
    assert!(
        story.text.contains("attached by The owner"),
        "{}",
        story.text
    );
    let opened = host.get(&file_address(&story.text), &owner).await;
    assert_eq!(opened.status, StatusCode::OK);
    assert_eq!(opened.bytes, PDF);
    assert_eq!(opened.header("content-type"), "application/pdf");
    assert_eq!(opened.header("x-content-type-options"), "nosniff");
    assert!(
        opened
            .header("content-disposition")
            .starts_with("attachment; filename=\"register.pdf\"")
    );
    let clean = host.get(RETURN, &owner).await;
    assert!(!clean.text.contains("drop:"), "nothing waits any more");
}

#[tokio::test]
async fn a_return_with_a_file_is_sent_twice_and_done_once() {
    let host = with_cycle().await;
    let owner = host.signed_in("owner").await;
    let seen = head(&host).to_string();
    let add = [("do", "attach")];
    sent(&host, RETURN, &owner, &add, &[("register.pdf", PDF)]).await;
    let mut fields = vec![("act", "twice"), ("do", "return"), ("seen", seen.as_str())];
    fields.extend(FIGURE);
    let first = sent(&host, RETURN, &owner, &fields, &[]).await;
    let told = "/my-work?done=returned&figure=M21&period=2019-20+Q3";
    assert_eq!(first.location(), told, "{}", first.text);
    let after = head(&host);
    let second = sent(&host, RETURN, &owner, &fields, &[]).await;
    assert_eq!(second.location(), told, "{}", second.text);
    assert_eq!(head(&host), after, "done once");
    let other = sent(
        &host,
        RETURN,
        &owner,
        &fields,
        &[("other.pdf", b"%PDF-1.7 another")],
    )
    .await;
    assert_eq!(
        other.status,
        StatusCode::CONFLICT,
        "another file is another act"
    );
}

#[tokio::test]
async fn an_update_with_a_file_is_sent_twice_and_done_once() {
    let host = Host::with("west-lothian-2021-22", Settings::default());
    let cookie = host.signed_in("administrator").await;
    let path = format!("{ACTION}/update");
    let seen = head(&host).to_string();
    sent(
        &host,
        &path,
        &cookie,
        &[("do", "attach")],
        &[("minute.txt", b"Agreed.")],
    )
    .await;
    let fields = [
        ("act", "twice"),
        ("seen", seen.as_str()),
        ("text", "Half way."),
        ("status", "active"),
    ];
    let first = sent(&host, &path, &cookie, &fields, &[]).await;
    assert_eq!(
        first.location(),
        format!("{ACTION}?done=action-updated"),
        "{}",
        first.text
    );
    let after = head(&host);
    let second = sent(&host, &path, &cookie, &fields, &[]).await;
    assert_eq!(
        second.location(),
        format!("{ACTION}?done=action-updated"),
        "{}",
        second.text
    );
    assert_eq!(head(&host), after, "done once");
}

#[tokio::test]
async fn a_file_is_added_and_taken_away_before_the_form_is_sent() {
    let host = with_cycle().await;
    let owner = host.signed_in("owner").await;
    let add = [("do", "attach"), ("comment", "Half written")];
    let added = sent(&host, RETURN, &owner, &add, &[("register.pdf", PDF)]).await;
    assert_eq!(added.status, StatusCode::OK, "{}", added.text);
    assert!(added.text.contains("Half written"), "what was typed stays");
    let start = added.text.find("drop:").unwrap();
    let drop = added.text[start..].split('"').next().unwrap();
    let gone = sent(&host, RETURN, &owner, &[("do", drop)], &[]).await;
    assert!(!gone.text.contains("register.pdf"), "{}", gone.text);
}

#[tokio::test]
async fn a_file_of_another_kind_or_too_large_is_refused_beside_its_field() {
    let host = with_cycle().await;
    let owner = host.signed_in("owner").await;
    let before = head(&host);
    let large = vec![b'x'; 10 * 1024 * 1024 + 1];
    let files: [(&str, &[u8], &str); 3] = [
        (
            "audit.pdf",
            b"MZ\x90\x00",
            "does not hold what its name says",
        ),
        ("page.html", b"<script>", "kind of file that is taken"),
        ("large.txt", &large, "10 MB at the most"),
    ];
    for (name, content, told) in files {
        let mut fields = vec![("act", name), ("do", "return")];
        fields.extend(FIGURE);
        let refused = sent(&host, RETURN, &owner, &fields, &[(name, content)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        assert!(refused.text.contains(told), "{name}: {}", refused.text);
        assert!(refused.text.contains("As before."), "what was typed stays");
    }
    assert_eq!(head(&host), before, "nothing is returned");
}

#[tokio::test]
async fn what_belongs_to_another_part_is_not_opened_and_not_named() {
    let host = with_cycle().await;
    let owner = host.signed_in("owner").await;
    let mut fields = vec![("act", "a"), ("do", "return")];
    fields.extend(FIGURE);
    sent(&host, RETURN, &owner, &fields, &[("register.pdf", PDF)]).await;
    let story = host.get(STORY, &owner).await;
    let address = file_address(&story.text);
    let stranger = clew_plan::AccountId::from("stranger");
    let unit = host
        .app
        .service()
        .memory()
        .book()
        .units
        .last()
        .unwrap()
        .id
        .clone();
    let grant = clew_plan::Grant {
        role: clew_plan::Role::Viewer,
        unit: Some(unit),
    };
    let service = host.app.service();
    service
        .open_account(
            &crate::host::caller("open"),
            &stranger,
            "Stranger",
            &[grant],
            None,
        )
        .unwrap();
    service
        .give_password(
            &crate::host::caller("pass"),
            &stranger,
            None,
            crate::host::PASSWORD,
        )
        .unwrap();
    let stranger = host.signed_in("stranger").await;
    let refused = host.get(&address, &stranger).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
    let page = host.get(STORY, &stranger).await;
    assert!(!page.text.contains("register.pdf"), "{}", page.text);
    assert!(
        page.text
            .contains("One file hangs here that you may not open")
    );
    let guessed = address.replace("M21", "M15");
    assert_eq!(
        host.get(&guessed, &owner).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn a_file_is_attached_to_an_action_and_taken_off_with_a_reason() {
    let host = Host::with("west-lothian-2021-22", Settings::default());
    let cookie = host.signed_in("administrator").await;
    let update = format!("{ACTION}/update");
    let fields = [("act", "a"), ("text", "Half way."), ("status", "active")];
    let done = sent(
        &host,
        &update,
        &cookie,
        &fields,
        &[("minute.txt", b"Agreed.")],
    )
    .await;
    assert_eq!(
        done.location(),
        format!("{ACTION}?done=action-updated"),
        "{}",
        done.text
    );
    let page = host.get(ACTION, &cookie).await;
    assert!(page.text.contains("minute.txt"), "{}", page.text);
    let of = "/evidence/actions%2F11%2Fmanagement-plan-2021-22";
    let attached = sent(&host, of, &cookie, &[("act", "b")], &[("plan.pdf", PDF)]).await;
    assert_eq!(
        attached.location(),
        format!("{of}?done=attached"),
        "{}",
        attached.text
    );
    let none = sent(&host, of, &cookie, &[("act", "c")], &[]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = host.get(of, &cookie).await;
    let start = page.text.find("name=\"digest\"").unwrap();
    let value = page.text[start..].split("value=\"").nth(1).unwrap();
    let digest = value.split('"').next().unwrap().to_owned();
    let off = format!("{of}/take-off");
    let refused = host
        .post(&off, &cookie, &[("act", "d"), ("digest", &digest)])
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let fields = [
        ("act", "e"),
        ("digest", &*digest),
        ("reason", "An old one."),
    ];
    let off = host.post(&off, &cookie, &fields).await;
    assert_eq!(
        off.location(),
        format!("{of}?done=taken-off"),
        "{}",
        off.text
    );
    let page = host.get(of, &cookie).await;
    assert!(!page.text.contains("plan.pdf"), "{}", page.text);
}

#[tokio::test]
async fn what_was_typed_beside_a_file_is_kept_when_the_session_has_ended() {
    let host = with_cycle().await;
    let owner = host.signed_in("owner").await;
    let token = owner.split_once('=').unwrap().1.parse().unwrap();
    host.app.service().sign_out(&token, host.app.now()).unwrap();
    let mut fields = vec![("act", "a"), ("do", "return")];
    fields.extend(FIGURE);
    let big = [b"%PDF-1.7 ".to_vec(), vec![b'x'; 400 * 1024]].concat();
    let turned = sent(&host, RETURN, &owner, &fields, &[("register.pdf", &big)]).await;
    assert!(turned.location().contains("kept"), "{}", turned.location());
    let again = host.signed_in("owner").await;
    let to = turned.location().split_once("to=").unwrap().1;
    let kept = host.get(&to.replace("%2F", "/"), &again).await;
    assert!(kept.text.contains("As before."), "{}", kept.text);
    let done = host.post(RETURN, &again, &fields).await;
    assert!(
        done.location()
            .starts_with("/my-work?done=returned&figure="),
        "{}",
        done.text
    );
}
