//! What programs are given: pages of lists, tables for spreadsheets, the document that describes it all.

use axum::http::{Method, StatusCode};
use clew_service::Scope;
use serde_json::json;

use crate::host::Host;
use crate::programs::{BOTH, ask, get, json_of, token};

#[tokio::test]
async fn pages_of_a_list_come_to_the_whole_list_once() {
    let host = Host::new();
    let token = token(&host, "viewer", &[Scope::Read]);
    for (path, whole) in [
        (
            "/api/v1/measures",
            host.app.service().memory().book().measures.len(),
        ),
        (
            "/api/v1/figures",
            host.app.service().memory().book().figures.len(),
        ),
        (
            "/api/v1/records/citations",
            host.app.service().memory().book().citations.len(),
        ),
    ] {
        let (mut subjects, mut next) = (Vec::new(), Some(format!("{path}?limit=17")));
        while let Some(address) = next {
            let answer = get(&host, &address, &token).await;
            assert_eq!(answer.status, StatusCode::OK, "{address} {}", answer.text);
            let page = json_of(&answer);
            for item in page["items"].as_array().unwrap() {
                subjects.push(item["subject"].as_str().unwrap().to_owned());
            }
            next = page["next"].as_str().map(str::to_owned);
            let link = next
                .as_ref()
                .map_or_else(String::new, |next| format!("<{next}>; rel=\"next\""));
            assert_eq!(answer.header("link"), link);
        }
        assert_eq!(subjects.len(), whole, "{path}");
        subjects.sort();
        subjects.dedup();
        assert_eq!(subjects.len(), whole, "{path}: each once");
    }
}

#[tokio::test]
async fn what_is_still_so_is_not_sent_again() {
    let host = Host::new();
    let token = token(&host, "performance-officer", BOTH);
    let bearer = format!("Bearer {token}");
    let path = "/api/v1/measures?limit=5";
    let first = get(&host, path, &token).await;
    let tag = first.header("etag").to_owned();
    let headers = [("authorization", bearer.as_str()), ("if-none-match", &tag)];
    let again = ask(&host, (Method::GET, path), &headers, None).await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
    assert!(again.text.is_empty());
    let unit = json!({ "id": "new-team", "name": "New team" });
    let made = ask(
        &host,
        (Method::POST, "/api/v1/records/units"),
        &headers[..1],
        Some(&unit),
    )
    .await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
    let later = ask(&host, (Method::GET, path), &headers, None).await;
    assert_eq!(later.status, StatusCode::OK);
}

#[tokio::test]
async fn spreadsheets_read_tables_with_the_token_as_password() {
    let host = Host::new();
    // `excel:` and the token, as base 64.
    let token = token(&host, "viewer", &[Scope::Read]);
    let basic = format!("Basic {}", base64(format!("excel:{token}").as_bytes()));
    for (path, rows) in [
        (
            "/api/v1/measures.csv",
            host.app.service().memory().book().measures.len(),
        ),
        (
            "/api/v1/actions.csv",
            host.app.service().memory().book().actions.len(),
        ),
        (
            "/api/v1/risks.csv",
            host.app.service().memory().book().risks.len(),
        ),
        (
            "/api/v1/figures.csv",
            host.app.service().memory().book().figures.len(),
        ),
    ] {
        let answer = ask(
            &host,
            (Method::GET, path),
            &[("authorization", &basic)],
            None,
        )
        .await;
        assert_eq!(answer.status, StatusCode::OK, "{path} {}", answer.text);
        assert!(
            answer.header("content-type").starts_with("text/csv"),
            "{path}"
        );
        assert_eq!(records(&answer.text), rows + 1, "{path}");
    }
    let headings = get(&host, "/api/v1/figures.csv", &token).await;
    assert!(headings.text.starts_with("measure,code,title,plan,owner,unit,unit_name,period,period_from,period_to,value,numerator,denominator,unit_of_measure,status,target,from,state,as_at,forecast,forecast_on,return_state\r\n"));
}

/// Records of a CSV text: lines that do not end within quotation marks.
fn records(text: &str) -> usize {
    let mut quoted = false;
    let mut count = 0;
    for letter in text.chars() {
        match letter {
            '"' => quoted = !quoted,
            '\n' if !quoted => count += 1,
            _ => {}
        }
    }
    count
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let mut held = 0_u32;
        for place in 0..3 {
            held = held << 8 | u32::from(three.get(place).copied().unwrap_or(0));
        }
        for place in 0..4 {
            let letter = LETTERS[(held >> (18 - 6 * place) & 63) as usize];
            text.push(if place > three.len() {
                '='
            } else {
                char::from(letter)
            });
        }
    }
    text
}

#[tokio::test]
async fn the_document_describes_every_route_and_no_other() {
    let host = Host::new();
    let answer = host.get("/api/openapi.json", "").await;
    assert_eq!(answer.status, StatusCode::OK);
    let read: utoipa::openapi::OpenApi = serde_json::from_str(&answer.text).unwrap();
    let mut described = Vec::new();
    for (path, item) in &read.paths.paths {
        for (method, found) in [
            ("GET", &item.get),
            ("POST", &item.post),
            ("PUT", &item.put),
            ("DELETE", &item.delete),
        ] {
            if let Some(operation) = found {
                assert!(operation.operation_id.is_some() && operation.summary.is_some());
                described.push(format!("{method} {path}"));
            }
        }
    }
    let routes = clew_web::every_route(&host.app);
    let mut served: Vec<String> = routes
        .iter()
        .filter(|route| route.path.starts_with("/api/v1/"))
        .map(|route| format!("{} {}", route.method, route.path.replace("{*", "{")))
        .collect();
    described.sort();
    served.sort();
    assert_eq!(described, served);
    assert!(served.len() > 40);
}
