//! An append is whole or nothing, and only onto the state that it was decided on.

use clew_journal::Head;
use clew_store::{Appended, StoreError};

use crate::common::{all_rows, append, assert_sound, filled, on_both, row, sealed, some_rows};

#[test]
fn rows_decided_on_an_older_state_are_not_written() {
    on_both(|place| {
        let store = filled(place, 3);
        let other = place.open();
        let old = other.head().unwrap();
        append(&store, &old, &sealed(&old, [row("first", "measures/A", 1)]));
        let late = sealed(&old, [row("second", "measures/B", 1)]);
        assert_eq!(other.append(&old, &late, &[]).unwrap(), Appended::Behind);
        assert_eq!(other.append(&old, &[], &[]).unwrap(), Appended::Behind);
        assert_eq!(other.row_with_id("second").unwrap(), None);
        let now = other.head().unwrap();
        append(
            &other,
            &now,
            &sealed(&now, [row("second", "measures/B", 1)]),
        );
        assert_sound(&store);
    });
}

#[test]
fn an_id_that_is_taken_is_named_and_nothing_of_the_batch_is_there() {
    on_both(|place| {
        let store = filled(place, 3);
        let head = store.head().unwrap();
        let batch = [row("new", "measures/A", 1), row("id-1", "measures/B", 1)];
        let refused = store.append(&head, &sealed(&head, batch), &[]).unwrap_err();
        assert!(
            matches!(&refused, StoreError::IdTaken { id } if id == "id-1"),
            "{refused:?}"
        );
        let twice = [row("twice", "measures/A", 1), row("twice", "measures/B", 1)];
        let refused = store.append(&head, &sealed(&head, twice), &[]).unwrap_err();
        assert!(
            matches!(&refused, StoreError::IdTaken { id } if id == "twice"),
            "{refused:?}"
        );
        assert_eq!(all_rows(&store), some_rows(3));
        assert_sound(&store);
    });
}

#[test]
fn a_version_that_is_taken_is_named_and_nothing_of_the_batch_is_there() {
    on_both(|place| {
        let store = filled(place, 3);
        let head = store.head().unwrap();
        let batch = [row("x", "measures/A", 1), row("y", "measures/SPCC14", 1)];
        let refused = store.append(&head, &sealed(&head, batch), &[]).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "version 1 of measures/SPCC14 is in the journal already"
        );
        assert!(matches!(refused, StoreError::VersionTaken { .. }));
        assert_eq!(all_rows(&store), some_rows(3));
        append(
            &store,
            &head,
            &sealed(&head, [row("z", "measures/SPCC14", 2)]),
        );
        assert_sound(&store);
    });
}

#[test]
fn rows_that_do_not_continue_the_chain_are_refused() {
    on_both(|place| {
        let store = filled(place, 2);
        let head = store.head().unwrap();
        let mut gap = sealed(
            &head,
            [row("a", "measures/A", 1), row("b", "measures/B", 1)],
        );
        gap.remove(0);
        let elsewhere = sealed(
            &Head {
                hash: clew_journal::Digest::of(b"x"),
                ..head
            },
            [row("a", "measures/A", 1)],
        );
        for rows in [gap, elsewhere] {
            let refused = store.append(&head, &rows, &[]).unwrap_err();
            assert!(matches!(refused, StoreError::BrokenChain(_)), "{refused:?}");
        }
        assert_eq!(store.head().unwrap(), head);
    });
}

#[test]
fn a_batch_larger_than_one_statement_is_still_one_transaction() {
    on_both(|place| {
        let store = place.create();
        let mut rows: Vec<_> = (0..12_000)
            .map(|number| row(&number.to_string(), "measures/A", number + 1))
            .collect();
        // The last one clashes: nothing of all that went before may be there.
        rows[11_999].id = "0".to_owned();
        let clash = sealed(&Head::default(), rows.clone());
        let refused = store.append(&Head::default(), &clash, &[]).unwrap_err();
        assert!(matches!(refused, StoreError::IdTaken { .. }), "{refused:?}");
        assert_eq!(store.head().unwrap(), Head::default());
        rows[11_999].id = "11999".to_owned();
        append(&store, &Head::default(), &sealed(&Head::default(), rows));
        assert_eq!(store.head().unwrap().sequence, 12_000);
        assert_sound(&store);
    });
}

#[test]
fn rows_beyond_the_head_are_damage_and_not_a_taken_id() {
    on_both(|place| {
        let store = filled(place, 3);
        let before = some_rows(2)[1].as_head();
        let hash = before.hash;
        place.tamper(&if place.is_sqlite() {
            format!("UPDATE head SET sequence = 2, hash = x'{hash}'")
        } else {
            format!("UPDATE head SET sequence = 2, hash = '\\x{hash}'")
        });
        let refused = store.append(
            &before,
            &sealed(&before, [row("new", "measures/N", 1)]),
            &[],
        );
        assert!(
            matches!(refused, Err(StoreError::Damaged { .. })),
            "{refused:?}"
        );
    });
}
