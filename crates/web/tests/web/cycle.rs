//! The cycle in a browser: returning a figure, sending it back, signing it off.

use axum::http::StatusCode;

use crate::host::{Answer, Host};

/// The plan of the example, the cycle that the tests open, and a measure whose target is 75%.
pub(crate) const PLAN: &str = "resource-plan-2019-20";
pub(crate) const BOARD: &str = "/cycles/resource-plan-2019-20/2019-20%20Q3";
const FORM: &str = "/measures/M21/return/2019-20%20Q3";
const WORDS: [(&str, &str); 5] = [
    (
        "comment",
        "Two workers were away and the others could not cover every visit.",
    ),
    ("doing", "Two workers start in March."),
    ("by_when-day", "31"),
    ("by_when-month", "3"),
    ("by_when-year", "2020"),
];

/// A host whose performance officer has opened a cycle.
pub(crate) async fn with_cycle() -> Host {
    let host = Host::new();
    let officer = host.signed_in("performance-officer").await;
    let fields = [
        ("plan", PLAN),
        ("period", "2019-20 Q3"),
        ("due-day", "31"),
        ("due-month", "1"),
        ("due-year", "2020"),
    ];
    let opened = host.post("/cycles/open", &officer, &fields).await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.text);
    assert_eq!(opened.location(), format!("{BOARD}?done=opened"));
    host
}

fn head(host: &Host) -> u64 {
    host.app.service().memory().state().head.sequence
}

/// Sends the form of the figure, with what the page would send along.
pub(crate) async fn returned(
    host: &Host,
    cookie: &str,
    act: &str,
    fields: &[(&str, &str)],
) -> Answer {
    let seen = head(host).to_string();
    let mut all = vec![("act", act), ("seen", seen.as_str()), ("state", "final")];
    all.extend_from_slice(fields);
    host.post(FORM, cookie, &all).await
}

pub(crate) fn red() -> Vec<(&'static str, &'static str)> {
    let counts = [
        ("numerator", "20"),
        ("denominator", "40"),
        ("answer-outside-limits", "yes"),
        ("answer-wrong-way-round", "yes"),
    ];
    counts.into_iter().chain(WORDS).collect()
}

#[tokio::test]
async fn an_owner_sees_what_is_due_and_returns_it_in_one_form() {
    let host = with_cycle().await;
    let owner = host.signed_in("owner").await;
    let work = host.get("/my-work", &owner).await;
    assert!(
        work.text.contains("/measures/M21/return/2019-20%20Q3"),
        "{}",
        work.text
    );
    assert!(
        work.text.contains("over 6 years late"),
        "it was due in January 2020"
    );
    let form = host.get(FORM, &owner).await;
    assert_eq!(form.status, StatusCode::OK, "{}", form.text);
    for shown in [
        "Target for 2019-20 Q3",
        "75",
        "Figures before",
        "97",
        "data-talk=",
        "data-keep-typed=",
    ] {
        assert!(form.text.contains(shown), "{shown}\n{}", form.text);
    }
    let sent = returned(&host, &owner, "act-1", &red()).await;
    assert!(
        sent.location()
            .starts_with("/my-work?done=returned&figure="),
        "{}",
        sent.text
    );
    let work = host.get(sent.location(), &owner).await;
    assert!(
        work.text.contains("The figure is returned. M21 "),
        "the banner names the figure"
    );
    assert!(
        !work.text.contains("/measures/M21/return/"),
        "it is no longer due"
    );
}

#[tokio::test]
async fn a_red_figure_is_asked_for_its_words_and_keeps_what_was_typed() {
    let host = with_cycle().await;
    let owner = host.signed_in("owner").await;
    let before = head(&host);
    let counts = [
        ("numerator", "20"),
        ("denominator", "40"),
        ("evidence", "Extract of 3 January"),
    ];
    let asked = returned(&host, &owner, "act-1", &counts).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    for shown in [
        "href=\"#comment\"",
        "href=\"#doing\"",
        "href=\"#by_when\"",
        "Say why it is so",
        "value=\"20\"",
        "value=\"40\"",
        "Extract of 3 January",
        "50%",
    ] {
        assert!(asked.text.contains(shown), "{shown}\n{}", asked.text);
    }
    assert_eq!(head(&host), before, "nothing is written");
    let without = [
        ("numerator", "20"),
        ("denominator", "40"),
        ("answer-without-words", "yes"),
        ("answer-outside-limits", "yes"),
        ("answer-wrong-way-round", "yes"),
    ];
    let sent = returned(&host, &owner, "act-2", &without).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
}

