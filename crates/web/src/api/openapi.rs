//! The OpenAPI document, made from the list of operations.

use std::sync::OnceLock;

use axum::http::{Method, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

use super::operations::{FILE, Gives, Operation, all};
use super::schemas::{self, held, items, named};
use crate::{App, Visit};

/// The document. It is the same for everybody, and says nothing of what the server holds.
pub(super) async fn serve(visit: Visit) -> Response {
    static TEXT: OnceLock<String> = OnceLock::new();
    let text = TEXT.get_or_init(|| document(&visit.app).to_string());
    let kind = [(header::CONTENT_TYPE, "application/json")];
    (kind, text.as_str()).into_response()
}

/// The document as a value.
pub(super) fn document(app: &App) -> Value {
    let mut paths = Map::new();
    for operation in all(app) {
        let path = operation.path.replace("{*key}", "{key}");
        let path = paths.entry(path).or_insert_with(|| json!({}));
        let method = operation.method.as_str().to_lowercase();
        path[method.as_str()] = described(&operation);
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Clew",
            "version": "1",
            "summary": "Everything that the pages of Clew show and do, for programs.",
            "license": { "name": "MIT OR Apache-2.0" },
        },
        "servers": [{ "url": "/" }],
        "security": [{ "token": [] }],
        "paths": paths,
        "components": {
            "schemas": schemas::all(),
            "securitySchemes": {
                "token": { "type": "http", "scheme": "bearer", "description": "A token that you make under Your account, Tokens for programs." },
                "spreadsheet": { "type": "http", "scheme": "basic", "description": "For spreadsheets, to read: any name, and a token as the password." },
            },
        },
    })
}

fn described(operation: &Operation) -> Value {
    let mut value = json!({
        "tags": [operation.group],
        "summary": operation.does,
        "operationId": id_of(operation),
        "parameters": parameters(operation),
        "responses": responses(operation),
    });
    if let Some(schema) = operation.sends {
        let content = match schema {
            FILE => {
                json!({ "application/octet-stream": { "schema": { "type": "string", "format": "binary" } } })
            }
            schema => json!({ "application/json": { "schema": named(schema) } }),
        };
        value["requestBody"] = json!({ "required": schema != "reason" && schema != "returns-meant", "content": content });
    }
    if operation.gives == Gives::Csv {
        value["security"] = json!([{ "token": [] }, { "spreadsheet": [] }]);
    }
    value
}

/// A name of its own for each operation, made of its method and path.
fn id_of(operation: &Operation) -> String {
    let path = operation.path.trim_start_matches("/api/v1/");
    let letters = path.chars().map(|letter| match letter {
        '{' | '}' | '*' => ' ',
        letter if letter.is_ascii_alphanumeric() => letter,
        _ => ' ',
    });
    let words: String = letters.collect();
    let words: Vec<&str> = words.split_whitespace().collect();
    format!(
        "{}-{}",
        operation.method.as_str().to_lowercase(),
        words.join("-")
    )
}

fn parameters(operation: &Operation) -> Vec<Value> {
    let in_path = operation
        .path
        .split('/')
        .filter(|part| part.starts_with('{'));
    let in_path = in_path.map(|part| {
        let name = part.trim_matches(['{', '}', '*']);
        json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" }, "description": meaning(name) })
    });
    let in_query = operation.takes.iter().map(|name| {
        let schema = match *name {
            "limit" => json!({ "type": "integer", "minimum": 1, "maximum": 1000, "default": 100 }),
            _ => json!({ "type": "string" }),
        };
        let required = matches!((*name, operation.path), ("q" | "of" | "name", _) | ("period", "/api/v1/scorecard"));
        json!({ "name": name, "in": "query", "required": required, "schema": schema, "description": meaning(name) })
    });
    in_path.chain(in_query).chain(headers(operation)).collect()
}

fn headers(operation: &Operation) -> Vec<Value> {
    let header = |name: &str, meaning: &str| json!({ "name": name, "in": "header", "required": false, "schema": { "type": "string" }, "description": meaning });
    match operation.method {
        Method::GET => vec![header(
            "If-None-Match",
            "The ETag that you hold: 304 when it still is so.",
        )],
        Method::POST => vec![repeat()],
        _ => vec![
            header(
                "If-Match",
                "The ETag that you read: 412 when it was changed since.",
            ),
            repeat(),
        ],
    }
}

