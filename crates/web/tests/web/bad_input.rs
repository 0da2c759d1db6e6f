//! Hostile strings, broken bodies and forms that are too large: a clear answer, never a fault.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use clew_web::{Needs, Settings, every_route};

use crate::cycle::{BOARD, with_cycle};
use crate::host::{Answer, Host};

/// What somebody may type, or send, to see what breaks.
fn hostile() -> Vec<String> {
    vec![
        "<script>alert(1)</script>".to_owned(),
        "\" onmouseover=\"alert(1)".to_owned(),
        "\u{202e}desrever\u{0}\u{7}".to_owned(),
        "' OR 1=1 --".to_owned(),
        "../../etc/passwd".to_owned(),
        "9".repeat(400),
        "ж".repeat(50_000),
        "2019-20 Q99999999999999999999".to_owned(),
        "-0.000000000000000000000000000000000000001e999".to_owned(),
        String::new(),
    ]
}

/// A form of a page: where it goes, and its fields with what they hold.
struct Found {
    action: String,
    fields: Vec<(String, String)>,
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    let value = rest.split_once('"')?.0;
    let plain = [
        ("&quot;", "\""),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&amp;", "&"),
    ];
    let read = |text: String, (from, to): (&str, &str)| text.replace(from, to);
    Some(plain.into_iter().fold(value.to_owned(), read))
}

/// The forms of a page that send something.
fn forms(page: &str) -> Vec<Found> {
    let posts = page.split("<form ").skip(1);
    let posts = posts.filter_map(|rest| rest.split_once("</form>").map(|(form, _)| form));
    let found = posts
        .filter(|form| form.contains("method=\"post\""))
        .map(|form| {
            let tags = form.split('<').map(|tag| format!(" {tag}"));
            let fields = tags.filter_map(|tag| {
                let value = attribute(&tag, "value").unwrap_or_default();
                Some((attribute(&tag, "name")?, value))
            });
            Found {
                action: attribute(&format!(" {form}"), "action").unwrap(),
                fields: fields.collect(),
            }
        });
    found.collect()
}

/// Sends every form of these pages with every hostile text: in the fields that are typed in, and in
/// all of them. Gives where they went.
async fn assail(host: &Host, who: &str, pages: &[&str]) -> Vec<String> {
    let cookie = host.signed_in(who).await;
    let mut tried = Vec::new();
    for page in pages {
        let shown = host.get(page, &cookie).await;
        assert_eq!(shown.status, StatusCode::OK, "{page}\n{}", shown.text);
        for form in forms(&shown.text) {
            let kept_out = ["/sign-out", "/account/everywhere", "/account/password"];
            if kept_out.contains(&form.action.as_str()) || tried.contains(&form.action) {
                continue;
            }
            for text in hostile() {
                let typed = |name: &str| !["act", "seen", "do"].contains(&name);
                for hidden in [true, false] {
                    let fields = form.fields.iter().map(|(name, value)| {
                        let hostile = typed(name) && (hidden || value.is_empty());
                        (name.as_str(), if hostile { text.as_str() } else { value })
                    });
                    let fields: Vec<(&str, &str)> = fields.collect();
                    let answer = host.post(&form.action, &cookie, &fields).await;
                    sound(&answer, &format!("{} with {text:.40}", form.action));
                }
            }
            tried.push(form.action);
        }
    }
    tried
}

fn sound(answer: &Answer, what: &str) {
    let status = answer.status;
    assert!(
        !status.is_server_error(),
        "{what}: {status}\n{}",
        answer.text
    );
    let markup = answer.text.contains("<script>alert");
    assert!(!markup, "{what}: it came back as markup");
    let left = answer.text.contains("\" onmouseover=\"alert");
    assert!(!left, "{what}: it left its attribute");
}

#[tokio::test]
async fn whatever_is_sent_to_a_form_of_plans_and_records_is_answered() {
    let host = Host::with("west-lothian-2021-22", Settings::default());
    let action = "/actions/management-plan-2021-22/11";
    let (update, extend) = (format!("{action}/update"), format!("{action}/extend"));
    let pages = [
        "/records/outcomes%2FP2.1/edit",
        "/records/outcomes%2FP2.1/withdraw",
        "/records/new/measures",
        "/records/new/activities",
        "/measures/SPCC24/targets",
        "/measures/SPCC24/questions/new?period=2020-21",
        "/checks/waive?rule=money-off-by-a-thousand&place=here",
        "/plans/management-plan-2021-22/copy",
        "/freezes/new",
        "/admin/open-account",
        "/admin/accounts/owner",
        "/account/tokens",
        "/cycles/open",
        "/returns/import",
        "/risks/CCOP001/review",
        &extend,
        &update,
    ];
    let tried = assail(&host, "administrator", &pages).await;
    assert!(tried.len() >= pages.len(), "{tried:?}");
}

#[tokio::test]
async fn whatever_is_sent_to_a_form_of_the_cycle_is_answered() {
    let host = with_cycle().await;
    let form = "/measures/M21/return/2019-20%20Q3";
    let tried = assail(&host, "owner", &[form]).await;
    assert_eq!(tried.len(), 1, "{tried:?}");
    let remind = format!("{BOARD}/remind");
    let tried = assail(&host, "performance-officer", &[BOARD, &remind]).await;
    assert!(tried.len() >= 2, "{tried:?}");
    let host = Host::with("edinburgh-2023", Settings::default());
    let close = "/improvement/asp-2023/1/close";
    let tried = assail(&host, "administrator", &[close]).await;
    assert_eq!(tried, [close]);
}

#[tokio::test]
async fn whatever_stands_in_an_address_is_answered() {
    let host = Host::new();
    let cookie = host.signed_in("administrator").await;
    let parts = [
        "x",
        "%3Cscript%3E",
        "%E2%80%AE",
        "%FF%FE",
        "..%2F..",
        "2019-20%20Q2",
        "%00",
    ];
    for route in every_route(&host.app) {
        if route.method != Method::GET || matches!(route.needs, Needs::Anyone) {
            continue;
        }
        for part in parts {
            let path: Vec<&str> = route
                .path
                .split('/')
                .map(|there| if there.starts_with('{') { part } else { there })
                .collect();
            let query = format!(
                "?plan={part}&period={part}&page={part}&unit={part}&q={part}&measure={part}&kind={part}&from={part}"
            );
            let answer = host.get(&(path.join("/") + &query), &cookie).await;
            let what = format!("{} with {part}: {}", route.path, answer.status);
            assert!(!answer.status.is_server_error(), "{what}\n{}", answer.text);
            assert!(!answer.text.contains("<script>alert"), "{what}");
        }
    }
}

#[tokio::test]
async fn a_body_that_is_no_form_or_too_large_is_refused() {
    let host = Host::new();
    let cookie = host.signed_in("viewer").await;
    let send = |kind: &'static str, body: Vec<u8>| {
        Request::builder()
            .method(Method::POST)
            .uri("/account/password")
            .header("sec-fetch-site", "same-origin")
            .header("cookie", &cookie)
            .header("content-type", kind)
            .body(Body::from(body))
            .unwrap()
    };
    let answer = host.send(send("application/json", b"{}".to_vec())).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    let form = "application/x-www-form-urlencoded";
    let answer = host.send(send(form, vec![b'a'; 600 * 1024])).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    let answer = host.send(send(form, vec![0xff, 0xfe, b'=', 0xfd])).await;
    assert!(answer.status.is_client_error(), "{}", answer.status);
}
