//! What a round says of itself while it is under way: marks beside figures, what a director sees in My
//! work, what is said while somebody types, and which period is shown first.

use axum::http::StatusCode;
use clew_service::Scope;

use crate::cycle::{BOARD, PLAN, red, returned, with_cycle};
use crate::host::Host;
use crate::programs::{get, token};

const TALK: &str = "/measures/M21/return/2019-20%20Q3/talk";
const TAG: &str = "class=\"clew-tag\">not signed off<";

/// Everything that shows the figure of M21 in the third quarter.
fn pages() -> Vec<String> {
    let of_plan = format!("?plan={PLAN}&period=2019-20%20Q3");
    vec![
        format!("/performance{of_plan}"),
        format!("/performance/scorecard{of_plan}"),
        "/measures/M21?period=2019-20%20Q3".to_owned(),
        "/measures/M21/figures/2019-20%20Q3".to_owned(),
    ]
}

async fn moved(host: &Host, cookie: &str, fields: &[(&str, &str)]) -> crate::host::Answer {
    let mut all = vec![("measure", "M21")];
    all.extend_from_slice(fields);
    host.post(&format!("{BOARD}/returns"), cookie, &all).await
}

async fn marks(host: &Host, cookie: &str, words: &str) -> Vec<bool> {
    let mut found = Vec::new();
    for page in pages() {
        let shown = host.get(&page, cookie).await;
        assert_eq!(shown.status, StatusCode::OK, "{page}");
        found.push(shown.text.contains(words));
    }
    found
}

#[tokio::test]
async fn a_figure_says_that_it_is_not_signed_off_until_it_is() {
    let host = with_cycle().await;
    let (owner, approver) = (
        host.signed_in("owner").await,
        host.signed_in("approver").await,
    );
    returned(&host, &owner, "act-1", &red()).await;
    assert_eq!(marks(&host, &approver, TAG).await, [true; 4]);
    let summary = host.get(&pages()[0], &approver).await;
    assert!(
        summary
            .text
            .contains("1 of these figures is not signed off."),
        "{}",
        summary.text
    );
    let report =
        format!("/reports/preview?kind=quarterly-progress&plan={PLAN}&period=2019-20%20Q3");
    let shown = host.get(&report, &approver).await;
    assert!(
        shown.text.contains("1 figure is not signed off"),
        "{} {}",
        shown.status,
        shown.text
    );
    let program = token(&host, "viewer", &[Scope::Read]);
    let file = "/api/v1/figures.csv?measure=M21&period=2019-20%20Q3";
    let csv = get(&host, file, &program).await;
    assert!(csv.text.contains("not signed off"), "{}", csv.text);

    let back = [
        ("act", "act-2"),
        ("do", "send-back"),
        ("reason", "Which team?"),
        ("to", BOARD),
    ];
    moved(&host, &approver, &back).await;
    let sent_back = "clew-tag--back\">sent back<";
    assert_eq!(marks(&host, &approver, sent_back).await, [true; 4]);

    returned(&host, &owner, "act-3", &red()).await;
    let sign = [("act", "act-4"), ("do", "sign-off"), ("to", BOARD)];
    let signed = moved(&host, &approver, &sign).await;
    assert_eq!(signed.status, StatusCode::SEE_OTHER, "{}", signed.text);
    assert_eq!(marks(&host, &approver, "clew-tag").await, [false; 4]);
    let csv = get(&host, file, &program).await;
    assert!(!csv.text.contains("not signed off"), "{}", csv.text);
}

#[tokio::test]
async fn nobody_signs_off_their_own_return_in_the_page_without_a_reason_that_is_shown() {
    let host = with_cycle().await;
    let approver = host.signed_in("approver").await;
    returned(&host, &approver, "act-1", &red()).await;
    let sign = [("act", "act-2"), ("do", "sign-off"), ("to", "/my-work")];
    let refused = moved(&host, &approver, &sign).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.text.contains("you returned it yourself")
            && refused.text.contains("id=\"despite\""),
        "{}",
        refused.text
    );
    let sign = [
        ("act", "act-3"),
        ("do", "sign-off"),
        ("to", "/my-work"),
        ("despite", "Everybody else is away"),
    ];
    let signed = moved(&host, &approver, &sign).await;
    assert_eq!(signed.status, StatusCode::SEE_OTHER, "{}", signed.text);
    let told = "by the same person who returned it, reason: Everybody else is away";
    for page in [BOARD, "/measures/M21/figures/2019-20%20Q3"] {
        let shown = host.get(page, &approver).await;
        assert!(shown.text.contains(told), "{page}\n{}", shown.text);
    }
}

