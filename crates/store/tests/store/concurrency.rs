//! Many writers: one chain, every row once.

use std::collections::HashSet;

use clew_store::{Appended, Store};

use crate::common::{all_rows, assert_sound, on_both, row, sealed};

const WRITERS: usize = 8;
const EACH: u32 = 500;

/// Appends rows one by one, deciding anew as often as someone else was first.
fn write(store: &Store, writer: usize) {
    let subject = format!("measures/W{writer}");
    for number in 1..=EACH {
        let row = row(&format!("{writer}-{number}"), &subject, number);
        loop {
            let head = store.head().unwrap();
            match store
                .append(&head, &sealed(&head, [row.clone()]), &[])
                .unwrap()
            {
                Appended::Done => break,
                Appended::Behind => {}
            }
        }
    }
}

#[test]
fn a_store_may_be_shared_and_handed_over() {
    fn may<T: Send + Sync>() {}
    may::<Store>();
}

#[test]
fn eight_writers_on_two_connections_make_one_unbroken_chain() {
    on_both(|place| {
        let stores = [place.create(), place.open()];
        std::thread::scope(|scope| {
            for writer in 0..WRITERS {
                let store = &stores[writer % 2];
                scope.spawn(move || write(store, writer));
            }
        });
        assert_sound(&stores[0]);
        let ids: HashSet<String> = all_rows(&stores[1]).into_iter().map(|row| row.id).collect();
        assert_eq!(ids.len(), WRITERS * EACH as usize);
        assert_eq!(stores[1].head().unwrap().sequence, ids.len() as u64);
    });
}
