//! Records that are, through others, part of themselves.

use std::collections::{HashMap, HashSet};

use clew_plan::{Book, Kind};
use serde_json::Value;

use super::Fault;
use crate::issue::{Problem, Severity};
use crate::kinds;

/// Kinds of record that form trees.
const TREES: [Kind; 4] = [Kind::Unit, Kind::Plan, Kind::Outcome, Kind::Action];

/// Finds the incoming records that stand in a circle of parents.
pub(super) fn check(incoming: &Book, existing: &Book, faults: &mut Vec<Fault>) {
    for kind in TREES {
        let mut parents: HashMap<String, String> = HashMap::new();
        // What comes in replaces what is there.
        for book in [existing, incoming] {
            kinds::each(book, kind, |_, record| parents.extend(link(kind, record)));
        }
        let circular = in_circles(&parents);
        kinds::each(incoming, kind, |place, record| {
            if let Some((child, parent)) = link(kind, record)
                && circular.contains(&child)
            {
                faults.push(Fault {
                    kind,
                    place,
                    severity: Severity::Error,
                    column: "parent",
                    problem: circle(&child, &parent),
                });
            }
        });
    }
}

/// A record and its parent, by names that are unique in the Book.
fn link(kind: Kind, record: &Value) -> Option<(String, String)> {
    let plan = match kind {
        Kind::Action => record.get("plan").and_then(Value::as_str).unwrap_or(""),
        _ => "",
    };
    let name = |field: &str| Some(format!("{plan}\u{1f}{}", record.get(field)?.as_str()?));
    Some((name("id")?, name("parent")?))
}

/// Those that come back to themselves, found in one walk over all.
fn in_circles(parents: &HashMap<String, String>) -> HashSet<String> {
    let mut done: HashSet<&str> = HashSet::new();
    let mut circular = HashSet::new();
    for start in parents.keys() {
        let mut path: Vec<&str> = Vec::new();
        let mut on_path: HashSet<&str> = HashSet::new();
        let mut next = Some(start.as_str());
        while let Some(name) = next.filter(|name| !done.contains(name)) {
            if !on_path.insert(name) {
                let from = path
                    .iter()
                    .position(|earlier| *earlier == name)
                    .unwrap_or(0);
                circular.extend(path.iter().skip(from).map(|name| (*name).to_owned()));
                break;
            }
            path.push(name);
            next = parents.get(name).map(String::as_str);
        }
        done.extend(path);
    }
    circular
}

fn circle(child: &str, parent: &str) -> Problem {
    let own = |name: &str| name.rsplit('\u{1f}').next().unwrap_or(name).to_owned();
    Problem::new(
        "circle",
        format!(
            "{:?} is part of {:?}, which is in the end part of {0:?}",
            own(child),
            own(parent)
        ),
        "clear the parent of the one that should stand at the top",
    )
}
