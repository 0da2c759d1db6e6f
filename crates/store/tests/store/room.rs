//! A full disk: said clearly, nothing damaged, and all is well once there is room.

use std::process::Command;

use clew_journal::Row;
use clew_store::{Location, Store, StoreError};

use crate::common::{Place, all_rows, append, assert_sound, filled, row, sealed};

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
    let Some(place) = Place::postgres() else {
        return;
    };
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

/// A small disk of its own, as root may have one.
struct SmallDisk(std::path::PathBuf);

impl SmallDisk {
    fn new() -> Option<Self> {
        let name = format!("clew-small-disk-{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir(&folder).unwrap();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=1m", "tmpfs"])
            .arg(&folder)
            .output();
        if mounted.is_ok_and(|output| output.status.success()) {
            return Some(Self(folder));
        }
        let _ = std::fs::remove_dir(&folder);
        eprintln!("skipped: this account may not have a small disk");
        None
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
        let _ = std::fs::remove_dir(&self.0);
    }
}

#[test]
fn a_disk_that_is_really_full_under_sqlite() {
    let Some(disk) = SmallDisk::new() else { return };
    let filler = disk.0.join("filler");
    std::fs::write(&filler, vec![1; 350_000]).unwrap();
    let store = Store::create(&Location::File(disk.0.join("journal.clew"))).unwrap();
    let mut written = Vec::new();
    let refused = loop {
        let head = store.head().unwrap();
        let mut next = row(
            &head.sequence.to_string(),
            "measures/A",
            u32::try_from(head.sequence + 1).unwrap(),
        );
        next.body = "x".repeat(5_000);
        let next = sealed(&head, [next]);
        match store.append(&head, &next, &[]) {
            Ok(_) => written.extend(next),
            Err(error) => break error,
        }
    };
    assert!(matches!(refused, StoreError::Full), "{refused:?}");
    assert!(written.len() > 5, "{}", written.len());
    assert_eq!(all_rows(&store), written);
    std::fs::remove_file(&filler).unwrap();
    let head = store.head().unwrap();
    append(
        &store,
        &head,
        &sealed(&head, [row("after", "measures/B", 1)]),
    );
    assert_sound(&store);
    drop(store);
    assert_sound(&Store::open(&Location::File(disk.0.join("journal.clew"))).unwrap());
}
