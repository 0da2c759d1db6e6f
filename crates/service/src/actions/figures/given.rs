//! A figure with what a request gives of it.

use clew_calendar::Period;
use clew_plan::{Figure, FigureSource, FigureState, Measure, MeasureKind, UnitId};

use crate::FigureRequest;
use crate::actions::emptied::{Emptied, becomes};

/// The figure that is there, or a new one, with what the request gives. What belongs to the earlier
/// value alone does not stay with another one: how it came, how it was written, what it was noted,
/// read or overridden as, and the status reported of it, where that is not the value itself.
pub(super) fn with_request(
    before: Option<&Figure>,
    measure: &Measure,
    period: Period,
    request: &FigureRequest,
) -> Figure {
    let mut figure = before
        .cloned()
        .unwrap_or_else(|| empty(measure, period, request.unit.clone()));
    let was = (figure.value, figure.numerator, figure.denominator);
    let counts = request.numerator.is_some() || request.denominator.is_some();
    if request.value.is_some() || counts {
        // A new value without counts, or new counts without a value, leaves none of the old ones behind.
        figure.value = request.value;
        figure.numerator = request.numerator;
        figure.denominator = request.denominator;
    }
    let project = measure.kind == MeasureKind::Project;
    let other_value = was != (figure.value, figure.numerator, figure.denominator);
    let other_status = request.status.is_some() && request.status != figure.reported_status;
    if other_value || (project && other_status) {
        figure.from = FigureSource::Returned;
        figure.state = FigureState::Final;
        figure.definition_version = measure.version;
        figure.as_written = None;
        figure.note = None;
        figure.source = None;
        figure.override_status = None;
        figure.reported_status = figure.reported_status.filter(|_| project);
    }
    figure.reported_status = request.status.or(figure.reported_status);
    figure.state = request.state.unwrap_or(figure.state);
    let emptied = |field| request.emptied.contains(&field);
    figure.as_at = becomes(request.as_at, emptied(Emptied::AsAt), figure.as_at);
    if let Some((forecast, on)) = request.forecast {
        (figure.forecast, figure.forecast_on) = (Some(forecast), Some(on));
    }
    let evidence = request.evidence.clone();
    figure.evidence = becomes(evidence, emptied(Emptied::Evidence), figure.evidence);
    let unsure = emptied(Emptied::Reliability);
    figure.reliability = becomes(request.reliability, unsure, figure.reliability);
    figure
}

fn empty(measure: &Measure, period: Period, unit: Option<UnitId>) -> Figure {
    Figure {
        measure: measure.code.key(),
        period,
        unit,
        value: None,
        numerator: None,
        denominator: None,
        from: FigureSource::Returned,
        state: FigureState::Final,
        definition_version: measure.version,
        reliability: None,
        as_at: None,
        as_written: None,
        reported_status: None,
        forecast: None,
        forecast_on: None,
        override_status: None,
        evidence: None,
        note: None,
        source: None,
    }
}
