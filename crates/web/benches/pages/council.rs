//! A council's database, and somebody who is signed in to it.

use std::path::PathBuf;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use clew_journal::Moment;
use clew_plan::{AccountId, Book, Kind, Organisation};
use clew_service::{Caller, Incoming, Location, Service};
use serde_json::json;
use tower::ServiceExt as _;

const PASSWORD: &str = "three plain words here";

/// The folder of a database, which goes with it.
pub(crate) struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// 1,000 measures with ten years of quarters, 4,000 comments, 500 actions, 100 risks and an open round.
pub(crate) fn book() -> Book {
    let mut book = clew_testkit::council(1_000, 10);
    for number in 0..4_000 {
        let (measure, quarter) = (number % 1_000 + 1, number / 1_000 + 1);
        let text = format!("Reviews were late because of vacancy {number}; two posts are filled.");
        add(
            &mut book,
            Kind::Commentary,
            json!({"measure": format!("C{measure:05}"), "period": format!("2024-25 Q{quarter}"), "text": text}),
        );
    }
    for number in 0..500 {
        add(
            &mut book,
            Kind::Action,
            json!({"id": format!("A{number}"), "plan": "council", "title": format!("Improve review {number}"),
            "outcome": format!("O{}", number % 20), "start": "2024-04-01", "end": format!("20{}-06-30", 24 + number % 4), "status": "active"}),
        );
    }
    for number in 0..100 {
        add(
            &mut book,
            Kind::Risk,
            json!({"code": format!("R{number}"), "title": format!("Risk {number}"), "current": "3x4"}),
        );
    }
    add(
        &mut book,
        Kind::Cycle,
        json!({"id": "q4", "plan": "council", "period": "2024-25 Q4", "due": "2025-05-01"}),
    );
    book
}

fn add(book: &mut Book, kind: Kind, fields: serde_json::Value) {
    book.push(kind.read(fields).unwrap());
}

/// A service over that Book, and where its database is.
pub(crate) fn service() -> (Service, Folder) {
    let folder = std::env::temp_dir().join(format!("clew-pages-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let location: Location = folder
        .join("clew.db")
        .display()
        .to_string()
        .parse()
        .unwrap();
    let service = Service::create(&location).unwrap();
    let organisation = Organisation {
        name: "A council".to_owned(),
        short_name: None,
        calendar: None,
        family_group: None,
        source: None,
    };
    service
        .found(&caller("found"), organisation.clone(), "Administrator")
        .unwrap();
    let mut book = book();
    book.organisation = Some(organisation);
    let seen = service.memory().state().head.sequence;
    service
        .take_in_records(
            &caller("book"),
            &Incoming {
                book,
                seen,
                reason: None,
            },
        )
        .unwrap();
    let account = AccountId::from("administrator");
    service
        .give_password(&caller("password"), &account, None, PASSWORD)
        .unwrap();
    (service, Folder(folder))
}

fn caller(id: &str) -> Caller {
    Caller {
        actor: AccountId::from("administrator"),
        id: id.to_owned(),
        at: Moment::from_microseconds(1_750_000_000_000_000),
        origin: None,
        despite_clock: false,
    }
}

/// The cookie of a session.
pub(crate) async fn signed_in(router: &Router) -> String {
    let request = Request::post("/sign-in")
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(format!(
            "who=administrator&password={}",
            PASSWORD.replace(' ', "+")
        )))
        .unwrap();
    let response = router.clone().oneshot(request).await.unwrap();
    let set = response.headers().get_all("set-cookie").iter();
    let mut cookies = set.filter_map(|set| set.to_str().ok()?.split(';').next());
    cookies
        .find(|cookie| cookie.starts_with("clew-session="))
        .unwrap()
        .to_owned()
}
