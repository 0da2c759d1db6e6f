//! The database goes away and comes back: told while it is away, and used again without a restart.

use clew_store::{Store, StoreError};
use clew_testkit::postgres::Cluster;

use crate::common::{append, assert_sound, row, sealed, some_rows};

#[test]
fn a_server_that_was_away_is_used_again() {
    let Some(cluster) = Cluster::private() else {
        return;
    };
    let store = Store::create(&cluster.fresh_database().parse().unwrap()).unwrap();
    append(&store, &clew_journal::Head::default(), &some_rows(3));
    let head = store.head().unwrap();
    let next = sealed(&head, [row("next", "measures/N", 1)]);
    cluster.stop();
    let lost = store.append(&head, &next, &[]);
    assert!(
        matches!(
            lost,
            Err(StoreError::Unavailable {
                maybe_written: true,
                ..
            })
        ),
        "{lost:?}"
    );
    let not_sent = store.append(&head, &next, &[]);
    assert!(
        matches!(
            not_sent,
            Err(StoreError::Unavailable {
                maybe_written: false,
                ..
            })
        ),
        "{not_sent:?}"
    );
    let away = store.head();
    assert!(
        matches!(
            away,
            Err(StoreError::Unavailable {
                maybe_written: false,
                ..
            })
        ),
        "{away:?}"
    );
    cluster.start();
    assert_eq!(
        store.row_with_id("next").unwrap(),
        None,
        "it was not written"
    );
    assert_eq!(store.head().unwrap(), head);
    append(&store, &head, &next);
    assert_sound(&store);
}

#[test]
fn an_idle_reader_whose_connection_was_cut_notices_nothing() {
    let Some(cluster) = Cluster::private() else {
        return;
    };
    let store = Store::create(&cluster.fresh_database().parse().unwrap()).unwrap();
    append(&store, &clew_journal::Head::default(), &some_rows(3));
    assert_eq!(store.head().unwrap().sequence, 3);
    cluster.stop();
    cluster.start();
    assert_eq!(store.head().unwrap().sequence, 3);
}
