//! Whatever the OpenAPI description allows a program to send, and a little more, is answered without a fault.

use axum::http::Method;
use clew_web::Settings;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use serde_json::{Map, Value, json};

use crate::host::Host;
use crate::programs::{BOTH, ask, json_of, token};

/// Requests that are tried of each operation.
const REQUESTS: usize = 24;

/// What stands in the Book, so that some requests reach further than to "there is no such thing".
const KNOWN: &[&str] = &[
    "management-plan-2021-22",
    "2021-22",
    "SPCC014_6b.5",
    "11",
    "measures",
    "risks",
    "measures/SPCC14",
    "CCOP001",
    "community-care",
    "head-of-service",
    "Red",
    "70%",
];

fn text() -> BoxedStrategy<String> {
    let hostile = prop::sample::select(vec![
        "",
        "\0",
        "\u{202e}",
        "../..",
        "2021-13",
        "9999999-99",
        "-0.0000000000000000000000000001",
        "1e400",
        "figures/%/%",
        "1970-01-01",
    ]);
    prop_oneof![
        4 => prop::sample::select(KNOWN).prop_map(str::to_owned),
        2 => hostile.prop_map(str::to_owned),
        1 => ".{0,12}",
    ]
    .boxed()
}

fn anything() -> BoxedStrategy<Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        text().prop_map(Value::from),
        prop::collection::vec(text(), 0..3).prop_map(Value::from),
        Just(json!({ "a": [] })),
    ]
    .boxed()
}

/// Values of a schema; one in twelve is of another kind.
fn value(schema: &Value, document: &Value) -> BoxedStrategy<Value> {
    let sound = sound(schema, document);
    prop_oneof![11 => sound, 1 => anything()].boxed()
}

fn sound(schema: &Value, document: &Value) -> BoxedStrategy<Value> {
    if let Some(reference) = schema["$ref"].as_str() {
        let schema = document.pointer(reference.trim_start_matches('#')).unwrap();
        return sound(schema, document);
    }
    if let Some(values) = schema["enum"].as_array() {
        return prop::sample::select(values.clone()).boxed();
    }
    match schema["type"].as_str() {
        Some("object") => object(schema, document),
        Some("array") => prop::collection::vec(value(&schema["items"], document), 0..3)
            .prop_map(Value::from)
            .boxed(),
        Some("integer") => prop_oneof![any::<i64>(), 0..40_i64]
            .prop_map(Value::from)
            .boxed(),
        Some("number") => (-100_000..100_000_i32)
            .prop_map(|it| json!(f64::from(it) / 64.0))
            .boxed(),
        Some("boolean") => any::<bool>().prop_map(Value::from).boxed(),
        Some("string") => text().prop_map(Value::from).boxed(),
        _ => anything(),
    }
}

/// Objects with each of their fields two times in three, and those that are needed almost always.
fn object(schema: &Value, document: &Value) -> BoxedStrategy<Value> {
    let needed = schema["required"].as_array().cloned().unwrap_or_default();
    let fields = schema["properties"]
        .as_object()
        .cloned()
        .unwrap_or_default();
    let fields: Vec<_> = fields
        .into_iter()
        .map(|(name, schema)| {
            let is_needed = needed.contains(&Value::from(name.as_str()));
            let share = if is_needed { 0.95 } else { 0.66 };
            let field = prop::option::weighted(share, value(&schema, document));
            field.prop_map(move |value| value.map(|value| (name.clone(), value)))
        })
        .collect();
    fields
        .prop_map(|fields| Value::from(fields.into_iter().flatten().collect::<Map<_, _>>()))
        .boxed()
}

/// The address of an operation with its parameters filled in.
fn address(path: &str, operation: &Value, runner: &mut TestRunner) -> String {
    let mut drawn = || text().new_tree(runner).unwrap().current();
    let filled: Vec<String> = path
        .split('/')
        .map(|part| match part.starts_with('{') {
            true => form_urlencoded::byte_serialize(drawn().as_bytes()).collect(),
            false => part.to_owned(),
        })
        .collect();
    let mut query = form_urlencoded::Serializer::new(String::new());
    for parameter in operation["parameters"].as_array().into_iter().flatten() {
        let value = drawn();
        if parameter["in"] == "query" && value.len() % 2 == 0 {
            query.append_pair(parameter["name"].as_str().unwrap(), &value);
        }
    }
    format!("{}?{}", filled.join("/"), query.finish())
}

#[tokio::test]
async fn whatever_the_description_allows_is_answered_without_a_fault() {
    let host = Host::with("west-lothian-2021-22", Settings::default());
    let bearer = format!("Bearer {}", token(&host, "administrator", BOTH));
    let headers = [("authorization", bearer.as_str())];
    let told = ask(&host, (Method::GET, "/api/openapi.json"), &headers, None).await;
    let document = json_of(&told);
    let mut runner = TestRunner::deterministic();
    let mut done = 0;
    for (path, operations) in document["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            let method: Method = method.to_uppercase().parse().unwrap();
            let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
            let bodies = (!schema.is_null()).then(|| value(schema, &document));
            for _ in 0..REQUESTS {
                let address = address(path, operation, &mut runner);
                let body = bodies.as_ref();
                let body = body.map(|bodies| bodies.new_tree(&mut runner).unwrap().current());
                let to = (method.clone(), address.as_str());
                let answer = ask(&host, to, &headers, body.as_ref()).await;
                let is_fault = answer.status.is_server_error();
                assert!(!is_fault, "{method} {address} {body:?}: {}", answer.text);
                done += usize::from(answer.status.is_success());
            }
        }
    }
    assert!(
        done > 50,
        "only {done} requests were done: the rest tells little"
    );
}
