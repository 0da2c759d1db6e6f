//! Formulas that cannot be worked out, and figures given by hand where a formula gives them.

use std::collections::HashSet;

use clew_calendar::Period;
use clew_measure::formulas::{circular, formula_for};
use clew_plan::{Book, FigureSource, Formula, Kind, MeasureKey};

use super::Fault;
use crate::issue::{Problem, Severity};

/// Judges the incoming formulas, and the incoming figures of measures that have one.
pub(super) fn check(incoming: &Book, existing: &Book, faults: &mut Vec<Fault>) {
    if incoming.formulas.is_empty() && existing.formulas.is_empty() {
        return;
    }
    let after = Book {
        formulas: together(incoming, existing),
        ..Book::default()
    };
    unknown_parts(incoming, existing, faults);
    circles(incoming, &after, faults);
    given_by_hand(incoming, &after, faults);
}

/// What tells one formula from another.
fn identity(formula: &Formula) -> (&MeasureKey, Option<Period>) {
    (&formula.measure, formula.from)
}

/// Every formula there will be: what comes in replaces what is there.
fn together(incoming: &Book, existing: &Book) -> Vec<Formula> {
    let replaced: HashSet<_> = incoming.formulas.iter().map(identity).collect();
    let kept = existing
        .formulas
        .iter()
        .filter(|formula| !replaced.contains(&identity(formula)));
    kept.chain(&incoming.formulas).cloned().collect()
}

fn unknown_parts(incoming: &Book, existing: &Book, faults: &mut Vec<Fault>) {
    let measures = existing.measures.iter().chain(&incoming.measures);
    let known: HashSet<MeasureKey> = measures.map(|measure| measure.code.key()).collect();
    for (place, formula) in incoming.formulas.iter().enumerate() {
        let unknown = |part: &&MeasureKey| !known.contains(part);
        for part in formula.formula.parts().iter().filter(unknown) {
            let problem = Problem::new(
                "unknown-reference",
                format!("{:?} is not in Measures", part.as_str()),
                "add it to Measures, or put the formula right",
            );
            faults.push(fault(Kind::Formula, place, Severity::Error, problem));
        }
    }
}

fn circles(incoming: &Book, after: &Book, faults: &mut Vec<Fault>) {
    let circular: HashSet<_> = circular(after).into_iter().map(identity).collect();
    for (place, formula) in incoming.formulas.iter().enumerate() {
        if circular.contains(&identity(formula)) {
            let problem = Problem::new(
                "circle",
                format!("{} is in the end made from itself", formula.measure),
                "take one of the measures in the circle out of the formulas",
            );
            faults.push(fault(Kind::Formula, place, Severity::Error, problem));
        }
    }
}

fn given_by_hand(incoming: &Book, after: &Book, faults: &mut Vec<Fault>) {
    let made: HashSet<&MeasureKey> = after.formulas.iter().map(|made| &made.measure).collect();
    for (place, figure) in incoming.figures.iter().enumerate() {
        if figure.from == FigureSource::Computed || !made.contains(&figure.measure) {
            continue;
        }
        let Some(version) = formula_for(after, &figure.measure, figure.period) else {
            continue;
        };
        let message = format!(
            "{} has a formula for {} ({}), and this figure is given by hand; it would stand in place of the one worked out",
            figure.measure, figure.period, version.formula.formula
        );
        let problem = Problem::new(
            "given-by-hand",
            message,
            "leave the row out and give the figures of the parts, or let the formula begin later",
        );
        faults.push(fault(Kind::Figure, place, Severity::Warning, problem));
    }
}

fn fault(kind: Kind, place: usize, severity: Severity, problem: Problem) -> Fault {
    let column = if kind == Kind::Formula {
        "formula"
    } else {
        "value"
    };
    Fault {
        kind,
        place,
        severity,
        column,
        problem,
    }
}