#[tokio::test]
async fn a_slip_of_the_pen_is_asked_about_until_every_question_is_confirmed() {
    let host = with_cycle().await;
    let owner = host.signed_in("owner").await;
    let mut fields: Vec<_> = [("value", "970")].into_iter().chain(WORDS).collect();
    let asked = returned(&host, &owner, "act-1", &fields).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    for name in ["answer-outside-hundred", "answer-unexpected"] {
        let link = format!("href=\"#{name}\"");
        assert!(asked.text.contains(&link), "{name}\n{}", asked.text);
    }
    fields.push(("answer-outside-hundred", "yes"));
    let half = returned(&host, &owner, "act-2", &fields).await;
    assert_eq!(half.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(half.text.contains("href=\"#answer-unexpected\""));
    assert!(!half.text.contains("href=\"#answer-outside-hundred\""));
    fields.push(("answer-unexpected", "yes"));
    let sent = returned(&host, &owner, "act-3", &fields).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
}

#[tokio::test]
async fn counts_that_cannot_be_so_are_refused_at_their_field() {
    let host = with_cycle().await;
    let owner = host.signed_in("owner").await;
    for (fields, field) in [
        ([("numerator", "41"), ("denominator", "40")], "numerator"),
        ([("numerator", "4"), ("denominator", "0")], "denominator"),
        ([("numerator", "many"), ("denominator", "40")], "numerator"),
    ] {
        let refused = returned(
            &host,
            &owner,
            "act-1",
            &fields.into_iter().chain(WORDS).collect::<Vec<_>>(),
        )
        .await;
        assert_eq!(
            refused.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{fields:?}"
        );
        let link = format!("href=\"#{field}\"");
        assert!(refused.text.contains(&link), "{fields:?}\n{}", refused.text);
    }
}

#[tokio::test]
async fn what_is_said_while_typing_is_a_part_of_a_page() {
    let host = with_cycle().await;
    let owner = host.signed_in("owner").await;
    let before = head(&host);
    let path = "/measures/M21/return/2019-20%20Q3/talk";
    let said = host
        .post(path, &owner, &[("numerator", "20"), ("denominator", "40")])
        .await;
    assert_eq!(said.status, StatusCode::OK);
    assert!(!said.text.contains("<html"), "{}", said.text);
    assert!(
        said.text.contains("Red") && said.text.contains("50%"),
        "{}",
        said.text
    );
    assert!(
        said.text
            .contains("Still to say: why, what is being done, by when."),
        "{}",
        said.text
    );
    let half = host.post(path, &owner, &[("numerator", "20")]).await;
    assert_eq!(
        half.status,
        StatusCode::OK,
        "a form half filled is no error"
    );
    assert_eq!(head(&host), before);
}

#[tokio::test]
async fn a_form_that_is_sent_twice_is_done_once() {
    let host = with_cycle().await;
    let owner = host.signed_in("owner").await;
    let first = returned(&host, &owner, "act-1", &red()).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.text);
    let after = head(&host);
    let again = returned(&host, &owner, "act-1", &red()).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.text);
    assert_eq!(head(&host), after);
}

