//! No room, and no permission, to write: said clearly, nothing changed, and all is well afterwards.

use clew_plan::Kind;
use clew_service::{ErrorKind, Incoming, Service, ServiceError};
use clew_store::{Location, StoreError};
use serde_json::json;

use crate::common::{Place, assert_unbroken, book_of, caller};

fn large(number: i64) -> Incoming {
    let text = format!("{number}{}", "x".repeat(20_000));
    let update =
        |place: i64| json!({"action": "A1", "plan": "p", "text": format!("{place}{text}")});
    Incoming {
        book: book_of((0..50).map(|place| (Kind::Update, update(place)))),
        seen: u64::MAX,
        reason: None,
    }
}

/// A refusal that leaves everything as it was.
fn refused(service: &Service, id: &str) -> ServiceError {
    let before = service.memory();
    let error = service
        .take_in_records(&caller(id, 20), &large(1))
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unavailable, "{error}");
    assert!(service.memory() == before);
    assert!(service.follow().unwrap() == before);
    error
}

fn works_again(service: &Service, id: &str) {
    let done = service.take_in_records(&caller(id, 21), &large(1)).unwrap();
    assert_eq!((done.rows.len(), done.repeated), (50, false));
    assert_unbroken(service.store());
    assert!(*service.memory() == service.fold(u64::MAX).unwrap());
}

#[test]
fn a_full_disk_under_sqlite() {
    let place = Place::sqlite();
    let service = place.founded();
    service.store().limit_pages(60).unwrap();
    let error = refused(&service, "large");
    assert!(
        matches!(error, ServiceError::Store(StoreError::Full)),
        "{error}"
    );
    assert!(error.to_string().contains("no room left"));
    service.store().limit_pages(1_000_000).unwrap();
    works_again(&service, "large");
}

#[test]
fn a_full_disk_under_postgresql() {
    let Some(place) = Place::postgres() else {
        return;
    };
    let service = place.founded();
    // The server says so with this code; 53100 is "disk full".
    place.tamper(
        "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS \
         $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$; \
         CREATE TRIGGER no_room AFTER INSERT ON entries FOR EACH ROW EXECUTE FUNCTION no_room()",
    );
    let error = refused(&service, "large");
    assert!(
        matches!(error, ServiceError::Store(StoreError::Full)),
        "{error}"
    );
    place.tamper("DROP TRIGGER no_room ON entries");
    works_again(&service, "large");
}

#[test]
fn a_database_that_may_only_be_read() {
    let Some(place) = Place::postgres() else {
        return;
    };
    let service = place.founded();
    let Location::Postgres(_) = &place.location else {
        unreachable!("it is PostgreSQL");
    };
    place.tamper(
        "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = on', current_database()); END $$",
    );
    let read_only = place.open();
    assert!(read_only.memory() == service.memory(), "it can be read");
    let error = refused(&read_only, "large");
    assert!(
        matches!(error, ServiceError::Store(StoreError::ReadOnly)),
        "{error}"
    );
    works_again(&service, "large");
}

#[test]
fn a_file_that_may_only_be_read() {
    let place = Place::sqlite();
    let before = place.founded().memory();
    let Location::File(path) = &place.location else {
        unreachable!("it is a file");
    };
    let mut permissions = std::fs::metadata(path).unwrap().permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(path, permissions).unwrap();
    if std::fs::OpenOptions::new().write(true).open(path).is_ok() {
        eprintln!("skipped: the administrator of a machine may write everywhere");
        return;
    }
    let service = place.open();
    assert!(service.memory() == before);
    let error = refused(&service, "large");
    assert!(
        matches!(error, ServiceError::Store(StoreError::ReadOnly)),
        "{error}"
    );
}
