//! The order in which formulas are worked out: parts before what is made from them.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use clew_calendar::{Day, Period};
use clew_plan::{Book, Formula, MeasureKey};

use super::versions::{self, FormulaVersion};

/// The formulas in force from each day on which one begins, in the order of working out.
pub(super) struct Orders<'book> {
    from: BTreeMap<Day, Vec<FormulaVersion<'book>>>,
}

impl<'book> Orders<'book> {
    /// Orders the Book's formulas.
    pub(super) fn new(book: &'book Book) -> Self {
        let from = stretches(book)
            .map(|(day, formulas)| (day, Sorted::of(&formulas).in_order))
            .collect();
        Self { from }
    }

    /// The formulas in force for a period.
    pub(super) fn of(&self, period: Period) -> impl Iterator<Item = FormulaVersion<'book>> {
        let latest = self.from.range(..=period.first()).next_back();
        latest
            .into_iter()
            .flat_map(|(_, formulas)| formulas.iter().copied())
    }
}

/// The formulas that are made from themselves, through others or directly, in the order of the
/// Book; those that tie two such circles together are among them.
#[must_use]
pub fn circular(book: &Book) -> Vec<&Formula> {
    let found: HashSet<*const Formula> = stretches(book)
        .flat_map(|(_, formulas)| Sorted::of(&formulas).circular)
        .map(std::ptr::from_ref)
        .collect();
    let formulas = book.formulas.iter();
    formulas
        .filter(|formula| found.contains(&std::ptr::from_ref(*formula)))
        .collect()
}

/// By measure, the formula in force.
type InForce<'book> = BTreeMap<&'book MeasureKey, FormulaVersion<'book>>;

/// For each day on which a formula begins, those in force from then on.
fn stretches(book: &Book) -> impl Iterator<Item = (Day, InForce<'_>)> {
    let versions = versions::all(book);
    let days: BTreeSet<Day> = book.formulas.iter().map(versions::begins).collect();
    days.into_iter().map(move |day| {
        let own = versions.iter();
        let in_force = own
            .filter_map(|(measure, versions)| Some((*measure, versions::in_force(versions, day)?)));
        (day, in_force.collect())
    })
}

/// Formulas sorted, parts first, and those that cannot be.
struct Sorted<'book> {
    in_order: Vec<FormulaVersion<'book>>,
    circular: Vec<&'book Formula>,
}

impl<'book> Sorted<'book> {
    fn of(formulas: &InForce<'book>) -> Self {
        let waits = edges(formulas);
        let (in_order, rest) = peel(formulas, &waits);
        // What is left stands in a circle or rests on one; the latter is peeled from its own end.
        let turned: Vec<_> = edges(&rest)
            .into_iter()
            .map(|(who, on)| (on, who))
            .collect();
        let (_, circles) = peel(&rest, &turned);
        Self {
            in_order,
            circular: circles.values().map(|version| version.formula).collect(),
        }
    }
}

/// Who waits on whom.
type Edge<'book> = (&'book MeasureKey, &'book MeasureKey);

/// Each formula's measure waits on those of its parts that are worked out too.
fn edges<'book>(formulas: &InForce<'book>) -> Vec<Edge<'book>> {
    let all = formulas.iter();
    all.flat_map(|(measure, version)| {
        let parts = version.formula.formula.parts().iter();
        parts
            .filter(|part| formulas.contains_key(part))
            .map(|part| (*measure, part))
    })
    .collect()
}

/// Takes away, one after the other, those that wait on nothing; gives them in that order, and what
/// is left.
fn peel<'book>(
    formulas: &InForce<'book>,
    edges: &[Edge<'book>],
) -> (Vec<FormulaVersion<'book>>, InForce<'book>) {
    let mut waits: BTreeMap<&MeasureKey, usize> = formulas.keys().map(|key| (*key, 0)).collect();
    let mut followers: BTreeMap<&MeasureKey, Vec<&MeasureKey>> = BTreeMap::new();
    for (who, on) in edges {
        *waits.entry(who).or_default() += 1;
        followers.entry(on).or_default().push(who);
    }
    let free = waits.iter().filter(|(_, count)| **count == 0);
    let mut queue: Vec<&MeasureKey> = free.map(|(key, _)| *key).collect();
    let (mut in_order, mut rest) = (Vec::new(), formulas.clone());
    while let Some(key) = queue.pop() {
        in_order.extend(rest.remove(key));
        for follower in followers.get(key).into_iter().flatten() {
            if let Some(count) = waits.get_mut(follower) {
                *count -= 1;
                if *count == 0 {
                    queue.push(follower);
                }
            }
        }
    }
    (in_order, rest)
}
