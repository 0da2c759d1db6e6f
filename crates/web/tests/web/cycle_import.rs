//! A workbook of returns in a browser: looked through, refused with everything that is wrong, taken.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use clew_exchange::import::{Options, from_bytes};
use clew_exchange::returns::{self, ReturnRow};

use crate::cycle::with_cycle;
use crate::host::{Answer, Host};

const HEADING: &str = "Measure,Period,Numerator,Denominator,Value\n";

/// Sends a file as the form of the page does.
async fn brought_in(host: &Host, cookie: &str, name: &str, content: &[u8]) -> Answer {
    let mut body = format!(
        "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
         Content-Type: application/octet-stream\r\n\r\n"
    )
    .into_bytes();
    body.extend_from_slice(content);
    body.extend_from_slice(b"\r\n--edge--\r\n");
    let request = Request::builder()
        .method(Method::POST)
        .uri("/returns/import")
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=edge")
        .header(header::COOKIE, cookie);
    host.send(request.body(Body::from(body)).unwrap()).await
}

fn head(host: &Host) -> u64 {
    host.app.service().memory().state().head.sequence
}

/// The value of a field that is carried unseen.
fn carried(text: &str, name: &str) -> String {
    let start = format!("name=\"{name}\" value=\"");
    let at = text.find(&start).unwrap() + start.len();
    let value = text[at..].split('"').next().unwrap();
    value
        .replace("&quot;", "\"")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

#[tokio::test]
async fn three_bad_rows_are_all_told_and_nothing_is_taken() {
    let host = with_cycle().await;
    let owner = host.signed_in("owner").await;
    let before = head(&host);
    let file = format!(
        "{HEADING}M21,2019-20 Q3,36,40,\nM99,2019-20 Q3,,,5\nM15,2019-20 Q3,,,many\nM16,someday,,,90\nM22,2019-20 Q3,41,40,\n"
    );
    let told = brought_in(&host, &owner, "figures.csv", file.as_bytes()).await;
    assert_eq!(told.status, StatusCode::OK, "{}", told.text);
    for shown in [
        "Nothing can be taken yet",
        "M99",
        "many",
        "someday",
        "What to do",
        "41 of 40",
    ] {
        assert!(told.text.contains(shown), "{shown}\n{}", told.text);
    }
    assert!(
        !told.text.contains("/returns/import/take"),
        "there is no way to take it"
    );
    assert_eq!(head(&host), before);
}

#[tokio::test]
async fn a_sound_file_is_shown_first_and_taken_when_it_is_confirmed() {
    let host = with_cycle().await;
    let owner = host.signed_in("owner").await;
    let before = head(&host);
    let file = format!("{HEADING}M21,2019-20 Q3,36,40,\nM15,2019-20 Q3,93,95,\n");
    let shown = brought_in(&host, &owner, "figures.csv", file.as_bytes()).await;
    assert!(shown.text.contains("2 figures"), "{}", shown.text);
    assert_eq!(head(&host), before, "nothing is taken yet");
    let rows = carried(&shown.text, "rows");
    let mut names: Vec<String> = Vec::new();
    for part in shown.text.split("name=\"answer-").skip(1) {
        names.push(format!("answer-{}", part.split('"').next().unwrap()));
    }
    let mut fields = vec![("act", "act-1"), ("rows", rows.as_str())];
    fields.extend(names.iter().map(|name| (name.as_str(), "yes")));
    let taken = host.post("/returns/import/take", &owner, &fields).await;
    assert_eq!(taken.location(), "/my-work?done=imported", "{}", taken.text);
    let after = head(&host);
    assert!(
        after >= before + 4,
        "two figures, and two returns handed in"
    );
    host.post("/returns/import/take", &owner, &fields).await;
    assert_eq!(head(&host), after, "sent twice, done once");
}

#[tokio::test]
async fn the_workbook_that_is_given_can_be_brought_back_empty() {
    let host = with_cycle().await;
    let owner = host.signed_in("owner").await;
    let request = crate::host::request(Method::GET, "/returns/workbook.xlsx", &owner, "");
    let bytes = host.bytes(request).await;
    assert!(bytes.starts_with(b"PK"), "it is a workbook");
    let told = brought_in(&host, &owner, "returns.xlsx", &bytes).await;
    assert_eq!(told.status, StatusCode::OK, "{}", told.text);
    assert!(
        told.text.contains("There is nothing to take."),
        "{}",
        told.text
    );
    assert!(
        told.text.contains("without a value: left for later"),
        "{}",
        told.text
    );
}

#[tokio::test]
async fn the_workbook_holds_only_what_is_due_and_comes_back_filled_in() {
    let host = with_cycle().await;
    let owner = host.signed_in("owner").await;
    let request = crate::host::request(Method::GET, "/returns/workbook.xlsx", &owner, "");
    let bytes = host.bytes(request).await;
    let read = from_bytes("returns.xlsx", &bytes, &Options::default());
    assert!(
        read.book.measures.is_empty() && read.book.targets.is_empty(),
        "no template of a plan"
    );
    let due_row = read
        .book
        .figures
        .iter()
        .find(|figure| figure.measure.as_str() == "M21");
    let figure = due_row.unwrap();
    let overview = clew_service::Overview::of(host.app.service().memory());
    let work = overview.work_of(&"owner".into(), "2026-06-12".parse().unwrap());
    let due = work.sent_back.len() + work.drafts.len() + work.owed.len();
    assert!(due > 5, "{due}");
    assert_eq!(read.book.figures.len(), due, "what is due and no more");
    let row = ReturnRow {
        measure: "M21".to_owned(),
        title: "As it stands".to_owned(),
        unit: None,
        period: figure.period,
        last: Some("100%".to_owned()),
        target: Some("75%".to_owned()),
        value: None,
        numerator: Some(38.into()),
        denominator: Some(40.into()),
        status: None,
        comment: Some("Two orders came late.".to_owned()),
        doing: Some("A second worker starts.".to_owned()),
        by_when: Some("2020-03-31".parse().unwrap()),
    };
    let filled = returns::workbook(&[row], &read.made_at.unwrap()).unwrap();
    let shown = brought_in(&host, &owner, "returns.xlsx", &filled).await;
    assert!(shown.text.contains("1 figure"), "{}", shown.text);
    assert!(
        shown.text.contains("Two orders came late."),
        "{}",
        shown.text
    );
    let rows = carried(&shown.text, "rows");
    let mut fields = vec![("act", "act-1"), ("rows", rows.as_str())];
    let names: Vec<String> = shown
        .text
        .split("name=\"answer-")
        .skip(1)
        .map(|part| format!("answer-{}", part.split('"').next().unwrap()))
        .collect();
    fields.extend(names.iter().map(|name| (name.as_str(), "yes")));
    let taken = host.post("/returns/import/take", &owner, &fields).await;
    assert_eq!(taken.location(), "/my-work?done=imported", "{}", taken.text);
    let memory = host.app.service().memory();
    let mut figures = memory.book().figures.iter();
    let figure = figures.find(|it| it.measure.as_str() == "M21" && it.period == figure.period);
    assert_eq!(figure.unwrap().numerator, Some(38.into()));
    let said = memory
        .book()
        .commentary
        .iter()
        .find(|it| it.text == "Two orders came late.");
    assert_eq!(
        said.unwrap().doing.as_deref(),
        Some("A second worker starts.")
    );
}

#[tokio::test]
async fn broken_uploads_are_told_plainly() {
    let host = with_cycle().await;
    let owner = host.signed_in("owner").await;
    let none = brought_in(&host, &owner, "empty.csv", b"").await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(none.text.contains("Choose a workbook or a CSV file"));
    let broken = brought_in(&host, &owner, "broken.xlsx", b"PK\x03\x04 no workbook").await;
    assert_eq!(broken.status, StatusCode::OK);
    assert!(
        broken.text.contains("Nothing can be taken yet"),
        "{}",
        broken.text
    );
    let form = host.post("/returns/import", &owner, &[("file", "x")]).await;
    assert_eq!(form.status, StatusCode::UNPROCESSABLE_ENTITY);
    let forged = host
        .post("/returns/import/take", &owner, &[("rows", "no JSON")])
        .await;
    assert_eq!(forged.status, StatusCode::BAD_REQUEST);
}
