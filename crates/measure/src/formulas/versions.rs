//! The versions of a measure's formula, and which of them is in force for a period.

use std::collections::HashMap;

use clew_calendar::{Day, Period};
use clew_plan::{Book, Formula, MeasureKey};

/// A formula with the number of its version.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct FormulaVersion<'book> {
    /// Its number among the measure's versions in order of their first day, counted from 1.
    pub version: u32,
    /// The formula.
    pub formula: &'book Formula,
}

/// The versions of a measure's formula, in the order in which they come into force.
#[must_use]
pub fn formula_versions<'book>(
    book: &'book Book,
    measure: &MeasureKey,
) -> Vec<FormulaVersion<'book>> {
    let own = book.formulas.iter();
    numbered(own.filter(|formula| formula.measure == *measure).collect())
}

/// The version of a measure's formula that is in force for a period: the latest that begins on or
/// before the period's first day. None when the measure has no formula for it.
#[must_use]
pub fn formula_for<'book>(
    book: &'book Book,
    measure: &MeasureKey,
    period: Period,
) -> Option<FormulaVersion<'book>> {
    in_force(&formula_versions(book, measure), period.first())
}

/// Every measure's versions.
pub(super) fn all(book: &Book) -> HashMap<&MeasureKey, Vec<FormulaVersion<'_>>> {
    let mut by_measure: HashMap<&MeasureKey, Vec<&Formula>> = HashMap::new();
    for formula in &book.formulas {
        by_measure
            .entry(&formula.measure)
            .or_default()
            .push(formula);
    }
    by_measure
        .into_iter()
        .map(|(measure, formulas)| (measure, numbered(formulas)))
        .collect()
}

/// The version in force on a day, of one measure's versions in order.
pub(super) fn in_force<'book>(
    versions: &[FormulaVersion<'book>],
    day: Day,
) -> Option<FormulaVersion<'book>> {
    let begun = versions.partition_point(|version| begins(version.formula) <= day);
    versions.get(begun.checked_sub(1)?).copied()
}

/// The first day on which a formula is in force.
pub(super) fn begins(formula: &Formula) -> Day {
    formula.from.map_or(Day::START, Period::first)
}

fn numbered(mut formulas: Vec<&Formula>) -> Vec<FormulaVersion<'_>> {
    formulas.sort_by_key(|formula| begins(formula));
    let numbered = (1..).zip(formulas);
    numbered
        .map(|(version, formula)| FormulaVersion { version, formula })
        .collect()
}