#[tokio::test]
async fn two_who_return_one_figure_meet_and_nothing_typed_is_lost() {
    let host = with_cycle().await;
    let (owner, approver) = (
        host.signed_in("owner").await,
        host.signed_in("approver").await,
    );
    let seen = head(&host).to_string();
    assert_eq!(
        returned(&host, &approver, "act-1", &red()).await.status,
        StatusCode::SEE_OTHER
    );
    let mut late = vec![
        ("act", "act-2"),
        ("seen", seen.as_str()),
        ("state", "final"),
        ("value", "80"),
    ];
    late.extend(WORDS);
    late.push(("answer-outside-limits", "yes"));
    let met = host.post(FORM, &owner, &late).await;
    assert_eq!(met.status, StatusCode::CONFLICT, "{}", met.text);
    for shown in [
        "The approver",
        "What was changed",
        "value=\"80\"",
        "Two workers start in March.",
    ] {
        assert!(met.text.contains(shown), "{shown}\n{}", met.text);
    }
    let sent = returned(&host, &owner, "act-3", &late[2..]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
}

#[tokio::test]
async fn a_draft_and_what_was_typed_come_back() {
    let host = with_cycle().await;
    let owner = host.signed_in("owner").await;
    let saved = returned(
        &host,
        &owner,
        "act-1",
        &[("value", "81.5"), ("comment", "So far"), ("do", "draft")],
    )
    .await;
    assert_eq!(
        saved.location(),
        format!("{FORM}?done=draft"),
        "{}",
        saved.text
    );
    let form = host.get(FORM, &owner).await;
    assert!(
        form.text.contains("value=\"81.5\"") && form.text.contains("So far"),
        "{}",
        form.text
    );
    assert!(host.get(BOARD, &owner).await.text.contains("draft"));
    let account = "owner".into();
    let now = host.app.now();
    let service = host.app.service();
    service
        .keep_typed(&account, FORM, r#"{"value":"82.5"}"#, now)
        .unwrap();
    let form = host.get(FORM, &owner).await;
    assert!(
        form.text.contains("value=\"82.5\"") && form.text.contains("You typed this on"),
        "{}",
        form.text
    );
    assert!(
        host.get("/my-work", &owner)
            .await
            .text
            .contains("You typed into it on")
    );
    let forgotten = returned(&host, &owner, "act-2", &[("do", "forget")]).await;
    assert_eq!(forgotten.status, StatusCode::SEE_OTHER);
    assert!(host.get(FORM, &owner).await.text.contains("value=\"81.5\""));
}

#[tokio::test]
async fn a_return_is_sent_back_with_a_reason_and_signed_off_in_the_end() {
    let host = with_cycle().await;
    let (owner, approver) = (
        host.signed_in("owner").await,
        host.signed_in("approver").await,
    );
    returned(&host, &owner, "act-1", &red()).await;
    let waiting = host.get("/my-work", &approver).await;
    assert!(
        waiting.text.contains("value=\"M21\""),
        "it waits for a check\n{}",
        waiting.text
    );
    let act = format!("{BOARD}/returns");
    let back = |reason: &'static str, id: &'static str| {
        [
            ("act", id),
            ("do", "send-back"),
            ("measure", "M21"),
            ("reason", reason),
            ("to", BOARD),
        ]
    };
    let silent = host.post(&act, &approver, &back("", "act-2")).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(silent.text.contains("Say why it is sent back"));
    let on = format!("name=\"to\" value=\"{BOARD}\"");
    assert!(silent.text.contains(&on), "it leads on as before");
    let sent = host
        .post(&act, &approver, &back("Which team is it?", "act-3"))
        .await;
    assert_eq!(
        sent.location(),
        format!("{BOARD}?done=sent-back"),
        "{}",
        sent.text
    );
    let work = host.get("/my-work", &owner).await;
    assert!(work.text.contains("Which team is it?"), "{}", work.text);
    let again = returned(&host, &owner, "act-4", &red()).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.text);
    let fields = [
        ("act", "act-5"),
        ("do", "sign-off"),
        ("measure", "M21"),
        ("to", "https://elsewhere.example/"),
    ];
    let signed = host.post(&act, &approver, &fields).await;
    assert_eq!(signed.location(), "/?done=signed-off", "{}", signed.text);
    let refused = host.get(FORM, &owner).await;
    assert_eq!(
        refused.status,
        StatusCode::FORBIDDEN,
        "what is signed off is corrected by others"
    );
    let officer = host.signed_in("performance-officer").await;
    let correct = host.get(FORM, &officer).await;
    assert!(correct.text.contains("Why it changes"), "{}", correct.text);
}

#[tokio::test]
async fn a_red_figure_without_words_is_signed_off_only_with_a_reason() {
    let host = with_cycle().await;
    let (owner, approver) = (
        host.signed_in("owner").await,
        host.signed_in("approver").await,
    );
    let fields = [
        ("numerator", "20"),
        ("denominator", "40"),
        ("answer-without-words", "yes"),
        ("answer-outside-limits", "yes"),
        ("answer-wrong-way-round", "yes"),
    ];
    returned(&host, &owner, "act-1", &fields).await;
    let act = format!("{BOARD}/returns");
    let mut fields = vec![
        ("act", "act-2"),
        ("do", "sign-off"),
        ("measure", "M21"),
        ("to", BOARD),
    ];
    let refused = host.post(&act, &approver, &fields).await;
    assert_eq!(
        refused.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "{}",
        refused.text
    );
    assert!(refused.text.contains("id=\"despite\""), "{}", refused.text);
    fields[0].1 = "act-3";
    fields.push(("despite", "The director has asked for it today."));
    let signed = host.post(&act, &approver, &fields).await;
    assert_eq!(signed.status, StatusCode::SEE_OTHER, "{}", signed.text);
}
