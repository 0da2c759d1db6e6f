//! The log tells the past as it was: in the unit that a measure had then.

#![allow(clippy::unwrap_used, missing_docs)]

use crate::reading::Council;
use clew_plan::{Measure, UnitOfMeasure};
use clew_service::{LogFilter, LogSubject};

fn told(council: &Council) -> Vec<String> {
    let reader = council.service.reader(&"administrator".into()).unwrap();
    let filter = LogFilter {
        subject: Some(LogSubject::Measure("SPCC014".into())),
        ..LogFilter::default()
    };
    let lines = reader.log(&filter).unwrap().into_iter();
    lines.map(|line| line.sentence).collect()
}

#[test]
fn a_figure_is_told_in_the_unit_that_its_measure_had_when_it_was_returned() {
    let council = Council::new("then");
    council.give("SPCC014", (39, 50));
    let before = told(&council);
    let measure = council
        .service
        .memory()
        .book()
        .measure(&"SPCC014".into())
        .unwrap()
        .clone();
    let other = Measure {
        unit_of_measure: Some(UnitOfMeasure::Number),
        decimals: Some(3),
        ..measure
    };
    council.put(other, Some("counted otherwise from now on"));
    council.correct("SPCC014", (40, 50), "one case was missed");
    let after = told(&council);
    assert_eq!(after[..before.len()], before);
    let corrected = after
        .iter()
        .find(|line| line.contains("corrected"))
        .unwrap();
    assert!(corrected.contains("to 0.800 (40 of 50)"), "{corrected}");
}
