//! Measures, their figures and targets, and a citation for every place that names one.

use std::collections::HashMap;

use clew_calendar::Period;
use clew_plan::{
    Book, Citation, Code, Figure, FigureSource, FigureState, Goal, Measure, MeasureKey,
    MeasureKind, PlanId, Target, UnitOfMeasure,
};

use super::appearances::{self, Appearance, Cell, PAST_YEAR, PLAN_YEAR};
use super::document;
use crate::transcriptions::TranscriptionError;
use crate::transcriptions::reading::Reading;

/// The years that the columns name.
#[derive(Clone, Copy)]
struct Years {
    past: Period,
    plan: Period,
}

/// Adds them. A measure takes its title and numbers from its fullest appearance, the first of
/// equals; every appearance is a citation, so that what contradicts it stays to be found.
pub(super) fn add(
    table: &Reading,
    plan: &PlanId,
    book: &mut Book,
) -> Result<(), TranscriptionError> {
    let years = Years {
        past: table.read(PAST_YEAR)?,
        plan: table.read(PLAN_YEAR)?,
    };
    let mut order: Vec<MeasureKey> = Vec::new();
    let mut by_key: HashMap<MeasureKey, Vec<Appearance>> = HashMap::new();
    for appearance in appearances::all(table)? {
        book.citations.push(citation(&appearance, years));
        let key = appearance.code.key();
        let group = by_key.entry(key.clone()).or_insert_with(|| {
            order.push(key);
            Vec::new()
        });
        group.push(appearance);
    }
    for key in order {
        if let Some(group) = by_key.get(&key) {
            add_measure(&key, group, plan, years, book);
        }
    }
    Ok(())
}

fn add_measure(
    key: &MeasureKey,
    group: &[Appearance],
    plan: &PlanId,
    years: Years,
    book: &mut Book,
) {
    let Some(fullest) = first_greatest(group, Appearance::fullness) else {
        return;
    };
    let unit = unit_of_measure(fullest);
    book.measures.push(measure(group, fullest, plan, unit));
    book.figures
        .extend(fullest.value.as_ref().map(|cell| Figure {
            measure: key.clone(),
            period: cell.amount.year.unwrap_or(years.past),
            unit: None,
            value: Some(cell.amount.value),
            numerator: None,
            denominator: None,
            from: FigureSource::Imported,
            state: FigureState::Final,
            as_at: None,
            as_written: says_more(cell, unit),
            reported_status: None,
            forecast: None,
            forecast_on: None,
            override_status: None,
            evidence: None,
            reliability: None,
            definition_version: None,
            note: None,
            source: fullest.source.clone(),
        }));
    let targets = [
        (years.past, &fullest.past_target),
        (years.plan, &fullest.target),
    ];
    for (period, cell) in targets {
        book.targets.extend(cell.as_ref().map(|cell| Target {
            measure: key.clone(),
            period,
            unit: None,
            goal: Some(Goal::Value(cell.amount.value)),
            tolerance: None,
            as_written: says_more(cell, unit),
            reason: None,
            source: fullest.source.clone(),
        }));
    }
}

fn measure(
    group: &[Appearance],
    fullest: &Appearance,
    plan: &PlanId,
    unit_of_measure: UnitOfMeasure,
) -> Measure {
    // The code with the most parts; of equals, one that keeps to the usual signs.
    let parts = |code: &Code| {
        let known = [code.prefix(), code.suffix()].into_iter().flatten().count();
        2 * known + usize::from(!code.written().contains('-'))
    };
    let code = first_greatest(group, |appearance| parts(&appearance.code)).unwrap_or(fullest);
    let mut categories: Vec<String> = Vec::new();
    for category in group
        .iter()
        .filter_map(|appearance| appearance.category.as_ref())
    {
        if !categories.contains(category) {
            categories.push(category.clone());
        }
    }
    Measure {
        code: code.code.clone(),
        title: fullest.title.clone(),
        kind: MeasureKind::Statistical,
        plan: Some(plan.clone()),
        outcome: group
            .iter()
            .find_map(|appearance| appearance.outcome.clone()),
        unit_of_measure: Some(unit_of_measure),
        polarity: None,
        frequency: None,
        decimals: None,
        definition: None,
        version: None,
        owner: None,
        unit: group.iter().find_map(|appearance| appearance.unit.clone()),
        categories,
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
        source: fullest.source.clone(),
    }
}

/// The first of those that score highest.
fn first_greatest(
    group: &[Appearance],
    score: impl Fn(&Appearance) -> usize,
) -> Option<&Appearance> {
    group
        .iter()
        .rev()
        .max_by_key(|appearance| score(appearance))
}

/// What the cells are counted in; per cent too when only the title says so.
fn unit_of_measure(appearance: &Appearance) -> UnitOfMeasure {
    let cells = [&appearance.value, &appearance.target];
    let printed = cells
        .into_iter()
        .flatten()
        .find_map(|cell| cell.amount.unit);
    let share = ["Percentage", "%"]
        .iter()
        .any(|word| appearance.title.starts_with(word));
    let unprinted = if share {
        UnitOfMeasure::Percent
    } else {
        UnitOfMeasure::Number
    };
    printed.unwrap_or(unprinted)
}

/// The cell as printed, where it says more, or less, than its number in the measure's unit.
fn says_more(cell: &Cell, unit: UnitOfMeasure) -> Option<String> {
    let printed = cell.amount.unit.unwrap_or(UnitOfMeasure::Number);
    (!cell.amount.plain || printed != unit).then(|| cell.written.clone())
}

fn citation(appearance: &Appearance, years: Years) -> Citation {
    let value = appearance.value.as_ref();
    let target = appearance.target.as_ref();
    Citation {
        document: document(),
        place: appearance.place.clone(),
        code: Some(appearance.code.clone()),
        title: appearance.title.clone(),
        value_period: value.map(|_| years.past),
        value: value.map(|cell| cell.amount.value),
        value_as_written: value.map(|cell| cell.written.clone()),
        target_period: target.map(|_| years.plan),
        target: target.map(|cell| Goal::Value(cell.amount.value)),
        target_as_written: target.map(|cell| cell.written.clone()),
        category: appearance.category.clone(),
        reported_status: None,
        source: appearance.source.clone(),
    }
}
