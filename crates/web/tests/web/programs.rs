//! Programs: who they act for, what they may, and that nobody's work is overwritten.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use clew_plan::AccountId;
use clew_service::Scope;
use serde_json::{Value, json};

use crate::host::{Answer, Host, PASSWORD, caller};

/// A token of an account.
pub(crate) fn token(host: &Host, account: &str, scopes: &[Scope]) -> String {
    let mut caller = caller("token");
    caller.actor = AccountId::from(account);
    host.app
        .service()
        .make_api_token(&caller, PASSWORD, "a test", scopes, None)
        .unwrap()
}

pub(crate) const BOTH: &[Scope] = &[Scope::Read, Scope::Write];

/// A request of a program, which has no cookie and comes from no page.
pub(crate) async fn ask(
    host: &Host,
    (method, path): (Method, &str),
    headers: &[(&str, &str)],
    body: Option<&Value>,
) -> Answer {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let body = match body {
        None => Body::empty(),
        Some(body) => {
            request = request.header("content-type", "application/json");
            Body::from(body.to_string())
        }
    };
    host.send(request.body(body).unwrap()).await
}

pub(crate) async fn get(host: &Host, path: &str, token: &str) -> Answer {
    let bearer = format!("Bearer {token}");
    ask(
        host,
        (Method::GET, path),
        &[("authorization", &bearer)],
        None,
    )
    .await
}

pub(crate) fn json_of(answer: &Answer) -> Value {
    serde_json::from_str(&answer.text).unwrap_or_else(|_| panic!("{}", answer.text))
}

#[tokio::test]
async fn a_token_reads_and_only_one_that_may_write_changes_something() {
    let host = Host::new();
    let reads = token(&host, "administrator", &[Scope::Read]);
    let answer = get(&host, "/api/v1/organisation", &reads).await;
    assert_eq!(answer.status, StatusCode::OK);
    let entries = json_of(&answer)["journal"]["entries"].clone();
    assert!(entries.as_u64().unwrap() > 0);

    let bearer = format!("Bearer {reads}");
    let unit = json!({ "id": "new-team", "name": "New team" });
    let to = (Method::POST, "/api/v1/records/units");
    let refused = ask(&host, to, &[("authorization", &bearer)], Some(&unit)).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(refused.text.contains("may not write"), "{}", refused.text);
    let after = get(&host, "/api/v1/organisation", &reads).await;
    assert_eq!(json_of(&after)["journal"]["entries"], entries);
}

#[tokio::test]
async fn without_a_sound_token_one_is_told_how_to_get_one() {
    let host = Host::new();
    for (path, way) in [
        ("/api/v1/organisation", "Bearer realm=\"Clew\""),
        (
            "/api/v1/figures.csv",
            "Basic realm=\"Clew\", charset=\"UTF-8\"",
        ),
    ] {
        for given in ["", "Bearer clew_0000", "Nonsense", "Basic Og=="] {
            let headers = [("authorization", given)];
            let headers = if given.is_empty() {
                &[][..]
            } else {
                &headers[..]
            };
            let answer = ask(&host, (Method::GET, path), headers, None).await;
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{path} {given}");
            assert_eq!(answer.header("www-authenticate"), way);
            assert_eq!(json_of(&answer)["status"], 401);
        }
    }
}

