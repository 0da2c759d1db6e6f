//! What must hold between the rows of an import, and between them and the Book they go into:
//! nothing twice, nothing that refers to what is not there, no circles, no impossible numbers.

mod circles;
mod formulas;
mod numbers;
mod references;

pub use references::users_of;

use std::collections::HashMap;
use std::collections::hash_map::Entry;

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
    let mut faults = Vec::new();
    let mut known = references::Known::new(incoming, existing);
    for kind in Kind::ALL {
        let mut seen = Seen::of(*kind);
        kinds::each(incoming, *kind, |place, record| {
            seen.check(place, record, &mut faults);
            references::check(*kind, place, record, &mut known, &mut faults);
        });
    }
    circles::check(incoming, existing, &mut faults);
    formulas::check(incoming, existing, &mut faults);
    numbers::check(incoming, existing, &mut faults);
    faults
}

/// Kinds whose records must not share an identity; of others a document may well have two alike.
const fn is_unique(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Measure => Some("code"),
        Kind::Figure
        | Kind::Target
        | Kind::ProfilePoint
        | Kind::BenchmarkFigure
        | Kind::Formula => Some("measure"),
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

/// The identities of a kind's records met so far, with the place of the first of each.
struct Seen {
    kind: Kind,
    column: Option<&'static str>,
    places: HashMap<String, usize>,
}

impl Seen {
    fn of(kind: Kind) -> Self {
        Self {
            kind,
            column: is_unique(kind),
            places: HashMap::new(),
        }
    }

    fn check(&mut self, place: usize, record: &Value, faults: &mut Vec<Fault>) {
        let Some(column) = self.column else { return };
        let identity = identity::of(Table::Records(self.kind), record);
        match self.places.entry(identity) {
            Entry::Vacant(entry) => {
                entry.insert(place);
            }
            Entry::Occupied(entry) => faults.push(Fault {
                kind: self.kind,
                place,
                severity: Severity::Error,
                column,
                problem: twice(entry.key(), *entry.get()),
            }),
        }
    }
}

fn twice(identity: &str, first: usize) -> Problem {
    Problem::new(
        "twice",
        format!(
            "{} is there twice; first as number {} of its kind",
            identity::in_words(identity),
            first + 1
        ),
        "keep one of the rows, or give the other its own code or period",
    )
}