#[tokio::test]
async fn a_director_judges_a_return_without_opening_it() {
    let host = with_cycle().await;
    let (owner, approver) = (
        host.signed_in("owner").await,
        host.signed_in("approver").await,
    );
    returned(&host, &owner, "act-1", &red()).await;
    let work = host.get("/my-work", &approver).await;
    let start = work.text.find("id=\"returns\"").unwrap();
    let table = &work.text[start..];
    let table = &table[..table.find("</table>").unwrap()];
    for shown in [
        ">Target<",
        "75%",
        ">Before<",
        "Being done: </strong>Two workers start in March.",
        "By </strong>31 March 2020",
    ] {
        assert!(table.contains(shown), "{shown}\n{table}");
    }
    assert!(!table.contains("<td>–</td>"), "somebody owns it\n{table}");
}

#[tokio::test]
async fn sending_back_without_a_reason_leaves_one_in_my_work() {
    let host = with_cycle().await;
    let (owner, approver) = (
        host.signed_in("owner").await,
        host.signed_in("approver").await,
    );
    returned(&host, &owner, "act-1", &red()).await;
    let back = [("act", "act-2"), ("do", "send-back"), ("to", "/my-work")];
    let refused = moved(&host, &approver, &back).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    for shown in [
        "<h1 class=\"govuk-heading-l\">My work</h1>",
        "Say why it is sent back",
        "href=\"#reason\"",
        "id=\"reason\"",
        "name=\"to\" value=\"/my-work\"",
    ] {
        assert!(refused.text.contains(shown), "{shown}\n{}", refused.text);
    }
}

#[tokio::test]
async fn my_work_leads_to_the_boards_of_the_cycles_that_are_open() {
    let host = with_cycle().await;
    for account in ["performance-officer", "approver", "owner"] {
        let cookie = host.signed_in(account).await;
        let work = host.get("/my-work", &cookie).await;
        assert!(
            work.text.contains("Cycles that are open")
                && work.text.contains(&format!("href=\"{BOARD}\"")),
            "{account}\n{}",
            work.text
        );
    }
}

#[tokio::test]
async fn one_return_in_a_new_cycle_does_not_change_the_period_that_is_shown_first() {
    let host = with_cycle().await;
    let (owner, viewer) = (
        host.signed_in("owner").await,
        host.signed_in("viewer").await,
    );
    let before = host.get("/performance", &viewer).await;
    assert!(!before.text.contains("Newer: "), "nothing has come in yet");
    returned(&host, &owner, "act-1", &red()).await;
    let after = host.get("/performance", &viewer).await;
    let title = |text: &str| {
        let start = text.find("class=\"clew-under\">").unwrap();
        text[start..].split('<').next().unwrap().to_owned()
    };
    assert_eq!(title(&after.text), title(&before.text));
    let newer = after.text.find("Newer: ").expect("the newer period");
    let newer = &after.text[newer..][..400];
    assert!(
        newer.contains("period=2019-20+Q3") || newer.contains("period=2019-20%20Q3"),
        "{newer}"
    );
    assert!(newer.contains(", 1 of "), "{newer}");
}

#[tokio::test]
async fn what_cannot_be_so_is_given_no_status() {
    let host = with_cycle().await;
    let owner = host.signed_in("owner").await;
    let more = [("numerator", "60"), ("denominator", "52")];
    let said = host.post(TALK, &owner, &more).await;
    assert!(
        said.text.contains("are the two the wrong way round?"),
        "{}",
        said.text
    );
    assert!(!said.text.contains("?."), "{}", said.text);
    assert!(!said.text.contains("clew-status"), "{}", said.text);
    let whole = host.post(TALK, &owner, &[("value", "97")]).await;
    assert!(whole.text.contains("clew-status"), "{}", whole.text);
}

#[tokio::test]
async fn what_is_no_number_is_told_while_it_is_typed() {
    let host = with_cycle().await;
    let owner = host.signed_in("owner").await;
    let said = host.post(TALK, &owner, &[("value", "8o")]).await;
    assert!(
        said.text.contains("The value: “8o” is not a number."),
        "{}",
        said.text
    );
    let half = host.post(TALK, &owner, &[("numerator", "20")]).await;
    assert!(half.text.contains("Say of how many, too."), "{}", half.text);
}

#[tokio::test]
async fn an_invitation_by_mail_without_a_mail_server_shows_the_link() {
    let host = Host::new();
    let cookie = host.signed_in("administrator").await;
    let page = host.get("/admin/accounts/owner", &cookie).await;
    assert!(
        page.text.contains("No mail server is set") && !page.text.contains("value=\"mail\""),
        "{}",
        page.text
    );
    let fields = [
        ("act", "act-1"),
        ("email", "owner@council.example"),
        ("by", "mail"),
    ];
    let shown = host
        .post("/admin/accounts/owner/invite", &cookie, &fields)
        .await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.text);
    assert!(
        shown.text.contains("No e-mail was sent") && shown.text.contains("/invitation/"),
        "{}",
        shown.text
    );
}