#[tokio::test]
async fn a_token_ends_when_it_is_revoked_and_when_its_account_is_closed() {
    let host = Host::new();
    let first = token(&host, "viewer", &[Scope::Read]);
    let second = token(&host, "viewer", &[Scope::Read]);
    let (service, viewer) = (host.app.service(), AccountId::from("viewer"));
    assert_eq!(
        get(&host, "/api/v1/plans", &first).await.status,
        StatusCode::OK
    );
    let latest = service.api_tokens(&viewer).unwrap();
    for made in &latest {
        service
            .revoke_api_token(&viewer, &made.id, host.app.now())
            .unwrap();
    }
    for token in [&first, &second] {
        let answer = get(&host, "/api/v1/plans", token).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    }
    let third = token(&host, "viewer", &[Scope::Read]);
    service
        .close_account(&caller("close"), &viewer, Some("left"))
        .unwrap();
    let answer = get(&host, "/api/v1/plans", &third).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_cookie_reads_and_never_writes() {
    let host = Host::new();
    let cookie = host.signed_in("administrator").await;
    assert_eq!(
        host.get("/api/v1/plans", &cookie).await.status,
        StatusCode::OK
    );
    let unit = json!({ "id": "new-team", "name": "New team" });
    let headers = [
        ("cookie", cookie.as_str()),
        ("sec-fetch-site", "same-origin"),
    ];
    let answer = ask(
        &host,
        (Method::POST, "/api/v1/records/units"),
        &headers,
        Some(&unit),
    )
    .await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(
        answer.text.contains("a token that may write"),
        "{}",
        answer.text
    );
}

#[tokio::test]
async fn an_account_without_the_role_is_refused_and_nothing_is_entered() {
    let host = Host::new();
    let viewer = token(&host, "viewer", BOTH);
    let bearer = format!("Bearer {viewer}");
    let before = host.app.service().memory().state().head;
    for (method, path) in [
        (Method::POST, "/api/v1/figures"),
        (Method::POST, "/api/v1/records/units"),
        (Method::PUT, "/api/v1/records/units/x"),
        (Method::DELETE, "/api/v1/records/units/x"),
        (Method::POST, "/api/v1/freezes"),
    ] {
        let answer = ask(
            &host,
            (method, path),
            &[("authorization", &bearer)],
            Some(&json!({})),
        )
        .await;
        assert_eq!(
            answer.status,
            StatusCode::FORBIDDEN,
            "{path} {}",
            answer.text
        );
    }
    assert_eq!(host.app.service().memory().state().head, before);
}

#[tokio::test]
async fn a_record_is_put_only_over_the_version_that_was_read() {
    let host = Host::new();
    let token = token(&host, "performance-officer", BOTH);
    let bearer = format!("Bearer {token}");
    let auth = ("authorization", bearer.as_str());
    let unit = |name: &str| json!({ "id": "new-team", "name": name });
    let path = "/api/v1/records/units/new-team";
    let put = (Method::PUT, path);
    let made = ask(&host, put.clone(), &[auth], Some(&unit("New team"))).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
    let read = get(&host, path, &token).await;
    let tag = read.header("etag").to_owned();
    assert_eq!(tag, made.header("etag"));
    assert_eq!(json_of(&read)["record"]["name"], "New team");

    let blind = ask(&host, put.clone(), &[auth], Some(&unit("Blind"))).await;
    assert_eq!(blind.status, StatusCode::PRECONDITION_REQUIRED);
    let with_tag = [auth, ("if-match", tag.as_str())];
    let first = ask(&host, put.clone(), &with_tag, Some(&unit("North team"))).await;
    assert_eq!(first.status, StatusCode::OK, "{}", first.text);
    let late = ask(&host, put.clone(), &with_tag, Some(&unit("South team"))).await;
    assert_eq!(
        late.status,
        StatusCode::PRECONDITION_FAILED,
        "{}",
        late.text
    );
    let told = &json_of(&late)["conflicts"][0]["fields"][0];
    assert_eq!(told["theirs"], "North team");
    assert_eq!(told["yours"], "South team");
    assert_eq!(
        json_of(&get(&host, path, &token).await)["record"]["name"],
        "North team"
    );

    let new_only = [auth, ("if-none-match", "*")];
    let there = ask(&host, put, &new_only, Some(&unit("Again"))).await;
    assert_eq!(there.status, StatusCode::PRECONDITION_FAILED);

    let remove = (
        Method::DELETE,
        "/api/v1/records/units/new-team?reason=Never+was",
    );
    let stale = ask(&host, remove.clone(), &with_tag, None).await;
    assert_eq!(stale.status, StatusCode::PRECONDITION_FAILED);
    let now = first.header("etag").to_owned();
    let gone = ask(&host, remove, &[auth, ("if-match", &now)], None).await;
    assert_eq!(gone.status, StatusCode::OK, "{}", gone.text);
    assert_eq!(get(&host, path, &token).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_is_sent_twice_under_one_key_is_done_once() {
    let host = Host::new();
    let token = token(&host, "performance-officer", BOTH);
    let bearer = format!("Bearer {token}");
    let headers = [
        ("authorization", bearer.as_str()),
        ("idempotency-key", "update-of-monday"),
    ];
    let plan = host.app.service().memory().book().plans[0].id.clone();
    let cycle = json!({ "plan": plan, "period": "2030-31 Q1" });
    let to = (Method::POST, "/api/v1/cycles");
    let first = ask(&host, to.clone(), &headers, Some(&cycle)).await;
    assert_eq!(first.status, StatusCode::CREATED, "{}", first.text);
    let again = ask(&host, to.clone(), &headers, Some(&cycle)).await;
    let (first, told) = (json_of(&first), json_of(&again));
    assert_eq!(told["repeated"], true, "{told}");
    assert_eq!(first["entries"], told["entries"]);
    let other = json!({ "plan": plan, "period": "2030-31 Q2" });
    let other = ask(&host, to, &headers, Some(&other)).await;
    assert_eq!(other.status, StatusCode::CONFLICT, "{}", other.text);
}

#[tokio::test]
async fn two_accounts_may_use_the_same_key_and_neither_is_told_of_the_other_s() {
    let host = Host::new();
    let plan = host.app.service().memory().book().plans[0].id.clone();
    let to = (Method::POST, "/api/v1/cycles");
    let opens = |account: &str, period: &str, key: &str| {
        let bearer = format!("Bearer {}", token(&host, account, BOTH));
        let cycle = json!({ "plan": plan, "period": period });
        let (host, to, key) = (&host, to.clone(), key.to_owned());
        async move {
            let headers = [
                ("authorization", bearer.as_str()),
                ("idempotency-key", key.as_str()),
            ];
            ask(host, to, &headers, Some(&cycle)).await
        }
    };
    let first = opens("performance-officer", "2030-31 Q1", "monday").await;
    assert_eq!(first.status, StatusCode::CREATED, "{}", first.text);
    let second = opens("administrator", "2030-31 Q2", "monday").await;
    assert_eq!(second.status, StatusCode::CREATED, "{}", second.text);
    // Whoever guesses the id of another's act is told that it is taken, and no more.
    let mut other = caller("x");
    other.id = "performance-officer:monday".to_owned();
    let request = clew_service::FigureRequest::default();
    let refused = host
        .app
        .service()
        .return_figure(&other, &request)
        .unwrap_err();
    assert!(!refused.to_string().contains("2030-31 Q1"), "{refused}");
}

#[tokio::test]
async fn a_figure_is_returned_asked_about_and_judged() {
    let host = Host::new();
    let token = token(&host, "performance-officer", BOTH);
    let bearer = format!("Bearer {token}");
    let auth = [("authorization", bearer.as_str())];
    let memory = host.app.service().memory();
    let measure = memory.book().measures.iter();
    let measure = measure
        .filter(|measure| measure.unit_of_measure == Some(clew_plan::UnitOfMeasure::Percent));
    let key = measure.map(|measure| measure.code.key()).next().unwrap();
    let plan = memory.book().plans[0].id.clone();
    let cycle = json!({ "plan": plan, "period": "2030-31 Q1" });
    ask(&host, (Method::POST, "/api/v1/cycles"), &auth, Some(&cycle)).await;

    let wrong = json!({ "measure": key, "period": "soon", "value": "lots", "colour": "red" });
    let to = (Method::POST, "/api/v1/figures");
    let refused = ask(&host, to.clone(), &auth, Some(&wrong)).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let told = json_of(&refused);
    let fields: Vec<&str> = told["problems"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["field"].as_str().unwrap())
        .collect();
    assert_eq!(fields, ["period", "value", "colour"]);

    let mut figure = json!({
        "measure": key, "period": "2030-31 Q1", "value": 150, "state": "provisional",
        "comment": { "text": "Counted anew after the move of the records" },
    });
    let asked = ask(&host, to.clone(), &auth, Some(&figure)).await;
    assert_eq!(
        asked.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "{}",
        asked.text
    );
    let questions = json_of(&asked)["questions"].clone();
    let ids: Vec<&Value> = questions
        .as_array()
        .unwrap()
        .iter()
        .map(|it| &it["id"])
        .collect();
    assert!(ids.contains(&&json!("outside-hundred")), "{questions}");

    figure["value"] = json!("85.5");
    figure["answers"] = json!([
        "ten-fold",
        "outside-limits",
        "no-target",
        "unexpected-period",
        "as-at",
        "unchanged"
    ]);
    let given = ask(&host, to, &auth, Some(&figure)).await;
    assert_eq!(given.status, StatusCode::CREATED, "{}", given.text);
    let list = get(
        &host,
        &format!("/api/v1/figures?measure={key}&period=2030-31+Q1"),
        &token,
    )
    .await;
    let item = &json_of(&list)["items"][0];
    assert_eq!(item["record"]["value"], "85.5", "{item}");
    assert!(item["stands"]["status"].is_string(), "{item}");
    let story = get(
        &host,
        &format!("/api/v1/figures/{key}/2030-31%20Q1"),
        &token,
    )
    .await;
    assert_eq!(
        json_of(&story)["history"].as_array().unwrap().len(),
        1,
        "{}",
        story.text
    );
}

#[tokio::test]
async fn whatever_a_program_sends_is_answered_without_a_fault() {
    let host = Host::new();
    let token = token(&host, "administrator", BOTH);
    let bearer = format!("Bearer {token}");
    let odd = [
        json!({}),
        json!({ "measure": [], "period": {}, "value": 1e308 }),
        json!({ "id": "\u{0}", "name": "\u{202e}x", "plan": "p", "text": "ж".repeat(10_000) }),
        json!({ "measures": ["x", "\u{0}"], "reason": " ", "forum": "x", "meeting": "2026-02-30", "period": "9999-00" }),
        json!({ "measure": "x", "period": "2025-26", "comment": { "text": 1 }, "forecast": "1" }),
    ];
    let parts = [
        "x",
        "figures",
        "%00",
        "%2F..%2F",
        "2025-26%20Q1",
        "%23999999999999999999999",
        "%FF",
    ];
    for route in clew_web::every_route(&host.app) {
        if !route.path.starts_with("/api/") {
            continue;
        }
        for part in parts {
            let path: Vec<&str> = route
                .path
                .split('/')
                .map(|it| if it.starts_with('{') { part } else { it })
                .collect();
            let path = path.join("/");
            let bodies: Vec<Option<&Value>> = match route.method {
                Method::GET | Method::DELETE => vec![None],
                _ => odd.iter().map(Some).collect(),
            };
            for body in bodies {
                let address = format!("{path}?limit={part}&after={part}&q={part}&reason={part}");
                for address in [path.clone(), address] {
                    let to = (route.method.clone(), address.as_str());
                    let headers = [("authorization", bearer.as_str()), ("if-match", "\"7\"")];
                    let answer = ask(&host, to, &headers, body).await;
                    assert!(
                        !answer.status.is_server_error(),
                        "{} {address} {body:?}: {}",
                        route.method,
                        answer.text
                    );
                    if answer.status.is_client_error()
                        && answer.status != StatusCode::METHOD_NOT_ALLOWED
                    {
                        assert_eq!(
                            json_of(&answer)["status"],
                            answer.status.as_u16(),
                            "{address}"
                        );
                    }
                }
            }
        }
    }
}

#[tokio::test]
async fn a_body_that_is_no_json_or_too_large_is_told_so() {
    let host = Host::new();
    let token = token(&host, "administrator", BOTH);
    for (kind, body, expected) in [
        ("application/json", "{".to_owned(), StatusCode::BAD_REQUEST),
        ("application/json", "[]".to_owned(), StatusCode::BAD_REQUEST),
        (
            "application/json",
            "[".repeat(100_000),
            StatusCode::BAD_REQUEST,
        ),
        (
            "text/plain",
            "{}".to_owned(),
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
        ),
        (
            "application/json",
            " ".repeat(600_000),
            StatusCode::PAYLOAD_TOO_LARGE,
        ),
    ] {
        let request = Request::builder()
            .method(Method::POST)
            .uri("/api/v1/figures")
            .header("authorization", format!("Bearer {token}"))
            .header("content-type", kind)
            .body(Body::from(body))
            .unwrap();
        let answer = host.send(request).await;
        assert_eq!(answer.status, expected, "{}", answer.text);
    }
}

#[tokio::test]
async fn an_extension_over_what_somebody_changed_since_is_a_conflict() {
    let host = Host::with("west-lothian-2021-22", clew_web::Settings::default());
    let token = token(&host, "administrator", BOTH);
    let bearer = format!("Bearer {token}");
    let path = "/api/v1/actions/management-plan-2021-22/11/extensions";
    let seen = host.app.service().memory().state().head.sequence;
    let extend =
        |end: &str| json!({"new_end": end, "reason": "The supplier was late.", "seen": seen});
    let send = async |id: &str, end: &str| {
        let headers = [("authorization", bearer.as_str()), ("idempotency-key", id)];
        ask(&host, (Method::POST, path), &headers, Some(&extend(end))).await
    };
    let first = send("one", "2027-03-31").await;
    assert_eq!(first.status, StatusCode::OK, "{}", first.text);
    let second = send("two", "2028-03-31").await;
    assert_eq!(second.status, StatusCode::CONFLICT, "{}", second.text);
}
