//! The smallest sound record of each kind, for a test to change where it matters.

use clew_calendar::Period;
use clew_plan::{
    Action, ActionId, Code, Figure, FigureSource, FigureState, Goal, Measure, MeasureKind, Outcome,
    OutcomeId, OutcomeLevel, Plan, PlanId, Polarity, Target, UnitOfMeasure,
};
use rust_decimal::Decimal;

/// Reads a period label.
///
/// # Panics
/// When the label is not a period: a mistake in the test.
#[must_use]
pub fn period(label: &str) -> Period {
    label
        .parse()
        .unwrap_or_else(|error| panic!("{label}: {error}"))
}

/// Reads a code.
///
/// # Panics
/// When the text is not a code: a mistake in the test.
#[must_use]
pub fn code(text: &str) -> Code {
    text.parse()
        .unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// A plan for the year 2019-20.
#[must_use]
pub fn plan(id: &str) -> Plan {
    Plan {
        id: PlanId::from(id),
        title: format!("Plan {id}"),
        parent: None,
        unit: None,
        period: Some(period("2019-20")),
        tolerance: None,
        imported: false,
        approved_by: None,
        approved_on: None,
        purpose: None,
        source: None,
    }
}

/// An outcome at the level of a priority.
#[must_use]
pub fn outcome(id: &str, plan: &str) -> Outcome {
    Outcome {
        id: OutcomeId::from(id),
        plan: PlanId::from(plan),
        parent: None,
        level: OutcomeLevel::Priority,
        title: format!("Outcome {id}"),
        position: None,
        owner: None,
        source: None,
    }
}

/// A statistical measure in per cent, where higher is better.
#[must_use]
pub fn measure(written: &str) -> Measure {
    Measure {
        code: code(written),
        title: format!("Measure {written}"),
        kind: MeasureKind::Statistical,
        plan: None,
        outcome: None,
        unit_of_measure: Some(UnitOfMeasure::Percent),
        polarity: Some(Polarity::Higher),
        frequency: None,
        decimals: None,
        definition: None,
        version: None,
        owner: None,
        unit: None,
        categories: Vec::new(),
        links: Vec::new(),
        tolerance: None,
        aggregation: None,
        missing_parts: None,
        computed_from: None,
        trend_mode: None,
        arrears: None,
        baseline: None,
        small_number: None,
        due: None,
        expected_low: None,
        expected_high: None,
        retired_on: None,
        notes: None,
        source: None,
    }
}

/// A final, returned figure.
#[must_use]
pub fn figure(written: &str, label: &str, value: Decimal) -> Figure {
    Figure {
        measure: code(written).key(),
        period: period(label),
        unit: None,
        value: Some(value),
        numerator: None,
        denominator: None,
        from: FigureSource::Returned,
        state: FigureState::Final,
        as_at: None,
        as_written: None,
        reported_status: None,
        forecast: None,
        forecast_on: None,
        override_status: None,
        evidence: None,
        reliability: None,
        definition_version: None,
        note: None,
        source: None,
    }
}

/// A target for a period.
#[must_use]
pub fn target(written: &str, label: &str, value: Decimal) -> Target {
    Target {
        measure: code(written).key(),
        period: period(label),
        unit: None,
        goal: Some(Goal::Value(value)),
        tolerance: None,
        as_written: None,
        reason: None,
        source: None,
    }
}

/// An action without dates.
#[must_use]
pub fn action(id: &str, plan: &str) -> Action {
    Action {
        id: ActionId::from(id),
        plan: PlanId::from(plan),
        parent: None,
        outcome: None,
        title: Some(format!("Action {id}")),
        description: None,
        planned_outcome: None,
        owner: None,
        unit: None,
        start: None,
        end: None,
        original_end: None,
        status: None,
        reported_status: None,
        percent: None,
        evidence: None,
        theme: None,
        workstream: None,
        findings: Vec::new(),
        measures: Vec::new(),
        links: Vec::new(),
        see_also: Vec::new(),
        source: None,
    }
}
