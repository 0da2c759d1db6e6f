//! A cycle from opening to freezing, over a journal on disk.

#![allow(clippy::unwrap_used, missing_docs)]

use clew_journal::Moment;
use clew_plan::{Grant, Role};
use clew_service::{Caller, ErrorKind, FigureRequest, Incoming, Service};
use clew_store::Location;

fn caller(id: &str, actor: &str, second: i64) -> Caller {
    Caller {
        actor: actor.into(),
        id: id.to_owned(),
        at: Moment::from_microseconds(1_780_000_000_000_000 + second * 1_000_000),
        origin: None,
        despite_clock: false,
    }
}

fn scratch(name: &str) -> Location {
    let folder = std::env::temp_dir().join(format!("clew-service-{}-{name}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    Location::File(folder.join("clew.db"))
}

#[test]
fn an_example_is_taken_in_and_read_back_the_same() {
    for name in clew_exchange::examples::names() {
        let location = scratch(name);
        let book = clew_exchange::examples::load(name).unwrap();
        let service = Service::create(&location).unwrap();
        service
            .found(
                &caller("a", "administrator", 0),
                book.organisation.clone().unwrap(),
                "Administrator",
            )
            .unwrap();
        let incoming = Incoming {
            book: book.clone(),
            seen: 2,
            reason: None,
        };
        let done = service
            .take_in_records(&caller("b", "administrator", 1), &incoming)
            .unwrap();
        assert!(!done.rows.is_empty());
        assert!(service.memory().book() == &book, "{name}");
        let again = Service::open(&location).unwrap();
        assert!(again.memory() == service.memory(), "{name}");
        service.checkpoint().unwrap();
        let from_checkpoint = Service::open(&location).unwrap();
        assert!(from_checkpoint.memory() == service.memory(), "{name}");
        assert!(service.fold(u64::MAX).unwrap() == *service.memory());
    }
}
#[test]
fn a_viewer_may_not_return_a_figure() {
    let service = Service::create(&scratch("viewer")).unwrap();
    let book = clew_exchange::examples::load("south-lanarkshire-2019-20").unwrap();
    service
        .found(
            &caller("a", "administrator", 0),
            book.organisation.clone().unwrap(),
            "Administrator",
        )
        .unwrap();
    service
        .take_in_records(
            &caller("b", "administrator", 1),
            &Incoming {
                book,
                seen: 2,
                reason: None,
            },
        )
        .unwrap();
    let grant = Grant {
        role: Role::Viewer,
        unit: None,
    };
    service
        .open_account(
            &caller("c", "administrator", 2),
            &"councillor".into(),
            "Councillor",
            &[grant],
            None,
        )
        .unwrap();
    let memory = service.memory();
    let measure = memory.book().measures[0].code.key();
    let request = FigureRequest {
        measure,
        period: Some("2020-21 Q1".parse().unwrap()),
        value: Some(5.into()),
        ..FigureRequest::default()
    };
    let refused = service
        .return_figure(&caller("d", "councillor", 3), &request)
        .unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::Refused, "{refused}");
}
