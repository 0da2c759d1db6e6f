//! What stands behind the points: bands, lines, breaks, the baseline and the caption.

use std::fmt::Write as _;

use clew_report::{Band, Break, Chart, OverTime, Series, SeriesRole, Status};
use rust_decimal::Decimal;

use super::axes::Axes;
use crate::marks::look;
use crate::svg::{Anchor, TextClass, lines, lines::Stroke, number, sparkline::path, text, words};

/// Bands of ranges, in steps from label to label.
pub(super) fn bands(shapes: &mut String, bands: &[Band], axes: &Axes) {
    for band in bands {
        for run in runs(&band.ranges) {
            let upper: Vec<Decimal> = run.iter().map(|(_, range)| range.1).collect();
            let lower: Vec<Decimal> = run.iter().map(|(_, range)| range.0).collect();
            let Some((first, _)) = run.first() else {
                continue;
            };
            let mut outline = steps(axes, *first, &upper, true);
            outline.push_str(&steps(axes, *first, &lower, false).replacen('M', "L", 1));
            outline.push('Z');
            fill(shapes, band.status, &outline);
        }
    }
}

/// A sample of a band.
pub(super) fn swatch(shapes: &mut String, status: Status, (x, y): (f64, f64)) {
    let outline = format!("M{} {}h22v12h-22Z", number(x), number(y));
    fill(shapes, status, &outline);
}

fn fill(shapes: &mut String, status: Status, outline: &str) {
    let look = look(status);
    let _ = write!(
        shapes,
        "<path class=\"band {}\" fill=\"#{}\" stroke=\"#{}\" stroke-width=\"0.6\" stroke-dasharray=\"2 2\" d=\"{outline}\"/>",
        look.key, look.tint, look.solid,
    );
}

/// The places in a row that have a value.
fn runs<T: Copy>(values: &[Option<T>]) -> Vec<Vec<(usize, T)>> {
    let mut runs: Vec<Vec<(usize, T)>> = Vec::new();
    let mut open = false;
    for (place, value) in values.iter().enumerate() {
        if let Some(value) = value {
            if !open {
                runs.push(Vec::new());
            }
            if let Some(run) = runs.last_mut() {
                run.push((place, *value));
            }
        }
        open = value.is_some();
    }
    runs
}

/// A line in steps from label to label, from the left to the right or (not `forwards`) back.
fn steps(axes: &Axes, first: usize, values: &[Decimal], forwards: bool) -> String {
    let mut places: Vec<(f64, f64)> = Vec::with_capacity(values.len() * 2);
    for (index, value) in values.iter().enumerate() {
        let y = axes.y(*value);
        places.push((axes.begin(first + index), y));
        places.push((axes.begin(first + index + 1), y));
    }
    if !forwards {
        places.reverse();
    }
    // Level steps are one stroke.
    let level = |at: usize| {
        let y = |at: usize| places.get(at).map(|place| place.1);
        at > 0 && at + 1 < places.len() && y(at - 1) == y(at) && y(at) == y(at + 1)
    };
    let kept: Vec<Option<(f64, f64)>> = (0..places.len())
        .filter(|at| !level(*at))
        .map(|at| places.get(at).copied())
        .collect();
    path(&kept)
}

/// A series as its role asks: targets in steps, the forecast straight to its end, others broken at
/// gaps and at breaks in the series.
pub(super) fn line(
    shapes: &mut String,
    series: &Series,
    stroke: Stroke,
    over_time: &OverTime,
    axes: &Axes,
) {
    let drawn = match series.role {
        SeriesRole::Target => runs(&series.values)
            .iter()
            .filter_map(|run| {
                let values: Vec<Decimal> = run.iter().map(|(_, value)| *value).collect();
                Some(steps(axes, run.first()?.0, &values, true))
            })
            .collect(),
        SeriesRole::Forecast => {
            let known: Vec<Option<(f64, f64)>> = places(series, axes)
                .into_iter()
                .filter(Option::is_some)
                .collect();
            path(&known)
        }
        SeriesRole::Centre | SeriesRole::Limit => stretches(series, over_time)
            .iter()
            .map(|(first, values)| steps_of_runs(axes, *first, values))
            .collect(),
        _ => {
            let places = places(series, axes);
            stretches(series, over_time)
                .iter()
                .filter_map(|(first, values)| places.get(*first..first + values.len()))
                .map(path)
                .collect::<String>()
        }
    };
    if !drawn.is_empty() {
        lines::stroke_path(shapes, stroke, &drawn);
    }
}

