//! References to records that are not there.

use std::collections::{HashMap, HashSet};

use clew_plan::{Book, Kind, Record};
use serde_json::Value;

use super::Fault;
use crate::columns::{CellType, Column, Entry, Table, columns};
use crate::issue::{Problem, Severity};

/// Finds references of a record that lead nowhere. One that a record cannot do without is an error;
/// another is a warning, because published plans are full of them and the checks judge those.
pub(super) fn check(
    kind: Kind,
    place: usize,
    record: &Value,
    known: &mut Known<'_>,
    faults: &mut Vec<Fault>,
) {
    for column in columns(Table::Records(kind)) {
        let Some(target) = target(column) else {
            continue;
        };
        let entries = match record.get(column.name) {
            Some(Value::Array(entries)) => entries.as_slice(),
            Some(single) => std::slice::from_ref(single),
            None => &[],
        };
        for id in entries.iter().filter_map(Value::as_str) {
            if !known.has(target, id) {
                faults.push(unknown(kind, place, column, target, id));
            }
        }
    }
}

/// The records of a Book that refer to one of its records: how many of each kind. What refers to
/// what is what the columns say, and the parts of formulas.
#[must_use]
pub fn users_of(book: &Book, record: &Record) -> Vec<(Kind, usize)> {
    let kind = record.kind();
    let Some(subject) = Referred::to(record) else {
        return Vec::new();
    };
    let mut users = Vec::new();
    for other in Kind::ALL {
        let all = columns(Table::Records(*other));
        let here: Vec<&Column> = all
            .iter()
            .filter(|column| target(column) == Some(kind))
            .collect();
        let parts = kind == Kind::Measure && *other == Kind::Formula;
        if here.is_empty() && !parts {
            continue;
        }
        let mut count = 0;
        crate::kinds::each(book, *other, |place, fields| {
            let named = here.iter().any(|column| subject.is_in(fields, column.name));
            let part = parts
                && book.formulas.get(place).is_some_and(|version| {
                    let mut parts = version.formula.parts().iter();
                    parts.any(|part| part.as_str() == subject.id)
                });
            count += usize::from(named || part);
        });
        users.extend((count > 0).then_some((*other, count)));
    }
    users
}

/// A record as others refer to it.
struct Referred {
    id: String,
    /// The plan, where an identifier is one only within its plan.
    plan: Option<String>,
}

impl Referred {
    fn to(record: &Record) -> Option<Self> {
        let kind = record.kind();
        let mut alone = Book::default();
        alone.push(record.clone());
        let id = ids(&alone, kind).into_iter().next()?;
        let fields = crate::kinds::values(&alone, kind).into_iter().next()?;
        let within = kind.identified_by().contains(&"plan");
        let plan = within.then(|| fields.get("plan")?.as_str().map(str::to_owned));
        Some(Self {
            id,
            plan: plan.flatten(),
        })
    }

    fn is_in(&self, fields: &Value, column: &str) -> bool {
        let is_it = |entry: &Value| entry.as_str() == Some(&self.id);
        let named = match fields.get(column) {
            Some(Value::Array(entries)) => entries.iter().any(is_it),
            Some(single) => is_it(single),
            None => false,
        };
        let there = fields.get("plan").and_then(Value::as_str);
        let same_plan = self.plan.is_none() || there.is_none() || there == self.plan.as_deref();
        named && same_plan
    }
}

/// The kind of record that a column refers to.
fn target(column: &Column) -> Option<Kind> {
    match column.cell {
        CellType::Measure | CellType::List(Entry::Measure) => Some(Kind::Measure),
        CellType::Reference(kind) | CellType::List(Entry::Id(kind)) => Some(kind),
        _ => None,
    }
}

/// The identifiers that may be referred to, gathered when first asked for.
pub(super) struct Known<'book> {
    books: [&'book Book; 2],
    sets: HashMap<Kind, HashSet<String>>,
}

impl<'book> Known<'book> {
    /// What these two Books hold.
    pub(super) fn new(incoming: &'book Book, existing: &'book Book) -> Self {
        Self {
            books: [incoming, existing],
            sets: HashMap::new(),
        }
    }

    fn has(&mut self, kind: Kind, id: &str) -> bool {
        let books = self.books;
        self.sets
            .entry(kind)
            .or_insert_with(|| books.iter().flat_map(|book| ids(book, kind)).collect())
            .contains(id)
    }
}

/// The identifiers by which records of a kind are referred to.
fn ids(book: &Book, kind: Kind) -> Vec<String> {
    if kind == Kind::Measure {
        return book
            .measures
            .iter()
            .map(|measure| measure.code.key().to_string())
            .collect();
    }
    let name = columns(Table::Records(kind))
        .iter()
        .find(|column| matches!(column.cell, CellType::Id));
    let Some(name) = name.map(|column| column.name) else {
        return Vec::new();
    };
    let values = crate::kinds::values(book, kind);
    values
        .iter()
        .filter_map(|record| record.get(name)?.as_str().map(str::to_owned))
        .collect()
}

fn unknown(kind: Kind, place: usize, column: &Column, target: Kind, id: &str) -> Fault {
    let sheet = Table::Records(target).sheet();
    let severity = if column.required {
        Severity::Error
    } else {
        Severity::Warning
    };
    Fault {
        kind,
        place,
        severity,
        column: column.name,
        problem: Problem::new(
            "unknown-reference",
            format!("{id:?} is not in {sheet}"),
            format!("add it to {sheet}, or put the reference right"),
        ),
    }
}
