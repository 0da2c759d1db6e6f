//! What earlier releases left opens in this one, unbroken; tables are changed whole or not at all.

use std::path::Path;

use clew_store::{Checkpoint, Location, Store};

use crate::common::{Place, all_rows, append, assert_sound, on_both, row, sealed};

/// The dumps of one kind, each named by the version of its tables.
fn dumps(kind: &str) -> Vec<(u32, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/dumps");
    let mut dumps: Vec<(u32, String)> = std::fs::read_dir(folder)
        .unwrap()
        .filter_map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            let version = name.strip_suffix(&format!("-{kind}.sql"))?.parse().unwrap();
            Some((version, std::fs::read_to_string(&path).unwrap()))
        })
        .collect();
    dumps.sort();
    dumps
}

fn assert_upgraded(place: &Place, version: u32, dump: &str) {
    place.tamper(dump);
    let store = place.open();
    let rows = all_rows(&store);
    assert!(!rows.is_empty(), "version {version} has rows");
    assert_sound(&store);
    assert!(store.facts().unwrap().schema_version > version);
    // What came since works, and the journal goes on.
    let head = store.head().unwrap();
    let checkpoint = Checkpoint {
        sequence: head.sequence,
        hash: head.hash,
        format: 1,
        bytes: vec![1, 2, 3],
    };
    store.put_checkpoint(&checkpoint).unwrap();
    store.set_password_hash("officer", "$argon2id$", 1).unwrap();
    append(
        &store,
        &head,
        &sealed(&head, [row("after", "measures/AFTER", 1)]),
    );
    drop(store);
    let again = place.open();
    assert_eq!(all_rows(&again).len(), rows.len() + 1);
    assert!(again.sign_in_of("officer").unwrap().is_some());
    assert_sound(&again);
}

#[test]
fn every_earlier_release_s_journal_is_upgraded_and_stays_whole() {
    assert_eq!(dumps("sqlite").len(), dumps("postgres").len());
    on_both(|place| {
        let kind = if place.is_sqlite() {
            "sqlite"
        } else {
            "postgres"
        };
        let dumps = dumps(kind);
        assert_eq!(dumps[0].0, 1, "the first release's dump is kept");
        for (version, dump) in dumps {
            let fresh = if place.is_sqlite() {
                Place::sqlite()
            } else {
                Place::postgres().unwrap()
            };
            assert_upgraded(&fresh, version, &dump);
        }
    });
}

#[test]
fn a_text_of_the_first_release_reads_as_it_was_written() {
    on_both(|place| {
        let kind = if place.is_sqlite() {
            "sqlite"
        } else {
            "postgres"
        };
        place.tamper(&dumps(kind)[0].1);
        let reason = place.open().row(4).unwrap().unwrap().reason;
        assert_eq!(
            reason.as_deref(),
            Some(
                "one visit was recorded late \u{2013} \u{a3}1 na\u{ef}ve, \"quoted\" and it's fine"
            )
        );
    });
}

#[test]
fn two_that_open_an_old_journal_at_once_upgrade_it_once() {
    on_both(|place| {
        let kind = if place.is_sqlite() {
            "sqlite"
        } else {
            "postgres"
        };
        place.tamper(&dumps(kind)[0].1);
        std::thread::scope(|scope| {
            let opened: Vec<_> = (0..4)
                .map(|_| scope.spawn(|| place.open().head().unwrap().sequence))
                .collect();
            for thread in opened {
                assert_eq!(thread.join().unwrap(), 5);
            }
        });
        assert_sound(&place.open());
    });
}

#[test]
fn two_that_make_a_journal_at_once_make_one() {
    on_both(|place| {
        let made: usize = std::thread::scope(|scope| {
            let makers: Vec<_> = (0..4)
                .map(|_| scope.spawn(|| made(&place.location)))
                .collect();
            makers
                .into_iter()
                .map(|maker| usize::from(maker.join().unwrap()))
                .sum()
        });
        assert_eq!(made, 1);
        assert_sound(&place.open());
    });
}

/// Whether this call made it; that someone else did is the only other thing that may be said.
fn made(location: &Location) -> bool {
    match Store::create(location) {
        Ok(_) => true,
        Err(error) => {
            assert!(
                matches!(error, clew_store::StoreError::Exists { .. }),
                "{error:?}"
            );
            false
        }
    }
}
