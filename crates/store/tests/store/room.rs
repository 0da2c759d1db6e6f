//! A full disk: said clearly, nothing damaged, and all is well once there is room.

use clew_journal::Row;
use clew_store::StoreError;

use crate::common::{Place, append, assert_sound, filled, row, sealed};

fn large_rows(store: &clew_store::Store) -> Vec<Row> {
    let rows = (0..50).map(|number| {
        let mut row = row(&format!("large-{number}"), "measures/LARGE", number + 1);
        row.body = "x".repeat(10_000);
        row
    });
    sealed(&store.head().unwrap(), rows)
}

#[test]
fn a_full_disk_under_sqlite() {
    let place = Place::sqlite();
    let store = filled(&place, 5);
    let head = store.head().unwrap();
    store.limit_pages(30).unwrap();
    let refused = store.append(&head, &large_rows(&store), &[]);
    assert!(matches!(refused, Err(StoreError::Full)), "{refused:?}");
    assert_eq!(store.head().unwrap(), head);
    assert_sound(&store);
    store.limit_pages(100_000).unwrap();
    append(&store, &head, &large_rows(&store));
    assert_sound(&store);
}

#[test]
fn a_full_disk_under_postgresql() {
    let Some(place) = Place::postgres() else { return };
    let store = filled(&place, 5);
    let head = store.head().unwrap();
    // The server says so with this code; 53100 is "disk full".
    place.tamper(
        "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS \
         $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$; \
         CREATE TRIGGER no_room AFTER INSERT ON entries FOR EACH ROW EXECUTE FUNCTION no_room()",
    );
    let refused = store.append(&head, &large_rows(&store), &[]);
    assert!(matches!(refused, Err(StoreError::Full)), "{refused:?}");
    assert_eq!(store.head().unwrap(), head);
    assert_sound(&store);
    place.tamper("DROP TRIGGER no_room ON entries");
    append(&store, &head, &large_rows(&store));
    assert_sound(&store);
}
