//! Checkpoints: there are only as many as are of use, and none changes what is known.

#![allow(clippy::unwrap_used, missing_docs, unreachable_pub)]

mod common;

use clew_service::{FigureRequest, KnownAt, Service, verify_store};

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
