//! An application over a database of its own, and people who use it.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use axum::response::Response;
use clew_journal::Moment;
use clew_plan::{AccountId, Grant, Role, UnitId};
use clew_service::{Caller, Incoming, Location, Service};
use clew_web::{App, Clock, Settings, application};
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;

/// The time of every test.
pub(crate) const NOW: &str = "2026-06-12T14:05:00Z";
/// The password of everybody.
pub(crate) const PASSWORD: &str = "three plain words here";

/// The account, and the part of the organisation, of somebody who has every role there and none here.
pub(crate) const ELSEWHERE: &str = "elsewhere";

/// An application with an example in its database, and one account for each role.
pub(crate) struct Host {
    pub(crate) app: App,
    router: Router,
    folder: PathBuf,
}

impl Drop for Host {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

impl Host {
    /// With the example of 65 measures.
    pub(crate) fn new() -> Self {
        Self::with("south-lanarkshire-2019-20", Settings::default())
    }

    pub(crate) fn with(example: &str, settings: Settings) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("clew-web-{}-{number}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir(&folder).unwrap();
        let location: Location = folder
            .join("clew.db")
            .display()
            .to_string()
            .parse()
            .unwrap();
        let service = Service::create(&location).unwrap();
        service.cheap_passwords();
        filled(&service, example);
        let settings = Settings {
            clock: Clock::Fixed(NOW.parse().unwrap()),
            ..settings
        };
        let app = App::new(Arc::new(service), settings);
        let router = application(&app);
        Self {
            app,
            router,
            folder,
        }
    }

    /// Sends a request and reads the whole answer.
    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        Answer::of(response).await
    }

    /// Sends a request and gives the bytes of the answer.
    pub(crate) async fn bytes(&self, request: Request<Body>) -> Vec<u8> {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let body = response.into_body().collect().await.unwrap();
        body.to_bytes().to_vec()
    }

    /// A page, as somebody who has this cookie; an empty one is nobody's.
    pub(crate) async fn get(&self, path: &str, cookie: &str) -> Answer {
        self.send(request(Method::GET, path, cookie, "")).await
    }

    /// A form, as a page of ours sends it.
    pub(crate) async fn post(&self, path: &str, cookie: &str, fields: &[(&str, &str)]) -> Answer {
        let mut body = form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(fields);
        self.send(request(Method::POST, path, cookie, &body.finish()))
            .await
    }

    /// Signs in and gives the cookie of the session.
    pub(crate) async fn signed_in(&self, account: &str) -> String {
        let fields = [("who", account), ("password", PASSWORD)];
        let answer = self.post("/sign-in", "", &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        answer.cookie("clew-session").unwrap()
    }
}

/// A request as a browser on our own page makes it.
pub(crate) fn request(method: Method, path: &str, cookie: &str, body: &str) -> Request<Body> {
    let mut request = Request::builder()
        .method(method)
        .uri(path)
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    if !cookie.is_empty() {
        request = request.header(header::COOKIE, cookie);
    }
    request.body(Body::from(body.to_owned())).unwrap()
}

/// An answer, read whole.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) text: String,
    pub(crate) bytes: Vec<u8>,
    pub(crate) headers: axum::http::HeaderMap,
}

impl Answer {
    async fn of(response: Response) -> Self {
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        Self {
            status: parts.status,
            text: String::from_utf8_lossy(&bytes).into_owned(),
            bytes: bytes.to_vec(),
            headers: parts.headers,
        }
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value.map_or("", |value| value.to_str().unwrap())
    }

    /// Where it leads.
    pub(crate) fn location(&self) -> &str {
        self.header("location")
    }

    /// What a hidden field of its first form holds.
    pub(crate) fn hidden(&self, name: &str) -> &str {
        let start = format!("name=\"{name}\" value=\"");
        let (_, rest) = self.text.split_once(&start).unwrap();
        rest.split_once('"').unwrap().0
    }

    /// A cookie that it sets, as a request sends it back.
    pub(crate) fn cookie(&self, name: &str) -> Option<String> {
        let set = self.headers.get_all(header::SET_COOKIE).iter();
        let mut pairs = set.filter_map(|set| set.to_str().ok()?.split(';').next());
        let start = format!("{name}=");
        pairs
            .find(|pair| pair.starts_with(&start))
            .map(str::to_owned)
    }
}

/// The id of the account that has a role.
pub(crate) fn account_of(role: Role) -> String {
    role.to_string().replace(' ', "-")
}

fn filled(service: &Service, example: &str) {
    let book = clew_exchange::examples::load(example).unwrap();
    let organisation = book.organisation.clone().unwrap();
    let unit = book.units.first().map(|unit| unit.id.clone());
    service
        .found(&caller("founded"), organisation, "Administrator")
        .unwrap();
    let seen = service.memory().state().head.sequence;
    let incoming = Incoming {
        book,
        seen,
        reason: None,
    };
    service
        .take_in_records(&caller("example"), &incoming)
        .unwrap();
    for role in Role::ALL {
        person(service, *role, unit.as_ref());
    }
    stranger(service);
}

/// Somebody with every role in a part of the organisation to which nothing belongs.
fn stranger(service: &Service) {
    let unit = serde_json::json!({"id": ELSEWHERE, "name": "Elsewhere"});
    let unit = clew_plan::Kind::Unit.read(unit).unwrap();
    service.add_record(&caller("unit"), &unit, None).unwrap();
    let roles = Role::ALL
        .iter()
        .filter(|role| **role != Role::Administrator);
    let grants: Vec<Grant> = roles
        .map(|role| Grant {
            role: *role,
            unit: Some(ELSEWHERE.into()),
        })
        .collect();
    let id = AccountId::from(ELSEWHERE);
    service
        .open_account(&caller(ELSEWHERE), &id, "Somebody elsewhere", &grants, None)
        .unwrap();
    let email = "elsewhere@clew.example";
    service
        .give_password(&caller("password"), &id, Some(email), PASSWORD)
        .unwrap();
}

fn person(service: &Service, role: Role, unit: Option<&UnitId>) {
    let id = AccountId::from(account_of(role).as_str());
    if role != Role::Administrator {
        let whole = matches!(
            role,
            Role::PerformanceOfficer | Role::Viewer | Role::Quality
        );
        let unit = unit.filter(|_| !whole).cloned();
        let grants = [Grant { role, unit }];
        service
            .open_account(
                &caller(id.as_str()),
                &id,
                &format!("The {role}"),
                &grants,
                None,
            )
            .unwrap();
    }
    let email = format!("{id}@clew.example");
    service
        .give_password(&caller("password"), &id, Some(&email), PASSWORD)
        .unwrap();
}

pub(crate) fn caller(id: &str) -> Caller {
    let before: Moment = NOW.parse().unwrap();
    Caller {
        actor: AccountId::from("administrator"),
        id: format!("test-{id}"),
        at: Moment::from_microseconds(before.microseconds() - 60_000_000),
        origin: None,
        despite_clock: false,
    }
}
