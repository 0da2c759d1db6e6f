//! Entries can be tried on the part of the state that they are about.

use clew_journal::{About, Row, State, Subject};
use proptest::prelude::*;

use crate::common::{attempt, row, state_of};

/// Rows that follow on one another, for versions that are mostly right.
fn rows(state: &State, attempts: Vec<((About, clew_journal::Change), u32)>) -> Vec<Row> {
    let mut after = state.clone();
    let seal = |((about, change), off): (_, u32)| {
        let version = match &about {
            About::Subject(subject) => after.version(subject),
            About::New(_) => 0,
        };
        // One in eight is for a version that is not there.
        let row = row(&after, about, version + u32::from(off == 0), change);
        let _ = after.take(&row);
        after.head = row.as_head();
        row
    };
    attempts.into_iter().map(seal).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_part_gives_the_same_answer_as_the_whole(
        before in proptest::collection::vec(attempt(), 0..60),
        batch in proptest::collection::vec((attempt(), 0..8u32), 1..12),
    ) {
        let mut whole = state_of(before);
        let rows = rows(&whole, batch);
        let subjects: Vec<Subject> = rows.iter().map(|row| row.subject.parse().unwrap()).collect();
        let mut part = whole.only(&subjects);
        for row in &rows {
            prop_assert_eq!(whole.take(row), part.take(row));
        }
        for subject in &subjects {
            prop_assert_eq!(whole.version(subject), part.version(subject));
            prop_assert_eq!(whole.record(subject), part.record(subject));
            prop_assert_eq!(whole.cycle_stage(subject), part.cycle_stage(subject));
        }
    }
}
