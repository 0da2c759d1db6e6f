//! What must hold between the rows of an import, and between them and the Book they go into:
//! nothing twice, nothing that refers to what is not there, no circles, no impossible numbers.

mod circles;
mod numbers;
mod references;

use std::collections::HashMap;

use clew_plan::{Book, Kind};
use serde_json::Value;

use crate::columns::Table;
use crate::issue::{Problem, Severity};
use crate::{identity, kinds};

/// Something wrong with an imported record.
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) kind: Kind,
    /// The record's place among those of its kind.
    pub(crate) place: usize,
    pub(crate) severity: Severity,
    /// The column's name.
    pub(crate) column: &'static str,
    pub(crate) problem: Problem,
}

/// Every fault of the incoming records, given what the Book already holds.
pub(crate) fn faults(incoming: &Book, existing: &Book) -> Vec<Fault> {
    let values: HashMap<Kind, Vec<Value>> = Kind::ALL
        .iter()
        .filter(|kind| incoming.count(**kind) > 0)
        .map(|kind| (*kind, kinds::values(incoming, *kind)))
        .collect();
    let mut faults = Vec::new();
    for kind in Kind::ALL {
        if let Some(records) = values.get(kind) {
            twice(*kind, records, &mut faults);
        }
    }
    references::check(incoming, existing, &values, &mut faults);
    circles::check(&values, existing, &mut faults);
    numbers::check(incoming, existing, &mut faults);
    faults
}

/// Kinds whose records must not share an identity; of others a document may well have two alike.
const fn is_unique(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Measure => Some("code"),
        Kind::Figure | Kind::Target | Kind::ProfilePoint | Kind::BenchmarkFigure => Some("measure"),
        Kind::Document
        | Kind::Unit
        | Kind::Plan
        | Kind::Outcome
        | Kind::Action
        | Kind::BudgetTable
        | Kind::Inspection
        | Kind::Finding
        | Kind::Workstream
        | Kind::Forum
        | Kind::Cycle => Some("id"),
        Kind::Risk => Some("code"),
        _ => None,
    }
}

fn twice(kind: Kind, records: &[Value], faults: &mut Vec<Fault>) {
    let Some(column) = is_unique(kind) else {
        return;
    };
    let mut seen: HashMap<String, usize> = HashMap::with_capacity(records.len());
    for (place, record) in records.iter().enumerate() {
        let identity = identity::of(Table::Records(kind), record);
        if let Some(first) = seen.get(&identity) {
            let problem = Problem::new(
                "twice",
                format!(
                    "{} is there twice; first as number {} of its kind",
                    identity::in_words(&identity),
                    first + 1
                ),
                "keep one of the rows, or give the other its own code or period",
            );
            faults.push(Fault {
                kind,
                place,
                severity: Severity::Error,
                column,
                problem,
            });
        } else {
            seen.insert(identity, place);
        }
    }
}
