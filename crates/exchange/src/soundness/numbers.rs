//! Numbers that cannot be, or hardly can.

use std::collections::HashMap;

use clew_plan::{Book, Figure, Goal, Kind, Measure, MeasureKey, Polarity, UnitOfMeasure};
use rust_decimal::Decimal;

use super::Fault;
use crate::issue::{Problem, Severity};

/// Judges the numbers of the incoming records.
pub(super) fn check(incoming: &Book, existing: &Book, faults: &mut Vec<Fault>) {
    let measures: HashMap<MeasureKey, &Measure> = existing
        .measures
        .iter()
        .chain(&incoming.measures)
        .map(|measure| (measure.code.key(), measure))
        .collect();
    figures(incoming, &measures, faults);
    targets(incoming, &measures, faults);
    staff(incoming, faults);
    for (place, action) in incoming.actions.iter().enumerate() {
        let within = |percent: &Decimal| (Decimal::ZERO..=Decimal::ONE_HUNDRED).contains(percent);
        if action.percent.is_some_and(|percent| !within(&percent)) {
            let problem = Problem::new(
                "out-of-range",
                "the part that is done is not from 0 to 100",
                "write a number from 0 to 100",
            );
            faults.push(fault(
                Kind::Action,
                place,
                "percent",
                Severity::Error,
                problem,
            ));
        }
    }
}

fn fault(
    kind: Kind,
    place: usize,
    column: &'static str,
    severity: Severity,
    problem: Problem,
) -> Fault {
    Fault {
        kind,
        place,
        severity,
        column,
        problem,
    }
}

fn figures(incoming: &Book, measures: &HashMap<MeasureKey, &Measure>, faults: &mut Vec<Fault>) {
    for (place, figure) in incoming.figures.iter().enumerate() {
        let measure = measures.get(&figure.measure).copied();
        if let Some(problem) = counts(figure, measure) {
            faults.push(fault(
                Kind::Figure,
                place,
                "numerator",
                Severity::Error,
                problem,
            ));
        }
        if let Some(problem) = unexpected(figure, measure) {
            faults.push(fault(
                Kind::Figure,
                place,
                "value",
                Severity::Warning,
                problem,
            ));
        }
    }
}

/// Counts that cannot be: below 0, or, for a percentage, more met than there are.
fn counts(figure: &Figure, measure: Option<&Measure>) -> Option<Problem> {
    let negative = |count: Option<Decimal>| count.is_some_and(|count| count < Decimal::ZERO);
    let is_share =
        measure.is_some_and(|measure| measure.unit_of_measure == Some(UnitOfMeasure::Percent));
    if is_share
        && let (Some(met), Some(all)) = (figure.numerator, figure.denominator)
        && met > all
    {
        return Some(Problem::new(
            "numerator-above-denominator",
            format!("{met} of {all} is more than all"),
            "look whether the two counts have changed places",
        ));
    }
    if negative(figure.numerator) || negative(figure.denominator) {
        return Some(Problem::new(
            "out-of-range",
            "a count is below 0",
            "write the counts as they are",
        ));
    }
    None
}

/// A value outside what the measure's own limits call sensible.
fn unexpected(figure: &Figure, measure: Option<&Measure>) -> Option<Problem> {
    let (value, measure) = (figure.value?, measure?);
    let below = measure
        .expected_low
        .filter(|low| value < *low)
        .map(|low| format!("below {low}"));
    let above = measure
        .expected_high
        .filter(|high| value > *high)
        .map(|high| format!("above {high}"));
    below.or(above).map(|where_it_lies| {
        Problem::new(
            "unexpected-value",
            format!(
                "{value} lies {where_it_lies}, the limit of what makes sense for {}",
                measure.code
            ),
            "look for a slip of the pen, a wrong unit, or thousands written as units",
        )
    })
}

/// A target of 0 for something of which more is better is always met; it mostly means "none".
fn targets(incoming: &Book, measures: &HashMap<MeasureKey, &Measure>, faults: &mut Vec<Fault>) {
    for (place, target) in incoming.targets.iter().enumerate() {
        let polarity = measures
            .get(&target.measure)
            .and_then(|measure| measure.polarity);
        let zero = matches!(target.goal, Some(Goal::Value(value)) if value.is_zero());
        if zero && polarity != Some(Polarity::Lower) {
            let problem = Problem::new(
                "target-of-zero",
                "the target is 0, which any value meets where more is better",
                "clear the cell if there is no target yet",
            );
            faults.push(fault(
                Kind::Target,
                place,
                "goal",
                Severity::Warning,
                problem,
            ));
        }
    }
}

fn staff(incoming: &Book, faults: &mut Vec<Fault>) {
    let negative = |fte: Option<Decimal>| fte.is_some_and(|fte| fte < Decimal::ZERO);
    let problem = || {
        Problem::new(
            "negative-fte",
            "the number of full-time equivalent staff is below 0",
            "write the staff there are; put a saving in the update or the notes",
        )
    };
    for (place, activity) in incoming.activities.iter().enumerate() {
        if negative(activity.fte) {
            faults.push(fault(
                Kind::Activity,
                place,
                "fte",
                Severity::Error,
                problem(),
            ));
        }
    }
    for (place, line) in incoming.staffing.iter().enumerate() {
        if negative(line.fte) {
            faults.push(fault(
                Kind::StaffingLine,
                place,
                "fte",
                Severity::Error,
                problem(),
            ));
        }
    }
}