fn steps_of_runs(axes: &Axes, first: usize, values: &[Option<Decimal>]) -> String {
    let step = |run: &Vec<(usize, Decimal)>| {
        let values: Vec<Decimal> = run.iter().map(|(_, value)| *value).collect();
        Some(steps(axes, first + run.first()?.0, &values, true))
    };
    runs(values).iter().filter_map(step).collect()
}

/// Where each value stands.
pub(super) fn places(series: &Series, axes: &Axes) -> Vec<Option<(f64, f64)>> {
    let place = |(index, value): (usize, &Option<Decimal>)| {
        value.map(|value| (axes.x(index), axes.y(value)))
    };
    series.values.iter().enumerate().map(place).collect()
}

/// The values between breaks, each stretch with the place of its first.
fn stretches<'a>(series: &'a Series, over_time: &OverTime) -> Vec<(usize, &'a [Option<Decimal>])> {
    let mut stretches = Vec::new();
    let mut first = 0;
    let ends = over_time.breaks.iter().map(|one| one.before);
    for end in ends.chain(std::iter::once(series.values.len())) {
        if let Some(values) = series
            .values
            .get(first..end)
            .filter(|values| !values.is_empty())
        {
            stretches.push((first, values));
            first = end;
        }
    }
    stretches
}

/// A rule at each break with its reason above it.
pub(super) fn breaks(shapes: &mut String, breaks: &[Break], axes: &Axes) {
    for (index, one) in breaks.iter().enumerate() {
        let x = axes.begin(one.before);
        let _ = write!(
            shapes,
            "<path class=\"break\" stroke=\"#1F2A35\" stroke-width=\"1.2\" stroke-dasharray=\"6 3 1 3\" fill=\"none\" d=\"M{} {}V{}\"/>",
            number(x),
            number(axes.top - 14.0),
            number(axes.bottom),
        );
        let next = breaks
            .get(index + 1)
            .map_or(axes.width, |next| axes.begin(next.before));
        let before = index
            .checked_sub(1)
            .and_then(|index| breaks.get(index))
            .map_or(0.0, |before| axes.begin(before.before));
        // The only reason may stand on the roomier side; of several each stands after its rule.
        let (at, anchor, room) = if next - x < x - before && breaks.len() == 1 {
            (x - 5.0, Anchor::End, x - before - 8.0)
        } else {
            (x + 5.0, Anchor::Start, next - x - 8.0)
        };
        let fitting = [
            format!("New series: {}", one.reason),
            "New series".to_owned(),
        ];
        if let Some(said) = fitting.iter().find(|said| words::width(said) <= room) {
            text(shapes, at, axes.top - 5.0, anchor, TextClass::Quiet, said);
        }
    }
}

/// The baseline of the control limits, the breaks in words and the caption under the chart; returns
/// where they end.
pub(super) fn foot(shapes: &mut String, chart: &Chart, over_time: &OverTime, axes: &Axes) -> f64 {
    let mut y = axes.bottom + 28.0;
    if let Some((first, last)) = over_time.baseline {
        let (from, to) = (axes.begin(first), axes.begin(last + 1));
        let _ = write!(
            shapes,
            "<path class=\"axis\" stroke=\"#55626F\" stroke-width=\"1.6\" fill=\"none\" d=\"M{} {}v7H{}v-7\"/>",
            number(from),
            number(y - 1.0),
            number(to),
        );
        y += 20.0;
        let name = "Baseline of the limits";
        let x = from.min(axes.width - words::width(name));
        text(shapes, x, y, Anchor::Start, TextClass::Quiet, name);
        y += 4.0;
    }
    let breaks = over_time.breaks.iter().map(|one| {
        let label = chart.labels.get(one.before).map_or("", String::as_str);
        format!(
            "New series from {label}: {}.",
            one.reason.trim_end_matches('.')
        )
    });
    for said in breaks.chain(over_time.caption.clone()) {
        for line in words::lines(&said, axes.width, 5) {
            y += 16.0;
            text(shapes, 0.0, y, Anchor::Start, TextClass::Quiet, &line);
        }
    }
    y + 8.0
}
