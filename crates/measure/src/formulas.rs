//! Figures worked out from those of other measures, each by the version of the formula that was in
//! force for its period.

mod order;
mod units;
mod versions;
mod work_out;

use std::collections::{BTreeMap, HashMap, HashSet};

use clew_calendar::Period;
use clew_plan::{Book, Figure, FigureSource, Formula, Measure, MeasureKey, UnitId};

pub use order::circular;
pub use units::unit_fault;
pub use versions::{FormulaVersion, formula_for, formula_versions};

use order::Orders;
use work_out::{Part, Work};

/// The reported figures of a measure for a period, by part of the organisation.
type ByUnit<'book> = BTreeMap<Option<&'book UnitId>, Part>;

/// What formulas are made from, by measure and period.
type Parts<'book> = HashMap<(&'book MeasureKey, Period), ByUnit<'book>>;

/// The figures of every measure that has a formula, in the order of the Book's measures, then by
/// period, then by part of the organisation.
///
/// There is one for each period (and part of the organisation) from which the formula in force has
/// the figure of at least one of its parts; periods are matched exactly. Sums are made from the
/// parts that are there unless the measure says to wait for all of them; a difference, ratio or rate
/// with a missing part, or with one that is itself incomplete, has no value. A ratio keeps what was divided as its counts, so that it rolls
/// up as counts. A value has at most 10 decimal places. A figure that a person gave or a document
/// brought is left as it is, and none is worked out beside it. Formulas that come back to
/// themselves, and what rests on them, give no figures; see [`circular`].
#[must_use]
pub fn computed_figures(book: &Book) -> Vec<Figure> {
    if book.formulas.is_empty() {
        return Vec::new();
    }
    let orders = Orders::new(book);
    let measures: HashMap<MeasureKey, &Measure> = book
        .measures
        .iter()
        .rev()
        .map(|measure| (measure.code.key(), measure))
        .collect();
    let (mut parts, periods) = reported(book);
    let mut computed = Vec::new();
    for period in periods {
        for version in orders.of(period) {
            let work = Work::new(version, period, &measures);
            computed.extend(work.iter().flat_map(|work| figures(work, &mut parts)));
        }
    }
    keep_annotations(book, &mut computed);
    sort(book, computed)
}

/// Puts the worked out figures of measures that have a formula in the place of earlier ones. They
/// come last among the Book's figures; doing it again changes nothing.
pub fn derive(book: &mut Book) {
    if book.formulas.is_empty() {
        return;
    }
    let computed = computed_figures(book);
    let measures: HashSet<&MeasureKey> = measures_with_formula(&book.formulas);
    book.figures.retain(|figure| !is_derived(figure, &measures));
    book.figures.extend(computed);
}

/// The Book with its figures worked out; see [`derive()`].
#[must_use]
pub fn derived(mut book: Book) -> Book {
    derive(&mut book);
    book
}

fn measures_with_formula(formulas: &[Formula]) -> HashSet<&MeasureKey> {
    formulas.iter().map(|formula| &formula.measure).collect()
}

fn is_derived(figure: &Figure, measures: &HashSet<&MeasureKey>) -> bool {
    figure.from == FigureSource::Computed && measures.contains(&figure.measure)
}

/// What has been reported of the measures that formulas use or make, and the periods it is for.
/// Of several figures for one period the one written last counts.
fn reported(book: &Book) -> (Parts<'_>, Vec<Period>) {
    let made = measures_with_formula(&book.formulas);
    let used: HashSet<&MeasureKey> = book
        .formulas
        .iter()
        .flat_map(|formula| formula.formula.parts())
        .chain(made.iter().copied())
        .collect();
    let units: HashMap<MeasureKey, _> = book
        .measures
        .iter()
        .rev()
        .map(|measure| (measure.code.key(), measure.unit_of_measure))
        .collect();
    let mut parts: Parts<'_> = HashMap::new();
    let mut periods = Vec::new();
    for figure in &book.figures {
        if used.contains(&figure.measure) && !is_derived(figure, &made) {
            let unit = units.get(&figure.measure).copied().flatten();
            parts
                .entry((&figure.measure, figure.period))
                .or_default()
                .insert(figure.unit.as_ref(), Part::of(figure, unit));
            periods.push(figure.period);
        }
    }
    periods.sort_unstable();
    periods.dedup();
    (parts, periods)
}

/// The figures of one measure for one period, which from then on can be parts of others.
fn figures<'book>(work: &Work<'book>, parts: &mut Parts<'book>) -> Vec<Figure> {
    let key = (&work.formula.measure, work.period);
    let given = parts.get(&key);
    let of_parts: Vec<Option<&ByUnit<'book>>> = work
        .formula
        .formula
        .parts()
        .iter()
        .map(|part| parts.get(&(part, work.period)))
        .collect();
    let mut units: Vec<Option<&UnitId>> = of_parts
        .iter()
        .flatten()
        .flat_map(|by_unit| by_unit.keys().copied())
        .filter(|unit| !given.is_some_and(|given| given.contains_key(unit)))
        .collect();
    units.sort_unstable();
    units.dedup();
    let made: Vec<(Option<&UnitId>, Figure, Part)> = units
        .into_iter()
        .map(|unit| {
            let reported: Vec<Option<&Part>> = of_parts
                .iter()
                .map(|by_unit| by_unit.and_then(|by_unit| by_unit.get(&unit)))
                .collect();
            let figure = work.figure(unit, &reported);
            let part = Part::made_of(&figure, work.measure.unit_of_measure, &reported);
            (unit, figure, part)
        })
        .collect();
    let by_unit = parts.entry(key).or_default();
    let mut figures = Vec::with_capacity(made.len());
    for (unit, figure, part) in made {
        by_unit.insert(unit, part);
        figures.push(figure);
    }
    figures
}

/// What people have said of a worked out figure, its forecast and an override of its status among
/// it, stays with it when it is worked out again.
fn keep_annotations(book: &Book, computed: &mut [Figure]) {
    let made = measures_with_formula(&book.formulas);
    let earlier: HashMap<_, &Figure> = book
        .figures
        .iter()
        .filter(|figure| is_derived(figure, &made))
        .map(|figure| ((&figure.measure, figure.period, &figure.unit), figure))
        .collect();
    for figure in computed {
        let Some(earlier) = earlier.get(&(&figure.measure, figure.period, &figure.unit)) else {
            continue;
        };
        figure.reported_status = earlier.reported_status;
        figure.forecast = earlier.forecast;
        figure.forecast_on = earlier.forecast_on;
        figure.override_status.clone_from(&earlier.override_status);
        figure.evidence.clone_from(&earlier.evidence);
        figure.source.clone_from(&earlier.source);
    }
}

/// In the order of the Book's measures, then by period, then by part of the organisation.
fn sort(book: &Book, mut computed: Vec<Figure>) -> Vec<Figure> {
    let places: HashMap<MeasureKey, usize> = book
        .measures
        .iter()
        .enumerate()
        .rev()
        .map(|(place, measure)| (measure.code.key(), place))
        .collect();
    computed.sort_by(|one, other| {
        let place = |figure: &Figure| (places.get(&figure.measure).copied(), figure.period);
        (place(one), &one.unit).cmp(&(place(other), &other.unit))
    });
    computed
}

#[cfg(test)]
mod tests;