fn repeat() -> Value {
    json!({ "name": "Idempotency-Key", "in": "header", "required": false, "schema": { "type": "string", "maxLength": 64 },
        "description": "An id of your own for this act: sent again with the same, it is done once." })
}

/// What a parameter means.
pub(super) fn meaning(name: &str) -> &'static str {
    match name {
        "limit" => "How many items a page has, 1 to 1000.",
        "after" => "What the page before ended with: follow next, or the Link header.",
        "measure" | "code" => "The code of a measure, however it is written.",
        "period" => "A period, for example 2025-26 Q2.",
        "unit" => "A part of the organisation.",
        "plan" => "The id of a plan.",
        "kind" => "A kind of record, or of measure.",
        "key" => "What identifies the record, each part escaped, as in its subject.",
        "reason" => "Why, in a sentence that will be read in a year.",
        "since" | "until" => "A moment, for example 2026-06-12T14:05:00Z.",
        "q" => "Words to look for.",
        "stage" => "due, draft, returned, sent back, checked or signed off.",
        "severity" => "error, warning or note.",
        "from" => "returned, imported or computed.",
        "state" => "provisional or final.",
        "subject" => "A subject of the journal, or the code of a measure.",
        "cycle" => "The id of a cycle.",
        "id" => "Its id.",
        "of" => "What the files hang on, by its subject, for example findings/1.",
        "name" => "What the file is called, for example audit.pdf.",
        "digest" => "The digest of the file, as the list gives it.",
        _ => "Only what is so.",
    }
}

fn responses(operation: &Operation) -> Value {
    let json_of = |schema: Value| json!({ "application/json": { "schema": schema } });
    let (status, content) = match operation.gives {
        Gives::One(name) => ("200", json_of(named(name))),
        Gives::Record(kind) => ("200", json_of(held(kind))),
        Gives::Records(kind) => ("200", json_of(items(&held(kind)))),
        Gives::Items(name) => ("200", json_of(items(&named(name)))),
        Gives::Csv => (
            "200",
            json!({ "text/csv": { "schema": { "type": "string" } } }),
        ),
        Gives::File => (
            "200",
            json!({ "application/octet-stream": { "schema": { "type": "string", "format": "binary" } } }),
        ),
        Gives::Done | Gives::Made => ("200", json_of(named("done"))),
    };
    let error = |words: &str| json!({ "description": words, "content": json_of(named("error")) });
    let mut all = json!({ status: { "description": "Done.", "content": content } });
    if operation.gives == Gives::Made || operation.method == Method::PUT {
        all["201"] = json!({ "description": "It was made.", "content": json_of(named("done")) });
    }
    let mut failures = vec![
        ("401", "There is no token, or it has ended."),
        ("403", "The token or its account may not."),
        (
            "404",
            "There is no such thing, or none that the account may know of.",
        ),
        ("422", "A field or a parameter is not as it should be."),
    ];
    match operation.method {
        Method::GET => {
            all["304"] = json!({ "description": "What you hold still is so." });
        }
        _ => failures.extend([
            ("400", "The body cannot be read."),
            (
                "409",
                "Somebody else was first, or the Idempotency-Key was used for something else.",
            ),
            ("412", "It was changed since you read it."),
            ("413", "The body is too large."),
            ("415", "The body is not JSON."),
            ("428", "It has to be said which version is changed."),
        ]),
    }
    for (status, words) in failures {
        all[status] = error(words);
    }
    all
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::collections::BTreeSet;

    use super::*;

    fn references(value: &Value, found: &mut BTreeSet<String>) {
        match value {
            Value::Object(fields) => {
                for (name, value) in fields {
                    match (name.as_str(), value) {
                        ("$ref", Value::String(to)) => {
                            found.insert(to.rsplit('/').next().unwrap().to_owned());
                        }
                        _ => references(value, found),
                    }
                }
            }
            Value::Array(entries) => entries.iter().for_each(|entry| references(entry, found)),
            _ => {}
        }
    }

    #[test]
    fn every_schema_that_is_named_is_there() {
        let mut wanted = BTreeSet::new();
        let schemas = schemas::all();
        references(&Value::Object(schemas.clone()), &mut wanted);
        assert!(wanted.len() > 1);
        for name in wanted {
            assert!(schemas.contains_key(&name), "{name}");
        }
    }
}
