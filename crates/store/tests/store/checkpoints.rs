//! Checkpoints: kept in parts, found by place, and never trusted when damaged.

use clew_journal::Digest;
use clew_store::{Checkpoint, CheckpointSummary, StoreError};

use crate::common::on_both;

fn checkpoint(sequence: u64, bytes: Vec<u8>) -> Checkpoint {
    Checkpoint {
        sequence,
        hash: Digest::of(&sequence.to_be_bytes()),
        format: 7,
        bytes,
    }
}

fn many_bytes(count: usize) -> Vec<u8> {
    (0..count)
        .map(|place| u8::try_from(place * 31 % 251).unwrap())
        .collect()
}

#[test]
fn the_latest_at_or_before_a_place_is_found() {
    on_both(|place| {
        let store = place.create();
        for (sequence, size) in [(10, 3), (20, 0), (30, 5)] {
            store
                .put_checkpoint(&checkpoint(sequence, many_bytes(size)))
                .unwrap();
        }
        let found = |sequence| {
            store
                .checkpoint_before(sequence)
                .unwrap()
                .map(|found| found.sequence)
        };
        assert_eq!(
            [9, 10, 29, 30, u64::MAX].map(found),
            [None, Some(10), Some(20), Some(30), Some(30)]
        );
        assert_eq!(
            store.checkpoint_before(29).unwrap(),
            Some(checkpoint(20, Vec::new()))
        );
        store.drop_checkpoint(30).unwrap();
        store.drop_checkpoint(31).unwrap();
        let summary = |sequence, size| CheckpointSummary {
            sequence,
            size,
            format: 7,
        };
        assert_eq!(
            store.checkpoints().unwrap(),
            [summary(10, 3), summary(20, 0)]
        );
    });
}

#[test]
fn a_large_one_is_kept_in_parts_and_replaced_whole() {
    on_both(|place| {
        let store = place.create();
        let large = checkpoint(5, many_bytes(20_000_000));
        store.put_checkpoint(&large).unwrap();
        assert_eq!(store.checkpoint_before(5).unwrap(), Some(large));
        let small = checkpoint(5, many_bytes(10));
        store.put_checkpoint(&small).unwrap();
        assert_eq!(store.checkpoint_before(5).unwrap(), Some(small));
    });
}

#[test]
fn a_damaged_one_is_named_and_once_dropped_an_earlier_one_serves() {
    on_both(|place| {
        let store = place.create();
        store
            .put_checkpoint(&checkpoint(1, many_bytes(100)))
            .unwrap();
        for sabotage in [
            "UPDATE checkpoints SET crc32 = crc32 + 1 WHERE sequence = 2",
            "DELETE FROM checkpoint_parts WHERE sequence = 2",
            "UPDATE checkpoints SET format = -1 WHERE sequence = 2",
        ] {
            store
                .put_checkpoint(&checkpoint(2, many_bytes(100)))
                .unwrap();
            place.tamper(sabotage);
            let read = store.checkpoint_before(9);
            assert!(
                matches!(read, Err(StoreError::DamagedCheckpoint { sequence: 2 })),
                "{sabotage}"
            );
            store.drop_checkpoint(2).unwrap();
            assert_eq!(store.checkpoint_before(9).unwrap().unwrap().sequence, 1);
        }
    });
}
