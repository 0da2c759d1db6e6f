//! Series: between their breaks, and out of a Book's figures.

use std::collections::BTreeMap;
use std::ops::Range;

use clew_calendar::{Day, Period, PeriodKind};
use clew_plan::{Book, Figure, Frequency, Measure, Polarity, SeriesBreak, UnitId, UnitOfMeasure};

use super::{Baseline, Chart, ChartKind, Observation, RuleSet, Settings, chart};
use crate::judge::polarity_of;
use crate::lookup::target_for;
use crate::{Exact, MeasureError, exact_value};

/// The stretches of a series between its breaks.
pub(super) fn between_breaks(observations: &[Observation]) -> Vec<Range<usize>> {
    let mut starts: Vec<usize> = observations
        .iter()
        .enumerate()
        .filter(|(place, point)| *place == 0 || point.starts_new_series)
        .map(|(place, _)| place)
        .collect();
    starts.push(observations.len());
    starts.windows(2).map(|pair| pair[0]..pair[1]).collect()
}

/// A measure's figures as a series, oldest first, for a part of the organisation or the whole.
///
/// Figures of one length only: of the length the measure is reported at, else of the length most
/// figures have. Years to date overlap, so they are never a series.
#[must_use]
pub fn observations(book: &Book, measure: &Measure, unit: Option<&UnitId>) -> Vec<Observation> {
    dated(book, measure, unit)
        .into_iter()
        .map(|(_, observation)| observation)
        .collect()
}

/// The control chart of a measure: XmR, with its polarity, latest target, baseline and breaks.
///
/// # Errors
/// As [`chart`]; [`MeasureError::EmptySeries`] when it has no figures.
pub fn chart_of_measure(
    book: &Book,
    measure: &Measure,
    unit: Option<&UnitId>,
    rules: &RuleSet,
) -> Result<Chart, MeasureError> {
    let series = dated(book, measure, unit);
    let (latest, _) = series.last().ok_or(MeasureError::EmptySeries)?;
    let target = target_for(book, &measure.code.key(), *latest, unit);
    let settings = Settings {
        kind: ChartKind::Xmr,
        polarity: polarity_of(measure).unwrap_or(Polarity::Contextual),
        target: target
            .and_then(|found| found.goal)
            .filter(|_| same_scale(measure)),
        baseline: baseline(measure, &series),
        ..Settings::new(rules)
    };
    let observations: Vec<Observation> = series
        .into_iter()
        .map(|(_, observation)| observation)
        .collect();
    chart(&observations, &settings)
}

/// Whether a year's target can be drawn across a chart of months: not where values add up.
fn same_scale(measure: &Measure) -> bool {
    let share = matches!(
        measure.unit_of_measure,
        Some(UnitOfMeasure::Percent | UnitOfMeasure::Rate)
    );
    share || measure.aggregation != Some(clew_plan::Aggregation::Sum)
}

fn baseline(measure: &Measure, series: &[(Period, Observation)]) -> Baseline {
    let Some(chosen) = measure.baseline else {
        return Baseline::All;
    };
    let inside = |(period, _): &(Period, Observation)| chosen.covers(*period);
    let places = (
        series.iter().position(inside),
        series.iter().rposition(inside),
    );
    match places {
        (Some(from), Some(to)) => Baseline::Places(from, to),
        _ => Baseline::All,
    }
}

fn dated(book: &Book, measure: &Measure, unit: Option<&UnitId>) -> Vec<(Period, Observation)> {
    let key = measure.code.key();
    let own = |figure: &&Figure| figure.measure == key && figure.unit.as_ref() == unit;
    let figures: Vec<&Figure> = book.figures.iter().filter(own).collect();
    let Some(kind) = kind_of_series(measure, &figures) else {
        return Vec::new();
    };
    // The figure written last stands for its period.
    let by_period: BTreeMap<Period, &Figure> = figures
        .into_iter()
        .filter(|figure| figure.period.kind() == kind)
        .map(|figure| (figure.period, figure))
        .collect();
    let breaks: Vec<Day> = book
        .series_breaks
        .iter()
        .filter(|series_break: &&SeriesBreak| series_break.measure == key)
        .map(|series_break| series_break.from.first())
        .collect();
    let mut before: Option<Period> = None;
    let mut series = Vec::with_capacity(by_period.len());
    for (period, figure) in by_period {
        let crossed = |from: &Day| {
            *from <= period.first() && before.is_some_and(|before| before.first() < *from)
        };
        let starts_new_series = breaks.iter().any(crossed);
        series.push((period, observation(figure, measure, starts_new_series)));
        before = Some(period);
    }
    series
}

fn observation(figure: &Figure, measure: &Measure, starts_new_series: bool) -> Observation {
    Observation {
        label: figure.period.to_string(),
        value: exact_value(figure, measure.unit_of_measure).map(Exact::to_decimal),
        numerator: figure.numerator,
        denominator: figure.denominator,
        starts_new_series,
    }
}

/// The length of period that makes the series: the one the measure is reported at where it has two
/// figures or more, else the commonest; none without figures.
#[must_use]
pub fn kind_of_series(measure: &Measure, figures: &[&Figure]) -> Option<PeriodKind> {
    let reported = match measure.frequency {
        Some(Frequency::Monthly) => Some(PeriodKind::Month),
        Some(Frequency::Quarterly) => Some(PeriodKind::Quarter),
        Some(Frequency::HalfYearly) => Some(PeriodKind::Half),
        Some(Frequency::Annual | Frequency::Biennial) => Some(PeriodKind::FinancialYear),
        Some(Frequency::AdHoc) | None => None,
    };
    let count = |kind: PeriodKind| {
        figures
            .iter()
            .filter(|row| row.period.kind() == kind)
            .count()
    };
    let series_kinds = [
        PeriodKind::Day,
        PeriodKind::Month,
        PeriodKind::Quarter,
        PeriodKind::Half,
        PeriodKind::AcademicYear,
        PeriodKind::CalendarYear,
        PeriodKind::FinancialYear,
    ];
    let commonest = || {
        let most = series_kinds.into_iter().max_by_key(|kind| count(*kind))?;
        (count(most) > 0).then_some(most)
    };
    reported.filter(|kind| count(*kind) > 1).or_else(commonest)
}
