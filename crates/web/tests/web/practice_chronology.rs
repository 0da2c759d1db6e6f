//! A person's chronology as a file: in which formats, what it says, to whom it is offered, and that it was taken.

use axum::http::StatusCode;

use crate::host::ELSEWHERE;
use crate::practice::{entered, head, referred, with_pack};

#[tokio::test]
async fn a_chronology_is_taken_away_as_pdf_word_and_csv_and_that_is_noted() {
    let host = with_pack();
    let cookie = host.signed_in("practitioner").await;
    let senior = host.signed_in("senior").await;
    let ada = entered(&host, &cookie, "Ada Testperson").await;
    referred(&host, &cookie, ada).await;
    let person = format!("/practice/people/{}", ada.0);
    let page = host.get(&person, &cookie).await;
    let before = head(&host);
    for (format, begins, ending) in [
        ("pdf", &b"%PDF-"[..], "pdf"),
        ("docx", &b"PK"[..], "docx"),
        ("csv", &b"PK"[..], "zip"),
    ] {
        let address = format!("{person}/chronology/{format}");
        assert!(
            page.text.contains(&format!("href=\"{address}\"")),
            "{format}"
        );
        let file = host.get(&address, &cookie).await;
        assert_eq!(file.status, StatusCode::OK, "{}", file.text);
        assert!(file.bytes.starts_with(begins), "{format}");
        let name = format!("attachment; filename=\"chronology-p{}.{ending}\"", ada.0);
        assert_eq!(file.header("content-disposition"), name, "it names nobody");
        assert_eq!(file.header("cache-control"), "no-store", "{format}");
    }
    assert_eq!(head(&host), before, "looks are noted beside the journal");
    let looks = host.get(&format!("{person}/looks"), &senior).await;
    assert_eq!(
        looks.text.matches("Chronology taken away").count(),
        3,
        "{}",
        looks.text
    );
}

#[tokio::test]
async fn a_chronology_is_offered_to_those_who_record_and_made_in_no_other_format() {
    let host = with_pack();
    let cookie = host.signed_in("practitioner").await;
    let ada = entered(&host, &cookie, "Ada Testperson").await;
    referred(&host, &cookie, ada).await;
    let person = format!("/practice/people/{}", ada.0);
    let pdf = format!("{person}/chronology/pdf");
    for format in ["xlsx", "html", "json", "exe"] {
        let file = host
            .get(&format!("{person}/chronology/{format}"), &cookie)
            .await;
        assert_eq!(file.status, StatusCode::NOT_FOUND, "{format}");
    }
    let quality = host.signed_in("quality").await;
    let page = host.get(&person, &quality).await;
    assert!(
        !page.text.contains(&pdf),
        "what they may not take is not offered"
    );
    let other = host.signed_in(ELSEWHERE).await;
    let glass = [("act", "glass"), ("reason", "Found in the street")];
    let broken = host
        .post(&format!("{person}/break-glass"), &other, &glass)
        .await;
    assert_eq!(broken.status, StatusCode::SEE_OTHER, "{}", broken.text);
    let page = host.get(&person, &other).await;
    assert!(!page.text.contains(&pdf), "the glass is broken to look");
    let refused = host.get(&pdf, &other).await;
    assert_eq!(
        refused.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "{}",
        refused.text
    );
    assert!(refused.text.contains("glass"), "{}", refused.text);
}
