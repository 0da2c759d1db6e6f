//! The chart of a measure: its figures in order of time with statuses, targets, breaks, control
//! limits, comparisons and the forecast, and the table that says the same.

mod compared;
mod control;
mod points;
mod table;

use clew_calendar::Period;
use clew_measure::spc::RuleSet;
use clew_plan::{Measure, UnitId};

use self::control::Control;
use self::points::Points;
use crate::{Break, Chart, ChartKind, OverTime, Request, Series, SeriesRole};

/// What the chart of a measure shows besides value, target and status.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MeasureChartOptions {
    /// The rules of a control chart; none for a chart without control limits.
    pub spc: Option<RuleSet>,
    /// Whether to draw the benchmark and the median of the family group.
    pub benchmark: bool,
    /// Whether to draw the value expected at the end of the year.
    pub forecast: bool,
    /// The first period to show; all there are when none.
    pub from: Option<Period>,
}

/// The chart of a measure for a part of the organisation, or (none) the whole, up to the reported
/// period.
///
/// Figures of one length of period stand in order of time, missing periods as gaps; the reported
/// period's own figure is added where it is of another length and can be compared. Control limits
/// are drawn from all figures of that length, shown or not; where there are none they are left out.
#[must_use]
pub fn measure_chart(
    request: &Request<'_>,
    measure: &Measure,
    unit: Option<&UnitId>,
    options: &MeasureChartOptions,
) -> Chart {
    let points = Points::new(request, measure, unit, options);
    let control = options
        .spc
        .as_ref()
        .and_then(|rules| Control::new(&points, rules));
    let compared = if options.benchmark && unit.is_none() {
        compared::series(&points)
    } else {
        Vec::new()
    };
    let table = table::table(&points, control.as_ref(), &compared);
    Chart {
        title: title(request, measure, unit),
        description: described(&points, control.as_ref()),
        value_axis: axis(measure),
        kind: ChartKind::Measure,
        labels: points.labels(),
        over_time: Some(Box::new(OverTime {
            marks: points.marks(control.as_ref()),
            bands: points.bands(),
            breaks: points.breaks.clone(),
            baseline: points.baseline().filter(|_| control.is_some()),
            expected: points.expected_shown(),
            caption: control.as_ref().map(|control| control.caption.clone()),
        })),
        series: series(&points, control.as_ref(), compared),
        table,
    }
}

fn title(request: &Request<'_>, measure: &Measure, unit: Option<&UnitId>) -> String {
    match unit {
        Some(unit) => format!("{}: {}", measure.title, request.book().unit_name(unit)),
        None => measure.title.clone(),
    }
}

fn axis(measure: &Measure) -> String {
    measure
        .unit_of_measure
        .map_or_else(|| "Value".to_owned(), |unit| unit.word().to_owned())
}

/// Every line of the chart; those without a value are left out.
fn series(
    points: &Points<'_, '_>,
    control: Option<&Control>,
    compared: Vec<Series>,
) -> Vec<Series> {
    let mut all = vec![points.values(), points.targets()];
    all.extend(points.forecast());
    all.extend(compared);
    all.extend(control.into_iter().flat_map(Control::series));
    all.retain(|one| one.role == SeriesRole::Value || one.values.iter().any(Option::is_some));
    all
}

fn described(points: &Points<'_, '_>, control: Option<&Control>) -> String {
    let mut said = vec![points.said()];
    said.extend(points.breaks.iter().map(|one| broken(points, one)));
    said.extend(control.map(|control| control.summary.clone()));
    said.retain(|sentence| !sentence.is_empty());
    said.join(" ")
}

fn broken(points: &Points<'_, '_>, one: &Break) -> String {
    let label = points.label(one.before);
    format!(
        "A new series begins in {label}: {}.",
        one.reason.trim_end_matches('.')
    )
}
