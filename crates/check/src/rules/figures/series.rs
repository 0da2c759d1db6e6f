//! A measure's figures and targets put together once, for the rules that compare them.

use std::collections::HashMap;

use clew_plan::{Book, Figure, Goal, Measure, MeasureKey, Target};
use rust_decimal::Decimal;

/// One measure with its figures for the whole organisation, in order of period, and its targets.
pub(crate) struct Series<'book> {
    pub(crate) measure: &'book Measure,
    pub(crate) figures: Vec<&'book Figure>,
    pub(crate) targets: Vec<&'book Target>,
}

/// Every measure's series, in the book's order.
pub(crate) fn all(book: &Book) -> Vec<Series<'_>> {
    let mut figures: HashMap<&MeasureKey, Vec<&Figure>> = HashMap::new();
    for figure in book.figures.iter().filter(|figure| figure.unit.is_none()) {
        figures.entry(&figure.measure).or_default().push(figure);
    }
    let mut targets: HashMap<&MeasureKey, Vec<&Target>> = HashMap::new();
    for target in book.targets.iter().filter(|target| target.unit.is_none()) {
        targets.entry(&target.measure).or_default().push(target);
    }
    book.measures
        .iter()
        .map(|measure| {
            let key = measure.code.key();
            let mut figures = figures.remove(&key).unwrap_or_default();
            figures.sort_by_key(|figure| (figure.period.last(), figure.period));
            Series {
                measure,
                figures,
                targets: targets.remove(&key).unwrap_or_default(),
            }
        })
        .collect()
}

impl Series<'_> {
    /// "M06, Share of hours", shortened.
    pub(crate) fn name(&self) -> String {
        name(self.measure)
    }
}

/// "M06, Share of hours", shortened.
pub(crate) fn name(measure: &Measure) -> String {
    format!(
        "{}, {}",
        measure.code,
        crate::words::short(&measure.title, 70)
    )
}

/// The single value a target asks for.
pub(crate) fn single(target: &Target) -> Option<Decimal> {
    match target.goal? {
        Goal::Value(value) => Some(value),
        Goal::Range { .. } => None,
    }
}
