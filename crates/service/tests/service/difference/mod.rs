//! What a forum was shown, held against now: each restatement with its own cause.

#![allow(clippy::unwrap_used, missing_docs)]

mod lines;
mod reports;

use crate::reading::{Council, comment, measure, number, row, target};
use clew_journal::Subject;
use clew_plan::Measure;
use clew_report::ReportKind;
use clew_service::{
    Against, Aspect, Cause, Difference, ErrorKind, FigureRequest, KnownAt, Restated,
};
use serde_json::json;

/// A council whose figures are in, and that has shown them to its committee.
fn shown() -> Council {
    let council = Council::new("difference");
    council.give("SPCC014", (39, 50));
    for (code, value) in [("MET", 30), ("ALL", 40)] {
        council
            .service
            .return_figure(&council.caller(), &number(code, value))
            .unwrap();
    }
    council.put(comment("SPCC014", "manager", "Staff were ill."), None);
    council.freeze("first");
    council
}

fn now(council: &Council) -> Difference {
    council
        .service
        .reader(&"administrator".into())
        .unwrap()
        .difference(&"first".into(), &Against::Now)
        .unwrap()
}

/// The lines of a difference in short: `CODE aspect from … to … <- causes`.
fn told(difference: &Difference) -> Vec<String> {
    let lines = difference.restated.iter().flat_map(|found| {
        found
            .changes
            .iter()
            .map(|change| format!("{} {change} <- {}", found.code, causes(change)))
    });
    lines.collect()
}

fn causes(change: &Restated) -> String {
    let short = |cause: &Cause| match cause {
        Cause::Entry(step) => step.sentence.split(" by ").next().unwrap().to_owned(),
        other => other.to_string(),
    };
    change
        .causes
        .iter()
        .map(short)
        .collect::<Vec<_>>()
        .join(" + ")
}

fn changed(code: &str, unit: &str, changes: serde_json::Value) -> Measure {
    let mut fields = measure(code, unit);
    for (name, value) in changes.as_object().unwrap() {
        fields[name] = value.clone();
    }
    row(fields)
}
