//! Checkpoints: there are only as many as are of use, and none changes what is known.

#![allow(clippy::unwrap_used, missing_docs, unreachable_pub)]

use std::time::Duration;

use clew_journal::{CHECKPOINT_FORMAT, State, to_checkpoint};
use clew_service::{FigureRequest, KnownAt, Service, verify_store};
use clew_store::Checkpoint;

use crate::common::{caller, on_both};

fn figure(service: &Service, number: i64) {
    let request = FigureRequest {
        measure: "M1".into(),
        period: Some("2025-26 Q1".parse().unwrap()),
        value: Some(number.into()),
        ..FigureRequest::default()
    };
    let who = caller(&format!("figure-{number}"), number);
    let corrected = service.correct_figure(&who, &request, "counted anew");
    corrected
        .or_else(|_| service.return_figure(&who, &request))
        .unwrap();
}

#[test]
fn of_many_checkpoints_the_last_two_and_a_few_earlier_ones_stand() {
    on_both(|place| {
        let service = place.founded();
        let mut kept = Vec::new();
        for number in 10..50 {
            figure(&service, number);
            service.checkpoint().unwrap();
            kept.push(service.memory());
        }
        let there = service.store().checkpoints().unwrap();
        let ends: Vec<u64> = there.iter().map(|checkpoint| checkpoint.sequence).collect();
        let last = |back: usize| kept[kept.len() - back].state().head.sequence;
        assert_eq!(ends[ends.len() - 2..], [last(2), last(1)]);
        assert!(ends.len() < 12, "{ends:?}");
        for memory in &kept {
            let then = KnownAt::Entry(memory.state().head.sequence);
            assert!(service.known_at(then).unwrap() == **memory);
        }
        let verified = verify_store(service.store(), &mut |_| {}).unwrap();
        assert!(verified.is_sound(), "{:?}", verified.faults);
        assert_eq!(verified.checkpoints, ends.len());
        // Nothing of those that were dropped stays behind.
        let orphans = "INSERT INTO checkpoints SELECT p.sequence, p.bytes, 1, 1, 1 FROM checkpoint_parts p \
                       WHERE p.sequence NOT IN (SELECT sequence FROM checkpoints)";
        place.tamper(orphans);
        assert_eq!(service.store().checkpoints().unwrap(), there);
    });
}

/// Puts a state in place of what the entries come to, as whoever can write the database could.
fn put_in_place(service: &Service, mut state: State) {
    let head = service.memory().state().head;
    state.head = head;
    let checkpoint = Checkpoint {
        sequence: head.sequence,
        hash: head.hash,
        format: CHECKPOINT_FORMAT,
        bytes: to_checkpoint(&state).unwrap(),
    };
    service.store().put_checkpoint(&checkpoint).unwrap();
}

#[test]
fn a_state_that_was_altered_is_found_out_after_the_start_and_not_begun_from_again() {
    on_both(|place| {
        let service = place.founded();
        figure(&service, 10);
        let earlier = service.memory().state().clone();
        figure(&service, 11);
        let truth = service.memory();
        put_in_place(&service, earlier);
        let misled = place.open();
        assert!(misled.memory() != truth, "a start believes it");
        assert_eq!(misled.behind(Duration::ZERO), None);
        let why = misled.prove().unwrap().unwrap();
        assert!(why.contains("not what the entries come to"), "{why}");
        assert_eq!(misled.behind(Duration::from_secs(3_600)), Some(why));
        assert_eq!(misled.store().checkpoints().unwrap(), []);
        let again = place.open();
        assert!(again.memory() == truth);
        assert_eq!(again.prove().unwrap(), None);
    });
}

#[test]
fn a_sound_checkpoint_is_found_sound_also_after_more_was_added() {
    on_both(|place| {
        let service = place.founded();
        figure(&service, 10);
        service.checkpoint().unwrap();
        let begun = place.open();
        figure(&begun, 11);
        assert_eq!(begun.prove().unwrap(), None);
        assert_eq!(begun.behind(Duration::ZERO), None);
        assert_eq!(begun.store().checkpoints().unwrap().len(), 1);
    });
}
