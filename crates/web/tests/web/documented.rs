//! The examples of `docs/api.md`, run one after the other as they stand.

use axum::body::Body;
use axum::http::Request;
use clew_service::Scope;
use serde_json::Value;

use crate::host::Host;
use crate::programs::token;

const PAGE: &str = include_str!("../../../../docs/api.md");

/// One example: the command, the status, and what is answered.
struct Example {
    command: String,
    status: u16,
    answer: String,
}

fn examples() -> Vec<Example> {
    let blocks = PAGE.split("```console\n").skip(1);
    let read = blocks.map(|block| {
        let block = block.split("```").next().unwrap();
        let mut lines = block.lines();
        let command = lines.next().unwrap().strip_prefix("$ curl ").unwrap();
        let status = lines.next().unwrap().strip_prefix("HTTP ").unwrap();
        Example {
            command: command.to_owned(),
            status: status.parse().unwrap(),
            answer: lines.collect::<Vec<_>>().join("\n"),
        }
    });
    read.collect()
}

/// Words of a command as a shell reads them, with variables in their place.
fn words(command: &str, token: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut within = None;
    for letter in command.chars() {
        match (letter, within) {
            ('\'' | '"', None) => within = Some(letter),
            (letter, Some(quote)) if letter == quote => within = None,
            (' ', None) => words.push(String::new()),
            (letter, _) => words.last_mut().unwrap().push(letter),
        }
    }
    let put = |word: String| word.replace("$TOKEN", token).replace("$CLEW", "");
    words
        .into_iter()
        .filter(|word| !word.is_empty())
        .map(put)
        .collect()
}

fn request(command: &str, token: &str) -> Request<Body> {
    let (mut method, mut body, mut path) = ("GET", None, String::new());
    let mut headers = Vec::new();
    let words = words(command, token);
    let mut words = words.iter();
    while let Some(word) = words.next() {
        match word.as_str() {
            "-X" => method = words.next().unwrap(),
            "-d" => body = words.next(),
            "-H" => headers.push(words.next().unwrap().split_once(": ").unwrap()),
            "-u" => {
                let (_, password) = words.next().unwrap().split_once(':').unwrap();
                headers.push(("authorization", password));
            }
            other => path = other.to_owned(),
        }
    }
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        // Curl writes a name and password as base 64; programs.rs tries that.
        let bare = name == "authorization" && !value.starts_with("Bearer");
        let value = if bare {
            format!("Bearer {value}")
        } else {
            value.to_owned()
        };
        request = request.header(name, value);
    }
    let request = match body {
        Some(_) => request.header("content-type", "application/json"),
        None => request,
    };
    request
        .body(body.map_or_else(Body::empty, |body| Body::from(body.clone())))
        .unwrap()
}

/// Whether an answer has everything that the page shows of it.
fn has(answer: &Value, shown: &Value) -> bool {
    match (answer, shown) {
        (_, Value::String(any)) if any == "…" => !answer.is_null(),
        (Value::Object(answer), Value::Object(shown)) => shown
            .iter()
            .all(|(name, shown)| answer.get(name).is_some_and(|answer| has(answer, shown))),
        (Value::Array(answer), Value::Array(shown)) => {
            answer.len() >= shown.len()
                && answer
                    .iter()
                    .zip(shown)
                    .all(|(answer, shown)| has(answer, shown))
        }
        (answer, shown) => answer == shown,
    }
}

#[tokio::test]
async fn every_example_of_the_page_comes_to_what_the_page_says() {
    let host = Host::new();
    let token = token(&host, "performance-officer", &[Scope::Read, Scope::Write]);
    let all = examples();
    assert!(all.len() > 10);
    for example in all {
        let answer = host.send(request(&example.command, &token)).await;
        let what = format!("{}\n{}", example.command, answer.text);
        assert_eq!(answer.status.as_u16(), example.status, "{what}");
        match serde_json::from_str::<Value>(&example.answer) {
            Ok(shown) => {
                let answer: Value = serde_json::from_str(&answer.text).unwrap();
                assert!(has(&answer, &shown), "{what}\n{shown:#}");
            }
            Err(_) => {
                let begins = example.answer.trim_end_matches('…');
                assert!(answer.text.starts_with(begins), "{what}");
            }
        }
    }
}
