//! Figures that a formula gives are worked out when they are read and never taken from a file: those
//! that a file holds are left out, and a difference is told.

use std::collections::{HashMap, HashSet};

use clew_calendar::Period;
use clew_measure::formulas::computed_figures;
use clew_plan::{Book, Figure, FigureSource, Kind, MeasureKey, UnitId};

use crate::import::Origin;
use crate::issue::{Issues, Problem, Severity};
use crate::merge;

/// Leaves out the incoming figures that are marked as computed and whose measure has a formula, and
/// warns of each that is not what the formula gives. One that carries what people said of it (a
/// forecast, an override of its status, evidence) stays, for those.
pub(crate) fn leave_out(
    incoming: &mut Book,
    existing: &Book,
    origins: &mut HashMap<Kind, Vec<Origin>>,
    issues: &mut Issues,
) {
    let formulas = existing.formulas.iter().chain(&incoming.formulas);
    let made: HashSet<MeasureKey> = formulas.map(|formula| formula.measure.clone()).collect();
    let is_derived =
        |figure: &Figure| figure.from == FigureSource::Computed && made.contains(&figure.measure);
    if !incoming.figures.iter().any(is_derived) {
        return;
    }
    let Some(origins) = origins.get_mut(&Kind::Figure) else {
        return;
    };
    let computed = after_merging(incoming, existing);
    let computed: HashMap<_, &Figure> = computed.iter().map(|one| (identity(one), one)).collect();
    for (figure, origin) in incoming.figures.iter().zip(origins.iter()) {
        if is_derived(figure) && !same(figure, computed.get(&identity(figure)).copied()) {
            let problem = otherwise(figure, computed.get(&identity(figure)).copied());
            issues.add(Severity::Warning, &origin.place, Some("Value"), problem);
        }
    }
    let stays = |figure: &Figure| !is_derived(figure) || is_annotated(figure);
    let mut kept = incoming
        .figures
        .iter()
        .map(stays)
        .collect::<Vec<_>>()
        .into_iter();
    origins.retain(|_| kept.next().unwrap_or(true));
    incoming.figures.retain(stays);
}

/// What formulas will give once the incoming records are in.
fn after_merging(incoming: &Book, existing: &Book) -> Vec<Figure> {
    let mut after = existing.clone();
    merge(&mut after, incoming.clone());
    computed_figures(&after)
}

fn identity(figure: &Figure) -> (&MeasureKey, Period, &Option<UnitId>) {
    (&figure.measure, figure.period, &figure.unit)
}

/// Whether a figure is what the formula gives; one without a value says nothing to the contrary.
fn same(figure: &Figure, computed: Option<&Figure>) -> bool {
    match (figure.value, computed) {
        (Some(value), computed) => computed.and_then(|computed| computed.value) == Some(value),
        (None, _) => true,
    }
}

fn is_annotated(figure: &Figure) -> bool {
    figure.override_status.is_some()
        || figure.forecast.is_some()
        || figure.evidence.is_some()
        || figure.reported_status.is_some()
}

fn otherwise(figure: &Figure, computed: Option<&Figure>) -> Problem {
    let given = figure
        .value
        .map_or("no value".to_owned(), |value| value.to_string());
    let found = match computed.map(|computed| computed.value) {
        Some(Some(value)) => format!("the formula gives {value}"),
        Some(None) => "the formula gives no value".to_owned(),
        None => "no formula gives a figure for it".to_owned(),
    };
    Problem::new(
        "worked-out-otherwise",
        format!(
            "the computed figure of {} for {} is {given} in the file, but {found}; the file's was not taken",
            figure.measure, figure.period
        ),
        "correct the figures of the parts or the formula; worked out figures are never taken from a file",
    )
}
