//! Many writers: one chain, every row once.

use std::collections::HashSet;
use std::time::{Duration, Instant};

use clew_store::{Appended, Store};

use crate::common::{Place, all_rows, assert_sound, filled, on_both, row, sealed};

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

/// Somebody else who keeps a table, so that whoever wants it has to wait.
struct Keeper(postgres::Client);

impl Keeper {
    fn of(place: &Place, table: &str) -> Self {
        let mut client =
            postgres::Client::connect(&place.location.to_string(), postgres::NoTls).unwrap();
        let sql = format!("BEGIN; LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE");
        client.batch_execute(&sql).unwrap();
        Self(client)
    }

    /// Waits until so many wait for the table.
    fn awaited_by(&mut self, many: i64) {
        let sql = "SELECT count(*) FROM pg_locks WHERE NOT granted";
        while self.0.query_one(sql, &[]).unwrap().get::<_, i64>(0) < many {
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    fn lets_go(mut self) {
        self.0.batch_execute("ROLLBACK").unwrap();
    }
}

/// Runs something slow, and while it waits what everybody does with every page.
fn while_it_waits<T: Send>(slow: impl Fn(&Store) -> T + Send + Sync, many: u8) {
    let Some(place) = Place::postgres() else {
        return;
    };
    let store = filled(&place, 3);
    let mut keeper = Keeper::of(&place, "entries");
    std::thread::scope(|scope| {
        for _ in 0..many {
            scope.spawn(|| slow(&store));
        }
        keeper.awaited_by(many.into());
        let began = Instant::now();
        assert_eq!(store.head().unwrap().sequence, 3);
        assert!(store.sign_in_of("owner").unwrap().is_none());
        store.set_password_hash("owner", "$argon2id$", 1).unwrap();
        assert!(
            began.elapsed() < Duration::from_secs(5),
            "it waited as well"
        );
        keeper.lets_go();
    });
}

#[test]
fn nobody_waits_while_the_database_is_looked_through_for_faults() {
    while_it_waits(|store| assert_eq!(store.faults().unwrap(), [""; 0]), 1);
}

#[test]
fn nobody_waits_while_entries_are_counted_for_whoever_looks_after_it() {
    while_it_waits(|store| assert_eq!(store.facts().unwrap().rows, 3), 1);
}

#[test]
fn a_few_slow_questions_hold_up_nobody_else() {
    while_it_waits(|store| assert!(store.row(1).unwrap().is_some()), 5);
}

#[test]
fn more_who_ask_at_once_than_there_are_connections_are_all_answered() {
    on_both(|place| {
        let store = filled(place, 30);
        std::thread::scope(|scope| {
            let asking: Vec<_> = (0..40)
                .map(|_| scope.spawn(|| all_rows(&store).len()))
                .collect();
            for thread in asking {
                assert_eq!(thread.join().unwrap(), 30);
            }
        });
    });
}
